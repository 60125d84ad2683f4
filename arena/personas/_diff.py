"""How two persons differ, in words; also two states of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Literal, NamedTuple, get_args

from arena.personas._phrases import bare, listed
from arena.schema.feeling import Feeling
from arena.schema.forms import FACETS
from arena.schema.persona import Persona, Preference, Secret

Section = Literal["who they are", "personality", "voice", "feeling", "dealing with the assistant", "wishes", "facts"]


class Difference(NamedTuple):
    """One thing in which they differ. The sentence needs no other to be understood."""

    section: Section
    sentence: str


class _Scale(NamedTuple):
    section: Section
    read: Callable[[Persona], float]
    more: str
    """What is said of the one with the higher value; `{}` stands for how much."""
    span: float
    """Largest difference there can be."""


OFTEN = {"never": 0, "rarely": 1, "sometimes": 2, "often": 3}
_A_LITTLE, _MUCH = 0.15, 0.45
"""Shares of the span up to which a difference is a little one, and from which it is much."""


def _at(path: str) -> Callable[[Persona], float]:
    return attrgetter(path)


def _how_often(path: str) -> Callable[[Persona], float]:
    return lambda person: OFTEN[attrgetter(path)(person)]


def dial(name: Literal["inertia", "reactivity"]) -> Callable[[Persona], float]:
    """Reads the dial: one number, or the mean over the three dimensions."""
    return lambda person: _mean(person.feeling, name)


def _mean(feeling: Feeling, name: str) -> float:
    value = getattr(feeling, name)
    return float(value) if isinstance(value, int | float) else (value.pleasure + value.arousal + value.dominance) / 3


_DEALING: Section = "dealing with the assistant"
_SCALES = (
    _Scale("personality", _at("traits.interpersonal.warmth"), "is {}warmer", 2),
    _Scale("personality", _at("traits.interpersonal.dominance"), "takes the lead {}more", 2),
    _Scale("personality", _at("mind.wants_depth"), "wants {}more depth", 4),
    _Scale("voice", _at("voice.formality"), "writes {}more formally", 4),
    _Scale("voice", _at("voice.typos_per_100w"), "makes {}more slips of the finger", 8),
    _Scale("voice", _how_often("voice.emoji"), "uses emoji {}more often", 3),
    _Scale("voice", _how_often("voice.greets"), "greets {}more often", 3),
    _Scale("voice", _how_often("voice.thanks"), "thanks {}more often", 3),
    _Scale("voice", _how_often("voice.asks_back"), "asks back {}more often", 3),
    _Scale("feeling", _at("feeling.baseline.pleasure"), "is in {}better spirits when nothing happens", 2),
    _Scale("feeling", _at("feeling.baseline.arousal"), "is {}more stirred up when nothing happens", 2),
    _Scale("feeling", _at("feeling.baseline.dominance"), "feels {}more in control when nothing happens", 2),
    _Scale("feeling", dial("inertia"), "stays in a mood {}longer", 0.95),
    _Scale("feeling", dial("reactivity"), "is moved {}more by a reply", 2),
    _Scale("feeling", _at("bond.trust_at_start"), "starts with {}more trust", 4),
    _Scale("feeling", _at("bond.anxious"), "minds being forgotten {}more", 4),
    _Scale("feeling", _at("bond.avoidant"), "keeps {}more distance", 4),
    _Scale(_DEALING, _at("patience.budget"), "has {}more patience", 9),
    _Scale(_DEALING, _at("patience.drains.repeat"), "minds repetition {}more", 3),
    _Scale(_DEALING, _at("patience.drains.misread"), "minds being misread {}more", 3),
    _Scale(_DEALING, _at("patience.drains.too_long"), "minds long replies {}more", 3),
    _Scale(_DEALING, _at("patience.drains.off_topic"), "minds replies beside the matter {}more", 3),
    _Scale(_DEALING, _at("patience.drains.refuses"), "minds refusals {}more", 3),
    _Scale(_DEALING, _at("patience.drains.forgets"), "minds being forgotten {}more", 3),
    _Scale(_DEALING, _at("patience.refills.progress"), "is {}more mollified by progress", 3),
    _Scale(_DEALING, _at("patience.refills.remembers"), "is {}more mollified by being remembered", 3),
    _Scale(_DEALING, _at("patience.refills.owns_error"), "is {}more mollified by a mistake owned", 3),
    _Scale(_DEALING, _at("cooperation.volunteers"), "tells {}more unasked", 1),
    _Scale(_DEALING, _at("cooperation.exactness"), "is {}more exact", 1),
    _Scale(_DEALING, _at("cooperation.stays_on_topic"), "stays {}more on the subject", 1),
    _Scale(_DEALING, _at("cooperation.tidiness"), "writes {}tidier messages", 1),
)
_STYLES = {
    "expressive": "is {}more expressive",
    "precise": "is {}more precise",
    "aggressive": "is {}sharper",
    "questioning": "questions {}more",
    "emotional": "shows {}more feeling",
    "impression": "charms {}more",
}
_CHOICES: tuple[tuple[Section, str, str], ...] = (
    ("who they are", "identity.name", "name"),
    ("who they are", "identity.pronouns", "pronouns"),
    ("who they are", "identity.locale", "locale"),
    ("who they are", "identity.home", "home"),
    ("who they are", "identity.work", "work"),
    ("who they are", "identity.household", "at home"),
    ("who they are", "identity.languages", "languages"),
    ("who they are", "values.top", "values above all"),
    ("who they are", "values.bottom", "values least"),
    ("personality", "mind.thinks_by", "thinks by"),
    ("voice", "voice.capitals", "capitals"),
    ("voice", "voice.punctuation", "punctuation"),
    ("feeling", "feeling.shows", "moods show"),
    (_DEALING, "pushback.when_wrong", "when a reply is wrong"),
    (_DEALING, "pushback.when_ignored", "when passed over"),
    (_DEALING, "pushback.when_flattered", "when flattered"),
    (_DEALING, "patience.leaves_by", "out of patience"),
    (_DEALING, "privacy_stance.westin", "on privacy"),
    (_DEALING, "privacy_stance.because", "because"),
)
_LISTS: tuple[tuple[Section, str, str], ...] = (
    ("who they are", "values.holds", "holds that"),
    ("who they are", "values.shrugs_at", "shrugs at"),
    ("personality", "traits.but", "has this contradiction"),
    ("personality", "mind.is_wrong_about", "is wrong about"),
    ("voice", "voice.never_says", "never says"),
    ("voice", "voice.samples", "has written"),
    ("feeling", "humor.makes", "jokes with"),
    ("feeling", "humor.enjoys", "enjoys"),
    ("feeling", "humor.lands_badly", "does not take"),
)


def differences(one: Persona, two: Persona) -> tuple[Difference, ...]:
    """All that differs, section by section; nothing for equal persons (of ids and versions nothing is said)."""
    found = list(_Comparison(one, two).all())
    order = get_args(Section)
    return tuple(sorted(found, key=lambda difference: order.index(difference.section)))


class _Comparison:
    """Two persons and what to call them."""

    def __init__(self, one: Persona, two: Persona) -> None:
        self._both = one, two
        self._names = _names(one, two)

    def all(self) -> Iterator[Difference]:
        yield from self._age()
        for section, path, label in _CHOICES:
            yield from self._chosen(section, label, [attrgetter(path)(person) for person in self._both])
        yield from self._length()
        styles = (_Scale("voice", _at(f"voice.csi.{name}"), more, 4) for name, more in _STYLES.items())
        for scale in (*_SCALES, *styles):
            yield from self._scaled(scale, [scale.read(person) for person in self._both])
        yield from self._facets()
        for section, path, label in _LISTS:
            yield from self._listed(section, label, [attrgetter(path)(person) for person in self._both])
        yield from self._stories()
        yield from self._lines()
        yield from self._touches()
        yield from self._knowledge()
        yield from self._wishes()
        yield from self._facts()

    def _age(self) -> Iterator[Difference]:
        ages = [person.identity.age for person in self._both]
        if ages[0] is not None and ages[1] is not None and ages[0] != ages[1]:
            older = self._names[ages[1] > ages[0]]
            gap = abs(ages[0] - ages[1])
            yield Difference("who they are", f"{older} is {gap} year{'s' * (gap > 1)} older ({ages[0]}, {ages[1]})")
        elif ages[0] != ages[1]:
            yield from self._chosen("who they are", "age", ages)

    def _length(self) -> Iterator[Difference]:
        one, two = (person.voice.words_per_message for person in self._both)
        if one.usual != two.usual:
            more = self._names[two.usual > one.usual]
            times = max(one.usual, two.usual) / min(one.usual, two.usual)
            much = "a little more" if times < 1.25 else f"{times:.1f} times as much".replace(".0 ", " ")
            yield Difference("voice", f"{more} writes {much} ({one.usual} and {two.usual} words in a usual message)")
        if one.long != two.long:
            more = self._names[two.long > one.long]
            yield Difference("voice", f"a long message of {more} is longer ({one.long} and {two.long} words)")

    def _scaled(self, scale: _Scale, values: list[float]) -> Iterator[Difference]:
        if values[0] != values[1]:
            more, other = self._names if values[0] > values[1] else self._names[::-1]
            how = _degree(abs(values[0] - values[1]) / scale.span)
            yield Difference(scale.section, f"{more} {scale.more.format(how)} than {other}")

    def _facets(self) -> Iterator[Difference]:
        one, two = ({**person.traits.facets, **person.traits.honesty} for person in self._both)
        for key in dict.fromkeys([*one, *two]):
            name = FACETS.get(str(key), str(key).replace("_", " "))
            levels = [facets[key].level if key in facets else 5 for facets in (one, two)]
            if levels[0] != levels[1]:
                scale = _Scale("personality", _at("id"), f"has {{}}more {name}", 8)
                yield from self._scaled(scale, [float(level) for level in levels])
            shown = [bare(facets[key].shows_as) if key in facets else "" for facets in (one, two)]
            yield from self._chosen("personality", f"{name} shows", shown)

    def _stories(self) -> Iterator[Difference]:
        told = [tuple(f"{bare(m.memory)} (at {m.age})" for m in person.biography) for person in self._both]
        yield from self._listed("who they are", "remembers", told)
        threads = [tuple(bare(thread.now) for thread in person.life.threads) for person in self._both]
        yield from self._listed("who they are", "tells of", threads)

    def _touches(self) -> Iterator[Difference]:
        for path, label in (("soothed_by", "is soothed by"), ("stung_by", "is stung by")):
            what = [tuple(touch.what for touch in getattr(person.feeling, path)) for person in self._both]
            yield from self._listed("feeling", label, what)

    def _lines(self) -> Iterator[Difference]:
        one, two = (person.voice.lines for person in self._both)
        for act in dict.fromkeys([*one, *two]):
            label = f"has the line ({act.replace('_', ' ')})"
            yield from self._listed("voice", label, [one.get(act, ()), two.get(act, ())])
        words = [
            tuple(f"{own or 'nothing'} for {plain}" for plain, own in p.voice.own_words.items()) for p in self._both
        ]
        yield from self._listed("voice", "writes", words)

    def _knowledge(self) -> Iterator[Difference]:
        one, two = (person.mind.knows for person in self._both)
        for field in dict.fromkeys([*one, *two]):
            yield from self._chosen("personality", f"knows of {field}", [one.get(field, ""), two.get(field, "")])

    def _wishes(self) -> Iterator[Difference]:
        yield from self._keyed("wishes", [{p.id: _wish(p) for p in person.preferences} for person in self._both])

    def _facts(self) -> Iterator[Difference]:
        yield from self._keyed("facts", [{f.key: _fact(f) for f in person.known_facts()} for person in self._both])

    def _keyed(self, section: Section, entries: list[dict[str, str]]) -> Iterator[Difference]:
        one, two = entries
        for key in dict.fromkeys([*one, *two]):
            yield from self._chosen(section, key.replace("_", " "), [one.get(key, ""), two.get(key, "")])

    def _chosen(self, section: Section, label: str, values: Iterable[Any]) -> Iterator[Difference]:
        first, second = (_said(value) for value in values)
        if first != second:
            one, two = self._names
            yield Difference(section, f"{label}: {first or 'nothing'} ({one}); {second or 'nothing'} ({two})")

    def _listed(self, section: Section, label: str, lists: list[tuple[str, ...]]) -> Iterator[Difference]:
        for name, own, others in zip(self._names, lists, lists[::-1], strict=True):
            only = [bare(entry) for entry in own if entry not in others]
            if only:
                yield Difference(section, f"only {name} {label}: {'; '.join(only)}")


def _names(one: Persona, two: Persona) -> tuple[str, str]:
    """First names, whole names, ids, or which is which: whatever tells them apart."""
    first, whole = one.identity.name, two.identity.name
    for pair in ((first.split()[0], whole.split()[0]), (first, whole), (one.id, two.id)):
        if pair[0] != pair[1]:
            return pair
    return f"{one.id} (first)", f"{two.id} (second)"


def _degree(share: float) -> str:
    return "a little " if share <= _A_LITTLE else "much " if share > _MUCH else ""


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return listed([str(item) for item in value])
    return str(value).replace("_", " ") if value is not None else ""


_SHOWN: Mapping[str, str] = {"states": "says so", "hints": "hints", "reacts_only": "only reacts"}
_WEIGHT = {1: "matters hardly", 2: "matters a little", 3: "matters", 4: "matters a lot", 5: "matters most"}


def _wish(preference: Preference) -> str:
    changes = [f", from session {change.session} on {bare(change.value)}" for change in preference.changes]
    how = f"{_WEIGHT[preference.importance]}, {_SHOWN[preference.shown_by]}"
    return f"{bare(preference.value)} ({how}){''.join(changes)}"


def _fact(fact: Any) -> str:
    if not isinstance(fact, Secret):
        return str(fact.value)
    may = [flow.recipient for flow in fact.flows if flow.allowed]
    not_ = [flow.recipient for flow in fact.flows if not flow.allowed]
    who = f"; {listed(may) or 'nobody'} may know, {listed(not_) or 'nobody in particular'} may not"
    return f"{fact.value} (a secret, told {fact.own_policy.replace('_', ' ')}{who})"
