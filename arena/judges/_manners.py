"""How the offline judge rates tone, humour and pitch: the dimensions that need cues more than counts."""

from __future__ import annotations

import re
from types import MappingProxyType

from arena.judges import _cues
from arena.judges._cues import first_with
from arena.judges._ratings import Reply, rated, without
from arena.judges._touches import done_by
from arena.judges.questions import Rating
from arena.text.words import content_words


def emotional(reply: Reply) -> Rating:
    """Tone against mood, and what is known to soothe or sting; good spirits that nobody voices ask for nothing."""
    tastes, lines = reply.view.tastes, reply.lines or reply.everything
    low = bool(_cues.LOW_MOOD.search(reply.view.mood) or _cues.SAD.search(reply.last))
    high = bool(_cues.GLAD.search(reply.last))
    warm = first_with(_cues.WARM, lines)
    soothed, stung = done_by(reply.scene, tastes.soothed_by), done_by(reply.scene, tastes.stung_by)
    gushing = first_with(_GUSHING, lines)
    if not (low or high or warm or soothed or stung or gushing):
        return without("A matter-of-fact exchange in an even mood.")
    score = 3.0 + min(2, len(soothed)) - 1.5 * min(2, len(stung))
    if low or high:
        score += _met(bool(warm), low, reply.wants.get("reply.opens_with"))
    elif warm:
        score += -1 if reply.wants.get("reply.opens_with") == "answer" else 0.5
    if low and (rote := first_with(_cues.CHEER, lines)):
        return rated(score - 1.5, rote, "Cheerful towards somebody who feels bad.")
    if gushing and not high:
        again = sum(bool(_GUSHING.search(line)) for line in lines) > 1
        return rated(1 if again else min(2.0, score), gushing, "Loud praise that nothing called for.")
    quote = (stung or soothed or [("", warm or lines[0])])[0][1]
    return rated(score, quote, _why_tone(soothed, stung, bool(warm)))


_GUSHING = re.compile(rf"(?:{_cues.FLATTERY.pattern})[^.?]*!", re.IGNORECASE)
"""Praise with an exclamation mark."""


def _met(warm: bool, low: bool, wanted: str | None) -> float:
    """What meeting a feeling is worth, or passing it over; joy asks for less than distress."""
    if wanted == "answer":
        return -1 if warm else 1
    if warm:
        return 1.5
    return -1 if low else 0


def _why_tone(soothed: list[tuple[str, str]], stung: list[tuple[str, str]], warm: bool) -> str:
    if stung:
        return f"Does what stings this person: {stung[0][0]}."
    if soothed:
        return f"Does what soothes this person: {soothed[0][0]}."
    return "Answers the feeling." if warm else "Passes over the feeling."


_DRY = re.compile(r"straight face|famous last words|as is tradition|rumou?r has it|\bha[,.]", re.IGNORECASE)
_KINDS_OF_HUMOUR = (
    (re.compile(r"wordplay|pun", re.IGNORECASE), _cues.PUN),
    (re.compile(r"dry|deadpan|understatement|straight face|nonsense", re.IGNORECASE), _DRY),
    (re.compile(r"jok\w+|stories|picks? up|teas", re.IGNORECASE), _cues.GRIN),
)
"""What somebody enjoys, and the cues by which a joke is of that kind."""


def humour(reply: Reply) -> Rating:
    """Jokes made, caught and passed over, against what the person enjoys and takes badly."""
    tastes, lines = reply.view.tastes, reply.lines or reply.everything
    if bad := done_by(reply.scene, tastes.humor_lands_badly):
        return rated(1.6 if len(bad) == 1 else 1, bad[0][1], f"Lands badly: {bad[0][0]}.")
    joked = bool(_cues.GRIN.search(reply.last))
    joke = first_with(_cues.GRIN, lines)
    if joke:
        return _joke(reply, joke)
    if joked:
        return rated(3, lines[0], "Their joke goes by without a sign.")
    return without("Nobody jokes.")


def _joke(reply: Reply, joke: str) -> Rating:
    enjoys = " ".join(reply.view.tastes.humor_enjoys)
    if _cues.SARCASM.search(joke) and "sarcas" not in enjoys:
        return rated(2, joke, "Sarcasm at the person's expense.")
    if _cues.SAD.search(reply.last) or "miserable" in reply.view.mood:
        return rated(2, joke, "A joke at a serious moment.")
    if any(kind.search(enjoys) and cue.search(joke) for kind, cue in _KINDS_OF_HUMOUR):
        return rated(5, joke, "The kind of humour the person enjoys.")
    return rated(4, joke, "A light touch that does not hurt.")


_FIELDS = MappingProxyType(
    {
        "money": "amortisation amortization apr equity liquidity gross collateral arrears principal amortise escrow",
        "housing": "tenancy leasehold sublet escrow covenant lessee lessor encumbrance conveyancing dilapidations",
        "law": "liability statutory jurisdiction indemnity precedent pursuant litigation clause covenant tort waiver",
        "health": "contraindicated lumbar nsaid ergonomic chronic musculoskeletal analgesic aetiology comorbid acute",
        "computers": "browser server cache url icon router firewall driver kernel api cookie bandwidth",
        "paperwork": "affidavit notarised notarized attestation annex apostille deponent statutory declaration",
        "travel": "layover itinerary codeshare stopover transit visa fare",
    }
)
_SYNONYMS = MappingProxyType(
    {"finance": "money", "legal": "law", "technology": "computers", "it": "computers", "tech": "computers"}
)
_JARGON = MappingProxyType({field: frozenset(content_words(terms)) for field, terms in _FIELDS.items()})
_AT_HOME = frozenset(("working", "expert"))


def knowledge(reply: Reply) -> Rating:
    """Technical terms and explanations against what the person knows of the field."""
    for line in reply.lines:
        for field, terms in _JARGON.items():
            if terms & frozenset(content_words(line)):
                return _pitched(reply, line, field)
    if explained := first_with(_cues.EXPLAINS, reply.lines):
        field = _field_of(reply)
        if _level(reply, field) in _AT_HOME:
            return rated(2, explained, f"Explains the basics of {field} to somebody at home in it.")
        return rated(4, explained, "Explains in passing.")
    return without("Neither a technical term nor an explanation.")


def _pitched(reply: Reply, line: str, field: str) -> Rating:
    plain = bool(_cues.EXPLAINS.search(line))
    if _level(reply, field) in _AT_HOME:
        return rated(3 if plain else 5, line, f"A term of {field} to somebody at home in it.")
    if plain:
        return rated(5, line, f"A term of {field}, made plain in passing.")
    return rated(2, line, f"A term of {field} without a word of explanation.")


def _level(reply: Reply, field: str) -> str:
    known = {_SYNONYMS.get(name.lower(), name.lower()): level for name, level in reply.view.tastes.knows.items()}
    return known.get(field, "some")


def _field_of(reply: Reply) -> str:
    """The field the person has named themselves at home in that the talk is about; `this matter` for none."""
    talk = frozenset(content_words(" ".join((*reply.said, *reply.lines))))
    named = (name for name in reply.view.tastes.knows if frozenset(content_words(name)) & talk)
    found = next(named, "this matter")
    return _SYNONYMS.get(found.lower(), found.lower())
