"""Who is verified for which model: an interview in which they are themselves, and five matches that count."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from arena import personas
from arena.checks.verified import MATCHES, TOLERANCE, ForModel, verify
from arena.errors import StoreUnavailable
from arena.files import available
from arena.psychometrics import axes
from arena.schema.event import Event, MatchEnded, MatchVoided, RunStarted
from arena.schema.persona import Persona
from arena.schema.run import ModelSpec
from arena.store import Store
from tests.psychometrics.held import MINI, write_interview
from tests.store.journals import Author, write_journal

INES = personas.find("ines-varga")[0]
AUTHORED = axes.authored(MINI, INES)
AS_WRITTEN = {key: round(level) for key, level in AUTHORED.items()}
"""Whole answers: at most half a point from what was authored."""


def edited(who: Persona, age: int) -> Persona:
    return who.model_copy(update={"identity": who.identity.model_copy(update={"age": age})})


def play(
    folder: Path,
    who: Persona = INES,
    *,
    n: int = MATCHES,
    void: Iterable[int] = (),
    judged: bool = True,
    run_id: str = "r1",
    model: str = "offline",
    later: float = 0.0,
    measured: Mapping[str, Sequence[float]] = MappingProxyType({}),
) -> Author:
    """A run of so many matches of one person in the database, each judged for realism."""
    names = tuple(f"{run_id}-c{number}" for number in range(n))
    author = Author(run_id, (who.id,), names, dict.fromkeys(names, 4.0))
    author.clock.at += later
    started = author.started()
    spec = started.run.spec.model_copy(
        update={"models": started.run.spec.models.model_copy(update={"user": ModelSpec(id=model)})}
    )
    run = started.run.model_copy(update={"personas": {who.id: who.model_dump(mode="json")}, "spec": spec})
    events: list[Event] = [RunStarted(at=started.at, run=run)]
    for number, plan in enumerate(author.plans()):
        *said, end = author.match(plan, outcome="void" if number in void else "completed")
        assert isinstance(end, MatchEnded)
        of_person = [author.verdict(plan, "realism.longest", 1, 1.0)] if judged else []
        of_person += [author.verdict(plan, name, 1, values[number]) for name, values in measured.items()]
        events += [*said, *of_person, end]
    Store(folder / "arena.duckdb").ingest(write_journal(folder / "runs", events, run_id=run_id))
    return author


def interviewed(folder: Path, who: Persona = INES, name: str = "20260301-1", times: int = 5, **levels: int) -> None:
    write_interview(folder / "runs", name, who, AS_WRITTEN | levels, times=times)


def found(folder: Path, who: Persona = INES) -> tuple[ForModel, ...]:
    return verify([who], folder / "runs", folder / "arena.duckdb").models.get(who.id, ())


def only(folder: Path, who: Persona = INES) -> ForModel:
    (one,) = found(folder, who)
    return one


def test_verified(tmp_path: Path) -> None:
    interviewed(tmp_path)
    play(tmp_path)
    assert only(tmp_path) == ForModel("offline", (), MATCHES, until_changed=False)
    assert only(tmp_path).verified


def test_what_was_measured_on_request_counts_where_it_was(tmp_path: Path) -> None:
    """Plainly outside: 0.05, 0.06, 0.05, 0.06, 0.05 is 0.054 ± 0.007. Of drift that is not proven nothing is held."""
    interviewed(tmp_path)
    good = {"realism.consistency": [1.0] * MATCHES, "realism.drift": [0.0, 0.06, 0.01, -0.02, 0.05]}
    play(tmp_path, measured=good)
    assert only(tmp_path).verified
    fades = {"realism.drift": [0.05, 0.06, 0.05, 0.06, 0.05]}
    play(tmp_path, run_id="r2", later=100.0, measured=fades)
    (missing,) = only(tmp_path).missing
    assert missing.startswith("drift with offline is 0.054 [0.04")
    assert missing.endswith("over 5 matches in r2, good is ≤ 0.02")
    play(tmp_path, run_id="r3", later=200.0, measured=good)
    assert only(tmp_path).verified, "the latest run in which it was measured counts"


def test_one_domain_off(tmp_path: Path) -> None:
    """Answering 5 on Extraversion only; the newest whole interview counts, whichever way it went."""
    assert 5 - AUTHORED["E"] > TOLERANCE
    interviewed(tmp_path)
    interviewed(tmp_path, name="20260302-1", E=5)
    play(tmp_path)
    wrong = f"offline answers Extraversion 5.00 where {AUTHORED['E']:.2f} is authored (at most 0.6 apart)"
    assert only(tmp_path).missing == (wrong,)
    interviewed(tmp_path, name="20260303-1")
    assert only(tmp_path).verified


def test_a_short_interview_neither_counts_nor_hides_a_whole_one(tmp_path: Path) -> None:
    play(tmp_path)
    interviewed(tmp_path, times=4)
    assert only(tmp_path).missing == (
        "5 answers on each domain that the portrait speaks of: arena persona interview ines-varga --model offline",
    )
    interviewed(tmp_path, name="20260228-1")
    interviewed(tmp_path, name="20260302-1", times=1, E=5)
    assert only(tmp_path).verified


def test_the_next_step_is_named(tmp_path: Path) -> None:
    assert found(tmp_path) == ()
    play(tmp_path, n=3)
    assert only(tmp_path).missing == (
        "arena persona interview ines-varga --model offline",
        "3 of 5 clean matches with offline",
    )


def test_one_void_match(tmp_path: Path) -> None:
    interviewed(tmp_path)
    play(tmp_path, void=[2])
    (missing,) = only(tmp_path).missing
    assert missing.startswith("5 clean matches in a row; 4 of the latest 5 matches with offline are clean, void: ines-")
    assert missing.endswith(" in r1")
    play(tmp_path, run_id="r2", n=2, later=1000)
    assert (only(tmp_path).verified, only(tmp_path).clean) == (False, 4)  # the void one is the fifth last
    play(tmp_path, run_id="r3", n=1, later=2000)
    assert only(tmp_path).verified


def test_a_match_found_void_afterwards(tmp_path: Path) -> None:
    interviewed(tmp_path)
    author = play(tmp_path)
    assert only(tmp_path).verified
    voided: list[Event] = [MatchVoided(at=author.clock(), match=author.plans()[0].key, reason="told a secret")]
    folder = write_journal(tmp_path / "runs", voided, name="journal-realism-1")
    Store(tmp_path / "arena.duckdb").ingest(folder)
    assert only(tmp_path).clean == 4


def test_matches_without_a_judge_of_realism_tell_nothing(tmp_path: Path) -> None:
    interviewed(tmp_path)
    play(tmp_path, judged=False)
    assert only(tmp_path).missing == ("0 of 5 clean matches with offline; unchecked so far: arena judge realism r1",)


def test_changed_content(tmp_path: Path) -> None:
    interviewed(tmp_path)
    play(tmp_path)
    now = only(tmp_path, edited(INES, 77))
    assert (now.verified, now.until_changed, now.clean) == (False, True, 0)
    assert now.missing == ("arena persona interview ines-varga --model offline", "0 of 5 clean matches with offline")
    assert only(tmp_path).verified


def test_evidence_of_two_versions_does_not_add_up(tmp_path: Path) -> None:
    interviewed(tmp_path, edited(INES, 77))
    play(tmp_path)
    assert only(tmp_path).missing == ("arena persona interview ines-varga --model offline",)
    assert not only(tmp_path).until_changed


def test_each_model_for_itself_and_no_human(tmp_path: Path) -> None:
    interviewed(tmp_path)
    play(tmp_path)
    play(tmp_path, run_id="r2", model="openai/other")
    play(tmp_path, run_id="r3", model="human")
    assert [(one.model, one.verified, one.clean) for one in found(tmp_path)] == [
        ("offline", True, 5),
        ("openai/other", False, 5),
    ]


def test_the_same_match_played_again_is_one_match(tmp_path: Path) -> None:
    interviewed(tmp_path)
    play(tmp_path, n=3)
    journal = tmp_path / "runs" / "r1" / "journal.jsonl"
    again = tmp_path / "runs" / "r2" / "journal.jsonl"
    again.parent.mkdir()
    again.write_text(journal.read_text("utf-8").replace('"run_id":"r1"', '"run_id":"r2"'), "utf-8")
    Store(tmp_path / "arena.duckdb").ingest(type(write_journal(tmp_path / "x", []))(again.parent))
    assert only(tmp_path).clean == 3


def test_without_a_database_nothing_is_counted(tmp_path: Path) -> None:
    interviewed(tmp_path)
    said = verify([INES], tmp_path / "runs", tmp_path / "arena.duckdb")
    assert "there is no database" in said.trouble
    assert said.models[INES.id][0].missing == ("5 clean matches with offline, which could not be counted",)
    assert verify([INES], tmp_path / "none", tmp_path / "arena.duckdb").trouble == ""


@pytest.mark.parametrize("why", ["held", "damaged"])
def test_a_database_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    interviewed(tmp_path)
    (tmp_path / "arena.duckdb").write_bytes(b"no database" * 1000)
    if why == "held":

        def refuse(*_: object) -> None:
            raise StoreUnavailable("another program has kept it open")

        monkeypatch.setattr(Store, "appearances", refuse)
    said = verify([INES], tmp_path / "runs", tmp_path / "arena.duckdb")
    assert said.trouble.startswith("no match is counted: ")
    assert not said.models[INES.id][0].verified


def test_duckdb_is_not_loaded_without_a_database(tmp_path: Path) -> None:
    interviewed(tmp_path)
    program = (
        "import sys; from arena.cli import main; sys.argv = ['arena', 'persona', 'check', sys.argv[1]]\n"
        "try: main()\nfinally: print('loaded' if 'duckdb' in sys.modules else 'not loaded')"
    )
    file = available("personas")[INES.id]
    command = [sys.executable, "-c", program, str(file.resolve())]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("not loaded\n"), done.stderr
    assert "portrait" in done.stdout
