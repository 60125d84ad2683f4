"""What a run will take, before its first call. Pure: lengths and prices come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from types import MappingProxyType
from typing import NamedTuple

from arena import assistants
from arena.judges import ASPECTS, DIMENSIONS, Brief
from arena.models.prices import FREE, TokenPrice
from arena.prompts import names
from arena.schema.judging import Judging
from arena.schema.persona import Persona
from arena.schema.run import MatchPlan, Models, Party, RunSpec
from arena.schema.scenario import Scenario, SessionPlan
from arena.store import Recorded
from arena.tournament._lengths import Lengths
from arena.tournament._rehearsal import Rehearsed, rehearse

_TURNS = 4.3
"""User turns of a session in which the person decides when to go; the last one gets no reply. Measured on the default
tournament: 3.8 to 4.4 by session."""
_SHARES = MappingProxyType(
    {"judge/hallucinate": 0.5, "judge/violate": 0.1, "judge/role": 0.05, "judge/realism": 0.2, "judge/recall": 1.0}
)
"""Prompt -> which share of the calls that are possible and not certain is made. On the offline model it was 0.34, 0.00,
0.00, 0.19 and 1.00 in the default tournament; a model acknowledges more than rules do, and strays more often."""
_JUDGING_AT_ONCE = 4
"""Judge calls in flight for each match at once."""
_FREE_CALL_S = 0.0035
"""Seconds of a processor for one call to a model of our own, everything around it included."""


_FOREIGN_CALL_S = 2.0
"""Seconds of a reply of a contestant from outside, of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens in and out together, US dollars where prices are known (None where none is), seconds."""

    tokens: float = 0.0
    cost_usd: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """Calls of one party with one prompt for one contestant."""

    party: Party
    prompt: str
    """`name@version`."""
    model: str
    contestant: str
    calls: float
    input_tokens: float
    output_tokens: float
    cost_usd: float | None
    """US dollars; None where the price is unknown, which is not zero."""
    seconds: float
    """All of these calls one after another."""
    measured: bool
    span: tuple[float, float] | None = None
    """The fewest and the most calls that there can be; None where `calls` is all there is to say."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a number of matches will take. Sums over `calls`."""

    matches: int
    calls: tuple[Expected, ...]
    seconds: float
    """Wall-clock time."""
    least: Amount
    """What the cheapest match takes."""

    @property
    def n_calls(self) -> float:
        """Model calls, those of the offline model included."""
        return sum(row.calls for row in self.calls)

    @property
    def span(self) -> tuple[float, float]:
        """The fewest and the most model calls that there can be, failures and new attempts aside."""
        spans = [row.span or (row.calls, row.calls) for row in self.calls]
        return sum(low for low, _ in spans), sum(high for _, high in spans)

    @property
    def paid_calls(self) -> float:
        """Calls to a provider."""
        return sum(row.calls for row in self.calls if row.model not in FREE)

    @property
    def amount(self) -> Amount:
        """Tokens and money of all of it."""
        return total(self.calls, self.seconds)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Models whose price is unknown."""
        return tuple(sorted({row.model for row in self.calls if row.cost_usd is None and row.calls}))

    @property
    def measured(self) -> float:
        """Share of the provider's calls whose lengths are measured, 0 to 1."""
        return sum(row.calls for row in self.calls if row.measured) / (self.paid_calls or 1.0)


def forecast_judging(recorded: Recorded, judging: Judging, spec: RunSpec, meter: Meter) -> Forecast:
    """What judging the finished matches of a run once more will take: the judges' part of playing them."""
    people = {name: Persona.model_validate(body) for name, body in recorded.personas.items()}
    courses = {name: Scenario.model_validate(body) for name, body in recorded.scenarios.items()}
    kinds = Counter((p.plan.persona, p.plan.scenario, p.plan.contestant) for p in recorded.matches)
    rows: list[tuple[Expected, int]] = []
    asked = _asked(kinds, people, courses, spec.model_copy(update={"judge": True}))
    for (_, _, contestant), times, calls_of_one in asked:
        for call in calls_of_one:
            if call.party == "judge" and _wanted(judging, call.prompt):
                rows.append((_expected(_asked_again(judging, call), contestant, spec, meter), times))
    calls = _added(rows)
    seconds = sum(row.seconds for row in calls) / (_JUDGING_AT_ONCE * spec.concurrency)
    paced = _paced_s(calls, spec.model_copy(update={"models": Models(judge=judging.judge)}))
    return Forecast(kinds.total(), calls, max(seconds, paced), least=Amount(0.0, 0.0))


