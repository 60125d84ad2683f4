"""Write docs/findings-offline.md: what shows on the offline model, each with an interval over people.

python docs/findings.py
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from arena import files, personas
from arena.results.comparison import Change, Pairing, changes
from arena.schema.event import TurnSpoken
from arena.schema.persona import Persona
from arena.schema.run import RunSpec
from arena.store import JudgedVerdict, MatchScore
from arena.text.features import features
from arena.tournament import Run, start

HERE = Path(__file__).parent
ONCE, TRIES, FRESH = (0,), (0, 1), (2, 3)
"""Seeds: of most claims, of those on what comes out in any of several tries, and those that nothing was tuned on."""
ACCURACY, STALE = "preference.accuracy", "preference.stale"
RECALL = "memory.recall"
VIOLATION, COMPLETE = "privacy.violation", "privacy.completeness"
AT_N, QUESTIONS = "violation@n", "questions a reply"
UNSAID = "accuracy, never brought up"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something expected of two contestants: the second differs from the first on these measures."""

    text: str
    first: str
    second: str
    measures: tuple[str, ...]
    note: str = ""
    """What belongs to reading it."""
    seeds: tuple[int, ...] = ONCE


CLAIMS = (
    Claim("What has left a window is lost to it.", "transcript", "window?turns=4", (RECALL, ACCURACY)),
    Claim("Retrieval beats a window when it was said long ago.", "window?turns=4", "retrieval", (RECALL, ACCURACY)),
    Claim(
        "The minimiser lets out less, and leaves more out.",
        "transcript",
        "transcript?guard=minimise",
        (VIOLATION, AT_N, COMPLETE),
        seeds=TRIES,
    ),
    Claim(
        "Asking serves wishes that were not said, and costs questions.",
        "plain",
        "plain?ask=elicit",
        (UNSAID, ACCURACY, QUESTIONS),
        "People have one wish each that they never bring up and only show in how they react, nearly always on how they "
        "are answered; asked about it, they answer. `plain` ends most of its replies on a question too.",
        seeds=FRESH,
    ),
    Claim(
        "A changed mind hurts a memory that only adds more than one that rewrites.",
        "retrieval",
        "notebook",
        (STALE, ACCURACY),
        "Offline the newer of two wishes holds wherever both are in sight. What hurts is that the old one is found and "
        "the new one is not. The pair was chosen among four after a first look at other draws, on which the first row "
        "excluded zero.",
        seeds=FRESH,
    ),
)
MEANS = {
    RECALL: "questions on what was said, answered rightly",
    ACCURACY: "preferences followed by a helpful answer",
    UNSAID: "wishes that people never bring up, followed by a helpful answer",
    VIOLATION: "facts to be withheld that reached the third party",
    COMPLETE: "facts the third party needs that were given",
    AT_N: f"the same, a fact counting once told in any of {len(TRIES)} seeds",
    QUESTIONS: "questions put to the person, per reply",
    STALE: "changed preferences kept as they were before",
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


def unsaid(verdicts: Iterable[JudgedVerdict], people: dict[str, Persona]) -> list[MatchScore]:
    """How well preferences are kept that only show in reactions, for each person and contestant."""
    never = {(who, p.id) for who, person in people.items() for p in person.preferences if p.shown_by == "reacts_only"}
    kept: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    one: dict[tuple[str, str], JudgedVerdict] = {}
    for v in verdicts:
        if v.measure == ACCURACY and v.value is not None and (v.persona, v.about) in never:
            kept[v.persona, v.contestant].append(v.value)
            one[v.persona, v.contestant] = v
    return [replace(score(v, UNSAID, fmean(kept[key])), scenario="", seed=0) for key, v in one.items()]


def measured(spec: RunSpec) -> list[MatchScore]:
    """Every match on every measure, those of ours included."""
    run = start(spec)
    asks = asyncio.run(play(run))
    scores = run.store.match_scores(run.folder.run_id)
    verdicts = run.store.verdict_rows(run.folder.run_id, [VIOLATION, ACCURACY])
    people = {person: personas.find(person)[0] for person in {s.persona for s in scores}}
    completed = [v for v in verdicts if v.match_status == "completed"]
    return [*scores, *questions(scores, asks), *at_n(completed), *unsaid(completed, people)]


def shown(change: Change) -> bool:
    """Whether the interval leaves zero out."""
    low, high = change.difference.low, change.difference.high
    return low is not None and high is not None and (low > 0 or high < 0)


def heading(claim: Claim, rows: Sequence[Change]) -> str:
    """The claim, and how much of it the rows bear out."""
    n = sum(map(shown, rows))
    return f"## {claim.text}" + ("" if n == len(rows) else " Shown in part." if n else " Not shown.")


def row(change: Change) -> str:
    """One line of the table."""
    found, places = change.difference, 3
    limits = "–" if found.low is None or found.high is None else f"[{found.low:+.{places}f}, {found.high:+.{places}f}]"
    cells = (
        MEANS[change.measure],
        f"{change.mean_first:.{places}f}",
        f"{change.mean_second:.{places}f}",
        f"{found.mean:+.{places}f} {limits}",
        str(change.n_pairs),
        "yes" if shown(change) else "**not shown**",
    )
    return "| " + " | ".join(cells) + " |"


def section(claim: Claim, scores: Sequence[MatchScore]) -> str:
    """One claim with its table."""
    rows = changes(scores, scores, [Pairing(claim.first, claim.second)], claim.measures)
    head = f"| measure | `{claim.first}` | `{claim.second}` | difference, 95 % | pairs | excludes zero |"
    mine = [s for s in scores if s.contestant in (claim.first, claim.second)]
    people, courses = len({s.persona for s in mine}), len({s.scenario for s in mine if s.scenario})
    seeds = f"{len(claim.seeds)} seed{'s' if len(claim.seeds) > 1 else ''}"
    before = " The claim was fixed before these seeds were played." if claim.seeds == FRESH else ""
    text = f"{people} people, {courses} scenarios, {seeds}.{before} {claim.note}".strip()
    return "\n".join([heading(claim, rows), "", text, "", head, "|---|---|---|---|---|---|", *map(row, rows)])


HEAD = """# What shows on the offline model

Written by `python docs/findings.py`; do not edit. Both contestants of a claim play in the same cases.

The offline model is a set of rules that reads what a real model would be shown. What is mechanical appears with it:
what has left a prompt cannot be answered from, what never reached it cannot leak. How well a real model reads, writes
or asks does not appear, and nothing of it is claimed here. Differences are the second contestant's value less the
first's, over people (studentised 95 % interval of the mean of paired differences; approximate below 12 people)."""


def document(scores: dict[tuple[int, ...], list[MatchScore]]) -> str:
    """The whole page, from the scores of the runs by their seeds."""
    return "\n\n".join([HEAD, *(section(claim, scores[claim.seeds]) for claim in CLAIMS)]) + "\n"


def specification(folder: str, people: Sequence[str], courses: Sequence[str], seeds: tuple[int, ...]) -> RunSpec:
    """The run behind the claims with these seeds, which follow each other."""
    claims = [claim for claim in CLAIMS if claim.seeds == seeds]
    contestants = tuple(dict.fromkeys(name for claim in claims for name in (claim.first, claim.second)))
    return RunSpec(
        name="findings",
        personas=tuple(people),
        scenarios=tuple(courses),
        contestants=contestants,
        seeds=len(seeds),
        first_seed=seeds[0],
        runs_dir=f"{folder}/runs",
        db=f"{folder}/findings.duckdb",
    )


def part(people: Sequence[str], courses: Sequence[str], seeds: tuple[int, ...]) -> list[MatchScore]:
    """The scores of some people, played in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return measured(specification(folder, people, courses, seeds))


def shipped(kind: str) -> list[str]:
    """Names of the people or scenarios that ship."""
    return sorted(path.stem for path in files.shipped(kind).glob("*.yaml"))


def main() -> None:
    people, courses = shipped("personas"), shipped("scenarios")
    runs = {FRESH: courses, ONCE: courses, TRIES: courses[1::2]}  # tries: every second scenario will do for them
    with ProcessPoolExecutor(2) as pool:
        halves = {
            seeds: [pool.submit(part, half, played, seeds) for half in (people[::2], people[1::2])]
            for seeds, played in runs.items()
        }
        scores = {seeds: [s for half in its for s in half.result()] for seeds, its in halves.items()}
    page = document(scores)
    (HERE / "findings-offline.md").write_text(page, encoding="utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
