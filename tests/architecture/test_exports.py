"""Curated exports: what `__all__` says exists, once, and nothing private is in it (ruff keeps it sorted)."""

import importlib
import pkgutil

import pytest

import arena

PACKAGES = [m.name for m in pkgutil.walk_packages(arena.__path__, "arena.") if m.ispkg]


@pytest.mark.parametrize("name", PACKAGES)
def test_exports(name: str) -> None:
    module = importlib.import_module(name)
    exported = list(getattr(module, "__all__", []))
    assert len(exported) == len(set(exported))
    assert [entry for entry in exported if not hasattr(module, entry) or entry.startswith("_")] == []
