"""How hard a text is to read, by the lengths of its sentences and words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from arena.text.words import sentences, words

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouylr]e$|[aeiouy][lr]e$")
"""A final e after a consonant is not spoken (`make`, `care`); that of `table` and `acre` is."""
_SILENT_ED = re.compile(r"[^aeiouytd]ed$")
_SILENT_ES = re.compile(r"[^aeiouyszxcgh]es$")
_APART = re.compile(
    r"ia(?!l|n|g)|[^ctxs]iou|io(?!n|u)|eo(?!p)|[tnsd]ua(?=l|r|t)|[dr]ea$|iet|ien(?!d|t)|oye|[aeiou]ing$", re.IGNORECASE
)
"""Vowels side by side that are spoken apart: `diary`, `serious`, `usual`, `idea`, `quiet`, `being`."""


class Reading(NamedTuple):
    """What the grade of a text rests on."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float | None:
        """Flesch-Kincaid grade level, in years of school in the United States; None without words.

        0.39 words / sentences + 11.8 syllables / words - 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, Navy
        Research Branch Report 8-75). It was fitted on passages of a hundred words: of a line it says little.
        """
        if not self.words:
            return None
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def reading(text: str) -> Reading:
    """Words, sentences and syllables of an English text; numbers are left out, since nobody reads them by letters."""
    spelled = [word for word in words(text) if word[0].isalpha()]
    return Reading(len(spelled), max(1, len(sentences(text))), sum(map(syllables, spelled)))


@lru_cache(maxsize=16384)
def syllables(word: str) -> int:
    """About how many syllables a lower-case English word has: its groups of vowels, silent endings taken off."""
    bare = word.replace("'", "")
    count = len(_VOWELS.findall(bare)) + len(_APART.findall(bare))
    if count > 1 and (_SILENT_E.search(bare) or _SILENT_ED.search(bare) or _SILENT_ES.search(bare)):
        count -= 1
    return max(1, count)
