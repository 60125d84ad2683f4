"""Where names lead: a path, the local folder, what ships."""

from __future__ import annotations

from pathlib import Path

import pytest

import arena.files._find as looking
from arena.errors import UsageError
from arena.files import available, did_you_mean, find, find_all, nearest, shipped


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with nothing in it; two personas and a folder of two scenarios are shipped."""
    ships = tmp_path / "ships"
    monkeypatch.setattr(looking, "shipped", lambda kind: ships / kind)
    for name in ("personas/ines-varga", "personas/bo", "scenarios/set/one", "scenarios/set/two"):
        put(ships / f"{name}.yaml")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return ships


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("id: x\n", encoding="utf-8")
    return path


def test_what_ships_is_found(home: Path) -> None:
    assert find("personas", "bo") == [home / "personas/bo.yaml"]
    assert list(available("personas")) == ["bo", "ines-varga"]


def test_what_is_local_counts_first(home: Path) -> None:
    put(Path("personas/deep/bo.yaml"))
    assert find("personas", "bo") == [Path("personas/deep/bo.yaml")]
    assert available("personas")["ines-varga"] == home / "personas/ines-varga.yaml"


def test_a_path_counts_before_a_name(home: Path) -> None:
    assert find("personas", str(put(Path("elsewhere/a.yml")))) == [Path("elsewhere/a.yml")]
    put(Path("bo/b.yaml"))
    put(Path("bo/a.yaml"))
    assert find("personas", "bo") == [Path("bo/a.yaml"), Path("bo/b.yaml")]


def test_a_folder_of_scenarios_by_its_name(home: Path) -> None:
    assert [path.stem for path in find("scenarios", "set")] == ["one", "two"]


def test_each_file_once(home: Path) -> None:
    put(Path("x/a.yaml"))
    assert find_all("personas", [Path("x"), Path("x/a.yaml")]) == [Path("x/a.yaml")]


def test_an_unknown_name_says_what_there_is(home: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find("personas", "ines-vagra")
    assert caught.value.choices == ("ines-varga",)
    assert "arena persona list" in caught.value.next_step
    with pytest.raises(UsageError) as caught:
        find("personas", "zzz")
    assert caught.value.choices == ("bo", "ines-varga")


@pytest.mark.parametrize("name", ["", "a" * 5000, "../../etc/passwd", "a\0b", "no/such.yaml"])
def test_odd_names_are_unknown(home: Path, name: str) -> None:
    with pytest.raises(UsageError):
        find("scenarios", name)


def test_an_empty_folder(home: Path) -> None:
    Path("empty").mkdir()
    with pytest.raises(UsageError, match="holds no personas"):
        find("personas", "empty")


def test_the_wheel_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "arena"
    package.mkdir()
    monkeypatch.setattr(looking.arena, "__file__", str(package / "__init__.py"))
    assert shipped("personas") == tmp_path / "personas"
    (package / "_shipped/personas").mkdir(parents=True)
    assert shipped("personas") == package / "_shipped/personas"


def test_nearest() -> None:
    names = ["ines-varga", "marcus-bell", "aiko-tanaka"]
    assert nearest("Ines", names) == ["ines-varga"]
    assert nearest("markus-bell", names) == ["marcus-bell"]
    assert nearest("x", names) == []
    assert did_you_mean("zzz", names).startswith("known here: ines-varga")
