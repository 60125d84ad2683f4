"""An interview: who is asked what, how often, by which model; and what came of each statement."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from arena.schema.instrument import Instrument
from arena.schema.probe_view import Talk
from arena.schema.record import Record
from arena.schema.run import ModelSpec, Provenance

View = Literal["self", "seen"]
"""`self`: the person answers in character. `seen`: a blind rater answers about them, from transcripts alone."""
Occasion = Literal["before", "after"]
"""Before any talk, or after the talks of the run that the interview reads."""


class InterviewSpec(Record):
    """All that the command line can say of an interview."""

    personas: Annotated[tuple[str, ...], Field(min_length=1)]
    instruments: Annotated[tuple[str, ...], Field(min_length=1)] = ("mini-ipip",)
    runs: Annotated[int, Field(ge=1, le=50)] = 5
    """Administrations of each instrument, view and occasion."""
    seed: int = 0
    """Order of statements and direction of options follow from it."""
    user: ModelSpec = ModelSpec(temperature=0.7)
    """Answers as the person, with the temperature of play."""
    rater: ModelSpec = ModelSpec(temperature=0.0)
    """Answers as the stranger."""
    source: str = ""
    """Run whose transcripts are read; empty for none, and then there is no `seen` and no `after`."""
    concurrency: Annotated[int, Field(ge=1, le=256)] = 8
    runs_dir: str = "runs"
    db: str = "arena.duckdb"


class Heard(Record):
    """One talk that the rater reads, and where it was taken from."""

    persona: str
    match: str
    session: int
    talk: Talk


class StoredInterview(Record):
    """The first line of an interview's journal: everything needed to hold it again."""

    id: str
    spec: InterviewSpec
    provenance: Provenance
    personas: dict[str, dict[str, Any]]
    """Persona id -> the validated record as JSON types."""
    instruments: tuple[Instrument, ...]
    instrument_sha256: dict[str, str]
    heard: tuple[Heard, ...] = ()
    """The talks themselves, so that the interview can be held again without its source."""
    remembered: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Persona id -> what they remember of the talks of one match, for the sittings `after`."""


class Response(Record):
    """What one statement got in one administration."""

    persona: str
    instrument: str
    view: View
    occasion: Occasion
    administration: Annotated[int, Field(ge=0)]
    item: int
    """Number of the item in its instrument."""
    position: Annotated[int, Field(ge=1)]
    """Place in the order in which this administration asked."""
    flipped: bool
    """The options ran from the last to the first."""
    scale: str
    answer: int | None
    """In the published direction, 1 to the number of options; `None` when missing."""
    score: int | None
    """The answer as it speaks for the scale: reversed items turned round."""
    tries: Annotated[int, Field(ge=1)] = 1
    """Times the statement was put until it was answered or given up."""
    model: str
    prompt: str
    prompt_sha256: str
