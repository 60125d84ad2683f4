"""`python -m arena.prompts.lock`: write LOCK.json, the hashes of all prompt files.

Refuses when a locked prompt has changed: make a new version instead.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from arena.prompts import load, names

LOCK = Path(__file__).with_name("LOCK.json")


def current() -> dict[str, str]:
    """`name@version` -> SHA-256 of every prompt file that ships."""
    return {load(*ref).ref: load(*ref).sha256 for ref in names()}


def locked() -> dict[str, str]:
    """The content of LOCK.json; empty where there is none yet."""
    known: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else {}
    return known


def changed() -> list[str]:
    """Locked prompts whose file is another one now, or gone."""
    now = current()
    return [ref for ref, digest in locked().items() if now.get(ref) != digest]


def main() -> int:
    """Write the lock, or say which released prompts changed."""
    if (broken := changed()) and "--unreleased" not in sys.argv:
        sys.stderr.write("released prompts changed, make a new version instead: " + ", ".join(broken) + "\n")
        return 1
    LOCK.write_text(json.dumps(current(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
