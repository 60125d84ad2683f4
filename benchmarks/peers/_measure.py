"""What every peer's script has in common: play, measure, say it as JSON. No packages, so that it runs anywhere."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

USER = "You are Ines, 34, a nurse who has to find a smaller flat. Ask on, one short message at a time."
ASSISTANT = "You are a helpful assistant."
OPENING = "Hello, I have to move to a smaller flat. Where do I begin?"
EXCHANGES, CONVERSATIONS = 10, 12


def measure(began: float, converse: Callable[[str, int], int]) -> None:
    """Measure CPU for each exchange after a conversation that warms up.

    Args:
        began: when the script began, before the imports of the peer (`time.perf_counter()`).
        converse: (endpoint, exchanges) -> exchanges that were really had, two calls each.
    """
    imported, url = time.perf_counter() - began, sys.argv[1]
    converse(url, 3)
    cpu, wall = time.process_time(), time.perf_counter()
    had = sum(converse(url, EXCHANGES) for _ in range(CONVERSATIONS))
    result = {
        "exchanges": had,
        "cpu_ms": 1000 * (time.process_time() - cpu) / had,
        "wall_ms": 1000 * (time.perf_counter() - wall) / had,
        "import_s": imported,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write("\nRESULT " + json.dumps(result) + "\n")
