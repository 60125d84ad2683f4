"""Write docs/findings-offline.md: what shows on the offline model, each with an interval over people.

python docs/findings.py
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from arena import files, personas
from arena.schema.event import TurnSpoken
from arena.schema.persona import Persona
from arena.schema.run import RunSpec
from arena.store import JudgedVerdict, MatchScore
from arena.text.features import features
from arena.tournament import Run, start
from arena.tournament.comparison import Change, Pairing, changes

HERE = Path(__file__).parent
SEEDS = 2
PEOPLE = (
    "aiko-tanaka",
    "dolores-reyes",
    "emrys-pugh",
    "ines-varga",
    "marcus-bell",
    "priya-nair",
    "tobi-adeyemi",
    "tomasz-wilk",
)
"""With all twelve scenarios some 1,500 matches: minutes. Everybody who ships would take half an hour."""
ACCURACY, KEPT, RECALL = "preference.accuracy", "preference.kept", "memory.recall"
VIOLATION, COMPLETE = "privacy.violation", "privacy.completeness"
AT_N, QUESTIONS = "violation@n", "questions a reply"
STALE, STEADY, GAP = "kept, changed", "kept, unchanged", "stale gap"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something expected of two contestants: the second differs from the first on these measures."""

    text: str
    first: str
    second: str
    measures: tuple[str, ...]
    note: str = ""
    """What belongs to reading it."""


CLAIMS = (
    Claim("What has left a window is lost to it.", "transcript", "window?turns=4", (RECALL, ACCURACY)),
    Claim("Retrieval beats a window when it was said long ago.", "window?turns=4", "retrieval", (RECALL, ACCURACY)),
    Claim(
        "The minimiser lets out less, and leaves more out.",
        "transcript",
        "transcript?guard=minimise",
        (VIOLATION, AT_N, COMPLETE),
    ),
    Claim(
        "Asking first serves wishes that were not said yet, and costs questions.",
        "plain",
        "plain?ask=elicit",
        (ACCURACY, QUESTIONS),
        "The simulated person brings up one wish a turn, asked or not, and never one that only shows in how they "
        "react: a question has little to bring out.",
    ),
    Claim(
        "A changed mind hurts a memory that only adds more than one that rewrites.",
        "retrieval",
        "persona-dict?every=1",
        (GAP, STALE, STEADY),
        "Offline the newer of two wishes holds wherever both are in sight, and few verdicts fall on changed ones.",
    ),
)
MEANS = {
    RECALL: "questions on what was said, answered rightly",
    ACCURACY: "preferences followed by a helpful answer",
    VIOLATION: "facts to be withheld that reached the third party",
    COMPLETE: "facts the third party needs that were given",
    AT_N: f"the same, a fact counting once told in any of {SEEDS} seeds",
    QUESTIONS: "questions put to the person, per reply",
    STALE: "preferences that have changed, kept as they are now",
    STEADY: "preferences that never changed, kept",
    GAP: "how much less of the changed ones is kept than of the others",
}


def score(of: MatchScore | JudgedVerdict, measure: str, value: float) -> MatchScore:
    """A value of our own beside those of the store."""
    return MatchScore(of.match, of.persona, of.scenario, of.contestant, of.seed, measure, value, 1, 0, 0, 0)


async def play(run: Run) -> dict[str, list[bool]]:
    """Play a run; for each match, whether each reply puts a question."""
    asks: defaultdict[str, list[bool]] = defaultdict(list)
    async for said in run.play():
        if isinstance(said, TurnSpoken) and said.turn.speaker == "assistant":
            asks[said.match].append(features(said.turn.text)["reply.question"] == "one")
    return asks


def questions(scores: Sequence[MatchScore], asks: dict[str, list[bool]]) -> list[MatchScore]:
    """Share of replies that ask, for each match."""
    matches = {s.match: s for s in scores}
    return [score(s, QUESTIONS, fmean(asks[match])) for match, s in matches.items() if asks.get(match)]


def at_n(verdicts: Iterable[JudgedVerdict]) -> list[MatchScore]:
    """Share of a person's facts that were let out at least once, for each person and contestant."""
    facts: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    one: dict[tuple[str, str], JudgedVerdict] = {}
    for v in verdicts:
        if v.measure == VIOLATION and v.value is not None:
            key = (v.persona, v.contestant)
            facts[key][v.about] = max(v.value, facts[key].get(v.about, 0.0))
            one[key] = v
    return [replace(score(v, AT_N, fmean(facts[key].values())), scenario="", seed=0) for key, v in one.items()]


