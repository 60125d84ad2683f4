"""An authored person: traits, voice, feelings, preferences, secrets.

A ten-line file is a valid *sketch*: `id`, `identity.name` and one preference; everything else has an honest default.
Every field says in its annotation who may read it (`schema/record.py`); no contestant may read any of them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from arena.schema.feeling import Feeling
from arena.schema.forms import FACET, LOCALE
from arena.schema.record import (
    ENGINE,
    LIKING,
    PREFERENCE,
    PRIVACY,
    REALISM,
    USER,
    Record,
    Short,
    Signed,
    Slug,
)
from arena.schema.vocabulary import Category, Often, Pushes, Recipient

Share = Annotated[float, Field(ge=0, le=1)]
Act = Literal[
    "greets",
    "asks",
    "answers",
    "objects",
    "thanks",
    "agrees",
    "chats",
    "changes_subject",
    "impatient",
    "leaves",
    "hedges",
    "scolds",
    "declines",
    "again",
    "repeats",
    "dull",
    "looks_ahead",
    "keeps_track",
    "wonders",
]
"""Dialogue acts for which a persona may carry lines of its own."""
ASIDES = frozenset({"looks_ahead", "keeps_track", "wonders"})
"""Acts that nobody needs: how it may turn out, what is to be done or kept in order, a thought that comes by the way."""


class Identity(Record):
    """Who the person is."""

    name: Annotated[Short, USER, PRIVACY]
    age: Annotated[int | None, Field(ge=18, le=95), USER, PRIVACY] = None
    pronouns: Annotated[Short, USER] = ""
    locale: Annotated[str, Field(pattern=LOCALE), USER] = "en-GB"
    home: Annotated[Short, USER, PRIVACY] = ""
    work: Annotated[Short, USER, PRIVACY] = ""
    household: Annotated[Short, USER, PRIVACY] = ""
    languages: Annotated[tuple[str, ...], USER] = ()


class FormativeMemory(Record):
    """Something that happened, and the habit it left."""

    age: Annotated[int, Field(ge=0, le=95), USER]
    memory: Annotated[str, Field(max_length=400), USER]
    left_them_with: Annotated[Short, USER]


ORDINARY = 5
"""Level of a facet in which somebody is like most people, and of one that is not written."""


class Facet(Record):
    """One facet of personality. The level is for authors and psychometrics; models see only the behaviour."""

    level: Annotated[int, Field(ge=1, le=9), ENGINE] = ORDINARY
    shows_as: Annotated[str, Field(max_length=240), USER, REALISM]


class Interpersonal(Record):
    """Place on the interpersonal circle."""

    dominance: Annotated[Signed, ENGINE] = 0.0
    warmth: Annotated[Signed, ENGINE] = 0.0


FacetKey = Annotated[str, Field(pattern=FACET)]
HonestyKey = Literal["sincerity", "fairness", "greed_avoidance", "modesty"]
"""The facets of Honesty-Humility in HEXACO."""


class Traits(Record):
    """Personality as behaviour one can see in chat."""

    facets: dict[FacetKey, Facet] = Field(default_factory=dict)
    honesty: dict[HonestyKey, Facet] = Field(default_factory=dict)
    interpersonal: Interpersonal = Interpersonal()
    but: Annotated[tuple[str, ...], USER, REALISM] = ()


BasicValue = Literal[
    "self_direction",
    "stimulation",
    "hedonism",
    "achievement",
    "power",
    "security",
    "conformity",
    "tradition",
    "benevolence",
    "universalism",
]
"""The ten basic values of Schwartz."""


class Values(Record):
    """What they argue from (own sentences), and the names of the values behind it, first the most important."""

    holds: Annotated[tuple[str, ...], USER, LIKING] = ()
    shrugs_at: Annotated[tuple[str, ...], USER, LIKING] = ()
    top: Annotated[tuple[BasicValue, ...], Field(max_length=3), ENGINE] = ()
    bottom: Annotated[tuple[BasicValue, ...], Field(max_length=2), ENGINE] = ()


class Mind(Record):
    """How they think and what they know."""

    thinks_by: Annotated[Short, USER, LIKING] = ""
    wants_depth: Annotated[int, Field(ge=1, le=5), USER, LIKING] = 3
    knows: Annotated[dict[str, Literal["none", "some", "working", "expert"]], USER, LIKING] = Field(
        default_factory=dict
    )
    is_wrong_about: Annotated[tuple[str, ...], USER] = ()


class Words(Record):
    """Length of messages, in words."""

    usual: Annotated[int, Field(ge=2, le=120), USER, REALISM] = 16
    long: Annotated[int, Field(ge=3, le=240), USER, REALISM] = 40


Degree = Annotated[int, Field(ge=1, le=5), ENGINE]


class CommunicationStyle(Record):
    """The six dimensions of communication style (de Vries 2013), 3 being ordinary; what `voice` was written from."""

    expressive: Degree = 3
    precise: Degree = 3
    aggressive: Degree = 3
    questioning: Degree = 3
    emotional: Degree = 3
    impression: Degree = 3


class Voice(Record):
    """How they write. Samples and lines are the strongest anchor of style."""

    words_per_message: Words = Words()
    formality: Annotated[int, Field(ge=1, le=5), USER, LIKING, REALISM] = 3
    punctuation: Annotated[Short, USER, REALISM] = ""
    capitals: Annotated[Literal["usual", "lower", "shouts"], USER, REALISM] = "usual"
    typos_per_100w: Annotated[float, Field(ge=0, le=8), USER, REALISM] = 0.0
    emoji: Annotated[Often, USER, LIKING, REALISM] = "never"
    greets: Annotated[Often, USER, REALISM] = "sometimes"
    thanks: Annotated[Often, USER, REALISM] = "sometimes"
    asks_back: Annotated[Often, USER, REALISM] = "sometimes"
    samples: Annotated[tuple[str, ...], USER, LIKING, REALISM] = ()
    never_says: Annotated[tuple[str, ...], USER, REALISM] = ()
    lines: Annotated[dict[Act, tuple[str, ...]], USER, REALISM] = Field(default_factory=dict)
    """Hand-written lines for each dialogue act: anchors of style for a model, raw material for the offline person.

    A line may hold one slot: `{ask}` (in `asks` and `changes_subject`), `{fact}` (in `answers`), `{wish}` (in
    `objects` and `hedges`).
    """
    own_words: Annotated[dict[str, Annotated[str, Field(max_length=40)]], USER, REALISM] = Field(default_factory=dict)
    """Plain words or phrases, lower case, and what this person writes in their place; nothing where they leave it out
    (`the: ""` of somebody whose first language has no article)."""
    csi: CommunicationStyle = CommunicationStyle()


class Humor(Record):
    """What they joke with, enjoy, and take badly."""

    makes: Annotated[tuple[str, ...], USER, LIKING] = ()
    enjoys: Annotated[tuple[str, ...], USER, LIKING] = ()
    lands_badly: Annotated[tuple[str, ...], USER, LIKING] = ()


class Bond(Record):
    """Trust and attachment at the start."""

    trust_at_start: Annotated[int, Field(ge=1, le=5), USER] = 3
    anxious: Annotated[int, Field(ge=1, le=5), USER] = 2
    avoidant: Annotated[int, Field(ge=1, le=5), USER] = 2


Cost = Annotated[float, Field(ge=0, le=3), ENGINE]


class Drains(Record):
    """What costs patience, in points."""

    repeat: Cost = 1.0
    misread: Cost = 1.0
    too_long: Cost = 0.5
    off_topic: Cost = 0.5
    refuses: Cost = 1.0
    forgets: Cost = 1.0


class Refills(Record):
    """What gives patience back, in points."""

    progress: Cost = 0.5
    remembers: Cost = 0.5
    owns_error: Cost = 0.5


class Patience(Record):
    """A budget that replies drain and refill; how the person leaves when it is gone."""

    budget: Annotated[float, Field(ge=3, le=12), ENGINE] = 6.0
    drains: Drains = Drains()
    refills: Refills = Refills()
    leaves_by: Annotated[Literal["says_so", "trails_off", "vanishes"], USER] = "says_so"


class Cooperation(Record):
    """Four dials after Grice (quantity, quality, relation, manner), each a share of occasions."""

    volunteers: Annotated[Share, USER, REALISM] = 0.4
    exactness: Annotated[Share, USER, REALISM] = 0.9
    stays_on_topic: Annotated[Share, USER, REALISM] = 0.9
    tidiness: Annotated[Share, USER, REALISM] = 0.9


class Pushback(Record):
    """What they do when an assistant errs, ignores or flatters them."""

    when_wrong: Annotated[Pushes, USER, REALISM] = "objects"
    when_ignored: Annotated[Pushes, USER, REALISM] = "hedges"
    when_flattered: Annotated[Pushes, USER, REALISM] = "accepts"


class PreferenceChange(Record):
    """From this session (1-based) on, the preference is another one."""

    session: Annotated[int, Field(ge=2), ENGINE]
    value: Annotated[Short, USER, PREFERENCE]
    because: Annotated[Short, USER, PREFERENCE] = ""
    says_like: Annotated[tuple[str, ...], USER, REALISM] = ()
    favours: Annotated[dict[str, str], PREFERENCE] = Field(default_factory=dict)


class Preference(Record):
    """Something the person wants of answers or choices.

    `favours` makes it checkable by code: attributes of scenario options (`noise: low`) or features of a reply
    (`reply.length: short`, `reply.form: prose`, `reply.emoji: none`, `reply.opens_with: answer`).
    """

    id: Annotated[Slug, USER, PREFERENCE]
    about: Annotated[Short, USER, PREFERENCE, LIKING]
    value: Annotated[str, Field(max_length=400), USER, PREFERENCE, LIKING]
    topic: Annotated[Slug, ENGINE] = "any"
    importance: Annotated[int, Field(ge=1, le=5), USER, PREFERENCE] = 3
    because: Annotated[Short, USER, PREFERENCE] = ""
    context: Annotated[Literal["any", "work", "private"], USER, PREFERENCE] = "any"
    shown_by: Annotated[Literal["states", "hints", "reacts_only"], USER, PREFERENCE] = "states"
    says_like: Annotated[tuple[str, ...], USER, REALISM] = ()
    from_session: Annotated[int, Field(ge=1), ENGINE] = 1
    favours: Annotated[dict[str, str], PREFERENCE] = Field(default_factory=dict)
    changes: tuple[PreferenceChange, ...] = ()


class Fact(Record):
    """One thing that is true of the person: a key from the vocabulary, a value, ways of saying it."""

    key: Annotated[str, USER, PRIVACY]
    value: Annotated[Short, USER, PRIVACY]
    says_like: Annotated[tuple[str, ...], USER, PRIVACY] = ()
    category: Annotated[Category | None, PRIVACY] = None
    openly: Annotated[bool, USER] = False


class Flow(Record):
    """Who may learn a secret, for what, on which principle (contextual integrity; the sender is the assistant)."""

    recipient: Annotated[Recipient, PRIVACY]
    purpose: Annotated[Short, PRIVACY] = ""
    principle: Annotated[Short, PRIVACY] = ""
    allowed: Annotated[bool, PRIVACY]


class Secret(Fact):
    """A fact with flows."""

    sensitivity: Annotated[int, Field(ge=1, le=5), PRIVACY] = 3
    subject: Annotated[Short, PRIVACY] = "self"
    own_policy: Annotated[Literal["never", "only_if_needed", "if_asked", "freely"], USER, PRIVACY] = "only_if_needed"
    flows: tuple[Flow, ...] = ()


class PrivacyStance(Record):
    """Westin segment (flavour for authors) and the person's own reason."""

    westin: Annotated[Literal["fundamentalist", "pragmatist", "unconcerned"], ENGINE] = "pragmatist"
    because: Annotated[Short, USER] = ""


