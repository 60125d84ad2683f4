"""Replies of code that is not ours, recorded beside the calls of our own models.

A reply for which the code asked our model is recorded by those calls, which are metered and replayed. Any other came
about in a way nobody here can see: it is journalled as one call with the time it took, and its tokens and price are
unknown, which is not zero, unless the contestant says what they were.

When a match is resumed, code that keeps no state is not run again: its reply is the one that is recorded. Code that
keeps state is run again, since its state has to come about; a reply that then differs from the recorded one makes the
match begin anew.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, cast

from arena import assistants
from arena.assistants import Aloud, Contestant
from arena.assistants.doors import ContestantFailed, chat
from arena.journal import Diverged, RecordedModel, Scribe
from arena.models import Audience, Model, Request, Sampling, nobody, request_for
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.event import CallMade
from arena.schema.run import ModelSpec
from arena.tournament.backends import Backends, embedding_spec


def seat(
    spec: str,
    model: RecordedModel,
    scribe: Scribe,
    backends: Backends,
    audience: Audience = nobody,
    seed: int = 0,
) -> Contestant:
    """A new contestant for one match, with everything it does on record.

    Args:
        spec: which. Raises UsageError where there is no such.
        model: the model that contestants ask, recorded already.
        scribe: records the calls of the match.
        backends: lead to an endpoint that is the contestant itself, and to embedding models.
        audience: who listens while it writes a reply; nothing of that is on record.
        seed: of the match, for the cache.
    """

    def reach(at: ModelSpec, more: Mapping[str, Any], *, aloud: bool) -> RecordedModel:
        sampling = Sampling(at.id, None, at.max_tokens)
        recorded = RecordedModel("contestant", backends.endpoint(at, more), sampling, scribe)
        return recorded.aloud(audience) if aloud else recorded

    def embeddings(name: str) -> Model:
        at = embedding_spec(name, backends.spec)
        cache = backends.cache_for(at, seed)
        return RecordedModel("contestant", backends.embeddings(at), Sampling(name), scribe, cache)

    contestant = assistants.build(spec, model, reach, Aloud(model.aloud(audience), audience), embeddings)
    return Witnessed(cast(Code, contestant), spec, scribe) if assistants.is_code(spec) else contestant


class Code(Contestant, Protocol):
    """A contestant that is the user's own code."""

    async def keeps_state(self) -> bool:
        """Whether a reply may depend on more than what the view of it says."""
        ...


Reply = Callable[[AssistantView], Awaitable[AssistantReply]]


class Witnessed:
    """The `Contestant` protocol over the user's code, with every reply on record.

    Args:
        code: the contestant.
        spec: its specification, which stands where the model of a call does.
        scribe: records the calls of the match.
    """

    def __init__(self, code: Code, spec: str, scribe: Scribe) -> None:
        self._code = code
        self._sampling = Sampling(spec)
        self._scribe = scribe

    async def start_session(self, info: SessionInfo) -> None:
        """Passed on."""
        await self._code.start_session(info)

    async def respond(self, view: AssistantView) -> AssistantReply:
        """The recorded reply of code without state, or a live one. Raises ContestantFailed, Diverged."""
        return await self._replied(view, self._code.respond)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Passed on."""
        await self._code.end_session(info, messages)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """As `respond`."""
        return await self._replied(view, self._code.answer_probe)

    async def export_memory(self) -> str:
        """Passed on."""
        return await self._code.export_memory()

    async def close(self) -> None:
        """Passed on."""
        await self._code.close()

    async def _replied(self, view: AssistantView, reply: Reply) -> AssistantReply:
        request = request_for(chat(view.messages), self._sampling)
        occurrence = self._scribe.occurrence("contestant", request)
        stored = self._scribe.recall("contestant", request, occurrence)
        if stored is not None and stored.answer is not None and not await self._code.keeps_state():
            return AssistantReply.model_validate_json(stored.answer)
        asked, began = self._scribe.n_asked, time.monotonic()
        try:
            said = await reply(view)
        except ContestantFailed as error:
            if asked == self._scribe.n_asked:
                failure = {"error": error.kind, "detail": error.fact}
                self._write(request, occurrence, latency_s=time.monotonic() - began, **failure)
            raise
        answer = said.model_dump_json()
        if stored is not None and stored.answer != answer:
            raise Diverged(self._scribe.match)
        if stored is None and asked == self._scribe.n_asked:
            meter = said.model_dump(include={"input_tokens", "output_tokens", "cost_usd"})
            self._write(request, occurrence, answer=answer, latency_s=time.monotonic() - began, **meter)
        return said

    def _write(self, request: Request, occurrence: int, **result: Any) -> None:
        call = CallMade(
            at=time.time(),
            match=self._scribe.match,
            attempt=self._scribe.attempt,
            party="contestant",
            request=request.sha256,
            occurrence=occurrence,
            prompt=request.prompt.ref,
            prompt_sha256=request.prompt.sha256,
            model=self._sampling.model,
            **result,
        )
        self._scribe.write(call, request.prompt)
