"""The offline reader of a whole session: what became of it, by cues in what both sides wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from arena.judges import _cues
from arena.judges._artefact import parted
from arena.judges._cues import addressed_to_person, excerpt, first_with, has_words
from arena.judges._options import ADVISES, recommended
from arena.judges.questions import Impression, Level, Outcome, SessionAnswer
from arena.judges.realism.claims import taken_back
from arena.judges.realism.cues import helps, objects, takes_leave
from arena.models.offline import Offline
from arena.schema.judge_view import Line, SessionView
from arena.schema.scenario import Option
from arena.schema.world import Known
from arena.text.choices import listed, own_words
from arena.text.words import content_words, count_words, sentences


class Heard:
    """A session as it is read: what either side said, sentence by sentence, without appeals to a judge."""

    def __init__(self, view: SessionView, known: tuple[Known, ...]) -> None:
        self.view = view
        self.known = known

    @cached_property
    def said(self) -> list[str]:
        """The person's turns in their own words."""
        return [own_words(line.text) for line in self.view.session if line.speaker == "user"]

    @cached_property
    def replies(self) -> list[tuple[str, ...]]:
        """Sentences that each of the assistant's turns says to the person."""
        return [addressed_to_person(parted(text).outside) for text in self.raw]

    @cached_property
    def raw(self) -> list[str]:
        """The assistant's turns as they were written."""
        return [line.text for line in self.view.session if line.speaker == "assistant"]

    @cached_property
    def everything(self) -> list[tuple[str, ...]]:
        """The same with the sentences of a text that was written for somebody else."""
        return [
            (*lines, *addressed_to_person(parted(text).inside))
            for lines, text in zip(self.replies, self.raw, strict=True)
        ]

    @cached_property
    def asked(self) -> frozenset[str]:
        """What the person said in this session, as words with content."""
        return _words(self.said)

    @cached_property
    def offered(self) -> frozenset[str]:
        """The words of what there was to choose from: whoever picks one by chance says them too."""
        return _words([text for line in self.view.session for text in listed(line.text)])

    def matters(self, words: frozenset[str]) -> list[frozenset[str]]:
        """What a reply is about, where it says what is publicly known."""
        return [about for about, text in _public(self.known) if len(words & text) >= _KNOWN]

    @cached_property
    def repeated(self) -> list[str]:
        """Sentences that the assistant says in more than one turn, but for short ones."""
        told = Counter(line for lines in self.replies for line in dict.fromkeys(lines) if count_words(line) >= _SHORT)
        return [line for line, n in told.items() if n > 1]


_KNOWN = 4
"""Words of something publicly known that a reply has when it says it."""
_SHORT = 4
"""Words under which a sentence said twice is a manner of speaking."""


def session(view: SessionView, context: Offline) -> SessionAnswer:
    """Six impressions by rule. An assistant that says nothing is at the floor throughout."""
    heard = Heard(view, context.world.known)
    return SessionAnswer(
        person_naturalness=_person_naturalness(heard),
        person_coherence=_person_coherence(heard),
        assistant_naturalness=_naturalness(heard),
        assistant_coherence=_coherence(heard),
        personalisation=_personalisation(heard) if view.earlier else Level(evidence="", why="", score=None),
        success=_success(heard) if view.goal else Outcome(evidence="", why="", met=None),
        certainty=60,
        abstain=False,
    )


