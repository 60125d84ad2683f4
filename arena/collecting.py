"""How often Python looks for garbage: seldom, because imports and records are many and hardly any is garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (5_000, 20, 20)


def collect_seldom() -> None:
    """Seven times fewer searches than usual, and next to none through everything that is loaded.

    Such a search takes a tenth of a second, in which nothing else goes on; together they were a tenth of a run's
    processor time.
    """
    gc.set_threshold(*_SELDOM)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The same for a while: whoever plays runs from a program of their own gets their thresholds back at the end."""
    usual = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
