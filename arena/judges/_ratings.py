"""How the offline judge rates a reply: one rule for each likability dimension, from the text and the tastes alone."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from arena.judges import _cues
from arena.judges._artefact import parted
from arena.judges._cues import addressed_to_person, excerpt, first_with
from arena.judges._length import asked_form
from arena.judges._touches import Scene
from arena.judges.questions import Rating
from arena.schema.judge_view import LikabilityView
from arena.schema.vocabulary import FORMALITIES
from arena.text.words import content_words, count_words, sentences

_FORMALITY = {word: float(level) for level, word in enumerate(FORMALITIES, 1)}


@dataclass(frozen=True)
class Reply:
    """A reply as the person would read it: without appeals to a judge, the letter it carries set apart."""

    view: LikabilityView

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Sentences said to the person."""
        return addressed_to_person(parted(self.view.reply).outside)

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """Sentences said to the person or written for them."""
        return (*self.lines, *addressed_to_person(parted(self.view.reply).inside))

    @cached_property
    def carries_letter(self) -> bool:
        """Whether a text for somebody else is part of the reply."""
        return bool(parted(self.view.reply).inside)

    @cached_property
    def words(self) -> int:
        """Words said to the person."""
        return sum(count_words(line) for line in self.lines)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The person's messages of this session."""
        return tuple(line.text for line in self.view.session if line.speaker == "user")

    @property
    def last(self) -> str:
        """The person's last message."""
        return self.said[-1] if self.said else ""

    @cached_property
    def scene(self) -> Scene:
        """The reply as cues are looked for in it."""
        asked = (s for line in self.view.session if line.speaker == "assistant" for s in sentences(line.text))
        return Scene(self.lines, "\n".join(self.said), tuple(s for s in asked if s.endswith("?")))

    @cached_property
    def wants(self) -> dict[str, str]:
        """What the person's wishes ask of the form of replies."""
        return asked_form(self.view.tastes.wishes)


def rated(score: float, quote: str, why: str) -> Rating:
    """A rating, rounded (a half goes up) into 1..5."""
    return Rating(evidence=excerpt(quote), why=why, applies=True, score=int(min(5, max(1, score)) + 0.5))


def without(why: str) -> Rating:
    """The dimension does not apply."""
    return Rating(evidence="", why=why, applies=False, score=None)


# Length ----------------------------------------------------------------------------------------------------------

_OVER = (1.34, 1.67, 2.5, 3.5)
_UNDER = (0.06, 0.16, 0.33, 0.5)
"""Parts of the length that suits at which a point is lost, as the prompt has them."""


def length(reply: Reply) -> Rating:
    """Words said to the person against the words they would like here."""
    target = max(1, reply.view.suits_words)
    if reply.carries_letter and not reply.words:
        return rated(4, reply.everything[0], "Only the text that was asked for.")
    ratio = reply.words / target
    score = 5 - bisect_right(_OVER, ratio) if ratio > 1 else 1 + bisect_right(_UNDER, ratio)
    if reply.carries_letter and ratio < 1:
        score = 5
    quote = reply.lines[-1] if ratio > 1 else reply.lines[0]
    return rated(score, quote, f"{reply.words} words where about {target} suit this person.")


# Register --------------------------------------------------------------------------------------------------------

_APART = (0.9, 1.7, 2.4, 3.2)


def formality(reply: Reply) -> Rating:
    """Register of the reply against the person's, less for emoji that they never use."""
    lines = reply.lines or reply.everything
    wanted = _FORMALITY[reply.view.tastes.formality]
    found = register(lines)
    emoji = _cues.EMOJI.search(parted(reply.view.reply).outside)
    hates = reply.view.tastes.emoji == "never" or reply.wants.get("reply.emoji") == "none"
    unwelcome = emoji[0] if emoji and hates else ""
    score = 5 - bisect_right(_APART, abs(found - wanted)) - bool(unwelcome)
    telling = _cues.STIFF if found > wanted else _cues.SLANG
    quote = unwelcome or first_with(telling, lines) or lines[0]
    return rated(score, quote, f"Register {found:.1f} of 5 for somebody who writes in {wanted:.0f}.")


