"""Waiting for, and reading, a screen that is driven by a test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.pilot import Pilot

from arena.tui._app import ArenaApp
from arena.tui._frame import RunScreen


async def settled(pilot: Pilot[None]) -> None:
    """Until what the feed has brought is drawn, as far as it comes at once."""
    app = pilot.app
    assert isinstance(app, ArenaApp)
    await pilot.pause(0.02)
    await until(pilot, lambda: not (app.is_stale and isinstance(app.screen, RunScreen)))


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    """Until something is seen; for what comes in its own time, such as a replay or a computation."""
    for _ in range(400):
        await pilot.pause()
        if seen():  # not asked again: a feed goes on, and may have brought something more
            return await pilot.pause()
        await asyncio.sleep(0.02)
    raise AssertionError("never seen")


def text_of(app: ArenaApp) -> str:
    """The screen as lines of text."""
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())
