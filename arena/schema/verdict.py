"""One judge's answer on one measure. Not applicable, abstained and failed are three things, and none is zero."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from arena.schema.record import Record

Status = Literal["scored", "not_applicable", "abstained", "failed"]


class Evidence(Record):
    """A verbatim quote from one turn (1-based index within the session)."""

    turn: Annotated[int, Field(ge=1)]
    quote: str


class Verdict(Record):
    """One row: what was judged, by whom, with what result, on which evidence."""

    measure: str
    session: Annotated[int, Field(ge=1)]
    turn: int = 0
    """Index of the judged assistant turn; 0 when the whole session was judged."""
    about: str = ""
    """Preference id, fact key or probe number; empty where the measure needs none."""
    status: Status
    value: float | None = None
    label: str = ""
    """A short word beside the value, such as an error type or an option id."""
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    certainty: Annotated[int | None, Field(ge=1, le=100)] = None
    judge: str
    """Model id, or `code` where text alone decides."""
    prompt: str = ""
    """`name@version` of the prompt, empty for code."""
    prompt_sha256: str = ""
    sample: int = 0
