"""What a model reads, kept beside the tests so that a review shows it."""

from __future__ import annotations

import os
from pathlib import Path


def assert_as_kept(path: Path, text: str) -> None:
    """`text` is what is stored at `path`. After a deliberate change, read the difference and set UPDATE_RENDERED=1."""
    if os.environ.get("UPDATE_RENDERED"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"read the change, then UPDATE_RENDERED=1 keeps it: {path.name}"
