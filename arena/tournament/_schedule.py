"""persona x scenario x contestant x seed -> matches. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from arena.errors import UsageError
from arena.prompts import load, names
from arena.scenarios import misfit
from arena.schema.persona import Persona
from arena.schema.run import BranchPoint, MatchPlan, RunSpec
from arena.schema.scenario import Scenario
from arena.text.canonical import canonical_json, key_of
from arena.tournament.lineup import Lineup

_REASONS = 6
"""How many pairs are named that are not played."""
RULES_VERSION = "1"
"""Raised when the person's engine or the offline model changes what is said, so that keys of old matches differ."""


class Cases:
    """What two contestants have in common when they are compared: the same person with the same chances.

    All chance in a match follows from it, so that contestants meet the same draws (common random numbers). Questions of
    fact have no part in it: nothing of them enters the dialogue, so that it stays the same with and without them.

    The text of a person or a scenario takes a millisecond and is part of many keys, so each is made once. One object
    serves one line-up, in which an id stands for one person or scenario.
    """

    def __init__(self) -> None:
        self._texts: dict[tuple[type[Persona | Scenario], str], str] = {}

    def key(self, persona: Persona, scenario: Scenario, seed: int) -> str:
        """The key of a case."""
        return key_of("case", self._text(persona), self._text(scenario), str(seed))

    def _text(self, record: Persona | Scenario) -> str:
        known = self._texts.get((type(record), record.id))
        if known is None:
            known = self._texts[type(record), record.id] = _text(record)
        return known


def _text(record: Persona | Scenario) -> str:
    if isinstance(record, Scenario):
        record = record.model_copy(update={"probes": tuple(probe for probe in record.probes if probe.kind == "memory")})
    return canonical_json(record.model_dump(mode="json"))


def plan_matches(lineup: Lineup, spec: RunSpec) -> tuple[MatchPlan, ...]:
    """Every match of the run, ordered so that all contestants of one case come together.

    Raises:
        UsageError: no persona can be cast in any scenario.
    """
    settings, cases = _settings(spec), Cases()
    plans = tuple(
        MatchPlan(
            key=key_of("match", cases.key(persona, scenario, seed), *_facts_asked(scenario), contestant, settings),
            persona=persona.id,
            scenario=scenario.id,
            contestant=contestant,
            seed=seed,
        )
        for persona, scenario in _pairs(lineup)
        for seed in range(spec.first_seed, spec.first_seed + spec.seeds)
        for contestant in lineup.contestants
    )
    if not plans:
        reasons = sorted({misfit(s, p) for s in lineup.scenarios for p in lineup.personas})
        raise UsageError(
            "none of these personas can be cast in these scenarios: " + "; ".join(reasons),
            next_step="choose others with --personas and --scenarios, or see `arena scenario show NAME`",
        )
    return plans


def plan_branch(point: BranchPoint, former: MatchPlan, contestant: str, spec: RunSpec) -> MatchPlan:
    """A match that goes on from a moment of another one."""
    moment = f"{point.session}.{point.turn}"
    key = key_of("branch", former.key, moment, contestant, _settings(spec))
    return former.model_copy(update={"key": key, "contestant": contestant})


def left_out(lineup: Lineup) -> list[str]:
    """Why some pairs are not played, one sentence each (imported scenarios that bring their own person aside)."""
    reasons = [
        f"{persona.id} is not cast in {scenario.id}: {why}"
        for scenario in lineup.scenarios
        if scenario.person is None
        for persona in lineup.personas
        if (why := misfit(scenario, persona))
    ]
    more = len(reasons) - _REASONS
    return reasons if more <= 1 else [*reasons[:_REASONS], f"{more} more pairs are not played either"]


def _pairs(lineup: Lineup) -> Iterator[tuple[Persona, Scenario]]:
    for scenario in lineup.scenarios:
        for persona in lineup.personas:
            if not misfit(scenario, persona):
                yield persona, scenario


def _facts_asked(scenario: Scenario) -> list[str]:
    """The questions of fact, for the key of a match; none where there are none."""
    return [canonical_json(probe.model_dump(mode="json")) for probe in scenario.probes if probe.kind != "memory"]


def _settings(spec: RunSpec) -> str:
    """What else determines what is said: models, prompts of the two speakers, probes, rules."""
    spoken = [load(*ref) for ref in names() if ref[0].startswith(("user/", "assistant/"))]
    models = spec.models.model_dump(include={"user", "contestant"})
    for party in models.values():
        for how in ("timeout_s", "max_tries", "rpm", "tpm", "lane"):
            party.pop(how)
    return canonical_json([models, {p.ref: p.sha256 for p in spoken}, spec.probes, RULES_VERSION])
