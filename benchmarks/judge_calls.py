"""One structured call a reply for all likability dimensions, or seven: calls, tokens, cached prefix, agreement.

    python benchmarks/judge_calls.py [PERSONAS]

Plays the default scenarios with the offline model, then judges the same dialogues twice with the offline judge and
twice over a real socket against an endpoint that reads what it is sent: it rates the length from the two numbers of the
prompt and the register from the letters of the reply, finds nothing else applicable, and counts tokens as four
characters each. The endpoint keeps every prefix it has seen in blocks of 128 tokens, as prompt caches of providers do.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from arena.judges.questions import DIMENSIONS
from arena.results.agreement import compare
from arena.schema.judging import Judging
from arena.schema.run import DEFAULT_PERSONAS, Budget, ModelSpec, RunSpec
from arena.store import Store
from arena.tournament import rejudge, start, versions
from tests.model_server import ModelServer

_BLOCK = 128 * 4
_SAYS = re.compile(r"it says (\d+) words to the person, and about (\d+) suit")
_REPLY = re.compile(r"<reply>\n(.*)\n</reply>\s*\Z", re.DOTALL)


@dataclass
class Meter:
    """What an endpoint was sent and said; tokens are characters by four."""

    calls: int = 0
    characters: int = 0
    cached: int = 0
    answered: int = 0
    seen: set[str] = field(default_factory=set)

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        text = "".join(message["content"] for message in body["messages"])
        said = _answer(text, body["response_format"]["json_schema"]["name"])
        self.calls += 1
        self.characters += len(text)
        self.answered += len(json.dumps(said))
        self.cached += self._known(text)
        return said

    def _known(self, text: str) -> int:
        """Characters of the longest prefix, in whole blocks, that was sent before."""
        whole, known = len(text) // _BLOCK, 0
        for n in range(1, whole + 1):
            prefix = text[: n * _BLOCK]
            if prefix in self.seen:
                known = n * _BLOCK
            self.seen.add(prefix)
        return known


def _answer(text: str, form: str) -> dict[str, Any]:
    reply = _REPLY.search(text)[1]  # type: ignore[index]
    says, suits = map(int, _SAYS.search(text).groups())  # type: ignore[union-attr]
    first = reply.split()[0] if reply.split() else ""
    scores = dict.fromkeys(DIMENSIONS, None) | {
        "conversation_length_fit": 5 if suits / 2 <= says <= suits * 4 / 3 else 3 if says < 3 * suits else 1,
        "formality_matching": 4 if "!" not in reply else 2,
    }
    rated = {name: _rating(score, first) for name, score in scores.items()}
    whole = {"certainty": 80, "abstain": False}
    if form == "LikabilityAnswer":
        return {**rated, **whole}
    name = re.search(r"The dimension to rate is (\w+), by", text)[1]  # type: ignore[index]
    return {**rated[name], **whole}


def _rating(score: int | None, quote: str) -> dict[str, Any]:
    return {"evidence": quote if score else "", "why": "As it reads.", "applies": score is not None, "score": score}


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else len(DEFAULT_PERSONAS)
    with tempfile.TemporaryDirectory() as folder:
        spec = RunSpec(
            personas=DEFAULT_PERSONAS[:people],
            contestants=("plain", "transcript"),
            judge=False,
            db=f"{folder}/arena.duckdb",
            runs_dir=f"{folder}/runs",
        )
        run = start(spec)
        asyncio.run(_through(run))
        store, run_id = Store(Path(spec.db)), run.folder.run_id
        names = [_judged(store, run_id, Path(folder), ModelSpec(temperature=0.0), apart) for apart in (False, True)]
        _say("offline judge", store, run_id, names, [])
        meters = [Meter(), Meter()]
        names = []
        for meter, apart in zip(meters, (False, True), strict=True):
            with ModelServer(responder=meter.answer) as server:
                model = ModelSpec(id="openai/reader", api_base=server.url, temperature=0.0)
                names.append(_judged(store, run_id, Path(folder), model, apart))
        _say("endpoint", store, run_id, names, meters)


async def _through(work: Any) -> None:
    async for _ in work.play():
        pass


def _judged(store: Store, run_id: str, folder: Path, model: ModelSpec, apart: bool) -> str:
    how = Judging(kind="rejudge", judge=model, prompts=versions(), measures=("likability",), apart=apart)
    work = rejudge(store, run_id, how, folder / "runs", Budget(), 4)
    asyncio.run(_through(work))
    return work.name.removeprefix("journal-")


def _say(title: str, store: Store, run_id: str, names: list[str], meters: list[Meter]) -> None:
    journals = [f"journal-{name}" for name in names]
    verdicts = store.verdicts(run_id, journals, [f"likability.{name}" for name in DIMENSIONS])
    turns = {(v.match, v.session, v.turn) for v in verdicts}
    pairs = compare(store, run_id, names).pairs
    equal = sum((pair.agreed or 0) * pair.n for pair in pairs)
    print(f"{title}: {len(turns)} judged replies, {len(verdicts)} verdicts")
    print(f"  the same verdict: {equal:.0f} of {sum(pair.n for pair in pairs)}")
    for word, meter in zip(("one call", "seven"), meters, strict=False):
        n = len(turns)
        print(
            f"  {word}: {meter.calls / n:.2f} calls, {meter.characters / 4 / n:,.0f} tokens in "
            f"({100 * meter.cached / meter.characters:.0f} % of them a known prefix), "
            f"{meter.answered / 4 / n:,.0f} out, a judged reply; {meter.characters / 4 / meter.calls:,.0f} in a call"
        )


if __name__ == "__main__":
    main()
