"""The fold of events into what screens show. No terminal anywhere."""

from __future__ import annotations

from pathlib import Path

from arena.journal import read
from arena.schema.event import MatchStarted, RunResumed, TurnSpoken
from arena.tui._cases import grid
from arena.tui._memory import memory_after
from arena.tui._seen import Mark
from arena.tui._standings import flows, measures, sample, standings, trend
from arena.tui._state import RunState
from tests.tui.staged import Script, first_session, key, staged_events, stored_run


def seen(*, ended: bool = False) -> RunState:
    state = RunState()
    state.take(staged_events(ended=ended))
    return state


def test_statuses_and_counts() -> None:
    state = seen()
    assert dict(state.statuses) == {"completed": 2, "failed": 1, "playing": 1, "waiting": 2}
    assert state.n_settled == 3
    assert state.sessions_done == 5
    assert state.n_turns == sum(isinstance(e, TurnSpoken) for e in staged_events())
    assert state.is_offline
    assert state.contestants == ["notebook", "plain", "oversharer"]
    assert state.name("ines-varga") == "Ines Varga"
    assert state.name("nobody") == "nobody"


def test_touched_matches_are_told() -> None:
    state = RunState()
    events = staged_events()
    assert state.take(events[:1]) == set()
    assert state.take(events[1:3]) == {key("ines-varga", "notebook")}


def test_the_plan_is_there_before_anything_happens() -> None:
    state = RunState.of(stored_run())
    assert len(state.matches) == 6
    assert set(state.statuses) == {"waiting"}


def test_turns_carry_states_reveals_and_verdicts() -> None:
    match = seen().matches[key("ines-varga", "plain")]
    user, reply = match.sessions[1].turns[:2]
    assert user.reveals == ("short-answers",)
    assert user.state is not None and user.state.patience == 6.0
    assert [mark.measure for mark in reply.marks] == [
        "likability.conversation_length_fit",
        "likability.formality_matching",
        "likability.overall",
        "preference.accuracy",
    ]
    assert match.told == {"short-answers": (1, 1), "income": (1, 3), "debt": (1, 3)}
    assert match.score("likability.overall") == 2.0
    assert match.current is match.sessions[2]
    assert match.last is not None and match.last.text.startswith("hello again")
    assert len(match.states()) == 3


def test_verdicts_on_a_session_stay_with_it() -> None:
    session = seen().matches[key("ines-varga", "notebook")].sessions[1]
    assert [mark.measure for mark in session.marks] == ["memory.recall"]
    assert session.probes[0].answer == "1,900 a month."
    assert session.liking.mean == 4.0


def test_leaks_know_their_flow() -> None:
    state = seen()
    (leak,) = state.matches[key("ines-varga", "oversharer")].leaks
    assert (leak.about, leak.recipient, leak.session, leak.mark.quotes) == (
        "debt",
        "landlord",
        2,
        ((2, "6,200 on two credit cards"),),
    )
    cell = flows(state)["debt", "landlord"]
    assert (cell.withheld, cell.told, cell.needed) == (2, 1, 0)
    assert flows(state, "notebook")["debt", "landlord"].told == 0
    assert flows(state)["income", "landlord"].given == 2


def test_memory_and_its_change() -> None:
    match = seen().matches[key("ines-varga", "notebook")]
    assert [(line.change, line.text) for line in memory_after(match)] == [
        ("kept", "- wants short answers"),
        ("kept", "- earns 1,900 a month"),
        ("added", "- gave notice to the landlord"),
    ]
    assert {line.change for line in memory_after(match, 1)} == {"added"}
    assert memory_after(seen().matches[key("marcus-bell", "notebook")]) == []


def test_a_match_that_begins_again_is_seen_once() -> None:
    clock = [1_772_478_000.0]
    state = RunState.of(stored_run())
    script = first_session(Script(key("ines-varga", "plain"), clock))
    state.take(script.events)
    once = (state.n_turns, state.sessions_done, state.matches[script.match].scores["likability.overall"].n)
    state.take([RunResumed(at=clock[0] + 5)])
    assert state.statuses["playing"] == 0
    state.take(script.events)
    assert (state.n_turns, state.sessions_done, state.matches[script.match].scores["likability.overall"].n) == once


def test_what_comes_late_from_an_attempt_that_was_given_up_is_left_out() -> None:
    state = RunState.of(stored_run())
    match = key("ines-varga", "plain")
    state.take([MatchStarted(at=1.0, match=match, attempt=2)])
    state.take(first_session(Script(match, [1.0])).events)
    assert state.matches[match].n_turns == 0
    assert state.meter.calls == 1


def test_an_interruption_is_not_play() -> None:
    state = RunState()
    state.take([RunResumed(at=100.0), RunResumed(at=110.0), RunResumed(at=9_000.0)])
    assert state.played_s == 70.0


def test_time_left_follows_the_pace_of_sessions() -> None:
    state = seen()
    planned = sum(match.planned_sessions for match in state.matches.values())
    assert planned == 10  # the failed match has no sessions left
    assert state.left_s == state.played_s / 5 * 5
    assert seen(ended=True).left_s is None


def test_standings_of_a_part_of_a_run() -> None:
    state = seen()
    rows = standings(sample(state, "likability.overall"))
    assert [row.contestant for row in rows] == ["oversharer", "notebook", "plain"]
    assert rows[0].interval is not None and rows[0].n_matches == 1
    assert rows[2].interval is None and rows[2].n_playing == 1 and rows[2].n_left_out == 1
    assert measures(state)[0] == "likability.overall"
    assert trend(state)["notebook"] == [(1, 4.0, 1), (2, 4.5, 1)]


def test_goodness_knows_the_direction() -> None:
    def mark(measure: str, value: float) -> Mark:
        return Mark(measure, "", "scored", value, "", (), "", "code", None)

    assert mark("likability.overall", 5).goodness == 1.0
    assert mark("privacy.violation", 1).goodness == 0.0
    assert mark("privacy.violation", 1).leaks
    assert mark("of.somebody", 1).goodness is None


def test_the_grid_filters_and_sorts() -> None:
    state = seen()
    assert [case.persona for case in grid(state).cases] == ["ines-varga", "marcus-bell"]
    assert grid(state, "plain").contestants == ["plain"]
    assert [case.persona for case in grid(state, "marcus failed").cases] == ["marcus-bell"]
    assert [case.persona for case in grid(state, "leak").cases] == ["ines-varga"]
    assert grid(state, "nothing like it").cases == []
    assert grid(state, order="leaks").cases[0].persona == "ines-varga"
    assert grid(state, order="latest").cases[0].persona == "ines-varga"


def test_a_real_journal_ends_where_the_leaderboard_does(journal: Path) -> None:
    state = RunState()
    state.take(read(journal).events)
    assert state.ended
    assert state.statuses == {"completed": 4}
    assert state.left_s is None
    assert {row.n_matches for row in standings(sample(state, "likability.overall"))} == {2}
    assert all(match.memories() for match in state.matches.values())