def forecast_questions(asked: Mapping[tuple[Party, str], float], spec: RunSpec, meter: Meter) -> Forecast:
    """What so many questions of each party and prompt will take, outside of any match."""
    calls = tuple(_expected(_Call(*key, n, n, n), "", spec, meter) for key, n in sorted(asked.items()) if n)
    seconds = sum(row.seconds for row in calls) / spec.concurrency
    return Forecast(0, calls, max(seconds, _paced_s(calls, spec)), least=Amount(0.0, 0.0))


_FAMILY = MappingProxyType(
    {"factual": "factuality", "reveal": "privacy", "recall": "memory", "likability": "likability"}
)
_OF_PEOPLE = frozenset({"judge/role", "judge/realism"})
"""What is asked of the person while a run is played, and not again."""


def _wanted(judging: Judging, prompt: str) -> bool:
    """Whether a judging asks this question."""
    family = _FAMILY.get(prompt.removeprefix("judge/"), "preference")
    if prompt in _OF_PEOPLE:
        return False
    if prompt == "judge/session":
        return Brief(judging.measures).wants_any(ASPECTS)
    return not judging.measures or any(name.partition(".")[0] == family for name in judging.measures)


def _asked_again(judging: Judging, call: _Call) -> _Call:
    """With which prompt, and how often, a judging asks what a run asks."""
    if call.prompt != "judge/likability" or not judging.apart:
        return call
    every = not judging.measures or {"likability", "likability.overall"} & set(judging.measures)
    named = len(DIMENSIONS) if every else sum(name.startswith("likability.") for name in judging.measures)
    return _Call("judge", "judge/dimension", call.calls * named, call.fewest * named, call.most * named)


def total(rows: Iterable[Expected], seconds: float = 0.0) -> Amount:
    """The sum. Its cost is None when no provider's call has a price, and 0 when there are no provider's calls."""
    paid = [row for row in rows if row.calls and row.model not in FREE]
    priced = [row.cost_usd for row in paid if row.cost_usd is not None]
    cost = sum(priced) if priced or not paid else None
    return Amount(sum(row.input_tokens + row.output_tokens for row in paid), cost, seconds)


@dataclass(frozen=True, slots=True)
class Meter:
    """Where the numbers come from."""

    lengths: Lengths
    price: Callable[[str], TokenPrice | None]
    """Model id -> price."""


def forecast(
    plans: Iterable[MatchPlan],
    people: Mapping[str, Persona],
    courses: Mapping[str, Scenario],
    spec: RunSpec,
    meter: Meter,
) -> Forecast:
    """What playing `plans` will take.

    Calls are those of a rehearsal of each case, and what the contestant's parts say they ask; people stay some four
    turns where they decide themselves. Wall-clock time is the longest match, or all of them in `concurrency` lanes,
    whichever is longer, or what limits a minute make of them.
    """
    kinds = Counter((plan.persona, plan.scenario, plan.contestant) for plan in plans)
    matches = {
        kind: tuple(_expected(call, kind[2], asked, meter) for call in calls for asked in _asked_of(call, spec))
        for kind, _, calls in _asked(kinds, people, courses, spec)
    }
    least = [total(rows, sum(_dialogue(rows))) for rows in matches.values()]
    calls = _added([(row, kinds[kind]) for kind, rows in matches.items() for row in rows])
    seconds = _seconds([(rows, kinds[kind]) for kind, rows in matches.items()], spec.concurrency)
    return Forecast(
        matches=kinds.total(),
        calls=calls,
        seconds=max(seconds, _paced_s(calls, spec)),
        least=_least(least),
    )


