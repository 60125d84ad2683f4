"""The contestant's model and vectors as LangChain knows such things, for products that take nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from arena.schema.assistant_view import Message

_ROLES = {"human": "user", "ai": "assistant", "system": "system"}


class ThreadChat(BaseChatModel):
    """The model of the match, called from a thread: metered, recorded and replayed. `ask` maps a chat to the reply."""

    ask: Any

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        talk = tuple(Message.model_validate({"role": _ROLES[m.type], "content": m.text}) for m in messages)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.ask(talk)))])

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
