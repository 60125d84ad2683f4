"""How help is laid out: prose without hard line breaks, examples that fit into 80 columns, each with what it is for."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from textwrap import wrap
from types import MappingProxyType

import typer
from typer.models import CommandInfo, TyperInfo

_ROOM = 78
"""Columns of a line of help on the narrowest terminal there is."""
_EXAMPLE = re.compile(r"^  (\S.*?)(?: {3,}(\S.*))?$")
"""A command or a word, and behind some blanks what it is for."""
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "runs": "arena runs · arena runs --json",
        "show": "arena show latest · arena show latest ines-varga/smaller-flat/notebook · "
        "arena show latest 7078 --memory",
        "leaderboard": "arena leaderboard · arena leaderboard 20260302 --measure likability.humor_fit · "
        "arena leaderboard latest --pareto",
        "ingest": "arena ingest latest · arena ingest runs/20260302-190000-cafe --db again.duckdb",
        "costs": "arena costs latest · arena costs 20260302 --json",
        "doctor": "arena doctor · arena doctor --json",
        "cache show": "arena cache show",
        "cache clear": "arena cache clear",
        "judge judgings": "arena judge judgings · arena judge judgings latest --json",
        "persona check": "arena persona check personas/nell.yaml · arena persona check people/ --json",
        "persona list": "arena persona list · arena persona list --json",
        "persona show": "arena persona show marcus-bell · arena persona show ./nell.yaml --json",
        "scenario check": "arena scenario check scenarios/ · arena scenario check ./move.yaml --json",
        "scenario list": "arena scenario list · arena scenario list --json",
        "scenario show": "arena scenario show smaller-flat",
        "contestant list": "arena contestant list · arena contestant list --json",
        "contestant parts": "arena contestant parts · arena contestant parts memory",
        "contestant graph": "arena contestant graph notebook",
    }
)
"""Examples of commands that have none in their help."""


def lay_out(app: typer.Typer, path: str = "") -> None:
    """Lay out the help of every command below `app`; one without examples is given its own from `EXAMPLES`."""
    for command in app.registered_commands:
        _lay_out_one(command, path)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            lay_out(group.typer_instance, f"{path}{_named(group)} ")


def _named(group: TyperInfo) -> str:
    """A group's name, said where it is hung into the tree or where it is made."""
    names = (group.name, group.typer_instance.info.name if group.typer_instance else None)
    return next((name for name in names if isinstance(name, str)), "")


def _lay_out_one(command: CommandInfo, path: str) -> None:
    function = command.callback
    name = path + (command.name or getattr(function, "__name__", "").replace("_", "-"))
    command.help = tidied(command.help or inspect.getdoc(function) or "")
    if name in EXAMPLES and not command.epilog:
        command.epilog = f"Examples: {EXAMPLES[name]}"


def tidied(text: str) -> str:
    """Help with the lines of prose joined, and what examples are for below them where there is no room beside."""
    found = [match for line in text.splitlines() if (match := _EXAMPLE.match(line))]
    below = any(match[2] and len(match[0]) > _ROOM for match in found)
    return "\n\n".join("\n".join(_paragraph(part, below=below)) for part in text.split("\n\n"))


def _paragraph(text: str, *, below: bool) -> Iterator[str]:
    prose: list[str] = []
    for line in text.splitlines():
        if not line.startswith("  "):
            prose.append(line.strip())
            continue
        if prose:
            yield " ".join(prose)
            prose = []
        yield from _example(line, below=below)
    if prose:
        yield " ".join(prose)


def _example(line: str, *, below: bool) -> Iterator[str]:
    match = _EXAMPLE.match(line)
    if match is None or (len(line) <= _ROOM and not (match[2] and below)):
        yield line
        return
    yield from _continued(match[1])
    if match[2]:
        yield from (f"      {part}" for part in wrap(match[2], _ROOM - 6))


def _continued(command: str) -> Iterator[str]:
    """A command over several lines, as a shell reads it: broken before an option or a quote."""
    line = "  "
    for part in re.split(r" (?=--|')", command):
        if line.strip() and len(line) + len(part) + 3 > _ROOM:
            yield f"{line} \\"
            line = "      "
        line += part if not line.strip() else f" {part}"
    yield line
