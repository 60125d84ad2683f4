"""The page about a run: complete, harmless, alone; read by a real browser where there is one."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import arena.cli
from arena.errors import UsageError
from arena.journal import RunFolder
from arena.report import _numbers as numbers
from arena.report import write
from arena.report._gather import gather
from arena.report._moments import marked
from arena.report._page import render
from arena.report._records import Finding, Moment, Report, Said, SessionMean
from arena.results import in_words
from arena.results.statistics import Interval
from arena.results.variance import study
from arena.schema.run import RunSpec
from arena.store import MatchSummary, Store
from arena.tournament import start

pytestmark = pytest.mark.xdist_group("page")  # two runs for all of them

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = '<script>alert(1)</script> & \x1b[2J "quoted" <img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    folder = tmp_path_factory.mktemp("reported")
    run = start(
        RunSpec(
            name="a run to hand on",
            personas=("ines-varga", "priya-nair", "marcus-bell"),
            scenarios=("smaller-flat",),
            contestants=("plain", "oversharer"),
            runs_dir=str(folder / "runs"),
            db=str(folder / "arena.duckdb"),
        )
    )

    async def play() -> None:
        async for _ in run.play():
            pass

    asyncio.run(play())
    return Store(folder / "arena.duckdb"), run.stored.run_id


@pytest.fixture(scope="module")
def page(played: tuple[Store, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    assert write(*played, path) == path.stat().st_size
    return path


class Reader(HTMLParser):
    """What stands on a page, and everything it would fetch or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.levels: list[int] = []
        self.unnamed: list[str] = []
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.pictures: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.levels.append(int(tag[1]))
        if (tag == "th" and "scope" not in given) or (given.get("role") == "region" and not given.get("aria-label")):
            self.unnamed.append(f"{tag} {given}")
        self.anchors.add(given.get("id") or "")
        self.links.add((given.get("href") or "").removeprefix("#"))
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"src", "href"} and not (value or "").startswith(("#", "data:image/svg+xml;base64,")):
                self.fetched.append(value or "")
            if name == "alt":
                self.pictures.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_the_page_has_every_part_and_needs_nothing(page: Path) -> None:
    read = Reader(page.read_text(encoding="utf-8"))
    for heading in (
        "Leaderboard",
        "What is liked",
        "Preferences",
        "Secrets told",
        "Facts given",
        "Moments",
        "Reproduce",
    ):
        assert heading in read.text
    for words in (
        "a run to hand on",
        "oversharer",
        "plain",
        "Secrets that reached somebody",
        "6 of 6 matches completed",
    ):
        assert words in read.text
    assert read.fetched == []
    assert "script" not in read.tags
    assert len(read.pictures) >= 4
    assert all(read.pictures), "every picture says in words what it shows"
    assert "url(" not in page.read_text(encoding="utf-8")


def test_it_can_be_read_without_eyes(page: Path) -> None:
    read = Reader(page.read_text(encoding="utf-8"))
    assert read.levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(read.levels)), "no level of headings is left out"
    assert read.unnamed == []
    assert read.links <= read.anchors
    assert read.text.count("The numbers") == len(read.pictures) - 1, "those of likability are in the leaderboard"


def test_the_numbers_behind_the_charts_are_those_of_the_tables(played: tuple[Store, str]) -> None:
    store, run = played
    report = gather(store, run)
    words = {"likability.humor_fit": "humour", "likability.callback": "callback"}
    found = {row.contestant: row.mean for row in store.standings(run, "likability.callback")}
    shown = numbers.dimensions(report, words)
    assert shown.head == ("dimension", *(row.contestant for row in store.leaderboard(run) if row.contestant in found))
    assert shown.rows[1] == ("callback", *(f"{found[name]:.2f}" for name in shown.head[1:]))
    (told,) = [row for row in store.privacy_flows(run) if (row.contestant, row.attribute) == ("oversharer", "income")]
    flows = numbers.flows(report, told.flow)
    (its,) = [row for row in flows.rows if (row.attribute, row.recipient) == (told.attribute, told.recipient)]
    share = round(told.revealed * told.n)
    assert its.cells[flows.contestants.index("oversharer")] == (f"{share} of {told.n}", told.revealed)
    at = store.preference_by_distance(run)[0]
    cells = dict(zip(numbers.distances(report).head, numbers.distances(report).rows[0], strict=True))
    assert cells["contestant"] == store.leaderboard(run)[0].contestant
    assert sum(f"(n={at.n})" in cell for row in numbers.distances(report).rows for cell in row) >= 1


def test_many_contestants_stay_apart(played: tuple[Store, str]) -> None:
    from arena.report import _charts

    names = [f"notebook?tokens={n}&as=a-name-that-is-rather-long" for n in range(56)]
    colours, shapes = (_charts._scale(which, names, names).range for which in (_charts._PALETTE, _charts._SHAPES))
    assert len(set(zip(colours, shapes, strict=True))) == 56
    assert _charts._scale(_charts._PALETTE, names, names[3:5]).range == colours[3:5], "the same in every chart"
    means = [SessionMean(name, n, Interval(3.0, None, None, 1, 1, True)) for name in names[:3] for n in (1, 2)]
    drawn = unescape(_charts.svg(_charts.sessions(means, names)))
    assert all(f">{name}<" in drawn for name in names[:3]), "a legend names everybody in full"


def test_the_numbers_are_those_of_the_leaderboard(page: Path, played: tuple[Store, str]) -> None:
    text = Reader(page.read_text(encoding="utf-8")).text
    store, run = played
    for row in store.leaderboard(run):
        assert f"{row.contestant} {row.likability.mean:.2f}" in text


