"""Comparing, gating, exporting and asking, as a person or a CI job types it."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import arena.cli as arena_cli
from arena.results.standings import compute
from arena.schema.event import CallMade, Event
from arena.store import Store
from tests.nursery import arena, data
from tests.store.journals import Author, write_journal

pytestmark = pytest.mark.xdist_group("after-a-run")  # the runs are played once, not once a worker

PLACE = ["--scenarios", "smaller-flat"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: the second lost a person and a contestant, and got another contestant and a second seed."""
    folder = tmp_path_factory.mktemp("played")
    arena(folder, "tournament", *PLACE, "--personas", "ines-varga,aiko-tanaka", "--contestants", "plain,oversharer")
    arena(folder, "tournament", *PLACE, "--personas", "ines-varga", "--contestants", "plain,notebook", "--seeds", "2")
    return folder


Says = Callable[..., tuple[str, str]]


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Says:
    """A command that is refused, inside this process: what it wrote to both streams, frames taken away."""

    def run(folder: Path, *args: str) -> tuple[str, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["arena", *args])
        with pytest.raises(SystemExit) as ended:
            arena_cli.main()
        assert ended.value.code == 2
        seen = capsys.readouterr()
        return seen.out, " ".join(seen.err.replace("│", " ").split())

    return run


@pytest.fixture(scope="module")
def ids(played: Path) -> tuple[str, str]:
    later, earlier = (run["run_id"] for run in data(played, "runs"))
    return earlier, later


def test_compare_two_runs(played: Path, ids: tuple[str, str]) -> None:
    found = data(played, "compare", *ids)
    assert {row["first"] for row in found["changes"]} == {"plain"}
    assert (found["pairs"], found["personas"]) == (1, 1)
    assert found["unpaired"]["first"] == {"only_here": 3, "not_completed": 0}  # oversharer's two, plain's with aiko
    assert found["unpaired"]["second"] == {"only_here": 3, "not_completed": 0}  # notebook's two, plain's second seed
    assert all(row["difference"]["mean"] == 0 for row in found["changes"])  # the offline model says the same again
    assert found["most_changed"] == found["differs"] == []
    said = arena(played, "compare", *ids).stdout
    assert "1 pair of matches of 1 person" in said
    assert "without a pair in the second: 3" in said


def test_compare_two_contestants(played: Path, ids: tuple[str, str]) -> None:
    asked = ("compare", ids[0], "--contestant", "plain", "--with", "oversharer", "--measure", "privacy.violation")
    (row,) = (found := data(played, *asked))["changes"]
    means = {r["contestant"]: r["mean"] for r in data(played, "leaderboard", ids[0], "--measure", "privacy.violation")}
    assert row["difference"]["mean"] == pytest.approx(means["oversharer"] - means["plain"])
    assert row["p"] == row["p_holm"] >= 0.5  # two people show nothing, whatever they say
    for moved in found["most_changed"]:
        assert data(played, "show", ids[0], moved["match_first"])["match"]["contestant"] == "plain"
    assert "cannot show anything" in arena(played, *asked).stdout


def test_compare_across_runs_and_names(played: Path, ids: tuple[str, str]) -> None:
    found = data(played, "compare", *ids, "--contestant", "oversharer", "--with", "notebook", "--all-measures")
    assert {(row["first"], row["second"]) for row in found["changes"]} == {("oversharer", "notebook")}
    assert len({row["measure"] for row in found["changes"]}) > 6


def test_variance(played: Path, ids: tuple[str, str]) -> None:
    (found,) = data(played, "variance", ids[0], "--width", "0.5")["studies"]
    assert found["design"] == {"people": 2, "scenarios": 1, "seeds": 1}
    assert sum(part["share"] for part in found["components"]) == pytest.approx(1)
    now, wanted = found["outlook"][0], found["outlook"][-1]
    assert (now["name"], now["matches"], now["half_width_over_scenarios"]) == ("now", 4, None)
    assert wanted["half_width"] <= 0.5 < now["half_width"]
    said = arena(played, "variance", ids[0], "--contestants", "plain,oversharer").stdout
    assert "2 people × 1 scenario × 1 seed × 2 contestants" in said
    ahead = data(played, "tournament", *PLACE, "--personas", "ines-varga,aiko-tanaka,tobi-adeyemi", "--dry-run")
    assert "precision" not in ahead  # two people tell nothing of a spread


