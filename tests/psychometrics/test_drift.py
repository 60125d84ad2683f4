"""Windows of a match, what a stranger's ratings of them come to."""

from __future__ import annotations

from arena import personas
from arena.psychometrics.drift import Rating, Window, fading, rated, sheet_for, windows_of
from arena.psychometrics.talks import PlayedMatch, PlayedSession
from arena.schema.dialogue import Turn
from arena.schema.event import TurnSpoken
from arena.schema.interview import Response
from arena.schema.persona import Facet, Persona
from arena.schema.run import MatchPlan

INES = personas.find("ines-varga")[0]
PLAN = MatchPlan(key="m", persona=INES.id, scenario="s", contestant="c", seed=0)


def session(number: int, n: int, given: int = 0) -> PlayedSession:
    """`n` turns of the person, each with a reply; the first `given` are the scenario's."""
    turns = []
    for place in range(1, n + 1):
        origin = "given" if place <= given else "generated"
        mine = Turn(session=number, index=2 * place - 1, speaker="user", text=f"{number}.{place}", origin=origin)
        reply = Turn(session=number, index=2 * place, speaker="assistant", text="hm")
        turns += [TurnSpoken(at=0, match="m", turn=mine), TurnSpoken(at=0, match="m", turn=reply)]
    return PlayedSession(number, "task", turns)


def test_windows_have_four_turns_of_the_persons_own_and_run_on_over_talks() -> None:
    match = PlayedMatch(PLAN, 1, {1: session(1, 3, given=1), 2: session(2, 7)})
    windows = windows_of(match, INES)
    own = [[line.text for talk in window.talks for line in talk.lines if line.mine] for window in windows]
    assert own == [["1.2", "1.3", "2.1", "2.2"], ["2.3", "2.4", "2.5", "2.6"]], "2.7 is in no whole window"
    assert [window.middle for window in windows] == [2.5, 6.5]
    assert [len(window.talks) for window in windows] == [2, 1]


def test_only_facets_that_are_written_to_show_are_rated() -> None:
    sheet = sheet_for(INES)
    assert sheet is not None
    assert {scale.id for scale in sheet.scales} == {"N1", "N6", "E1", "E3", "A1", "C2", "C6"}
    assert len(sheet.items) == sheet.page == 28
    dull = {key: Facet(level=5, shows_as="-") for key in ("E1", "O1")}
    plain = INES.traits.model_copy(update={"facets": dull})
    assert sheet_for(INES.model_copy(update={"traits": plain})) is None


def _answers(persona: Persona, answer: int) -> list[Response]:
    sheet = sheet_for(persona)
    assert sheet is not None
    return [
        Response(
            persona=persona.id,
            instrument=sheet.id,
            view="seen",
            occasion="after",
            administration=0,
            item=item.number,
            position=1,
            flipped=False,
            scale=item.scale,
            answer=answer,
            score=answer,
            model="x",
            prompt="probe/seen@1",
            prompt_sha256="0",
        )
        for item in sheet.items
    ]


def test_distance_by_hand() -> None:
    """Levels 3, 2, 3, 8, 3, 7, 8 are 2, 1.5, 2, 4.5, 2, 4, 4.5; from 3: (1 + 1.5 + 1 + 1.5 + 1 + 1 + 1.5) / 7."""
    sheet = sheet_for(INES)
    assert sheet is not None
    found = rated(Window(2.5, ()), sheet, INES, _answers(INES, 3))
    assert found == Rating(2.5, 8.5 / 7, 8.5 / 7)
    assert rated(Window(2.5, ()), sheet, INES, []) is None


def test_fading_by_hand() -> None:
    """Distances 1, 1.4, 1.8 in steps of four turns: 0.1 a turn; the first window is seen 0.25 better than by nobody."""
    found = fading([Rating(10.5, 1.8, 1.25), Rating(2.5, 1.0, 1.25), Rating(6.5, 1.4, 1.25)])
    assert found is not None
    assert found.slope.slope is not None
    assert abs(found.slope.slope - 0.1) < 1e-12
    assert found.sees == 0.25
    assert fading([Rating(2.5, 1.0, 1.25)]) is None
