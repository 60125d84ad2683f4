"""`arena costs`: what a run has taken, by party, by contestant and by measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer

from arena.cli._options import DB, Db, Json, LatestRun, opened_run

if TYPE_CHECKING:
    from arena.store import JudgingCost, Spending


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    app.command()(costs)


def costs(
    run: LatestRun = "latest",
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """What a run has cost: calls, tokens and dollars by party, contestant and measure."""
    from arena.cli._output import notice, print_json

    store, run_id = opened_run(db, run)
    rows, measures = store.spending(run_id), store.measures_of(run_id)
    bills = {
        "by_party": bills_by(rows, lambda row: row.party),
        "by_contestant": bills_by(rows, lambda row: row.contestant),
        "by_measure": bills_by(
            (row for row in rows if row.party == "judge"), lambda row: measured_by(row.prompt, measures)
        ),
    }
    judgings = store.judging_costs(run_id)
    if as_json:
        tables = {name: [asdict(bill) for bill in found] for name, found in bills.items()}
        tables["by_judging"] = [asdict(row) | {"tokens_per_judged_turn": row.tokens_per_turn} for row in judgings]
        print_json({"run": run_id, **tables, "rows": [asdict(row) for row in rows]})
    elif rows:
        _show(run_id, bills)
        _show_judgings(judgings)
    else:
        notice(f"no call of {run_id} is in the database yet; bring it up to date: arena ingest {run_id}")


@dataclass(frozen=True, slots=True)
class Bill:
    """Calls that have something in common. The cost is None where no call names a price, which is not zero."""

    of: str
    calls: int
    failed: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    unpriced: int
    """Calls to a provider that name no price."""
    latency_s: float
    """Mean seconds a call."""
    cached: int = 0
    """Calls that were answered from the cache; the tokens above are without theirs."""
    cached_tokens: int = 0
    saved_usd: float | None = None
    """What those cost when they were first answered; None where none names a price."""


def bills_by(rows: Iterable[Spending], of: Callable[[Spending], str]) -> list[Bill]:
    """One bill for each value of `of`, the dearest first."""
    groups: dict[str, list[Spending]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row)
    return sorted((_bill(name, group) for name, group in groups.items()), key=_dearest)


def measured_by(prompt: str, measures: dict[str, tuple[str, ...]]) -> str:
    """What a judge's prompt is for: its measure, `family.*` where it answers several of a family, or its own name."""
    names = measures.get(prompt, ())
    if len(names) == 1:
        return names[0]
    families = list(dict.fromkeys(name.partition(".")[0] for name in names))
    return ", ".join(f"{family}.*" for family in families) or prompt


def _bill(of: str, group: list[Spending]) -> Bill:
    from arena.models.prices import FREE

    calls = sum(row.calls for row in group)
    priced = [row.cost_usd for row in group if row.cost_usd is not None]
    paid = [row for row in group if row.model not in FREE]
    return Bill(
        of=of,
        calls=calls,
        failed=sum(row.failed for row in group),
        input_tokens=sum(row.input_tokens for row in group),
        output_tokens=sum(row.output_tokens for row in group),
        cost_usd=sum(priced) if priced or not paid else None,
        unpriced=sum(row.unpriced for row in paid),
        latency_s=sum(row.latency_s * row.calls for row in group) / calls,
        cached=sum(row.cached for row in group),
        cached_tokens=sum(row.cached_tokens for row in group),
        saved_usd=_known_sum(row.saved_usd for row in group),
    )


def _known_sum(amounts: Iterable[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _dearest(bill: Bill) -> tuple[float, int, str]:
    return -(bill.cost_usd or 0.0), -(bill.input_tokens + bill.output_tokens), bill.of


def _show(run_id: str, bills: dict[str, list[Bill]]) -> None:
    from arena.cli._output import safe, screen, table

    cached = any(bill.cached for bill in bills["by_party"])
    names = ("calls", "failed", "tokens in", "tokens out", "dollars", "s a call", *(["from cache"] if cached else []))
    for name, found in bills.items():
        columns = [(name.removeprefix("by_"), "left"), *((n, "right") for n in names)]
        rows = [_cells(bill)[: len(columns)] for bill in found]
        screen().print(table(f"{name.replace('_', ' ')}, {run_id}", columns, rows))
        screen().print()
    screen().print(safe(f"in all: {_whole(bills['by_party'])}", "bold"))
    if cached:
        screen().print(safe(_from_cache(bills["by_party"])))


def _from_cache(bills: list[Bill]) -> str:
    from arena.cli._budget import count, money

    calls, tokens = sum(bill.cached for bill in bills), sum(bill.cached_tokens for bill in bills)
    saved = _known_sum(bill.saved_usd for bill in bills)
    worth = "at no known price" if saved is None else money(saved)
    return f"saved by the cache: {calls:,} of these calls, {count(tokens)} tokens, {worth}"


def _show_judgings(judgings: list[JudgingCost]) -> None:
    """What it takes to judge a turn, for each judging by itself."""
    from arena.cli._output import safe, screen, table

    if not judgings:
        return
    columns = [("judging", "left"), ("model", "left")]
    columns += [(name, "right") for name in ("calls", "judged turns", "calls a turn", "tokens a turn")]
    screen().print(table("by judged turn", columns, [_turn_cells(row) for row in judgings]))
    if unmetered := sum(row.unmetered for row in judgings if row.input_tokens is not None):
        screen().print(safe(f"{unmetered:,} calls whose tokens were not told are left out", "dim"))


def _turn_cells(row: JudgingCost) -> list[object]:
    from arena.cli._budget import count

    name = "run" if row.journal == "journal" else row.journal.removeprefix("journal-")
    each = f"{row.calls / row.turns:.2f}" if row.turns else "–"
    tokens = "–" if row.tokens_per_turn is None else count(row.tokens_per_turn)
    return [name, row.model, f"{row.calls:,}", f"{row.turns:,}", each, tokens]


def _cells(bill: Bill) -> list[object]:
    from arena.cli._budget import count, money

    free = not bill.unpriced and not bill.cost_usd
    cost = "free" if free else money(bill.cost_usd, bool(bill.unpriced))
    unknown = bill.unpriced and not bill.input_tokens  # nobody counted them, which is not zero
    tokens = ["–", "–"] if unknown else [count(bill.input_tokens), count(bill.output_tokens)]
    told = [*tokens, cost, f"{bill.latency_s:.1f}", f"{bill.cached:,}"]
    return [bill.of or "–", f"{bill.calls:,}", bill.failed or "", *told]


def _whole(bills: list[Bill]) -> str:
    from arena.cli._budget import count, money

    priced = [bill.cost_usd for bill in bills if bill.cost_usd is not None]
    tokens = sum(bill.input_tokens + bill.output_tokens for bill in bills)
    unpriced = sum(bill.unpriced for bill in bills)
    if not tokens and not any(priced) and not unpriced:
        return f"{sum(bill.calls for bill in bills):,} calls, free: no provider was asked"
    cost = money(sum(priced) if priced else None, bool(unpriced and priced))
    note = f" ({unpriced:,} calls name no price)" if unpriced else ""
    return f"{sum(bill.calls for bill in bills):,} calls · {count(tokens)} tokens · {cost}{note}"