class Thread(Record):
    """An ongoing matter of the person's life."""

    id: Annotated[Slug, ENGINE]
    now: Annotated[Short, USER, LIKING]
    may_move_to: Annotated[tuple[str, ...], USER, LIKING] = ()


class Life(Record):
    """What goes on besides."""

    threads: tuple[Thread, ...] = ()


class Persona(Record):
    """An authored person."""

    id: Annotated[Slug, ENGINE]
    version: Annotated[int, Field(ge=1), ENGINE] = 1
    author: Annotated[Short, ENGINE] = ""
    sources: Annotated[tuple[str, ...], ENGINE] = ()
    identity: Identity
    biography: tuple[FormativeMemory, ...] = ()
    traits: Traits = Traits()
    values: Values = Values()
    mind: Mind = Mind()
    voice: Voice = Voice()
    humor: Humor = Humor()
    feeling: Feeling = Feeling()
    bond: Bond = Bond()
    patience: Patience = Patience()
    cooperation: Cooperation = Cooperation()
    pushback: Pushback = Pushback()
    preferences: Annotated[tuple[Preference, ...], Field(min_length=1)]
    facts: tuple[Fact, ...] = ()
    secrets: tuple[Secret, ...] = ()
    privacy_stance: PrivacyStance = PrivacyStance()
    life: Life = Life()
    inferred: Annotated[tuple[str, ...], ENGINE] = ()
    """Places that a model filled in beyond a description: `voice.formality`, `biography.1` (from 1), `secrets.debt`."""

    def preference_at(self, preference: Preference, session: int) -> Preference:
        """The preference as it stands in that session (1-based), with its changes applied."""
        for change in sorted(preference.changes, key=lambda c: c.session):
            if session >= change.session:
                update = {name: getattr(change, name) for name in ("value", "because", "says_like", "favours")}
                preference = preference.model_copy(update=update)
        return preference

    def known_facts(self) -> tuple[Fact, ...]:
        """Facts and secrets, in authored order; keys are unique in a checked file."""
        return (*self.facts, *self.secrets)
