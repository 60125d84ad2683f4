"""Journals made by hand: a small run, its events in order, and files of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from arena.journal import RunFolder
from arena.schema.dialogue import PersonState, Turn
from arena.schema.event import (
    CallMade,
    Event,
    MatchEnded,
    MatchStarted,
    ProbeAsked,
    PromptUsed,
    RunEnded,
    RunResumed,
    RunStarted,
    SessionEnded,
    SessionStarted,
    TurnSpoken,
    VerdictGiven,
)
from arena.schema.run import MatchPlan, Provenance, RunSpec, StoredRun
from arena.schema.verdict import Evidence, Status, Verdict

STATE = PersonState(pleasure=0.5, arousal=0.25, dominance=-0.25, patience=4.5, satisfaction=1.0)
Outcome = Literal["completed", "void", "failed"]


@dataclass
class Clock:
    """Wall-clock time that goes on by one second at each look."""

    at: float = 1_700_000_000.0

    def __call__(self) -> float:
        self.at += 1.0
        return self.at


@dataclass
class Author:
    """Writes the events of one run: two personas, one scenario, two contestants.

    `scores` gives the likability of a contestant's replies; everything else follows from the match alone, so that a
    match that is played again says the same again.
    """

    run_id: str = "r1"
    personas: tuple[str, ...] = ("ada", "bob")
    contestants: tuple[str, ...] = ("good", "poor")
    scores: dict[str, float] = field(default_factory=lambda: {"good": 4.0, "poor": 2.0})
    clock: Clock = field(default_factory=Clock)

    def plans(self) -> tuple[MatchPlan, ...]:
        return tuple(
            MatchPlan(key=f"{persona}-{contestant}", persona=persona, scenario="s", contestant=contestant, seed=0)
            for persona in self.personas
            for contestant in self.contestants
        )

    def started(self) -> RunStarted:
        made = Provenance(arena_version="0.1", python="3.11", platform="linux", packages={"duckdb": "2"})
        run = StoredRun(
            run_id=self.run_id,
            spec=RunSpec(name="small"),
            provenance=made,
            personas={name: {"id": name, "identity": {"name": name.title()}} for name in self.personas},
            scenarios={"s": {"id": "s", "title": "A small thing"}},
            matches=self.plans(),
        )
        return RunStarted(at=self.clock(), run=run)

    def resumed(self) -> RunResumed:
        return RunResumed(at=self.clock())

    def prompt(self) -> PromptUsed:
        return PromptUsed(at=self.clock(), name="user/turn", version=1, sha256="f" * 64, text="You are ...")

    def ended(self) -> RunEnded:
        return RunEnded(at=self.clock())

    def whole(self) -> list[Event]:
        """An undisturbed run."""
        matches = [event for plan in self.plans() for event in self.match(plan)]
        return [self.started(), self.prompt(), *matches, self.ended()]

    def match(self, plan: MatchPlan, attempt: int = 1, outcome: Outcome = "completed") -> Iterator[Event]:
        """One match of two sessions: a preference is stated in the first, a message goes out in the second."""
        yield MatchStarted(at=self.clock(), match=plan.key, attempt=attempt)
        for session in (1, 2):
            yield from self.session(plan, session, attempt)
        yield ProbeAsked(
            at=self.clock(),
            match=plan.key,
            attempt=attempt,
            probe=1,
            session=2,
            kind="memory",
            about="quiet",
            question="What did they want?",
            gold="quiet",
            answer="quiet",
        )
        reason = "" if outcome == "completed" else "said why"
        yield MatchEnded(at=self.clock(), match=plan.key, attempt=attempt, outcome=outcome, reason=reason)

    def session(self, plan: MatchPlan, session: int, attempt: int) -> Iterator[Event]:
        now = datetime(2026, 3, 2, 19) + timedelta(days=session)
        kind, recipient = ("talk", "") if session == 1 else ("message", "employer")
        yield SessionStarted(
            at=self.clock(),
            match=plan.key,
            attempt=attempt,
            session=session,
            plan=f"part-{session}",
            kind=kind,
            now=now,
            recipient=recipient,
        )
        for index, speaker in ((1, "user"), (2, "assistant")):
            yield self.call(plan, f"{session}.{index}", attempt)
            yield self.turn(plan, session, index, attempt, reveals=("quiet",) if (session, index) == (1, 1) else ())
            if speaker == "assistant":
                yield from self.verdicts(plan, session, attempt)
        yield SessionEnded(
            at=self.clock(), match=plan.key, attempt=attempt, session=session, reason="goal_met", memory="likes quiet"
        )

    def turn(
        self, plan: MatchPlan, session: int, index: int, attempt: int = 1, reveals: tuple[str, ...] = ()
    ) -> TurnSpoken:
        speaker: Literal["user", "assistant"] = "user" if index % 2 else "assistant"
        text = f"Three words {speaker}" + (" again" if attempt > 1 else "")
        return TurnSpoken(
            at=self.clock(),
            match=plan.key,
            attempt=attempt,
            turn=Turn(session=session, index=index, speaker=speaker, text=text),
            reveals=reveals,
            state=STATE if speaker == "user" else None,
        )

    def call(self, plan: MatchPlan, request: str, attempt: int = 1) -> CallMade:
        return CallMade(
            at=self.clock(),
            match=plan.key,
            attempt=attempt,
            party="user" if request.endswith("1") else "contestant",
            request=request,
            occurrence=0,
            prompt="user/turn@1",
            prompt_sha256="f" * 64,
            model="offline",
            answer="{}",
            input_tokens=100,
            output_tokens=10,
            cost_usd=0.25 if request.endswith("1") else None,
            latency_s=self.clock.at % 7,
        )

    def verdicts(self, plan: MatchPlan, session: int, attempt: int) -> Iterator[VerdictGiven]:
        good = plan.contestant == "good"
        yield self.verdict(plan, "likability.overall", session, self.scores[plan.contestant], attempt=attempt)
        label = "" if good else "unaware"
        yield self.verdict(plan, "preference.accuracy", session, float(good), "quiet", label=label, attempt=attempt)
        if session == 2:
            yield self.verdict(plan, "privacy.violation", session, float(not good), "income", attempt=attempt)
            yield self.verdict(plan, "privacy.completeness", session, 1.0, "name", attempt=attempt)

    def verdict(
        self,
        plan: MatchPlan,
        measure: str,
        session: int,
        value: float | None,
        about: str = "",
        *,
        status: Status = "scored",
        label: str = "",
        attempt: int = 1,
        judge: str = "offline",
    ) -> VerdictGiven:
        verdict = Verdict(
            measure=measure,
            session=session,
            turn=2,
            about=about,
            status=status,
            value=value,
            label=label,
            evidence=(Evidence(turn=2, quote="Three words"),),
            judge=judge,
        )
        return VerdictGiven(at=self.clock(), match=plan.key, attempt=attempt, verdict=verdict)


def lines(events: Iterable[Event]) -> bytes:
    return b"".join(event.model_dump_json().encode() + b"\n" for event in events)


def write_journal(folder: Path, events: Iterable[Event], name: str = "journal", run_id: str = "r1") -> RunFolder:
    run = RunFolder(folder / run_id)
    run.path.mkdir(parents=True, exist_ok=True)
    (run.path / f"{name}.jsonl").write_bytes(lines(events))
    return run


def append(run: RunFolder, more: bytes, name: str = "journal") -> None:
    with (run.path / f"{name}.jsonl").open("ab") as file:
        file.write(more)
