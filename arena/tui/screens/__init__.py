"""The screens of the interface. To add one: write a module with a `RunScreen`, and a line in `ENTRIES`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arena.tui._frame import RunScreen


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen one can go to from everywhere."""

    key: str
    """The key that goes there."""
    mode: str
    title: str
    place: str
    """`module:class`, imported when somebody goes there."""

    def make(self) -> RunScreen:
        """A new screen."""
        module, name = self.place.split(":")
        made: RunScreen = getattr(import_module(f"arena.tui.screens.{module}"), name)()
        return made


ENTRIES = (
    Entry("1", "hall", "Hall", "hall:Hall"),
    Entry("2", "standings", "Standings", "standings:Standings"),
    Entry("3", "privacy", "Privacy", "privacy:Privacy"),
    Entry("4", "casting", "Casting", "casting:Casting"),
    Entry("5", "reader", "Reader", "reader:Reader"),
)
"""In the order of the tabs; the first is shown first."""
