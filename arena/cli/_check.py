"""`arena contestant check`: can it play?"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from arena.cli._output import print_json, safe, screen, table

if TYPE_CHECKING:
    from arena.checks.conformance import Remark

_TONES = {"good": "green", "note": "yellow", "bad": "bold red"}


def check(spec: str, *, model: str, api_base: str | None, isolate: bool, as_json: bool) -> None:
    """Put a contestant to the test and show what was found; exit code 1 when something is bad. Raises UsageError."""
    from arena.assistants import in_own_process, verify
    from arena.checks.conformance import conform
    from arena.schema.run import ModelSpec

    wanted = in_own_process(spec) if isolate else spec
    verify(wanted)
    found = asyncio.run(conform(wanted, ModelSpec(id=model, api_base=api_base)))
    if as_json:
        print_json({"contestant": wanted, "checks": [asdict(one) for one in found]})
    else:
        _draw(wanted, found)
    if any(one.state == "bad" for one in found):
        raise typer.Exit(1)


def _draw(spec: str, found: list[Remark]) -> None:
    rows = [(one.what, safe(one.state, _TONES[one.state]), one.detail) for one in found]
    screen().print(safe(spec, "bold"))
    screen().print(table("", [("what", "left"), ("", "left"), ("found", "left")], rows))
    if any(one.state == "bad" for one in found):
        screen().print(safe("it cannot be compared with others like this: fix what is bad and check again", "red"))
    else:
        screen().print(safe("it can play: name it in --contestants", "green"))
