"""From a plan to the words of a reply: how long, in which form, with or without a question."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from arena.assistants.offline import _phrases
from arena.assistants.offline._desk import Plan
from arena.assistants.offline._reading import Sight
from arena.assistants.offline._wording import first_words
from arena.text.features import MEDIUM_WORDS, SHORT_WORDS, features
from arena.text.words import count_words, sentences

_USUAL, _LISTS = 26, 0.3
"""A reply nobody wished otherwise has at least so many words; so often it is a list when it has several points."""
_ROOM = 78
_ASKS = re.compile(r"\?$|^tell me\b", re.IGNORECASE)


def compose(plan: Plan, sight: Sight, chance: random.Random) -> str:
    """The reply, in the form the person asked for where they did."""
    asked = sight.asked
    length = asked.get("reply.length", "medium")
    question = _question(plan, asked.get("reply.question", ""))
    lead = _lead(plan, sight, chance, length)
    if length == "short":
        points = _short(plan, lead)
        question = question if _fits((lead, *points, question)) or plan.must_ask or plan.letter else ""
    else:
        points = _filled(plan, sight, f"{lead} {question} {plan.callback}", length, chance)
    if asked.get("reply.form") == "list" and not (plan.letter or plan.light):
        points += _second_point(plan, points)
    tail = _tail(plan, sight, (lead, *points, question), length)
    shape = asked.get("reply.form") or ("list" if len(points) > 2 and chance.random() < _LISTS else "prose")
    if plan.letter:
        text = "\n\n".join(p for p in (" ".join(p for p in (lead, *points) if p), plan.letter, question) if p)
    else:
        text = _shaped(lead, points, tail, question, shape)
    return _decorated(text, sight)


def _question(plan: Plan, wanted: str) -> str:
    """The question back, unless none is wanted or the answer asks already."""
    if plan.must_ask or (wanted == "one" and not plan.followed):
        return plan.question
    asks = any(_ASKS.search(s) for point in plan.core for s in sentences(point))
    return "" if wanted == "none" or asks or plan.followed else plan.question


def _fits(parts: Sequence[str]) -> bool:
    return count_words(" ".join(parts)) <= SHORT_WORDS


def _answers_first(sight: Sight) -> bool:
    return sight.asked.get("reply.opens_with") == "answer"


def _lead(plan: Plan, sight: Sight, chance: random.Random, length: str) -> str:
    """What stands before the answer: the word on the feeling, and that something was noted."""
    noted = "" if length == "short" or _answers_first(sight) else plan.noted
    return " ".join(p for p in (_opening(plan, sight, chance), noted) if p)


def _tail(plan: Plan, sight: Sight, before: Sequence[str], length: str) -> str:
    """What stands after it: the acknowledgement where the answer had to come first, and something said earlier."""
    if plan.letter:
        return ""
    noted = plan.noted if length == "short" or _answers_first(sight) else ""
    kept: list[str] = []
    for part in (noted, plan.callback):
        if part and (length != "short" or _fits((*before, *kept, part))):
            kept.append(part)
    return " ".join(kept)


def _opening(plan: Plan, sight: Sight, chance: random.Random) -> str:
    wanted = sight.asked.get("reply.opens_with")
    felt = bool(plan.core) and features(plan.core[0])["reply.opens_with"] == "feeling"
    if wanted == "answer" or (felt and not (wanted and plan.noted)):
        return ""
    if plan.opening or not wanted:
        return plan.opening
    return chance.choice([p for p in _phrases.FELLOW[plan.register] if not sight.has_said(p)] or [plan.opening])


def _short(plan: Plan, lead: str) -> list[str]:
    if plan.letter or not plan.core:
        return []
    asking = plan.question if plan.must_ask else ""
    points = [first_words(plan.core[0], SHORT_WORDS - count_words(f"{lead} {asking}"))]
    for extra in plan.core[1:]:
        if _fits((lead, *points, extra, asking)):
            points.append(extra)
    return points


def _second_point(plan: Plan, points: Sequence[str]) -> tuple[str, ...]:
    """What makes a list of one point two: one line is no list."""
    return _phrases.FILL[plan.register][:1] if len(sentences(" ".join(points))) == 1 else ()


def _filled(plan: Plan, sight: Sight, around: str, length: str, chance: random.Random) -> list[str]:
    """The points of a reply of the usual length, or of a long one."""
    points = list(plan.core)
    if plan.letter or plan.must_ask or not plan.question:
        return points
    least, most = (MEDIUM_WORDS + 8, 10 * MEDIUM_WORDS) if length == "long" else (_USUAL, _ROOM)
    general = [*_phrases.FILL[plan.register], *_phrases.REASONS] if length == "long" else []
    chance.shuffle(general)
    spare = [*plan.more, *sorted(general, key=sight.has_said)]
    for extra in spare:
        have = count_words(f"{around} {' '.join(points)}")
        if have >= least:
            break
        points.append(first_words(extra, most - have))
    return points


def _shaped(lead: str, points: Sequence[str], tail: str, question: str, shape: str) -> str:
    closing = " ".join(p for p in (tail, question) if p)
    if shape != "list":
        return " ".join(p for p in (lead, *points, closing) if p)
    lines = "\n".join(f"- {sentence}" for point in points for sentence in sentences(point))
    return "\n\n".join(p for p in (lead, lines, closing) if p)


def _decorated(text: str, sight: Sight) -> str:
    wish = sight.asked.get("reply.emoji")
    mirrored = wish is None and any(c >= "\U0001f300" for c in sight.last)
    if not (wish == "some" or mirrored):
        return text
    said, message, rest = text.partition("\n\n<message>")
    return f"{said} {_phrases.EMOJI}{message}{rest}"
