"""Help: every command shows how it is used, and nothing is broken in the middle at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperGroup

from arena.cli._app import app
from arena.cli._help import EXAMPLES, tidied

ROOM = 79


def commands(group: TyperGroup, path: str = "") -> Iterator[tuple[str, str, str]]:
    """(name, help, epilog) of every command."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command.help or "", command.epilog or ""


def whole_tree() -> list[tuple[str, str, str]]:
    tree = typer.main.get_command(app)
    assert isinstance(tree, TyperGroup)
    return list(commands(tree))


def test_every_command_has_examples_and_no_example_is_too_wide() -> None:
    known = whole_tree()
    assert [name for name, said, epilog in known if "Example" not in said + epilog] == []
    wide = [line for _, said, _ in known for line in said.splitlines() if line.startswith("  ") and len(line) > ROOM]
    assert wide == []
    assert set(EXAMPLES) <= {name for name, _, _ in known}


def test_examples_are_of_their_command() -> None:
    for name, said, epilog in whole_tree():
        assert f"arena {name}" in said + epilog, name


def test_prose_is_joined_and_what_an_example_is_for_goes_below_where_there_is_no_room() -> None:
    said = tidied(
        "What it does,\nin a word.\n\n[bold]Examples[/bold]\n\n  arena a     short\n\n"
        "  arena b --an-option with-a-value     " + "what it is for, at some length " * 2 + "\n"
    )
    assert said.splitlines() == [
        "What it does, in a word.",
        "",
        "[bold]Examples[/bold]",
        "",
        "  arena a",
        "      short",
        "",
        "  arena b --an-option with-a-value",
        "      what it is for, at some length what it is for, at some length",
    ]
    assert tidied("x\n\n  arena a     short") == "x\n\n  arena a     short"


def test_a_long_command_is_broken_before_an_option_as_a_shell_reads_it() -> None:
    command = "arena tournament --model openai/llama --judge-model openai/gpt-4o-mini --judge-model anthropic/claude"
    first, second = tidied(f"x\n\n  {command}").splitlines()[2:]
    assert first.endswith(" \\")
    assert f"{first.removesuffix(chr(92)).strip()} {second.strip()}" == command
