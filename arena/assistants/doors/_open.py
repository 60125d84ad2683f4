"""From a specification to a contestant, and the look at the user's object before anything is paid."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from arena.assistants.base import Contestant
from arena.assistants.doors._endpoint import Endpoint, Reach
from arena.assistants.doors._foreign import Desk, Foreign
from arena.assistants.doors._line import AskModel, ContestantFailed, Line
from arena.assistants.doors._process import ProcessLine
from arena.assistants.doors._spec import DoorSpec, is_door, parse_door
from arena.assistants.doors._thread import ThreadLine
from arena.errors import UsageError
from arena.models import Audience, Model, nobody
from arena.schema.assistant_view import Message


def open_door(spec: DoorSpec, model: Model, reach: Reach, audience: Audience = nobody) -> Contestant:
    """A new contestant for one match.

    Args:
        spec: which.
        model: the model that the user's code may ask.
        reach: leads to the endpoint of an `openai` contestant.
        audience: who listens to the user's code while it writes a reply.
    """
    if spec.kind == "openai":
        return Endpoint(spec, reach)
    desk = Desk(model)
    return Foreign(_line(spec, desk.ask), desk, spec.timeout_s, audience)


def _line(spec: DoorSpec, ask: AskModel) -> Line:
    folder, options = str(Path.cwd()), dict(spec.options)
    if not spec.isolated:
        return ThreadLine(spec.kind, spec.target, folder, options, ask)
    python = options["python"]
    if "/" in python:
        python = str(Path(python).expanduser().absolute())
    begin = {"kind": spec.kind, "target": spec.target, "folder": folder, "options": options}
    return ProcessLine(begin, python, ask)


def verify(spec: str) -> None:
    """Load the user's object and make one of it, so that a slip is found before anything is paid.

    Specifications of built-in contestants and of endpoints pass.

    Raises:
        UsageError: it cannot be loaded, or is nothing that can be called.
    """
    if not is_door(spec) or (door := parse_door(spec)).kind == "openai":
        return
    found: list[str] = []
    # In a thread of its own: the caller may be on an event loop.
    thread = threading.Thread(target=lambda: found.append(asyncio.run(_tried(door))), daemon=True)
    thread.start()
    thread.join()
    if found[0]:
        raise UsageError(
            f"{spec} cannot be a contestant: {found[0]}",
            next_step=f"mend it and try it alone: arena contestant check '{spec}'",
        )


async def _tried(spec: DoorSpec) -> str:
    """Why the object cannot be used; empty when it can."""
    line = _line(spec, _nobody)
    try:
        said = await asyncio.wait_for(line.call(_OPENING), spec.timeout_s)
    except ContestantFailed as error:
        return error.fact
    except TimeoutError:
        return f"loading it did not end within {spec.timeout_s:g} s, the `timeout` of its specification"
    finally:
        await line.close()
    return str(said.get("error", ""))


async def _nobody(messages: tuple[Message, ...]) -> str:
    raise ContestantFailed("the model can be asked while a turn is answered, not before")


_OPENING: dict[str, Any] = {
    "do": "open",
    "user": "nobody",
    "session": 0,
    "turn": 0,
    "messages": [],
    "now": "2026-01-01T00:00:00",
    "seed": 0,
    "probe": False,
}
