"""All parts and contestants that ship: every module in `parts/` brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

from arena.assistants import parts as package
from arena.assistants.slots import NOTHING, SLOTS, AnyOption, AnyPart, Entry, Slot
from arena.models.offline import Answerer

_PLACES = {"basic": 0, "faulty": 2}
"""Controls come first in lists and planted faults last; what stands between goes by the name of its module."""


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted((m.name for m in iter_modules(package.__path__)), key=lambda name: (_PLACES.get(name, 1), name))
    return tuple(import_module(f"{package.__name__}.{name}") for name in names if not name.startswith("_"))


@cache
def parts() -> Mapping[tuple[Slot, str], AnyPart]:
    """Every part, by slot and name, in the order of lists."""
    found: list[AnyPart] = [part for module in _modules() for part in getattr(module, "PARTS", ())]
    return MappingProxyType({(part.slot, part.name): part for part in found})


@cache
def contestants() -> Mapping[str, Entry]:
    """Every contestant by name, in the order of lists, with the options of all its parts."""
    found = [entry for module in _modules() for entry in getattr(module, "CONTESTANTS", ())]
    return MappingProxyType({entry.name: replace(entry, options=_options(entry)) for entry in found})


def answers() -> dict[str, Answerer]:
    """Offline answers to the questions that parts bring: prompt name -> answerer."""
    return {name: answer for module in _modules() for name, answer in getattr(module, "ANSWERS", {}).items()}


def chosen(entry: Entry) -> tuple[AnyPart, ...]:
    """The parts of a contestant: one for each slot, or several guards."""
    known = parts()
    return tuple(known[slot, name] for slot in SLOTS for name in entry.of(slot).split("+"))


def _options(entry: Entry) -> tuple[AnyOption, ...]:
    return tuple(option for part in chosen(entry) for option in part.options)


def empty(slot: Slot) -> str:
    """The choice that leaves a slot as plain as it can be."""
    return "plain" if slot == "style" else NOTHING
