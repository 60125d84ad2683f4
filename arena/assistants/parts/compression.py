"""Rolling compression: one bounded summary of all but the last turns, which stay as they were said.

The training-free analogue of Compressed Context Memory (arXiv 2312.03414), which compresses with trained tokens: a
memory without a purpose of its own, the control for those that have one. One call a turn, one more for each chunk that
has grown beside the summary: with sessions longer than a chunk one a session, with short ones less. Adapted: chunks
are counted when a session is over, and the summary may have a fifth of a chunk for each chunk that went into it, up to
five.
"""

from __future__ import annotations

from arena.assistants.memory import estimated_tokens
from arena.assistants.parts._summing import SummariseInputs, as_document, summarise, within
from arena.assistants.parts._turns import Page, pages_of, sessions_of
from arena.assistants.slots import Asked, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

_SOURCE = "Compressed Context Memory, arXiv 2312.03414, with text instead of trained tokens"
_TASK = "going on with the conversation"
_SHARE, _MOST = 5, 5
"""A summary is a fifth of what went into it, and of no more than five chunks."""
_VERBATIM = 3
"""Pages (six turns) that stay as they were said."""


class Compression:
    """Keeps a summary and the pages since.

    Args:
        model: answers `assistant/summarise`.
        chunk: tokens that may stand beside the summary before the oldest are folded into it.
    """

    def __init__(self, model: Model, chunk: int) -> None:
        self._model = model
        self._chunk = chunk
        self._folded = 0
        self._sentences: tuple[str, ...] = ()
        self._pages: tuple[Page, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The summary, the pages since, and this session."""
        items = (*self._sentences, *(page.said for page in self._pages))
        document = as_document(self._sentences)
        return Recall(view.messages, document=document, earlier=sessions_of(self._pages), items=items)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Folds what has grown too long into the summary: at most one call. Raises CallFailed."""
        self._pages = (*self._pages, *pages_of(info, messages))
        old = self._pages[:-_VERBATIM]
        said = tuple(message for page in self._pages for message in page.messages)
        if not old or estimated_tokens("".join(m.content for m in said)) <= self._chunk:
            return
        folding = tuple(message for page in old for message in page.messages)
        self._folded += estimated_tokens("".join(m.content for m in folding))
        asked = SummariseInputs(
            so_far=as_document(self._sentences),
            conversation=folding,
            date=old[-1].at.date().isoformat(),
            limit_words=self._words(),
            task=_TASK,
        )
        answer = await self._model.ask(summarise(asked))
        self._sentences, self._pages = within(answer.sentences, self._words()), self._pages[-_VERBATIM:]

    def export(self) -> str:
        """The summary, and what the person said since."""
        since = [f"[{page.at.date().isoformat()}] {page.said}" for page in self._pages]
        return as_document([*self._sentences, *since])

    def _words(self) -> int:
        """Words the summary may have: three quarters of its tokens."""
        tokens = min(self._folded, _MOST * self._chunk) // _SHARE
        return max(20, tokens * 3 // 4)


PARTS = (
    MemoryPart(
        "compression",
        "one bounded summary of all but the last turns",
        (Option("chunk", 1500, 100, 100_000, "tokens beside the summary before they are folded into it"),),
        _SOURCE,
        (Asked("assistant/summarise", "session"),),
        make=lambda kit: Compression(kit.model, kit.number("chunk")),
    ),
)
CONTESTANTS = (Entry("compression", "folds what is old into one summary", memory="compression", source=_SOURCE),)
