"""Raw-turn retrieval: every turn is kept, and those that have to do with the last message are put before the draft.

The retrieval baselines of LaMP (BM25, recency) and PrefEval (dense, the five nearest), over the turns of one person.
One call a turn, none at the end of a session. Adapted: a turn is found by the person's words and shown with the reply
to it; vectors are static ones (wordllama) instead of Contriever or SimCSE, or those of an embedding model that is named
(`embed=openai/text-embedding-3-small`: one call a turn and one after each session more, metered and recorded as all
others); nothing is shown that shares no word with the question, or is not near it, so that a question the past says
nothing about is answered generically.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from arena.assistants.parts._near import HERE, embed_of, embedding_calls
from arena.assistants.parts._turns import BY_MEANING, RANKINGS, TurnIndex, pages_of, sessions_of
from arena.assistants.slots import (
    Asked,
    Choice,
    Embed,
    Entry,
    Kit,
    Memory,
    MemoryPart,
    ModelName,
    Option,
    Recall,
    Value,
)
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

_SOURCE = "LaMP, arXiv 2304.11406; PrefEval, arXiv 2502.09597; BM25 with k1 1.5, b 0.75"


class Retrieval:
    """Keeps every turn and shows a few.

    Args:
        k: turns shown of earlier sessions, at most.
        rank: how they are found, a key of `RANKINGS`.
        embed: makes vectors, for the rankings by meaning.
    """

    def __init__(self, k: int, rank: str, embed: Embed | None) -> None:
        self._k = k
        self._rank = rank
        self._index = TurnIndex(embed)

    async def recall(self, view: AssistantView) -> Recall:
        """The turns that have to do with the last message, and this session. Raises CallFailed."""
        found = await self._index.best(view.messages[-1].content, self._k, self._rank)
        return Recall(view.messages, earlier=sessions_of(found), items=tuple(page.said for page in found))

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Takes the turns into the index, with their vectors where they will be wanted. Raises CallFailed."""
        self._index.add(pages_of(info, messages))
        if self._rank in BY_MEANING:
            await self._index.take_vectors()

    def export(self) -> str:
        """Every turn of the person's, dated."""
        return "\n".join(f"- [{page.at.date().isoformat()}] {page.said}" for page in self._index.pages)

    def entries(self) -> tuple[str, ...]:
        """Every sentence of every turn."""
        return self._index.entries()

    def erase(self, places: Collection[int]) -> None:
        """Lets go of these sentences."""
        self._index.erase(places)


def _make(kit: Kit) -> Memory:
    rank = kit.word("rank")
    return Retrieval(kit.number("k"), rank, embed_of(kit) if rank in BY_MEANING else None)


def _embeddings(values: Mapping[str, Value]) -> tuple[Asked, ...]:
    return embedding_calls(session=1.0)(values) if values["rank"] in BY_MEANING else ()


PARTS = (
    MemoryPart(
        "retrieval",
        "every turn, of which those are shown that bear on the last message",
        (
            Option("k", 5, 1, 100, "turns of earlier sessions shown"),
            Choice("rank", "bm25", tuple(RANKINGS), "how turns are found"),
            ModelName("embed", HERE, "what makes the vectors of rank=dense and rank=fused"),
        ),
        _SOURCE,
        also_asks=_embeddings,
        make=_make,
        erasable=True,
    ),
)
CONTESTANTS = (Entry("retrieval", "finds the turns that bear on the last message", memory="retrieval", source=_SOURCE),)
