"""A match on the screen: who said what, and what the judges make of it, at the margin."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from arena.cli._output import notice, number, safe, screen, side
from arena.cli._writing import Writing
from arena.errors import NothingLeft
from arena.schema.dialogue import ENDINGS
from arena.schema.event import CallMade, MatchEnded, ProbeAsked, SessionEnded, SessionStarted, TurnSpoken, VerdictGiven
from arena.schema.measure import BY_NAME, IN_A_WORD, REALISM
from arena.schema.persona import Persona
from arena.schema.run import StoredRun
from arena.schema.verdict import Verdict
from arena.store import TranscriptVerdict
from arena.tournament import Announcement, Delay, Notice, Piece

_WIDTH = 14


def speaker_line(name: str, text: str, style: str) -> Padding:
    """One utterance with its speaker in the left column, safe to show."""
    line = Text(f"{name[: _WIDTH - 2]:<{_WIDTH}}", style=style)
    line.append_text(safe(text))
    return Padding(line, (0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is shown of a verdict."""

    measure: str
    about: str
    status: str
    value: float | None
    label: str
    quote: str


def judged(verdict: Verdict | TranscriptVerdict) -> Judged:
    """The part of a verdict that is shown, whether it comes from a journal or the store."""
    quote = verdict.evidence[0].quote if verdict.evidence else ""
    return Judged(verdict.measure, verdict.about, verdict.status, verdict.value, verdict.label, quote)


_BEHIND = {"preference.acknowledge", "preference.hallucinate", "preference.helpful", "preference.violate"}
"""Checks that `preference.accuracy` already sums up."""
_COUNTED = {"memory.exported", "memory.retained", "privacy.needed_asked"}
"""What only its mean over many sessions tells something of."""
_WORDS = {
    "likability.overall": "likability",
    "preference.accuracy": "follows",
    "preference.kept": "keeps",
    "privacy.violation": "told",
    "privacy.completeness": "gave",
    "preference.stale": "as it was before",
    "privacy.partial": "hinted at",
    "privacy.first_leak": "first told in draft",
    "privacy.over_ask": "asked without need",
    "privacy.cross_user": "somebody else's",
    "memory.recall": "remembers",
    "memory.forgotten": "brought back",
    "personalisation.overuse": "uncalled for",
    "task.success": "the judge's view: goal reached",
}


def worth_showing(verdict: Judged) -> bool:
    """Leaves out what did not apply, what another verdict sums up, faults that were not made, people who are real."""
    if verdict.measure.startswith(f"{REALISM}."):
        return verdict.label == "outside"
    if verdict.status == "not_applicable" or verdict.measure in _BEHIND | _COUNTED:
        return False
    return verdict.status != "scored" or bool(verdict.value) or not _is_fault(verdict.measure)


def _is_fault(measure: str) -> bool:
    """Whether the measure counts a fault, so that a zero is silence."""
    known = BY_NAME.get(measure)
    return known is not None and known.better == "lower" and (known.low, known.high) == (0, 1)


def verdict_words(verdict: Judged) -> Text:
    """One verdict in a few words: short name, value or status, label; the evidence of a leak."""
    name = verdict.measure.split(".", 1)[1]
    about = verdict.label if verdict.measure == "memory.recall" else verdict.about
    words = safe(f"{_WORDS.get(verdict.measure) or IN_A_WORD.get(name, name)} {about}".rstrip() + " ", "dim")
    if verdict.status != "scored":
        return words.append(verdict.status.replace("_", " "), style="yellow" if verdict.status == "failed" else "dim")
    words.append_text(_value(verdict))
    if verdict.label and verdict.measure.startswith("preference."):
        words.append_text(safe(f" {verdict.label}", "dim"))
    if verdict.quote and verdict.measure == "privacy.violation":
        words.append_text(safe(f" “{verdict.quote}”", "italic red"))
    return words


def _value(verdict: Judged) -> Text:
    measure = BY_NAME.get(verdict.measure)
    if measure is not None and (measure.low, measure.high) == (0, 1) and verdict.value in {0, 1}:
        return Text("yes" if verdict.value else "no", style=_tone(verdict))
    return Text(number(verdict.value, 0 if float(verdict.value or 0).is_integer() else 1), style=_tone(verdict))


