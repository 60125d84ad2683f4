"""The forecast and the books of a run, from its specification, the prices and what the store has measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from arena.assistants import is_door
from arena.errors import StoreUnavailable, UsageError
from arena.models.prices import FREE, price_of
from arena.schema.event import Event
from arena.schema.persona import Persona
from arena.schema.run import Budget, MatchPlan, RunSpec, StoredRun
from arena.schema.scenario import Scenario
from arena.store import Store
from arena.text.duration import as_option, in_words
from arena.tournament._budget import Account, no_price
from arena.tournament._lengths import Lengths
from arena.tournament._run import Run
from arena.tournament._schedule import plan_matches
from arena.tournament.backends import check_ids, named_by
from arena.tournament.forecast import Amount, Forecast, Meter, forecast
from arena.tournament.lineup import line_up

_PATIENCE_S = 0.5
"""For the measured lengths; the stated ones do when another program keeps the database open."""


def is_free(spec: RunSpec) -> bool:
    """Whether nobody has to know before what a run takes: nothing in it is paid and nothing is limited."""
    limits, asked = spec.budget, [model.id for model in spec.models.every]
    from_elsewhere = any(is_door(name) or named_by(name) for name in spec.contestants)
    unlimited = (limits.max_cost, limits.max_tokens, limits.max_time) == (None, None, None)
    return FREE.issuperset(asked) and unlimited and not from_elsewhere


def forecast_of(spec: RunSpec) -> Forecast:
    """What a run of `spec` will take. Nothing is written and no key is needed.

    Raises:
        UsageError, BadFiles: something named in the specification does not exist or does not fit.
    """
    check_ids(spec)
    lineup = line_up(spec)
    people, courses = {p.id: p for p in lineup.personas}, {s.id: s for s in lineup.scenarios}
    ahead = forecast(plan_matches(lineup, spec), people, courses, spec, meter_for(spec))
    check_limits(spec.budget, ahead)
    return ahead


def forecast_rest(stored: StoredRun, plans: Iterable[MatchPlan], meter: Meter) -> Forecast:
    """What playing some matches of a stored run will take."""
    people = {key: Persona.model_validate(value) for key, value in stored.personas.items()}
    courses = {key: Scenario.model_validate(value) for key, value in stored.scenarios.items()}
    return forecast(plans, people, courses, stored.spec, meter)


def forecast_left(run: Run) -> Forecast:
    """What playing the rest of a run will take; the answers it already has of unfinished matches are not taken off."""
    return forecast_rest(run.stored, run.unfinished(), run.account.meter)


def account_for(stored: StoredRun, db: Path, events: Iterable[Event] = ()) -> Account:
    """The books of a run, with what its journal already holds; they do without a forecast where it is free."""
    meter = meter_for(stored.spec, db)
    ahead = None if is_free(stored.spec) else forecast_rest(stored, stored.matches, meter)
    account = Account(limits=stored.spec.budget, forecast=ahead, meter=meter)
    account.recall(events)
    return account


def meter_for(spec: RunSpec, db: Path | None = None) -> Meter:
    """Lengths and prices for a specification; the database and the price list are read only for a provider's model."""
    if {model.id for model in spec.models.every} <= FREE:
        return Meter(Lengths(), no_price)
    return Meter(_measured(db if db is not None else Path(spec.db)), price_of)


def _measured(db: Path) -> Lengths:
    if not db.exists():
        return Lengths()
    try:
        return Lengths(Store(db, _PATIENCE_S).lengths())
    except StoreUnavailable:
        return Lengths()


def raised(limits: Budget, given: Budget) -> Budget:
    """`limits` with those of `given` that were set."""
    return Budget.model_validate({**limits.model_dump(), **given.model_dump(exclude_unset=True)})


def check_limits(limits: Budget, ahead: Forecast | None) -> None:
    """Refuse limits that cannot be kept or do not pay for one match. Raises UsageError."""
    if ahead is None:
        return
    if limits.max_cost is not None and ahead.unpriced and ahead.amount.cost_usd is None:
        raise UsageError(
            f"the price of {', '.join(ahead.unpriced)} is not known, so a limit in dollars cannot be kept",
            next_step="limit tokens or time: --max-tokens, --max-time",
        )
    for given, least, option in _pairs(limits, ahead.least):
        if given < least:
            raise UsageError(
                f"{_shown(option, given)} do not pay for one match, which takes about {_shown(option, least)}",
                next_step=f"allow more (--{option} {_typed(option, least * 1.5)}) or play less of it (--sessions 1)",
            )


def check_raised(given: Budget, spent: Amount) -> None:
    """Refuse limits given to a resumed run that are used up already. Raises UsageError."""
    asked = Budget.model_validate(given.model_dump(exclude_unset=True))
    for limit, taken, option in _pairs(asked, spent):
        if limit <= taken:
            raise UsageError(
                f"this run has already taken {_shown(option, taken)}; a limit of {_shown(option, limit)} leaves none",
                next_step=f"allow more in all, such as --{option} {_typed(option, taken * 2)}",
            )


def _pairs(limits: Budget, amount: Amount) -> list[tuple[float, float, str]]:
    """(limit, amount, option) of the limits that are set."""
    found = [
        (limits.max_cost, amount.cost_usd or 0.0, "max-cost"),
        (limits.max_tokens, amount.tokens, "max-tokens"),
        (limits.max_time, amount.seconds, "max-time"),
    ]
    return [(float(limit), taken, option) for limit, taken, option in found if limit is not None]


def _shown(option: str, value: float) -> str:
    if option == "max-cost":
        return f"${value:.4f}" if value < 0.1 else f"${value:.2f}"
    return f"{value:,.0f} tokens" if option == "max-tokens" else in_words(value)


def _typed(option: str, value: float) -> str:
    if option == "max-cost":
        return f"{value:.2g}"
    return f"{value:.0f}" if option == "max-tokens" else as_option(value)
