"""Raw-turn retrieval: every turn is kept, and those that have to do with the last message are put before the draft.

The retrieval baselines of LaMP (BM25, recency) and PrefEval (dense, the five nearest), over the turns of one person.
One call a turn, none at the end of a session. Adapted: a turn is found by the person's words and shown with the reply
to it; vectors are static ones (wordllama) instead of Contriever or SimCSE; nothing is shown that shares no word with
the question, so that a question the past says nothing about is answered generically.
"""

from __future__ import annotations

from arena.assistants.parts._turns import RANKINGS, TurnIndex, embedder, pages_of, sessions_of
from arena.assistants.slots import Choice, Entry, Kit, Memory, MemoryPart, Option, Recall
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

_SOURCE = "LaMP, arXiv 2304.11406; PrefEval, arXiv 2502.09597; BM25 with k1 1.5, b 0.75"


class Retrieval:
    """Keeps every turn and shows a few.

    Args:
        k: turns shown of earlier sessions, at most.
        rank: how they are found, a key of `RANKINGS`.
    """

    def __init__(self, k: int, rank: str) -> None:
        self._k = k
        self._rank = rank
        self._index = TurnIndex()

    async def recall(self, view: AssistantView) -> Recall:
        """The turns that have to do with the last message, and this session."""
        found = self._index.best(view.messages[-1].content, self._k, self._rank)
        return Recall(view.messages, earlier=sessions_of(found), items=tuple(page.said for page in found))

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Takes the turns into the index."""
        self._index.add(pages_of(info, messages))

    def export(self) -> str:
        """Every turn of the person's, dated."""
        return "\n".join(f"- [{page.at.date().isoformat()}] {page.said}" for page in self._index.pages)


def _make(kit: Kit) -> Memory:
    if kit.word("rank") in ("dense", "fused"):
        embedder()  # missing vectors are told of before anything is paid
    return Retrieval(kit.number("k"), kit.word("rank"))


PARTS = (
    MemoryPart(
        "retrieval",
        "every turn, of which those are shown that bear on the last message",
        (
            Option("k", 5, 1, 100, "turns of earlier sessions shown"),
            Choice("rank", "bm25", tuple(RANKINGS), "how turns are found"),
        ),
        _SOURCE,
        make=_make,
    ),
)
CONTESTANTS = (Entry("retrieval", "finds the turns that bear on the last message", memory="retrieval", source=_SOURCE),)
