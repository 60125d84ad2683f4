"""A run's specification: everything the command line can say, as a record that travels with the run."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from arena.schema.realism import RealismSpec
from arena.schema.record import Record, WrittenAs
from arena.text.duration import seconds_of

Party = Literal["user", "contestant", "judge"]

DEFAULT_PERSONAS = ("ines-varga", "marcus-bell", "aiko-tanaka", "dolores-reyes", "tomasz-wilk", "priya-nair")
DEFAULT_SCENARIOS = ("smaller-flat", "bad-back-at-work")
DEFAULT_CACHE = "arena-cache"
DEFAULT_CONTESTANTS = ("plain", "transcript", "notebook", "oversharer", "lecturer")


class ModelSpec(Record):
    """One party's model."""

    id: str = "offline"
    """`offline`, a litellm model id such as `openai/gpt-4o-mini`, or (`arena play` only) `human`."""
    api_base: str | None = None
    temperature: Annotated[float | None, Field(ge=0, le=2)] = None
    """Sampling temperature; `null` leaves it to the provider."""
    max_tokens: Annotated[int, Field(ge=1)] = 1500
    timeout_s: Annotated[float, Field(gt=0)] = 90.0
    """Seconds for one attempt."""
    max_tries: Annotated[int, Field(ge=1, le=20)] = 6
    rpm: Annotated[int | None, Field(gt=0)] = None
    """Requests a minute to this endpoint, all parties together; the smallest that is set counts."""
    tpm: Annotated[int | None, Field(gt=0)] = None
    """Tokens a minute, in and out."""
    lane: Literal["auto", "litellm"] = "auto"
    """`auto` speaks the OpenAI protocol itself where the endpoint does; `litellm` sends every call through litellm."""


class Models(Record):
    """The models of the three parties."""

    user: ModelSpec = ModelSpec(temperature=0.7)
    contestant: ModelSpec = ModelSpec(temperature=0.7)
    judge: ModelSpec = ModelSpec(temperature=0.0)
    """A list stands for several: the first ranks, the others are its `panel`."""
    panel: tuple[ModelSpec, ...] = ()
    """Further judges, each of whom reads the same dialogues and gives verdicts of its own; their ids differ."""

    @property
    def every(self) -> tuple[ModelSpec, ...]:
        """All that may be asked."""
        return (self.user, self.contestant, self.judge, *self.panel)

    @property
    def offline(self) -> bool:
        """Whether no language model is asked at all."""
        return {model.id for model in self.every} == {"offline"}

    @model_validator(mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        """`judge: [A, B]`, by id or as mappings."""
        if isinstance(given, dict) and isinstance(given.get("judge"), (list, tuple)):
            if "panel" in given or not given["judge"]:
                raise ValueError("a list of judges names all of them, one at least, and leaves no `panel` to name")
            first, *others = _Judges.model_validate({"judge": [_judge(one) for one in given["judge"]]}).judge
            return {**given, "judge": first, "panel": tuple(others)}
        return given

    @model_validator(mode="after")
    def _told_apart(self) -> Models:
        ids = [self.judge.id, *(model.id for model in self.panel)]
        if len(set(ids)) < len(ids):
            raise ValueError("two judges of one id could not be told apart; more answers of one judge are `samples`")
        return self


class _Judges(Record):
    """So that a fault in one of a list of judges has its place in that list."""

    judge: tuple[ModelSpec, ...]


def _judge(given: object) -> object:
    """A judge in a list, by its id or as a mapping, where the temperature of judges stands unless it is said."""
    named = {"id": given} if isinstance(given, str) else given
    return {"temperature": 0.0, **named} if isinstance(named, dict) else named


class ContestantSetup(Record):
    """A contestant as a mapping: in the list of a run's specification, or alone in a YAML file."""

    name: str
    """A contestant that ships, which says what stands in the slots left out."""
    memory: str | None = None
    ask: str | None = None
    guard: str | tuple[str, ...] | None = None
    """One guard, or several in their order."""
    style: str | None = None
    options: dict[str, int | str] = Field(default_factory=dict)
    """Options of the parts: `{tokens: 1500}`."""

    @property
    def spec(self) -> str:
        """The same in one line: `notebook?ask=elicit&tokens=1500`."""
        guard = self.guard if self.guard is None or isinstance(self.guard, str) else "+".join(self.guard) or "none"
        slots = {"memory": self.memory, "ask": self.ask, "guard": guard, "style": self.style}
        keys = {**{slot: part for slot, part in slots.items() if part is not None}, **self.options}
        return self.name + ("?" + "&".join(f"{key}={value}" for key, value in keys.items()) if keys else "")


def _contestant(value: object) -> object:
    return ContestantSetup.model_validate(value).spec if isinstance(value, dict) else value


ContestantText = Annotated[str, BeforeValidator(_contestant), WrittenAs(ContestantSetup)]
"""A contestant in one line; a mapping is read as `ContestantSetup`."""


def _seconds(value: object) -> object:
    return seconds_of(value) if isinstance(value, str) else value


Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0, allow_inf_nan=False)]
"""A length of time in seconds, or as text with units (`90s`, `2h30m`)."""


