"""Waiting for, and reading, a screen that is driven by a test."""

from __future__ import annotations

from textual.pilot import Pilot

from arena.tui._app import ArenaApp


async def settled(pilot: Pilot[None]) -> None:
    """Until what the feed has brought is drawn: two redraws of the application."""
    for _ in range(2):
        await pilot.pause(0.15)
    await pilot.pause()


def text_of(app: ArenaApp) -> str:
    """The screen as lines of text."""
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())
