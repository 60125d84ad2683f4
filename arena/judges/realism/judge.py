"""The judge of simulated people: counts first, a model only where they leave a doubt (or where one is always asked)."""

from __future__ import annotations

import random
from collections.abc import Coroutine, Iterable
from types import MappingProxyType
from typing import Any

from arena.judges import _bench
from arena.judges._bench import BY_CODE, Bench, Finding, Place, Source
from arena.judges._evidence import fault_of
from arena.judges.realism import counts, feelings, leaving, questions
from arena.judges.realism._record import Played, Said, Talk
from arena.judges.realism.claims import self_claims
from arena.judges.realism.counts import Count, Counting
from arena.judges.realism.cues import helps
from arena.judges.realism.questions import RealismAnswer, RoleAnswer
from arena.models import Model
from arena.schema.event import MatchEvent, SessionEnded
from arena.schema.persona import Persona
from arena.schema.realism import RealismSpec
from arena.schema.realism_view import Message, OwnLine, RealismView, RoleView
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.text.canonical import seed_of

COUNTS: MappingProxyType[str, Counting] = MappingProxyType(
    {
        "realism.length_fit": counts.length_fit,
        "realism.longest": counts.longest,
        "realism.verbosity": counts.verbosity,
        "realism.volunteered": counts.volunteered,
        "realism.front_loading": counts.front_loading,
        "realism.recitation": counts.recitation,
        "realism.copied": counts.copied,
        "realism.helper_markers": counts.helper_markers,
        "realism.echo": counts.echo,
        "realism.pushback": counts.pushback,
        "realism.acceptance": counts.acceptance,
        "realism.thanking": counts.thanking,
        "realism.positive": counts.positive,
        "realism.early_end": leaving.early_end,
        "realism.overstay": leaving.overstay,
        "realism.end_f1": leaving.end_f1,
        "realism.self_leak": counts.self_leak,
        "realism.feelings": feelings.feelings_follow,
        "realism.inertia": feelings.inertia_gap,
        "realism.distinct_2": counts.distinct_2,
    }
)
"""What is counted of every match."""
TRUTH = ("realism.portrait", "realism.lines", "realism.facts")
ASKED = ("realism.role_flip", *TRUTH)
"""What a model is asked of a talk."""

OUTSIDE = "outside"
"""Label of a row whose value is outside its gate."""

Job = Coroutine[Any, Any, list[Verdict]]


class RealismJudge:
    """Reads one match. Its rows never count for a contestant: they tell whether the match may.

    Args:
        persona: who is played.
        scenario: what is played.
        model: answers the two questions.
        judge: the model's id, recorded with every verdict.
        spec: when to ask, and the gates.
    """

    def __init__(self, persona: Persona, scenario: Scenario, model: Model, judge: str, spec: RealismSpec) -> None:
        self._bench = Bench(model, judge)
        self._spec = spec
        self._played = Played(persona, scenario)

    def see(self, event: MatchEvent) -> list[Job]:
        """Take in one event, in order, and give back the questions worth asking."""
        self._played.see(event)
        if not isinstance(event, SessionEnded) or not self._played.talks or not self._played.talks[-1].said:
            return []
        talk = self._played.talks[-1]
        jobs: list[Job] = []
        if self._asks(any(helps(said.text) for said in talk.said)):
            jobs.append(self._labelled(role_of(self._bench, talk)))
        if self._asks(any(self_claims(said.text) for said in talk.said)):
            jobs.append(self._labelled(truth_of(self._bench, talk, self._view(talk))))
        return jobs

    def counted(self) -> list[Verdict]:
        """The rows that need no model, for the match as it was heard; where there is nothing to count there is none."""
        found = ((name, counting(self._played)) for name, counting in COUNTS.items())
        return [_row(name, count, self._spec) for name, count in found if count is not None]

    def _asks(self, doubtful: bool) -> bool:
        return self._spec.ask == "always" or (self._spec.ask == "when_needed" and doubtful)

    def _view(self, talk: Talk) -> RealismView:
        so_far = [said for other in self._played.talks if other.number <= talk.number for said in other.said]
        told = {key for said in so_far for key in said.reveals}
        facts = [f for f in self._played.persona.known_facts() if f.key in told or f.openly]
        plan = talk.plan
        return RealismView(
            portrait=self._played.portrait,
            told=tuple(phrase for fact in facts for phrase in (fact.value, *fact.says_like)),
            matter=tuple(line for line in (plan.need, *plan.asks, *plan.follow_ups) if line),
            earlier=tuple(_line(said) for said in so_far if said.session < talk.number),
            now=tuple(_line(said) for said in talk.said),
        )

    async def _labelled(self, asked: Job) -> list[Verdict]:
        rows = await asked
        beyond = {id(row) for row in outside(rows, self._spec)}
        return [row.model_copy(update={"label": OUTSIDE}) if id(row) in beyond else row for row in rows]


def outside(rows: Iterable[Verdict], spec: RealismSpec) -> list[Verdict]:
    """The rows whose value lies outside its gate."""
    gated = ((row, spec.gate(row.measure)) for row in rows if row.status == "scored" and row.value is not None)
    return [row for row, gate in gated if gate is not None and row.value is not None and not gate.met(row.value)]


def voiding(rows: Iterable[Verdict], spec: RealismSpec) -> tuple[str, ...]:
    """Why a match is void: one sentence for each voiding gate that its person broke."""
    found = []
    for row in outside(rows, spec):
        gate = spec.gate(row.measure)
        if gate is not None and gate.voids:
            said = f", “{row.evidence[0].quote[:80]}”" if row.evidence else ""
            why = f": {row.reason}" if row.reason else ""
            found.append(f"session {row.session}: {row.measure} {row.value:.2f}, gate {gate}{why}{said}")
    return tuple(found)