def register(lines: tuple[str, ...]) -> float:
    """How formal sentences are, 1 (very casual) to 5 (formal)."""
    text = " ".join(lines)
    short_forms = len(_cues.SHORT_FORM.findall(text)) / len(lines)
    mean = count_words(text) / len(lines)
    score = 3.2 - min(1.2, 1.2 * short_forms) - 0.6 * min(2, len(_cues.SLANG.findall(text)))
    score += 0.6 * min(3, len(_cues.STIFF.findall(text))) - 0.3 * min(2, text.count("!"))
    score += 0.5 * (mean > 18) + 0.4 * (mean > 25) - 0.4 * (mean < 8) - 0.4 * bool(_cues.EMOJI.search(text))
    lower = sum(line[0].islower() for line in lines) / len(lines)
    return min(5.0, max(1.0, score - lower))


# References and callbacks ----------------------------------------------------------------------------------------


def reference(reply: Reply) -> Rating:
    """Whether an allusion of the person's was got."""
    said = reply.last
    found = _cues.ALLUSION.search(said) or _cues.IN_QUOTES.search(said)
    if not found:
        return without("The person alludes to nothing.")
    if line := first_with(_cues.PUZZLED, reply.lines):
        return rated(2, line, f"Asks back about “{found.group().strip()}”.")
    alluded = frozenset(content_words(found.group()))
    taken = next((line for line in reply.everything if alluded & frozenset(content_words(line))), "")
    if taken:
        return rated(5, taken, f"Takes up “{found.group().strip()}”.")
    return rated(3, reply.everything[0], f"Lets “{found.group().strip()}” pass.")


_TOO_MANY = 3
"""Sentences of a reply that bring back earlier matter; with more it is dragged in."""


def called_back(reply: Reply) -> bool:
    """Whether the person points back to an earlier session."""
    return bool(reply.view.earlier and _cues.REFERS_BACK.search(reply.last))


def callback(reply: Reply) -> Rating:
    """Whether something the person said in an earlier session comes back, and rightly; to leave it is no callback."""
    if not reply.view.earlier:
        return without("There are no earlier sessions.")
    now = frozenset(word for line in reply.view.session for word in content_words(line.text))
    earlier = [_telling(line.text, now) for line in reply.view.earlier if line.speaker == "user"]
    dragged = [line for line in reply.lines if _brought(line, earlier)]
    if len(dragged) > _TOO_MANY:
        return rated(2, dragged[-1], f"Drags in earlier matter {len(dragged)} times.")
    best, shared = "", frozenset[str]()
    for line in reply.everything:
        mine = frozenset(content_words(line))
        common = max((mine & words for words in earlier), key=_weight, default=frozenset())
        if _weight(common) > _weight(shared):
            best, shared = line, common
    if _weight(shared) >= 2:
        return _brought_back(reply, best, shared)
    if claim := first_with(_cues.RECALLING, reply.everything):
        return _claimed(reply, claim, now)
    if called_back(reply):
        return rated(2, reply.everything[0], "The person points back and nothing comes back.")
    return without("Nothing is brought back and nothing was called for.")


def _brought_back(reply: Reply, line: str, shared: frozenset[str]) -> Rating:
    recalling = bool(_cues.RECALLING.search(line))
    told = frozenset[str]().union(*(_figures(said.text) for said in (*reply.view.earlier, *reply.view.session)))
    if recalling and _figures(line) - told:
        return rated(2, line, "Brings back an earlier session with a figure that was not said.")
    if line not in reply.lines:
        return rated(3, line, "Used in the text that was asked for.")
    if called_back(reply):
        return rated(4, line, "Brings back what the person points to.")
    # Two words in common may be chance: that is between using a thing unnamed (3) and naming it (5).
    return rated(
        5 if recalling or _weight(shared) > 2 else 4, line, "Brings back what was said in an earlier session, unasked."
    )


def _figures(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if word[0].isdigit())


def _brought(line: str, earlier: list[frozenset[str]]) -> bool:
    mine = frozenset(content_words(line))
    return any(_weight(mine & words) >= 2 for words in earlier)


def _claimed(reply: Reply, claim: str, now: frozenset[str]) -> Rating:
    """A reference to something said: to this session it is no callback, to nothing that was said it is false."""
    if len(now & frozenset(content_words(claim))) >= 2:
        return without("Refers to this session only.")
    return rated(1, claim, "Says the person told something that they did not tell.")


def _telling(text: str, now: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if len(word) > 2 or word[0].isdigit()) - now


def _weight(words: frozenset[str]) -> int:
    return sum(2 if any(c.isdigit() for c in word) else 1 for word in words)
