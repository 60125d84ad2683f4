"""One tournament killed many times at random places, compared with one that was left alone.

    python benchmarks/kill.py [DEATHS] [SEED]      100 deaths unless said otherwise

Prints how it died, what the deaths cost, and whether the tables differ; the exit code is 1 where they do or where a
journalled call was paid twice.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.model_server import ModelServer
from tests.tournament.killing import call_keys, comparable, killed, player, seeds_for, undisturbed


def main(deaths: int, seed: int) -> bool:
    """Play both and compare. True when nothing differs and nothing was paid twice."""
    with tempfile.TemporaryDirectory() as name, ModelServer(latency_s=0.01) as server, player(server) as who:
        folder = Path(name)
        whole = undisturbed(server, who, folder / "whole", seeds_for(deaths))
        story = killed(server, who, folder / "killed", deaths, seed)
        same = comparable(story.folder) == comparable(whole.folder)
        keys = call_keys(story.folder)
        twice = sum(n - 1 for n in keys.values()) + (keys != call_keys(whole.folder))
        lost = [life.sent - life.journalled for life in story.lives]
        more = sum(n > life.under_way for n, life in zip(lost, story.lives, strict=True))
    print(f"{deaths} deaths: " + ", ".join(f"{n} {way}" for way, n in sorted(story.deaths.items())))
    print(f"calls of the undisturbed run {whole.lives[0].sent}, sent in all {sum(life.sent for life in story.lives)}")
    print(f"a death cost {sum(lost) / deaths:.1f} calls in flight on average, {max(lost)} at the most")
    print(f"deaths that cost more than the calls that were under way: {more}")
    print(f"journalled calls paid twice: {twice}")
    print(f"tables: {'identical' if same else 'DIFFERENT'}")
    return same and not (twice or more)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(0 if main(*(given + [100, 1][len(given) :])) else 1)
