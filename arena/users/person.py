"""A simulated person: the harness owns mood, patience, disclosure and leaving; a model only finds the words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from arena.models import Model
from arena.scenarios import fill
from arena.schema.dialogue import EndReason, PersonState, Reaction, Turn, UserTurn
from arena.schema.persona import Persona, Preference
from arena.schema.scenario import Scenario, SessionPlan
from arena.text.canonical import seed_of
from arena.users import _reveals, disclosure, life, mood, patience, satisfaction, wishes
from arena.users._memory import Memory, digest, how_it_went
from arena.users._view import Moment, Stable, WhyLeaving, today
from arena.users.appraisal import Appraisal
from arena.users.asking import asks_something
from arena.users.questions import SpokenTurn, user_turn

_NOTHING = disclosure.Offer((), (), ())


class _Session:
    """What is true of the session being played."""

    def __init__(self, number: int, plan: SessionPlan, stable: Stable, held: list[Preference]) -> None:
        self.number = number
        self.plan = plan
        self.stable = stable
        self.held = held
        """Preferences awake in this session."""
        self.told: list[str] = []
        """Keys and ids told in this session, in order."""
        self.appraised = False
        self.need_met = False
        self.ended: EndReason | None = None


class Person:
    """A persona in a course of sessions.

    Call `begin_session`, then `speak` (or `given` for turns written in the scenario) until a turn has an `end`, then
    `end_session`. A turn that ends a session gets no reply; one with an empty `say` is not sent at all.

    Args:
        persona: who.
        scenario: what brings them.
        model: answers the question `user/turn`.
        seed: any text; every draw follows from it, the session, the turn and what it is for.
    """

    def __init__(self, persona: Persona, scenario: Scenario, model: Model, seed: str) -> None:
        self._persona = persona
        self._scenario = scenario
        self._model = model
        self._seed = seed
        self._memory = Memory()
        self._threads = persona.life.threads
        self._mood = mood.resting(persona.feeling)
        self._patience = persona.patience.budget
        self._satisfaction = 0.0
        self._misbehaved: list[str] = []
        self._now: _Session | None = None

    @property
    def state(self) -> PersonState:
        """Mood, patience and satisfaction after all replies taken stock of so far."""
        return PersonState(
            pleasure=round(self._mood.pleasure, 6),
            arousal=round(self._mood.arousal, 6),
            dominance=round(self._mood.dominance, 6),
            patience=round(self._patience, 6),
            satisfaction=round(self._satisfaction, 6),
        )

    @property
    def misbehaved(self) -> tuple[str, ...]:
        """What the speaking model did that spoils the match: secrets told out of turn, the assistant's part played."""
        return tuple(self._misbehaved)

    @property
    def in_mind(self) -> tuple[str, tuple[str, ...]]:
        """The portrait, and what is remembered of earlier talks, as the speaking model reads both in this session."""
        return self._session.stable.portrait, self._session.stable.earlier

    def begin_session(self, number: int, plan: SessionPlan, now: datetime | None = None) -> None:
        """Start session `number` (from 1) at simulated time `now`.

        Over the gap moods fade and life goes on; patience is fresh.
        """
        before = self._threads
        if number > 1:
            self._memory.day += plan.gap_days
            self._mood = mood.after_gap(self._mood, self._persona.feeling, plan.gap_days)
            self._threads = life.after_gap(before, plan.gap_days, seed_of(self._seed, str(number), "life"))
        self._patience = self._persona.patience.budget
        day = today(self._persona, self._scenario, plan, now, life.news(before, self._threads))
        stable = Stable(life.living(self._persona, self._threads), plan, day, self._memory.earlier())
        held = wishes.active(self._persona, self._scenario, plan, number)
        self._now = _Session(number, plan, stable, held)

    async def speak(self, turns: Sequence[Turn]) -> UserTurn:
        """The next turn, given the turns of this session so far.

        After `max_turns` turns of theirs, or when they vanish, the turn is empty and no model is asked.

        Raises:
            CallFailed: the model gave no answer.
        """
        now = self._session
        said = [turn for turn in turns if turn.session == now.number]
        spoken = sum(turn.speaker == "user" for turn in said)
        if spoken >= now.plan.max_turns:
            return self._silent("max_turns")
        if not said and now.plan.opens_with:
            return self._scripted(fill(now.plan.opens_with, self._persona), ())
        why = self._why_leaving(spoken)
        if why == "patience" and self._persona.patience.leaves_by == "vanishes":
            return self._silent("vanished")
        moment = self._moment(said, why)
        answer = await self._model.ask(user_turn(now.stable.at(moment)))
        return self._spoken(answer, moment)

    def given(self, text: str, reveals: Collection[str]) -> UserTurn:
        """A turn written in the scenario; what it tells counts as told."""
        return self._scripted(fill(text, self._persona), reveals)

    def end_session(self, turns: Sequence[Turn]) -> None:
        """Close the session and remember it in a sentence or two."""
        now = self._session
        first = next((turn.text for turn in turns if turn.speaker == "user" and turn.session == now.number), "")
        keys = {fact.key for fact in self._persona.known_facts()}
        values = {p.id: p.value for p in now.held}
        self._memory.keep(
            digest(
                now.stable.today.need or first,
                [key for key in now.told if key in keys],
                [values[name] for name in now.told if name in values],
                how_it_went(now.ended, self._satisfaction > 0),
            )
        )
        self._now = None

    @property
    def _session(self) -> _Session:
        if self._now is None:
            raise RuntimeError("begin_session comes first")
        return self._now

    def _draw(self, turn: int, purpose: str) -> int:
        return seed_of(self._seed, str(self._session.number), str(turn), purpose)

    def _why_leaving(self, spoken: int) -> WhyLeaving:
        now = self._session
        if now.need_met:
            return "goal_met"
        gone = now.appraised and patience.leaves(self._patience, self._draw(spoken + 1, "leave"))
        return "patience" if gone else ""

    def _moment(self, said: Sequence[Turn], why: WhyLeaving) -> Moment:
        now, turn = self._session, len(said) + 1
        asked_in = said[-1].text if said and said[-1].speaker == "assistant" else ""
        occasion = disclosure.Occasion(
            self._scenario, now.plan, asked_in, frozenset(self._memory.facts), self._draw(turn, "facts")
        )
        return Moment(
            offer=_NOTHING if why else disclosure.offer(self._persona, occasion),
            wishes=() if why else wishes.for_turn(now.held, self._memory.wishes, asked_in, self._draw(turn, "wishes")),
            mood=mood.phrase(self._mood, self._persona.feeling.shows),
            patience=patience.phrase(self._patience, self._persona.patience.budget),
            why_leaving=why,
            said=said,
        )

    def _spoken(self, answer: SpokenTurn, moment: Moment) -> UserTurn:
        now, before, offer = self._session, self.state, moment.offer
        reveals = self._tell(answer, moment)
        met = answer.need_met and moment.after_reply
        if moment.why_leaving or (met and not asks_something(answer.say)):
            now.ended = moment.why_leaving or "goal_met"
        now.need_met = now.need_met or met
        if moment.after_reply:
            self._take_stock(answer.appraisal)
        took = _reaction(answer) if moment.after_reply else None
        return UserTurn(
            say=answer.say, reveals=reveals, withheld=offer.withheld, state=before, took=took, end=now.ended
        )

    def _tell(self, answer: SpokenTurn, moment: Moment) -> tuple[str, ...]:
        """Check what was told, note slips out of the part, and remember it."""
        now, say = self._session, answer.say
        tellable = [fact.key for fact in moment.offer.tell]
        said = _reveals.stated(say, self._persona.known_facts())
        reveals = _reveals.told_by(say, now.stable.names(answer.reveals), tellable, moment.wishes)
        for key in _reveals.leaks(self._persona, said, now.plan, {*tellable, *self._memory.facts}):
            self._misbehaved.append(f"session {now.number}: told `{key}`, which was not to be told")
        if _reveals.speaks_as_assistant(say):
            self._misbehaved.append(f"session {now.number}: spoke as the assistant")
        return self._remember((*reveals, *said))

    def _scripted(self, text: str, reveals: Collection[str]) -> UserTurn:
        held = [wishes.wish(p, told=False) for p in self._session.held]
        stated = _reveals.stated(text, self._persona.known_facts())
        told = self._remember((*reveals, *stated, *_reveals.told_by(text, (), (), held)))
        return UserTurn(say=text, reveals=told, state=self.state, origin="given")

    def _remember(self, names: Sequence[str]) -> tuple[str, ...]:
        """Count facts and wishes as told, and return them once each."""
        now, names = self._session, tuple(dict.fromkeys(names))
        values = {p.id: p.value for p in self._persona.preferences} | {p.id: p.value for p in now.held}
        self._memory.wishes |= {(name, values[name]) for name in names if name in values}
        self._memory.facts |= {name for name in names if name not in values}
        now.told += [name for name in names if name not in now.told]
        return names

    def _silent(self, reason: EndReason) -> UserTurn:
        self._session.ended = reason
        return UserTurn(say="", state=self.state, end=reason)

    def _take_stock(self, appraisal: Appraisal) -> None:
        """The reply's effect on mood, patience and satisfaction; it shows from the next turn on."""
        person, now = self._persona, self._session
        now.appraised = True
        self._mood = mood.after_reply(self._mood, appraisal, person.feeling)
        self._patience = patience.after_reply(self._patience, appraisal, person.patience)
        self._satisfaction = satisfaction.after_reply(self._satisfaction, appraisal, person.patience.drains)


def _reaction(answer: SpokenTurn) -> Reaction:
    names = ("progress", "understood", "respected", "effort", "need_met")
    return Reaction(happened=tuple(sorted(answer.happened)), **{name: getattr(answer, name) for name in names})
