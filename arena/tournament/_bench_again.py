"""Reading the dialogues of a run once more: its matches from the store, a panel for each, answers into a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from arena import scenarios
from arena.errors import UsageError
from arena.files import nearest
from arena.journal import RecordedModel, Scribe, StoredAnswers
from arena.judges import Brief, Job, Panel, canaries
from arena.models import Backend, Sampling
from arena.prompts import load, names
from arena.scenarios import NormTable
from arena.schema.event import Event
from arena.schema.judging import Judging
from arena.schema.measure import MEASURES
from arena.schema.persona import Persona
from arena.schema.run import Models, RunSpec
from arena.schema.scenario import Scenario
from arena.schema.world import World
from arena.store import PlayedMatch, Recorded, Store
from arena.text.canonical import canonical_json, key_of
from arena.tournament._schedule import Cases


@dataclass(slots=True)
class Shelf:
    """The dialogues of a run, and with what they are read again."""

    store: Store
    recorded: Recorded
    judging: Judging
    backend: Callable[[World, str], Backend]
    """Answers the judges of a match, from its public world and source of chance."""
    sampling: Sampling
    norms: NormTable
    emit: Callable[[Event], None]
    prompts_seen: set[str] = field(default_factory=set)
    _personas: dict[str, Persona] = field(default_factory=dict)
    _scenarios: dict[str, Scenario] = field(default_factory=dict)
    _cases: Cases = field(default_factory=Cases)

    def jobs(self, played: PlayedMatch, stored: StoredAnswers, brief: Brief) -> list[Job]:
        """All judging there is to do in a match, in the order of what was said."""
        plan = played.plan
        persona, scenario = self._persona(plan.persona), self._scenario(plan.scenario)
        answers = StoredAnswers(attempt=played.attempt, calls=stored.calls)
        scribe = Scribe(plan.key, answers, self.emit, self.prompts_seen)
        seed = self._cases.key(persona, scenario, plan.seed)
        backend = self.backend(scenarios.world(scenario), seed)
        model = RecordedModel("judge", backend, self.sampling, scribe)
        everybody = canaries(map(self._persona, self.recorded.personas))
        panel = Panel(persona, scenario, model, self.norms, self.judging.by, replace(brief, canaries=everybody))
        return [job for event in self.store.dialogue(self.recorded.run_id, plan.key) for job in panel.see(event)]

    def _persona(self, name: str) -> Persona:
        if name not in self._personas:
            self._personas[name] = Persona.model_validate(self.recorded.personas[name])
        return self._personas[name]

    def _scenario(self, name: str) -> Scenario:
        if name not in self._scenarios:
            self._scenarios[name] = Scenario.model_validate(self.recorded.scenarios[name])
        return self._scenarios[name]


def brief_of(judging: Judging) -> Brief:
    """How a judging's panels are told to judge; people need not copy out words."""
    return Brief(judging.measures, judging.prompts, judging.apart, quotes=judging.kind != "label")


def with_judge(spec: RunSpec, judging: Judging) -> RunSpec:
    """The run's specification with this judge in it, and nobody else to be asked."""
    models = Models(judge=judging.judge)
    return spec.model_copy(update={"models": models, "samples": 1, "likability": "together"})


def name_of(judging: Judging) -> str:
    """What its journal is called: the same judging has the same name, so that a second call goes on with it."""
    same = judging.model_dump(exclude={"judge": {"timeout_s", "max_tries"}})
    if not judging.sample:
        del same["sample"]  # a first answer is called what it was before there were others
    words = [load(name, version).sha256 for name, version in sorted(judging.prompts.items())]
    digest = key_of("judging", canonical_json(same), *words)[:6]
    who = judging.rater if judging.kind == "label" else judging.judge.id.rpartition("/")[2]
    who += f"-answer-{judging.sample + 1}" if judging.sample else ""
    safe = "".join(c if c.isalnum() or c in "-." else "-" for c in who)[:40].strip("-.") or "x"
    return f"journal-{judging.kind}-{safe}" + ("" if judging.kind == "label" else f"-{digest}")


def versions(chosen: Iterable[str] = ()) -> dict[str, int]:
    """Prompt name -> version of all judge prompts: the newest, but for those `chosen` (`judge/violate@1`).

    Raises:
        UsageError: there is no such prompt, or the version asks for another answer than judges read now.
    """
    newest = {name: version for name, version in names() if name.startswith("judge/")}  # ascending: the last is newest
    latest = dict(newest)
    for ref in chosen:
        name, _, number = ref.removeprefix("judge/").partition("@")
        if (f"judge/{name}", int(number or 0) if number.isdigit() else 0) not in names():
            known = [f"{known}@{version}" for known, version in names() if known.startswith("judge/")]
            raise UsageError(
                f"there is no judge prompt {ref!r}",
                choices=nearest(f"judge/{ref.removeprefix('judge/')}", known) or known,
                next_step="`arena judge prompts` lists them",
            )
        newest[f"judge/{name}"] = int(number)
        _must_fit(f"judge/{name}", int(number), latest[f"judge/{name}"])
    return newest


def _must_fit(name: str, version: int, newest: int) -> None:
    old, new = load(name, version), load(name, newest)
    if (old.inputs, old.answer) != (new.inputs, new.answer):
        raise UsageError(
            f"{old.ref} is given {old.inputs} and answered by {old.answer}, which judges no longer do",
            next_step=f"use the arena version that released it, or {new.ref}",
        )


def known_measures(wanted: Iterable[str]) -> tuple[str, ...]:
    """The measures and families, checked and without repetition. Raises UsageError."""
    known = sorted({name for measure in MEASURES for name in (measure.name, measure.family)})
    found = tuple(dict.fromkeys(wanted))
    for name in found:
        if name not in known:
            raise UsageError(
                f"there is no measure {name!r}",
                choices=nearest(name, known) or known[:5],
                next_step="`arena judge list` has all of them; a family such as `privacy` means its measures",
            )
    return found
