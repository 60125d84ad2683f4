"""Judges: they read what was said and score it, with evidence. Nothing they find enters the dialogue."""

from types import MappingProxyType

from arena.judges import offline, realism
from arena.judges._brief import AS_SHIPPED, Brief
from arena.judges._by_code import canaries
from arena.judges.panel import Job, Panel
from arena.judges.questions import DIMENSIONS
from arena.judges.session import ASPECTS
from arena.models.offline import Answerers

ANSWERERS: Answerers = MappingProxyType({**offline.ANSWERERS, **realism.ANSWERERS})
"""The rules of all judges, for the offline model."""

__all__ = ["ANSWERERS", "ASPECTS", "AS_SHIPPED", "DIMENSIONS", "Brief", "Job", "Panel", "canaries"]
