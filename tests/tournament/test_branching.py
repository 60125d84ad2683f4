"""Going on from a reply of a match: what was before is as it was and unpaid, what follows is somebody else's."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from pathlib import Path

import pytest

from arena.errors import BadFiles, UsageError
from arena.journal import RunFolder, is_branch, read
from arena.schema.event import CallMade, Event, MatchEnded, ProbeAsked, SessionEnded, TurnSpoken, VerdictGiven
from arena.schema.run import RunSpec
from arena.tournament import Former, Run, branch, find_run, former, override_models, reply_at, resume, start

pytestmark = pytest.mark.xdist_group("branching")  # the former matches are played once, not once a worker


def spec(folder: Path, *contestants: str) -> RunSpec:
    return RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=contestants,
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
    )


def played(run: Run, stop_after: int = 0) -> list[Event]:
    """The events of a run that is played to its end, or left after so many turns."""

    async def go() -> None:
        turns = 0
        stage = run.play()
        async for said in stage:
            turns += isinstance(said, TurnSpoken)
            if stop_after and turns >= stop_after:
                await stage.aclose()
                return

    asyncio.run(go())
    return read(run.folder.journal).events


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("former")
    played(start(spec(place, "notebook", "oversharer")))
    return place


@pytest.fixture(scope="module")
def was(folder: Path) -> Former:
    (only,) = (folder / "runs").iterdir()
    return former(RunFolder(only), "ines-varga/smaller-flat/notebook")


def said(events: list[Event]) -> list[tuple[int, int, str]]:
    return [(e.turn.session, e.turn.index, e.turn.text) for e in events if isinstance(e, TurnSpoken)]


def judged(events: list[Event]) -> Counter[tuple[int, int, str, str, float | None]]:
    verdicts = [event.verdict for event in events if isinstance(event, VerdictGiven)]
    return Counter((v.session, v.turn, v.measure, v.about, v.value) for v in verdicts)


def of_match(was: Former) -> list[Event]:
    return [event for event in was.events if getattr(event, "match", "") == was.plan.key]


def test_the_same_one_goes_on_as_it_did(was: Former, tmp_path: Path) -> None:
    # It keeps a notebook, which the replies from session 3 on are made of: so it was told of the sessions before.
    at = reply_at(was, "3.2")
    events = played(branch(was, at, None, spec(tmp_path)))
    before = of_match(was)
    assert said(events) == said(before)
    # What the former one did is not held against the one that goes on, whoever that is.
    its = {key: n for key, n in judged(before).items() if key[:2] >= (3, 2) or key[:2] == (3, 0)}
    assert its == {key: n for key, n in judged(events).items() if key[0] >= 3}
    assert {key[2].partition(".")[0] for key in judged(events) if key[0] < 3} == {"realism"}
    kept = [[e.memory for e in told if isinstance(e, SessionEnded)] for told in (events, before)]
    assert kept[0] == kept[1] != ["", "", "", ""]


def test_what_was_before_is_not_paid_again(was: Former, tmp_path: Path) -> None:
    events = played(branch(was, reply_at(was, "3.2"), "plain", spec(tmp_path)))
    by_person = [event for event in events if isinstance(event, CallMade) and event.party == "user"]
    former_ones = [e for e in _until(of_match(was), (3, 2)) if isinstance(e, CallMade) and e.party == "user"]
    assert [call.cached for call in by_person] == [n < len(former_ones) for n in range(len(by_person))]
    replies = [e for e in events if isinstance(e, CallMade) and e.prompt.startswith("assistant/reply")]
    own = [e for e in events if isinstance(e, TurnSpoken) and e.turn.speaker == "assistant" and e.turn.session > 2]
    probes = [event for event in events if isinstance(event, ProbeAsked)]
    assert len(replies) == len(own) + sum(probe.session > 2 for probe in probes)
    before = {(e.session, e.question): e.answer for e in of_match(was) if isinstance(e, ProbeAsked)}
    assert all(before[e.session, e.question] == e.answer for e in probes if e.session < 3)


def _until(events: list[Event], place: tuple[int, int]) -> list[Event]:
    where = next(
        i for i, e in enumerate(events) if isinstance(e, TurnSpoken) and (e.turn.session, e.turn.index) == place
    )
    return events[:where]


def test_from_the_first_reply_on_it_is_the_match_of_the_other_one(was: Former, tmp_path: Path) -> None:
    events = played(branch(was, reply_at(was, "1.1"), "oversharer", spec(tmp_path)))
    other = former(was.folder, "ines-varga/smaller-flat/oversharer")
    assert said(events) == said(of_match(other))


def test_another_one_takes_another_way_from_the_moment_on(was: Former, tmp_path: Path) -> None:
    events = played(branch(was, reply_at(was, "4.2"), "oversharer", spec(tmp_path)))
    before, now = said(of_match(was)), said(events)
    same = [turn for turn in before if turn[:2] < (4, 2)]
    assert now[: len(same)] == same
    assert now[len(same)] != before[len(same)]
    assert any(e.outcome == "completed" for e in events if isinstance(e, MatchEnded))


def test_left_in_the_middle_it_goes_on(was: Former, tmp_path: Path) -> None:
    whole = played(branch(was, reply_at(was, "2.2"), "plain", spec(tmp_path / "whole")))
    cut = branch(was, reply_at(was, "2.2"), "plain", spec(tmp_path / "cut"))
    assert said(played(cut, stop_after=15)) != said(whole)
    events = played(resume(cut.folder.run_id, tmp_path / "cut" / "runs"))
    assert sorted(set(said(events))) == said(whole)
    assert judged(events).keys() == judged(whole).keys()
    paid = Counter((e.party, e.request, e.occurrence) for e in events if isinstance(e, CallMade))
    assert set(paid.values()) == {1}


def test_what_cannot_be_said_again_is_not_made_up(was: Former, tmp_path: Path) -> None:
    lost = [
        event
        for event in was.events
        if not (isinstance(event, CallMade) and event.match == was.plan.key and event.party == "user")
    ]
    journal = tmp_path / "runs" / "lost" / "journal.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_text("".join(event.model_dump_json() + "\n" for event in lost))
    gone = former(RunFolder(journal.parent), "ines-varga/smaller-flat/notebook")
    ended = played(branch(gone, reply_at(gone, "2.2"), "plain", spec(tmp_path)))[-2]
    assert isinstance(ended, MatchEnded)
    assert (ended.outcome, ended.reason.partition(":")[0]) == ("failed", "what was said before cannot be said again")
    run = branch(gone, reply_at(gone, "2.2"), "plain", spec(tmp_path))
    journal.unlink()
    with pytest.raises(UsageError, match="the run that this one branches off is gone"):
        played(run)


def test_one_that_is_over_needs_the_former_run_no_more(was: Former, tmp_path: Path) -> None:
    copy = shutil.copytree(was.folder.path, tmp_path / "runs" / was.folder.run_id)
    run = branch(former(RunFolder(copy), was.plan.key), was.replies[-1], "plain", spec(tmp_path))
    whole = said(played(run))
    shutil.rmtree(copy)
    assert said(played(resume(run.folder.run_id, tmp_path / "runs"))) == whole


def test_places_and_names_that_are_not_there(was: Former, tmp_path: Path) -> None:
    assert reply_at(was, "2.1").name == "2.2"
    for place, words in (("2", "no place"), ("2.x", "no place"), ("9.1", "did not reply"), ("1.99", "did not reply")):
        with pytest.raises(UsageError, match=words):
            reply_at(was, place)
    for name in ("", "ines-varga", "nobody"):
        with pytest.raises(UsageError, match=r"match(es)? of"):
            former(was.folder, name)
    other = override_models(spec(tmp_path), {"user": "openai/x"}, None)
    with pytest.raises(UsageError, match="model has to stay"):
        branch(was, was.replies[0], "plain", other)
    with pytest.raises(UsageError):
        branch(was, was.replies[0], "plainn", spec(tmp_path))


def test_a_run_whose_norms_are_gone_says_so_and_does_not_wait(tmp_path: Path) -> None:
    norms = tmp_path / "norms.yaml"
    norms.write_text("norms: []\n")
    run = start(spec(tmp_path, "plain").model_copy(update={"norms": str(norms), "sessions": 1}))
    norms.unlink()
    with pytest.raises(BadFiles):
        played(run)


LEARNS_IN_REPLIES = """
class Agent:
    def __init__(self):
        self.notes = []

    def respond(self, messages, turn=None):
        self.notes.append(messages[-1]["content"].split()[0])
        return "So far: " + " ".join(self.notes)
"""


def test_an_agent_that_learns_from_being_asked_has_learnt(tmp_path: Path) -> None:
    (tmp_path / "agent.py").write_text(LEARNS_IN_REPLIES)
    few = spec(tmp_path, f"{tmp_path}/agent.py:Agent").model_copy(update={"sessions": 2, "judge": False})
    one = start(few)
    before = played(one)
    was = former(one.folder, "ines-varga")
    assert said(played(branch(was, reply_at(was, "2.4"), None, few))) == said(before)


def test_a_branch_is_never_the_latest(was: Former, tmp_path: Path) -> None:
    runs = was.folder.path.parent
    run = branch(was, was.replies[-1], "plain", spec(tmp_path).model_copy(update={"runs_dir": str(runs)}))
    run.journal.close()
    assert is_branch(run.folder.run_id)
    assert find_run("latest", runs).run_id == was.folder.run_id
    assert find_run(run.folder.run_id, runs).path == run.folder.path
