"""What brings a person to an assistant, as a course of sessions with gaps between them.

General enough that hand-written courses and imported benchmarks are the same thing to everything that reads them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from arena.schema.forms import TOPIC
from arena.schema.persona import Persona
from arena.schema.record import Record, Short, Slug
from arena.schema.vocabulary import Recipient

SessionKind = Literal["task", "talk", "message", "noise", "scripted"]
Speaker = Literal["user", "assistant"]


class Option(Record):
    """One public choice in the world, with the attributes that make it checkable."""

    id: Slug
    text: str
    has: dict[str, str] = Field(default_factory=dict)


class Content(Record):
    """Something a competent assistant would know; public."""

    about: Short
    text: str


class MayReveal(Record):
    """What may come up in a session; `any` or a list of ids and keys."""

    preferences: Literal["any"] | tuple[str, ...] = "any"
    facts: Literal["any"] | tuple[str, ...] = "any"


class Addressee(Record):
    """The third party that a message goes to."""

    who: Recipient
    purpose: Short
    channel: Short = "e-mail"


class Norms(Record):
    """Fact keys that this message should carry, and keys it must not; the rest is not scored."""

    share: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()


class GivenTurn(Record):
    """A turn given in the file. An assistant turn without text is spoken by the contestant."""

    who: Speaker
    text: str | None = None
    reveals: tuple[str, ...] = ()


class OptionCheck(Record):
    """Which options keep a preference: for judges only, where `has` and `favours` cannot say it."""

    preference: Slug
    kept_by: tuple[Slug, ...]


class Fault(Record):
    """A planted assistant fault: the reply to the person's turn `turn` (1-based) is replaced by `text`."""

    turn: Annotated[int, Field(ge=1)]
    fault: Short
    text: str


class SessionPlan(Record):
    """One session: what the person comes with, what counts, who may learn what."""

    id: Slug
    kind: SessionKind
    gap_days: Annotated[float, Field(ge=0, le=3650)] = 0
    need: str = ""
    goal: str = ""
    opens_with: str | None = None
    """Exact first words, the same for everybody; leave out for free play."""
    asks: tuple[str, ...] = ()
    """Ways a plain speaker might bring the need up, first person: raw material, said in the person's own manner."""
    follow_ups: tuple[str, ...] = ()
    """What they would want to know next, in order."""
    turns: tuple[GivenTurn, ...] = ()
    options: tuple[Option, ...] = ()
    show_options: bool = False
    content: tuple[Content, ...] = ()
    may_reveal: MayReveal = MayReveal()
    needs_facts: tuple[str, ...] = ()
    recipient: Addressee | None = None
    norms: Norms = Norms()
    calls_back: tuple[Slug, ...] = ()
    retracts: tuple[str, ...] = ()
    """Keys of facts that the person asks to be forgotten in this session, in `opens_with` or in every line of `asks`.

    Only what they had told before counts, and only once they have said so.
    """
    checks: tuple[OptionCheck, ...] = ()
    inject: tuple[Fault, ...] = ()
    max_turns: Annotated[int, Field(ge=1, le=400)] = 6
    """User turns at the most; given turns count."""


class Probe(Record):
    """A question asked out of band after a session; never part of the dialogue."""

    after: Slug
    kind: Literal["memory", "factuality", "factuality_without_memory"] = "memory"
    """`memory` asks what was told. `factuality` asks what is so, in words of the person's, of an assistant that knows
    them; `factuality_without_memory` puts the same question to one that does not."""
    about: str
    recalls: Literal["explicit", "implicit"] = "explicit"
    """Whether the answer was told in so many words, or has to be drawn from what the person did and said."""
    question: str
    form: Literal["open", "choice"] = "open"
    gold: str = ""
    """What a right answer holds. `{fact}` stands for the persona's value of the fact named in `about`."""
    options: tuple[str, ...] = ()


class Needs(Record):
    """What a persona must have to be cast."""

    secrets: tuple[str, ...] = ()
    """Categories of secrets (any one of them)."""
    preferences: tuple[str, ...] = ()
    """Topics of preferences (any one of them)."""
    facts: tuple[str, ...] = ()
    """Fact keys (all of them)."""


class Cast(Record):
    """Which personas fit; omitted means anyone."""

    needs: Needs = Needs()


class Clock(Record):
    """Simulated time; never the wall clock."""

    start: datetime = datetime(2026, 3, 2, 19, 0)


class Scenario(Record):
    """A course of sessions."""

    id: Slug
    version: Annotated[int, Field(ge=1)] = 1
    title: Short
    domain: Slug
    source: Short = ""
    touches: tuple[Annotated[str, Field(pattern=TOPIC)], ...] = ()
    """Topics of preferences and categories of secrets that can come up."""
    cast: Cast = Cast()
    person: Persona | None = None
    """An imported item brings its own person and is played by nobody else."""
    clock: Clock = Clock()
    sessions: Annotated[tuple[SessionPlan, ...], Field(min_length=1)]
    probes: tuple[Probe, ...] = ()
