"""A comparison on the screen: what changed, how surely, in which matches, and what else is not the same."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from arena.cli._output import WIDE, notice, number, print_json, safe, screen, table
from arena.results.comparison import ALPHA, smallest_p
from arena.results.judged import how_to_finish, unfinished
from arena.results.statistics import ENOUGH_PERSONAS
from arena.text.safe import visible
from arena.text.words import counted

if TYPE_CHECKING:
    from arena.results.comparison import Change, Moved
    from arena.results.versus import Unpaired, Versus

_STYLES = {"better": "bold green", "worse": "bold red", "different": "bold yellow", "open": "dim"}
_WORDS = {"better": "better", "worse": "worse", "different": "different", "open": "not shown"}


def show_changes(found: Versus, top: int, *, as_json: bool) -> None:
    """Print a comparison with the `top` matches that changed most."""
    for summary in dict.fromkeys((found.first, found.second)):
        if said := unfinished(summary):
            notice(f"{said}; compared is what is there. {how_to_finish(summary)}")
    if as_json:
        print_json(_as_json(found, top))
        return
    for line in _heading(found):
        screen().print(safe(line))
    for differs in found.differs:
        notice(f"not the same in both: {differs.what} {', '.join(differs.names)}")
    for name, rows in groupby(found.changes, key=_names):
        _show_rows(list(rows), name)
    for line in _footnotes(found):
        screen().print(safe(line, "dim"))
    if top and found.moved:
        _show_moved(found, found.moved[:top])


def _as_json(found: Versus, top: int) -> dict[str, object]:
    return {
        "first": found.first.run_id,
        "second": found.second.run_id,
        "unfinished": [s.run_id for s in dict.fromkeys((found.first, found.second)) if not s.ended],
        "pairs": found.n_pairs,
        "personas": found.n_personas,
        "unpaired": {"first": asdict(found.unpaired_first), "second": asdict(found.unpaired_second)},
        "differs": [asdict(differs) for differs in found.differs],
        "changes": [asdict(row) for row in found.changes],
        "most_changed": [{**asdict(moved), "case": moved.case._asdict()} for moved in found.moved[:top]],
    }


def _heading(found: Versus) -> list[str]:
    within = found.first.run_id == found.second.run_id
    lines = [f"first:  {_side(found, 0)}", f"second: {_side(found, 1)}"]
    lines.append(f"{counted(found.n_pairs, 'pair')} of matches of {_people(found.n_personas)}")
    sides = (("first", found.unpaired_first), ("second", found.unpaired_second))
    lines += [f"without a pair in the {which}: {said}" for which, left in sides if (said := _left(left, within=within))]
    return lines


def _people(n: int) -> str:
    return counted(n, "person", "people")


def _side(found: Versus, which: int) -> str:
    run = (found.first, found.second)[which].run_id
    names = {pairing[which] for pairing in found.pairings}
    return f"{run} · {names.pop()}" if len(names) == 1 else run


def _left(left: Unpaired, *, within: bool) -> str:
    there = "for the other contestant" if within else "in the other run"
    parts = [
        f"{left.only_here} with no match {there}" if left.only_here else "",
        f"{left.not_completed} void, failed or unfinished on one side" if left.not_completed else "",
    ]
    return ", ".join(part for part in parts if part)


_COLUMNS = ("measure", "first", "second", "difference", "changed", "p", "shown to be")


def _show_rows(rows: list[Change], title: str) -> None:
    columns = [(name, "left" if name in ("measure", "shown to be") else "right") for name in _COLUMNS]
    screen().print()
    screen().print(table(title, columns, [_cells(row) for row in rows]))


def _cells(row: Change) -> list[object]:
    shown = Text(f"{row.difference.mean:+.2f}")
    if row.difference.low is not None and row.difference.high is not None:
        shown.append(f"{_break()}[{row.difference.low:.2f}, {row.difference.high:.2f}]", style="dim")
    return [
        row.measure,
        number(row.mean_first),
        number(row.mean_second),
        shown,
        f"{row.n_changed} of {row.n_pairs}",
        f"{row.p_holm:.3f}",
        Text(_WORDS[row.outcome], style=_STYLES[row.outcome]),
    ]


def _break() -> str:
    return " " if screen().width >= WIDE else "\n"


def _names(row: Change | Moved) -> str:
    return row.first if row.first == row.second else f"{row.first} → {row.second}"


def _footnotes(found: Versus) -> list[str]:
    n = len(found.changes)
    lines = [
        "difference: second less first · brackets: 95 %, over people, each row on its own",
        f"p: sign-flip test over people, adjusted for {counted(n, 'row')} (Holm); shown where p ≤ {ALPHA:g}",
    ]
    most = max(row.difference.n_personas for row in found.changes)
    if (least := min(1.0, n * smallest_p(most))) > ALPHA:
        lines.append(
            f"{_people(most)} cannot show anything in {counted(n, 'row')} (p is at least {least:.2g}): "
            "play more people, or ask for fewer measures (--measure) and contestants (--contestant)"
        )
    if most < ENOUGH_PERSONAS:
        lines.append(f"approximate: intervals from {_people(most)}; {ENOUGH_PERSONAS} or more make them reliable")
    if one_sided := sum(row.n_one_sided for row in found.changes):
        lines.append(f"{one_sided} values have no counterpart (not applicable or failed there) and are left out")
    return lines


def _show_moved(found: Versus, moved: list[Moved]) -> None:
    columns = [("contestant", "left"), ("case", "left"), ("measure", "left"), ("change", "right"), ("matches", "left")]
    body = [
        (
            _names(row),
            Text(f"{visible(row.case.persona)}{_break()}{visible(row.case.scenario)} · {row.case.seed}"),
            row.measure,
            f"{row.value_first:.2f} → {row.value_second:.2f}",
            Text(f"{row.match_first[:8]}{_break()}{row.match_second[:8]}"),
        )
        for row in moved
    ]
    screen().print()
    screen().print(table(f"changed most ({len(moved)} of {len(found.moved)} pairs that changed)", columns, body))
    screen().print(safe("case: persona, scenario, seed · read one: arena show RUN MATCH", "dim"))
