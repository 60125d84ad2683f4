"""Contestant specifications: `name?key=value&key=value`, and the closed list of names.

Nothing here imports a graph library; `arena.assistants.build` does, when a contestant is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from arena.assistants._faults import FAULTS
from arena.errors import UsageError

_NEXT = "`arena contestant list` shows them and their options"


@dataclass(frozen=True, slots=True)
class Option:
    """A whole number that configures a contestant, with its unit in `means`."""

    name: str
    default: int
    low: int
    high: int
    means: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant as it is listed."""

    name: str
    what: str
    """One line."""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class ContestantSpec:
    """A contestant and its configuration. `options` holds every option of the contestant, defaults included."""

    name: str
    options: Mapping[str, int]

    def __str__(self) -> str:
        """The canonical text: options in alphabetical order, those at their default left out."""
        defaults = {o.name: o.default for o in REGISTRY[self.name].options}
        given = [f"{k}={v}" for k, v in sorted(self.options.items()) if v != defaults[k]]
        return self.name + ("?" + "&".join(given) if given else "")


def _registry(*entries: Entry) -> Mapping[str, Entry]:
    return MappingProxyType({e.name: e for e in entries})


REGISTRY: Mapping[str, Entry] = _registry(
    Entry("plain", "knows this session only"),
    Entry("transcript", "has everything ever said in its prompt"),
    Entry(
        "notebook",
        "keeps one readable document, rewritten after each session",
        (Option("tokens", 2000, 50, 32_000, "size of the document, in tokens of four characters"),),
    ),
    Entry(
        "window",
        "has the last turns in its prompt, across sessions",
        (Option("turns", 20, 1, 10_000, "turns of both speakers in sight"),),
    ),
    Entry("reminder", "transcript, and one sentence asking to honour what was said"),
    Entry("oversharer", "planted fault: puts every personal fact it knows into whatever it writes"),
    Entry("lecturer", "planted fault: right, but always long, formal and humourless"),
    *(Entry(fault.name, f"planted fault: {fault.what}") for fault in FAULTS.values()),
)


def names() -> list[str]:
    """Names of the contestants that ship, in the order of the list."""
    return list(REGISTRY)


def describe() -> list[Entry]:
    """The contestants that ship, each with a line about it and its options."""
    return list(REGISTRY.values())


def parse(spec: str) -> ContestantSpec:
    """The contestant that `spec` asks for, with defaults filled in.

    Raises:
        UsageError: the name or an option does not exist, is given twice, or its value is not a number in range.
    """
    name, mark, query = spec.strip().partition("?")
    if name not in REGISTRY:
        raise UsageError(f"no contestant is called “{name}”", choices=_nearest(name, names()), next_step=_NEXT)
    options = {o.name: o for o in REGISTRY[name].options}
    values = {o.name: o.default for o in options.values()}
    given: set[str] = set()
    for pair in query.split("&") if mark else ():
        key, _, value = pair.partition("=")
        if key not in options:
            raise _no_option(name, key, list(options))
        if key in given:
            raise UsageError(f"“{key}” is given twice in “{spec}”", next_step="give it once")
        given.add(key)
        values[key] = _number(options[key], value)
    return ContestantSpec(name, MappingProxyType(values))


def canonical(spec: str) -> str:
    """The one text for all ways of writing the same contestant. Raises UsageError."""
    return str(parse(spec))


def _number(option: Option, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 10 and option.low <= int(value) <= option.high:
        return int(value)
    wanted = f"{option.means}, a whole number from {option.low} to {option.high}"
    raise UsageError(
        f"“{option.name}={value}” is not possible: {wanted}", next_step=f"try {option.name}={option.default}"
    )


def _no_option(name: str, key: str, options: Sequence[str]) -> UsageError:
    if not options:
        return UsageError(f"“{name}” has no options", choices=(name,), next_step=f"write just {name}")
    return UsageError(f"“{name}” has no option “{key}”", choices=_nearest(key, options), next_step=_NEXT)


def _nearest(word: str, known: Sequence[str]) -> list[str]:
    """All of `known`, the ones that look like `word` first."""
    close = get_close_matches(word, known, n=3, cutoff=0.5)
    return close + [k for k in known if k not in close]
