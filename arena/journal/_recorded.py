"""A model behind a record: answers that are journalled are replayed, the rest are asked live and journalled.

Resume is replay (decision D4). A call's key is (match, party, hash of the request, occurrence); a running number would
fail as soon as judges run concurrently. While the dialogue of a match is replayed its calls come strictly one after
another, so a live dialogue call before the record is used up means that requests no longer agree with it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import asdict, replace
from typing import Any, TypeVar

from arena.errors import AnswerInvalid, CallFailed, Refused, Rejected
from arena.journal._read import StoredAnswers
from arena.models import Audience, Backend, Reply, Request, Sampling, nobody, request_for
from arena.models.cache import Answers
from arena.prompts import Prompt
from arena.schema.event import CallMade, Event, PromptUsed
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import Party

A = TypeVar("A", bound=Record)

_FAILURES: dict[str, type[CallFailed]] = {kind.kind: kind for kind in (AnswerInvalid, Refused, Rejected)}
_METER = ("repaired", "tries", "input_tokens", "output_tokens", "cost_usd", "latency_s", "cached", "saved_usd")
_DIALOGUE: tuple[Party, ...] = ("user", "contestant")


class Diverged(Exception):
    """The requests of a replayed match no longer agree with its record; play it again as a new attempt."""


class Scribe:
    """Records the calls of one attempt of one match.

    Args:
        match: the match's key.
        stored: the attempt to record, with what the journal already knows of it; empty for a fresh one.
        emit: takes each event to the journal.
        prompts_seen: hashes of prompts whose words are in the journal; shared by all matches of a run.
    """

    def __init__(
        self, match: str, stored: StoredAnswers, emit: Callable[[Event], None], prompts_seen: set[str]
    ) -> None:
        self.match = match
        self.attempt = stored.attempt
        self._stored = dict(stored.calls)
        self._holes = stored.holes
        self._waiting = Counter(party for party, _, _ in stored.calls if party in _DIALOGUE)
        self._asked: Counter[tuple[Party, str]] = Counter()
        self._emit = emit
        self._prompts_seen = prompts_seen

    def occurrence(self, party: Party, request: Request) -> int:
        """How many times this party has asked this before, counting the call as asked from now on."""
        seen = self._asked[party, request.sha256]
        self._asked[party, request.sha256] += 1
        return seen

    @property
    def n_asked(self) -> int:
        """How many calls were asked so far, replayed ones included."""
        return self._asked.total()

    def recall(self, party: Party, request: Request, occurrence: int) -> CallMade | None:
        """The journalled call, or None; unlike `replay` it does not mind going live while others are left over.

        For replies of code that is not ours: whether they are on record hangs on what the code did to make them.
        """
        call = self._stored.get((party, request.sha256, occurrence))
        if call is not None:
            self._waiting[party] -= 1
        return call

    def replay(self, party: Party, request: Request, occurrence: int) -> CallMade | None:
        """The journalled call, or None when it has to be asked live. Raises Diverged."""
        call = self._stored.get((party, request.sha256, occurrence))
        if call is not None:
            self._waiting[party] -= 1
            return call
        if party in _DIALOGUE and any(self._waiting[p] > 0 for p in _DIALOGUE):
            if not self._holes:
                raise Diverged(self.match)
            self._holes -= 1  # this may be the call that a damaged line held
        return None

    def write(self, call: CallMade, prompt: Prompt) -> None:
        """Journal a live call, and the words of its prompt when they are new to the run."""
        self.show(prompt)
        self._emit(call)

    def show(self, prompt: Prompt) -> None:
        """Journal the words of a prompt when they are new to the run, or were lost."""
        if prompt.sha256 not in self._prompts_seen:
            self._prompts_seen.add(prompt.sha256)
            self._emit(
                PromptUsed(
                    at=time.time(),
                    name=prompt.name,
                    version=prompt.version,
                    sha256=prompt.sha256,
                    text=prompt.text,
                )
            )


class RecordedModel:
    """What a party of a match holds: the `Model` protocol over a backend and the match's record."""

    def __init__(
        self, party: Party, backend: Backend, sampling: Sampling, scribe: Scribe, cache: Answers | None = None
    ) -> None:
        self._party = party
        self._audience: Audience = nobody
        self._backend = backend
        self._sampling = sampling
        self._scribe = scribe
        self._cache = cache

    def aloud(self, audience: Audience) -> RecordedModel:
        """The same model, heard by an audience while it writes in prose; the record is the same."""
        heard = copy(self)
        heard._audience = audience
        return heard

    async def ask(self, question: Question[A]) -> A:
        """The journalled answer, else a cached or live one. Raises CallFailed, or Diverged (see `Scribe.replay`)."""
        request = request_for(question, self._sampling)
        occurrence = self._scribe.occurrence(self._party, request)
        call = self._scribe.replay(self._party, request, occurrence)
        if call is not None:
            self._scribe.show(request.prompt)
            return _replayed(question, call)
        try:
            heard = replace(request, listen=self._audience())
            reply = await self._answer(question, heard, occurrence)
        except CallFailed as error:
            self._scribe.write(self._failed(request, occurrence, error), request.prompt)
            raise
        self._scribe.write(self._answered(request, occurrence, reply), request.prompt)
        return reply.answer

    async def _answer(self, question: Question[A], request: Request, occurrence: int) -> Reply[A]:
        if self._cache is None:
            return await self._backend.answer(question, request)
        return await self._cache.answer(question, request, occurrence, self._backend)

    def _call(self, request: Request, occurrence: int, **result: Any) -> CallMade:
        return CallMade(
            at=time.time(),
            match=self._scribe.match,
            attempt=self._scribe.attempt,
            party=self._party,
            request=request.sha256,
            occurrence=occurrence,
            prompt=request.prompt.ref,
            prompt_sha256=request.prompt.sha256,
            model=self._sampling.model,
            **result,
        )

    def _answered(self, request: Request, occurrence: int, reply: Reply[A]) -> CallMade:
        meter = {name: getattr(reply, name) for name in _METER}
        return self._call(request, occurrence, answer=reply.answer.model_dump_json(), **meter)

    def _failed(self, request: Request, occurrence: int, error: CallFailed) -> CallMade:
        return self._call(request, occurrence, error=error.kind, detail=error.fact, **asdict(error.spent))


def _replayed(question: Question[A], call: CallMade) -> A:
    if call.answer is None:
        raise _FAILURES.get(call.error, CallFailed)(call.detail)
    return question.answer.model_validate_json(call.answer)
