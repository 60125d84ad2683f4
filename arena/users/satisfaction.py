"""Satisfaction: a slow average of what replies brought, in which losses weigh more than gains.

`s_t = (1 - α) s_{t-1} + α u_t` with `u_t = progress - λ cost`, α = 0.35 and λ = 2. Progress and cost are shares, 0 to
1, so satisfaction stays within -2 and 1.
"""

from __future__ import annotations

from arena.schema.persona import Drains
from arena.users.appraisal import Appraisal
from arena.users.patience import drained

ALPHA = 0.35
LOSS_AVERSION = 2.0
_FULL_COST = 3.0
"""Points of patience that count as a whole loss."""


def gain(appraisal: Appraisal) -> float:
    """Progress as a share, 0 to 1."""
    return max(0, appraisal.progress) / 2


def cost(appraisal: Appraisal, drains: Drains) -> float:
    """What the reply cost as a share, 0 to 1: drained points, and half a loss for the worst effort."""
    return min(1.0, drained(appraisal, drains) / _FULL_COST + max(0, -appraisal.effort) / 4)


def after_reply(satisfaction: float, appraisal: Appraisal, drains: Drains) -> float:
    """Satisfaction one turn later, -2 to 1."""
    use = gain(appraisal) - LOSS_AVERSION * cost(appraisal, drains)
    return (1 - ALPHA) * satisfaction + ALPHA * use