def _label(measure: str, value: float, spec: RealismSpec) -> str:
    gate = spec.gate(measure)
    return "" if gate is None or gate.met(value) else OUTSIDE


def _row(measure: str, found: Count, spec: RealismSpec) -> Verdict:
    label = _label(measure, found.value, spec)
    note = f"{found.note} (n={found.n})" if found.note else f"n={found.n}"
    finding = _bench.scored(found.value, label=label, quote=found.quote, reason=note)
    return _bench.row(measure, Place(found.session, found.turn), BY_CODE, finding)


# Role (6) --------------------------------------------------------------------------------------------------------


async def role_of(bench: Bench, talk: Talk) -> list[Verdict]:
    """`realism.role_flip` of a talk, asked of its messages out of order."""
    view, mine = _shuffled(talk)
    heard = await bench.hear(questions.role(view))
    if heard.answer is None:
        return [_bench.row("realism.role_flip", Place(talk.number), heard.source, _bench.failed(heard.reason))]
    return [_role_row(heard.answer, mine, talk, heard.source)]


def _shuffled(talk: Talk) -> tuple[RoleView, dict[int, int]]:
    """The talk out of order, and number -> turn of the person's messages in it."""
    own = [(said.text, said.turn) for said in talk.said]
    messages = [*own, *((reply, 0) for reply in talk.replies)]
    random.Random(seed_of("role", *(text for text, _ in messages))).shuffle(messages)  # noqa: S311  # not secret
    view = RoleView(messages=tuple(Message(number=n, text=text) for n, (text, _) in enumerate(messages, start=1)))
    return view, {n: turn for n, (_, turn) in enumerate(messages, start=1) if turn}


def _role_row(answer: RoleAnswer, mine: dict[int, int], talk: Talk, source: Source) -> Verdict:
    """The person's message that looks most like help."""
    marks = [mark for mark in answer.marks if mark.number in mine]
    if not marks:
        return _bench.row(
            "realism.role_flip", Place(talk.number), source, _bench.failed("none of their messages was marked")
        )
    worst = max(marks, key=lambda mark: mark.gives_help)
    turn = mine[worst.number]
    text = next(said.text for said in talk.said if said.turn == turn)
    finding = _bench.scored(worst.gives_help / 100, quote=text, reason=worst.why)
    return _bench.row("realism.role_flip", Place(talk.number, turn), source, finding)


# Truth (15, 16, 19) ----------------------------------------------------------------------------------------------


async def truth_of(bench: Bench, talk: Talk, view: RealismView) -> list[Verdict]:
    """`realism.portrait`, `realism.lines` and `realism.facts` of a talk, from one question."""
    heard = await bench.hear(questions.realism(view))
    place = Place(talk.number)
    if heard.answer is None:
        return [_bench.row(name, place, heard.source, _bench.failed(heard.reason)) for name in TRUTH]
    if heard.answer.abstain:
        return [_bench.row(name, place, heard.source, Finding("abstained")) for name in TRUTH]
    answer = _verified(heard.answer, {said.turn: said.text for said in talk.said})
    return [
        _broken("realism.portrait", answer, talk, heard.source, "portrait"),
        _broken("realism.lines", answer, talk, heard.source, "earlier"),
        _precise(answer, talk, heard.source),
    ]


def _line(said: Said) -> OwnLine:
    return OwnLine(session=said.session, turn=said.turn, text=said.text)


def _verified(answer: RealismAnswer, texts: dict[int, str]) -> RealismAnswer:
    """The answer without what rests on words that were not said."""

    def stands(turn: int, quote: str) -> bool:
        return turn in texts and not fault_of(quote, texts[turn], required=True)

    claims = tuple(claim for claim in answer.claims if stands(claim.turn, claim.quote))
    breaks = tuple(one for one in answer.breaks if stands(one.turn, one.quote))
    return answer.model_copy(update={"claims": claims, "breaks": breaks})


def _broken(measure: str, answer: RealismAnswer, talk: Talk, source: Source, against: str) -> Verdict:
    """1 - share of the person's turns that break with the portrait, or with what they said before."""
    found = [one for one in answer.breaks if one.against == against]
    share = 1 - len({one.turn for one in found}) / len(talk.said)
    return _truth_row(measure, (share, answer.certainty), [(b.turn, b.quote, b.why) for b in found], talk, source)


def _precise(answer: RealismAnswer, talk: Talk, source: Source) -> Verdict:
    """Supported claims / claims of weight; harmless small talk is neither."""
    weighty = [claim for claim in answer.claims if claim.verdict != "harmless"]
    if not weighty:
        nothing = _bench.not_applicable("no claim of weight about themselves")
        return _bench.row("realism.facts", Place(talk.number), source, nothing)
    wrong = [claim for claim in weighty if claim.verdict != "supported"]
    value = (1 - len(wrong) / len(weighty), answer.certainty)
    return _truth_row("realism.facts", value, [(c.turn, c.quote, c.why) for c in wrong], talk, source)


def _truth_row(
    measure: str, value: tuple[float, int], shown: list[tuple[int, str, str]], talk: Talk, source: Source
) -> Verdict:
    turn, quote, why = shown[0] if shown else (0, "", "")
    finding = Finding("scored", value[0], quote=quote, reason=why, certainty=value[1])
    return _bench.row(measure, Place(talk.number, turn), source, finding)
