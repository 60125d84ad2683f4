"""`arena persona schema`, `arena scenario schema`: what editors need to help with files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

Output = Annotated[Path | None, typer.Option("--output", "-o", help="a file to write instead of the screen")]


def add_to(people: typer.Typer, courses: typer.Typer) -> None:
    """Hang the commands into the two groups."""
    people.command("schema")(person_schema)
    courses.command("schema")(course_schema)


def person_schema(
    output: Output = None,
    fragment: Annotated[bool, typer.Option("--fragment", help="the form of fragments, for `extends`")] = False,
) -> None:
    """JSON Schema of persona files: completion and checks in VS Code, Neovim and others.

    A file names it in its first line: # yaml-language-server: $schema=../schemas/persona.schema.json

    Example: arena persona schema -o schemas/persona.schema.json
    """
    from arena import personas

    _write(personas.schema(fragment=fragment), output)


def course_schema(output: Output = None) -> None:
    """JSON Schema of scenario files.

    Example: arena scenario schema -o schemas/scenario.schema.json
    """
    from arena import scenarios

    _write(scenarios.schema(), output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    from arena.cli._output import notice
    from arena.errors import UsageError

    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"`{output}` cannot be written: {error.strerror}") from error
    notice(f"written: {output}")
