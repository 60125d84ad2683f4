"""`{persona.identity.home}` and the like: the few things of a person that a scenario may put into their mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from arena.errors import UsageError
from arena.schema.persona import Persona
from arena.schema.persona_rules import unknown_key
from arena.schema.vocabulary import FACT_KEYS

IDENTITY = ("name", "age", "home", "work", "household", "locale")
_PLACEHOLDER = re.compile(r"\{persona\.([^{}]*)\}")
_ATTEMPT = re.compile(r"\{\s*persona[^{}]*\}?")


def fill(text: str, persona: Persona) -> str:
    """`text` with its placeholders replaced, once: what a value holds is not looked at again.

    Raises:
        UsageError: the person lacks it (a secret does not count), so that they cannot be cast here.
    """
    return _PLACEHOLDER.sub(lambda found: _required(found.group(1), persona), text)


def without(text: str) -> str:
    """`text` with its placeholders taken out."""
    return " ".join(_PLACEHOLDER.sub(" ", text).split())


def lacking(text: str, persona: Persona) -> str:
    """The first placeholder of `text` that this person has nothing for; empty if there is none."""
    return next((name for name in _PLACEHOLDER.findall(text) if _value(name, persona) is None), "")


def faults(text: str, *, allowed: bool) -> Iterator[tuple[str, str]]:
    """(message, hint) for each placeholder that is misspelt, unknown, or in a text that may have none."""
    for attempt in _ATTEMPT.findall(text):
        found = _PLACEHOLDER.fullmatch(attempt)
        if found is None:
            yield f"`{attempt}` is not a placeholder", "write {persona.identity.name} or {persona.facts.KEY}"
        elif not allowed:
            place = "`need`, `opens_with`, `asks`, `follow_ups` and the person's own `turns`"
            yield f"placeholder `{attempt}` where nobody fills it in", f"they may stand in {place}"
        elif fault := _unknown(found.group(1)):
            yield f"unknown placeholder `{attempt}`", fault


def _unknown(name: str) -> str:
    group, _, key = name.partition(".")
    if group == "identity":
        return "" if key in IDENTITY else f"of identity there are {', '.join(IDENTITY)}"
    if group == "facts":
        return "" if key in FACT_KEYS else unknown_key(key)
    return "there are {persona.identity.…} and {persona.facts.…}"


def _value(name: str, persona: Persona) -> str | None:
    group, _, key = name.partition(".")
    if group == "identity" and key in IDENTITY:
        value = getattr(persona.identity, key)
        return str(value) if value not in (None, "") else None
    if group == "facts":
        return next((fact.value for fact in persona.facts if fact.key == key), None)
    return None


def _required(name: str, persona: Persona) -> str:
    value = _value(name, persona)
    if value is None:
        fact = f"{persona.id} has no `{name}`, which the scenario names"
        raise UsageError(fact, next_step=f"give the person one, or leave out {{persona.{name}}}")
    return value
