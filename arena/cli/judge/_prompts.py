"""`arena judge prompts`: what is asked, in which words, and whether they still are the words that were released."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from arena.cli._options import DB, Db, Json, opened_run

if TYPE_CHECKING:
    from arena.prompts import Prompt
    from arena.store import UsedPrompt

State = Literal["released", "changed", "not locked"]
_EPILOG = (
    "Examples: arena judge prompts · arena judge prompts likability · arena judge prompts judge/violate@1 · "
    "arena judge prompts --run latest"
)


def add_to(judge: typer.Typer) -> None:
    """Hang the command into the group."""
    judge.command(epilog=_EPILOG)(prompts)


@dataclass(frozen=True, slots=True)
class Listed:
    """One version of one prompt."""

    prompt: str
    """`name@version`."""
    purpose: str
    inputs: str
    answer: str
    n_words: int
    state: State
    sha256: str


def prompts(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="show the words of this one")] = None,
    run: Annotated[str | None, typer.Option(metavar="RUN", help="the words a run used, from the database")] = None,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """What judges are asked, in every version that ships. Released words never change; exits 1 if some did."""
    if run is not None:
        _of_run(run, db, name, as_json=as_json)
    elif name is None:
        _list(as_json=as_json)
    else:
        _text(_named(name), as_json=as_json)


def listed() -> list[Listed]:
    """Every judge prompt that ships, by name and version."""
    return [_listed(prompt) for prompt in _shipped()]


def _shipped() -> list[Prompt]:
    from arena.prompts import load, names

    return [load(*ref) for ref in names() if ref[0].startswith("judge/")]


def _listed(prompt: Prompt) -> Listed:
    from arena.text.words import count_words

    words = sum(count_words(text) for _, text in prompt.sections)
    return Listed(prompt.ref, prompt.purpose, prompt.inputs, prompt.answer, words, _state(prompt), prompt.sha256)


def _state(prompt: Prompt) -> State:
    from arena.prompts.lock import locked

    known = locked().get(prompt.ref)
    if known is None:
        return "not locked"
    return "released" if known == prompt.sha256 else "changed"


def _named(name: str) -> Prompt:
    """`judge/violate@1`, or less: without the folder, or without the version for the newest."""
    from arena.errors import UsageError
    from arena.files import nearest

    wanted = name if name.startswith("judge/") else f"judge/{name}"
    fits = [prompt for prompt in _shipped() if wanted in {prompt.ref, prompt.name}]
    if fits:
        return max(fits, key=lambda prompt: prompt.version)
    known = [prompt.ref for prompt in _shipped()]
    raise UsageError(
        f"judges have no prompt {name!r}",
        choices=nearest(wanted, known) or known,
        next_step="`arena judge prompts` lists them",
    )


def _list(*, as_json: bool) -> None:
    from arena.cli._output import notice, print_json, screen, table

    rows = listed()
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        columns = [("prompt", "left"), ("words", "right"), ("state", "left"), ("asks", "left")]
        screen().print(table("", columns, [(row.prompt, row.n_words, row.state, row.purpose) for row in rows]))
    if broken := [row.prompt for row in rows if row.state == "changed"]:
        notice(f"not the words that were released: {', '.join(broken)}; a new wording is a new version")
        raise typer.Exit(1)


def _text(prompt: Prompt, *, as_json: bool) -> None:
    from arena.cli._output import print_json, safe, screen

    if as_json:
        print_json({**asdict(_listed(prompt)), "text": prompt.text})
        return
    screen().print(safe(f"{prompt.ref} · {_state(prompt)} · {prompt.sha256[:12]}", "bold"))
    screen().print(safe(prompt.text))


def _of_run(run: str, db: Path, name: str | None, *, as_json: bool) -> None:
    from arena.cli._output import print_json, safe, screen, table

    store, run_id = opened_run(db, run)
    used = [prompt for prompt in store.prompts(run_id) if _wanted(prompt, name)]
    if as_json:
        print_json([{**asdict(prompt), "state": _still(prompt)} for prompt in used])
    elif name is None:
        columns = [("prompt", "left"), ("words here", "left"), ("hash", "left")]
        rows = [(prompt.ref, _still(prompt), prompt.sha256[:12]) for prompt in used]
        screen().print(table(run_id, columns, rows))
    else:
        for prompt in used:
            screen().print(safe(f"{prompt.ref} · {_still(prompt)} · {prompt.sha256[:12]}", "bold"))
            screen().print(safe(prompt.text))


def _wanted(prompt: UsedPrompt, name: str | None) -> bool:
    if not prompt.name.startswith("judge/"):
        return False
    return name is None or name in {prompt.ref, prompt.name, prompt.name.removeprefix("judge/")}


def _still(prompt: UsedPrompt) -> str:
    """Whether the words that a run used are the words that ship now."""
    now = {shipped.ref: shipped.sha256 for shipped in _shipped()}.get(prompt.ref)
    if now is None:
        return "no longer ships"
    return "the same" if now == prompt.sha256 else "other words than now"
