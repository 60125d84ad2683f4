"""A contestant behind an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Protocol

from arena.assistants.doors._chat import chat
from arena.assistants.doors._spec import DoorSpec
from arena.models import Model
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.run import ModelSpec

KEY = "ARENA_CONTESTANT_KEY"
"""The variable with the key that is sent, if any; keys of providers are never sent to a contestant."""


class Reach(Protocol):
    """The way to the endpoints of contestants."""

    def __call__(self, spec: ModelSpec, more: Mapping[str, Any], /, *, aloud: bool) -> Model:
        """The model behind one, metered and recorded as any other.

        Args:
            spec: which model and where.
            more: what else goes with each request.
            aloud: whether it is heard while it writes, by whoever listens.
        """
        ...


def model_spec(spec: DoorSpec) -> ModelSpec:
    """Which model is asked, and how. A server with state of its own is not asked twice."""
    url, _, model = spec.target.partition("#")
    return ModelSpec(
        id=f"openai/{model}",
        api_base=url,
        max_tokens=int(spec.options["tokens"]),
        timeout_s=spec.timeout_s,
        max_tries=1 if spec.restarts else 3,
    )


class Endpoint:
    """The `Contestant` protocol over an endpoint.

    It sends the messages of the session (`history=session`), the person's last one (`last`: the server remembers, by
    the `user` field or the headers), or everything ever said (`all`: the honest baseline of a long context).
    """

    def __init__(self, spec: DoorSpec, reach: Reach) -> None:
        self._spec = spec
        self._reach = reach
        self._past: tuple[Message, ...] = ()

    async def start_session(self, info: SessionInfo) -> None:
        """Nothing to prepare."""

    async def respond(self, view: AssistantView) -> AssistantReply:
        """The server's reply. Raises CallFailed."""
        return await self._replied(view, aloud=True)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Keeps the session where all is sent."""
        if self._spec.options["history"] == "all":
            self._past += messages

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """As a reply. A server that remembers by itself may remember this as well."""
        return await self._replied(view, aloud=False)

    async def export_memory(self) -> str:
        """What is sent of earlier sessions; what the server keeps cannot be seen from here."""
        return "\n".join(f"{m.role}: {m.content}" for m in self._past)

    async def close(self) -> None:
        """Connections belong to the run."""

    async def _replied(self, view: AssistantView, *, aloud: bool) -> AssistantReply:
        model = self._model(view.info, aloud=aloud)
        return AssistantReply(text=(await model.ask(chat(self._messages(view.messages)))).text)

    def _messages(self, session: tuple[Message, ...]) -> tuple[Message, ...]:
        if self._spec.options["history"] == "last":
            return session[-1:]
        return merged((*self._past, *session))

    def _model(self, info: SessionInfo, *, aloud: bool) -> Model:
        headers = {
            "X-Arena-User": info.user_id,
            "X-Arena-Session": str(info.session),
            "X-Arena-Time": info.now.isoformat(),
        }
        more = {
            "extra_body": {"user": info.user_id},  # as a plain argument litellm drops it for models it does not know
            "extra_headers": headers,
            "api_key": os.environ.get(KEY) or "none",
        }
        return self._reach(model_spec(self._spec), more, aloud=aloud)


def merged(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Neighbours of one role as one message: many chat templates refuse two in a row."""
    out: list[Message] = []
    for message in messages:
        if out and out[-1].role == message.role:
            both = f"{out[-1].content}\n\n{message.content}"
            out[-1] = message.model_copy(update={"content": both})
        else:
            out.append(message)
    return tuple(out)
