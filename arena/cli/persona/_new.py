"""`arena persona new`: a guided first file of a new person, or one from options."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import Force

if TYPE_CHECKING:
    from arena.errors import UsageError
    from arena.personas import Draft


def new_person(
    name: Annotated[str, typer.Option("--name", help="full name")] = "",
    age: Annotated[int | None, typer.Option("--age", help="18 to 95")] = None,
    work: Annotated[str, typer.Option("--work", help="in a few words: 'night dispatcher'")] = "",
    home: Annotated[str, typer.Option("--home", help="in a few words: 'a flat above a bakery'")] = "",
    words: Annotated[int | None, typer.Option("--words", help="words in a usual message, 2 to 120")] = None,
    sample: Annotated[list[str] | None, typer.Option("--sample", help="a message of theirs; repeat for more")] = None,
    wish: Annotated[list[str] | None, typer.Option("--wish", help="what they want of answers; repeat for more")] = None,
    fact: Annotated[list[str] | None, typer.Option("--fact", help="KEY=VALUE, such as income='2,300 a month'")] = None,
    secret: Annotated[list[str] | None, typer.Option("--secret", help="KEY=VALUE, such as debt='two loans'")] = None,
    but: Annotated[list[str] | None, typer.Option("--but", help="a contradiction")] = None,
    extends: Annotated[list[str] | None, typer.Option("--extends", help="a fragment to mix in")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="the file; else personas/ID.yaml")] = None,
    force: Force = False,
    ask: Annotated[bool | None, typer.Option("--ask/--no-ask", help="ask for what is not given")] = None,
) -> None:
    """Write the first file of a new person: asks, or takes the options.

    Examples: arena persona new · arena persona new --name "Nell Hart" --wish "wants short answers" --words 9
    """
    from arena.personas import Draft, Kept, Told, Wish, text_of

    draft = Draft(
        name=name,
        wishes=tuple(Wish(value) for value in wish or ()),
        age=age,
        work=work,
        home=home,
        words=words,
        samples=tuple(sample or ()),
        facts=tuple(Told(*_key_and_value("--fact", text)) for text in fact or ()),
        secrets=tuple(Kept(*_key_and_value("--secret", text)) for text in secret or ()),
        but=tuple(but or ()),
        extends=tuple(extends or ()),
    )
    wanted = ask if ask is not None else sys.stdin.isatty() and not (name and wish)
    if wanted:
        draft = _asked(draft, lambda one: _taken(output or _default(one)) if not force else "")
    _require(draft)
    path = output or _default(draft)
    save(lambda schema: text_of(draft, schema), path, force=force)
    _tell(path)


def _key_and_value(option: str, text: str) -> tuple[str, str]:
    from arena.errors import UsageError

    key, sign, value = text.partition("=")
    if not sign or not value.strip():
        raise UsageError(f"`{option} {text}` has no value", next_step=f"write it as {option} KEY='what it is'")
    return key.strip(), value.strip()


def _default(draft: Draft) -> Path:
    return Path("personas") / f"{draft.id}.yaml"


def _taken(path: Path) -> str:
    return f"{path} is there already" if path.exists() else ""


def _asked(draft: Draft, refused: Callable[[Draft], str]) -> Draft:
    """The draft with the answers of whoever sits there. When they leave, nothing is written and little is lost."""
    from arena.cli._output import safe, side
    from arena.cli.persona._wizard import Wizard, problems_so_far

    if found := problems_so_far(draft):
        raise _unsound(found)
    wizard = Wizard(draft, refused)
    try:
        return wizard.run()
    except typer.Abort:
        going_on = f"\nnothing was written; to go on:  {_command(wizard.draft)}"
        side().print(safe(going_on, "yellow"), soft_wrap=True)  # in one line, to be copied
        raise typer.Exit(130) from None


def _command(draft: Draft) -> str:
    """What asks for the rest. Phrasings, and who may learn a secret, are then for the file."""
    words = ["arena", "persona", "new", "--ask"]
    for option in ("name", "age", "work", "home", "words"):
        if value := getattr(draft, option):
            words += [f"--{option}", str(value)]
    several = (
        *(("sample", line) for line in draft.samples),
        *(("wish", wish.value) for wish in draft.wishes),
        *(("fact", f"{fact.key}={fact.value}") for fact in draft.facts),
        *(("secret", f"{secret.key}={secret.value}") for secret in draft.secrets),
        *(("but", line) for line in draft.but),
        *(("extends", name) for name in draft.extends),
    )
    for option, value in several:
        words += [f"--{option}", value]
    return shlex.join(words)


def _require(draft: Draft) -> None:
    from arena.errors import UsageError
    from arena.personas import problems_of

    missing = [option for option, value in (("--name", draft.name), ("--wish", draft.wishes)) if not value]
    if missing:
        next_step = 'arena persona new --name "Nell Hart" --wish "wants short answers", or `--ask` to be asked'
        raise UsageError(f"a new person needs {' and '.join(missing)}", next_step=next_step)
    if found := problems_of(draft):
        raise _unsound([str(problem).removeprefix(": ") for problem in found])


def _unsound(messages: list[str]) -> UsageError:
    from arena.errors import UsageError

    return UsageError("; ".join(messages), next_step="correct the options and run the same command again")


def save(text: Callable[[str], str], path: Path, *, force: bool) -> None:
    """The file, and where there is none yet the form beside its folder, so that editors can help.

    `text` makes the file, given where the form is.
    """
    from arena import personas
    from arena.cli._output import notice
    from arena.errors import UsageError

    if not force and (fact := _taken(path)):
        raise UsageError(fact, next_step="name another (-o FILE), or overwrite it (--force)")
    inside = path.parent.name == "personas"
    form = (path.parent.parent if inside else path.parent) / "schemas" / "persona.schema.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, text("../" * inside + "schemas/persona.schema.json"))
        if not form.exists():
            form.parent.mkdir(exist_ok=True)
            _write_whole(form, personas.schema())
            notice(f"written: {form} (for completion in editors)")
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    notice(f"written: {path}")


def _write_whole(path: Path, text: str) -> None:
    """The file with all of the text, or as it was."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _tell(path: Path) -> None:
    """What the new person is so far, who is nearest, and what to do next."""
    from arena import personas
    from arena.cli._output import safe, screen
    from arena.errors import BadFiles
    from arena.files import available

    report = personas.check([path])
    if report.problems:
        raise BadFiles(report.problems)
    level, who = report.levels[0], personas.load(path)
    screen().print(safe(f"{who.identity.name} is a {level.level}", "green"))
    others = {one.id: one for file in available("personas").values() for one in personas.find(str(file))}
    others.pop(who.id, None)
    if others:
        near = min(others.values(), key=lambda one: personas.distance(one, who))
        far = personas.distance(near, who)
        screen().print(safe(f"nearest of {len(others)}: {near.id}, at {far:.2f} (0 the same, 1 all different)"))
    for lacking in level.missing:
        screen().print(safe(f"  for a portrait: {lacking}", "dim"))
    screen().print(safe(f"next: refine it in an editor, then  arena persona check {path}", "bold"))
    screen().print(safe(f"      or see it talk:  arena play {path} smaller-flat notebook", "bold"))
