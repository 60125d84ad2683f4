"""The contestant's model and vectors as LangChain knows such things, for products that take nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool

from arena.assistants.doors import merged
from arena.assistants.parts._tools import ToolInputs, ToolUse, tool_use
from arena.models import Model
from arena.schema.assistant_view import Message

_ROLES: dict[str, Literal["system", "user", "assistant"]] = {
    "human": "user",
    "ai": "assistant",
    "system": "system",
    "tool": "user",
}
_RANDOM = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?![0-9A-Za-z])")
_STEADY = re.compile(r"\bid-\d+\b")


class ThreadChat(BaseChatModel):
    """The model of the match, called from a thread: metered, recorded and replayed. `ask` maps a chat to the reply."""

    ask: Any

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        talk = tuple(Message(role=_ROLES[m.type], content=str(m.text)) for m in messages)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.ask(talk)))])

    @property
    def _llm_type(self) -> str:
        return "arena"


class Exchange:
    """What passes between a product and the model.

    Random identifiers get names by the order in which they come up: what a product draws anew in each process would
    make each request another one, and a record could not be replayed. The first failure of the model is kept: products
    catch what a model raises, and try again.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._names: dict[str, str] = {}
        self._calls = 0
        self.failure: Exception | None = None

    async def ask(self, inputs: ToolInputs) -> ToolUse:
        """The model's answer. After a failure nothing more is asked. Raises what the model raises."""
        if self.failure is not None:
            raise self.failure
        try:
            return await self._model.ask(tool_use(inputs))
        except Exception as error:
            self.failure = error
            raise

    def number(self) -> str:
        """A name for the next call of a tool, of this exchange alone."""
        self._calls += 1
        return f"call-{self._calls}"

    def steady(self, text: str) -> str:
        """`text` with a name for each identifier."""
        return _RANDOM.sub(lambda found: self._names.setdefault(found[0], f"id-{len(self._names) + 1}"), text)

    def random(self, text: str) -> str:
        """`text` with the identifier for each name."""
        known = {name: identifier for identifier, name in self._names.items()}
        return _STEADY.sub(lambda found: known.get(found[0], found[0]), text)


class ToolChat(BaseChatModel):
    """The model of the match for a product that wants calls of tools: one typed question a call, metered as any other.

    `exchange` is an `Exchange`.
    """

    exchange: Any
    tools: tuple[dict[str, Any], ...] = ()
    must: bool = False

    def bind_tools(self, tools: Sequence[Any], *, tool_choice: Any = None, **_: Any) -> Runnable[Any, AIMessage]:
        """The same model with these tools; with a choice made for it, it has to call one."""
        wanted = tuple(convert_to_openai_tool(tool)["function"] for tool in tools)
        return self.model_copy(update={"tools": wanted, "must": tool_choice not in {None, "auto", "none"}})

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        raise RuntimeError("LangMem asks with ainvoke, and this model answers nothing else")

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        answer: ToolUse = await self.exchange.ask(self._inputs(messages))
        calls = [
            {"name": call.tool, "args": json.loads(self.exchange.random(call.arguments)), "id": self.exchange.number()}
            for call in answer.calls
        ]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(answer.text, tool_calls=calls))])

    def _inputs(self, messages: list[BaseMessage]) -> ToolInputs:
        talk = merged(tuple(self._message(message) for message in messages))
        lines = [
            json.dumps({key: tool.get(key, "") for key in ("name", "description", "parameters")}) for tool in self.tools
        ]
        return ToolInputs(
            tools=self.exchange.steady("\n".join(lines)), must=self.must, messages=talk[:-1], last=talk[-1].content
        )

    def _message(self, message: BaseMessage) -> Message:
        """A message as text; calls and their results in words."""
        text = str(message.text)
        if isinstance(message, ToolMessage):
            text = f"Result of {message.tool_call_id}: {text}"
        for call in getattr(message, "tool_calls", ()):
            made = {"call": call["id"], "tool": call["name"], "arguments": call["args"]}
            text = f"{text}\n{json.dumps(made, ensure_ascii=False)}".strip()
        return Message(role=_ROLES[message.type], content=self.exchange.steady(text))

    @property
    def _llm_type(self) -> str:
        return "arena"


class Vectors(Embeddings):
    """Text to vectors."""

    def __init__(self, embed: Callable[[list[str]], Any]) -> None:
        self._embed = embed

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in vector] for vector in self._embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]
