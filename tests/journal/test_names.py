"""The last name in a folder is the latest run, whatever the clock said."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from arena.journal import new_name

CLOCKS = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=6)


def started(folder: Path, now: datetime) -> str:
    name = new_name(folder, now)
    (folder / name).mkdir(parents=True)
    (folder / name / "journal.jsonl").touch()
    return name


@given(CLOCKS)
def test_names_sort_as_runs_were_started(clocks: list[datetime]) -> None:
    with TemporaryDirectory() as folder:
        names = [started(Path(folder), now) for now in clocks]
    assert names == sorted(names)


def test_a_name_says_when_unless_a_later_run_is_there(tmp_path: Path) -> None:
    now = datetime(2026, 10, 25, 2, 30, 0, 999_999)
    assert re.fullmatch(r"20261025-023000-[0-9a-f]{4}", started(tmp_path, now))
    an_hour_back = started(tmp_path, now - timedelta(hours=1))  # summer time has ended
    assert an_hour_back.startswith("20261025-023001-")


def test_other_folders_do_not_matter(tmp_path: Path) -> None:
    for name in ("99991399-000000-ab12", "my-run", "20990101-000000", "20990101-000000-copy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "journal.jsonl").touch()
    (tmp_path / "20990101-000000-ab12").mkdir()  # holds no run
    assert new_name(tmp_path, datetime(2026, 1, 2, 3, 4, 5)).startswith("20260102-030405-")
