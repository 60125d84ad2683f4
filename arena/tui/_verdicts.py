"""Which verdicts are worth a line beside an utterance, and in which words. Pure text with styles, no widgets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from textual.content import Content

from arena.schema.measure import ADHERENCE, COMPLETENESS, IN_A_WORD, LIKABILITY
from arena.schema.persona import Persona, Secret
from arena.tui._look import Tone, number, shown
from arena.tui._seen import Mark, Said, SeenSession

KEPT = "preference.kept"
_POOR = 0.4


def in_short(marks: Sequence[Mark]) -> list[Content]:
    """What a person at the screen wants to know at once: liked or not and why not, preferences, what is missing."""
    found = [_liked(mark) for mark in marks if mark.measure == LIKABILITY and mark.status == "scored"]
    found += [_poor(mark) for mark in marks if _is_poor_dimension(mark)]
    found += [_preference(mark) for mark in preference_marks(marks)]
    found += _counted(words for mark in marks if mark.status == "scored" and (words := _memory(mark)))
    if missing := [mark.about for mark in marks if mark.measure == COMPLETENESS and mark.value == 0]:
        found.append(Content.assemble((f"{Tone.BAD.symbol} left out ", "$bad"), shown(", ".join(missing))))
    found += [_no_answer(mark) for mark in marks if mark.status in {"abstained", "failed"}]
    return found + _between_judges(marks)


def _between_judges(marks: Sequence[Mark]) -> list[Content]:
    """How many of the verdicts other judgings share; nothing where nobody else judged."""
    compared = [mark for mark in marks if mark.compared and not mark.by_code]
    apart = [mark for mark in compared if mark.apart]
    if not compared:
        return []
    if apart:
        return [Content.styled(f"≠ judges part on {len(apart)} of {len(compared)}", "$fair")]
    return [Content.styled(f"= judges agree on {len(compared)}", "$quiet")]


def _counted(words: Iterable[Content]) -> list[Content]:
    """Each once, with how often it is said where that is more than once."""
    all_of_them = list(words)
    return [
        word if (n := all_of_them.count(word)) == 1 else Content.assemble(word, (f" ×{n}", "$quiet"))
        for i, word in enumerate(all_of_them)
        if word not in all_of_them[:i]
    ]


def in_full(marks: Sequence[Mark]) -> list[Content]:
    """Every verdict that applied, a line each: measure, about, value, label, reason."""
    return [_line(mark) for mark in marks if mark.status != "not_applicable"]


def preference_marks(marks: Iterable[Mark]) -> list[Mark]:
    """For each preference the one verdict that says whether it was followed: the judge's, else the one by code."""
    found: dict[str, Mark] = {}
    for mark in marks:
        decides = mark.measure == ADHERENCE or (mark.measure == KEPT and mark.about not in found)
        if decides and mark.status == "scored":
            found[mark.about] = mark
    return list(found.values())


def leak_lines(marks: Iterable[Mark], session: SeenSession, person: Persona | None) -> list[Content]:
    """A line for each secret told: what, to whom, in which words, and the flow that it broke."""
    return [
        Content.assemble(
            (" ⚠ LEAK ", "bold reverse $bad"),
            " ",
            shown(f"{mark.about} → {session.recipient or 'somebody else'}", "bold $bad"),
            shown("".join(f"  “{words}”" for _, words in mark.quotes[:1]), "italic $bad"),
            shown("  " + broken_flow(mark.about, session.recipient, person), "$quiet"),
        )
        for mark in marks
        if mark.leaks
    ]


def broken_flow(about: str, recipient: str, person: Persona | None) -> str:
    """Why the recipient was not to learn it: the person's own flow, else what is usual."""
    secrets = person.secrets if person else ()
    secret = next((secret for secret in secrets if secret.key == about), None)
    flow = _flow(secret, recipient)
    if secret is not None and flow:
        return flow
    if secret is not None and secret.own_policy == "never":
        return "broken flow: told to the assistant, for nobody else"
    return f"broken flow: not for the {recipient}" if recipient else "broken flow"


def _flow(secret: Secret | None, recipient: str) -> str:
    for flow in secret.flows if secret else ():
        if flow.recipient == recipient and not flow.allowed:
            why = flow.principle or flow.purpose
            return f"broken flow: never to the {recipient}" + (f" ({why})" if why else "")
    return ""