@lru_cache(maxsize=64)
def _public(known: tuple[Known, ...]) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Words of the matter and of the text of all that is publicly known."""
    return tuple((_words([one.about]), _words([one.text])) for one in known)


def _words(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in content_words(text))


def _impression(score: float, quote: str, why: str) -> Impression:
    points = int(min(5, max(1, score)) + 0.5)
    return Impression(evidence=excerpt(quote) if points < 5 else "", why=why, score=points)


# Naturalness -----------------------------------------------------------------------------------------------------

_CANNED = re.compile(
    r"\b(?:as an ai\b|as a (?:large )?language model|i hope this (?:helps|message)|feel free to|please (?:note|find)"
    r"|it (?:is|should be) (?:important|noted|borne|advisable|recommended)|it is to be noted|as a matter of principle"
    r"|do not hesitate|rest assured|in the event that|great question|certainly!|i(?:'d| would) be happy to)",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)]|#{1,4})\s+\S", re.MULTILINE)
_LABEL = re.compile(r"^[A-Z]{3,}(?:[ _-][A-Z0-9]+)*:|^(?:[A-Z]{2,}\b[ .!]*){2,}$")
"""A sentence behind a label in capitals, or in capitals throughout: a machine's, not somebody's who talks."""
_STAGE = re.compile(r"\*[a-z][^*\n]{2,40}\*|\[[a-z][^\]\n]{2,40}\]")
_PADDED = 25
"""Words a sentence, on average, from which on nobody talks like that."""


def _naturalness(heard: Heard) -> Impression:
    """Stock phrases, labels in capitals, sentences said again, lists in talk, sentences that nobody would say."""
    lines = tuple(line for reply in heard.replies for line in reply)
    if not has_words(" ".join(line for reply in heard.everything for line in reply)):
        return _impression(1, next(iter(heard.raw), "").strip(), "Nothing is said.")
    canned = [line for line in lines if _CANNED.search(line)]
    labels = [line for line in lines if _LABEL.search(line)]
    listed_turns = [text for text in heard.raw if len(_ITEMS.findall(parted(text).outside)) > 1]
    mean = sum(map(count_words, lines)) / max(1, len(lines))
    faults = [
        (min(3.0, 4 * len(canned) / max(1, len(lines))), next(iter(canned), ""), "stock phrases"),
        (min(4.0, 6 * len(labels) / max(1, len(lines))), next(iter(labels), ""), "labels in capitals"),
        (min(2.0, 0.5 * len(heard.repeated)), next(iter(heard.repeated), ""), "the same sentences again"),
        (min(1.0, 0.5 * len(listed_turns)), next((_item(text) for text in listed_turns), ""), "lists in talk"),
        (1.0 if mean > _PADDED else 0.0, max(lines, key=count_words, default=""), "sentences nobody says"),
    ]
    return _faulted(faults, "Reads like talk.", fallback=next(iter(lines), ""))


def _item(text: str) -> str:
    found = _ITEMS.search(text)
    return text[found.start() :].strip().splitlines()[0] if found else ""


def _person_naturalness(heard: Heard) -> Impression:
    """Help offered, lists, stage directions, the same message twice."""
    helping = [cue for text in heard.said if (cue := helps(text))]
    staged = [found[0] for text in heard.said if (found := _STAGE.search(text))]
    twice = [text for text, n in Counter(filter(_long_enough, heard.said)).items() if n > 1]
    faults = [
        (min(3.0, 2.0 * len(helping)), next(iter(helping), ""), "speaks like an assistant"),
        (min(2.0, 1.0 * len(staged)), next(iter(staged), ""), "stage directions"),
        (min(2.0, 1.0 * len(twice)), next(iter(twice), ""), "the same message twice"),
    ]
    return _faulted(faults, "Reads like somebody typing.", fallback=next(iter(heard.said), ""))


def _long_enough(text: str) -> bool:
    return count_words(text) >= _SHORT


Fault = tuple[float, str, str]
"""(points it costs, the words, what it is)."""


def _faulted(faults: Sequence[Fault], clean: str, fallback: str) -> Impression:
    cost, quote, _ = max(faults, key=lambda fault: fault[0])
    why = ", ".join(name for points, _, name in faults if points) or clean
    return _impression(5 - sum(points for points, _, _ in faults), quote if cost else fallback, why)


# Coherence -------------------------------------------------------------------------------------------------------

_MET = re.compile(r"\b(?:sorry|thank|glad|happy to|of course|here (?:is|it)|got it|noted|understood|yes|no)\b", re.I)


def _coherence(heard: Heard) -> Impression:
    """Turns that take up what was just said; questions put again that were answered count against it."""
    turns = [
        (said, reply)
        for said, reply in zip(_before_replies(heard.view.session), heard.everything, strict=True)
        if has_words(own_words(said))
    ]
    stray = [reply for said, reply in turns if not _takes_up(own_words(said), reply, heard)]
    empty = [reply for reply in stray if not has_words(" ".join(reply))]
    again = _asked_again(heard)
    share = len(stray) / max(1, len(turns))
    faults = [
        (4.0 if turns and len(empty) == len(turns) else 3 * share, _first(stray, heard), "turns beside what was said"),
        (min(2.0, 1.0 * len(again)), next(iter(again), ""), "asks once more"),
    ]
    return _faulted(faults, "Every turn follows.", fallback=_first([], heard))


def _before_replies(lines: Sequence[Line]) -> list[str]:
    """What the person said last before each turn of the assistant's; empty where they had said nothing."""
    found, last = [], ""
    for line in lines:
        if line.speaker == "assistant":
            found.append(last)
        else:
            last = line.text
    return found


