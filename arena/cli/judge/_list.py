"""`arena judge list`: what is scored, by whom, on which scale, when, and how it is summed up."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import Json

if TYPE_CHECKING:
    from arena.schema.measure import Measure

_EPILOG = "Examples: arena judge list · arena judge list privacy · arena judge list likability.humor_fit --json"


def add_to(judge: typer.Typer) -> None:
    """Hang the command into the group."""
    judge.command(name="list", epilog=_EPILOG)(show)


def show(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="a family or one measure")] = None,
    as_json: Json = False,
) -> None:
    """Every measure: what it means, its scale, when it applies, who decides, how it is summed up, where it is from."""
    from arena.cli._output import print_json, safe, screen

    chosen = _chosen(name)
    if as_json:
        print_json([_told(measure) for measure in chosen])
    elif len(chosen) == 1:
        for key, value in _told(chosen[0]).items():
            screen().print(safe(f"{key.replace('_', ' '):>14}  {value}"))
    else:
        _show_all(chosen)


def _show_all(measures: list[Measure]) -> None:
    """A line a measure; what it means stands below it where there is no room beside."""
    from rich.padding import Padding

    from arena.cli._output import WIDE, safe, screen, table

    columns = [("measure", "left"), ("scale", "left"), ("of each", "left"), ("decided by", "left")]
    rows = [_row(measure) for measure in measures]
    lines = table("", columns, rows).split("\n")
    if screen().width >= WIDE or len(lines) != len(rows) + 1:
        means = ("means", "left")
        screen().print(table("", [*columns, means], [(*row, m.means) for row, m in zip(rows, measures, strict=True)]))
        return
    for measure, line in zip([None, *measures], lines, strict=True):
        screen().print(line)
        if measure is not None:
            screen().print(Padding(safe(measure.means, "dim"), (0, 0, 0, 2)))


def _chosen(name: str | None) -> list[Measure]:
    from arena.errors import UsageError
    from arena.files import nearest
    from arena.schema.measure import MEASURES

    chosen = [m for m in MEASURES if name is None or name in {m.name, m.family}]
    if chosen or name is None:
        return chosen
    known = [*dict.fromkeys(m.family for m in MEASURES), *(m.name for m in MEASURES)]
    raise UsageError(
        f"there is no measure {name!r}",
        choices=nearest(name, known) or known[:5],
        next_step="`arena judge list` shows them all",
    )


def _row(measure: Measure) -> tuple[str, ...]:
    better = "↑" if measure.better == "higher" else "↓"
    scale = f"{measure.low:g}–{measure.high:g} {better}"
    return (measure.name, scale, measure.of, measure.prompt or "code")


def _told(measure: Measure) -> dict[str, Any]:
    """The measure with what a model sees and answers, which its prompt names."""
    from arena.prompts import load, names

    told = asdict(measure) | {"family": measure.family, "decided_by": measure.prompt or "code"}
    del told["prompt"]
    if not measure.prompt:
        return told
    version = max(v for prompt, v in names() if prompt == measure.prompt)
    prompt = load(measure.prompt, version)
    view, answer = (name.rpartition(".")[2] for name in (prompt.inputs, prompt.answer))
    return told | {"rubric": prompt.ref, "view": view, "answer": answer}
