"""The four slots of a contestant: memory, ask policy, guards and style, around one draft.

A contestant is one choice for each slot. Every choice is a `Part`: a name, its options, where it comes from and what it
costs, and how it is made. Parts are small objects that know nothing of each other and of no graph.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, runtime_checkable

from arena.assistants.questions import PastSession, ReplyInputs
from arena.errors import UsageError
from arena.models import Model
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

if TYPE_CHECKING:
    from numpy.typing import NDArray

Slot = Literal["memory", "ask", "guard", "style"]
SLOTS: tuple[Slot, ...] = ("memory", "ask", "guard", "style")
NOTHING = "none"
"""The choice of an empty slot; of the style slot it is `plain`."""


@dataclass(frozen=True, slots=True)
class Recall:
    """What enters one prompt besides the person's last message."""

    messages: tuple[Message, ...]
    """This session as far as it is in sight."""
    document: str = ""
    """A text of the memory's own, one item a line."""
    earlier: tuple[PastSession, ...] = ()
    items: tuple[str, ...] = ()
    """What was recalled, by name, for display and audit."""
    withheld: tuple[str, ...] = ()
    """What a guard has taken out; it does not reach the draft."""


class Memory(Protocol):
    """What a contestant keeps between sessions. Recalling never changes it."""

    async def recall(self, view: AssistantView) -> Recall:
        """What is in sight for the reply to `view`. Raises CallFailed where it has to ask a model."""
        ...

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Keeps what is to be kept of the session that has ended. Raises CallFailed."""
        ...

    def export(self) -> str:
        """All that is kept, readable by a person."""
        ...


@runtime_checkable
class Erasable(Memory, Protocol):
    """A memory out of which single entries can be taken for good."""

    def entries(self) -> tuple[str, ...]:
        """All that is kept, entry by entry, in a fixed order."""
        ...

    def erase(self, places: Collection[int]) -> None:
        """Lets go of the entries at these places of `entries()`, from 0; places that do not exist are passed over."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """What an ask policy decided."""

    question: str = ""
    """The question to put now; empty for none."""
    instead: bool = False
    """The question is the whole reply, and nothing is drafted; otherwise the draft ends on it."""


class Ask(Protocol):
    """Whether one question is worth more than answering now. Keeps no state: what was asked stands in the dialogue."""

    async def decide(self, view: AssistantView, recall: Recall) -> Asking:
        """The question to put before an answer to `view`, or none. Raises CallFailed."""
        ...


class Guard(Protocol):
    """Stands before the draft, and decides what reaches it, behind it, and revises it, or behind the whole session."""

    screens: ClassVar[bool] = False
    """Whether `screen` does anything."""
    revises: ClassVar[bool] = False
    """Whether `revise` does anything."""
    erases: ClassVar[bool] = False
    """Whether `erase` does anything; then the memory has to be one of which entries can be taken."""

    async def screen(self, view: AssistantView, recall: Recall) -> Recall:
        """What of `recall` may reach the draft. Raises CallFailed."""
        return recall

    async def revise(self, view: AssistantView, recall: Recall, text: str) -> str:
        """The reply instead of the draft `text`. Raises CallFailed."""
        return text

    async def erase(self, memory: Erasable, messages: tuple[Message, ...]) -> None:
        """Takes out of the memory what has to go after a session, which it has kept already. Raises CallFailed."""
        return


class Style(Protocol):
    """How the draft is asked for."""

    async def draft(self, model: Model, inputs: ReplyInputs) -> str:
        """The draft. Raises CallFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Option:
    """A whole number that configures a part, with its unit in `means`."""

    name: str
    default: int
    low: int
    high: int
    means: str

    @property
    def range(self) -> str:
        """What is possible, for people."""
        return f"{self.low} to {self.high}"

    def read(self, text: str) -> int:
        """The value in `text`. Raises UsageError."""
        if text.isascii() and text.isdigit() and len(text) < 10 and self.low <= int(text) <= self.high:
            return int(text)
        wanted = f"{self.means}, a whole number from {self.low} to {self.high}"
        raise UsageError(f"“{self.name}={text}” is not possible: {wanted}", next_step=f"try {self.name}={self.default}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words that configures a part."""

    name: str
    default: str
    among: tuple[str, ...]
    means: str

    @property
    def range(self) -> str:
        """What is possible, for people."""
        return ", ".join(self.among)

    def read(self, text: str) -> str:
        """The value in `text`. Raises UsageError."""
        if text in self.among:
            return text
        raise UsageError(
            f"“{self.name}={text}” is not possible: {self.means}",
            choices=self.among,
            next_step=f"try {self.name}={self.default}",
        )


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model that a part asks besides the contestant's own, or a word for doing without one."""

    name: str
    default: str
    means: str
    others: tuple[str, ...] = ()
    """Words besides the default."""

    @property
    def range(self) -> str:
        """What is possible, for people."""
        return f"{', '.join((self.default, *self.others))}, or a model as openai/text-embedding-3-small"

    def read(self, text: str) -> str:
        """The value in `text`; whether there is such a model is found out before a run. Raises UsageError."""
        provider, slash, model = text.partition("/")
        if text in (self.default, *self.others) or (provider and slash and model and _PLAIN.fullmatch(text)):
            return text
        raise UsageError(
            f"“{self.name}={text}” is not possible: {self.means}",
            choices=(self.default, *self.others, "provider/model"),
            next_step=f"try {self.name}={self.default}",
        )


_PLAIN = re.compile(r"[\w./:@+-]+")

Value = int | str
AnyOption = Option | Choice | ModelName


Embed = Callable[[Sequence[str]], Awaitable["NDArray[Any]"]]
"""Texts -> unit vectors, texts x dimensions. Raises CallFailed where a model gives none."""


def no_embeddings(name: str) -> Model:
    """For contestants that are made where no other model can be asked."""
    raise UsageError(f"{name} cannot be asked from here", next_step="give build() a way to reach it")


@dataclass(frozen=True, slots=True)
class Kit:
    """What a part is made from: the contestant's model, the value of every option, and the way to other models."""

    model: Model
    values: Mapping[str, Value]
    embeddings: Callable[[str], Model] = no_embeddings
    """Name of an embedding model -> the model, metered and recorded as the contestant's own."""

    def number(self, name: str) -> int:
        """The value of an `Option`."""
        value = self.values[name]
        if not isinstance(value, int):
            raise TypeError(f"{name} is no number")
        return value

    def word(self, name: str) -> str:
        """The value of a `Choice`."""
        return str(self.values[name])


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt that is asked `times` for each reply or at the end of each session, on average."""

    prompt: str
    per: Literal["reply", "session"]
    times: float = 1.0
    model: str = ""
    """Who is asked, where it is not the contestant's model."""


def _nothing_more(_: Mapping[str, Value]) -> tuple[Asked, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Part:
    """What a slot can be filled with."""

    name: str
    what: str
    """One line."""
    options: tuple[AnyOption, ...] = ()
    source: str = ""
    """The paper or project that it follows."""
    asks: tuple[Asked, ...] = ()
    """Calls besides the draft, for a forecast and as a promise that a test checks."""
    also_asks: Callable[[Mapping[str, Value]], tuple[Asked, ...]] = _nothing_more
    """Further calls that hang on the values of options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPart(Part):
    """A memory."""

    slot: ClassVar[Slot] = "memory"
    make: Callable[[Kit], Memory]
    erasable: bool = False
    """Whether what it makes is `Erasable`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPart(Part):
    """An ask policy. `make` gives None for the empty slot."""

    slot: ClassVar[Slot] = "ask"
    make: Callable[[Kit], Ask | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardPart(Part):
    """A guard. `make` gives None for the empty slot."""

    slot: ClassVar[Slot] = "guard"
    make: Callable[[Kit], Guard | None]
    erases: bool = False
    """Whether what it makes takes entries out of the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePart(Part):
    """A style; `asks` names the prompt of the draft itself."""

    slot: ClassVar[Slot] = "style"
    make: Callable[[Kit], Style]
    reminder: bool = False
    """Whether the prompt ends on a sentence that asks to honour what was said."""


AnyPart = MemoryPart | AskPart | GuardPart | StylePart


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant as it is listed: a name for one choice in each slot."""

    name: str
    what: str
    """One line."""
    memory: str = NOTHING
    ask: str = NOTHING
    guard: str = NOTHING
    """One name, or several joined by `+` in their order."""
    style: str = "plain"
    options: tuple[AnyOption, ...] = ()
    """Options of all its parts; filled in by the list."""
    source: str = ""

    def of(self, slot: Slot) -> str:
        """The choice for a slot."""
        chosen: str = getattr(self, slot)
        return chosen