def test_branch(played: Path, ids: tuple[str, str]) -> None:
    match = "aiko-tanaka/smaller-flat/plain"
    listed = data(played, "branch", ids[0], match)["replies"]
    assert [(one["at"], bool(one["text"])) for one in listed[:2]] == [("1.2", True), ("1.4", True)]
    assert " 1.4 " in " " + arena(played, "branch", ids[0], match).stdout.replace("\n", " ")
    where = ("--db", "branched.duckdb", "--runs-dir", "runs")
    said = arena(played, "branch", ids[0], match, "--at", listed[-1]["at"], "--contestant", "oversharer", *where)
    assert listed[0]["text"][:40] not in said.stdout
    assert "session 4" in said.stdout
    assert "no comparison with the former match" in said.stderr  # the new database knows nothing of it
    arena(played, "ingest", ids[0], "--db", "branched.duckdb")
    said = arena(played, "branch", ids[0], match, "--at", listed[-1]["at"], "--contestant", "oversharer", *where)
    assert f"from {listed[-1]['at']} on" in said.stdout
    assert "before: plain · now: oversharer" in said.stdout
    for folder in sorted((played / "runs").iterdir())[2:]:
        shutil.rmtree(folder)  # other tests ask for the latest


def test_gate(played: Path, ids: tuple[str, str]) -> None:
    told = ("--contestant", "plain", "--require", "privacy.violation<=1")
    assert "all 1 met" in arena(played, "gate", ids[0], *told).stdout
    assert data(played, "gate", ids[0], *told)["met"] is True
    found = data(played, "gate", ids[0], *told, "--require", "likability.overall >= 5", code=1)
    assert found["met"] is False
    assert [finding["met"] for finding in found["findings"]] == [True, False]
    everybody = data(played, "gate", ids[0], "--require", "likability.overall>=1")
    assert {finding["contestant"] for finding in everybody["findings"]} == {"plain", "oversharer"}
    sure = data(played, "gate", ids[0], "--require", "privacy.violation<=0.05", "--confident", code=1)
    assert not any(finding["met"] for finding in sure["findings"])  # two people make nobody confident


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["compare", "nobody", "latest"], "there is no run"),
        (["variance", "nobody"], "there is no run"),
        (["branch", "nobody", "x"], "there is no run"),
        (["branch", "latest", "nobody"], "no match of"),
        (["branch", "latest", "ines-varga/smaller-flat/plain/0", "--at", "here"], "no place in a match"),
        (["variance", "--width", "0"], "is no width"),
        (["variance", "--measure", "likability"], "was not scored"),
        (["variance", "--contestants", "nobody,plain"], "'nobody' did not play in"),
        (["variance", "--contestants", "plain"], "name two"),
        (["variance"], "fewer than two people have a score"),
        (["compare", "latest"], "--with"),
        (["compare", "latest", "latest"], "both names mean"),
        (["compare", "latest", "--with", "plain"], "--contestant A"),
        (["compare", "latest", "--contestant", "notbook", "--with", "plain"], "notebook"),
        (["compare", "latest", "--contestant", "plain", "--with", "plain"], "with itself"),
        (
            ["compare", "latest", "--contestant", "plain", "--with", "notebook", "--measure", "likability.overal"],
            "perhaps: likability.overall",
        ),
        (["gate", "nobody", "--require", "privacy.violation<=0.05"], "there is no run"),
        (["gate", "latest"], "--require"),
        (["gate", "latest", "--require", "privacy.violatoin<=0.05"], "privacy.violation"),
        (["gate", "latest", "--require", "privacy.violation<=much"], "no number"),
        (["gate", "latest", "--require", "privacy.violation<=0.5", "--contestant", "notbook"], "notebook"),
        (["export", "nobody", "--out", "x"], "there is no run"),
        (["sql", "nobody", "SELECT 1"], "there is no run"),
        (["sql", "latest", "SELECT likabilty FROM leaderboard"], "likability"),
        (["sql", "latest", "DELETE FROM runs"], "read-only"),
    ],
)
def test_wrong_input_says_what_to_do(played: Path, says: Says, args: list[str], said: str) -> None:
    out, err = says(played, *args)
    assert said in err
    assert "next:" in err
    assert out == ""


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
def test_export(played: Path, ids: tuple[str, str], tmp_path: Path, form: str) -> None:
    found = data(played, "export", ids[0], "--format", form, "--out", str(tmp_path / "new" / "out"))
    assert {Path(table["file"]).suffix for table in found["tables"]} == {f".{form}"}
    rows = {table["table"]: table["rows"] for table in found["tables"]}
    assert rows["matches"] == 4
    said = arena(played, "export", ids[0], "--format", form, "--out", str(tmp_path / "new" / "out"), code=2)
    assert "--force" in said.stderr
    arena(played, "export", ids[0], "--format", form, "--out", str(tmp_path / "new" / "out"), "--force")