class _Call(NamedTuple):
    """Calls of one party with one prompt in one match: how many on average, the fewest and the most."""

    party: Party
    prompt: str
    calls: float
    fewest: float
    most: float
    model: str = ""
    """Who is asked, where it is not the party's model."""


def _asked_of(call: _Call, spec: RunSpec) -> list[RunSpec]:
    """The specification once for each model that is asked: a question of judges is one of all of them, each sample."""
    if call.party != "judge" or call.prompt in _OF_PEOPLE:
        return [spec]
    judges = (spec.models.judge, *spec.models.panel)
    return [spec.model_copy(update={"models": Models(judge=one)}) for one in judges for _ in range(spec.samples)]


_Kind = tuple[str, str, str]
"""(persona, scenario, contestant)."""


def _asked(
    kinds: Counter[_Kind], people: Mapping[str, Persona], courses: Mapping[str, Scenario], spec: RunSpec
) -> list[tuple[_Kind, int, list[_Call]]]:
    """The calls of one match of each kind, and how often that kind comes."""
    pairs = list(dict.fromkeys((who, what) for who, what, _ in kinds))
    played = dict(zip(pairs, rehearse([(people[who], courses[what]) for who, what in pairs], spec), strict=True))
    return [(kind, times, _calls(played[kind[:2]], courses[kind[1]], kind[2], spec)) for kind, times in kinds.items()]


def _calls(played: Rehearsed, scenario: Scenario, contestant: str, spec: RunSpec) -> list[_Call]:
    """The calls of one match."""
    says, replies = 0.0, 0.0
    for plan in scenario.sessions:
        said, answered = _turns(plan)
        says, replies = says + said, replies + answered
    few, most = played.fewest, played.most
    says = min(max(says, few.prompts["user/turn"]), most.prompts["user/turn"])
    replies = min(max(replies, few.replies), most.replies)
    share = (replies - few.replies) / (most.replies - few.replies) if most.replies > few.replies else 1.0
    shares = {"judge/likability": share, "judge/dimension": share, **_SHARES}
    judging = [_between("judge", name, played, shares.get(name, 1.0)) for name in most.prompts if name != "user/turn"]
    user = _Call("user", "user/turn", says, few.prompts["user/turn"], most.prompts["user/turn"])
    return [user, *_contestants_calls(contestant, played, replies, len(scenario.sessions)), *judging]


def _between(party: Party, prompt: str, played: Rehearsed, share: float) -> _Call:
    few, most = played.fewest.prompts[prompt], played.most.prompts[prompt]
    return _Call(party, prompt, few + share * (most - few), few, most)


def _contestants_calls(contestant: str, played: Rehearsed, replies: float, sessions: int) -> list[_Call]:
    """What it asks by its parts' own account: certain where it asks one thing, for each reply; else at most so much."""
    asks, probes = assistants.asks(contestant), played.most.probes
    few, most = played.fewest.replies + played.fewest.probes, played.most.replies + probes
    times = {"reply": (replies + probes, most), "session": (sessions, sessions)}
    alone = len(asks) == 1 and asks[0].per == "reply"
    return [
        _Call(
            "contestant",
            one.prompt,
            one.times * times[one.per][0],
            one.times * few if alone else 0.0,
            ceil(one.times) * times[one.per][1],
            one.model,
        )
        for one in asks
    ]


def _turns(plan: SessionPlan) -> tuple[float, float]:
    """User turns that a model says, and replies that the contestant gives, on average."""
    given = sum(turn.who == "user" for turn in plan.turns)
    replies = sum(turn.who == "assistant" and turn.text is None for turn in plan.turns)
    if plan.kind == "scripted":
        return 0.0, float(replies)
    free = max(0.0, min(_TURNS, plan.max_turns) - given)
    opening = 1.0 if plan.opens_with and not given else 0.0
    return max(0.0, free - opening), replies + max(0.0, free - 1)


