"""What in a reply speaks to a judge, or is made so that only a machine reads it. Such words earn nothing.

Pieces are cut out of the reply as they stand, so that what is quoted from them is verbatim; they are looked at in a
plain form: full-width and look-alike letters folded, invisible characters taken out.
"""

from __future__ import annotations

import re
import unicodedata

from arena.text.words import sentences

_SEAM = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+(?:\\[[0-9;]*[A-Za-z])?"  # control characters and terminal sequences
    "|<!--|-->"
    "|</?[A-Za-z][\\w-]*>"
    "|\u202e[^\u202c\n]*\u202c?",  # right-to-left override: shown backwards, so read by nobody as it stands
)
"""Where a reply is cut: what follows is another piece, whatever sentence it seems to belong to."""
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁɡАВЕКМНОРСТХЈЅІУ", "aeopcyxijsdgABEKMHOPCTXJSIY")
_APPEAL = re.compile(
    r"\b(?:judges?|graders?|evaluators?|raters?|scorers?|assessors?|annotators?)\b"
    r"|\b(?:give|award|rate|score|assign|mark|grant)\b[^.!?]{0,40}"
    r"\b(?:five|5|full marks|top marks|maximum|highest|100)\b"
    r"|\b(?:score|rating|verdict|violates|acknowledges|helpful|hallucinates|right)\W{0,3}[:=]\s*"
    r"(?:\d|true|false|yes|no)\b"
    r"|\b(?:ignore|disregard|override)\b[^.!?]{0,40}\b(?:instructions?|rubric|prompt|above|previous)\b"
    r"|\b5\s*(?:/|out of)\s*5\b|\b10\s*/\s*10\b"
    r"|\b(?:gutachter\w*|bewerte\w*|richter|höchste note|juez|califica\w*|puntuación|évaluat\w+|note maximale"
    r"|giudice|punteggio|avaliador|pontuação|beoordelaar|sędzi\w*)\b"
    r"|^[\W_]*(?:system|user|assistant|evaluation|instructions?)[\W_]*$",
    re.IGNORECASE,
)
"""Words that speak to a judge and not to the person, in a few languages, or pose as lines of its instructions."""


def said_to_people(reply: str) -> list[str]:
    """The sentences of a reply that a person would read, without those that speak to a judge.

    Sentences in another alphabet than the Latin one are left out: rules for English can make nothing of them.
    """
    pieces = (sentence for piece in _SEAM.split(reply) for sentence in sentences(piece))
    return [sentence for sentence in pieces if _is_for_people(sentence)]


def _is_for_people(sentence: str) -> bool:
    if sentence.isascii():
        return not _APPEAL.search(sentence)
    plain = _plain(sentence)
    letters = [c for c in plain if c.isalpha()]
    foreign = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
    return not (_APPEAL.search(plain) or 2 * foreign > len(letters) > 0)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_LOOKALIKES)
