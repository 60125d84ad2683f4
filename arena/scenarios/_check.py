"""Checking scenarios: each by itself, all together, and with the people who are to play them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from arena.errors import Problem
from arena.files import Document, did_you_mean, find_all, shared_ids, try_all
from arena.scenarios._cast import misfit
from arena.scenarios._load import read
from arena.schema.persona import Persona
from arena.schema.persona_rules import Place
from arena.schema.scenario import Scenario


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of scenario files found."""

    problems: tuple[Problem, ...]
    scenarios: tuple[Scenario, ...]
    """Those that are sound by themselves."""

    @property
    def ok(self) -> bool:
        """Whether all files can be used."""
        return not self.problems


def check(paths: Iterable[Path], personas: Sequence[Persona] = ()) -> CheckReport:
    """Read all files (of folders, all in them) and report every problem.

    With `personas`, also whether somebody of them can be cast, and whether the preferences that a scenario names
    belong to somebody. A scenario with a person of its own is checked against that person.

    Raises:
        UsageError: a path leads nowhere.
    """
    documents, problems = try_all(find_all("scenarios", paths), read)
    problems += shared_ids("scenario", [(document, document.record.id) for document in documents])
    for document in documents:
        own = document.record.person
        problems += _with_people(document, (own,) if own else tuple(personas))
    return CheckReport(tuple(problems), tuple(document.record for document in documents))


def _with_people(document: Document[Scenario], people: Sequence[Persona]) -> list[Problem]:
    if not people:
        return []
    known = sorted({preference.id for persona in people for preference in persona.preferences})
    problems = [
        document.problem(at, f"nobody has a preference `{name}`", did_you_mean(name, known))
        for at, name in _named_preferences(document.record)
        if name not in known
    ]
    reasons = sorted({misfit(document.record, persona) for persona in people})
    if "" not in reasons:
        hint = "; ".join(reasons)
        problems.append(document.problem(("cast",), "none of the personas can be cast", hint))
    return problems


def _named_preferences(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    for number, plan in enumerate(scenario.sessions):
        for index, check_ in enumerate(plan.checks):
            yield ("sessions", number, "checks", index, "preference"), check_.preference
        if plan.may_reveal.preferences != "any":
            for index, name in enumerate(plan.may_reveal.preferences):
                yield ("sessions", number, "may_reveal", "preferences", index), name
