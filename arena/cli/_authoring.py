"""`arena persona schema|fmt`, `arena scenario schema|fmt`: what helps with writing files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import Json, Paths
from arena.cli.persona import _diversity, _from_text, _new

if TYPE_CHECKING:
    from arena.files import Kind
    from arena.schema.record import Record

Output = Annotated[Path | None, typer.Option("--output", "-o", help="a file to write instead of the screen")]


def add_to(people: typer.Typer, courses: typer.Typer) -> None:
    """Hang the commands into the two groups."""
    people.command("schema")(person_schema)
    courses.command("schema")(course_schema)
    people.command("fmt")(format_people)
    courses.command("fmt")(format_courses)
    people.command("new")(_new.new_person)
    people.command("from-text")(_from_text.from_text)
    people.command("diff")(diff_people)
    people.command("diversity")(_diversity.diversity)


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


Check = Annotated[bool, typer.Option("--check", help="change nothing; exit 1 if a file would change")]


def format_people(paths: Paths, check: Check = False) -> None:
    """Lay persona files out in one way: keys in order, two spaces, long lines broken; comments stay.

    Example: arena persona fmt personas/
    """
    from arena.schema.persona import Persona

    _format("personas", paths, Persona, check=check)


def format_courses(paths: Paths, check: Check = False) -> None:
    """Lay scenario files out in one way.

    Example: arena scenario fmt --check scenarios/
    """
    from arena.schema.scenario import Scenario

    _format("scenarios", paths, Scenario, check=check)


def _format(what: Kind, paths: list[Path], kind: type[Record], *, check: bool) -> None:
    from arena.cli._output import safe, screen
    from arena.errors import BadFiles, Problem
    from arena.files import find_all, formatted, fragments

    parts = [part for path in paths if path.is_dir() for part in fragments(path)]
    files, changed, problems = [*find_all(what, paths), *parts], list[Path](), list[Problem]()
    for file in files:
        try:
            before, after = formatted(file, kind)
        except BadFiles as error:
            problems += error.problems
            continue
        if before != after:
            changed.append(file)
            if not check:
                _write(after, file, quiet=True)
    verb = "would change" if check else "changed"
    for file in changed:
        screen().print(safe(f"{verb}: {file}"))
    screen().print(safe(f"{len(files)} file{'s' * (len(files) != 1)}, {len(changed)} {verb}", "green"))
    if problems:
        raise BadFiles(problems)
    if check and changed:
        raise typer.Exit(1)


Who = Annotated[str, typer.Argument(help="a name or a file")]


def diff_people(one: Who, two: Who, as_json: Json = False) -> None:
    """How two personas differ, in words; also two states of one persona.

    Examples: arena persona diff ines-varga marcus-bell · arena persona diff old/nell.yaml personas/nell.yaml
    """
    from itertools import groupby

    from arena import personas
    from arena.cli._output import print_json, safe, screen

    found = personas.differences(personas.find(one)[0], personas.find(two)[0])
    if as_json:
        print_json([difference._asdict() for difference in found])
        return
    for section, group in groupby(found, key=lambda difference: difference.section):
        screen().print(safe(section, "bold"))
        for difference in group:
            screen().print(safe(f"  {difference.sentence}"), soft_wrap=True)
    if not found:
        screen().print(safe("no difference", "green"))


def _write(text: str, output: Path | None, *, quiet: bool = False) -> None:
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
    if not quiet:
        notice(f"written: {output}")
