"""What of the world's public knowledge an answer draws on: which item, and which option of a catalogue."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from arena.assistants.offline._about import has_shape
from arena.assistants.offline._phrases import QUESTIONS
from arena.assistants.offline._reading import Sight, Statement, form_asked, stems
from arena.schema.world import Catalogue, Choice, Known, World
from arena.text.retraction import asks_to_forget
from arena.text.stance import fit, stance
from arena.text.words import sentences

_CHOICE = re.compile(
    r"\b(?:which\b(?! (?:is|was|are|has|means)\b)|recommend|suggest|pick|choose|choosing|(?<!by )choice|options?"
    r"|where should (?:i|we)|what would you (?:pick|choose|take|go for|see|book)"
    r"|should (?:i|we) (?:see|take|get|go|book|buy|try|order))\b",
    re.IGNORECASE,
)
_CHOOSE_FOR_ME = re.compile(
    r"\b(?:you|somebody|someone)\b[^.?!]*\b(?:recommend|suggest|pick|choose)\b"
    r"|\btell me which\b|^(?:please )?(?:recommend|suggest|pick|choose)\b",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"\b(?:anything but|that isn't|nothing about|not to (?:think|talk) about|don't want to (?:think|talk) about)\b"
    r"[^,.?!]*",
    re.IGNORECASE,
)
"""A subject that is not wanted now."""
_PHATIC = re.compile(
    r"\b(?:(?:got|have) (?:you )?a (?:min\w*|sec\w*|moment)|how(?:'s it going| are you)|keeping (?:all right|well)"
    r"|(?:can|may) i ask (?:you )?(?:something|a question))\b|\bmaybe\?$|^(?:h+m+|really|right|ok|sorry)\W*\?$",
    re.IGNORECASE,
)
"""Questions by which one only says hello."""
_WANTS_TO_KNOW = re.compile(
    r"\b(?:like|want|need) to know\b|\bdon't (?:quite )?know (?:wh\w+|how|if)\b|\bwonder(?:ing)? (?:wh\w+|how|if)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another|other (?:one|ones|option)|something else|different one|instead|next best)\b", re.I)

GENERIC = stems(
    "need want like know think make look find good thing time way ask tell told talk day week month year start end late"
    " come back go place put give take say said people somebody"
)
"""Content words that say nothing of a subject."""
_CLEARLY = 2
"""Content words a message that asks nothing must share with an item for the item to be brought up."""


@lru_cache(maxsize=256)
def _rarity(texts: tuple[str, ...]) -> dict[str, float]:
    count = Counter(stem for text in texts for stem in stems(text))
    return {stem: math.log(1 + len(texts) / n) for stem, n in count.items()}


def _relevance(item: Known, asked: frozenset[str], rare: dict[str, float]) -> float:
    about, text = asked & stems(item.about), asked & stems(item.text)
    return 3 * sum(rare[w] for w in about) + sum(rare[w] for w in text - about)


def items_on(text: str, items: Sequence[Known]) -> list[Known]:
    """Those of `items` that have something to do with `text`, best first; equals stay in their order."""
    rare = _rarity(tuple(f"{k.about} {k.text}" for k in items))
    asked = stems(text)
    scored = [(_relevance(k, asked, rare), -i, k) for i, k in enumerate(items)]
    return [k for score, _, k in sorted(scored, key=lambda s: s[:2], reverse=True) if score > 0]


def fitting_items(sight: Sight, world: World) -> list[Known]:
    """What is known on the person's last message, or else on the first, best first; not what was already said.

    Something that was merely told, not asked, calls for knowledge only where it clearly bears on it.
    """
    new = [k for k in world.known if not sight.has_said(_opening(k.text))]
    on_last, on_first = items_on(asking_part(sight.last), new), items_on(asking_part(sight.first), new)
    if asks(sight.last) or sight.last == sight.first:
        return [] if _was_said(sight, on_last, world) else on_last or on_first
    goes_on = stems(sight.last) & stems(" ".join((sight.first, *sight.own[-1:])))
    return [k for k in on_last if _clearly_on(sight.last, k)] or (on_first if goes_on else [])


def wants_other_matters(message: str) -> bool:
    """Whether the person asks to talk about something else than a subject they name."""
    return bool(_NOT_THAT.search(message))


@lru_cache(maxsize=2048)
def asking_part(message: str) -> str:
    """The sentences of a message that ask; all of it where none does. The talk around a question is not its matter."""
    matter = _NOT_THAT.sub(" ", message)
    content = [s for s in sentences(matter) if not form_asked(s)]
    asking = " ".join(s for s in content if _asks_in(s))
    return asking if stems(asking) else " ".join(content)


def _asks_in(sentence: str) -> bool:
    if _PHATIC.search(sentence):
        return False
    return bool(sentence.endswith("?") or _CHOOSE_FOR_ME.search(sentence) or _WANTS_TO_KNOW.search(sentence))


@lru_cache(maxsize=2048)
def asks(message: str) -> bool:
    """Whether a sentence of the message asks for something else than a form of reply."""
    return any(s.endswith("?") and not form_asked(s) for s in sentences(message))


def said_on(sight: Sight, world: World) -> Known | None:
    """What was said in this session already that answers the last message best; None where nothing clearly does."""
    asked = asking_part(sight.last)
    best = next(iter(items_on(asked, world.known)), None)
    return best if best and sight.has_said(_opening(best.text)) and _clearly_on(asked, best) else None


def _was_said(sight: Sight, new: Sequence[Known], world: World) -> bool:
    """Whether the answer to the last message was given before, and nothing new clearly bears on it."""
    return bool(said_on(sight, world)) and not (new and _clearly_on(asking_part(sight.last), new[0]))


def beside(core: Known, items: Sequence[Known]) -> tuple[str, ...]:
    """Those of `items` that belong to the same matter as `core`: it is named in what both are about."""
    return tuple(k.text for k in items if k != core and len(stems(core.about) & stems(k.about)) >= _CLEARLY)


def _clearly_on(text: str, item: Known) -> bool:
    return len((stems(text) - GENERIC) & (stems(item.about) | stems(item.text))) >= _CLEARLY


_SHARES = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SHARE = re.compile(r"\b(?:a|one)?\s?(half|third|quarter|fifth|tenth) of\b", re.IGNORECASE)
_SUM = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3,}")
_COMES_IN = re.compile(
    r"\b(?:after tax|a month|monthly|net|take home|income|salary|earn|clear|bring in)\b", re.IGNORECASE
)


def worked_out(sight: Sight, rule: str) -> str:
    """A rule of the kind “a third of what comes in”, applied to the sum the person named; empty where none applies."""
    share = _SHARE.search(rule)
    told = _income_told(sight)
    figure = _SUM.search(told.text) if told else None
    if share is None or figure is None:
        return ""
    part = round(int(figure[0].replace(",", "")) / _SHARES[share[1].lower()], -1)
    return f"On {figure[0]} that makes about {part:,.0f}."


_EARNS = re.compile(r"\b(?:income|earn\w*|salary|wages?|pay|take home)\b", re.IGNORECASE)


def _income_told(sight: Sight) -> Statement | None:
    """The newest statement of what comes in."""
    return next((s for s in reversed(sight.statements) if tells_income(s)), None)


def tells_income(said: Statement) -> bool:
    """Whether a statement tells a sum that comes in."""
    return bool(_SUM.search(said.text)) and (names_income(said.answers) or bool(_COMES_IN.search(said.text)))


def names_income(text: str) -> bool:
    """Whether a text speaks of what the person earns."""
    return bool(_EARNS.search(text))


def _opening(text: str) -> str:
    """By so much of it one knows again what was said, in a list or not."""
    return sentences(text)[0][:40]


def catalogue_asked(sight: Sight, world: World) -> Catalogue | None:
    """The catalogue the person wants a choice from; None when they want none now."""
    if not any(asks_for_choice(text) for text in sight.theirs):
        return None
    talk = " ".join((*sight.theirs[-2:], sight.first))
    near = [
        (len(stems(talk) & stems(c.about)), len(stems(talk) & _words_of(c)), -i, c)
        for i, c in enumerate(world.catalogues)
        if c.choices
    ]
    about, words, _, best = max(near, key=lambda n: n[:3], default=(0, 0, 0, None))
    if best is None or not about + words:
        return None
    return best if not given(sight, best) or _ANOTHER.search(sight.last) or _new_wishes(sight) else None


@lru_cache(maxsize=2048)
def asks_for_choice(message: str) -> bool:
    """Whether a sentence of the message asks for a choice among things: a question, or a wish that somebody choose."""
    return any(_CHOICE.search(s) if s.endswith("?") else _CHOOSE_FOR_ME.search(s) for s in sentences(message))


@lru_cache(maxsize=512)
def _stems_of_all(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(stems(text) for text in texts))


def _words_of(catalogue: Catalogue) -> frozenset[str]:
    return _stems_of_all((catalogue.about, *(c.text for c in catalogue.choices)))


def _new_wishes(sight: Sight) -> bool:
    return any(s.wish and s.text in sight.last and not form_asked(s.text) for s in sight.statements)


def given(sight: Sight, catalogue: Catalogue) -> list[Choice]:
    """The options recommended in this session."""
    return [c for c in catalogue.choices if sight.has_said(c.text)]


def _offer(choice: Choice) -> str:
    return "; ".join((choice.text, *(f"{key.replace('_', ' ')}: {value}" for key, value in choice.has.items())))


def best_choice(sight: Sight, catalogue: Catalogue) -> tuple[Choice, Statement | None]:
    """The option that fits the wishes in sight best, and the wish that speaks most for it.

    Equal ones, as when no wish is in sight, are decided by the words of the question, then by the order of the list.
    """
    spent = given(sight, catalogue) if _ANOTHER.search(sight.last) else []
    choices = [c for c in catalogue.choices if c not in spent] or list(catalogue.choices)
    wishes = [s for s in sight.statements if s.wish and not form_asked(s.text)]
    offers = [_offer(c) for c in choices]
    fits = fit([w.text for w in wishes], offers) if wishes else [0.0] * len(choices)
    asked = stems(f"{sight.last} {sight.first}")
    own = [len(asked & stems(c.text)) for c in choices]
    best = max(range(len(choices)), key=lambda i: (round(fits[i], 9), own[i], -i))
    return choices[best], _reason(wishes, offers[best])


def _reason(wishes: Sequence[Statement], offer: str) -> Statement | None:
    scored = [(stance(w.text, offer), i) for i, w in enumerate(wishes)]
    score, place = max(scored, default=(0.0, 0))
    return wishes[place] if score > 0 else None


def fact_to_ask(sight: Sight, item: Known | None) -> str:
    """Key of the fact to ask for, as the matter in hand turns on it and nobody has told it; empty for none."""
    if item is None:
        return ""
    named = (key for key in QUESTIONS if key.replace("_", " ") in item.about)
    return next((key for key in named if not _known(sight, key) and not sight.has_said(QUESTIONS[key][1:])), "")


def _known(sight: Sight, key: str) -> bool:
    """Whether the person told it, as far as the form of what they said shows, or asked that it be forgotten."""
    if key == "income" and _income_told(sight):
        return True
    if any(taken_back(QUESTIONS[key], text) for text in (*sight.theirs, *(s.text for s in sight.statements))):
        return True
    return any(s.answers == QUESTIONS[key] or has_shape(key.replace("_", " "), s.text) for s in sight.statements)


@lru_cache(maxsize=2048)
def taken_back(matter: str, message: str) -> bool:
    """Whether a message asks that the matter of a question or phrase be forgotten."""
    asking = [s for s in sentences(message) if asks_to_forget(s)]
    named = any(stems(s) & (stems(matter) - GENERIC) for s in asking)
    return named or (names_income(matter) and any(map(names_income, asking)))