def test_export_into_a_file(played: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "--out" in arena(played, "export", "latest", "--out", str(tmp_path / "file"), code=2).stderr


def test_export_with_a_data_card(played: Path, ids: tuple[str, str], tmp_path: Path) -> None:
    arena(played, "export", ids[1], "--format", "hf", "--out", str(tmp_path / "set"))
    text = (tmp_path / "set" / "README.md").read_text()
    _, front, body = text.split("---\n", 2)
    card = yaml.safe_load(front)
    assert "license" not in card
    assert "# license:" in front
    for config in card["configs"]:
        assert (tmp_path / "set" / config["data_files"]).stat().st_size
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == ["turns"]
    for expected in (ids[1], "offline", "ines-varga", "sha256", "| `cost_usd` | DOUBLE | US dollars |", "seeds: 2"):
        assert expected in body
    arena(played, "export", ids[1], "--format", "hf", "--out", str(tmp_path / "two"), "--license", "cc-by-4.0")
    assert yaml.safe_load((tmp_path / "two" / "README.md").read_text().split("---\n")[1])["license"] == "cc-by-4.0"


def test_sql(played: Path, ids: tuple[str, str]) -> None:
    asked = "SELECT contestant, count(*) AS n, 1 AS n FROM matches WHERE run_id = $run GROUP BY 1 ORDER BY 1"
    assert data(played, "sql", ids[0], asked) == [
        {"contestant": "oversharer", "n": 2, "n_2": 1},
        {"contestant": "plain", "n": 2, "n_2": 1},
    ]
    assert "oversharer" in arena(played, "sql", ids[0], asked).stdout
    assert data(played, "sql", "latest", "FROM runs WHERE run_id = 'none'") == []


def test_power_under_the_leaderboard(played: Path, ids: tuple[str, str]) -> None:
    power = data(played, "leaderboard", ids[0])["power"]
    assert {power["first"], power["second"]} == {"plain", "oversharer"}
    assert power["separated"] or power["more"] is None or power["more"] == power["needed"] - 2
    assert "likability" in arena(played, "leaderboard", ids[0]).stdout


def test_pareto_without_meters_says_so(played: Path, ids: tuple[str, str]) -> None:
    found = data(played, "leaderboard", ids[0], "--pareto")
    assert (found["metered"], {place["on_front"] for place in found["pareto"]}) == ([], {None})
    assert "unmetered" in arena(played, "leaderboard", ids[0], "--pareto").stdout


def _paid(event: Event) -> Event:
    """The same call at a price: `poor` is the cheaper one."""
    if not isinstance(event, CallMade) or event.party != "contestant":
        return event
    return event.model_copy(update={"cost_usd": 0.25 if event.match.endswith("good") else 0.125, "latency_s": 2.0})


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs that have little to show (r-on goes on), a whole one, and one whose calls have prices."""
    folder = tmp_path_factory.mktemp("by-hand")
    store = Store(folder / "arena.duckdb")
    whole = Author().whole()
    last = [event for event in whole if event.type == "match_ended"][-1]
    versions = {
        "r-on": whole[: whole.index(last)],
        "r-dry": [event for event in whole if event.type != "verdict_given"],
        "r-empty": [whole[0], whole[-1]],
        "r-full": whole,
        "r-paid": [_paid(event) for event in whole],
    }
    for run_id, events in versions.items():
        store.ingest(write_journal(folder / "runs", events, run_id=run_id))
        compute(store, run_id)
    return folder


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["compare", "r-empty", "r-full"], "no match of r-empty was completed"),
        (["compare", "r-full", "r-dry"], "nothing in r-dry was judged"),
        (["gate", "r-empty", "--require", "privacy.violation<=1"], "no match of r-empty was completed"),
        (["gate", "r-dry", "--require", "privacy.violation<=1"], "nothing in r-dry was judged"),
        (["gate", "r-on", "--require", "privacy.violation<=1"], "arena tournament --resume r-on"),
        (["gate", "r-full", "--require", "memory.recall>=0.5"], "memory.recall was not scored"),
    ],
)
def test_runs_with_too_little_to_show(by_hand: Path, says: Says, args: list[str], said: str) -> None:
    _, err = says(by_hand, *args)
    assert said in err
    assert "next:" in err


def test_a_run_that_goes_on_is_compared_exported_and_asked_with_a_word_of_warning(by_hand: Path) -> None:
    compared = arena(by_hand, "compare", "r-on", "r-full")
    assert "3 of 4 matches are done" in compared.stderr
    assert "1 void, failed or unfinished on one side" in compared.stdout
    for args in (["export", "r-on", "--out", "on"], ["sql", "r-on", "SELECT 1"], ["leaderboard", "r-on"]):
        assert "arena tournament --resume r-on" in arena(by_hand, *args).stderr
    assert "nothing in r-dry was judged" in arena(by_hand, "export", "r-dry", "--out", "dry").stderr


def test_pareto_by_tokens_where_no_price_is_named(by_hand: Path) -> None:
    found = data(by_hand, "leaderboard", "r-full", "--pareto")
    assert found["metered"] == ["tokens_per_match", "seconds_per_reply"]
    good, poor = sorted(found["pareto"], key=lambda place: place["contestant"])
    assert good["on_front"] is True  # better liked, for the same tokens
    assert (good["tokens_per_match"], poor["usd_per_match"]) == (220, None)


def test_pareto_by_price(by_hand: Path) -> None:
    found = data(by_hand, "leaderboard", "r-paid", "--pareto")
    assert found["metered"] == ["usd_per_match", "seconds_per_reply"]
    good, poor = sorted(found["pareto"], key=lambda place: place["contestant"])
    assert (good["usd_per_match"], poor["usd_per_match"]) == (0.5, 0.25)  # two calls a match
    assert (good["seconds_per_reply"], poor["seconds_per_reply"]) == (2.0, 2.0)
    assert good["on_front"] is poor["on_front"] is True  # one is better liked, the other cheaper
    dear = data(by_hand, "leaderboard", "r-paid", "--pareto", "--measure", "privacy.completeness")["pareto"]
    assert [(place["contestant"], place["beaten_by"]) for place in dear] == [("poor", []), ("good", ["poor"])]
    assert (
        "beaten by poor"
        in arena(by_hand, "leaderboard", "r-paid", "--pareto", "--measure", "privacy.completeness").stdout
    )
