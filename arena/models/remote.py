"""Real models: any litellm id (`openai/...`, `anthropic/...`, `ollama/...`), or any server with an `api_base`.

A call takes one of two lanes: directly, where the endpoint speaks the OpenAI protocol, else through litellm. Importing
this module imports neither litellm nor aiohttp; the first call does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

import tenacity

from arena.errors import AnswerInvalid, CallFailed, Spent, TransportFailed
from arena.models._direct_lane import DirectLane, Pool, base_of
from arena.models._door import Listen, Reply, Request, Sampling
from arena.models._form import response_format, schema_text
from arena.models._lane import Fault, Form, FormRejected, Heard, Lane
from arena.models._litellm_lane import LitellmLane
from arena.models._pace import Pace
from arena.models._providers import check_key, known_model
from arena.models._reading import NotInForm, read_answer
from arena.models._secrets import scrub
from arena.models._tries import Tries, Waiting, pause_s
from arena.prompts import load as load_prompt
from arena.prompts import render
from arena.schema.assistant_view import Message
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec

__all__ = [
    "Pace",
    "Pool",
    "RemoteBackend",
    "Shared",
    "Waiting",
    "address",
    "check_key",
    "known_model",
    "lane_for",
    "ping",
    "where",
]

A = TypeVar("A", bound=Record)
Talk = tuple[Message, ...]

OUTAGE_S = 600.0
"""Silence after which an endpoint that has answered before counts as down."""

_CHARACTERS = 4
"""Of a token, roughly; what was really used is settled when the answer is here."""
_FIRST_WRITTEN, _LEARNS = 200.0, 0.1
"""Tokens that an answer is expected to have at first, and the share of each new one in that expectation."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the backends of one endpoint have in common."""

    pool: Pool
    pace: Pace
    patience_s: float = 0.0
    """How long the endpoint may answer nobody, if it has answered before, until a call there is given up."""


class FormWords(Record):
    """Inputs of `door/form`."""

    form: str


class MendWords(Record):
    """Inputs of `door/mend`."""

    problem: str
    form: str


@dataclass(slots=True)
class _Meter:
    """What one question has taken so far, and who listens to its answer."""

    listen: Listen | None = None
    tries: int = 0
    took_s: float = 0.0
    """Time that the endpoint took; waiting for a turn, and between tries, is ours."""
    heard: list[Heard] = field(default_factory=list)

    def spent(self) -> Spent:
        return Spent(
            tries=max(1, self.tries),
            input_tokens=_sum([h.input_tokens for h in self.heard]),
            output_tokens=_sum([h.output_tokens for h in self.heard]),
            cost_usd=_sum([h.cost_usd for h in self.heard]),
            latency_s=self.took_s,
        )


N = TypeVar("N", int, float)


def _sum(readings: list[N | None]) -> N | None:
    """The sum; None when there is nothing to add or a part is unknown."""
    known = [r for r in readings if r is not None]
    return sum(known[1:], known[0]) if known and len(known) == len(readings) else None


