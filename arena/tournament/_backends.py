"""Which kind of model stands behind each party's door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from arena import judges, users
from arena.assistants import offline as assistants
from arena.errors import TransportFailed
from arena.models import Backend, Reply, Request, Sampling
from arena.models.offline import Answerers, OfflineBackend
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec, Party, RunSpec
from arena.schema.world import World

A = TypeVar("A", bound=Record)

OFFLINE = "offline"


def offline_answerers() -> Answerers:
    """The rules of all three parties in one table."""
    return {**users.ANSWERERS, **assistants.ANSWERERS, **judges.ANSWERERS}


@dataclass(slots=True)
class Pulse:
    """Whether an endpoint is alive: calls that failed in transport since the last one that was answered."""

    model: str
    answered: int = 0
    failed_in_a_row: int = 0
    last_fault: str = ""

    def dead(self, patience: int) -> bool:
        """True when nothing was ever answered, or `patience` calls in a row were not."""
        return self.failed_in_a_row > 0 and (self.answered == 0 or self.failed_in_a_row >= patience)


class Watched:
    """A backend with a pulse."""

    def __init__(self, backend: Backend, pulse: Pulse) -> None:
        self._backend = backend
        self._pulse = pulse

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """The backend's answer; the pulse is taken on the way. Raises CallFailed."""
        try:
            reply = await self._backend.answer(question, request)
        except TransportFailed as error:
            self._pulse.failed_in_a_row += 1
            self._pulse.last_fault = error.fact
            raise
        self._pulse.answered += 1
        self._pulse.failed_in_a_row = 0
        return reply

    async def close(self) -> None:
        """Give back the connections."""
        await self._backend.close()


@dataclass(slots=True)
class Backends:
    """The backends of a run: real ones are shared by all matches, the offline one is made for each."""

    spec: RunSpec
    say: Callable[[str], None]
    """Told whenever a call has to wait, and on what."""
    pulses: dict[str, Pulse] = field(default_factory=dict)
    _real: dict[str, Watched] = field(default_factory=dict)
    _answerers: Answerers = field(default_factory=dict)

    def model(self, party: Party) -> ModelSpec:
        """The specification of a party's model."""
        spec: ModelSpec = getattr(self.spec.models, party)
        return spec

    def sampling(self, party: Party) -> Sampling:
        """How the party's model is asked."""
        model = self.model(party)
        return Sampling(model.id, model.temperature, model.max_tokens)

    def backend(self, party: Party, world: World, seed: str) -> Backend:
        """The party's backend for a match with this public world and source of chance."""
        model = self.model(party)
        if model.id == OFFLINE:
            self._answerers = self._answerers or offline_answerers()
            return OfflineBackend(self._answerers, world, seed)
        key = model.model_dump_json()
        if key not in self._real:
            self._real[key] = self._litellm(model)
        return self._real[key]

    async def close(self) -> None:
        """Give back the connections."""
        for backend in self._real.values():
            await backend.close()

    def _litellm(self, model: ModelSpec) -> Watched:
        from arena.models.litellm import LitellmBackend, Waiting  # noqa: PLC0415  # only when used

        where = f"{model.id} at {model.api_base}" if model.api_base else model.id
        pulse = self.pulses.setdefault(where, Pulse(where))

        def waiting(wait: Waiting) -> None:
            self.say(f"{model.id}: {wait.why}; try {wait.tries + 1} of {wait.of} in {wait.seconds:.0f} s")

        return Watched(LitellmBackend(model, on_wait=waiting), pulse)


def check_models(spec: RunSpec) -> None:
    """Refuse unknown models and missing keys before any call is paid. Raises UsageError or MissingKey."""
    from arena.models.litellm import check_key, known_model  # noqa: PLC0415

    for party in ("user", "contestant", "judge"):
        model: ModelSpec = getattr(spec.models, party)
        if model.id != OFFLINE:
            known_model(model)
            check_key(model)
