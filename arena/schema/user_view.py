"""All that the model speaking for a person may read, for one turn. Numbers of the engine are phrases here."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from arena.schema.record import Record
from arena.schema.vocabulary import Formality, Often, Pushes


class Line(Record):
    """One line of the dialogue as the person remembers it: `me` or `assistant`."""

    who: Literal["me", "assistant"]
    text: str


class Tellable(Record):
    """A fact the person may tell now."""

    key: str
    value: str
    says_like: tuple[str, ...] = ()
    asked: bool = False
    """The assistant has just asked for it."""
    told: bool = False
    """The person has told it before, in this session or an earlier one; then it is on offer only when asked again."""


class Wish(Record):
    """A preference as the person holds it now."""

    id: str
    """In a view a neutral key such as `w1`: a name may say the opposite of what has become of the wish."""
    about: str
    value: str
    because: str = ""
    matters: Literal["a little", "somewhat", "a lot"]
    shown_by: Literal["states", "hints", "reacts_only"]
    says_like: tuple[str, ...] = ()
    told: bool = False
    """The person has stated or hinted it before, in this session or an earlier one."""
    asked: bool = False
    """The assistant has just asked about it."""


class Manner(Record):
    """How the person writes. Lengths are in words and are phrased when a model reads them."""

    words_usual: int
    words_long: int
    formality: Formality
    capitals: Literal["usual", "lower", "shouts"]
    punctuation: str = ""
    typos_per_100w: float = 0.0
    emoji: Often = "never"
    greets: Often = "sometimes"
    thanks: Often = "sometimes"
    asks_back: Often = "sometimes"
    pushes_when_wrong: Pushes = "objects"
    pushes_when_ignored: Pushes = "hedges"
    never_says: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    lines: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Lines of the person's own for dialogue acts (`greets`, `asks`, ...)."""
    own_words: dict[str, str] = Field(default_factory=dict)
    """Plain words, and what the person writes in their place; empty where they leave them out."""


class Today(Record):
    """What the person comes with in this session."""

    kind: Literal["task", "talk", "message", "noise", "scripted"]
    need: str
    asks: tuple[str, ...] = ()
    """Plain ways to bring it up."""
    follow_ups: tuple[str, ...] = ()
    """What they would want to know next."""
    recipient: str = ""
    """Who the message is for and why, in words; empty outside message sessions."""
    touches: tuple[str, ...] = ()
    when: str = ""
    """Simulated weekday and time of day, such as `Monday evening`."""
    list_attached: bool = False
    """The choices will be listed behind the first message."""
    days_since_last: float = 0
    news: tuple[str, ...] = ()
    """What has moved in the person's life since the last talk, as notes about them."""


class UserView(Record):
    """The inputs of the question `user/turn`."""

    name: str
    portrait: str
    manner: Manner
    today: Today
    earlier: tuple[str, ...]
    """What the person remembers of earlier sessions, one sentence each, oldest first."""
    wishes: tuple[Wish, ...]
    may_tell: tuple[Tellable, ...]
    keep_back: tuple[str, ...]
    """Matters the assistant just asked about that the person will not tell, as topic words without the value."""
    mood: str
    patience: str
    """How much the replies have left of it, in words; of time, `turns_left` alone speaks."""
    phase: Literal["open", "continue", "farewell"]
    leaves_by: Literal["says_so", "trails_off", "vanishes"]
    why_leaving: Literal["", "goal_met", "patience"] = ""
    turns_left: Literal["many", "few", "last"]
    reminder: str = ""
    """Who they are, in a few sentences: every few turns, since what is said once at the top fades. Else empty."""
    transcript: tuple[Line, ...]
    """This session so far, oldest first."""
