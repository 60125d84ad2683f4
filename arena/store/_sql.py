"""The texts of longer statements, kept as files."""

from __future__ import annotations

from importlib import resources


def statement(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return resources.files("arena.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
