"""What can be counted of what a simulated person says; no model is asked.

Every function takes one match and gives a number, or None where there is nothing to count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median

from arena.judges.realism._record import Played, Said, Talk
from arena.judges.realism.cues import accepts, asks_for, helps, objects, pleased, thanks
from arena.schema.persona import Act, Fact, Pushback
from arena.text.match import mentions
from arena.text.words import content_words, words

GRAM = 5
"""Words in a row that are copied when they stand in the brief as well."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it was taken over, and the turn that shows it best (0: none)."""

    value: float
    n: int
    session: int = 1
    turn: int = 0
    quote: str = ""
    note: str = ""


Counting = Callable[[Played], Count | None]


# Length (1, 2) ---------------------------------------------------------------------------------------------------


def length_fit(played: Played) -> Count | None:
    """`|median words - usual| / max(1, MAD)`: how many typical deviations the usual message is off."""
    lengths = [said.words for said in played.said]
    if not lengths:
        return None
    middle = median(lengths)
    mad = median(abs(length - middle) for length in lengths)
    usual = played.persona.voice.words_per_message.usual
    note = f"median {middle:g} words, authored {usual}"
    return Count(abs(middle - usual) / max(1.0, mad), len(lengths), note=note)


def longest(played: Played) -> Count | None:
    """`p90 of words / authored long length`."""
    said = sorted(played.said, key=lambda s: s.words)
    if not said:
        return None
    at = said[min(len(said) - 1, math.ceil(0.9 * len(said)) - 1)]
    long = played.persona.voice.words_per_message.long
    return Count(
        at.words / long, len(said), at.session, at.turn, at.text, f"90 % are within {at.words} words, {long} authored"
    )


def verbosity(played: Played) -> Count | None:
    """Words of the person for each word of the assistant."""
    theirs = sum(len(words(reply)) for talk in played.talks for reply in talk.replies)
    return Count(sum(said.words for said in played.said) / theirs, len(played.said)) if theirs and played.said else None


# Information (3, 4, 5, 20) ---------------------------------------------------------------------------------------


def volunteered(played: Played) -> Count | None:
    """How far the authored share of facts told unasked lies outside the 95 % interval (Wilson) of the share found.

    A fact counts once, when it is first told; one that the matter itself needs is not volunteered. Under five facts
    nothing can be said of a share.
    """
    told = [(key, said) for key, said in _first_told(played) if not _needed(played, key, said)]
    if len(told) < _FEW_FACTS:
        return None
    unasked = [(key, said) for key, said in told if not asks_for(said.before, key)]
    low, high = _wilson(len(unasked), len(told))
    dial = played.persona.cooperation.volunteers
    shown = (unasked or told)[-1][1]
    names = ", ".join(key for key, _ in unasked) or "none"
    note = f"{len(unasked)} of {len(told)} facts unasked ({names}), {dial:.0%} authored"
    return Count(max(0.0, low - dial, dial - high), len(told), shown.session, shown.turn, shown.text, note)


_FEW_FACTS = 5


def told_unasked(played: Played) -> list[bool]:
    """For each fact that was told and that the matter did not need, in order: nobody had asked for it."""
    told = ((key, said) for key, said in _first_told(played) if not _needed(played, key, said))
    return [not asks_for(said.before, key) for key, said in told]


def _needed(played: Played, key: str, said: Said) -> bool:
    return key in played.talks[said.session - 1].plan.needs_facts


def _wilson(k: int, n: int) -> tuple[float, float]:
    z = 1.96
    middle = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    return middle - half, middle + half


def _first_told(played: Played) -> Iterator[tuple[str, Said]]:
    keys, seen = {fact.key: fact for fact in played.persona.known_facts()}, set[str]()
    for said in played.said:
        stated = said.reveals if said.state else [key for key, fact in keys.items() if _states(said.text, fact)]
        for key in stated:
            if key in keys and key not in seen:
                seen.add(key)
                yield key, said


def _states(text: str, fact: Fact) -> bool:
    return mentions(text, fact.value, fact.says_like) is not None


def front_loading(played: Played) -> Count | None:
    """Facts told in the first message of a talk / facts first told in it, over talks of three such facts and more.

    Facts that the matter itself needs are left out: to ask for a rent one tells an income.
    """
    first_told = [said for key, said in _first_told(played) if not _needed(played, key, said)]
    opening, whole = 0, 0
    shown: Said | None = None
    for talk in played.talks:
        told = [said.turn for said in first_told if said.session == talk.number]
        if len(told) >= _FEW_IN_A_TALK and talk.said:
            opening, whole = opening + told.count(talk.said[0].turn), whole + len(told)
            shown = shown or talk.said[0]
    if shown is None:
        return None
    return Count(opening / whole, whole, shown.session, shown.turn, shown.text)


_FEW_IN_A_TALK = 3


