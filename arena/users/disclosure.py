"""What may be told in this turn: facts and wishes, by rule and seeded draw, a few at a time.

A speaker who is shown only what may be told now cannot over-inform; telling everything at the start is the best-known
fault of simulated users.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from arena.schema.persona import Fact, Persona, Secret
from arena.schema.scenario import Scenario, SessionPlan
from arena.schema.user_view import Tellable
from arena.schema.vocabulary import FACT_KEYS
from arena.users._asked import asked_for, speaks_of
from arena.users.asking import topic


@dataclass(frozen=True, slots=True)
class Offer:
    """What the engine decided about facts for one turn."""

    tell: tuple[Tellable, ...]
    keep_back: tuple[str, ...]
    """Topic words of the secrets that were asked for and stay untold.

    Facts that are no secret are left out: there is nothing to be guarded.
    """
    withheld: tuple[str, ...]
    """Keys of the facts that were asked for and stay untold; other than secrets only where nothing asked is told."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The turn that facts are chosen for."""

    scenario: Scenario
    plan: SessionPlan
    asked_in: str
    """The assistant's last message; empty at the opening."""
    told: Collection[str]
    """Keys told so far, in any session."""
    seed: int


def policy(fact: Fact) -> str:
    """The person's own policy; facts that are no secret are told freely where they are relevant."""
    return fact.own_policy if isinstance(fact, Secret) else "freely"


def may_come_up(key: str, plan: SessionPlan) -> bool:
    """Whether the session lets the fact come up at all."""
    return plan.may_reveal.facts == "any" or key in plan.may_reveal.facts


def needed(key: str, plan: SessionPlan) -> bool:
    """Whether the task needs the fact, or the message should carry it."""
    return key in plan.needs_facts or key in plan.norms.share


def _category(fact: Fact) -> str:
    return fact.category or (FACT_KEYS[fact.key].category if fact.key in FACT_KEYS else "")


def relevant(fact: Fact, scenario: Scenario) -> bool:
    """Whether the scenario touches the fact's category, or the person mentions it unasked anyway."""
    return fact.openly or _category(fact) in scenario.touches


def _at_hand(fact: Fact, occasion: Occasion) -> bool:
    """Whether the talk is of a secret's kind of matter: a whole scenario touches more than one talk does."""
    matter = " ".join([occasion.plan.need, *occasion.plan.asks, occasion.asked_in])
    return not isinstance(fact, Secret) or speaks_of(_category(fact), matter)


def at_once(volunteers: float, opening: bool) -> int:
    """How many new facts fit into one turn."""
    return 1 if opening or volunteers < 0.6 else 2


def _permitted(fact: Fact, occasion: Occasion, asked: bool) -> bool:
    """Whether session and policy allow to tell it; asked, what was told before or is needed here may be told."""
    rule = policy(fact)
    answerable = asked and (fact.key in occasion.told or needed(fact.key, occasion.plan))
    if rule == "never" or not (answerable or may_come_up(fact.key, occasion.plan)):
        return False
    if rule == "only_if_needed":
        return asked or fact.key in occasion.plan.needs_facts
    return asked or rule == "freely"


def _rank(fact: Fact, occasion: Occasion, asked: bool, volunteered: bool) -> int | None:
    """Place in the queue of this turn: asked, needed, volunteered; None when it does not come up."""
    if not _permitted(fact, occasion, asked):
        return None
    if asked:
        return 0
    if fact.key in occasion.told:
        return None
    if needed(fact.key, occasion.plan):
        return 1
    fits = volunteered and relevant(fact, occasion.scenario) and _at_hand(fact, occasion)
    return 2 if fits else None


def _asked(facts: Sequence[Fact], occasion: Occasion) -> frozenset[str]:
    """Keys of the facts just asked for; words that fit several are taken to mean one that may be told."""
    tellable = [f for f in facts if _permitted(f, occasion, asked=True)]
    others = {f.key for f in facts} - {f.key for f in tellable}
    return asked_for(occasion.asked_in, tellable, occasion.told) | (
        asked_for(occasion.asked_in, facts, occasion.told) & others
    )


def offer(persona: Persona, occasion: Occasion) -> Offer:
    """The facts that may be told now, few at a time, and those that were asked for and are kept back."""
    chance = random.Random(occasion.seed)  # noqa: S311  # reproducible, not secret
    volunteers = persona.cooperation.volunteers
    facts = persona.known_facts()
    asked = _asked(facts, occasion)
    # one draw a fact, whatever is decided, so that draws do not shift
    ranks = {f.key: _rank(f, occasion, f.key in asked, chance.random() < volunteers) for f in facts}
    come_up = (f for f in facts if ranks[f.key] is not None)
    queue = sorted(come_up, key=lambda f: (ranks[f.key], not needed(f.key, occasion.plan)))
    new = [f for f in queue if f.key not in occasion.told][: at_once(volunteers, not occasion.asked_in)]
    chosen = [f for f in queue if f.key in occasion.told or f in new]
    held = [f for f in facts if f.key in asked and ranks[f.key] is None]
    return Offer(
        tell=tuple(_tellable(f, f.key in asked, f.key in occasion.told) for f in chosen),
        keep_back=tuple(dict.fromkeys(topic(f.key) for f in held if isinstance(f, Secret))),
        withheld=tuple(f.key for f in held if isinstance(f, Secret) or 0 not in ranks.values()),
    )


def _tellable(fact: Fact, asked: bool, told: bool) -> Tellable:
    return Tellable(key=fact.key, value=fact.value, says_like=fact.says_like, asked=asked, told=told)
