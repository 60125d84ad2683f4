"""Specifications of contestants from outside: `KIND:TARGET?option=value&...`, and installed ones by their name.

Nothing here imports or runs anything of the user's; `verify` in this package does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from arena.errors import UsageError

Kind = Literal["python", "langgraph", "openai"]

GROUP = "arena.contestants"
"""The entry-point group of installed contestants: a name of one word, and `pkg.mod:obj`."""

_NEXT = "docs/contestants.md shows each kind with an example"
_OBJECT = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_MODULE = _OBJECT
_FILE = re.compile(r"(?:\.{0,2}/|[A-Za-z]:[\\/]|~/).*\.py|[^:\\]+\.py")


@dataclass(frozen=True, slots=True)
class DoorOption:
    """What can be set of a contestant from outside. `choices` is empty where any text (or number) will do."""

    name: str
    default: str
    means: str
    kinds: tuple[Kind, ...]
    choices: tuple[str, ...] = ()
    number: tuple[int, int] | None = None
    """Lowest and highest value, where a whole number is wanted."""


_CODE: tuple[Kind, ...] = ("python", "langgraph")
_ALL: tuple[Kind, ...] = ("python", "langgraph", "openai")

OPTIONS: tuple[DoorOption, ...] = (
    DoorOption("timeout", "120", "seconds for one reply, waiting for our own model aside", _ALL, number=(1, 3600)),
    DoorOption(
        "state",
        "arena",
        "remote: it keeps state elsewhere, so an interrupted match starts again instead of being replayed",
        _ALL,
        ("arena", "remote"),
    ),
    DoorOption("isolate", "no", "yes: a process and a folder of its own for each match", _CODE, ("no", "yes")),
    DoorOption("python", "", "the interpreter of that process, such as ./venv/bin/python", _CODE),
    DoorOption(
        "history",
        "session",
        "messages that are sent: this session, the last, all",
        ("openai",),
        ("session", "last", "all"),
    ),
    DoorOption("tokens", "1500", "tokens a reply may have", ("openai",), number=(1, 100_000)),
    DoorOption(
        "send",
        "auto",
        "new: the new messages only (a checkpointer has the others); session: all of the session",
        ("langgraph",),
        ("auto", "new", "session"),
    ),
    DoorOption("input", "messages", "key of the state that takes the messages", ("langgraph",)),
    DoorOption("output", "messages", "key of the state that holds the reply", ("langgraph",)),
    DoorOption("steps", "50", "supersteps one reply may take", ("langgraph",), number=(2, 10_000)),
)


@dataclass(frozen=True, slots=True)
class DoorSpec:
    """A contestant from outside.

    `target` is `pkg.mod:obj`, `./file.py:obj` or, for `openai`, `http://host/v1#model`. `options` holds every option of
    the kind, defaults included. `installed` is the name of the entry point it was called by, empty for the others.
    """

    kind: Kind
    target: str
    options: Mapping[str, str]
    installed: str = ""

    def __str__(self) -> str:
        """The canonical text: options in alphabetical order, those at their default left out."""
        defaults = {o.name: o.default for o in OPTIONS}
        given = [f"{k}={v}" for k, v in sorted(self.options.items()) if v != defaults[k]]
        return self._head() + ("?" + "&".join(given) if given else "")

    def _head(self) -> str:
        if self.installed:
            return self.installed
        return self.target if self.kind == "python" and self.is_file else f"{self.kind}:{self.target}"

    @property
    def place(self) -> str:
        """The module or file."""
        return self.target.rpartition(":")[0]

    @property
    def is_file(self) -> bool:
        """Whether the target is in a file of its own rather than in an importable module."""
        return self.place.endswith(".py")

    @property
    def isolated(self) -> bool:
        """Whether it gets a process of its own."""
        return self.options.get("isolate") == "yes"

    @property
    def timeout_s(self) -> float:
        """Seconds for one reply."""
        return float(self.options["timeout"])

    @property
    def restarts(self) -> bool:
        """Whether an interrupted match starts again, because state of it is kept where nobody here can see it."""
        return self.options["state"] == "remote" or self.options.get("history") == "last"


@cache
def installed() -> Mapping[str, str]:
    """The contestants that installed packages bring: name -> `pkg.mod:obj`. None takes the name of a built-in one."""
    from arena.assistants._catalogue import contestants  # noqa: PLC0415  # its offline answers import this package

    found = {point.name: point.value.replace(" ", "") for point in entry_points(group=GROUP)}
    return MappingProxyType({name: where for name, where in found.items() if name not in contestants()})


def is_door(spec: str) -> bool:
    """Whether `spec` names a contestant from outside: by kind, by file, or an installed one."""
    head = spec.strip().partition("?")[0]
    if spec.strip().startswith(("python:", "langgraph:", "openai:")):
        return True
    return head.endswith(".py") or head.rpartition(":")[0].endswith(".py") or head in installed()


def parse_door(spec: str) -> DoorSpec:
    """The contestant from outside that `spec` asks for, defaults filled in.

    Raises:
        UsageError: it is not of the form, or an option does not exist or has no such value.
    """
    text = spec.strip()
    kind, colon, rest = text.partition(":")
    if kind == "openai" and colon:
        return _endpoint(rest, text)
    head, _, query = text.partition("?")
    if head in installed():
        return DoorSpec("python", installed()[head], _options("python", query, text), installed=head)
    if kind in ("python", "langgraph") and colon:
        head = head.partition(":")[2]
    code: Kind = "langgraph" if kind == "langgraph" else "python"
    return DoorSpec(code, _code_target(head, text), _options(code, query, text))


def in_own_process(spec: str, python: str = "") -> str:
    """`spec` with `isolate=yes`, where it runs code of the user's; other specifications stay as they are."""
    if not is_door(spec) or (door := parse_door(spec)).kind == "openai":
        return spec
    options = {**door.options, "isolate": "yes", **({"python": python} if python else {})}
    return str(DoorSpec(door.kind, door.target, options, door.installed))


