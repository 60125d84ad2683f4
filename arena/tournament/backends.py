"""Which kind of model stands behind each party's door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from arena import assistants, judges, personas, psychometrics, users
from arena.assistants.answers import ANSWERERS
from arena.assistants.doors import check_length
from arena.errors import RunStopped, TransportFailed, UsageError
from arena.models import Backend, Reply, Request, Sampling
from arena.models.cache import AnswerCache, MatchCache
from arena.models.human import HUMAN, Ask, HumanBackend
from arena.models.offline import Answerers, OfflineBackend
from arena.models.prices import FREE
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec, Party, RunSpec
from arena.schema.world import World
from arena.tournament._budget import Account, Gated

if TYPE_CHECKING:
    from arena.models.remote import Pace, Pool, Shared, Waiting

A = TypeVar("A", bound=Record)

OFFLINE = "offline"


def offline_answerers() -> Answerers:
    """The rules of all parties, and of interviews, in one table."""
    return {**users.ANSWERERS, **ANSWERERS, **judges.ANSWERERS, **psychometrics.ANSWERERS, **personas.ANSWERERS}


@dataclass(slots=True)
class Pulse:
    """Whether an endpoint is alive: calls that failed in transport since the last one that was answered."""

    model: str
    answered: int = 0
    failed_in_a_row: int = 0
    last_fault: str = ""
    outage: bool = False
    """Whether nobody was answered for so long that it counts as down."""

    def dead(self, patience: int) -> bool:
        """True when nothing was ever answered, `patience` calls in a row were not, or it has been silent for long."""
        return self.failed_in_a_row > 0 and (self.outage or self.answered == 0 or self.failed_in_a_row >= patience)


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
            self._pulse.last_fault, self._pulse.outage = error.fact, error.outage
            raise
        self._pulse.answered += 1
        self._pulse.failed_in_a_row = 0
        return reply

    async def close(self) -> None:
        """Give back the connections."""
        await self._backend.close()


class Bounded:
    """An endpoint whose replies may have a length, and no more."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """The backend's answer. Raises ContestantFailed for one that is too long to keep, CallFailed."""
        reply = await self._backend.answer(question, request)
        if isinstance(reply.answer, Prose):
            check_length(reply.answer.text)
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
    ask: Ask | None = None
    """Puts questions to the person at the terminal, where one plays."""
    account: Account = field(default_factory=Account)
    """What may still be spent."""
    cache: AnswerCache | None = None
    """Answers of earlier runs, where they are wanted."""
    pulses: dict[str, Pulse] = field(default_factory=dict)
    _pool: Pool | None = None
    _paces: dict[str, Pace] = field(default_factory=dict)
    _real: dict[str, Backend] = field(default_factory=dict)
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
            return self._gated(OfflineBackend(self._answerers, world, seed))
        if model.id == HUMAN and self.ask is not None:
            return HumanBackend(self.ask, users.READINGS)
        key = model.model_dump_json()
        if key not in self._real:
            self._real[key] = self._gated(self._remote_backend(model))
        return self._real[key]

    def cache_for(self, model: ModelSpec, seed: int) -> MatchCache | None:
        """Answers of earlier runs for a match with this seed; None for models that nobody has to pay."""
        if self.cache is None or model.id in FREE:
            return None
        from arena.models.remote import address  # noqa: PLC0415  # only when used

        return MatchCache(self.cache, address(model), seed)

    def _gated(self, backend: Backend) -> Backend:
        return Gated(backend, self.account) if self.account.limited else backend

    async def close(self) -> None:
        """Give back the connections."""
        for backend in self._real.values():
            await backend.close()
        if self._pool is not None:
            await self._pool.close()

    def _shared(self, model: ModelSpec, patience_s: float = 0.0) -> Shared:
        """Connections are those of the run, the pace is that of the endpoint, whoever asks there."""
        from arena.models.remote import Pace, Pool, Shared, where  # noqa: PLC0415  # only when used

        self._pool = self._pool or Pool()
        place = where(model)
        if place not in self._paces:
            parties = [m for m in _remote(self.spec) if where(m) == place] or [model]
            rpm, tpm = _least([m.rpm for m in parties]), _least([m.tpm for m in parties])
            self._paces[place] = Pace(place, self.say, rpm, tpm)
        return Shared(self._pool, self._paces[place], patience_s)

    def endpoint(self, model: ModelSpec, more: Mapping[str, Any]) -> Backend:
        """An endpoint that is a contestant: without a pulse, since its silence is its own and no reason to stop."""
        from arena.models.remote import RemoteBackend  # noqa: PLC0415  # only when used

        asked = RemoteBackend(model, on_wait=self._waiting(model), more=more, mends=False, shared=self._shared(model))
        self._real.setdefault(f"contestant at {model.api_base}", asked)  # connections are closed with the others
        return self._gated(Bounded(asked))

    def embeddings(self, model: ModelSpec) -> Backend:
        """An embedding model, for all matches of the run; its endpoint has a pulse as those of the parties have."""
        from arena.models.embedding import EmbeddingBackend  # noqa: PLC0415  # only when used
        from arena.models.remote import OUTAGE_S, where  # noqa: PLC0415

        key = f"embeddings of {model.model_dump_json()}"
        if key not in self._real:
            pulse = self.pulses.setdefault(where(model), Pulse(where(model)))
            asked = EmbeddingBackend(model, on_wait=self._waiting(model), shared=self._shared(model, OUTAGE_S))
            self._real[key] = self._gated(Watched(asked, pulse))
        return self._real[key]

    def _waiting(self, model: ModelSpec) -> Callable[[Waiting], None]:
        def tell(wait: Waiting) -> None:
            self.say(f"{model.id}: {wait}")

        return tell

    def _remote_backend(self, model: ModelSpec) -> Watched:
        from arena.models.remote import OUTAGE_S, RemoteBackend, where  # noqa: PLC0415  # only when used

        place = where(model)
        pulse = self.pulses.setdefault(place, Pulse(place))
        asked = RemoteBackend(model, on_wait=self._waiting(model), shared=self._shared(model, OUTAGE_S))
        return Watched(asked, pulse)