def _takes_up(said: str, reply: Sequence[str], heard: Heard) -> bool:
    """Whether a reply has a word of what was said, of the session or of how one answers a remark."""
    if not has_words(" ".join(reply)):
        return False
    mine = _words(reply)
    near, asks = frozenset(content_words(said)), "?" in said
    if mine & (near | heard.offered) or any(near & matter for matter in heard.matters(mine)):
        return True
    return bool(not asks and (_MET.search(" ".join(reply)) or mine & heard.asked))


def _asked_again(heard: Heard) -> list[str]:
    """Questions that the assistant puts in the same words in two turns running, though the person had answered."""
    found = []
    for before, after in pairwise(heard.replies):
        asked = {line for line in before if line.endswith("?") and content_words(line)}
        found += [line for line in after if line in asked]
    return found


def _first(stray: Sequence[Sequence[str]], heard: Heard) -> str:
    """Words to show: of a turn that strays, else the first there are."""
    return next((line for reply in (*stray, *heard.everything) for line in reply), next(iter(heard.raw), "").strip())


def _person_coherence(heard: Heard) -> Impression:
    """Turns that have a word of the turn before, of their own matter, or answer with a reaction; no two that clash."""
    own, stray = frozenset[str](), []
    for said, reply in zip(heard.said, [(), *heard.everything], strict=False):
        mine = frozenset(content_words(said))
        if reply and len(mine) >= _SHORT and not mine & (own | _words(reply)) and not _reacts(said):
            stray.append(said)
        own |= mine
    share = len(stray) / max(1, len(heard.said))
    # A new thought is no break: rules see no more than that words have nothing in common, so it costs little.
    clash = taken_back(heard.said)
    faults = [
        (2 * share, next(iter(stray), ""), "turns out of nowhere"),
        (3.0 if clash else 0.0, clash, "says the opposite of what they said"),
    ]
    return _faulted(faults, "The turns hang together.", fallback=next(iter(heard.said), ""))


def _reacts(text: str) -> bool:
    return objects(text) or takes_leave(text) or "?" in text or bool(_MET.search(text))


# Personalisation -------------------------------------------------------------------------------------------------

_CHANCE = 2
"""Words in common, figures counting twice, that mean something only beside a word that the person is spoken of."""
_TAKEN = 3
"""Words in common from which on something was taken from elsewhere."""
_OF_YOU = re.compile(
    r"\byou(?:'ve| have|'d| would|r)? (?:also |really |always )?(?:said|mentioned|told|need|want|like|love|prefer|hate"
    r"|dislike|avoid|don't|do not|can't|cannot|sleep|live|work|owe|earn|asked"
    r"|(?:\w+ )?(?:preference|budget|day|date))\b"
    r"|\b(?:because|since|as|given (?:that|your)|knowing) you\w*\b|\blast time\b|\bearlier\b|\bas before\b",
    re.IGNORECASE,
)
_THROUGHOUT = 3
"""Replies with something of their own for the person from which on a session is personal throughout."""


def _personalisation(heard: Heard) -> Level:
    """What replies take from earlier sessions or wishes, against what they take from this one."""
    known = [*(own_words(line.text) for line in heard.view.earlier), *heard.view.wishes]
    sources = [_words([text]) - heard.asked - heard.offered for text in known]
    own = [line for reply in heard.everything if (line := _made_for(reply, sources))]
    if len(own) >= min(_THROUGHOUT, len(heard.everything)) and own:
        return Level(evidence=excerpt(own[0]), why=f"{len(own)} turns use what was known.", score=4)
    if own:
        return Level(evidence=excerpt(own[0]), why="Something known from before is used.", score=3)
    echoed = next((line for reply in heard.everything for line in reply if _echoes(line, heard)), "")
    if echoed:
        return Level(evidence=excerpt(echoed), why="Only what was said today comes back.", score=2)
    return Level(evidence="", why="It could have been said to anybody.", score=1)


def _made_for(reply: Sequence[str], sources: Sequence[frozenset[str]]) -> str:
    """The sentence of a reply that has a figure or some words from elsewhere; empty for none."""
    for line in reply:
        mine = frozenset(content_words(line))
        need = _CHANCE if _OF_YOU.search(line) else _TAKEN
        if not line.endswith("?") and any(_weight(mine & source) >= need for source in sources):
            return line
    return ""


