"""Keeping a notebook by rule: the person's own sentences, dated; what a newer one replaces is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from arena.assistants.memory import SUPERSEDED, cut, document, estimated_tokens, tidy
from arena.assistants.offline._reading import Statement, noted_in, overtaken, said_in
from arena.assistants.questions import NotebookInputs, Notes, ShortenInputs
from arena.models.offline import Offline

_CORRECTS = re.compile(r"\b(?:actually|not any ?more|no longer|changed|instead|now it's|moved to|after all)\b", re.I)
_SAME, _AKIN = 0.6, 0.2
"""Share of common words from which two sentences tell the same fact; and with a word of correction, from which."""


def notebook(inputs: NotebookInputs, offline: Offline) -> Notes:
    """The notebook with what the person said in the session."""
    bullets = [line.removeprefix("- ") for line in inputs.notebook.splitlines()]
    for said in said_in(inputs.conversation):
        bullets = _noted(bullets, said, inputs.date)
    return Notes(bullets=fitted(tidy(bullets), inputs.limit_tokens))


def shortened(inputs: ShortenInputs, offline: Offline) -> Notes:
    """The notebook without its least important bullets."""
    bullets = tuple(line.removeprefix("- ") for line in inputs.notebook.splitlines())
    return Notes(bullets=fitted(tidy(bullets), inputs.limit_tokens))


def _noted(bullets: list[str], said: Statement, date: str) -> list[str]:
    """`bullets` with `said`, and with the mark on those it replaces; unchanged when it is there already."""
    out: list[str] = []
    for bullet in bullets:
        old = next(noted_in(f"- {bullet}"), None)
        if old and old.stems == said.stems and not overtaken(old, said):
            return bullets
        out.append(f"{bullet} {SUPERSEDED}{date})" if old and _replaces(old, said) else bullet)
    return [*out, _bullet(said, date)]


def _bullet(said: Statement, date: str) -> str:
    text = said.text.replace('"', "'")
    if said.wish:
        return f'[{date}] Wants: "{text}"'
    asked = said.answers.replace("“", "'").replace("”", "'")
    return f'[{date}] Asked “{asked}”: "{text}"' if asked else f'[{date}] Said: "{text}"'


def _replaces(old: Statement, new: Statement) -> bool:
    """Whether `new` overtakes a wish, tells a fact with another figure in it, or says that it corrects something."""
    if overtaken(old, new):
        return True
    if _CORRECTS.search(new.text):
        return _shared(old.stems, new.stems) > _AKIN
    before, now = _without_figures(old), _without_figures(new)
    figures = old.stems - before, new.stems - now
    return all(figures) and figures[0] != figures[1] and _shared(before, now) >= _SAME


def _without_figures(said: Statement) -> frozenset[str]:
    return frozenset(w for w in said.stems if not w[0].isdigit())


def _shared(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / len(old | new) if old and new else 0.0


def fitted(bullets: Sequence[str], tokens: int) -> tuple[str, ...]:
    """At most `tokens`: superseded bullets go first, then the oldest facts, then the oldest wishes."""
    kept = [b for b in bullets if SUPERSEDED not in b]
    if estimated_tokens(document(bullets)) <= tokens:
        return tuple(bullets)
    facts = [b for b in kept if "] Wants" not in b]
    while facts and estimated_tokens(document(kept)) > tokens:
        kept.remove(facts.pop(0))
    return cut(tuple(kept), tokens)
