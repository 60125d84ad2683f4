"""A moment of a dialogue as Markdown, to be pasted where people talk about it. Pure.

What people and models wrote is quoted so that it reads as it was written: none of it becomes a heading, a link, an
image or HTML of the document it is pasted into.
"""

from __future__ import annotations

import re

from arena.schema.measure import BY_NAME
from arena.text.safe import visible
from arena.tui._look import number, one_line
from arena.tui._scene import Scene
from arena.tui._seen import Mark, Said, SeenTurn
from arena.tui._state import RunState

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$]|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_AROUND = 2
"""Turns before the moment, and after it."""


def as_markdown(state: RunState, scene: Scene, around: int = _AROUND) -> str:
    """The moment: who, where, the turns around it, its verdicts with their evidence. Ends with a line break."""
    turns = [turn for turn in scene.session.turns if abs(turn.index - _index(scene)) <= around]
    parts = [_heading(state, scene), *(_turn(state, scene, turn) for turn in turns)]
    if scene.probe is not None:
        parts += [f"**Asked out of band:**\n\n{quoted(scene.probe.question)}"]
        parts += [f"**Answered:**\n\n{quoted(scene.probe.answer)}"]
    if verdicts := [_verdict(mark) for mark in scene.marks if mark.status != "not_applicable"]:
        parts += ["## Verdicts", "\n".join(verdicts)]
    return "\n\n".join(parts) + "\n"


def file_name(scene: Scene) -> str:
    """A name for a file with the moment, of characters that all file systems take."""
    plan, turn = scene.match.plan, scene.turn
    place = f"t{turn.index}" if turn else f"p{scene.probe.probe}" if scene.probe else "all"
    name = f"{plan.persona}-{plan.contestant}-s{scene.session.number}-{place}"
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")[:100] + ".md"


def quoted(text: str) -> str:
    """Text from anywhere as a block quotation of its own lines."""
    lines = visible(text).split("\n")
    ends = ["\\" if line.strip() and after.strip() else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return "\n".join(f"> {_inert(line)}{end}".rstrip(" ") for line, end in zip(lines, ends, strict=True))


def _inert(line: str) -> str:
    """The line as plain words; an indent would make it code."""
    text = line.lstrip(" \t")
    indent = " " * len(line[: len(line) - len(text)].expandtabs(4))
    return indent + _SPECIAL.sub(r"\\\g<0>", text)


def _plain(text: str) -> str:
    return _inert(one_line(text))


def _heading(state: RunState, scene: Scene) -> str:
    plan, session = scene.match.plan, scene.session
    name, course = state.name(plan.persona), state.course(plan.scenario)
    to = f" to the {session.recipient}" if session.recipient else ""
    return "\n".join(
        [
            f"# {_plain(name)} with {_plain(plan.contestant)}: {scene.where}",
            "",
            f"- persona: {_plain(name)} ({_plain(plan.persona)})",
            f"- scenario: {_plain(course.title if course else plan.scenario)} ({_plain(plan.scenario)})",
            f"- contestant: {_plain(plan.contestant)}",
            f"- session: {session.number} of {max(scene.match.planned_sessions, session.number)}, "
            f"{_plain(f'{session.plan} ({session.kind}{to})')}",
            f"- run: {_plain(state.run_id)}, seed {plan.seed}, match {_plain(plan.key)}",
        ]
    )


def _turn(state: RunState, scene: Scene, turn: SeenTurn) -> str:
    plan = scene.match.plan
    speaker = state.name(plan.persona) if turn.speaker == "user" else plan.contestant
    notes = [f"turn {turn.index}"] + [turn.origin] * (turn.origin != "generated")
    notes += ["this moment"] * (scene.turn is not None and turn.index == scene.turn.index)
    told = f"\n\nTold: {_plain(', '.join(turn.reveals))}" if turn.reveals else ""
    return f"**{_plain(speaker)}** ({', '.join(notes)}):\n\n{quoted(turn.text or '(left)')}{told}"


def _verdict(mark: Mark) -> str:
    known = BY_NAME.get(mark.measure)
    scale = f" ({known.low:g} to {known.high:g}, {known.better} is better)" if known else ""
    value = f"**{number(mark.value)}**{scale}" if mark.status == "scored" else f"**{mark.status}**"
    certainty = f"{mark.certainty} % sure" if mark.certainty is not None else ""
    rest = [_plain(part) for part in (mark.label, mark.reason, f"judge {mark.judge}", certainty) if part]
    head = f"- {_plain(f'{mark.measure} {mark.about}'.strip())}: {value} · {' · '.join(rest)}"
    quotes = [f"  - evidence, turn {turn}: “{_plain(words)}”" for turn, words in mark.quotes]
    return "\n".join([head, *quotes, *map(_other, () if mark.by_code else mark.beside)])


def _other(said: Said) -> str:
    value = f"**{number(said.value)}**" if said.status == "scored" else f"**{said.status}**"
    return f"  - {_plain(said.judging)} says {value}"


def _index(scene: Scene) -> int:
    """The turn that the moment is at; the last of the session for what comes after it."""
    if scene.turn is not None:
        return scene.turn.index
    return scene.session.turns[-1].index if scene.session.turns else 0
