"""Contestant specifications: `name?key=value&key=value` or a YAML file, and what they can name.

A name stands for one choice in each slot. A key is a slot (`memory`, `ask`, `guard`, `style`) or an option of one of
the parts chosen. Nothing here imports a graph library; `arena.assistants.build` does, when a contestant is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from arena.assistants._catalogue import chosen, contestants, empty, parts
from arena.assistants.slots import NOTHING, SLOTS, AnyPart, Entry, GuardPart, MemoryPart, Slot, Value
from arena.errors import UsageError
from arena.files import did_you_mean, nearest, read
from arena.schema.persona_rules import Complaint, Place
from arena.schema.run import ContestantSetup

_NEXT = "`arena contestant list` shows them and their options"


@dataclass(frozen=True, slots=True)
class ContestantSpec:
    """A contestant and its configuration. `options` holds every option of its parts, defaults included."""

    name: str
    slots: Mapping[Slot, str]
    """Slot -> name of the part, or of several guards joined by `+`."""
    options: Mapping[str, Value]

    @property
    def parts(self) -> tuple[AnyPart, ...]:
        """The parts in the order memory, ask policy, guards, style."""
        return chosen(_filled(contestants()[self.name], self.slots))

    def __str__(self) -> str:
        """The canonical text: of all names the one that leaves least to add, keys in order, no defaults."""
        defaults = {option.name: option.default for part in self.parts for option in part.options}
        tuned = {k: v for k, v in self.options.items() if v != defaults[k]}
        names = sorted(contestants(), key=lambda name: (len(self._beside(name)), name != self.name))
        keys = {**self._beside(names[0]), **tuned}
        given = [f"{key}={value}" for key, value in sorted(keys.items())]
        return names[0] + ("?" + "&".join(given) if given else "")

    def _beside(self, name: str) -> dict[str, str]:
        """The slots in which this differs from the contestant of that name."""
        entry = contestants()[name]
        return {slot: part for slot, part in self.slots.items() if entry.of(slot) != part}


def names() -> list[str]:
    """Names of the contestants that ship, in the order of the list."""
    return list(contestants())


def describe() -> list[Entry]:
    """The contestants that ship, each with a line about it, its parts and its options."""
    return list(contestants().values())


def parse(spec: str) -> ContestantSpec:
    """The contestant that `spec` asks for, with defaults filled in.

    `spec` may also be the path of a YAML file, see `arena.schema.run.ContestantSetup`.

    Raises:
        UsageError: the name, a part or an option does not exist, is given twice, or its value is not possible.
        BadFiles: the file is not of this form.
    """
    if spec.strip().endswith((".yaml", ".yml")):
        spec = _from_file(Path(spec.strip()))
    name, mark, query = spec.strip().partition("?")
    if name not in contestants():
        raise UsageError(f"no contestant is called “{name}”", choices=_nearest(name, names()), next_step=_NEXT)
    given = dict(_pairs(query, spec)) if mark else {}
    entry = contestants()[name]
    slots = {slot: _part(slot, given.pop(slot, entry.of(slot))) for slot in SLOTS}
    filled = chosen(_filled(entry, slots))
    if not _go_together(filled):
        raise _nothing_to_erase(filled)
    options = {o.name: o for part in filled for o in part.options}
    for key in given:
        if key not in options:
            raise _no_option(name, key, [*options, *SLOTS])
    values = {key: option.read(given[key]) if key in given else option.default for key, option in options.items()}
    return ContestantSpec(name, MappingProxyType(slots), MappingProxyType(values))


def canonical(spec: str) -> str:
    """The one text for all ways of writing the same contestant. Raises UsageError or BadFiles."""
    return str(parse(spec))


def ablation(wanted: str) -> list[str]:
    """The contestants that differ from one in one slot: `notebook:memory`, or `notebook:memory=window,plain`.

    The contestant itself comes first. Without a list every part that ships for the slot is tried; to a guard slot that
    is filled already, each guard is tried in its place.

    Raises:
        UsageError: there is no such contestant, slot or part.
    """
    base, colon, rest = wanted.rpartition(":")
    slot, _, listed = rest.partition("=")
    if not colon or slot not in SLOTS or not base:
        raise UsageError(
            f"“{wanted}” names no slot to change", choices=SLOTS, next_step="write CONTESTANT:SLOT, as notebook:memory"
        )
    own = parse(base)
    tried = listed.split(",") if listed else [name for kind, name in parts() if kind == slot]
    found = [_exchanged(own, slot, _part(slot, name)) for name in tried]
    possible = [one for one in found if listed or _go_together(one.parts)]
    return list(dict.fromkeys(map(str, [own, *possible])))


def _go_together(filled: Sequence[AnyPart]) -> bool:
    """Whether no guard wants to take entries out of a memory that has none to take."""
    erases = any(isinstance(part, GuardPart) and part.erases for part in filled)
    return not erases or any(isinstance(part, MemoryPart) and part.erasable for part in filled)


def _nothing_to_erase(filled: Sequence[AnyPart]) -> UsageError:
    memory = next(part.name for part in filled if isinstance(part, MemoryPart))
    guard = next(part.name for part in filled if isinstance(part, GuardPart) and part.erases)
    fitting = [name for (_, name), part in parts().items() if isinstance(part, MemoryPart) and part.erasable]
    return UsageError(
        f"guard “{guard}” takes single entries out of a memory, and of “{memory}” none can be taken",
        choices=fitting,
        next_step=f"give it a memory with entries, as memory={fitting[0]}",
    )


def _exchanged(own: ContestantSpec, slot: Slot, part: str) -> ContestantSpec:
    """`own` with another part in one slot: options that go with the old part go with it."""
    slots = MappingProxyType({**own.slots, slot: part})
    left = replace(own, slots=slots)
    values = {o.name: own.options.get(o.name, o.default) for p in left.parts for o in p.options}
    return replace(left, options=MappingProxyType(values))


def _from_file(path: Path) -> str:
    return read(path, ContestantSetup, rules=_complaints).record.spec


def _complaints(setup: ContestantSetup) -> Iterator[Complaint]:
    """What there is not of all that a file names, and options that are not possible."""
    if setup.name not in contestants():
        message = f"no contestant is called “{setup.name}”"
        yield Complaint(("name",), message, did_you_mean(setup.name, names()))
    wrong = list(_wrong_parts(setup))
    yield from wrong
    if setup.name in contestants() and not wrong:
        yield from _wrong_options(setup)


def _wrong_parts(setup: ContestantSetup) -> Iterator[Complaint]:
    for slot in SLOTS:
        given = getattr(setup, slot)
        for index, one in enumerate([given] if isinstance(given, str) else given or ()):
            try:
                _part(slot, one)
            except UsageError as error:
                at: Place = (slot,) if isinstance(given, str) else (slot, index)
                yield Complaint(at, error.fact, did_you_mean(one, _fitting(slot)))


def _wrong_options(setup: ContestantSetup) -> Iterator[Complaint]:
    """The options of the parts chosen; if all are possible, whether the whole is."""
    bare = setup.model_copy(update={"options": {}})
    slots: tuple[Place, ...] = (("name",), *((slot,) for slot in SLOTS))
    try:
        known = {option.name: option for part in parse(bare.spec).parts for option in part.options}
    except UsageError as error:
        yield Complaint(("guard",), error.fact, error.next_step, slots)
        return
    for key, value in setup.options.items():
        try:
            if key not in known:
                raise _no_option(setup.name, key, list(known))
            known[key].read(str(value))
        except UsageError as error:
            hint = error.next_step if key in known else did_you_mean(key, known)
            yield Complaint(("options", key), error.fact, hint, slots)


def _pairs(query: str, spec: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key in seen:
            raise UsageError(f"“{key}” is given twice in “{spec}”", next_step="give it once")
        seen.add(key)
        yield key, value


def _filled(entry: Entry, slots: Mapping[Slot, str]) -> Entry:
    return replace(entry, memory=slots["memory"], ask=slots["ask"], guard=slots["guard"], style=slots["style"])


def _part(slot: Slot, name: str) -> str:
    """The name of a part, or of several guards in their order; the empty one may be written `none` in every slot."""
    known = _fitting(slot)
    named = [empty(slot) if one == NOTHING else one for one in (name.split("+") if slot == "guard" else [name])]
    for one in named:
        if one not in known:
            raise UsageError(f"no {slot} part is called “{one}”", choices=_nearest(one, known), next_step=_PARTS)
    return "+".join(dict.fromkeys(one for one in named if one != NOTHING)) or empty(slot)


def _fitting(slot: Slot) -> list[str]:
    return [part for kind, part in parts() if kind == slot]


_PARTS = "`arena contestant parts` shows what each slot can be filled with"


def _no_option(name: str, key: str, known: Sequence[str]) -> UsageError:
    return UsageError(f"“{name}” has no option “{key}”", choices=_nearest(key, known), next_step=_NEXT)


def _nearest(word: str, known: Sequence[str]) -> list[str]:
    """Of `known` the ones that `word` may stand for; all of them where nobody can tell."""
    return nearest(word, known) or list(known)