def _echoes(line: str, heard: Heard) -> bool:
    return _weight(frozenset(content_words(line)) & heard.asked) >= _TAKEN and not line.endswith("?")


def _weight(words: frozenset[str]) -> int:
    return sum(2 if word[0].isdigit() else 1 for word in words)


# Success ---------------------------------------------------------------------------------------------------------

_LETTER = re.compile(r"\bready to (?:send|drop)\b|^an? (?:letter|note|message|invitation|e-?mail)\b", re.IGNORECASE)
_CHOICE = re.compile(r"\brecommend", re.IGNORECASE)
_FIRST_ASKS = re.compile(r"\bask\w*\b[^.]*\bbefore\b", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:heard|listens?|company|not alone|aloud|say what|calmer|glad and sad|somewhere else|follows)\b", re.IGNORECASE
)
_SUM = re.compile(r"\b(?:figure|sum|rent figure|amount)\b", re.IGNORECASE)
_ASKS_FOR = re.compile(r"\b(?:give me|tell me|let me know|send me|what(?:'s| is)|which|when|where)\b", re.IGNORECASE)
_LETTER_WORDS = 12
_SUBSTANCE = 4
"""Words with content that a sentence must add to what was asked to be an answer."""


def _success(heard: Heard) -> Outcome:
    """By what kind of thing the goal asks for: a text, a choice, an answer after a question, company, or an answer."""
    kinds: tuple[tuple[re.Pattern[str], Callable[[Heard], str]], ...] = (
        (_LETTER, _letter),
        (_CHOICE, _choice),
        (_FIRST_ASKS, _asked_first),
        (_COMPANY, _kept_company),
    )
    goal = heard.view.goal
    found = next((rule(heard) for pattern, rule in kinds if pattern.search(goal)), None)
    found = _answered(heard) if found is None else found
    why = "This is what was wanted." if found else "What was wanted is not there at the end."
    return Outcome(evidence=excerpt(found), why=why, met=bool(found))


def _letter(heard: Heard) -> str:
    """A finished text, unless the last turn still asks for what is to go into it."""
    texts = [parted(text).inside for text in heard.raw]
    written = [text for text in texts if count_words(text) >= _LETTER_WORDS]
    last = heard.replies[-1] if heard.replies else ()
    if not written or any(line.endswith("?") and _ASKS_FOR.search(line) for line in last):
        return ""
    return next(iter(sentences(written[-1])))


def _choice(heard: Heard) -> str:
    """One of the things to choose from is recommended; without a list, something is."""
    options = [
        Option(id=f"option-{n}", text=text)
        for n, text in enumerate((t for line in heard.view.session for t in listed(line.text)), start=1)
    ]
    for text, lines in zip(reversed(heard.raw), reversed(heard.replies), strict=True):
        chosen = recommended(text, options) if options else None
        if chosen is not None or not options:
            advice = first_with(ADVISES, lines)
            if advice or chosen is not None:
                return advice or next(iter(lines), "")
    return ""


def _asked_first(heard: Heard) -> str:
    """A question of the assistant's comes in a turn before the first answer, and an answer comes."""
    answer = _answered(heard)
    at = next((n for n, reply in enumerate(heard.replies) if answer in reply), 0) if answer else 0
    asked = any(line.endswith("?") for reply in heard.replies[:at] for line in reply)
    return answer if asked else ""


def _kept_company(heard: Heard) -> str:
    """Most turns take up what was said, and none tells the person what they ought to do."""
    turns = list(zip(_before_replies(heard.view.session), heard.replies, strict=True))
    kept = [reply for said, reply in turns if _takes_up(own_words(said), reply, heard)]
    if any(_cues.LECTURE.search(line) for reply in heard.replies for line in reply) or 2 * len(kept) < len(turns):
        return ""
    return next((line for reply in kept for line in reply), "")


def _answered(heard: Heard) -> str:
    """A sentence with something to go on that belongs to the matter; a figure where the goal asks for one."""
    figure = bool(_SUM.search(heard.view.goal))
    matter = _words([heard.view.goal]) | heard.asked
    for reply in heard.everything:
        for line in reply:
            words = frozenset(content_words(line))
            new = words - heard.asked
            told = len(new) >= _SUBSTANCE or (figure and any(word[0].isdigit() for word in new))
            fits = words & matter and (not figure or any(word[0].isdigit() for word in words))
            if told and fits and not line.endswith("?") and not _CANNED.search(line):
                return line
    return ""