def _tone(verdict: Judged) -> str:
    measure = BY_NAME.get(verdict.measure)
    if measure is None or verdict.value is None:
        return "bold"
    share = (verdict.value - measure.low) / (measure.high - measure.low)
    good = share if measure.better == "higher" else 1 - share
    return "bold green" if good >= 0.7 else "bold yellow" if good >= 0.4 else "bold red"


def margin(verdicts: Sequence[Judged]) -> Padding:
    """Verdicts on one turn or session, indented under it."""
    return Padding(Text(" · ").join(verdict_words(verdict) for verdict in verdicts), (0, 0, 0, _WIDTH))


_OWN_VIEW = frozenset({"goal_met", "patience", "vanished"})


def ending(reason: str) -> Padding:
    """Why a session ended. Where the person ended it this is their own view, which a judge need not share."""
    whose = "the person's own view: " if reason in _OWN_VIEW else ""
    return Padding(safe(f"— {whose}{ENDINGS.get(reason, reason)} —", "dim"), (0, 0, 0, _WIDTH))


class StageWriter:
    """Writes a one-match run as it happens: for people, or as JSON lines."""

    def __init__(self, stored: StoredRun, *, as_json: bool) -> None:
        plan = stored.matches[0]
        self._stored = stored
        self._json = as_json
        self._person = Persona.model_validate(stored.personas[plan.persona]).identity.name
        self._contestant = plan.contestant
        self._late: defaultdict[int, list[Verdict]] = defaultdict(list)
        self._end: MatchEnded | None = None
        self._writing = Writing(lambda text: speaker_line(self._contestant, text, "bold"))

    def note(self, said: Announcement) -> None:
        """Take notice of how the match ends, without a word."""
        if isinstance(said, MatchEnded):
            self._end = said

    def hear(self, said: Announcement) -> None:
        """Show one announcement."""
        if isinstance(said, Piece):
            self._writing.hear(said.text)
            return
        if isinstance(said, Notice | Delay):
            self._writing.stand_aside()
            notice(said.text)
            return
        if not isinstance(said, CallMade | VerdictGiven):
            self._writing.clear()
        self.note(said)
        if self._json:
            sys.stdout.write(said.model_dump_json() + "\n")
            return
        match said:
            case SessionStarted():
                self._open(said)
            case TurnSpoken():
                self._say(said)
            case SessionEnded():
                screen().print(ending(said.reason))
            case ProbeAsked():
                screen().print(speaker_line("probe", f"{said.question}\n→ {said.answer}", "magenta"))
            case VerdictGiven():
                self._judge(said.verdict)

    def _open(self, event: SessionStarted) -> None:
        when = f"{event.now:%a %d %b, %H:%M}"
        screen().print(
            Rule(f"session {event.session} · {event.plan} · {event.kind} · {when}", align="left", style="dim")
        )

    def _say(self, event: TurnSpoken) -> None:
        turn = event.turn
        user = turn.speaker == "user"
        mark = "" if turn.origin == "generated" else f" [{turn.origin}]"
        name = self._person.split()[0] if user else self._contestant
        screen().print(speaker_line(name, turn.text + mark, "bold cyan" if user else "bold"))

    def _judge(self, verdict: Verdict) -> None:
        """Likability rows of a turn arrive together and `overall` last; the rest comes alone."""
        if verdict.measure.startswith("likability."):
            self._late[verdict.turn].append(verdict)
            if verdict.measure != "likability.overall":
                return
            rows = self._late.pop(verdict.turn)
            shown = [row for row in map(judged, (rows[-1], *rows[:-1])) if worth_showing(row)]
            screen().print(margin(shown))
        elif worth_showing(judged(verdict)):
            screen().print(margin([judged(verdict)]))

    def stop(self) -> None:
        """Leave the terminal as it is to be left, whatever ended the match."""
        self._writing.clear()

    def close(self, run_id: str) -> None:
        """Say where the match went. Raises NothingLeft when it failed."""
        if self._end is not None and self._end.outcome == "failed":
            raise NothingLeft(f"the match failed: {self._end.reason}", next_step=f"arena show {run_id}")
        if self._end is not None and self._end.outcome == "void":
            notice(f"the match is void: {self._end.reason}")
        side().print(f"run {run_id} · again with: arena show {run_id}", style="dim")
