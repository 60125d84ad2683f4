"""How persona and scenario files are drawn: the list, the YAML with its mistakes in place, the portrait. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from textual.content import Content

from arena.errors import Problem
from arena.personas import portrait
from arena.schema.persona import Persona, Secret
from arena.schema.scenario import Scenario, SessionPlan
from arena.text.safe import visible
from arena.tui._look import one_line, shown
from arena.tui._sheet import Sheet

_KEY = re.compile(r"^(\s*(?:- )?)([A-Za-z_][\w.-]*)(:)(?=\s|$)")
_LEVELS = {"sketch": ("◐", "$fair"), "portrait": ("●", "$good")}
_GUTTER = 6


def mark_of(sheet: Sheet | None) -> tuple[str, str, str]:
    """(symbol, word, style) of a file's state; a word always goes with the symbol."""
    if sheet is None:
        return "○", "not read yet", "$quiet"
    if sheet.problems:
        n = len(sheet.problems)
        return "✗", f"{n} problem{'s' * (n != 1)}", "$bad"
    if sheet.level:
        symbol, style = _LEVELS[sheet.level]
        return symbol, sheet.level, style
    return "●", "sound", "$good"


def verdict(sheet: Sheet) -> Content:
    """What the check says: problems with their places, or the level and what is missing for the next."""
    symbol, word, style = mark_of(sheet)
    head = Content.assemble((f"{symbol} {word}", f"bold {style}"), shown(f"  {sheet.place.path}", "$quiet"))
    if sheet.problems:
        return Content("\n").join([head, *map(_problem, sheet.problems)])
    if sheet.level == "sketch":
        lines = [shown(f"· {lack}") for lack in sheet.missing]
        return Content("\n").join([head, Content.styled("missing for a portrait:", "$quiet"), *lines])
    return head


def _problem(problem: Problem) -> Content:
    place = f"line {problem.line}, column {problem.column}" if problem.line else "the whole file"
    return Content.assemble(
        ("✗ ", "bold $bad"),
        shown(place, "bold"),
        "  ",
        shown(one_line(problem.message)),
        shown(f" ({one_line(problem.hint)})" if problem.hint else "", "$quiet"),
    )


# The file --------------------------------------------------------------------------------------------------------


def numbered(text: str, problems: Sequence[Problem], width: int) -> Content:
    """The file with line numbers, wrapped to `width` cells, each problem under the line it is on."""
    at = defaultdict[int, list[Problem]](list)
    for problem in problems:
        at[problem.line].append(problem)
    room = max(width - _GUTTER, 20)
    drawn: list[Content] = []
    for number, line in enumerate(visible(text).expandtabs(4).removesuffix("\n").split("\n"), start=1):
        wrong = at.get(number, [])
        drawn += _line(number, line, room, wrong=bool(wrong))
        drawn += [piece for problem in wrong for piece in _under(problem, room)]
    return Content("\n").join(drawn)


def first_row(text: str, line: int, width: int) -> int:
    """The row (from 0) on which a line (from 1) begins in `numbered` text without problems before it."""
    room = max(width - _GUTTER, 20)
    before = visible(text).expandtabs(4).split("\n")[: max(line - 1, 0)]
    return sum(len(_pieces(part, room)) for part in before)


def _line(number: int, line: str, room: int, *, wrong: bool) -> list[Content]:
    gutter = "bold $bad" if wrong else "$quiet"
    first, *rest = _pieces(line, room)
    drawn = [Content.assemble((f"{number:>4}{'✗' if wrong else ' '} ", gutter), _coloured(first))]
    return drawn + [Content.assemble(" " * _GUTTER, piece) for piece in rest]


def _pieces(line: str, room: int) -> list[str]:
    """A line in pieces of at most `room` cells, cut at spaces where there are any."""
    pieces = [piece.plain for piece in Content(line).wrap(room)] if line.strip() else [line]
    return pieces or [""]


