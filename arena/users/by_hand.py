"""A person played by somebody at the terminal: they type the words, code notes what the words tell.

The engine takes no stock of replies here, since only the player knows how one was taken: no appraisal is asked for,
patience ends nothing, and the state behind a turn is not announced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from arena.models.human import Reading
from arena.schema.dialogue import UserTurn
from arena.users import _reveals, disclosure, wishes
from arena.users._view import Moment, WhyLeaving
from arena.users.person import Person
from arena.users.questions import SpokenTurn

LEAVE: Final = "/leave"
"""What is typed, and journalled, to leave a session without another word; an empty line means the same."""


def spoken(typed: str) -> SpokenTurn:
    """The turn that somebody typed: their words, and no judgement of the last reply."""
    say = typed.strip() or LEAVE
    return SpokenTurn(
        noticed="",
        progress=0,
        understood=0,
        respected=0,
        effort=0,
        happened=(),
        need_met=say == LEAVE,
        wants_next="",
        say=say,
        reveals=(),
    )


READINGS: Mapping[str, Reading] = {"user/turn": spoken}
"""Prompt name -> how what is typed becomes the answer."""


class PlayedByHand(Person):
    """A persona in a course of sessions, spoken by a human; see `Person`.

    All wishes awake and all facts count as told when the words state them. Only a secret that the person tells nobody
    spoils the match: then it was not this person who was played.
    """

    def _why_leaving(self, spoken: int) -> WhyLeaving:
        """They leave when they say so; `max_turns` bounds a session all the same."""
        return ""

    def _spoken(self, answer: SpokenTurn, moment: Moment) -> UserTurn:
        if answer.say == LEAVE:
            return self._silent("vanished")
        return super()._spoken(answer, moment).model_copy(update={"origin": "human", "withheld": ()})

    def _tell(self, answer: SpokenTurn, moment: Moment) -> tuple[str, ...]:
        now, facts = self._session, self._persona.known_facts()
        said = _reveals.stated(answer.say, facts)
        allowed = {fact.key for fact in facts if disclosure.policy(fact) != "never"}
        for key in _reveals.leaks(self._persona, said, now.plan, {*allowed, *self._memory.facts}):
            self._misbehaved.append(f"session {now.number}: told `{key}`, which this person tells nobody")
        held = [wishes.wish(preference, told=False) for preference in now.held]
        return self._remember((*_reveals.told_by(answer.say, (), (), held), *said))