class RemoteBackend:
    """A real model behind the door. One object serves all matches of a run, on one event loop.

    Args:
        spec: which model, where, how long to wait, how often to try. What is asked and how it is sampled is the
            request's.
        sleep: how to wait between tries; tests hand in one that does not.
        on_wait: told of every wait before it begins.
        more: further arguments of each request, such as headers; part of no hash and no record.
        mends: whether an unusable answer is shown to the model once more, with what is wrong with it.
        shared: connections and pace that it has in common with other backends of a run; its own by default.
    """

    def __init__(
        self,
        spec: ModelSpec,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_wait: Callable[[Waiting], None] | None = None,
        more: Mapping[str, Any] = MappingProxyType({}),
        mends: bool = True,
        shared: Shared | None = None,
    ) -> None:
        shared = shared or Shared(Pool(), Pace(where(spec), rpm=spec.rpm, tpm=spec.tpm))
        self._spec = spec
        self._lane = self._lane_for(spec, shared.pool, more)
        self._pace = shared.pace
        self._mends = mends
        self._patience_s = shared.patience_s
        self._sleep = sleep
        self._on_wait = on_wait
        self._takes_schema: bool | None = None
        self._written = _FIRST_WRITTEN

    def _lane_for(self, spec: ModelSpec, pool: Pool, more: Mapping[str, Any]) -> Lane:
        return lane_for(spec, pool, more)

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """The model's answer: asked for in form, validated, mended once by showing the model what was wrong.

        Raises:
            TransportFailed: no answer after `max_tries` tries.
            AnswerInvalid: two answers, neither in the form asked for.
            Refused: the model or its provider declined.
            Rejected: the provider does not take the request.
            MissingKey: the provider does not take the key.
        """
        if self._takes_schema is None:
            self._takes_schema = await self._lane.open(request.sampling.model)
        meter = _Meter(request.listen if issubclass(question.answer, Prose) else None)
        try:
            answer, repaired = await self._ask(question, request, meter)
        except CallFailed as error:
            error.spent = meter.spent()
            raise
        spent = meter.spent()
        return Reply(
            answer,
            tries=spent.tries,
            repaired=repaired,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            cost_usd=spent.cost_usd,
            latency_s=spent.latency_s,
        )

    async def close(self) -> None:
        """Close this event loop's connections; call it when no answer is under way. Twice is harmless."""
        self._pace.close()
        await self._lane.close()

    async def _ask(self, question: Question[A], request: Request, meter: _Meter) -> tuple[A, bool]:
        """The answer, and whether it had to be mended."""
        talk = request.messages
        heard = await self._hear(question, request.sampling, talk, meter)
        try:
            return read_answer(question.answer, heard.text), False
        except NotInForm as problem:
            if not self._mends:
                raise AnswerInvalid("the answer is empty") from None
            talk = _mending(talk, heard, _problem(problem, heard, request.sampling), question)
        heard = await self._hear(question, request.sampling, talk, meter)
        try:
            return read_answer(question.answer, heard.text), True
        except NotInForm as problem:
            why = scrub(" ".join(_problem(problem, heard, request.sampling).split()))
            raise AnswerInvalid(f"two answers were not in the form asked for; the last one: {why}") from None

    async def _hear(self, question: Question[A], sampling: Sampling, talk: Talk, meter: _Meter) -> Heard:
        """What the model says, asked with its schema or, where the provider takes none, with the form in words."""
        if issubclass(question.answer, Prose):
            heard = await self._try(sampling, talk, None, meter)
        elif self._takes_schema:
            try:
                heard = await self._try(sampling, talk, response_format(question.answer), meter)
            except FormRejected:
                heard = await self._try(sampling, _in_form(talk, question), None, meter)
                self._takes_schema = False
        else:
            heard = await self._try(sampling, _in_form(talk, question), None, meter)
        meter.heard.append(heard)
        return heard

    async def _try(self, sampling: Sampling, talk: Talk, form: Form | None, meter: _Meter) -> Heard:
        """Ask until something comes back, as often as `Tries` says."""
        tries = Tries(self._spec.max_tries, self._patience_s, self._pace)
        retrying = tenacity.AsyncRetrying(
            sleep=self._sleep,
            wait=pause_s,
            stop=tries.over,
            retry=tenacity.retry_if_exception_type(Fault),
            before_sleep=partial(self._tell, tries),
            reraise=True,
        )
        try:
            async for one in retrying:
                with one:
                    meter.tries += 1
                    return await self._attempt(sampling, talk, form, meter)
        except Fault as fault:
            raise tries.given_up(sampling.model, fault) from None
        raise AssertionError("tenacity ends with an answer or an error")

    async def _attempt(self, sampling: Sampling, talk: Talk, form: Form | None, meter: _Meter) -> Heard:
        """One attempt, when it is its turn; waiting for that is not part of its time limit."""
        async with self._pace.turn(self._written + sum(len(m.content) for m in talk) / _CHARACTERS) as settle:
            began = time.monotonic()
            try:
                heard = await self._lane.attempt(sampling, talk, form, meter.listen)
            except Fault:
                if meter.listen is not None:
                    meter.listen(None)
                raise
            finally:
                meter.took_s += time.monotonic() - began
            if heard.input_tokens is not None and heard.output_tokens is not None:
                settle(heard.input_tokens + heard.output_tokens)
                self._written += _LEARNS * (heard.output_tokens - self._written)
            return heard

    def _tell(self, tries: Tries, state: tenacity.RetryCallState) -> None:
        if self._on_wait is not None and (waiting := tries.waiting(state)) is not None:
            self._on_wait(waiting)


def _problem(problem: NotInForm, heard: Heard, sampling: Sampling) -> str:
    if not heard.cut_off:
        return str(problem)
    return f"{problem}\nit was cut off at {sampling.max_tokens} tokens: be shorter"


def _mending(talk: Talk, heard: Heard, problem: str, question: Question[A]) -> Talk:
    """The talk so far, the unusable answer and what is wrong with it."""
    form = "" if issubclass(question.answer, Prose) else schema_text(question.answer)
    words = _words("door/mend", MendWords(problem=problem, form=form))
    if not heard.text.strip():
        return _with_words(talk, words)  # providers refuse an empty message, and two of one role in a row
    return (*talk, Message(role="assistant", content=heard.text), Message(role="user", content=words))


def _in_form(talk: Talk, question: Question[A]) -> Talk:
    """The talk with the form of the answer in words."""
    return _with_words(talk, _words("door/form", FormWords(form=schema_text(question.answer))))


def _with_words(talk: Talk, words: str) -> Talk:
    """The talk with `words` at the end of its last message."""
    last = talk[-1]
    return (*talk[:-1], last.model_copy(update={"content": f"{last.content}\n\n{words}"}))


def _words(prompt: str, inputs: Record) -> str:
    return render(load_prompt(prompt, 1), inputs).messages[-1].content


def where(spec: ModelSpec) -> str:
    """The endpoint of a model, as a person should read it."""
    return f"{spec.id} at {spec.api_base}" if spec.api_base else spec.id


def address(spec: ModelSpec) -> str:
    """Where a model is served, as far as a specification or the environment says so; empty for a provider's own."""
    return base_of(spec) or spec.api_base or ""


def lane_for(spec: ModelSpec, pool: Pool, more: Mapping[str, Any] = MappingProxyType({})) -> Lane:
    """The lane that carries a model's calls: the direct one where its endpoint speaks the OpenAI protocol."""
    if spec.lane != "litellm" and base_of(spec) is not None:
        return DirectLane(spec, pool, more)
    return LitellmLane(spec, more)


async def ping(spec: ModelSpec) -> str:
    """Ask the model for one word, once; how long it took, in words. Raises as `RemoteBackend.answer` does."""
    lane = lane_for(spec, Pool())
    await lane.open(spec.id)
    began = time.monotonic()
    try:
        heard = await lane.attempt(Sampling(spec.id, None, 64), (Message(role="user", content="Say: ready."),), None)
    except Fault as fault:
        raise TransportFailed(f"{spec.id}: {fault.why}", next_step="is the server running?") from None
    finally:
        await lane.close()
    tokens = "tokens not reported" if heard.input_tokens is None else "tokens reported"
    return f"answered in {time.monotonic() - began:.1f} s, {tokens}"