def _coloured(line: str) -> Content:
    if line.lstrip().startswith("#"):
        return Content.styled(line, "$quiet italic")
    key = _KEY.match(line)
    if key is None:
        return Content(line)
    return Content.assemble(key[1], (key[2], "$primary"), (":", "$quiet"), line[key.end() :])


def _under(problem: Problem, room: int) -> list[Content]:
    words = one_line(problem.message + (f" ({problem.hint})" if problem.hint else ""))
    return [
        Content.styled(f"{' ' * _GUTTER}{'▲ ' if i == 0 else '  '}{piece.plain}", "$bad")
        for i, piece in enumerate(Content(words).wrap(room - 2))
    ]


# The person or the course ----------------------------------------------------------------------------------------


def likeness(sheet: Sheet, measured: Content) -> Content:
    """The person with what interviews measured, in prose, with wishes and secrets; or the course session by session."""
    if sheet.persona is not None:
        name, words = sheet.persona.identity.name, f"  {sheet.words} words in prose"
        head = Content.assemble(shown(name, "bold $person"), shown(words, "$quiet"))
        return Content("\n\n").join([head, measured, *_person(sheet.persona)])
    if sheet.scenario is not None:
        return Content("\n\n").join(_course(sheet.scenario))
    return Content.styled("Mend the file, and it shows here: it is read again whenever it is saved.", "$quiet")


def _person(who: Persona) -> list[Content]:
    parts = [shown(portrait(who))]
    wishes = [
        Content.assemble(shown(p.id, "bold"), shown(f"  {p.value}"), shown(f"  {_shown_by(p.shown_by)}", "$quiet"))
        for p in who.preferences
    ]
    parts += _part("wishes", wishes)
    return parts + _part("secrets", [_secret(secret) for secret in who.secrets])


def _shown_by(how: str) -> str:
    return how.replace("_", " ")


def _secret(secret: Secret) -> Content:
    flows = [
        Content.assemble((" ✓ " if flow.allowed else " ✗ ", "$good" if flow.allowed else "$bad"), shown(flow.recipient))
        for flow in secret.flows
    ]
    policy = shown(f"  tells: {secret.own_policy.replace('_', ' ')}", "$quiet")
    lines = [Content.assemble(shown(secret.key, "bold"), shown(f"  {secret.value}"), policy)]
    return Content("\n").join([*lines, Content.assemble(" who may know:", *flows)] if flows else lines)


def _course(course: Scenario) -> list[Content]:
    head = Content.assemble(shown(course.title, "bold"), shown(f"  {course.domain}", "$quiet"))
    sessions = [_session(number, plan) for number, plan in enumerate(course.sessions, start=1)]
    probes = [Content.assemble(shown(f"after {p.after}: ", "$quiet"), shown(p.question)) for p in course.probes]
    return [head, *sessions, *_part("asked out of band", probes)]


def _session(number: int, plan: SessionPlan) -> Content:
    gap = f" · {plan.gap_days:g} days later" if plan.gap_days else ""
    lines = [
        Content.assemble(shown(f"{number} {plan.id}", "bold"), shown(f"  {plan.kind}{gap}", "$quiet")),
        shown(plan.need or plan.opens_with or next((turn.text for turn in plan.turns if turn.text), "") or ""),
    ]
    if plan.recipient is not None:
        lines.append(shown(f"to the {plan.recipient.who}: {plan.recipient.purpose}"))
        lines.append(shown("✓ it says: " + (", ".join(plan.norms.share) or "–"), "$good"))
        lines.append(shown("✗ it keeps back: " + (", ".join(plan.norms.withhold) or "–"), "$bad"))
    if plan.options:
        lines.append(shown("to choose from: " + ", ".join(option.id for option in plan.options), "$quiet"))
    return Content("\n").join(lines)


def _part(title: str, lines: Iterable[Content]) -> list[Content]:
    lines = list(lines)
    return [Content("\n").join([Content.styled(title, "$quiet underline"), *lines])] if lines else []
