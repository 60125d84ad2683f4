"""Offline answers to every question a built-in contestant asks: those of a reply, and those that parts bring."""

from __future__ import annotations

from arena.assistants import offline
from arena.assistants._catalogue import answers
from arena.models.offline import Answerers

__all__ = ["ANSWERERS"]

ANSWERERS: Answerers = {**offline.ANSWERERS, **answers()}
"""Prompt name -> answerer."""
