"""Patience: a budget that replies drain and refill, and the chance to leave when it runs out.

`p_t = p_{t-1} - [no progress] - Σ drains + Σ refills`, at most the budget, and `P(leave) = σ(1.5 (0.5 - p_t))`. Code
draws, not the model: a model left alone stays for ever or goes on a whim.
"""

from __future__ import annotations

import math
import random

from arena.schema.persona import Drains, Patience, Refills
from arena.users.appraisal import Appraisal

STEEPNESS = 1.5
THRESHOLD = 0.5


def drained(appraisal: Appraisal, drains: Drains) -> float:
    """Points that what happened costs, without the point for no progress."""
    return float(sum(getattr(drains, name) for name in Drains.model_fields if name in appraisal.happened))


def refilled(appraisal: Appraisal, refills: Refills) -> float:
    """Points that what happened gives back; progress is read off the judgement of that name."""
    happened = {*appraisal.happened, *(("progress",) if appraisal.progressed else ())}
    return float(sum(getattr(refills, name) for name in Refills.model_fields if name in happened))


def after_reply(left: float, appraisal: Appraisal, rules: Patience) -> float:
    """Points left after a reply, at most the budget."""
    stalled = 0.0 if appraisal.progressed else 1.0
    change = refilled(appraisal, rules.refills) - drained(appraisal, rules.drains) - stalled
    return min(rules.budget, left + change)


def leave_probability(left: float) -> float:
    """The chance to leave now, 0 to 1."""
    return 1 / (1 + math.exp(-STEEPNESS * (THRESHOLD - left)))


def leaves(left: float, seed: int) -> bool:
    """Whether they leave now; equal seeds give equal answers."""
    return random.Random(seed).random() < leave_probability(left)  # noqa: S311  # reproducible, not secret


def phrase(left: float, budget: float) -> str:
    """What is left, in words; no numbers."""
    if left <= 1:
        return "used up: one more empty answer is one too many"
    share = left / budget
    if share > 0.75:
        return "plenty"
    if share > 0.5:
        return "mostly there, though it must not go on like this"
    return "wearing thin: you want to get on with it"
