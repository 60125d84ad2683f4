"""The inventories that ship, and what an authored person should score on them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from arena.errors import UsageError
from arena.files import nearest
from arena.schema.instrument import Instrument, Scale
from arena.schema.persona import ORDINARY, Persona
from arena.text.canonical import sha256

MINI = "mini-ipip"
NAMES = (MINI, "ipip-neo-120", "ipip-ipc")
"""All public domain."""


@cache
def instrument(name: str) -> Instrument:
    """The inventory of that name. Raises UsageError."""
    if name not in NAMES:
        raise UsageError(
            f"there is no instrument {name!r}", choices=nearest(name, NAMES) or NAMES, next_step="choose one of these"
        )
    return Instrument.model_validate(yaml.safe_load(_text(name)))


@cache
def digest_of(name: str) -> str:
    """Hash of the inventory's file, stored with every interview."""
    return sha256(_text(name))


def _text(name: str) -> str:
    return files("arena.prompts").joinpath("instruments", f"{name}.yaml").read_text(encoding="utf-8")


def target(scale: Scale, persona: Persona, top: int = 5) -> float | None:
    """What the author's levels (1 to 9) come to on the answer scale, 1 to `top`; None for a scale without a target.

    Weighted mean of the levels of the scale's facets, `T = 1 + (level - 1) (top - 1) / 8`. A facet that the author left
    out is ordinary, level 5.
    """
    if not scale.target:
        return None
    facets = persona.traits.facets
    levels = {key: facets[key].level if key in facets else ORDINARY for key in scale.target}
    mean = sum(scale.target[key] * level for key, level in levels.items()) / sum(scale.target.values())
    return 1 + (mean - 1) * (top - 1) / 8


def expressed(scale: Scale, persona: Persona) -> bool:
    """Whether the author wrote any facet that the scale is about, so that the portrait says something of it."""
    return any(key in persona.traits.facets for key in scale.target)
