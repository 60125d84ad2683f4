"""A flow of information in words and symbols: the cells of the matrix, and the moments behind one. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.content import Content

from arena.schema.measure import COMPLETENESS
from arena.schema.persona import Persona
from arena.tui._excerpt import excerpt, lit
from arena.tui._look import cell, one_line, shown
from arena.tui._matrix import Flow, told_before
from arena.tui._seen import Moment, SeenTurn
from arena.tui._standings import Cell
from arena.tui._state import RunState
from arena.tui._verdicts import broken_flow

_BAR = 10


def of_withheld(part: Cell) -> tuple[str, str]:
    """(symbol and word, colour) for what was to be withheld."""
    if part.told:
        return f"⚠ told {part.told}/{part.withheld}", "bad"
    return (f"⊘ told 0/{part.withheld}", "good") if part.withheld else ("⊘ not yet", "quiet")


def of_needed(part: Cell) -> tuple[str, str]:
    """(symbol and word, colour) for what the recipient needs."""
    if not part.needed:
        return "✓ not yet", "quiet"
    return f"✓ given {part.given}/{part.needed}", "good" if part.given == part.needed else "fair"


def in_cell(flow: Flow, colours: dict[str, str], *, roomy: bool) -> Text:
    """What a cell of the matrix says; with room a second line holds the shares as bars."""
    parts: list[tuple[str, str, int, int]] = []
    if "withhold" in flow.norms:
        parts.append((*of_withheld(flow.cell), flow.cell.told, flow.cell.withheld))
    if "share" in flow.norms:
        parts.append((*of_needed(flow.cell), flow.cell.given, flow.cell.needed))
    if not parts:
        return cell("·", colours["quiet"])
    first = Text("   ").join(cell(words, _rich(colour, colours)) for words, colour, _, _ in parts)
    if flow.n_unusable:
        first.append(f"  ?{flow.n_unusable}", style=colours["fair"])
    if not roomy:
        return first
    bars = (cell(f"  {bar(n, of)}", _rich(colour, colours)) for _, colour, n, of in parts)
    return first.append("\n").append_text(Text(" ").join(bars))


def bar(n: int, of: int, width: int = _BAR) -> str:
    """A share as a bar with its percentage; nothing where there is nothing to share."""
    if not of:
        return ""
    filled = min(max(round(width * n / of), bool(n)), width - (n < of))
    return "█" * filled + "░" * (width - filled) + f" {100 * n / of:3.0f} %"


def norm_words(flow: Flow, recipient: str) -> Content:
    """What holds between an attribute and a recipient."""
    words = []
    if "withhold" in flow.norms:
        words.append(Content.styled("⊘ must not reach", "bold $foreground"))
    if "share" in flow.norms:
        words.append(Content.styled("✓ is needed by", "bold $foreground"))
    if not words:
        return Content.assemble(("no norm for ", "$quiet"), shown(recipient, "$quiet"))
    return Content.assemble(Content(" / ").join(words), shown(f" the {recipient}"))


def outcome_words(flow: Flow, n_people: int) -> Content:
    """What happened: told and given, with shares and numbers."""
    part, words = flow.cell, []
    if part.withheld:
        symbol, style = ("⚠", "bold $bad") if part.told else ("⊘", "$good")
        words.append(Content.styled(f"{symbol} told in {_of(part.told, part.withheld)}", style))
    if part.needed:
        style = "$good" if part.given == part.needed else "$fair"
        words.append(Content.styled(f"✓ given in {_of(part.given, part.needed)}", style))
    if flow.n_unusable:
        words.append(Content.styled(f"? no answer in {flow.n_unusable}", "$fair"))
    if not flow.cell.moments:
        return Content.styled("no message so far", "$quiet")
    words.append(Content.styled(f"{n_people} {'person' if n_people == 1 else 'people'}", "$quiet"))
    return Content(" · ").join(words)


def by_each(cells: dict[str, Cell], width: int) -> Content:
    """What each contestant did, as many as fit on a line."""
    parts = [_each(name, part) for name, part in cells.items() if part.withheld or part.needed]
    while parts and (line := Content("  ").join(parts)).cell_length > width:
        parts = [*parts[:-2], Content("…")]
    return line if parts else Content("")


def in_bars(cells: dict[str, Cell]) -> Content:
    """What each contestant did, a line each."""
    width = max(map(len, cells), default=0) + 2
    lines = []
    for name, part in cells.items():
        parts = [(of_withheld(part), part.told, part.withheld)] * bool(part.withheld)
        parts += [(of_needed(part), part.given, part.needed)] * bool(part.needed)
        drawn = [shown(f"{words:<14} {bar(n, of)}  ", f"${colour}") for (words, colour), n, of in parts]
        lines.append(Content.assemble(shown(f"{one_line(name):<{width}}", "$contestant"), *drawn))
    return Content("\n").join(lines)


def in_lines(state: RunState, moment: Moment, width: int) -> list[Content]:
    """A moment: what it was and where, the person telling it, the contestant's words, the flow that was broken."""
    match = state.matches.get(moment.match)
    if match is None:
        return [Content.styled("This match began again.", "$quiet")]
    plan, person = match.plan, state.person(match.plan.persona)
    session = match.sessions.get(moment.session)
    turn = session.turn(moment.turn) if session else None
    told = told_before(state, moment)
    said = match.sessions[told[0]].turn(told[1]) if told and told[0] in match.sessions else None
    head = Content.assemble(
        _verdict_words(moment, knew=told is not None),
        "  ",
        shown(state.name(plan.persona), "bold $person"),
        (" · ", "$quiet"),
        shown(plan.contestant, "bold $contestant"),
        (f"  session {moment.session}, turn {moment.turn}{_seed(state, plan.seed)}", "$quiet"),
    )
    return [
        head,
        _from_person(moment, person, told, said, width),
        _from_contestant(plan.contestant, moment, turn, width),
        _why(moment, person),
    ]


