"""`arena persona from-text`: a first file of a person from a description in prose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from arena.cli._options import ApiBase, Force


def from_text(
    file: Annotated[Path, typer.Argument(help="the description: a text file")],
    model: Annotated[str, typer.Option(help="model that reads it")] = "offline",
    api_base: ApiBase = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="the file; else personas/ID.yaml")] = None,
    force: Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="print what was written as JSON")] = False,
) -> None:
    """Draft a persona from a description; what the description does not say is marked as inferred.

    Examples: arena persona from-text nell.txt · arena persona from-text nell.txt --model openai/gpt-4o-mini
    """
    import asyncio

    from arena import personas
    from arena.cli._output import print_json, safe, screen
    from arena.cli.persona._new import save
    from arena.errors import ArenaError
    from arena.files import available
    from arena.schema.run import ModelSpec
    from arena.tournament.drafting import drafted

    text = _description(file)
    known = [one for path in available("personas").values() for one in personas.find(str(path))]
    spec = ModelSpec(id=model, temperature=0.7, max_tokens=4000, api_base=api_base if model != "offline" else None)
    draft = asyncio.run(drafted(text, {one.identity.name for one in known}, spec))
    if draft.problems:
        raise ArenaError(
            "the draft breaks rules: " + "; ".join(problem.message for problem in draft.problems),
            next_step="try again, another --model, or improve the description",
        )
    person = personas.with_free_id(draft.persona, {one.id for one in known})
    path = output or Path("personas") / f"{person.id}.yaml"
    save(lambda schema: personas.described_text(person, schema, model), path, force=force)
    level = personas.check([path]).levels[0]
    if as_json:
        print_json({"file": str(path), "id": person.id, "level": level.level, "inferred": list(person.inferred)})
        return
    screen().print(safe(f"{person.identity.name} is a {level.level}", "green"))
    for place in person.inferred:
        screen().print(safe(f"  inferred: {place}", "dim"))
    screen().print(safe(f"next: read what was inferred, then  arena persona check {path}", "bold"))


def _description(file: Path) -> str:
    """The text. Raises BadFiles, or UsageError for one that is empty or too long."""
    from arena.errors import UsageError
    from arena.files import read_text
    from arena.personas import MOST_CHARACTERS

    text = read_text(file).strip()
    if not text:
        raise UsageError(f"`{file}` is empty", next_step="write down what you know of the person: a paragraph will do")
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"`{file}` has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read",
            next_step="keep to one person, and to what shows in a chat",
        )
    return text
