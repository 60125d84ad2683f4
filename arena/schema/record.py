"""What all records share, and the tags that say who may read a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from arena.schema.forms import SLUG

Slug = Annotated[str, Field(pattern=SLUG)]
Short = Annotated[str, Field(max_length=160)]
Signed = Annotated[float, Field(ge=-1, le=1)]


class Record(BaseModel):
    """A frozen record; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """What a file may hold in the place of a text. Put in `Annotated`."""

    record: type[Record]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may read a field. Put in `Annotated`; contestants are in no audience at all."""

    name: str


USER = Audience("user")
"""The model that speaks for the person."""
LIKING = Audience("judge: likability")
PREFERENCE = Audience("judge: preference")
PRIVACY = Audience("judge: privacy")
REALISM = Audience("judge: realism")
ENGINE = Audience("engine")
"""Code only: neither a model nor a judge sees the value."""