class Budget(Record):
    """What a run may take in all, failed calls, judging and what was played before a resume included.

    `null` sets no limit. A limit may be raised when the run is resumed.
    """

    max_cost: Annotated[float | None, Field(gt=0, allow_inf_nan=False)] = None
    """US dollars."""
    max_tokens: Annotated[int | None, Field(gt=0)] = None
    """Tokens in and out."""
    max_time: Seconds | None = None
    """Time of play, in seconds or as text such as `2h30m`."""
    confirm_above: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 5.0
    """US dollars above which a run asks before its first call."""


class RunSpec(Record):
    """What to play and how. A `SPEC.yaml` holds exactly these keys."""

    name: str = ""
    personas: tuple[str, ...] = DEFAULT_PERSONAS
    scenarios: tuple[str, ...] = DEFAULT_SCENARIOS
    contestants: tuple[ContestantText, ...] = DEFAULT_CONTESTANTS
    models: Models = Models()
    seeds: Annotated[int, Field(ge=1, le=1000)] = 1
    """Each match is played once a seed."""
    first_seed: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """The seeds are this one and those after it: draws that an earlier run has not seen begin where its seeds end."""
    sessions: Annotated[int | None, Field(ge=1)] = None
    """Play only the first so many sessions of each scenario."""
    concurrency: Annotated[int, Field(ge=1, le=1024)] = 8
    """Matches at once."""
    processes: Annotated[int, Field(ge=1, le=256)] = 1
    """Processes that play, where rules play all parties; the results are the same."""
    judge: bool = True
    """False plays the dialogues without verdicts."""
    samples: Annotated[int, Field(ge=1, le=20)] = 1
    """How often each judge answers every question; from two on it is seen how far it agrees with itself."""
    likability: Literal["together", "separate"] = "together"
    """Whether a reply is rated on all seven dimensions in one call, or on each in a call of its own."""
    probes: bool = True
    realism: RealismSpec = RealismSpec()
    """What is checked of the people, and which gates make a match void."""
    norms: str | None = None
    """Path of a norms file that replaces the default table."""
    budget: Budget = Budget()
    cache: str | None = None
    """Folder of answers that are kept from run to run, so that no call is paid twice; `null` keeps none."""
    runs_dir: str = "runs"
    db: str = "arena.duckdb"


class MatchPlan(Record):
    """One match to play; `key` is a hash of all that determines it."""

    key: str
    persona: str
    scenario: str
    contestant: str
    seed: int


class Provenance(Record):
    """What is needed to play the run again."""

    arena_version: str
    python: str
    platform: str
    packages: dict[str, str]
    git_commit: str = ""


class BranchPoint(Record):
    """A reply of a match that was played, with which somebody else goes on; everything before it stays as it was."""

    folder: str
    """The run's folder, whose journal has what was said before."""
    match: str
    """Key of the match."""
    session: Annotated[int, Field(ge=1)]
    turn: Annotated[int, Field(ge=1)]
    """Number of the reply among the turns of its session, from 1."""


class StoredRun(Record):
    """The first lines of a journal: specification, sources and plan."""

    run_id: str
    spec: RunSpec
    provenance: Provenance
    personas: dict[str, dict[str, Any]]
    """Persona id -> the validated record as JSON types."""
    scenarios: dict[str, dict[str, Any]]
    matches: tuple[MatchPlan, ...]
    branch: BranchPoint | None = None
    """Where its one match leaves another one, if it does."""
