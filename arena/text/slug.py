"""Any text as an id."""

from __future__ import annotations

import re
import unicodedata

_MOST = 60


def slug(text: str) -> str:
    """Small letters, digits and single hyphens, at most 60, without accents; empty where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_MOST].strip("-")
