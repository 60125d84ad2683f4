"""Moments worth reading: the best liked, the least liked, and secrets that reached somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from arena.report._records import Finding, Moment, Said
from arena.schema.measure import BY_NAME, LIKABILITY, VIOLATION
from arena.store import JudgedVerdict, Store, Transcript, TranscriptSession, TranscriptVerdict

_EACH = 4
"""Moments of a kind."""


def moments(store: Store, run: str) -> list[Moment]:
    """Up to four of each kind, of different people as far as there are."""
    liked = [v for v in store.verdict_rows(run, [LIKABILITY]) if _counts(v) and v.value is not None]
    leaks = [v for v in store.verdict_rows(run, [VIOLATION]) if _counts(v) and v.value]
    best_first = sorted(liked, key=lambda v: (-(v.value or 0.0), v.match, v.session, v.turn))
    worst_first = sorted(liked, key=lambda v: (v.value or 0.0, v.match, v.session, v.turn))
    chosen = [
        *(("leak", verdict) for verdict in _spread(leaks)),
        *(("worst", verdict) for verdict in _spread(worst_first)),
        *(("best", verdict) for verdict in _spread(best_first)),
    ]
    read: dict[str, Transcript] = {}
    for _, verdict in chosen:
        if verdict.match not in read:
            read[verdict.match] = store.transcript(run, verdict.match)
    return [_moment(kind, verdict, read[verdict.match]) for kind, verdict in chosen]


def _counts(verdict: JudgedVerdict) -> bool:
    return verdict.match_status == "completed" and verdict.status == "scored"


def _spread(ranked: Sequence[JudgedVerdict]) -> list[JudgedVerdict]:
    """The first few, each of another person as far as there are that many."""
    chosen: list[JudgedVerdict] = []
    rest = list(ranked)
    while rest and len(chosen) < _EACH:
        known = {verdict.persona for verdict in chosen}
        chosen.append(next((verdict for verdict in rest if verdict.persona not in known), rest[0]))
        rest.remove(chosen[-1])
    return chosen


def _moment(kind: str, verdict: JudgedVerdict, transcript: Transcript) -> Moment:
    session = next(s for s in transcript.sessions if s.session == verdict.session)
    about = [v for v in session.verdicts if v.turn == verdict.turn and _belongs(kind, v, verdict)]
    quotes = [quote.quote for v in about for quote in v.evidence if quote.turn == verdict.turn and quote.quote]
    return Moment(
        kind=kind,
        match=verdict.match,
        person=verdict.persona,
        contestant=verdict.contestant,
        scenario=verdict.scenario,
        session=verdict.session,
        turn=verdict.turn,
        said=tuple(_said(session, verdict.turn, quotes)),
        findings=tuple(_finding(v) for v in about),
    )


def _belongs(kind: str, verdict: TranscriptVerdict, chosen: JudgedVerdict) -> bool:
    """Whether a verdict on the same turn is about what made the moment: the leak, or how the reply was liked."""
    if kind == "leak":
        return verdict.measure == VIOLATION and verdict.about == chosen.about
    return verdict.measure.startswith("likability.") and verdict.status == "scored"


def _said(session: TranscriptSession, turn: int, quotes: Sequence[str]) -> Iterator[Said]:
    """What the reply answers, and the reply with its quotes marked."""
    for spoken in session.turns:
        if spoken.turn in {turn - 1, turn}:
            yield Said(spoken.speaker, marked(spoken.text, quotes if spoken.turn == turn else ()))


def marked(text: str, quotes: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """`text` in parts, (words, is quoted); overlapping quotes run together. Blanks may be of any kind and number."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _merged(m.span() for quote in quotes if quote.split() for m in _anywhere(quote).finditer(text)):
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(part for part in (*parts, (text[at:], False)) if part[0])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _anywhere(quote: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, quote.split())), re.IGNORECASE)


def _finding(verdict: TranscriptVerdict) -> Finding:
    name = f"{verdict.measure} · {verdict.about}" if verdict.about else verdict.measure
    return Finding(name, _value(verdict), verdict.reason, verdict.judge)


def _value(verdict: TranscriptVerdict) -> str:
    """As `arena show` has it: yes and no where a measure knows nothing else."""
    measure = BY_NAME.get(verdict.measure)
    if verdict.value is None:
        return verdict.status.replace("_", " ")
    if measure is not None and (measure.low, measure.high) == (0, 1) and verdict.value in {0, 1}:
        return "yes" if verdict.value else "no"
    return f"{verdict.value:g}"
