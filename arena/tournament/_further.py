"""Further judges of a run, and further answers of one: each a judging of its own, once the dialogues are over.

So their verdicts stand side by side and no mean mixes them; `panel` compares them. A judging that was interrupted
goes on where its journal ends, when the run is resumed or the same judging is asked for again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from arena.errors import BudgetSpent, StoreUnavailable, UsageError
from arena.schema.judging import Judging
from arena.schema.run import Budget, RunSpec
from arena.tournament._announced import Announcement, Delay, Notice
from arena.tournament._bench_again import versions
from arena.tournament._budget import raised_to
from arena.tournament._rejudge import Rejudging, rejudge
from arena.tournament._run import Run
from arena.tournament.forecast import Amount


def further_judgings(spec: RunSpec, prompts: Mapping[str, int]) -> list[Judging]:
    """What is judged beside the run's own verdicts: each sample of each judge, in order.

    Args:
        spec: of the run.
        prompts: judge prompt -> version that the run began with.
    """
    if not spec.judge:
        return []
    words = {**versions(), **prompts}
    return [
        Judging(kind="rejudge", judge=judge, prompts=words, apart=spec.likability == "separate", sample=sample)
        for judge in (spec.models.judge, *spec.models.panel)
        for sample in range(spec.samples)
        if sample or judge != spec.models.judge
    ]


async def play_and_judge(run: Run) -> AsyncIterator[Announcement]:
    """Play a run, and have its further judges read it. Raises what `Run.play` and `Rejudging.play` raise."""
    async for said in run.play():
        yield said
    spent = run.account.spent
    for judging in further_judgings(run.stored.spec, run.judged_with):
        work = _begun(run, judging, spent)
        if isinstance(work, Notice):
            yield work
            continue
        async for said in _played(work, spent):
            yield said
        spent = _sum(spent, work.account.spent)


def _begun(run: Run, judging: Judging, spent: Amount) -> Rejudging | Notice:
    """The judging with what is left of the budget, or why it has to wait."""
    spec = run.stored.spec
    limits = _left(spec.budget, spent)
    try:
        work = rejudge(run.store, run.folder.run_id, judging, run.folder.path.parent, limits, spec.concurrency)
    except (StoreUnavailable, UsageError) as error:
        return Notice(f"{judging.judge.id} has not judged this run: {error.fact}")
    return work


async def _played(work: Rejudging, spent: Amount) -> AsyncIterator[Announcement]:
    """News of a judging; its verdicts are no part of the run's own story."""
    todo = len(work.unfinished())
    if not todo:
        work.journal.close()
        return
    which = f" (answer {work.judging.sample + 1})" if work.judging.sample else ""
    yield Notice(f"{work.judging.judge.id}{which} judges {todo} matches")
    try:
        async for said in work.play():
            if isinstance(said, Notice | Delay):
                yield said
    except BudgetSpent as error:
        whole = _sum(spent, work.account.outlook)
        raise BudgetSpent(error.fact, next_step=error.next_step, raised=raised_to(error.raised, whole)) from None


def _left(limits: Budget, spent: Amount) -> Budget:
    """What is left of the limits; the least that can be said where nothing is, so that the first call is refused."""
    rest = {
        "max_cost": (limits.max_cost, spent.cost_usd or 0.0, 1e-9),
        "max_tokens": (limits.max_tokens, int(spent.tokens), 1),
        "max_time": (limits.max_time, spent.seconds, 1e-9),
    }
    left = {name: max(least, limit - taken) for name, (limit, taken, least) in rest.items() if limit is not None}
    return limits.model_copy(update=left)


def _sum(a: Amount, b: Amount) -> Amount:
    cost = None if a.cost_usd is None and b.cost_usd is None else (a.cost_usd or 0.0) + (b.cost_usd or 0.0)
    return Amount(a.tokens + b.tokens, cost, a.seconds + b.seconds)
