"""The offline person and the offline stranger: they read words, and the words decide."""

from __future__ import annotations

import asyncio
from statistics import fmean

import pytest

from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.psychometrics import ANSWERERS
from arena.psychometrics.axes import measured
from arena.psychometrics.instruments import instrument
from arena.psychometrics.interview import Ask, Sitting, by_a_stranger, hold, in_character
from arena.schema.probe_view import Talk, TalkLine
from arena.schema.world import World

MINI = instrument("mini-ipip")
ORDINARY = "You are Ada.\n\nMost of the time none of this shows."


class Offline:
    """The offline backend as a model."""

    def __init__(self, seed: str) -> None:
        self._backend = OfflineBackend(ANSWERERS, World(), seed)

    async def ask(self, question):  # type: ignore[no-untyped-def]
        return (await self._backend.answer(question, request_for(question, Sampling("offline")))).answer


def levels(ask: Ask, times: int = 5) -> dict[str, float]:
    found = []
    for number in range(times):
        sitting = Sitting("ada", MINI, "self", "before", number, 0)
        responses = asyncio.run(hold(sitting, ask, Offline(str(number)), "offline"))
        found.append(measured(MINI, {response.item: response.answer for response in responses}))
    return {axis: fmean(one[axis] for one in found) for axis in "EACNO"}


def of_portrait(behaviour: str, often: str = "Most talks show some of this:") -> dict[str, float]:
    portrait = f"You are Ada.\n\nPeople you have written with know this of you. {often} {behaviour}"
    return levels(in_character("Ada", portrait, ()))


def test_without_evidence_everything_is_ordinary() -> None:
    for axis, level in levels(in_character("Ada", ORDINARY, ())).items():
        assert level == pytest.approx(3.0, abs=0.4), axis
    assert levels(by_a_stranger([])) == pytest.approx(dict.fromkeys("EACNO", 3.0), abs=0.4)


@pytest.mark.parametrize(
    ("axis", "more", "less"),
    [
        ("E", "Brings friends and neighbours into every question.", "Likes to be alone and avoids people."),
        ("C", "Numbers her points and sorts them.", "Loses the thread and mislays the form."),
        ("N", "Worries in two versions.", "Unbothered, whatever comes."),
        ("O", "Explains feelings with metaphors.", "Takes words as they are, literal to the end."),
        ("A", "Notices when somebody is tired.", "Says it is their own fault; no sympathy."),
    ],
)
def test_behaviour_told_in_words_moves_its_domain_both_ways(axis: str, more: str, less: str) -> None:
    assert of_portrait(more)[axis] > 3.3
    assert of_portrait(less)[axis] < 2.7


def test_what_shows_seldom_says_less() -> None:
    behaviour = "Worries in two versions."
    assert of_portrait(behaviour)["N"] > of_portrait(behaviour, "Now and then:")["N"] > 3.0


def talk(*lines: str) -> Ask:
    return by_a_stranger([Talk(lines=tuple(TalkLine(mine=True, text=line) for line in lines))])


def test_a_stranger_tells_warm_from_cold_and_calm_from_worried() -> None:
    warm = talk(*["Hello! How are you? My sister and I wondered, could you help us please? Thank you!"] * 8)
    cold = talk(*["No. Wrong. Read it again."] * 8)
    worried = talk(*["Sorry, silly question, I'm worried. What if it goes wrong?"] * 8)
    assert levels(warm)["E"] > levels(cold)["E"] + 0.5
    assert levels(warm)["A"] > levels(cold)["A"] + 0.5
    assert levels(worried)["N"] > levels(warm)["N"] + 0.5


def test_a_stranger_goes_by_the_persons_lines_only() -> None:
    lines = (TalkLine(mine=True, text="which form"), TalkLine(mine=False, text="Hello! My sister worries! Thank you!"))
    mute = (TalkLine(mine=True, text="which form"), TalkLine(mine=False, text="The blue one."))
    assert levels(by_a_stranger([Talk(lines=lines)])) == pytest.approx(
        levels(by_a_stranger([Talk(lines=mute)])), abs=0.35
    )