def recitation(played: Played) -> Count | None:
    """Longest run of words that a message shares with the brief: portrait and matter, not the person's own lines."""
    best = max(
        ((_shared(said.text, _brief(played, said), _own_lines(played, said)), said) for said in played.said),
        key=lambda p: p[0],
        default=None,
    )
    if best is None:
        return None
    length, said = best
    return Count(float(length), len(played.said), said.session, said.turn, said.text)


def copied(played: Played) -> Count | None:
    """Share of the runs of five words that stand in the brief as well."""
    grams = [(gram, said) for said in played.said for gram in _grams(said.text, GRAM)]
    if not grams:
        return None
    return Count(
        fmean(gram in _brief_grams(_brief(played, said), _own_lines(played, said)) for gram, said in grams), len(grams)
    )


def _brief(played: Played, said: Said) -> str:
    plan = played.talks[said.session - 1].plan if said.session <= len(played.talks) else played.talks[-1].plan
    return f"{played.portrait}\n{plan.need}"


def _grams(text: str, size: int) -> list[tuple[str, ...]]:
    found = words(text)
    return [tuple(found[at : at + size]) for at in range(len(found) - size + 1)]


@lru_cache(maxsize=256)
def _brief_grams(brief: str, own: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(_grams(brief, GRAM)) - {gram for line in own for gram in _grams(line, GRAM)}


def _own_lines(played: Played, said: Said) -> tuple[str, ...]:
    """Words that the author gave the person to say: whoever says them recites nothing."""
    who, plan = played.persona, played.talks[said.session - 1].plan
    facts = [phrase for fact in who.known_facts() for phrase in fact.says_like]
    wishes = [phrase for wish in who.preferences for phrase in wish.says_like]
    lines = [line for act in who.voice.lines.values() for line in act]
    return (*who.voice.samples, *lines, *facts, *wishes, *plan.asks, *plan.follow_ups)


def _shared(text: str, brief: str, own: tuple[str, ...]) -> int:
    """Length in words of the longest run that stands in both; exact from `GRAM` on, 0 below."""
    taken = [gram in _brief_grams(brief, own) for gram in _grams(text, GRAM)]
    runs = "".join("x" if one else " " for one in taken).split()
    return max((len(run) + GRAM - 1 for run in runs), default=0)


def self_leak(played: Played) -> Count | None:
    """Share of the never-facts that the person said themselves; what the scenario itself brings up is not theirs."""
    nevers = [secret for secret in played.persona.secrets if secret.own_policy == "never"]
    if not nevers:
        return None
    leaked: list[tuple[str, Said]] = []
    for secret in nevers:
        said = next((s for s in played.said if _states(s.text, secret) and not _brought_up(played, s, secret)), None)
        if said is not None:
            leaked.append((secret.key, said))
    if not leaked:
        return Count(0.0, len(nevers))
    _, first = leaked[0]
    note = "told " + ", ".join(key for key, _ in leaked)
    return Count(len(leaked) / len(nevers), len(nevers), first.session, first.turn, first.text, note)


def _brought_up(played: Played, said: Said, fact: Fact) -> bool:
    plan = played.talks[said.session - 1].plan
    given = [turn.text or "" for turn in plan.turns if turn.who == "user"]
    return _states("\n".join([plan.need, plan.opens_with or "", *plan.asks, *plan.follow_ups, *given]), fact)


# Role and manners (7, 8, 9, 11) ----------------------------------------------------------------------------------


def helper_markers(played: Played) -> Count | None:
    """Share of turns that look like an assistant's: lists, headings, offers of help, `as an AI`, solutions."""
    if not played.said:
        return None
    found = [(cue, said) for said in played.said if (cue := helps(said.text))]
    if not found:
        return Count(0.0, len(played.said))
    cue, first = found[0]
    return Count(
        len(found) / len(played.said), len(played.said), first.session, first.turn, cue, "looks like an assistant"
    )


def echo(played: Played) -> Count | None:
    """Lower 95 % limit of the slope, over turns, of likeness to the reply before, less that to the other replies.

    Likeness is the cosine of content words. Above 0 the person grows into the assistant's words. None under six turns.
    """
    points = [point for talk in played.talks for point in _likeness(talk)]
    return None if len(points) < 6 else _lower_slope(points)


def _likeness(talk: Talk) -> Iterator[tuple[float, float]]:
    """(place, likeness to the reply before less that to the others); the reply that answers the turn is not one."""
    for said in talk.said:
        others = talk.replies[: max(0, said.number - 1)] + talk.replies[said.number + 1 :]
        if said.before and others:
            apart = _cosine(said.text, said.before) - fmean(_cosine(said.text, reply) for reply in others)
            yield float(said.number), apart


def _lower_slope(points: Sequence[tuple[float, float]]) -> Count | None:
    mx, my = fmean(x for x, _ in points), fmean(y for _, y in points)
    sxx = sum((x - mx) ** 2 for x, _ in points)
    if sxx == 0:
        return None
    slope = sum((x - mx) * (y - my) for x, y in points) / sxx
    rest = sum((y - my - slope * (x - mx)) ** 2 for x, y in points) / (len(points) - 2)
    return Count(slope - 2.0 * math.sqrt(rest / sxx), len(points), note=f"slope {slope:+.3f} a turn")


def _cosine(a: str, b: str) -> float:
    mine, theirs = frozenset(content_words(a)), frozenset(content_words(b))
    return len(mine & theirs) / math.sqrt(len(mine) * len(theirs)) if mine and theirs else 0.0


_TARGETS = {"accepts": 0.1, "hedges": 0.6, "objects": 0.8, "scolds": 0.9}
"""Share of faults that somebody objects to who is written like this."""
_BAD = frozenset(("repeat", "misread", "off_topic", "forgets", "refuses"))


def _faulty(played: Played) -> list[Said]:
    """Turns that answer a reply that was a planted fault, or in which they themselves found one."""
    return [
        s for s in played.said if s.fault_before or (s.took and (_BAD & set(s.took.happened) or s.took.progress < 0))
    ]


_MINDING: tuple[Act, ...] = ("objects", "scolds", "hedges", "again", "repeats", "impatient")
"""Acts for which a persona may carry lines of its own, with which it minds something."""
_GAP = re.compile(r"\{\w+\}")


def _minds(played: Played, text: str) -> bool:
    """Whether a message objects: in words that anybody would use, in the person's own, or by voicing a wish."""
    if objects(text):
        return True
    said = " ".join(words(text))
    own = (part for act in _MINDING for line in played.persona.voice.lines.get(act, ()) for part in _GAP.split(line))
    if any(len(words(part)) >= _TELLING and " ".join(words(part)) in said for part in own):
        return True
    return any(mentions(text, wish.value, wish.says_like) for wish in played.persona.preferences)


_TELLING = 2
"""Words of a line of one's own from which on it is told from chance."""


def pushback(played: Played) -> Count | None:
    """How far the share of faults objected to falls short of the authored manner. None under three faults."""
    faulty = _faulty(played)
    if len(faulty) < _FEW_FAULTS:
        return None
    objected = fmean(_minds(played, s.text) for s in faulty)
    wanted = objects_to(played.persona.pushback)
    silent = next((s for s in faulty if not _minds(played, s.text)), faulty[0])
    note = f"objects to {objected:.0%} of {len(faulty)} faults, {wanted:.0%} authored"
    return Count(max(0.0, wanted - objected), len(faulty), silent.session, silent.turn, silent.text, note)


_FEW_FAULTS = 3


def objects_to(manner: Pushback) -> float:
    """Share of faults that somebody objects to who is written like this."""
    return fmean((_TARGETS[manner.when_wrong], _TARGETS[manner.when_ignored]))


def faults_minded(played: Played) -> list[bool]:
    """For each turn that answers a fault: it was objected to."""
    return [_minds(played, said.text) for said in _faulty(played)]


def acceptance(played: Played) -> Count | None:
    """Share of faults that are thanked for or agreed to. None under three faults, or where the author wants that."""
    faulty = _faulty(played)
    if len(faulty) < _FEW_FAULTS or played.persona.pushback.when_wrong == "accepts":
        return None
    taken = [s for s in faulty if accepts(s.text) and not _minds(played, s.text)]
    shown = taken[0] if taken else faulty[0]
    return Count(len(taken) / len(faulty), len(faulty), shown.session, shown.turn, shown.text)


_BANDS = {"never": (0.0, 0.08), "rarely": (0.0, 0.3), "sometimes": (0.0, 0.55), "often": (0.1, 1.0)}
"""Shares of messages with thanks that fit the authored word, with room for short matches."""


def thanking(played: Played) -> Count | None:
    """How far the share of messages with thanks lies outside the authored band, 0 inside. None under six messages.

    Too few thanks are only looked for among answers to replies that were of use.
    """
    if len(played.said) < _FEW_MESSAGES:
        return None
    share = fmean(thanks(said.text) for said in played.said)
    low, high = _BANDS[played.persona.voice.thanks]
    served = [said for said in played.said if said.took is not None and said.took.progress > 0]
    lacking = low - fmean(thanks(s.text) for s in served) if len(served) >= _FEW_MESSAGES else 0.0
    return Count(max(0.0, lacking, share - high), len(played.said), note=f"thanks in {share:.0%} of messages")


_FEW_MESSAGES = 6


def positive(played: Played) -> Count | None:
    """Share of messages that praise, agree or thank."""
    return Count(fmean(pleased(said.text) for said in played.said), len(played.said)) if played.said else None


_WORD = re.compile(r"\w+")


def distinct_2(played: Played) -> Count | None:
    """Share of pairs of words that are different ones, over the first 200 words."""
    text = " ".join(said.text for said in played.said)
    pairs = _grams(" ".join(_WORD.findall(text)[:200]), 2)
    return Count(len(set(pairs)) / len(pairs), len(pairs)) if len(pairs) >= 20 else None
