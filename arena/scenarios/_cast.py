"""What follows from a scenario: who can play it, what it makes public, how it is cut short."""

from __future__ import annotations

from collections.abc import Iterator

from arena.scenarios._placeholders import lacking, without
from arena.schema.persona import Persona
from arena.schema.persona_rules import category_of
from arena.schema.scenario import Scenario, SessionPlan
from arena.schema.world import Catalogue, Choice, Known, World


def misfit(scenario: Scenario, persona: Persona) -> str:
    """Why the person cannot be cast, as a sentence; empty when they can."""
    return next(_misfits(scenario, persona), "")


def _misfits(scenario: Scenario, persona: Persona) -> Iterator[str]:
    own, needs = scenario.person, scenario.cast.needs
    if own is not None and own.id != persona.id:
        yield f"it is played by its own person, {own.id}"
    categories = {category_of(secret) for secret in persona.secrets}
    if needs.secrets and categories.isdisjoint(needs.secrets):
        yield f"it needs a secret about {' or '.join(needs.secrets)}"
    topics = {preference.topic for preference in persona.preferences}
    if needs.preferences and topics.isdisjoint(needs.preferences):
        yield f"it needs a preference on {' or '.join(needs.preferences)}"
    absent = set(needs.facts) - {fact.key for fact in persona.known_facts()}
    if absent:
        yield f"it needs the facts {', '.join(sorted(absent))}"
    names = (lacking(text, persona) for plan in scenario.sessions for text in _spoken(plan))
    yield from (f"its sessions name `{name}`, which the person lacks or keeps secret" for name in names if name)


def _spoken(plan: SessionPlan) -> Iterator[str]:
    """The texts of a session in which placeholders are filled in."""
    yield from (plan.need, plan.opens_with or "", *plan.asks, *plan.follow_ups)
    yield from (turn.text or "" for turn in plan.turns if turn.who == "user")


def world(scenario: Scenario) -> World:
    """The public knowledge of all sessions: their content, and their options under what each session is about."""
    return World(
        known=tuple(Known(about=item.about, text=item.text) for plan in scenario.sessions for item in plan.content),
        catalogues=tuple(
            Catalogue(
                about=_about(plan),
                choices=tuple(Choice(id=option.id, text=option.text, has=option.has) for option in plan.options),
            )
            for plan in scenario.sessions
            if plan.options
        ),
    )


def _about(plan: SessionPlan) -> str:
    """What a session is about: its need, the ways to bring it up, and the last thing the person is given to say."""
    given = [turn.text for turn in plan.turns if turn.who == "user" and turn.text]
    parts = (plan.need, plan.opens_with or "", *plan.asks, *given[-1:])
    return " ".join(words for words in (without(part) for part in parts) if words)


def shorten(scenario: Scenario, sessions: int) -> Scenario:
    """The scenario with only its first `sessions` sessions (at least 1) and the probes that come after those."""
    if sessions < 1:
        raise ValueError("a scenario has at least one session")
    kept = scenario.sessions[:sessions]
    ids = {plan.id for plan in kept}
    probes = tuple(probe for probe in scenario.probes if probe.after in ids)
    return scenario.model_copy(update={"sessions": kept, "probes": probes})
