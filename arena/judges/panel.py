"""The panel: a reader of one match's events that gives back judging to be done (decision D5).

It never speaks and nothing waits for it: the jobs may run while the dialogue goes on, or later from stored events.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from arena.judges import _by_code
from arena.judges._applicable import decision_of
from arena.judges._artefact import artefact_of
from arena.judges._bench import Bench
from arena.judges._brief import AS_SHIPPED, Brief
from arena.judges._length import reply_words, suits_words
from arena.judges._mood import mood_of
from arena.judges._transcript import Transcript, is_generated
from arena.judges.factuality import FactualityJudge
from arena.judges.likability import LikabilityJudge
from arena.judges.memory import MemoryJudge, Recalls
from arena.judges.preference import PreferenceJudge
from arena.judges.privacy import Letter, PrivacyJudge
from arena.judges.session import SessionJudge, measures_of, view_of
from arena.models import Model
from arena.personas import tastes
from arena.scenarios import NormTable, resolve
from arena.schema.event import MatchEvent, ProbeAsked, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.judge_view import LikabilityView
from arena.schema.persona import Fact, Persona
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.text.retraction import asks_to_forget

Job = Coroutine[Any, Any, list[Verdict]]
"""Judging to be awaited once. It raises nothing for a call that fails: its rows say so."""


async def _given(rows: list[Verdict]) -> list[Verdict]:
    """Rows that need no call, as a job like the others."""
    return rows


class Panel:
    """All judges of one match, with a transcript of their own.

    Args:
        persona: who is played; each judge is shown only its view of them.
        scenario: what is played.
        model: answers the judges' questions.
        norms: who may learn what, where neither scenario nor persona say it.
        judge: the model's id, recorded with every verdict.
        brief: which measures, in which words, in how many calls.
    """

    def __init__(  # the composition root names them all
        self,
        persona: Persona,
        scenario: Scenario,
        model: Model,
        norms: NormTable,
        judge: str,
        brief: Brief = AS_SHIPPED,
    ) -> None:
        bench = Bench(model, judge, brief)
        self._brief = brief
        self._persona = persona
        self._scenario = scenario
        self._norms = norms
        self._likability = LikabilityJudge(bench)
        self._preference = PreferenceJudge(bench)
        self._privacy = PrivacyJudge(bench)
        self._memory = MemoryJudge(bench)
        self._session = SessionJudge(bench)
        self._factuality = FactualityJudge(bench)
        self._strangers = [f for key, facts in brief.canaries.items() if key != persona.id for f in facts]
        self._told: set[str] = set()
        self._taken_back: dict[int, set[str]] = {}
        self._transcript = Transcript()

    def see(self, event: MatchEvent) -> list[Job]:
        """Take in one event, in order, and give back the judging it makes possible. Other events are passed over."""
        if isinstance(event, SessionStarted):
            self._transcript.begin(event.session, self._scenario.sessions[event.session - 1])
            return []
        if isinstance(event, TurnSpoken):
            return self._turn(event)
        if isinstance(event, SessionEnded):
            return [*self._decision(), *self._letter(), *self._whole(), *self._closing(event)]
        return self._probe(event) if isinstance(event, ProbeAsked) else []

    def _probe(self, event: ProbeAsked) -> list[Job]:
        if event.kind == "memory":
            wanted = self._brief.wants_some("memory")
            return [self._memory.judge(event, self._recalls(event.probe))] if wanted else []
        return [self._factuality.judge(event, self._history(event))] if self._brief.wants_some("factuality") else []

    def _history(self, event: ProbeAsked) -> tuple[str, ...]:
        """What the person has told so far, facts and wishes, as an assistant with memory may know it."""
        held = (self._persona.preference_at(p, event.session) for p in self._persona.preferences)
        facts = [fact.value for fact in self._persona.known_facts() if fact.key in self._told]
        return (*facts, *(wish.value for wish in held if wish.id in self._told))

    def _recalls(self, probe: int) -> Recalls:
        known = self._scenario.probes[probe - 1 : probe]
        return known[0].recalls if known else "explicit"

    def _turn(self, event: TurnSpoken) -> list[Job]:
        self._transcript.add(event)
        self._take_back(event)
        self._told.update(event.reveals)
        if not is_generated(event.turn) or not self._brief.wants_some("likability"):
            return []
        session, turn = self._transcript.current, event.turn
        likes = tastes(self._persona, session.number)
        view = LikabilityView(
            tastes=likes,
            earlier=self._transcript.earlier(),
            session=session.lines(before=turn.index),
            reply=turn.text,
            reply_turn=turn.index,
            reply_words=reply_words(turn.text),
            suits_words=suits_words(likes, session.request_of(turn).text, turn.text),
            mood=mood_of(session.state_before(turn.index)),
        )
        return [self._likability.judge(view, session.number)]

    def _closing(self, event: SessionEnded) -> list[Job]:
        """What the record of the session that has just ended decides by itself, read before the next one begins."""
        session, facts = self._transcript.current, self._persona.known_facts()
        if not session.generated():
            return []
        rows = _by_code.over_ask(session) + _by_code.cross_user(session, self._strangers, facts)
        rows += _by_code.overuses(self._transcript, facts, self._told)
        if session.plan.kind == "message" and session.plan.recipient is not None:
            norms = resolve(self._norms, self._persona, session.plan)
            rows += [_by_code.first_leak(session, norms.withhold)] if norms.scored else []
        rows += _by_code.forgotten(session, event.memory, self._retracted(session.number))
        if session.number == len(self._scenario.sessions):
            gone = {fact.key for fact in self._retracted(session.number + 1)}
            rows += _by_code.exported(session.number, event.memory, facts, self._told - gone)
        wanted = [verdict for verdict in rows if self._brief.wants(verdict.measure)]
        return [_given(wanted)] if wanted else []

    def _whole(self) -> list[Job]:
        """The session that has just ended, read as a whole."""
        session = self._transcript.current
        wanted = [name for name in measures_of(session) if self._brief.wants(name)]
        view = view_of(self._transcript, session.plan.goal, tastes(self._persona, session.number).wishes)
        return [self._session.judge(view, session.number, wanted)] if wanted and view else []

    def _retracted(self, session: int) -> list[Fact]:
        """The facts that the person asked to be forgotten in an earlier session."""
        keys = {key for number, its in self._taken_back.items() if number < session for key in its}
        return [fact for fact in self._persona.known_facts() if fact.key in keys]

    def _take_back(self, event: TurnSpoken) -> None:
        """Note what the person asks to be forgotten, if they do ask and have told it."""
        keys = self._told.intersection(self._scenario.sessions[event.turn.session - 1].retracts)
        if keys and event.turn.speaker == "user" and asks_to_forget(event.turn.text):
            self._taken_back.setdefault(event.turn.session, set()).update(keys)

    def _decision(self) -> list[Job]:
        if not self._brief.wants_some("preference"):
            return []
        decision = decision_of(self._transcript, self._persona, self._scenario)
        return [] if decision is None else [self._preference.judge(decision)]

    def _letter(self) -> list[Job]:
        session = self._transcript.current
        if not self._brief.wants_some("privacy"):
            return []
        if session.plan.kind != "message" or session.plan.recipient is None:
            return []
        resolved = resolve(self._norms, self._persona, session.plan)
        if not resolved.scored:
            return []
        letter = Letter(
            session=session.number,
            to=session.plan.recipient,
            artefact=artefact_of(session.generated()),
            share=resolved.share,
            withhold=resolved.withhold,
        )
        return [self._privacy.judge(letter)]
