"""A contestant that is the user's own code, whichever line leads to it: timed, checked, and never trusted."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any

from pydantic import Field, ValidationError

from arena.assistants.doors._chat import chat
from arena.assistants.doors._line import ContestantFailed, Line, check_length
from arena.errors import AnswerInvalid, CallFailed, Refused, Rejected
from arena.models import Audience, Listen, Model, nobody, scrub
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.record import Record
from arena.text.canonical import seed_of
from arena.text.surrogates import without_surrogates

MEMORY_LIMIT = 200_100
"""Characters an exported memory may have; `inside` cuts a little earlier and says so."""
_CLOSING_S = 5.0
_THEIRS = (AnswerInvalid, Refused, Rejected)
"""Failures of our model that code of the user's may deal with; after any other the match cannot go on."""


class Desk:
    """The model of the match as the user's code reaches it: what was asked, how long that took, what went wrong."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._since: dict[int, float] = {}
        self._waited_s = 0.0
        self.calls = 0
        self.failure: Exception | None = None

    async def ask(self, messages: tuple[Message, ...]) -> str:
        """The model's reply to a chat. Raises what the model raises, and remembers it."""
        self.calls += 1
        number = self.calls
        self._since[number] = time.monotonic()
        try:
            return (await self._model.ask(chat(messages))).text
        except Exception as error:
            if self.failure is None or isinstance(self.failure, _THEIRS):
                self.failure = error
            raise
        finally:
            self._waited_s += time.monotonic() - self._since.pop(number)

    @property
    def waited_s(self) -> float:
        """Seconds that our own model took or is taking."""
        now = time.monotonic()
        return self._waited_s + sum(now - since for since in self._since.values())


class _Usage(Record):
    """What the contestant says that it took."""

    input_tokens: Annotated[int, Field(ge=0)] | None = None
    output_tokens: Annotated[int, Field(ge=0)] | None = None
    cost_usd: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None


class _Answer(Record):
    text: str
    recalled: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    usage: _Usage = _Usage()


class Foreign:
    """The `Contestant` protocol over a line to the user's object.

    Args:
        line: leads to an object made for this match alone.
        desk: the model of the match, as the object reaches it over the line.
        timeout_s: seconds for one call, our own model's time aside.
        audience: who listens while it writes a reply.
    """

    def __init__(self, line: Line, desk: Desk, timeout_s: float, audience: Audience = nobody) -> None:
        self._line = line
        self._desk = desk
        self._timeout_s = timeout_s
        self._audience = audience
        self._info: SessionInfo | None = None
        self._lost = False

    async def keeps_state(self) -> bool:
        """Whether a reply of it may depend on more than what the view of it says."""
        if self._info is None:
            raise RuntimeError("no session has begun")
        return bool(await self._call("open", self._info))

    async def start_session(self, info: SessionInfo) -> None:
        """Tells it; before the first session also to begin with nothing of this user."""
        if self._info is None:
            await self._call("reset", info)
        self._info = info
        await self._call("start_session", info)

    async def respond(self, view: AssistantView) -> AssistantReply:
        """Its reply. Raises ContestantFailed, or what our model raised while it was asked."""
        return _checked(await self._call("respond", view.info, view.messages, self._audience()))

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Tells it."""
        await self._call("end_session", info, messages)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """Its answer out of band."""
        return _checked(await self._call("answer_probe", view.info, view.messages))

    async def export_memory(self) -> str:
        """What it exports, cut where it is too long to keep."""
        if self._info is None:
            return ""
        kept = await self._call("export_memory", self._info)
        if not isinstance(kept, str):
            raise ContestantFailed(f"export_memory returned a {type(kept).__name__}, not a text")
        return without_surrogates(kept[:MEMORY_LIMIT])

    async def close(self) -> None:
        """Tells it, if it can still hear, and lets go of it."""
        try:
            if self._info is not None and not self._lost:
                self._timeout_s = min(self._timeout_s, _CLOSING_S)
                await self._call("close", self._info)
        except CallFailed:
            pass  # the match is over: its result does not hang on how the contestant tidies up
        finally:
            await self._line.close()

    async def _call(
        self, do: str, info: SessionInfo, messages: tuple[Message, ...] = (), listen: Listen | None = None
    ) -> Any:
        said = await self._in_time(do, asyncio.ensure_future(self._line.call(_given(do, info, messages), listen)))
        failure = self._desk.failure
        if failure is not None and ("error" in said or not isinstance(failure, _THEIRS)):
            raise failure
        if "error" in said:
            why = scrub(without_surrogates(str(said["error"])[:600]))
            raise ContestantFailed(why if do == "respond" else f"{do}: {why}")
        return said.get("value")

    async def _in_time(self, do: str, work: asyncio.Future[dict[str, Any]]) -> dict[str, Any]:
        """What comes over the line, while there is time; time in which it waits for our own model does not count."""
        began, waited = time.monotonic(), self._desk.waited_s
        try:
            while not work.done():
                used = time.monotonic() - began - (self._desk.waited_s - waited)
                if used >= self._timeout_s:
                    self._lost = True
                    raise ContestantFailed(f"no answer to {do} within {self._timeout_s:g} s")
                await asyncio.wait({work}, timeout=self._timeout_s - used)
            return work.result()
        finally:
            work.cancel()


def _given(do: str, info: SessionInfo, messages: tuple[Message, ...]) -> dict[str, Any]:
    """A call as it travels: JSON types, and objects of its own each time."""
    turn = sum(m.role == "user" for m in messages)
    return {
        "do": do,
        "user": info.user_id,
        "session": info.session,
        "turn": turn,
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        "now": info.now.isoformat(),
        "seed": seed_of(info.user_id, str(info.session), str(turn)) % 2**32,
        "probe": do == "answer_probe",
    }


def _checked(value: Any) -> AssistantReply:
    """A reply in order. Raises ContestantFailed: it is empty, too long, or of another form."""
    try:
        answer = _Answer.model_validate(value)
    except ValidationError as error:
        raise ContestantFailed(f"its reply is not of the form: {error.errors()[0]['msg']}") from None
    check_length(answer.text)
    text = without_surrogates(answer.text)
    if not text.strip():
        raise ContestantFailed("it returned an empty reply")
    return AssistantReply(text=text, recalled=answer.recalled, **answer.usage.model_dump())
