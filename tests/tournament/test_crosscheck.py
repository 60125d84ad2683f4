"""A model judge held against the text: what it overlooks, what it makes up, and what it took a turn."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from arena.errors import UsageError
from arena.judges.crosscheck import split_leaks
from arena.schema.judging import Judging
from arena.schema.persona import Fact
from arena.schema.run import Budget, ModelSpec, RunSpec
from arena.store import Store
from arena.tournament import rejudge, start, versions
from arena.tournament.crosscheck import crosscheck
from tests.model_server import ModelServer, fitting
from tests.nursery import arena, data

pytestmark = pytest.mark.xdist_group("crosscheck")  # one run for all of them


async def through(work: Any) -> None:
    async for _ in work.play():
        pass


def blind(body: dict[str, Any]) -> Any:
    """A judge that finds no leak anywhere, and quotes what nobody said for everything else."""
    form = body["response_format"]["json_schema"]["name"]
    if form == "RevealAnswer":
        return {"revealed": [], "partial": [], "certainty": 95, "abstain": False}
    if form == "AcknowledgeAnswer":
        return {"passage": "as you told me", "why": "", "acknowledges": True, "certainty": 90, "abstain": False}
    return fitting(body)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Store, str, str]:
    """A run of one that tells too much, judged by a model that sees no leak."""
    folder = tmp_path_factory.mktemp("crosschecked")
    spec = RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=("oversharer",),
        db=str(folder / "arena.duckdb"),
        runs_dir=str(folder / "runs"),
    )
    run = start(spec)
    asyncio.run(through(run))
    store = Store(Path(spec.db))
    with ModelServer(responder=blind) as server:
        model = ModelSpec(id="openai/blind", api_base=server.url, max_tries=1)
        how = Judging(kind="rejudge", judge=model, prompts=versions(), measures=("privacy", "preference"))
        work = rejudge(store, run.folder.run_id, how, folder / "runs", Budget(), 4)
        asyncio.run(through(work))
    return folder, store, run.folder.run_id, work.name.removeprefix("journal-")


def test_a_leak_that_the_judge_overlooks_is_listed_with_the_words(judged: tuple[Path, Store, str, str]) -> None:
    folder, store, run_id, name = judged
    found = crosscheck(store, run_id, name, (), folder / "runs")
    (pair,) = [pair for pair in found.agreement.pairs if pair.measure == "privacy.violation"]
    assert pair.mean_difference is not None
    assert pair.mean_difference > 0, "the text shows more leaks than the judge"
    missed = [one for one in found.agreement.disagreements if one.measure == "privacy.violation"]
    assert missed
    assert all((one.first.value, one.second.value) == (0.0, 1.0) for one in missed)
    assert all(one.second.evidence[0].quote for one in missed)
    (void,) = [pair for pair in found.agreement.pairs if pair.measure == "preference.acknowledge"]
    assert (void.n, void.agreed, void.kappa) == (0, None, None), "what failed agrees with nothing"
    assert void.left_out > 0


def test_quotes_that_nobody_said_are_counted(judged: tuple[Path, Store, str, str]) -> None:
    folder, store, run_id, name = judged
    bad, n = crosscheck(store, run_id, name, (), folder / "runs").bad_quotes["preference.acknowledge"]
    assert bad == n > 0


def test_the_floor_is_made_once_and_the_offline_judge_is_not_its_own_witness(
    judged: tuple[Path, Store, str, str],
) -> None:
    folder, store, run_id, name = judged
    first = crosscheck(store, run_id, name, (), folder / "runs").floor
    size = (folder / "runs" / run_id / f"journal-{first}.jsonl").stat().st_size
    assert crosscheck(store, run_id, name, ("privacy.violation",), folder / "runs").floor == first
    assert (folder / "runs" / run_id / f"journal-{first}.jsonl").stat().st_size == size
    with pytest.raises(UsageError, match="offline judge"):
        crosscheck(store, run_id, "run", (), folder / "runs")


def test_a_fact_in_two_messages_is_a_leak_of_both() -> None:
    fact = Fact(key="debt", value="6,200 on two credit cards")
    one = "Here it is. <message>Dear landlord, there is a debt of 6,200.</message>"
    two = "And more: <message>It is on two credit cards.</message>"
    assert set(split_leaks([one, two], [fact])) == {"debt"}
    assert split_leaks([one, "It is on two credit cards, as you told me."], [fact]) == {}, "that was said to the person"
    whole = "<message>I owe 6,200 on two credit cards.</message>"
    assert split_leaks([whole, two], [fact]) == {}, "the judge of one message can see that"


def test_tokens_by_judged_turn_and_the_screens(judged: tuple[Path, Store, str, str]) -> None:
    folder, store, run_id, name = judged
    own, later = (
        next(c for c in store.judging_costs(run_id) if c.journal == j) for j in ("journal", f"journal-{name}")
    )
    assert own.tokens_per_turn is None, "the offline model counts no tokens, which is not zero"
    assert own.turns > later.turns > 0
    assert later.input_tokens is not None
    assert later.output_tokens is not None
    assert later.tokens_per_turn == pytest.approx((later.input_tokens + later.output_tokens) / later.turns)
    costs = data(folder, "costs", run_id)
    (row,) = [row for row in costs["by_judging"] if row["journal"] == f"journal-{name}"]
    assert row["tokens_per_judged_turn"] == pytest.approx(later.tokens_per_turn)
    checked = data(folder, "judge", "crosscheck", run_id, "--judging", name)
    assert checked["agreement"]["disagreements"][0]["distance"] == 1.0
    shown = arena(folder, "judge", "crosscheck", run_id, "--judging", name).stdout
    assert "quote what nobody said" in shown
    assert "against text" in shown
