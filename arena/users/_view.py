"""Putting together what the speaking model may read: everything else about the person stays behind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from arena.personas import manner, portrait, reminder
from arena.scenarios import fill
from arena.schema.dialogue import Turn
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario, SessionPlan
from arena.schema.user_view import Line, Manner, Today, UserView, Wish
from arena.users.disclosure import Offer

WhyLeaving = Literal["", "goal_met", "patience"]
TurnsLeft = Literal["many", "few", "last"]
REMIND_EVERY = 4
"""Turns of the person between two reminders of who they are."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the engine decided for one turn."""

    offer: Offer
    wishes: tuple[Wish, ...]
    mood: str
    patience: str
    why_leaving: WhyLeaving
    said: Sequence[Turn]
    """The turns of this session so far."""

    @property
    def opening(self) -> bool:
        """Nothing has been said yet."""
        return not self.said

    @property
    def after_reply(self) -> bool:
        """The assistant spoke last, so there is a reply to take stock of."""
        return bool(self.said) and self.said[-1].speaker == "assistant"


def today(
    persona: Persona,
    scenario: Scenario,
    plan: SessionPlan,
    now: datetime | None = None,
    news: tuple[str, ...] = (),
) -> Today:
    """What the person comes with, placeholders filled; `news` is what has moved in their life since the last talk."""
    to = plan.recipient
    return Today(
        kind=plan.kind,
        need=fill(plan.need, persona),
        asks=tuple(fill(ask, persona) for ask in plan.asks),
        follow_ups=tuple(fill(ask, persona) for ask in plan.follow_ups),
        recipient=f"{to.who}, about {to.purpose}, by {to.channel}" if to else "",
        touches=scenario.touches,
        when=f"{now:%A} {_time_of_day(now)}" if now else "",
        list_attached=plan.show_options and bool(plan.options),
        days_since_last=plan.gap_days,
        news=news,
    )


def _time_of_day(now: datetime) -> str:
    starts = ((5, "morning"), (12, "afternoon"), (18, "evening"), (22, "night"))
    return next((name for hour, name in reversed(starts) if now.hour >= hour), "night")


def _is_due(said: Sequence[Turn]) -> bool:
    """Expression fades within eight turns, so the person is reminded every four."""
    spoken = sum(turn.speaker == "user" for turn in said)
    return spoken > 0 and spoken % REMIND_EVERY == 0


def _left(plan: SessionPlan, said: Sequence[Turn]) -> TurnsLeft:
    left = plan.max_turns - sum(turn.speaker == "user" for turn in said)
    if left <= 1:
        return "last"
    return "few" if left == 2 else "many"


@dataclass(frozen=True)
class Stable:
    """The part of the view that stays the same through a session."""

    persona: Persona
    plan: SessionPlan
    today: Today
    earlier: tuple[str, ...]

    @cached_property
    def portrait(self) -> str:
        """The person in prose, with what goes on in their life now."""
        return portrait(self.persona)

    @cached_property
    def _reminder(self) -> str:
        return reminder(self.persona)

    @cached_property
    def _manner(self) -> Manner:
        return manner(self.persona)

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Preference id -> the key under which the speaking model reads the wish."""
        return {preference.id: f"w{n}" for n, preference in enumerate(self.persona.preferences, start=1)}

    def names(self, claimed: Collection[str]) -> frozenset[str]:
        """What a speaking model claims to have told, with the keys of wishes as preference ids."""
        ids = {key: name for name, key in self._keys.items()}
        return frozenset(ids.get(name, name) for name in claimed)

    def at(self, moment: Moment) -> UserView:
        """The view for one turn."""
        leaving = bool(moment.why_leaving)
        return UserView(
            name=self.persona.identity.name,
            portrait=self.portrait,
            manner=self._manner,
            today=self.today,
            earlier=self.earlier,
            wishes=tuple(wish.model_copy(update={"id": self._keys[wish.id]}) for wish in moment.wishes),
            may_tell=moment.offer.tell,
            keep_back=moment.offer.keep_back,
            mood=moment.mood,
            patience=moment.patience,
            phase="farewell" if leaving else "open" if moment.opening else "continue",
            leaves_by=self.persona.patience.leaves_by,
            why_leaving=moment.why_leaving,
            turns_left=_left(self.plan, moment.said),
            reminder=self._reminder if _is_due(moment.said) else "",
            transcript=tuple(
                Line(who="me" if turn.speaker == "user" else "assistant", text=turn.text) for turn in moment.said
            ),
        )