def _code_target(head: str, spec: str) -> str:
    place, colon, name = head.rpartition(":")
    if not colon or not _OBJECT.fullmatch(name) or not (_FILE.fullmatch(place) or _MODULE.fullmatch(place)):
        raise UsageError(
            f"“{spec}” does not say which object of which module",
            choices=("python:pkg.mod:obj", "./file.py:obj", "langgraph:pkg.mod:graph"),
            next_step=_NEXT,
        )
    return f"{place}:{name}"


def _endpoint(rest: str, spec: str) -> DoorSpec:
    url, _, behind = rest.partition("#")
    model, _, query = behind.partition("?")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or not model or "@" in parts.netloc:
        raise UsageError(
            f"“{spec}” is no endpoint with a model",
            choices=("openai:http://127.0.0.1:8000/v1#my-model",),
            next_step="write openai:URL#MODEL; a key goes into ARENA_CONTESTANT_KEY, not into the URL",
        )
    return DoorSpec("openai", f"{url}#{model}", _options("openai", query, spec))


def _options(kind: Kind, query: str, spec: str) -> Mapping[str, str]:
    known = {o.name: o for o in OPTIONS if kind in o.kinds}
    values = {o.name: o.default for o in known.values()}
    given: set[str] = set()
    for pair in query.split("&") if query else ():
        key, _, value = pair.partition("=")
        if key not in known:
            raise UsageError(f"“{kind}:” has no option “{key}”", choices=tuple(known), next_step=_NEXT)
        if key in given:
            raise UsageError(f"“{key}” is given twice in “{spec}”", next_step="give it once")
        given.add(key)
        values[key] = _value(known[key], value)
    if values.get("python") and values["isolate"] == "no":
        raise UsageError("an interpreter of its own needs a process of its own", next_step="add isolate=yes")
    return MappingProxyType(values)


def _value(option: DoorOption, value: str) -> str:
    if option.choices and value not in option.choices:
        raise UsageError(
            f"“{option.name}={value}” is not possible: {option.means}", choices=option.choices, next_step=_NEXT
        )
    if option.number is not None:
        low, high = option.number
        if not (value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high):
            raise UsageError(
                f"“{option.name}={value}” is not possible: {option.means}, a whole number from {low} to {high}",
                next_step=f"try {option.name}={option.default}",
            )
        return str(int(value))
    if not value:
        raise UsageError(f"“{option.name}” has no value: {option.means}", next_step=_NEXT)
    return value
