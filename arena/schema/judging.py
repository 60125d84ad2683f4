"""A judging beside the run's own: the same dialogues read again by another model, in other words, or by a person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from arena.schema.record import Record
from arena.schema.run import ModelSpec


class Judging(Record):
    """What determines the verdicts of one judging; its journal is named after it."""

    kind: Literal["rejudge", "label"]
    judge: ModelSpec
    rater: str = ""
    """Who labelled; empty where a model judged."""
    prompts: dict[str, int]
    """Prompt name -> version, of all prompts that judges may ask with."""
    measures: tuple[str, ...] = ()
    """Names of measures and families; empty for all."""
    apart: bool = False
    """Each likability dimension in a call of its own."""
    sample: Annotated[int, Field(ge=0)] = 0
    """Which answer of the same judge to the same questions, from 0; a later one is asked anew."""

    @property
    def by(self) -> str:
        """The id under which verdicts are recorded."""
        return f"human:{self.rater}" if self.kind == "label" else self.judge.id