def _expected(call: _Call, contestant: str, spec: RunSpec, meter: Meter) -> Expected:
    model: str = call.model or getattr(spec.models, call.party).id
    prompt, n = f"{call.prompt}@{_version(call.prompt)}", call.calls
    free = Expected(
        party=call.party,
        prompt=prompt,
        model=model,
        contestant=contestant,
        calls=n,
        input_tokens=0.0,
        output_tokens=0.0,
        cost_usd=0.0,
        seconds=n * _FREE_CALL_S,
        measured=False,
        span=(call.fewest, call.most),
    )
    if call.party == "contestant" and assistants.is_door(contestant):
        return replace(free, model=contestant, cost_usd=None, seconds=n * _FOREIGN_CALL_S)
    if model in FREE:
        return free
    length, price = meter.lengths.of(prompt, model, contestant), meter.price(model)
    spoken, written = n * length.input_tokens, n * length.output_tokens
    cost = None if price is None else price.of(spoken, written)
    return replace(
        free,
        input_tokens=spoken,
        output_tokens=written,
        cost_usd=cost,
        seconds=n * length.latency_s,
        measured=length.n > 0,
    )


@cache
def _version(name: str) -> int:
    return max((version for known, version in names() if known == name), default=1)


def _added(rows: list[tuple[Expected, int]]) -> tuple[Expected, ...]:
    """One row for each party, prompt, contestant and model, of rows that come so many times."""
    groups: dict[tuple[str, ...], list[tuple[Expected, int]]] = {}
    for row, times in rows:
        groups.setdefault((row.party, row.prompt, row.contestant, row.model), []).append((row, times))
    return tuple(_sum(group) for group in groups.values())


def _sum(group: list[tuple[Expected, int]]) -> Expected:
    """Rows of the same calls as one. All have a price or none, since they ask one model."""
    first = group[0][0]
    return replace(
        first,
        calls=sum(row.calls * n for row, n in group),
        input_tokens=sum(row.input_tokens * n for row, n in group),
        output_tokens=sum(row.output_tokens * n for row, n in group),
        cost_usd=None if first.cost_usd is None else sum((row.cost_usd or 0.0) * n for row, n in group),
        seconds=sum(row.seconds * n for row, n in group),
        span=_span(group),
    )


def _span(group: list[tuple[Expected, int]]) -> tuple[float, float]:
    spans = [(row.span or (row.calls, row.calls), n) for row, n in group]
    return sum(low * n for (low, _), n in spans), sum(high * n for (_, high), n in spans)


def _dialogue(rows: Iterable[Expected]) -> list[float]:
    """Seconds of the calls that wait for each other."""
    return [row.seconds for row in rows if row.party != "judge"]


def _seconds(matches: list[tuple[tuple[Expected, ...], int]], concurrency: int) -> float:
    """Wall-clock time: our own model keeps one processor busy, providers are waited for side by side."""
    own = sum(row.seconds * n for rows, n in matches for row in rows if row.model in FREE)
    waits = [(_dialogue(row for row in rows if row.model not in FREE), n) for rows, n in matches]
    longest = max((sum(wait) for wait, _ in waits), default=0.0)
    lanes = sum(sum(wait) * n for wait, n in waits) / concurrency
    judging = sum(r.seconds * n for rows, n in matches for r in rows if r.party == "judge" and r.model not in FREE)
    return own + max(longest, lanes, judging / (_JUDGING_AT_ONCE * concurrency))


def _paced_s(rows: Sequence[Expected], spec: RunSpec) -> float:
    """Seconds that limits a minute leave no way around; parties of one model share them, and the smallest counts."""
    longest = 0.0
    for model in spec.models.every:
        mine = [row for row in rows if row.model == model.id]
        tokens = sum(row.input_tokens + row.output_tokens for row in mine)
        by_calls = sum(row.calls for row in mine) / model.rpm if model.rpm else 0.0
        longest = max(longest, 60 * by_calls, 60 * tokens / model.tpm if model.tpm else 0.0)
    return longest


def _least(amounts: list[Amount]) -> Amount:
    """The smallest of each."""
    costs = [amount.cost_usd for amount in amounts if amount.cost_usd is not None]
    return Amount(
        min((amount.tokens for amount in amounts), default=0.0),
        min(costs, default=None),
        min((amount.seconds for amount in amounts), default=0.0),
    )
