"""What a person had in mind is rebuilt from the record as the speaking model was shown it while it played."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from arena import assistants, personas, scenarios
from arena.checks._minds import minds
from arena.dialogue import Cast, play
from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.schema.event import MatchEvent
from arena.schema.user_view import UserView
from arena.tournament.backends import offline_answerers
from arena.users import Person


class Watched:
    """The offline model, with what the speaker was shown kept."""

    def __init__(self, world: Any) -> None:
        self._backend = OfflineBackend(offline_answerers(), world, "case")
        self.shown: list[UserView] = []

    async def ask(self, question: Any) -> Any:
        if question.prompt == "user/turn":
            self.shown.append(question.inputs)
        return (await self._backend.answer(question, request_for(question, Sampling("offline")))).answer


async def _played(who: str, what: str, contestant: str) -> tuple[list[UserView], list[MatchEvent], dict[int, Any]]:
    persona, scenario = personas.find(who)[0], scenarios.find(what)[0]
    model = Watched(scenarios.world(scenario))
    cast = Cast(
        "m", 1, persona, scenario, Person(persona, scenario, model, "case"), assistants.build(contestant, model)
    )
    events = [event async for event in play(cast)]
    return model.shown, events, await minds(persona, scenario, "case", events)


@pytest.mark.parametrize(
    ("who", "what", "contestant"),
    [("jiho-park", "smaller-flat", "lecturer"), ("marcus-bell", "since-the-call", "plain")],
    ids=["somebody who gives up", "five talks in which life goes on"],
)
def test_minds_are_what_the_speaker_was_shown(who: str, what: str, contestant: str) -> None:
    shown, _, found = asyncio.run(_played(who, what, contestant))
    assert sorted(found) == list(range(len(shown) + 1)), "one for each turn, and one before the first"
    assert (found[0].earlier, found[0].talk.lines) == ((), ())
    for turn, view in enumerate(shown, start=1):
        mind = found[turn]
        assert (mind.name, mind.portrait, mind.earlier) == (view.name, view.portrait, view.earlier)
        before = [(line.mine, line.text) for line in mind.talk.lines][: len(view.transcript)]
        assert before == [(line.who == "me", line.text) for line in view.transcript]
        assert 1 <= len(mind.talk.lines) - len(view.transcript) <= 2, "their own turn, and the reply if there is one"
    assert len({mind.portrait for mind in found.values()}) > 1, "life goes on between talks"
