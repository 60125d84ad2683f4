"""One self-contained page about a run: for people who were not there. Needs the extra `report`."""

from arena.report._page import write

__all__ = ["write"]