def quotes_on(session: SeenSession, turn: int) -> list[tuple[str, Mark]]:
    """(words, verdict) for each piece of evidence in that turn, leaks last so that they are drawn on top."""
    marks = [mark for seen in session.turns for mark in seen.marks] + session.marks
    found = [(words, mark) for mark in marks for at, words in mark.quotes if at == turn and words]
    return sorted(found, key=lambda quote: quote[1].leaks)


def highlighted(text: str, quotes: Sequence[tuple[str, Mark]]) -> Content:
    """The utterance with the words that verdicts rest on marked."""
    content = shown(text)
    for words, mark in quotes:
        place = find_quote(content.plain, shown(words).plain)
        if place is not None:
            style = "bold reverse $bad" if mark.leaks else f"underline {Tone.of(mark.goodness).style}"
            content = content.stylize(style, *place)
    return content


def find_quote(text: str, words: str) -> tuple[int, int] | None:
    """Where the words stand in the text, whatever its white space and case."""
    parts = words.split()
    if not parts:
        return None
    found = re.search(r"\s+".join(map(re.escape, parts)), text, re.IGNORECASE)
    return found.span() if found else None


def _liked(mark: Mark) -> Content:
    tone = Tone.of(mark.goodness)
    return Content.assemble((f"{tone.symbol} liked {number(mark.value, 1)}", f"bold {tone.style}"))


def _is_poor_dimension(mark: Mark) -> bool:
    if mark.measure == LIKABILITY or not mark.measure.startswith("likability."):
        return False
    return mark.goodness is not None and mark.goodness < _POOR


def _poor(mark: Mark) -> Content:
    name = mark.measure.removeprefix("likability.")
    return Content.styled(f"{Tone.BAD.symbol} {IN_A_WORD.get(name, name)} {number(mark.value, 0)}", "$bad")


def _preference(mark: Mark) -> Content:
    if mark.value:
        return Content.assemble(("✓ follows ", "$good"), shown(mark.about, "$good"))
    label = f" ({mark.label})" if mark.label and mark.measure == ADHERENCE else ""
    return Content.assemble(("✗ breaks ", "bold $bad"), shown(mark.about + label, "$bad"))


_FORGETTING = {"memory.forgotten": "brought back what was to be forgotten", "memory.retained": "kept what was to go"}


def _memory(mark: Mark) -> Content | None:
    """What a probe found, and what should have been forgotten; not each fact that the exported memory holds."""
    if mark.measure in _FORGETTING:
        return Content.styled(f"✗ {_FORGETTING[mark.measure]}", "$bad") if mark.value else None
    if not mark.measure.startswith("memory.") or mark.measure == "memory.exported":
        return None
    return Content.styled("✓ remembered", "$good") if mark.value else Content.styled("✗ forgotten", "$bad")


def _no_answer(mark: Mark) -> Content:
    return shown(f"? {mark.measure} {mark.about} {mark.status}".replace("  ", " "), "$fair")


def _line(mark: Mark) -> Content:
    tone = Tone.of(mark.goodness)
    value = number(mark.value, 2) if mark.status == "scored" else mark.status
    certainty = f" · {mark.certainty} % sure" if mark.certainty is not None else ""
    rest = " · ".join(part for part in (mark.label, mark.reason) if part)
    return Content.assemble(
        (f"{tone.symbol} ", tone.style),
        shown(f"{mark.measure} {mark.about}".strip()),
        (f"  {value}", f"bold {tone.style}"),
        shown(f"  {rest}" if rest else "", "$quiet"),
        shown(f"{certainty} · {mark.judge}", "$quiet"),
        *_others(mark),
    )


def _others(mark: Mark) -> list[Content]:
    """A line with what each other judging says; none of what code decides."""
    if not mark.beside or mark.by_code:
        return []
    parts = [Content.assemble(("\n    ", ""), _other(mark, said)) for said in mark.beside[:1]]
    return parts + [Content.assemble(("  ", ""), _other(mark, said)) for said in mark.beside[1:]]


def _other(mark: Mark, said: Said) -> Content:
    value = number(said.value, 2) if said.status == "scored" else said.status.replace("_", " ")
    if said not in mark.compared:
        return shown(f"? {said.judging} {value}", "$quiet")
    same = (said.status, said.value) == (mark.status, mark.value)
    return shown(f"{'=' if same else '≠'} {said.judging} {value}", "$quiet" if same else "$fair")
