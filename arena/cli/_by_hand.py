"""Playing a part by hand: on the screen, or line by line where there is no terminal to draw on."""

from __future__ import annotations

import asyncio
import codecs
import os
import sys
from collections.abc import Callable, Iterator
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal

from arena.cli._output import notice, safe, side
from arena.errors import RunStopped
from arena.schema.event import SessionStarted
from arena.schema.persona import Persona
from arena.schema.run import StoredRun
from arena.schema.scenario import Scenario
from arena.users import Card, Matter, card

if TYPE_CHECKING:
    from arena.schema.question import Question
    from arena.tournament import Announcement, Run
    from arena.tui import Desk

Part = Literal["user", "assistant"]
"""Who is played by hand."""

_CHUNK = 65_536
_NEWLINE = "\\"
"""A line that ends in it goes on in the next."""


def part_of(stored: StoredRun) -> Part | None:
    """Which part of the run is played by hand."""
    models = stored.spec.models
    return "user" if models.user.id == "human" else "assistant" if models.contestant.id == "human" else None


def has_screen() -> bool:
    """Whether there is a terminal to draw on and to type at."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def play_on_screen(run: Run, desk: Desk, note: Callable[[Announcement], None]) -> None:
    """Play the run on the screen; `note` is told of everything.

    Raises:
        RunStopped: the person left before the match was over.
        ArenaError: as `Run.play`.
    """
    from arena.tui import Live
    from arena.tui import play as show

    live = Live(run.play, tap=note)
    try:
        show(live, run.stored, desk)
    finally:
        over = live.over
        live.stop()
        live.wait()
    if not over:
        raise RunStopped("you left before the match was over", next_step="go on where you were")
    live.join()


class Lines:
    """A person who types a line an answer, or pipes in lines written before.

    What they need to know goes to standard error, so that the dialogue alone is on standard output.
    """

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] | None = None
        self._stored: StoredRun | None = None

    def sit_down(self, stored: StoredRun) -> None:
        """Tell who plays whom."""
        self._stored = stored
        if part_of(stored) == "user":
            notice("you are the person on the card; an empty line or /leave ends a session")
        elif part_of(stored) == "assistant":
            notice("you are the assistant; what is for somebody else stands between <message> and </message>")

    def hear(self, said: Announcement) -> None:
        """Lay out the card when a session begins."""
        stored = self._stored
        if isinstance(said, SessionStarted) and stored is not None and part_of(stored) == "user":
            plan = stored.matches[0]
            persona = Persona.model_validate(stored.personas[plan.persona])
            scenario = Scenario.model_validate(stored.scenarios[plan.scenario])
            for line in card_lines(card(persona, scenario, said.session)):
                side().print(safe(line, "dim"))

    async def ask(self, question: Question[Any]) -> str:
        """The next line. Raises RunStopped when there is none."""
        if getattr(question.inputs, "probe", False):
            notice(f"out of band, in one line: {getattr(question.inputs, 'last', '')}")
        lines: list[str] = []
        while not lines or lines[-1].endswith(_NEWLINE):
            if sys.stdin.isatty():
                side().print("…" if lines else "›", end=" ")
            lines.append(await self._next())
        return "\n".join(line.removesuffix(_NEWLINE) for line in lines)

    async def _next(self) -> str:
        if self._lines is None:
            self._lines = asyncio.Queue()
            pump = (asyncio.get_running_loop(), self._lines)
            Thread(target=_pump, args=pump, name="standard input", daemon=True).start()
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)
            raise RunStopped("standard input ended before the match did", next_step="go on with more lines")
        return line


def _pump(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
    """Read lines in a thread that nobody has to wait for when the run is interrupted."""
    try:
        for line in _typed():
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)
    except RuntimeError:  # the run is over and its loop is closed
        return


def _typed() -> Iterator[str]:
    """Lines of standard input, read past Python's buffer, whose lock a thread must not hold when the process ends."""
    decoder, rest = codecs.getincrementaldecoder("utf-8")("replace"), ""
    while chunk := os.read(0, _CHUNK):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield line.removesuffix("\r")
    if rest:
        yield rest


def card_lines(shown: Card) -> Iterator[str]:
    """The card as lines of text."""
    yield f"{shown.name}: {', '.join(shown.who)}"
    yield f"writes: {shown.writes}"
    if shown.need:
        yield f"wants today: {shown.need}"
    yield from (f"  e.g. {ask}" for ask in shown.asks)
    if shown.recipient:
        yield f"to: {shown.recipient}"
        yield f"  it should say: {', '.join(shown.for_recipient) or 'nothing in particular'}"
        yield f"  it must not say: {', '.join(shown.not_for_recipient) or 'nothing in particular'}"
    for title, matters in (("wishes", shown.wishes), ("secrets", shown.secrets), ("facts", shown.facts)):
        if matters:
            yield f"{title}:"
            yield from map(_matter, matters)
    yield f"at most {shown.max_turns} messages in this session"


def _matter(matter: Matter) -> str:
    return f"  {matter.about}: {matter.value} ({matter.rule})"
