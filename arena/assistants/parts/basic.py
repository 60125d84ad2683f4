"""Controls and planted faults: what every other contestant is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from arena.assistants.memory import Notebook, SessionOnly, Transcript, Window
from arena.assistants.questions import ReplyInputs, drafted, reply
from arena.assistants.slots import NOTHING, Asked, AskPart, Entry, GuardPart, MemoryPart, Option, StylePart
from arena.models import Model

_REMINDER = "PrefEval, arXiv 2502.09597: one sentence behind the question, the control that every memory has to beat"
_NOTEBOOK = "PersonaMem-v2, arXiv 2512.06688, prompted instead of trained"
_TURNS = Option("turns", 20, 1, 10_000, "turns of both speakers in sight")
_TOKENS = Option("tokens", 2000, 50, 32_000, "size of the document, in tokens of four characters")


@dataclass(frozen=True, slots=True)
class Prompted:
    """Drafts with one of the prompts `prompts/assistant/reply-*`."""

    prompt: str

    async def draft(self, model: Model, inputs: ReplyInputs) -> str:
        """The answer to that prompt. Raises CallFailed."""
        return (await model.ask(drafted(self.prompt, inputs.without_end))).text


class Plain:
    """Drafts with `assistant/reply`."""

    async def draft(self, model: Model, inputs: ReplyInputs) -> str:
        """The answer to it. Raises CallFailed."""
        return (await model.ask(reply(inputs))).text


def _plain(name: str, what: str, *, reminder: bool = False, source: str = "") -> StylePart:
    asks = (Asked("assistant/reply", "reply"),)
    return StylePart(name, what, source=source, asks=asks, make=lambda _: Plain(), reminder=reminder)


def _prompted(name: str, what: str) -> StylePart:
    made = Prompted(f"reply-{name}")
    return StylePart(name, what, asks=(Asked(f"assistant/reply-{name}", "reply"),), make=lambda _: made)


PARTS = (
    MemoryPart(NOTHING, "keeps nothing between sessions", make=lambda _: SessionOnly()),
    MemoryPart("transcript", "every word of every session", make=lambda _: Transcript(), erasable=True),
    MemoryPart(
        "notebook",
        "one readable document, rewritten after each session",
        (_TOKENS,),
        _NOTEBOOK,
        (Asked("assistant/notebook", "session"),),
        make=lambda kit: Notebook(kit.model, kit.number("tokens")),
        erasable=True,
    ),
    MemoryPart(
        "window",
        "the last turns, across sessions",
        (_TURNS,),
        make=lambda kit: Window(kit.number("turns")),
        erasable=True,
    ),
    AskPart(NOTHING, "answers at once", make=lambda _: None),
    GuardPart(NOTHING, "sends the draft as it is", make=lambda _: None),
    _plain("plain", "asks for a good reply"),
    _plain("reminder", "ends on a sentence that asks to honour what was said", reminder=True, source=_REMINDER),
    _prompted("oversharer", "planted fault: puts every personal fact into whatever it writes"),
    _prompted("lecturer", "planted fault: always long, formal and humourless"),
)

CONTESTANTS = (
    Entry("plain", "knows this session only"),
    Entry("transcript", "has everything ever said in its prompt", memory="transcript"),
    Entry("notebook", "keeps one readable document, rewritten after each session", memory="notebook", source=_NOTEBOOK),
    Entry("window", "has the last turns in its prompt, across sessions", memory="window"),
    Entry(
        "reminder",
        "transcript, and one sentence asking to honour what was said",
        memory="transcript",
        style="reminder",
        source=_REMINDER,
    ),
    Entry(
        "oversharer",
        "planted fault: puts every personal fact it knows into whatever it writes",
        memory="transcript",
        style="oversharer",
    ),
    Entry(
        "lecturer",
        "planted fault: right, but always long, formal and humourless",
        memory="transcript",
        style="lecturer",
    ),
)
