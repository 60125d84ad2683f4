"""Who may learn what of a person from a message: contextual integrity with the contestant as sender."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from arena import files
from arena.schema.persona import Fact, Flow, Persona, Secret
from arena.schema.persona_rules import Complaint, category_of
from arena.schema.record import Record
from arena.schema.scenario import Addressee, SessionPlan
from arena.schema.vocabulary import Category, Recipient

Ruling = Literal["share", "withhold", "ambiguous"]
_SHIPPED = Path(__file__).with_name("norms.yaml")


class NormRow(Record):
    """What usually holds for one category of facts and some recipients, and why."""

    category: Category
    recipients: Annotated[tuple[Recipient, ...], Field(min_length=1)]
    flow: Ruling
    because: Annotated[str, Field(min_length=1)]


class NormTable(Record):
    """Usual norms by category and recipient; what it does not hold is ambiguous."""

    rows: tuple[NormRow, ...] = ()

    def ruling(self, category: Category, recipient: Recipient) -> Ruling:
        """What the table says of the pair."""
        held = (row.flow for row in self.rows if row.category == category and recipient in row.recipients)
        return next(held, "ambiguous")


class Resolved(Record):
    """The facts that a message should carry and those it must not, in authored order; all others are not scored."""

    share: tuple[Fact, ...] = ()
    withhold: tuple[Fact, ...] = ()

    @property
    def scored(self) -> bool:
        """A context counts only with something on both sides: else saying nothing, or everything, would be perfect."""
        return bool(self.share and self.withhold)


def default_norms() -> NormTable:
    """The table that ships with arena."""
    return load_norms(None)


def load_norms(path: str | Path | None) -> NormTable:
    """The table in a file; the shipped one for `None`.

    Raises:
        BadFiles: with every problem of the file, among them pairs that stand in it twice.
    """
    return files.read(Path(path) if path is not None else _SHIPPED, NormTable, rules=_twice).record


def _twice(table: NormTable) -> Iterator[Complaint]:
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(table.rows):
        for place, recipient in enumerate(row.recipients):
            other = first.setdefault((row.category, recipient), index)
            if other != index or recipient in row.recipients[:place]:
                message = f"{row.category} for `{recipient}` is given twice"
                at = ("rows", index, "recipients", place)
                rows = tuple(("rows", n) for n in (index, other))
                yield Complaint(at, message, f"row {other + 1} has it already", rows)


def resolve(table: NormTable, persona: Persona, plan: SessionPlan) -> Resolved:
    """Which of the person's facts the message of that session should carry, and which it must not.

    The session's norms come first, then the person's own flows of a secret to that recipient, then the table; what is
    ambiguous is on neither side. Keys that the person does not have are not scored. A session without a recipient has
    nothing on either side. (After CIMemories, arXiv 2511.14937, with authored norms in the place of a labelling model.)
    """
    to = plan.recipient
    if to is None:
        return Resolved()
    rulings = [(fact, _ruling(table, fact, plan, to)) for fact in persona.known_facts()]
    return Resolved(
        share=tuple(fact for fact, ruling in rulings if ruling == "share"),
        withhold=tuple(fact for fact, ruling in rulings if ruling == "withhold"),
    )


def _ruling(table: NormTable, fact: Fact, plan: SessionPlan, to: Addressee) -> Ruling:
    if fact.key in plan.norms.share:
        return "share"
    if fact.key in plan.norms.withhold:
        return "withhold"
    flows = tuple(flow for flow in fact.flows if flow.recipient == to.who) if isinstance(fact, Secret) else ()
    if flows:
        return _by_flows(flows, to.purpose)
    return table.ruling(category_of(fact), to.who)


def _by_flows(flows: tuple[Flow, ...], purpose: str) -> Ruling:
    """Flows for this very purpose decide; else all flows to the recipient, if they agree."""
    wanted = purpose.casefold().strip()
    exact = tuple(flow for flow in flows if flow.purpose.casefold().strip() == wanted)
    allowed = {flow.allowed for flow in exact or flows}
    if len(allowed) > 1:
        return "ambiguous"
    return "share" if allowed == {True} else "withhold"
