"""A reader who learns how people write and says who wrote an unsigned set of messages: naive Bayes on small traits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from arena.text.words import count_words, words

_MARKS = ".,;:!?()'\"-–—…/"
_BANDS = (3, 6, 10, 15, 22, 32, 45, 65, 90)


def traits(message: str) -> Counter[str]:
    """What of a message tells the hand: words, pairs of letters around words, marks, capitals, pictures, length."""
    found: Counter[str] = Counter()
    said = words(message)
    found.update(f"w:{word}" for word in said)
    found.update(f"2:{a} {b}" for a, b in pairwise(said))
    found.update(f"m:{mark}" for mark in message if mark in _MARKS)
    found.update("picture" for mark in message if ord(mark) >= 0x2600)
    found[f"starts:{'low' if message[:1].islower() else 'high'}"] += 2
    found[f"ends:{message[-1:] if not message[-1:].isalnum() else 'bare'}"] += 2
    found[f"length:{sum(count_words(message) > band for band in _BANDS)}"] += 3
    return found


class Reader:
    """Learns from messages by author; each author's traits are smoothed with those of all."""

    def __init__(self, written: Mapping[str, Sequence[str]]) -> None:
        self._counts = {author: _total(messages) for author, messages in written.items()}
        self._all = sum(self._counts.values(), Counter[str]())
        self._size = self._all.total()

    def who(self, messages: Iterable[str]) -> str:
        """The author under whom the messages are likeliest."""
        found = _total(messages)
        return max(self._counts, key=lambda author: self._likelihood(author, found))

    def _likelihood(self, author: str, found: Counter[str]) -> float:
        mine, weight = self._counts[author], 200.0
        total = mine.total() + weight
        return sum(
            n * math.log((mine[trait] + weight * (self._all[trait] + 0.5) / (self._size + 1)) / total)
            for trait, n in found.items()
            if self._all[trait]
        )


def _total(messages: Iterable[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for message in messages:
        total.update(traits(message))
    return total
