"""How sure a run will be, before it is paid: from an earlier one that had the same models and contestants."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arena.results.variance import Design, study
from arena.schema.run import RunSpec
from arena.store import Store
from arena.tournament import override_models, precision_of, start

pytestmark = pytest.mark.xdist_group("precision")
PEOPLE = ("ines-varga", "marcus-bell", "aiko-tanaka")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> RunSpec:
    folder = tmp_path_factory.mktemp("spread")
    spec = RunSpec(
        personas=PEOPLE,
        scenarios=("smaller-flat",),
        contestants=("plain", "oversharer", "lecturer"),
        sessions=1,
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
    )

    async def play() -> None:
        async for _ in start(spec).play():
            pass

    asyncio.run(play())
    return spec


def test_it_is_what_the_earlier_run_says_of_the_planned_design(played: RunSpec) -> None:
    store = Store(Path(played.db))
    run = store.resolve_run()
    its = study(store.match_scores(run), "likability.overall")
    now = precision_of(played)
    assert its is not None
    assert now is not None
    assert (now.run, now.people, now.half_width) == (run, 3, its.half_width(Design(3, 1, 1)))
    more = precision_of(played.model_copy(update={"personas": (*PEOPLE, "tobi-adeyemi", "priya-nair"), "seeds": 2}))
    assert more is not None
    assert more.half_width == its.half_width(Design(5, 1, 2)) < now.half_width


def test_only_the_planned_contestants_count(played: RunSpec) -> None:
    two = precision_of(played.model_copy(update={"contestants": ("plain", "oversharer", "notebook")}))
    assert two is not None
    assert two.contestants == ("oversharer", "plain")


def test_nothing_is_said_where_nothing_is_known(played: RunSpec, tmp_path: Path) -> None:
    for change in (
        {"contestants": ("plain",)},
        {"contestants": ("notebook", "transcript")},
        {"personas": PEOPLE[:1]},
        {"judge": False},
        {"db": str(tmp_path / "none.duckdb")},
    ):
        assert precision_of(played.model_copy(update=change)) is None
    assert precision_of(override_models(played, {"judge": "openai/gpt-4o-mini"}, None)) is None
