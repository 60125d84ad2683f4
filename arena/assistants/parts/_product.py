"""What adapters of memory products share: somebody else's code, asking the contestant's model and using our vectors."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterable, Sequence
from importlib.util import find_spec
from typing import Protocol, TypeVar

from arena.assistants.doors import ContestantFailed
from arena.assistants.slots import Recall
from arena.errors import UsageError
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

T = TypeVar("T")
DIMENSIONS = 256
"""Of wordllama's vectors."""


class Asker(Protocol):
    """Whoever passes a product's questions on to the model."""

    failure: Exception | None
    """The first failure of the model; products catch what a model raises."""


async def as_theirs(product: str, work: Awaitable[T], asker: Asker) -> T:
    """The result of a product's `work`.

    Raises:
        ContestantFailed: the product itself failed; told as its failure.
        CallFailed: the model did, whatever the product made of it: it would remember nothing and not say so.
    """
    try:
        done = await work
    except Exception as error:  # noqa: BLE001  # a product of somebody else's may raise anything
        if asker.failure is not None:
            raise asker.failure from None
        raise ContestantFailed(f"{product}: {type(error).__name__}: {str(error)[:300]}") from None
    if asker.failure is not None:
        raise asker.failure
    return done


def dated(info: SessionInfo, messages: Sequence[Message]) -> list[dict[str, str]]:
    """A session as products take it, each message with its simulated date: they know the clock on the wall only."""
    day = info.now.date().isoformat()
    return [{"role": message.role, "content": f"[{day}] {message.content}"} for message in messages]


def in_lines(items: Iterable[str]) -> str:
    """Memories as a document, one a line."""
    return "\n".join(f"- {item}" for item in items)


def beside(view: AssistantView, items: tuple[str, ...]) -> Recall:
    """This session with the memories that were found for it."""
    return Recall(view.messages, document=in_lines(items), items=items)


def there(product: str, *modules: str) -> None:
    """Raises UsageError where one of the product's modules is not installed."""
    if any(find_spec(module) is None for module in modules):
        raise UsageError(f"{product} is not installed", next_step="pip install 'persona-arena[memories]'")


def quiet(*loggers: str) -> None:
    """Keep a product from writing into whatever is on screen."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
