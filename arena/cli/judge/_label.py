"""`arena judge label`: a person labels what the judges judged, blind, on the judges' own rubric."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import DB, RUNS, Db, RunName, RunsDir, opened_run

if TYPE_CHECKING:
    from arena.judges.by_hand import Asked
    from arena.schema.question import Question
    from arena.tournament import Labelled

_EPILOG = (
    "Examples: arena judge label latest · arena judge label latest --as ana --measures privacy -n 10 · "
    "then: arena judge agreement latest"
)
_HELP = "type a key and Enter · r rubric · u back · s pass this one over · q stop"
_ONE_BACK = "only the one before can be taken back; what came earlier is kept"
_NOT_KEPT = "the one you were in is not kept"


def add_to(judge: typer.Typer) -> None:
    """Hang the command into the group."""
    judge.command(epilog=_EPILOG)(label)


def label(
    run: RunName,
    rater: Annotated[str | None, typer.Option("--as", metavar="NAME", help="who labels (default: your login)")] = None,
    measures: Annotated[str, typer.Option(metavar="A,B", help="families or measures, or all")] = "likability",
    moments: Annotated[int, typer.Option("-n", "--moments", min=1, help="at most this many in this sitting")] = 20,
    db: Db = DB,
    runs_dir: RunsDir = RUNS,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON at the end")] = False,
) -> None:
    """Label replies, decisions and messages of a run yourself, without seeing who wrote them or what judges said.

    You read what a judge reads, in an order of your own, and answer on the same rubric. Your labels are marked human
    and kept in a journal of their own; the same command goes on where you stopped.
    """
    from arena.cli._output import print_json, safe, screen
    from arena.tournament import Sitting, known_measures
    from arena.tournament import label as sit

    store, run_id = opened_run(db, run)
    names = () if measures == "all" else (name.strip() for name in measures.split(",") if name.strip())
    who = _named(rater)
    done = sit(store, run_id, who, Sheet().ask, Sitting(moments, known_measures(names), runs_dir))
    if as_json:
        print_json({"run": run_id, "rater": who, "labelled": done.moments, "before": done.before, "left": done.left})
    else:
        screen().print(safe(_summary(run_id, done), "green"))


def _named(rater: str | None) -> str:
    import getpass

    from arena.errors import UsageError

    who = (rater if rater is not None else getpass.getuser()).strip()
    if not who or not all(c.isalnum() or c in "-_." for c in who):
        raise UsageError(f"{who!r} is no name for a rater", next_step="use letters, figures, - _ . : --as ana")
    return who


def _summary(run: str, done: Labelled) -> str:
    left = f", {done.left} left" if done.left else ", nothing left"
    return f"{done.moments} labelled{left} · arena judge agreement {run}"


def _barred(text: str, width: int) -> str:
    """`text` wrapped so that the bar beside the material stands before every line of it."""
    from arena.judges.by_hand import BAR

    lines: list[str] = []
    for line in text.splitlines():
        bar = BAR if line.startswith(BAR.strip()) else ""
        lines += textwrap.wrap(line, width, subsequent_indent=bar) or [""]
    return "\n".join(lines)


class Sheet:
    """Lays a question out on standard error and reads a line for each key."""

    def __init__(self) -> None:
        self._n = 0
        self._left: Question[Any] | None = None
        """The question from which the person last went back."""

    async def ask(self, question: Question[Any]) -> Mapping[str, str]:
        """The labels. Raises Skipped, TakenBack or Enough."""
        from arena.judges import by_hand

        self._lay_out(question)
        keys, labels = by_hand.asked(question), dict[str, str]()
        while len(labels) < len(keys):
            one = keys[len(labels)]
            typed = self._one(question, one, begun=bool(labels))
            if typed is None:
                labels.popitem()
            else:
                labels[one.key] = typed
        while (more := by_hand.follow_up(question, labels)) is not None:
            typed = self._one(question, more, begun=True)
            if typed is None:
                return await self.ask(question)
            labels[more.key] = typed
        return labels

    def _lay_out(self, question: Question[Any]) -> None:
        from arena.cli._output import notice, safe, side
        from arena.judges import by_hand

        self._n += 1
        side().rule(safe(f"{self._n} · {question.prompt.removeprefix('judge/')}"))
        side().print(safe(_barred(by_hand.material(question), side().width)))
        for line in (_HELP, *by_hand.scales(question)):
            side().print(safe(line, "dim"))
        if self._left == question:
            notice(_ONE_BACK)
        self._left = None

    def _one(self, question: Question[Any], one: Asked, *, begun: bool) -> str | None:
        """What was typed for a key; None to go back by one. Raises Skipped, TakenBack or Enough."""
        from arena.cli._output import safe, side
        from arena.judges import by_hand

        while True:
            side().print(safe(one.text, "bold"), safe(f" [{one.keys}] " if one.choices else " "), end="")
            line = sys.stdin.readline()
            typed = line.strip()
            if self._command(typed if line else "q", question, begun=begun):
                return None
            if typed == "r":
                side().print(safe(by_hand.rubric(question, one.key)))
            elif wrong := by_hand.fault(question, one, typed):
                side().print(safe(wrong, "yellow"))
            else:
                return typed

    def _command(self, typed: str, question: Question[Any], *, begun: bool) -> bool:
        """Whether to go back within the question. Raises Skipped, TakenBack or Enough."""
        from arena.cli._output import notice
        from arena.tournament import Enough, Skipped, TakenBack

        if typed == "u" and not begun:
            self._n, self._left = max(0, self._n - 2), question
            raise TakenBack
        if typed == "q" and begun:
            notice(_NOT_KEPT)
        if typed in {"q", "s"}:
            raise Enough if typed == "q" else Skipped
        return typed == "u"
