"""How far a set of persons is spread, and who is nearly somebody else.

Distance is Gower's (1971): the mean over features of |difference| / span for numbers and 0 or 1 for labels, so 0 is
the same and 1 as different as can be. Features are what the engine and the voice are made of. Likeness of words (cosine
of weighted word counts of samples, lines and habits) is told beside it, since two persons with other numbers and the
same sentences read alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter
from statistics import fmean
from types import MappingProxyType

from arena.personas._diff import OFTEN, dial
from arena.schema.forms import FACETS
from arena.schema.persona import Persona
from arena.text.words import words

NEAR = 0.1
"""Nearer than this two persons are nearly the same. A twin with five dials moved is at 0.06 or less."""
ALIKE = 0.6
"""Likeness of words from which two voices are hard to tell apart."""

_NUMBERS: Mapping[str, tuple[Callable[[Persona], float], float, float]] = MappingProxyType(
    {
        "warmth": (attrgetter("traits.interpersonal.warmth"), -1, 1),
        "dominance": (attrgetter("traits.interpersonal.dominance"), -1, 1),
        "age": (lambda who: float(who.identity.age or 45), 18, 80),
        "words a message": (lambda who: math.log(who.voice.words_per_message.usual), math.log(4), math.log(60)),
        "patience": (attrgetter("patience.budget"), 3, 12),
        "formality": (attrgetter("voice.formality"), 1, 5),
        "slips": (attrgetter("voice.typos_per_100w"), 0, 8),
        "emoji": (lambda who: OFTEN[who.voice.emoji], 0, 3),
        "greets": (lambda who: OFTEN[who.voice.greets], 0, 3),
        "thanks": (lambda who: OFTEN[who.voice.thanks], 0, 3),
        "asks back": (lambda who: OFTEN[who.voice.asks_back], 0, 3),
        "depth wanted": (attrgetter("mind.wants_depth"), 1, 5),
        "volunteers": (attrgetter("cooperation.volunteers"), 0, 1),
        "exactness": (attrgetter("cooperation.exactness"), 0, 1),
        "on topic": (attrgetter("cooperation.stays_on_topic"), 0, 1),
        "tidiness": (attrgetter("cooperation.tidiness"), 0, 1),
        "trust": (attrgetter("bond.trust_at_start"), 1, 5),
        "anxious": (attrgetter("bond.anxious"), 1, 5),
        "avoidant": (attrgetter("bond.avoidant"), 1, 5),
        "pleasure": (attrgetter("feeling.baseline.pleasure"), -1, 1),
        "arousal": (attrgetter("feeling.baseline.arousal"), -1, 1),
        "control": (attrgetter("feeling.baseline.dominance"), -1, 1),
        "inertia": (dial("inertia"), 0, 0.95),
        "reactivity": (dial("reactivity"), 0, 2),
    }
)
_LABELS = (
    "identity.locale",
    "voice.capitals",
    "feeling.shows",
    "pushback.when_wrong",
    "pushback.when_ignored",
    "pushback.when_flattered",
    "patience.leaves_by",
    "privacy_stance.westin",
)
_SHOWN = ("warmth", "dominance", "age", "words a message", "patience", "formality", "depth wanted", "volunteers")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons, how far apart they are (0 to 1) and how much alike their words are (0 to 1)."""

    one: str
    two: str
    distance: float
    likeness: float

    @property
    def close(self) -> bool:
        """Nearly the same person, or the same voice."""
        return self.distance < NEAR or self.likeness > ALIKE