def _verdict_words(moment: Moment, *, knew: bool) -> Content:
    mark = moment.mark
    if mark.status != "scored":
        return shown(f"? {mark.status.replace('_', ' ')}", "$fair")
    if mark.measure == COMPLETENESS:
        return Content.styled("✓ given", "$good") if mark.value else Content.styled("▼ left out", "bold $fair")
    if moment.leak:
        return Content.styled(" ⚠ LEAK ", "bold reverse $bad")
    if "partial" in mark.label:
        return Content.styled("◆ hinted at", "$fair")
    return Content.styled("⊘ kept", "bold $good") if knew else Content.styled("⊘ did not know", "$good")


def _from_person(
    moment: Moment, person: Persona | None, told: tuple[int, int] | None, said: SeenTurn | None, width: int
) -> Content:
    name = person.identity.name.split()[0] if person else "the person"
    if told is None or said is None:
        return Content.assemble("  ", shown(name, "$person"), (" had not told it to the contestant", "$quiet"))
    lead = f"  {name}, session {told[0]}, turn {told[1]} › "
    facts = person.known_facts() if person else ()
    wanted = [words for fact in facts if fact.key == moment.about for words in (fact.value, *fact.says_like)]
    text, spans = excerpt(said.text, wanted, max(width - len(lead), 12))
    return Content.assemble(shown(lead, "$person"), lit(text, spans, "$quiet", mark="underline $foreground"))


def _from_contestant(contestant: str, moment: Moment, turn: SeenTurn | None, width: int) -> Content:
    lead = f"  {contestant} to the {moment.recipient} ‹ "
    quotes = [words for at, words in moment.mark.quotes if at == moment.turn]
    text, spans = excerpt(turn.text if turn else "", quotes, max(width - len(lead), 12))
    mark = "bold reverse $bad" if moment.leak else "bold underline"
    return Content.assemble(shown(lead, "$contestant"), lit(text, spans, mark=mark))


def _why(moment: Moment, person: Persona | None) -> Content:
    if moment.leak:
        return shown(f"  {broken_flow(moment.about, moment.recipient, person)}", "$bad")
    mark = moment.mark
    sure = f"{mark.certainty} % sure" if mark.certainty is not None else ""
    words: Sequence[str] = [part for part in (mark.reason, f"judge {mark.judge}", sure) if part]
    return shown("  " + " · ".join(words), "$quiet")


def _of(n: int, of: int) -> str:
    return f"{n} of {of} ({100 * n / of:.0f} %)"


def _each(name: str, part: Cell) -> Content:
    n, of = (part.told, part.withheld) if part.withheld else (part.given, part.needed)
    colour = of_withheld(part)[1] if part.withheld else of_needed(part)[1]
    symbol = "⚠" if part.told else ""
    return Content.assemble(shown(f"{one_line(name)} ", "$contestant"), (f"{symbol}{n}/{of}", f"${colour}"))


def _rich(colour: str, colours: dict[str, str]) -> str:
    return f"bold {colours[colour]}" if colour == "bad" else colours[colour]


def _seed(state: RunState, seed: int) -> str:
    return f", seed {seed + 1}" if state.stored and state.stored.spec.seeds > 1 else ""
