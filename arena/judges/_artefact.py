"""Finding the text that a contestant wrote for the recipient.

What a contestant says *to* the person is not what the third party reads, so only the message itself is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from arena.schema.dialogue import Turn
from arena.text.words import count_words

Kind = Literal["message", "letter", "last turn", "no message"]

_OPEN = re.compile(r"<message\b[^<>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</message\s*>", re.IGNORECASE)
_BLOCK = re.compile(r"<message\b[^<>]*>.*?(?:</message\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SALUTATION = re.compile(
    r"^[\s>*_#]*(?:dear\b|to whom it may concern|good (?:morning|afternoon|evening|day)\b[^\n]{0,40},"
    r"|(?:hi|hello|hey)\s+[^\n,.!?]{1,40},\s*$|subject\s*:)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^[\s>*_]*(?:(?:with |many |my )?(?:kind|best|warm|kindest|warmest)?\s*(?:regards|wishes)"
    r"|yours (?:sincerely|faithfully|truly)|sincerely|respectfully|many thanks|thank you|thanks|best|cheers)"
    r"\b[^\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_LETTER_WORDS = 12


class Artefact(NamedTuple):
    """The text for the recipient, the turn it stands in (0 for none), and how it was recognised."""

    text: str
    turn: int
    kind: Kind


def artefact_of(turns: Sequence[Turn]) -> Artefact:
    """The message among the contestant's turns of one session.

    The last non-blank `<message>` block; else the last turn that looks like a letter (salutation and closing, in this
    order); else the last turn. A block that is never closed runs to the end of its turn. Blocks without text, or no
    turn with text, mean that nothing was written.
    """
    blocks = [(block, turn) for turn in turns for block in _blocks(turn.text)]
    if blocks:
        written = [(block, turn) for block, turn in blocks if block.strip()]
        return Artefact(written[-1][0].strip(), written[-1][1].index, "message") if written else _nothing()
    letters = [turn for turn in turns if _is_letter(turn.text)]
    if letters:
        return Artefact(letters[-1].text, letters[-1].index, "letter")
    if turns and turns[-1].text.strip():
        return Artefact(turns[-1].text, turns[-1].index, "last turn")
    return _nothing()


class Parted(NamedTuple):
    """What a turn says to the person, and the last text for somebody else that it carries."""

    outside: str
    inside: str


def parted(text: str) -> Parted:
    """`text` without its `<message>` blocks, and the content of the last of them."""
    blocks = _blocks(text)
    return Parted(_CLOSE.sub("\n", _BLOCK.sub("\n", text)), blocks[-1].strip() if blocks else "")


def _nothing() -> Artefact:
    return Artefact("", 0, "no message")


def _blocks(text: str) -> list[str]:
    """What stands inside `<message>` tags; a block ends at its closing tag, the next opening one, or the end."""
    pieces = _OPEN.split(text)[1:]
    return [_CLOSE.split(piece, maxsplit=1)[0] for piece in pieces]


def _is_letter(text: str) -> bool:
    opening, closing = _SALUTATION.search(text), None
    if opening:
        closing = _CLOSING.search(text, opening.end())
    return closing is not None and count_words(text) >= _LETTER_WORDS