@dataclass(frozen=True, slots=True)
class Spread:
    """One number over the set: what is covered of its range (the middle value, too)."""

    name: str
    low: float
    middle: float
    high: float
    covered: float
    """Share of the range between the lowest and the highest, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Point:
    """A person where the plots show them."""

    id: str
    name: str
    warmth: float
    dominance: float
    age: int | None
    words: int
    patience: float


@dataclass(frozen=True, slots=True)
class Diversity:
    """What is known of a set."""

    points: tuple[Point, ...]
    spreads: tuple[Spread, ...]
    labels: Mapping[str, Mapping[str, int]]
    """Locales, first languages, leaving, pushback: how many of each."""
    pairs: tuple[Pair, ...]
    """All pairs, the nearest first."""

    @property
    def close(self) -> tuple[Pair, ...]:
        """Near-duplicates."""
        return tuple(pair for pair in self.pairs if pair.close)


def diversity(people: Sequence[Persona]) -> Diversity:
    """Spread and near-duplicates of a set of at least two persons.

    Raises:
        ValueError: there are fewer than two.
    """
    if len(people) < 2:
        raise ValueError("a set of at least two persons is needed")
    return Diversity(
        points=tuple(_point(who) for who in people),
        spreads=tuple(_spread(name, people) for name in _SHOWN),
        labels=_labels(people),
        pairs=_pairs(people),
    )


def distance(one: Persona, two: Persona) -> float:
    """Gower's distance, 0 to 1, over numbers, labels, facets, what they know and what they want."""
    parts = [_far(*(_scaled(name, who) for who in (one, two))) for name in _NUMBERS]
    parts += [float(attrgetter(path)(one) != attrgetter(path)(two)) for path in _LABELS]
    parts += [_far(*((_level(who, key) - 1) / 8 for who in (one, two))) for key in FACETS]
    parts.append(_apart(set(one.mind.knows.items()), set(two.mind.knows.items())))
    parts.append(_apart(*({(p.topic, p.value.casefold()) for p in who.preferences} for who in (one, two))))
    return fmean(parts)


def _far(one: float, two: float) -> float:
    return min(1.0, abs(one - two))


def _apart(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> float:
    return 1 - len(one & two) / len(one | two) if one | two else 0.0


def _scaled(name: str, who: Persona) -> float:
    read, low, high = _NUMBERS[name]
    return max(0.0, min(1.0, (read(who) - low) / (high - low)))


def _level(who: Persona, key: str) -> int:
    return who.traits.facets[key].level if key in who.traits.facets else 5


def _pairs(people: Sequence[Persona]) -> tuple[Pair, ...]:
    counts = _weighted([_vocabulary(who) for who in people])
    pairs = [
        Pair(one.id, two.id, distance(one, two), _cosine(counts[i], counts[j]))
        for (i, one), (j, two) in combinations(enumerate(people), 2)
    ]
    return tuple(sorted(pairs, key=lambda pair: (pair.distance, pair.one, pair.two)))


def _vocabulary(who: Persona) -> Counter[str]:
    voice = who.voice
    shown = (facet.shows_as for facet in who.traits.facets.values())
    said = [*voice.samples, *(line for lines in voice.lines.values() for line in lines), *shown]
    return Counter(word for text in said for word in words(text))


def _weighted(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """TF-IDF: words that everybody uses count nothing."""
    holders = Counter(word for count in counts for word in count)
    smooth = len(counts) + 1
    return [{w: (1 + math.log(n)) * math.log(smooth / holders[w]) for w, n in count.items()} for count in counts]


def _cosine(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    lengths = math.sqrt(sum(x * x for x in one.values())) * math.sqrt(sum(x * x for x in two.values()))
    return sum(x * two.get(word, 0.0) for word, x in one.items()) / lengths if lengths else 0.0


def _spread(name: str, people: Sequence[Persona]) -> Spread:
    read, low, high = _NUMBERS[name]
    values = sorted(read(who) for who in people)
    shown = [math.exp(v) for v in values] if name == "words a message" else values
    middle = fmean(shown[(len(shown) - 1) // 2 : len(shown) // 2 + 1])
    covered = (min(values[-1], high) - max(values[0], low)) / (high - low)
    return Spread(name, round(shown[0], 6), round(middle, 6), round(shown[-1], 6), max(0.0, covered))


def _labels(people: Sequence[Persona]) -> Mapping[str, Mapping[str, int]]:
    def counted(values: Iterable[str]) -> dict[str, int]:
        return dict(Counter(values).most_common())

    return MappingProxyType(
        {
            "locale": counted(who.identity.locale for who in people),
            "best language": counted(who.identity.languages[0] for who in people if who.identity.languages),
            "leaves by": counted(who.patience.leaves_by for who in people),
            "when wrong": counted(who.pushback.when_wrong for who in people),
            "on privacy": counted(who.privacy_stance.westin for who in people),
            "quadrant": counted(_quadrant(who) for who in people),
        }
    )


def _quadrant(who: Persona) -> str:
    circle = who.traits.interpersonal
    return f"{'warm' if circle.warmth >= 0 else 'cool'}, {'leads' if circle.dominance >= 0 else 'follows'}"


def _point(who: Persona) -> Point:
    circle = who.traits.interpersonal
    words_usual = who.voice.words_per_message.usual
    return Point(
        who.id,
        who.identity.name,
        circle.warmth,
        circle.dominance,
        who.identity.age,
        words_usual,
        who.patience.budget,
    )
