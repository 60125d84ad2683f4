"""What holds for every authored person beyond types, whether in a file of its own or inside a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from arena.schema.persona import Fact, Persona
from arena.schema.vocabulary import FACT_KEYS, Category
from arena.text.features import FEATURES
from arena.text.match import mentions
from arena.text.nearest import did_you_mean, nearest
from arena.text.words import content_words

Place = tuple[str | int, ...]
"""Keys and indices from the top of a record."""

_NOT_SAID = {"id", "version", "author", "sources", "inferred", "facts", "secrets"}
"""Fields that neither the speaking model nor anybody else reads as text of the person."""
_NOT_WORDS = {"id", "topic", "favours"}
"""Keys below them whose values are labels."""


_OF_REPLIES = "reply."
_BRACES = re.compile(r"\{[^{}]*\}")
_SLOTS = {
    "asks": "{ask}",
    "changes_subject": "{ask}",
    "answers": "{fact}",
    "objects": "{wish}",
    "hedges": "{wish}",
}
"""Act -> the slot that its lines may have."""


class Complaint(NamedTuple):
    """A broken rule: where in the record, what is wrong, what to do."""

    at: Place
    message: str
    hint: str = ""
    rests_on: tuple[Place, ...] = ()
    """Values elsewhere that the rule was held against: where one of them is broken itself, nothing can be said."""


def complaints(persona: Persona) -> tuple[Complaint, ...]:
    """Every broken rule.

    Ids and fact keys are unique, fact keys are in the vocabulary, nobody both may and must not learn
    a secret for one purpose, a usual message is not longer than a long one, features of replies and slots of lines are
    ones that there are, and
    nothing that anybody reads of the person states one of their own secrets, and what is marked as inferred is there.
    """
    return (
        *repeated(("preferences",), "id", (preference.id for preference in persona.preferences)),
        *repeated(("life", "threads"), "id", (thread.id for thread in persona.life.threads)),
        *_keys(persona),
        *_flows(persona),
        *_lengths(persona),
        *_features(persona),
        *_slots(persona),
        *_given_away(persona),
        *_inferred(persona),
    )


def unknown_key(key: str) -> str:
    """A hint for a fact key that is not in the vocabulary: the nearest ones."""
    near = nearest(key, FACT_KEYS, 2)
    listed = " or ".join(f"`{known}`" for known in near)
    return f"did you mean {listed}?" if near else f"fact keys are {', '.join(FACT_KEYS)}"


def category_of(fact: Fact) -> Category:
    """The authored category, else that of the key; `general` for a key outside the vocabulary."""
    if fact.category is not None:
        return fact.category
    return FACT_KEYS[fact.key].category if fact.key in FACT_KEYS else "general"


def with_categories(persona: Persona) -> Persona:
    """The person with the category of every fact and secret filled in."""
    facts = tuple(fact.model_copy(update={"category": category_of(fact)}) for fact in persona.facts)
    secrets = tuple(secret.model_copy(update={"category": category_of(secret)}) for secret in persona.secrets)
    return persona.model_copy(update={"facts": facts, "secrets": secrets})


def repeated(at: Place, name: str, ids: Iterable[str]) -> Iterator[Complaint]:
    """A complaint for each id of the list at `at` (in the field `name` of its items) that an earlier item has."""
    first: dict[str, int] = {}
    for index, one in enumerate(ids):
        if one in first:
            yield Complaint((*at, index, name), f"`{one}` is used twice", f"item {first[one] + 1} has it already")
        first.setdefault(one, index)


def _facts(persona: Persona) -> Iterator[tuple[Place, Fact]]:
    yield from ((("facts", index), fact) for index, fact in enumerate(persona.facts))
    yield from ((("secrets", index), secret) for index, secret in enumerate(persona.secrets))


def _keys(persona: Persona) -> Iterator[Complaint]:
    seen: dict[str, Place] = {}
    for at, fact in _facts(persona):
        if fact.key in seen:
            where = " ".join(str(step + 1) if isinstance(step, int) else step for step in seen[fact.key])
            yield Complaint((*at, "key"), f"fact key `{fact.key}` is used twice", f"{where} has it already")
        elif fact.key not in FACT_KEYS:
            yield Complaint((*at, "key"), f"unknown fact key `{fact.key}`", unknown_key(fact.key))
        seen.setdefault(fact.key, at)


def _flows(persona: Persona) -> Iterator[Complaint]:
    for index, secret in enumerate(persona.secrets):
        first: dict[tuple[str, str], bool] = {}
        for place, flow in enumerate(secret.flows):
            if first.setdefault((flow.recipient, flow.purpose), flow.allowed) != flow.allowed:
                message = f"`{flow.recipient}` both may and must not learn `{secret.key}`"
                hint = "delete one of the two flows, or say for which purpose each holds"
                flows: Place = ("secrets", index, "flows")
                yield Complaint((*flows, place, "recipient"), message, hint, (flows,))


def _lengths(persona: Persona) -> Iterator[Complaint]:
    words = persona.voice.words_per_message
    if words.usual > words.long:
        message = f"a usual message ({words.usual} words) is longer than a long one ({words.long})"
        at: Place = ("voice", "words_per_message")
        yield Complaint(at, message, rests_on=(at,))


def _features(persona: Persona) -> Iterator[Complaint]:
    """What is favoured of a reply is compared with a closed list; anything else would never hold."""
    for index, wish in enumerate(persona.preferences):
        at: Place = ("preferences", index)
        places: list[tuple[Place, dict[str, str]]] = [(at, wish.favours)]
        places += [((*at, "changes", number), change.favours) for number, change in enumerate(wish.changes)]
        for place, favours in places:
            for key, value in favours.items():
                known = FEATURES.get(key)
                if known is None and key.startswith(_OF_REPLIES):
                    yield Complaint((*place, "favours", key), f"replies have no `{key}`", did_you_mean(key, FEATURES))
                elif known is not None and value not in known:
                    message = f"`{key}` is one of {', '.join(known)}, never `{value}`"
                    yield Complaint((*place, "favours", key), message, did_you_mean(value, known))


def _slots(persona: Persona) -> Iterator[Complaint]:
    """What stands in braces is said as it is unless it is the slot of that act."""
    for act, lines in persona.voice.lines.items():
        slot = _SLOTS.get(act)
        for index, line in enumerate(lines):
            for found in _BRACES.findall(line):
                if found != slot:
                    known = f"in `{act}` there is {slot}" if slot else f"lines of `{act}` have no slot"
                    yield Complaint(("voice", "lines", act, index), f"nobody fills in `{found}`", known)


def _inferred(persona: Persona) -> Iterator[Complaint]:
    whole = persona.model_dump() if persona.inferred else {}
    for index, path in enumerate(persona.inferred):
        if not _leads(whole, path.split(".")):
            message = f"`{path}` is marked as inferred and is not there"
            yield Complaint(("inferred", index), message, "delete the mark", ((path.partition(".")[0],),))


def _leads(value: Any, steps: list[str]) -> bool:
    """Whether the steps lead somewhere: keys, and for lists an `id`, a `key` or a number from 1."""
    for step in steps:
        if isinstance(value, (list, tuple)):
            numbered = {str(number): one for number, one in enumerate(value, start=1)}
            named = {one.get("id", one.get("key")): one for one in value if isinstance(one, dict)}
            value = (numbered | named).get(step)
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return False
    return True


def _given_away(persona: Persona) -> Iterator[Complaint]:
    said = tuple((at, text, _stems(text)) for at, text in _said(persona))
    for index, secret in enumerate(persona.secrets):
        if secret.openly:
            yield Complaint(("secrets", index, "openly"), f"secret `{secret.key}` is told openly", "make it a fact")
        phrases = [(phrase, _stems(phrase)) for phrase in (secret.value, *secret.says_like)]
        for at, text, stems in said:
            possible = [phrase for phrase, needed in phrases if needed is None or needed <= (stems or needed)]
            value = secret.value if secret.value in possible else ""
            if quote := mentions(text, value, possible):
                hint = f"it says `{quote}`; everybody who reads the person would know"
                yield Complaint(at, f"gives away the secret `{secret.key}`", hint)


def _stems(text: str) -> frozenset[str] | None:
    """Words that tell quickly that one text cannot state another; `None` where numbers or accents would count."""
    return frozenset(content_words(text)) if text.isascii() and not any(map(str.isdigit, text)) else None


def _said(persona: Persona) -> Iterator[tuple[Place, str]]:
    """Every text of the person that is not a fact held back: the portrait, voice, preferences and open facts."""
    for name in type(persona).model_fields:
        if name not in _NOT_SAID:
            yield from texts((name,), getattr(persona, name))
    for index, fact in enumerate(persona.facts):
        if fact.openly:
            yield ("facts", index, "value"), fact.value


def texts(at: Place, value: Any) -> Iterator[tuple[Place, str]]:
    """Every text in a value found at `at` (a record, list, mapping or text) and its place; labels are left out."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts((*at, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts((*at, key), item)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            if name not in _NOT_WORDS:
                yield from texts((*at, name), getattr(value, name))
