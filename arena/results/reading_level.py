"""How hard replies are to read beside how the people write whom they are for: a cross-check that needs no judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from arena.judges._artefact import parted
from arena.store import Store
from arena.text.choices import own_words
from arena.text.reading import reading
from arena.text.words import count_words

_FEWEST = 100
"""Words under which a grade says nothing: the formula was fitted on passages of a hundred."""

_SAID = """
SELECT m.contestant, m.persona, t.speaker, t.text
FROM turns t JOIN matches m USING (run_id, match)
WHERE t.run_id = $run AND m.status = 'completed' AND t.origin = 'generated'
ORDER BY m.contestant, m.persona, m.match, t.session, t.turn
"""


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """Flesch-Kincaid grades of what one contestant says to people and of what they write to it, means over people."""

    contestant: str
    replies: float
    people: float
    above: float
    """Mean over people of the grade of the replies to them less that of their own messages."""
    knowledge: float | None
    """`likability.knowledge_adaptation` as judged, to set beside it."""
    n_people: int


def reading_levels(store: Store, run: str, knowledge: Mapping[str, float]) -> list[ReadingLevel]:
    """The levels of a run, by contestant; people or replies with under a hundred words are left out.

    Args:
        store: where the run is.
        run: its full id.
        knowledge: contestant -> mean of the judged measure.
    """
    return levels((tuple(row) for row in store.ask(run, _SAID).rows), knowledge)


def levels(said: Iterable[tuple[str, str, str, str]], knowledge: Mapping[str, float]) -> list[ReadingLevel]:
    """The same from (contestant, persona, speaker, text). Pure; the order of what was said does not matter."""
    texts: defaultdict[str, defaultdict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(dict))
    for contestant, persona, speaker, text in said:
        own = own_words(text) if speaker == "user" else parted(text).outside
        texts[contestant][persona].setdefault(speaker, []).append(own)
    found = []
    for contestant, people in sorted(texts.items()):
        pairs = [pair for its in people.values() if (pair := _pair(its)) is not None]
        if pairs:
            replies, own_grade = (fmean(sorted(grades)) for grades in zip(*pairs, strict=True))
            above = replies - own_grade
            found.append(ReadingLevel(contestant, replies, own_grade, above, knowledge.get(contestant), len(pairs)))
    return found


def _pair(said: Mapping[str, list[str]]) -> tuple[float, float] | None:
    """Grades of the replies to one person and of their messages; None where there is too little of one of them."""
    grades = []
    for speaker in ("assistant", "user"):
        lines = [line for text in said.get(speaker, ()) for line in text.splitlines() if line.strip()]
        grade = reading("\n".join(sorted(lines))).grade
        if grade is None or sum(map(count_words, lines)) < _FEWEST:
            return None
        grades.append(grade)
    return grades[0], grades[1]