def stop_if_down(backends: Backends) -> None:
    """Raise RunStopped when an endpoint is dead, before its silence is journalled as a result."""
    patience = max(5, 2 * backends.spec.concurrency)
    for pulse in backends.pulses.values():
        if pulse.dead(patience):
            raise RunStopped(
                f"{pulse.model} does not answer ({pulse.last_fault})",
                next_step="check the endpoint with `arena doctor`, then resume the run",
            )


def check_models(spec: RunSpec, ask: Ask | None = None) -> None:
    """Refuse unknown models and missing keys before any call is paid. Raises UsageError or MissingKey."""
    check_human(spec, ask)
    from arena.models.remote import check_key  # noqa: PLC0415

    check_ids(spec)
    for model in _remote(spec):
        check_key(model)


def check_judge(spec: RunSpec) -> None:
    """Refuse an unknown judge, or one without its key, before any call is paid. Raises UsageError or MissingKey."""
    from arena.models.remote import check_key, known_model  # noqa: PLC0415

    if spec.models.judge.id not in {OFFLINE, HUMAN}:
        known_model(spec.models.judge)
        check_key(spec.models.judge)


def check_ids(spec: RunSpec) -> None:
    """Refuse ids that cannot be models; no key is needed yet. Raises UsageError."""
    from arena.models.remote import known_model  # noqa: PLC0415

    for model in _remote(spec):
        known_model(model)


def embedding_spec(name: str, spec: RunSpec) -> ModelSpec:
    """An embedding model that a contestant names: where the contestants' model is, if that is of the same provider."""
    beside = spec.models.contestant
    if beside.id.partition("/")[0] != name.partition("/")[0]:
        return ModelSpec(id=name)
    return beside.model_copy(update={"id": name, "temperature": None})


def _remote(spec: RunSpec) -> list[ModelSpec]:
    named = dict.fromkeys(name for contestant in spec.contestants for name in named_by(contestant))
    asked = [model for model in spec.models.every if model.id not in {OFFLINE, HUMAN}]
    return [*asked, *(embedding_spec(name, spec) for name in named)]


def named_by(contestant: str) -> tuple[str, ...]:
    """Models that a contestant asks besides its own; none where there is no such contestant."""
    try:
        return assistants.other_models(contestant)
    except UsageError:  # said by `line_up`, in one pass with all other wrong names
        return ()


def _least(limits: list[int | None]) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def check_human(spec: RunSpec, ask: Ask | None) -> None:
    """A person plays the user or the contestant of one match, and has to be there. Raises UsageError."""
    if HUMAN in {spec.models.judge.id, *(model.id for model in spec.models.panel)}:
        raise UsageError("a person cannot judge the match they play", next_step="name another model: --judge-model")
    if ask is None and HUMAN in {spec.models.user.id, spec.models.contestant.id}:
        raise UsageError(
            "somebody at the terminal plays in this run",
            next_step="start one with `arena play --as user` or `--as assistant`; go on with `arena play --resume RUN`",
        )
