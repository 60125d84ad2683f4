"""Names that somebody may have meant: spelt alike, or another word for the same."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from arena.text.synonyms import synonyms

_ALIKE = 0.6
"""Ratio of matching characters above which one name may be meant for another."""
_BETWEEN = re.compile(r"[\s_-]+")


def nearest(name: str, choices: Iterable[str], n: int = 3) -> list[str]:
    """At most `n` of `choices` that `name` may have been meant for, nearest first; case does not count.

    Where a word is known to mean the same (`family` for `relative`), what only looks alike is left out. A choice that
    contains the name (or is contained in it) is near, too: `ines` finds `ines-varga`.
    """
    folded = {choice.casefold(): choice for choice in choices}
    wanted = name.casefold().strip()
    plain = _BETWEEN.sub(" ", wanted)
    same = [choice for choice in folded if _BETWEEN.sub(" ", choice) == plain]
    meant = [choice.casefold() for choice in synonyms().get(plain, ()) if choice.casefold() in folded]
    if same or meant:
        return [folded[key] for key in dict.fromkeys([*same, *meant])][:n]
    alike = difflib.get_close_matches(wanted, folded, n=n, cutoff=_ALIKE)
    within = [choice for choice in folded if len(wanted) > 1 and (wanted in choice or choice in wanted)]
    return [folded[key] for key in dict.fromkeys([*alike, *sorted(within)])][:n]


def did_you_mean(name: str, choices: Iterable[str]) -> str:
    """A hint: the nearest choice and all there are, in the order given."""
    known = list(choices)
    near = nearest(name, known, 1)
    listed = f"known here: {', '.join(known)}"
    return f"did you mean `{near[0]}`? {listed}" if near else listed
