"""`extends:`: fragments mixed into a file.

A fragment is a part of a file, in a folder `fragments` beside it. What the file says itself counts before its
fragments; mappings are merged, lists add up (an entry with the `id` or `key` of another takes its place), and two
fragments that differ in a single value are a conflict unless the file decides it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from arena.errors import BadFiles, Problem
from arena.files._compose import compose
from arena.files._find import FRAGMENTS as FOLDER
from arena.files._find import SUFFIXES, Kind, shipped
from arena.files._node import Mark, Node
from arena.files._text import read_text
from arena.text.nearest import did_you_mean

KEY = "extends"
_MOST = 20
"""Fragments in one `extends`."""


@dataclass(slots=True)
class Mixer:
    """Resolves the fragments of one file."""

    kind: Kind
    problems: list[Problem] = field(default_factory=list)
    _done: dict[Path, Node] = field(default_factory=dict)

    def mixed(self, root: Node, path: Path, trail: Sequence[Path] = ()) -> Node:
        """The file's values with its fragments under them; `root` loses its `extends`."""
        trail = (*trail, path.resolve())
        layers = []
        for item in self._items(root, path):
            found = self._find(item, path)
            if found is not None and (layer := self._fragment(item, found, path, trail)) is not None:
                layers.append((item, layer))
        return _Merge(self.problems, str(path)).run(layers, root) if layers else root

    def _problem(self, mark: Mark, path: Path, message: str, hint: str = "") -> None:
        self.problems.append(Problem(mark.file or str(path), mark.line, mark.column, message, hint))

    def _items(self, root: Node, path: Path) -> list[Node]:
        listed = root.mapping().pop(KEY, None)
        if listed is None:
            return []
        items = listed.entries() or [listed]
        if len(items) > _MOST:
            self._problem(listed.mark, path, f"`{KEY}` names more than {_MOST} fragments", "mix in fewer")
        named = [item for item in items if isinstance(item.value, str)]
        for item in items:
            if item not in named:
                self._problem(item.mark, path, f"`{KEY}` must list names of fragments", f"such as `{KEY}: [terse]`")
        return named[:_MOST]

    def _find(self, item: Node, path: Path) -> Path | None:
        name = PurePosixPath(item.raw)
        if name.is_absolute() or ".." in name.parts or "\\" in item.raw:
            self._problem(item.mark, path, f"`{item.raw}` lies elsewhere", f"keep fragments in `{FOLDER}/` beside it")
            return None
        if name.suffix in SUFFIXES:
            folders, tails = [path.parent, path.parent / FOLDER], [item.raw]
        else:
            folders, tails = _folders(self.kind, path), [item.raw + suffix for suffix in SUFFIXES]
        found = next((f / tail for f in folders for tail in tails if (f / tail).is_file()), None)
        if found is None:
            known = sorted({file.stem for folder in folders for file in _yaml(folder)})
            hint = did_you_mean(item.raw, known) if known else f"put it into {path.parent / FOLDER}"
            self._problem(item.mark, path, f"no fragment is called `{item.raw}`", hint)
        return found

    def _fragment(self, item: Node, file: Path, path: Path, trail: Sequence[Path]) -> Node | None:
        place = file.resolve()
        if place in trail:
            circle = " → ".join(step.stem for step in (*trail[trail.index(place) :], place))
            self._problem(
                item.mark, path, f"fragments go in a circle: {circle}", "take one of them out of an `extends`"
            )
            return None
        if place not in self._done:
            try:
                root, problems = compose(read_text(file), str(file), marked=True)
            except BadFiles as error:
                self.problems += error.problems
                return None
            self.problems += problems
            self._done[place] = self.mixed(root, file, trail)
        return self._done[place]


def fragments(folder: Path) -> list[Path]:
    """The fragments in the folder and below."""
    return sorted(file for place in (folder, *folder.rglob(FOLDER)) if place.name == FOLDER for file in _yaml(place))


def _folders(kind: Kind, path: Path) -> list[Path]:
    """Where the fragments of a file are looked for by name: beside it, the local ones, those that ship."""
    own = path.parent if path.parent.name == FOLDER else path.parent / FOLDER
    return [own, Path(kind) / FOLDER, shipped(kind) / FOLDER]


def _yaml(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.suffix in SUFFIXES] if folder.is_dir() else []


class _Merge:
    """Puts a file over its fragments."""

    def __init__(self, problems: list[Problem], file: str) -> None:
        self._problems = problems
        self._file = file

    def run(self, layers: Sequence[tuple[Node, Node]], own: Node) -> Node:
        """`layers` are (the item of `extends`, the fragment)."""
        return self._mapping(layers, own, ())

    def _mapping(self, layers: Sequence[tuple[Node, Node]], own: Node | None, at: tuple[str, ...]) -> Node:
        base = own or layers[0][1]
        nodes = [*([own] if own else []), *(layer for _, layer in layers)]
        keys = {key: mark for node in reversed(nodes) for key, mark in node.keys.items()}
        values: dict[str, Node] = {}
        for key in dict.fromkeys(key for node in nodes for key in node.mapping()):
            below = [(item, layer.mapping()[key]) for item, layer in layers if key in layer.mapping()]
            values[key] = self._one(below, own.mapping().get(key) if own else None, (*at, key))
        return Node(base.mark, values, base.raw, keys)

    def _one(self, layers: Sequence[tuple[Node, Node]], own: Node | None, at: tuple[str, ...]) -> Node:
        nodes = [*([own] if own else []), *(layer for _, layer in layers)]
        if all(isinstance(node.value, dict) for node in nodes):
            return self._mapping(layers, own, at)
        if all(isinstance(node.value, list) for node in nodes):
            return self._list(layers, own, at)
        if own is None:
            self._agree(layers, at)
        return nodes[0]

    def _list(self, layers: Sequence[tuple[Node, Node]], own: Node | None, at: tuple[str, ...]) -> Node:
        """Entries of the fragments, then the file's own; of equal ones the file's, else the first."""
        mine = {_identity(entry): entry for entry in (own.entries() if own else [])}
        offered: dict[str, list[tuple[Node, Node]]] = {}
        for item, layer in layers:
            for entry in layer.entries():
                offered.setdefault(_identity(entry), []).append((item, entry))
        whole = []
        for name, entries in offered.items():
            if name not in mine:
                self._agree(entries, (*at, name))
                whole.append(entries[0][1])
        base = own or layers[0][1]
        return Node(base.mark, [*whole, *mine.values()], base.raw)

    def _agree(self, layers: Sequence[tuple[Node, Node]], at: tuple[str, ...]) -> None:
        (first, value), *others = layers
        for item, other in others:
            if other.plain() != value.plain():
                what = ".".join(at)
                message = f"fragments `{first.raw}` and `{item.raw}` differ in `{what}`{_both(value, other)}"
                mark, hint = item.mark, f"write `{at[-1]}` in this file, or leave one of the two out"
                self._problems.append(Problem(mark.file or self._file, mark.line, mark.column, message, hint))
                return


def _both(one: Node, other: Node) -> str:
    """The two values where they are short."""
    short = all(not isinstance(node.value, list | dict) and len(node.raw) <= 40 for node in (one, other))
    return f": {one.raw} and {other.raw}" if short else ""


def _identity(entry: Node) -> str:
    """What an entry of a list is known by: its `id` or `key`, else all of it."""
    named = next((entry.mapping()[name] for name in ("id", "key") if name in entry.mapping()), None)
    return named.raw if named is not None else json.dumps(entry.plain(), sort_keys=True)
