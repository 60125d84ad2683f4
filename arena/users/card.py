"""What somebody who plays a person needs at hand in a session: who they are, what they want, what they keep."""

from __future__ import annotations

from dataclasses import dataclass

from arena.personas import manner
from arena.schema.persona import Fact, Persona
from arena.schema.scenario import Scenario, SessionPlan
from arena.users import disclosure, wishes
from arena.users._view import today
from arena.users.asking import topic

_POLICIES = {
    "never": "tell nobody",
    "only_if_needed": "only if it is needed",
    "if_asked": "if you are asked",
    "freely": "as you like",
}
_SHOWN = {"states": "say it", "hints": "hint at it", "reacts_only": "only react to it"}


@dataclass(frozen=True, slots=True)
class Matter:
    """A wish or a fact. `rule` says in a few words how it may come up."""

    key: str
    """A preference's id or a fact's key."""
    about: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Card:
    """A person in one session, in an order in which it is read."""

    name: str
    who: tuple[str, ...]
    """Age, work, home and the like."""
    writes: str
    need: str
    asks: tuple[str, ...]
    """Ways to bring it up, then what they would want to know next."""
    recipient: str
    """Who a message is for; empty where there is none."""
    for_recipient: tuple[str, ...]
    """Topics of the facts the message should carry."""
    not_for_recipient: tuple[str, ...]
    wishes: tuple[Matter, ...]
    secrets: tuple[Matter, ...]
    facts: tuple[Matter, ...]
    """What is no secret and may come up here."""
    max_turns: int


def card(persona: Persona, scenario: Scenario, session: int) -> Card:
    """The card for session `session` (from 1)."""
    plan = scenario.sessions[session - 1]
    day = today(persona, scenario, plan)
    identity = persona.identity
    return Card(
        name=identity.name,
        who=tuple(str(part) for part in (identity.age, identity.work, identity.home, identity.household) if part),
        writes=_writes(persona),
        need=day.need,
        asks=(*day.asks, *day.follow_ups),
        recipient=day.recipient,
        for_recipient=tuple(topic(key) for key in plan.norms.share),
        not_for_recipient=tuple(topic(key) for key in plan.norms.withhold),
        wishes=tuple(
            Matter(p.id, p.about, p.value, _SHOWN[p.shown_by]) for p in wishes.active(persona, scenario, plan, session)
        ),
        secrets=tuple(_fact(secret) for secret in persona.secrets),
        facts=tuple(_fact(fact) for fact in _others(persona, scenario, plan)),
        max_turns=plan.max_turns,
    )


def _writes(persona: Persona) -> str:
    how = manner(persona)
    parts = [f"{how.words_usual} words usually, {how.words_long} at most", how.formality]
    parts += {"usual": [], "lower": ["small letters"], "shouts": ["capitals"]}[how.capitals]
    return ", ".join([*parts, f"{how.emoji} an emoji"])


def _others(persona: Persona, scenario: Scenario, plan: SessionPlan) -> list[Fact]:
    secret = {fact.key for fact in persona.secrets}
    return [
        fact
        for fact in persona.known_facts()
        if fact.key not in secret
        and disclosure.may_come_up(fact.key, plan)
        and (disclosure.needed(fact.key, plan) or disclosure.relevant(fact, scenario))
    ]


def _fact(fact: Fact) -> Matter:
    return Matter(fact.key, topic(fact.key), fact.value, _POLICIES[disclosure.policy(fact)])
