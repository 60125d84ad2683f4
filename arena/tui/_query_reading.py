"""What one can look for in transcripts: a small language, read into conditions. Pure.

A query is a row of conditions, and a place fits when all of them hold:

    deposit "two cards"     these words, this phrase; case does not matter
    privacy.violation       a verdict on this measure; `privacy` alone is a word, `measure:privacy` the whole family
    likability<3            a verdict of that value: < <= > >= = !=, or = failed, abstained, na
    persona:ines            who, with whom, in which course: persona: contestant: scenario:
    by:person               who speaks: person, contestant, probe
    about:debt              a fact or preference told or judged there
    label:unaware           the word beside a verdict
    session:2 turn>3        where in the match
    is:leak                 leak, human, given, injected, or how the match stands: playing, completed, void, failed
    -persona:ines           not; a comma is or: contestant:plain,notebook
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple

from arena.errors import UsageError
from arena.schema.measure import ADHERENCE, BY_NAME, LIKABILITY, VIOLATION
from arena.tui._query import MATCH_FIELDS, Condition, Field, Judged, Place, Query, Words
from arena.tui._state import RunState

_STATUS = {"scored": "scored", "failed": "failed", "abstained": "abstained", "na": "not_applicable"}
_HEADLINES = {"likability": LIKABILITY, "preference": ADHERENCE, "privacy": VIOLATION, "memory": "memory.recall"}
"""What a family stands for where one number is meant."""
_PLACES = ("session", "turn")
FIELDS = (*MATCH_FIELDS, "by", "about", "label", "measure", "is", *_PLACES)
_CLOSED: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "by": ("person", "contestant", "probe"),
        "is": ("leak", "human", "given", "injected", "waiting", "playing", "completed", "void", "failed"),
    }
)
_ALSO = {"user": "person", "assistant": "contestant"}
_TOKEN = re.compile(r'(?P<no>-?)(?:(?P<field>[A-Za-z_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_COMPARISON = re.compile(r"(?P<name>[a-z][a-z_.]*)(?P<op><=|>=|!=|<|>|=)(?P<value>.*)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Known(NamedTuple):
    """What names a run has, so that a misspelt one is an error and not an empty list."""

    persona: tuple[str, ...] = ()
    contestant: tuple[str, ...] = ()
    scenario: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: RunState) -> Known:
        """The ids, names and titles in the run."""
        plans = [match.plan for match in state.matches.values()]
        people = dict.fromkeys(plan.persona for plan in plans)
        courses = dict.fromkeys(plan.scenario for plan in plans)
        return cls(tuple(map(_both(state.name), people)), tuple(state.contestants), tuple(courses))


def _both(name: Callable[[str], str]) -> Callable[[str], str]:
    return lambda ident: f"{ident} {name(ident)}"


def parse(text: str, known: Known | None = None) -> Query:
    """The query that somebody typed.

    Args:
        text: the query; empty for one without conditions.
        known: the names of the run; without them any name is taken.

    Raises:
        UsageError: a field, measure, name or number that does not exist, with what there is.
    """
    parts = (_condition(token, known or Known()) for token in _TOKEN.finditer(text))
    return Query(tuple(part for part in parts if part is not None))


def _condition(token: re.Match[str], known: Known) -> Condition | None:
    wanted = not token["no"]
    if token["field"]:
        raw = token["phrase"] if token["phrase"] is not None else token["word"]
        return _field(token["field"].casefold(), raw, wanted, known)
    if token["phrase"] is not None:
        return Words(token["phrase"], wanted) if token["phrase"].strip() else None
    word = token["word"]
    if comparison := _COMPARISON.fullmatch(word):
        return _comparison(comparison, wanted)
    if "." in word and word.casefold() in BY_NAME:
        return Judged(frozenset({word.casefold()}), wanted=wanted)
    if word.split(".")[0].casefold() in _HEADLINES and re.fullmatch(r"[a-z]+\.[a-z_]+", word, re.IGNORECASE):
        raise _no_measure(word)
    if word.removesuffix(":").casefold() in FIELDS and word.endswith(":"):
        return _field(word[:-1].casefold(), "", wanted, known)
    return Words(word, wanted)


def _field(name: str, raw: str, wanted: bool, known: Known) -> Condition:
    if name not in FIELDS:
        near = get_close_matches(name, FIELDS, n=1) or FIELDS
        raise UsageError(f"`{name}:` is nothing to look by", choices=near, next_step="in quotes it is words")
    values = tuple(value for part in raw.casefold().split(",") if (value := part.strip()))
    if not values:
        raise UsageError(f"`{name}:` needs something after it", choices=_offered(name, known)[:6])
    if name in _PLACES:
        return Place(name, "=", tuple(_number(value, name) for value in values), wanted)
    if name == "measure":
        return Judged(frozenset().union(*(_measures(value) for value in values)), wanted=wanted)
    if (name, values) == ("is", ("leak",)):
        return Judged(frozenset({VIOLATION}), ">", 0.0, wanted)
    values = tuple(_ALSO.get(value, value) for value in values)
    for value in values:
        _check(name, value, known)
    return Field(name, values, wanted)


def _offered(name: str, known: Known) -> tuple[str, ...]:
    names = getattr(known, name) if name in MATCH_FIELDS else _CLOSED.get(name, ())
    return tuple(each.split(" ")[0] for each in names)


def _check(name: str, value: str, known: Known) -> None:
    offered = _offered(name, known)
    if name in MATCH_FIELDS:
        full = getattr(known, name)
        fine = not full or any(value in each.casefold() for each in full)
    else:
        fine = not offered or value in offered
    if not fine:
        choices = get_close_matches(value, offered, n=2, cutoff=0.5) or offered[:8]
        raise UsageError(f"no {name} here is `{value}`", choices=choices)


def _comparison(found: re.Match[str], wanted: bool) -> Condition:
    name, op, value = found["name"].casefold(), found["op"], found["value"].casefold()
    if name in _PLACES:
        return Place(name, op, (_number(value, name),), wanted)
    measures = frozenset({_HEADLINES[name]}) if name in _HEADLINES else _measures(name)
    if op in {"=", "!="} and value in _STATUS:
        return Judged(measures, op, _STATUS[value], wanted)
    return Judged(measures, op, _number(value, name), wanted)


def _measures(name: str) -> frozenset[str]:
    """A measure by its name, by its last word where that is its own, or all of a family."""
    fitting = [m.name for m in BY_NAME.values() if name in {m.name, m.family}]
    fitting = fitting or [full for full in BY_NAME if full.split(".", 1)[1] == name]
    if not fitting:
        raise _no_measure(name)
    return frozenset(fitting)


def _no_measure(name: str) -> UsageError:
    lasts = {full.split(".", 1)[1]: full for full in BY_NAME}
    near = get_close_matches(name.casefold(), [*BY_NAME, *_HEADLINES, *lasts], n=2, cutoff=0.65)
    choices = tuple(dict.fromkeys(lasts.get(each, each) for each in near)) or tuple(_HEADLINES)
    return UsageError(f"there is no measure `{name}`", choices=choices, next_step="in quotes it is words")


def _number(value: str, name: str) -> float:
    if not _NUMBER.fullmatch(value):
        what = "a number" if name in _PLACES else "a number, failed, abstained or na"
        fact = f"`{name}` compares with {what}" + (f", not `{value}`" if value else "")
        raise UsageError(fact)
    return float(value)


def explained(error: UsageError) -> str:
    """The error on one line."""
    perhaps = "perhaps " + ", ".join(error.choices) if error.choices else ""
    return " · ".join(part for part in (error.fact, perhaps, error.next_step) if part)
