"""Whether a contestant can play: two users, two sessions, and a planted word that only one of them may hear again.

Nothing is journalled. What is asked of a model is metered as in a run.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from arena import assistants
from arena.assistants import Contestant
from arena.errors import CallFailed
from arena.journal import RecordedModel, Scribe, StoredAnswers
from arena.models.prices import FREE
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.event import CallMade, Event
from arena.schema.run import Models, ModelSpec, RunSpec
from arena.schema.world import World
from arena.tournament.backends import Backends, check_models
from arena.tournament.witness import seat

State = Literal["good", "note", "bad"]
"""`note`: allowed, but worth knowing. `bad`: it cannot be compared with others like this."""

_START = datetime(2026, 3, 2, 19)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was looked at."""

    what: str
    state: State
    detail: str


def _words() -> str:
    """A word that nobody says by chance."""
    return f"{secrets.choice(('QUILL', 'BRACKEN', 'TUNDRA', 'SORREL', 'OCHRE'))}-{secrets.randbelow(900_000) + 100_000}"


@dataclass(slots=True)
class _User:
    """A user and all that the contestant said to them, showed of them and took."""

    id: str
    contestant: Contestant
    code: str = field(default_factory=_words)
    replies: dict[str, str] = field(default_factory=dict)
    """What was asked for -> the reply."""
    memory: str = ""
    seconds: list[float] = field(default_factory=list)

    def heard(self, word: str) -> bool:
        """Whether the contestant said the word to this user, or keeps it of them."""
        return any(_has(text, word) for text in (*self.replies.values(), self.memory))


def _has(text: str, word: str) -> bool:
    return word.replace("-", "") in text.upper().replace("-", "").replace(" ", "")


async def conform(spec: str, model: ModelSpec) -> list[Remark]:
    """Put a contestant to the test.

    Args:
        spec: which. It is loaded first, as before a run.
        model: what stands behind the handle of its own code, or behind a built-in contestant.

    Raises:
        UsageError, MissingKey: it cannot be loaded, or the model cannot be asked.
    """
    wanted = RunSpec(contestants=(spec,), models=Models(contestant=model))
    check_models(wanted)
    trial = _Trial(assistants.canonical(spec), Backends(wanted, say=lambda _: None))
    try:
        return await trial.run()
    finally:
        await trial.backends.close()


class _Trial:
    def __init__(self, spec: str, backends: Backends) -> None:
        self.backends = backends
        self._spec = spec
        self._calls: list[CallMade] = []
        self._users: list[_User] = []

    async def run(self) -> list[Remark]:
        try:
            await self._play()
        except CallFailed as error:
            return [Remark("replies", "bad", f"{error.kind}: {error.fact}"), *self._meter()]
        one, other, anew = self._users
        return [
            Remark("replies", "good", f"{sum(len(u.replies) for u in self._users)} texts, none empty"),
            self._within_session(one),
            self._across_sessions(one, other),
            self._across_users(one, other),
            self._after_reset(one, anew),
            self._exported(one),
            self._latency(),
            *self._meter(),
        ]

    async def _play(self) -> None:
        async with self._user("check-user-1") as one, self._user("check-user-2") as other:
            for user in (one, other):
                hello = f"Hello. Please remember this for me: the code of my locker is {user.code}."
                await self._session(user, 1, told=hello, repeat="Thanks. What is the code that I just told you?")
            for user in (one, other):
                await self._session(user, 2, recall="Hello again. What is the code of my locker?")
        endpoint = not assistants.is_code(self._spec)
        async with self._user("check-user-3" if endpoint else one.id) as anew:
            await self._session(anew, 1, recall="Hello. What is the code of my locker?")

    @asynccontextmanager
    async def _user(self, user_id: str) -> AsyncIterator[_User]:
        scribe = Scribe(f"check-{len(self._users)}", StoredAnswers(), self._note, set())
        backend = self.backends.backend("contestant", World(), "check")
        model = RecordedModel("contestant", backend, self.backends.sampling("contestant"), scribe)
        user = _User(user_id, seat(self._spec, model, scribe, self.backends))
        self._users.append(user)
        try:
            yield user
        finally:
            await user.contestant.close()

    def _note(self, event: Event) -> None:
        if isinstance(event, CallMade):
            self._calls.append(event)

    async def _session(self, user: _User, number: int, **lines: str) -> None:
        info = SessionInfo(user_id=user.id, session=number, now=_START + timedelta(days=7 * (number - 1)))
        messages: tuple[Message, ...] = ()
        await user.contestant.start_session(info)
        for purpose, line in lines.items():
            messages += (Message(role="user", content=line),)
            began = time.monotonic()
            reply = await user.contestant.respond(AssistantView(info=info, messages=messages))
            user.seconds.append(time.monotonic() - began)
            user.replies[purpose] = reply.text
            messages += (Message(role="assistant", content=reply.text),)
        await user.contestant.end_session(info, messages)
        user.memory = await user.contestant.export_memory()

    @staticmethod
    def _within_session(one: _User) -> Remark:
        if _has(one.replies["repeat"], one.code):
            return Remark("memory within a session", "good", "it repeats what it was told a moment ago")
        return Remark("memory within a session", "note", "it did not repeat what it was told a moment ago")

    @staticmethod
    def _across_sessions(*users: _User) -> Remark:
        if all(_has(user.replies["recall"], user.code) for user in users):
            return Remark("memory across sessions", "good", "a week later it knows what each user told it")
        if all(_has(user.memory, user.code) for user in users):
            return Remark("memory across sessions", "note", "it keeps what it was told, but did not say it when asked")
        return Remark("memory across sessions", "note", "a week later it does not know what it was told")

    @staticmethod
    def _across_users(one: _User, other: _User) -> Remark:
        for told, heard in ((one, other), (other, one)):
            if heard.heard(told.code):
                detail = f"what {told.id} told it reached {heard.id}: keep nothing outside the object, or use --isolate"
                return Remark("nothing across users", "bad", detail)
        return Remark("nothing across users", "good", "what one user told it did not reach the other")

    @staticmethod
    def _after_reset(one: _User, anew: _User) -> Remark:
        if anew.heard(one.code):
            return Remark("nothing after a reset", "bad", f"{one.id} began anew and it still knew: see reset(user)")
        return Remark("nothing after a reset", "good", "a user who begins anew is not known")

    @staticmethod
    def _exported(one: _User) -> Remark:
        if not one.memory:
            return Remark("exported memory", "note", "none; `arena show --memory` will have nothing to show")
        return Remark("exported memory", "good", f"{len(one.memory)} characters after two sessions")

    def _latency(self) -> Remark:
        seconds = [s for user in self._users for s in user.seconds]
        return Remark("latency", "good", f"median {median(seconds):.2f} s, longest {max(seconds):.2f} s")

    def _meter(self) -> list[Remark]:
        """What was counted, and what could not be."""
        unknown = [c for c in self._calls if c.model not in FREE and c.input_tokens is None]
        counted = [c for c in self._calls if c not in unknown]
        found = []
        if counted:
            tokens = sum((c.input_tokens or 0) + (c.output_tokens or 0) for c in counted)
            said = f", {tokens} tokens" if tokens else " of a model without tokens"
            found.append(Remark("metered", "good", f"{len(counted)} calls{said}"))
        if unknown:
            many = f"{len(unknown)} calls or replies: their" if len(unknown) > 1 else "one call or reply: its"
            detail = f"{many} tokens and price are unknown, which is not zero"
            found.append(Remark("unmetered", "note", detail))
        return found