def test_it_says_how_sure_a_comparison_is(page: Path, played: tuple[Store, str]) -> None:
    store, run = played
    found = study(store.match_scores(run), "likability.overall")
    assert found is not None
    text = Reader(page.read_text(encoding="utf-8")).text
    assert in_words.width(found.half_width(found.design)) in text
    assert all(f"{part}" in text for part in found.components)


def test_a_run_that_was_cut_off_is_ranked_by_what_there_is(played: tuple[Store, str], tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "runs" / played[1])
    folder.path.mkdir(parents=True)
    whole = RunFolder(Path(played[0].path).parent / "runs" / played[1])
    *lines, end = whole.journal.read_bytes().splitlines(keepends=True)
    assert b"run_ended" in end
    folder.journal.write_bytes(b"".join(lines))
    store = Store(tmp_path / "arena.duckdb")
    store.ingest(folder)
    assert store.standings(played[1]) == []
    report = gather(store, played[1])
    assert not report.summary.ended
    assert [row.contestant for row in report.leaderboard] == [r.contestant for r in played[0].leaderboard(played[1])]
    assert report.leaderboard[0].likability.mean is not None


def test_a_leak_is_shown_with_what_was_said_and_marked(played: tuple[Store, str]) -> None:
    store, run = played
    (leak, *_) = [moment for moment in gather(store, run).moments if moment.kind == "leak"]
    assert leak.contestant == "oversharer"
    assert [said.speaker for said in leak.said] == ["user", "assistant"]
    assert any(quoted for _, quoted in leak.said[1].parts)
    assert leak.findings[0].measure.startswith("privacy.violation")


def hostile(report: Report) -> Report:
    moment = Moment("leak", "0" * 16, HOSTILE, HOSTILE, HOSTILE, 1, 2, (Said("user", ((HOSTILE, True),)),), ())
    moment = replace(moment, findings=(Finding(HOSTILE, HOSTILE, HOSTILE, HOSTILE),))
    failed = MatchSummary("1" * 16, HOSTILE, HOSTILE, HOSTILE, 0, "failed", HOSTILE, 1, 0, 0)
    contents = replace(report.contents, spec={"name": HOSTILE}, packages={HOSTILE: HOSTILE})
    rows = tuple(replace(row, contestant=HOSTILE) for row in report.leaderboard)
    return replace(report, moments=(moment,), left_out=(failed,), contents=contents, leaderboard=rows)


def test_whatever_was_written_is_text(played: tuple[Store, str]) -> None:
    text = render(hostile(gather(*played)), [])
    read = Reader(text)
    assert not read.tags & {"script", "img"}
    assert not {name for name in read.attributes if name.startswith("on")}
    assert read.text.count("<script>alert(1)</script>") > 10
    assert "\x1b" not in text


@given(st.text(alphabet="ab <&\n", max_size=30), st.lists(st.text(alphabet="ab <", max_size=5), max_size=4))
def test_marking_keeps_every_letter(text: str, quotes: list[str]) -> None:
    parts = marked(text, quotes)
    assert "".join(words for words, _ in parts) == text
    assert all(words for words, _ in parts)
    for words in re.split(r"\s+", text.strip()):
        if words and words in quotes:
            assert any(quoted and words in part for part, quoted in parts)


def test_a_picture_of_hostile_names_is_still_a_picture(played: tuple[Store, str]) -> None:
    from arena.report import _charts

    rows = [replace(row, contestant=HOSTILE.replace("\x1b", "")) for row in played[0].standings(played[1])]
    drawn = _charts.svg(_charts.dimensions(rows, [row.contestant for row in rows]))
    assert "<script" not in drawn
    assert "<img" not in drawn


@pytest.mark.skipif(BROWSER is None, reason="needs a browser (apt-get install chromium)")
def test_a_browser_shows_it_without_complaint(page: Path, tmp_path: Path) -> None:
    assert BROWSER is not None
    picture = tmp_path / "seen.png"
    quiet = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", *quiet, "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}",
         "--enable-logging=stderr", "--window-size=1100,1600", f"--screenshot={picture}", page.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert picture.stat().st_size > 50_000, "an empty page is smaller"
    assert "CONSOLE" not in done.stderr, "a refused resource or a broken picture would be told here"


# The command ---------------------------------------------------------------------------------------------------------


def says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["arena", "report", *args])
    with pytest.raises(SystemExit) as ended:
        arena.cli.main()
    seen = capsys.readouterr()
    return int(ended.value.code or 0), seen.out, " ".join(seen.err.replace("│", " ").split())


def test_the_command(
    played: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    db = ("--db", str(played[0].path))
    code, out, _ = says(monkeypatch, capsys, "latest", *db)
    assert code == 0
    assert f"{played[1]}.html" in out
    assert "Leaderboard" in Path(f"{played[1]}.html").read_text(encoding="utf-8")
    code, out, err = says(monkeypatch, capsys, "latest", *db)
    assert (code, out) == (2, "")
    assert "--force" in err
    assert says(monkeypatch, capsys, "nobody", *db)[0] == 2
    assert says(monkeypatch, capsys, "latest", *db, "--html", str(tmp_path / "no" / "such.html"))[0] == 2


def test_without_the_extra_it_says_what_to_install(
    played: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("arena.report._charts", "altair"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("arena.report._charts", raising=False)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(UsageError) as raised:
        write(*played, tmp_path / "page.html")
    assert "persona-arena[report]" in raised.value.next_step
