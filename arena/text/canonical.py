"""One text for one value, and its hash: the ground that keys, resume and caching stand on."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """`value` (JSON types) as compact JSON with sorted keys; equal values give equal text."""
    return _ENCODER.encode(value)


def sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 text with Unix line ends. Lone surrogates are kept, not refused."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(*parts: str) -> str:
    """Hash of a sequence of texts in which no two sequences collide by concatenation."""
    return sha256(canonical_json(parts))


def seed_of(*parts: str) -> int:
    """A 63-bit seed for the given texts, so that every random draw follows from what it is for."""
    return int(key_of(*parts)[:16], 16) >> 1
