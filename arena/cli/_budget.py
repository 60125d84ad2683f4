"""What a run will cost, on the screen, and the question whether it may."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arena.schema.run import Budget, RunSpec
    from arena.tournament import Account, Amount, Expected, Forecast, Precision


def limits(max_cost: float | None, max_tokens: int | None, max_time: str | None, confirm_above: float | None) -> Budget:
    """The options that were given, as a budget with exactly these keys set. Raises UsageError."""
    from pydantic import ValidationError

    from arena.errors import UsageError
    from arena.schema.run import Budget

    options = {"max_cost": max_cost, "max_tokens": max_tokens, "max_time": max_time, "confirm_above": confirm_above}
    try:
        return Budget.model_validate({name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        option = f"--{first['loc'][0]}".replace("_", "-")
        raise UsageError(
            f"{option} {first['input']}: {first['msg'].removeprefix('Value error, ')}",
            next_step="give dollars (--max-cost 5), tokens (--max-tokens 2000000) or time (--max-time 2h30m)",
        ) from None


def flags(budget: Budget) -> str:
    """The limits as options, with a space in front of each."""
    from arena.text.duration import as_option

    found = [
        ("--max-cost", budget.max_cost and f"{budget.max_cost:g}"),
        ("--max-tokens", budget.max_tokens and str(budget.max_tokens)),
        ("--max-time", budget.max_time and as_option(budget.max_time)),
    ]
    return "".join(f" {option} {value}" for option, value in found if value)


def money(cost: float | None, unpriced: bool = False) -> str:
    """Dollars with as many digits as matter; `unpriced` where no price is known, a plus where one is missing."""
    if cost is None:
        return "unpriced"
    shown = f"${cost:.2f}" if cost >= 0.1 or cost == 0 else f"${cost:.4f}"
    return f"{shown} + unpriced" if unpriced else shown


def count(tokens: float) -> str:
    """A number of tokens or calls at a glance: `940`, `12 k`, `3.4 M`."""
    if tokens < 10_000:
        return f"{tokens:,.0f}"
    return f"{tokens / 1e3:,.0f} k" if tokens < 1e6 else f"{tokens / 1e6:,.1f} M"


def in_brief(ahead: Forecast) -> str:
    """One line: matches, calls, tokens, dollars, time."""
    from arena.text.duration import in_words

    amount = ahead.amount
    parts = [f"{ahead.matches} matches"] if ahead.matches else []
    parts.append(f"about {count(ahead.n_calls)} calls")
    if ahead.paid_calls:
        parts += [f"{count(amount.tokens)} tokens", money(amount.cost_usd, bool(ahead.unpriced))]
    else:
        parts.append("no tokens, no dollars")
    return " · ".join([*parts, in_words(ahead.seconds)])


def spending(account: Account) -> str:
    """Spent so far, of what it will be in the end and of what it may be; empty where nothing is paid or limited."""
    from arena.text.duration import in_words

    spent, limits, parts = account.spent, account.limits, []
    outlook = account.outlook
    if spent.cost_usd is not None or limits.max_cost is not None:
        parts.append(
            _share(money(spent.cost_usd or 0.0), money(outlook.cost_usd), limits.max_cost and money(limits.max_cost))
        )
    if spent.tokens and (spent.cost_usd is None or limits.max_tokens is not None):
        most = limits.max_tokens and count(limits.max_tokens)
        parts.append(_share(count(spent.tokens), f"{count(outlook.tokens)} tokens", most))
    if limits.max_time is not None:
        parts.append(_share(in_words(spent.seconds), in_words(outlook.seconds), in_words(limits.max_time)))
    return "".join(f" · {part}" for part in parts)


def _share(spent: str, outlook: str, most: str | float | None) -> str:
    return f"{spent} of ~{outlook}" + (f" (at most {most})" if most else "")


def show_forecast(ahead: Forecast, *, as_json: bool, precision: Precision | None = None) -> None:
    """What a run will take, by prompt, how sure it will be where that is known, and where the numbers come from."""
    from arena.cli._output import print_json, safe, screen, table

    if as_json:
        print_json(_as_json(ahead) | ({"precision": _widths(precision)} if precision else {}))
        return
    columns = [("prompt", "left")]
    columns += [(name, "right") for name in ("calls", "tokens in", "tokens out", "dollars")]
    screen().print(table("forecast", columns, [_cells(row) for row in _by_prompt(ahead)]))
    screen().print(safe(in_brief(ahead), "bold"))
    if precision is not None:
        screen().print(safe(_how_sure(precision), "bold"))
    for line in _footnotes(ahead):
        screen().print(safe(line, "dim"))


def _widths(precision: Precision) -> dict[str, Any]:
    return {name: value if value != float("inf") else None for name, value in asdict(precision).items()}


def _how_sure(precision: Precision) -> str:
    from arena.text.words import counted

    contestants, people = (
        counted(len(precision.contestants), "contestant"),
        counted(precision.people, "person", "people"),
    )
    return (
        f"a difference in likability will be known to within ± {precision.half_width:.2f}, if it spreads as with "
        f"{contestants} and {people} in {precision.run} (arena variance)"
    )


def _as_json(ahead: Forecast) -> dict[str, Any]:
    amount = ahead.amount
    return {
        "matches": ahead.matches,
        "calls": ahead.n_calls,
        "calls_span": list(ahead.span),
        "paid_calls": ahead.paid_calls,
        "tokens": amount.tokens,
        "cost_usd": amount.cost_usd,
        "unpriced": list(ahead.unpriced),
        "seconds": ahead.seconds,
        "measured": ahead.measured,
        "cheapest_match": asdict(ahead.least),
        "rows": [asdict(row) for row in ahead.calls],
    }


def _by_prompt(ahead: Forecast) -> list[Expected]:
    """Rows of all contestants together."""
    from dataclasses import replace

    sums: dict[tuple[str, str], Expected] = {}
    for row in ahead.calls:
        before = sums.get((row.party, row.prompt))
        if before is not None:
            cost = None if row.cost_usd is None else (before.cost_usd or 0.0) + row.cost_usd
            row = replace(  # noqa: PLW2901
                row,
                calls=before.calls + row.calls,
                input_tokens=before.input_tokens + row.input_tokens,
                output_tokens=before.output_tokens + row.output_tokens,
                cost_usd=cost,
            )
        sums[row.party, row.prompt] = row
    return [row for row in sums.values() if row.calls]


def _cells(row: Expected) -> list[object]:
    from arena.models.prices import FREE

    unseen = ["–", "–", "free" if row.model in FREE else "unpriced"]
    seen = [count(row.input_tokens), count(row.output_tokens), money(row.cost_usd)]
    return [row.prompt.partition("@")[0], count(row.calls), *(seen if row.input_tokens else unseen)]


def _footnotes(ahead: Forecast) -> list[str]:
    models = dict.fromkeys(f"{row.party}: {row.model}" for row in ahead.calls)
    lines = [" · ".join(models)]
    if ahead.matches:
        lines.append("calls: each case rehearsed without a model, some four turns a session on average")
        low, high = map(round, ahead.span)
        if low < high:
            lines.append(f"between {count(low)} and {count(high)}: people leave when they like, judges ask on in doubt")
    if ahead.paid_calls:
        measured = f"{100 * ahead.measured:.0f} % of the calls have lengths measured in the database"
        lines.append(f"{measured}; the rest are stated for each prompt")
        lines.append("dollars: list prices of litellm's table, without what a provider's prompt cache saves")
    if ahead.unpriced:
        lines.append(f"unpriced, which is not free: {', '.join(ahead.unpriced)}")
    return lines


def consent(ahead: Forecast, spec: RunSpec, *, spent: Amount | None, yes: bool) -> None:
    """Ask before a run that may cost more than `budget.confirm_above`.

    Raises:
        UsageError: nobody is there to be asked.
        Exit: the answer was no.
    """
    doubt = _doubt(ahead, spec, (spent.cost_usd or 0.0) if spent else 0.0)
    if yes or not doubt:
        return
    import sys

    import typer

    from arena.cli._output import notice
    from arena.errors import UsageError

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{doubt}, and there is no terminal to ask at",
            next_step=_way_out(ahead, spec.budget),
        )
    notice(f"{doubt}: {in_brief(ahead)}")
    if not typer.confirm("Play it?", err=True):
        notice("not played; nothing was paid")
        raise typer.Exit(1)


def _way_out(ahead: Forecast, budget: Budget) -> str:
    if ahead.unpriced:
        return "give --yes to play it, or a limit: --max-tokens N"
    return f"give --yes to play it, or a limit: --max-cost {budget.confirm_above or 5:g}"


def _doubt(ahead: Forecast, spec: RunSpec, spent: float) -> str:
    """Why a person should be asked; empty when they need not be."""
    from arena.models.prices import is_billed

    budget, cost = spec.budget, ahead.amount.cost_usd or 0.0
    if budget.max_cost is not None:
        cost = min(cost, budget.max_cost - spent)
    if cost > budget.confirm_above:
        return f"this run will cost about {money(cost)}, which is more than {money(budget.confirm_above)}"
    unknown = sorted({model.id for model in spec.models.every if model.id in ahead.unpriced and is_billed(model)})
    if unknown and budget.max_tokens is None:
        return f"the price of {', '.join(unknown)} is not known, so nobody can say what this run will cost"
    return ""