def stale(verdicts: Iterable[JudgedVerdict], people: dict[str, Persona]) -> list[MatchScore]:
    """How well preferences are kept after they changed, how well those that never do, and the gap; for each person."""
    kept: defaultdict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: {STALE: [], STEADY: []})
    one: dict[tuple[str, str], JudgedVerdict] = {}
    for v in verdicts:
        held = next((p for p in people[v.persona].preferences if p.id == v.about), None)
        if v.measure != KEPT or v.value is None or held is None:
            continue
        changed = [change.session for change in held.changes]
        if changed and v.session < min(changed):
            continue
        kept[v.persona, v.contestant][STALE if changed else STEADY].append(v.value)
        one[v.persona, v.contestant] = v
    rows = []
    for key, v in one.items():
        if all(kept[key].values()):
            changed, steady = fmean(kept[key][STALE]), fmean(kept[key][STEADY])
            for measure, value in ((STALE, changed), (STEADY, steady), (GAP, steady - changed)):
                rows.append(replace(score(v, measure, value), scenario="", seed=0))
    return rows


def measured(spec: RunSpec) -> list[MatchScore]:
    """Every match on every measure, those of ours included."""
    run = start(spec)
    asks = asyncio.run(play(run))
    scores = run.store.match_scores(run.folder.run_id)
    verdicts = run.store.verdict_rows(run.folder.run_id, [VIOLATION, KEPT])
    people = {person: personas.find(person)[0] for person in {s.persona for s in scores}}
    completed = [v for v in verdicts if v.match_status == "completed"]
    return [*scores, *questions(scores, asks), *at_n(completed), *stale(completed, people)]


def row(change: Change) -> str:
    """One line of the table."""
    found, places = change.difference, 3
    limits = "–" if found.low is None or found.high is None else f"[{found.low:+.{places}f}, {found.high:+.{places}f}]"
    shows = found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)
    cells = (
        MEANS[change.measure],
        f"{change.mean_first:.{places}f}",
        f"{change.mean_second:.{places}f}",
        f"{found.mean:+.{places}f} {limits}",
        str(change.n_pairs),
        "yes" if shows else "**not shown**",
    )
    return "| " + " | ".join(cells) + " |"


def section(claim: Claim, scores: Sequence[MatchScore]) -> str:
    """One claim with its table."""
    rows = changes(scores, scores, [Pairing(claim.first, claim.second)], claim.measures)
    head = f"| measure | `{claim.first}` | `{claim.second}` | difference, 95 % | pairs | excludes zero |"
    note = [claim.note, ""] if claim.note else []
    return "\n".join([f"## {claim.text}", "", *note, head, "|---|---|---|---|---|---|", *map(row, rows)])


def document(scores: Sequence[MatchScore], spec: RunSpec) -> str:
    """The whole page."""
    about = (
        f"{len({s.persona for s in scores})} people, {len({s.scenario for s in scores if s.scenario})} scenarios, "
        f"{spec.seeds} seeds"
    )
    lines = f"""# What shows on the offline model

Written by `python docs/findings.py`; do not edit. {about}, each contestant in the same cases.

The offline model is a set of rules that reads what a real model would be shown. What is mechanical appears with it:
what has left a prompt cannot be answered from, what never reached it cannot leak. How well a real model reads, writes
or asks does not appear, and nothing of it is claimed here. Differences are the second contestant's value less the
first's, over people (studentised 95 % interval of the mean of paired differences; approximate below 12 people)."""
    return "\n\n".join([lines, *(section(claim, scores) for claim in CLAIMS)]) + "\n"


def specification(folder: str, people: Sequence[str], courses: Sequence[str], seeds: int) -> RunSpec:
    """The run behind the page."""
    contestants = tuple(dict.fromkeys(name for claim in CLAIMS for name in (claim.first, claim.second)))
    return RunSpec(
        name="findings",
        personas=tuple(people),
        scenarios=tuple(courses),
        contestants=contestants,
        seeds=seeds,
        runs_dir=f"{folder}/runs",
        db=f"{folder}/findings.duckdb",
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        courses = sorted(path.stem for path in files.shipped("scenarios").glob("*.yaml"))
        spec = specification(folder, PEOPLE, courses, seeds=SEEDS)
        page = document(measured(spec), spec)
    (HERE / "findings-offline.md").write_text(page, encoding="utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
