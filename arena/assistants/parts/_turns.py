"""An index over the turns of one person: what was said, found again by words, by meaning, by age, or by all three."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from arena.assistants.memory import spoken, unspoken
from arena.assistants.questions import PastSession, in_words
from arena.assistants.slots import Embed
from arena.errors import UsageError
from arena.models import Model
from arena.models.embedding import embed, unpacked
from arena.schema.assistant_view import Message, SessionInfo
from arena.text.choices import own_words
from arena.text.words import content_words, count_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

K1, B = 1.5, 0.75
"""Okapi BM25: saturation of a word's frequency, and how far a turn's length counts."""
_FUSED = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""
_NEAR = 0.1
"""Cosine below which a turn has nothing to do with a question."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message of the person's and the reply to it."""

    at: datetime
    messages: tuple[Message, ...]

    @property
    def said(self) -> str:
        """What the person said."""
        return own_words(self.messages[0].content)


def pages_of(info: SessionInfo, messages: Sequence[Message]) -> list[Page]:
    """A session as pages; what stands before the person's first message belongs to none."""
    starts = [i for i, message in enumerate(messages) if message.role == "user"]
    ends = [*starts[1:], len(messages)]
    return [Page(info.now, tuple(messages[i:j])) for i, j in zip(starts, ends, strict=True)]


def sessions_of(pages: Sequence[Page]) -> tuple[PastSession, ...]:
    """Pages in the order of time, those of one session together."""
    parts = groupby(pages, key=lambda page: page.at)
    return tuple(
        PastSession(when=in_words(at), messages=tuple(m for page in its for m in page.messages)) for at, its in parts
    )


@dataclass(frozen=True, slots=True)
class Query:
    """What pages are ordered for."""

    text: str
    vector: NDArray[Any] | None = None
    """Of length 1; there for the rankings by meaning."""


class TurnIndex:
    """The pages of one person, oldest first.

    Args:
        embed: makes vectors, for the rankings by meaning.
    """

    def __init__(self, embed: Embed | None = None) -> None:
        self.pages: tuple[Page, ...] = ()
        self._embed = embed or embedded_here
        self._words: Any = None
        self._vectors: NDArray[Any] | None = None

    def add(self, pages: Sequence[Page]) -> None:
        """Takes in pages later than all before."""
        self.pages = (*self.pages, *pages)
        self._words = None

    def entries(self) -> tuple[str, ...]:
        """Every sentence of every page."""
        return tuple(sentence for page in self.pages for sentence in spoken(page.messages))

    def erase(self, places: Collection[int]) -> None:
        """Lets go of these sentences, of a page where its message is gone, and of all vectors made of what was said."""
        kept: list[Page] = []
        first = 0
        for page in self.pages:
            left = unspoken(page.messages, {place - first for place in places})
            first += len(spoken(page.messages))
            kept += [Page(page.at, left)] if left and left[0].role == "user" else []
        if tuple(kept) != self.pages:
            self.pages, self._words, self._vectors = tuple(kept), None, None

    async def take_vectors(self) -> None:
        """Makes the vectors of pages that have none yet, in one call. Raises CallFailed."""
        known = () if self._vectors is None else (self._vectors,)
        unknown = self.pages[sum(map(len, known)) :]
        if unknown:
            import numpy as np  # noqa: PLC0415  # heavy

            self._vectors = np.concatenate([*known, await self._embed([page.said for page in unknown])])

    async def best(self, query: str, k: int, by: str) -> tuple[Page, ...]:
        """At most `k` pages that have to do with `query`, in the order of time. `by` is a key of `RANKINGS`.

        Raises CallFailed where vectors are wanted and a model gives none.
        """
        vector = None
        if by in BY_MEANING and self.pages:
            await self.take_vectors()
            vector = (await self._embed([query]))[0]
        return tuple(self.pages[i] for i in sorted(RANKINGS[by](self, Query(query, vector))[:k]))

    def by_words(self, query: Query) -> list[int]:
        """Pages that share a word with `query`, by BM25 over stems without stop words, best first."""
        known = {word for page in self.pages for word in content_words(page.said)}
        asked = [word for word in content_words(query.text) if word in known]  # bm25s refuses words it does not know
        if not asked:
            return []
        self._words = self._words or _bm25(self.pages)
        return _descending(self._words.get_scores(asked), above=0.0)

    def by_meaning(self, query: Query) -> list[int]:
        """Pages near `query` by the cosine of their vectors, best first."""
        if self._vectors is None or query.vector is None:
            return []
        return _descending(self._vectors @ query.vector, above=_NEAR)

    def by_age(self, query: Query) -> list[int]:
        """All pages, newest first, whatever is asked."""
        return list(range(len(self.pages) - 1, -1, -1))

    def fused(self, query: Query) -> list[int]:
        """Pages found by words or by meaning, by the reciprocal ranks of all three orders together."""
        orders = [self.by_words(query), self.by_meaning(query), self.by_age(query)]
        score: dict[int, float] = {}
        for order in orders:
            for rank, i in enumerate(order, start=1):
                score[i] = score.get(i, 0.0) + 1 / (_FUSED + rank)
        found = set(orders[0]) | set(orders[1])
        return sorted(found, key=lambda i: (-score[i], -i))


RANKINGS: Mapping[str, Callable[[TurnIndex, Query], list[int]]] = MappingProxyType(
    {"bm25": TurnIndex.by_words, "dense": TurnIndex.by_meaning, "recency": TurnIndex.by_age, "fused": TurnIndex.fused}
)
"""Ways to order pages for a question."""
BY_MEANING = frozenset(("dense", "fused"))
"""Those that want vectors."""


def _descending(scores: Sequence[float], above: float) -> list[int]:
    """Places of the scores above a bound, best first, of equals the newest."""
    return sorted((i for i, score in enumerate(scores) if score > above), key=lambda i: (-scores[i], -i))


def _bm25(pages: Sequence[Page]) -> Any:
    import bm25s  # noqa: PLC0415  # half a second, paid when something is first looked up

    index = bm25s.BM25(k1=K1, b=B)
    index.index([list(content_words(page.said)) or [""] for page in pages], show_progress=False)
    return index


@cache
def embedder() -> Callable[[list[str]], NDArray[Any]]:
    """Texts -> unit vectors, from `wordllama`, whose vectors lie inside the package. Raises UsageError without it."""
    try:
        import wordllama  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UsageError(
            "dense retrieval needs word vectors that are not installed",
            choices=("bm25", "recency"),
            next_step="install them: pip install 'persona-arena[dense]'",
        ) from error
    # it looks for its own tokenizer in the wrong folder of its package, and in the right one of a cache
    own = Path(wordllama.__file__).parent
    model = wordllama.WordLlama.load(dim=256, cache_dir=own, disable_download=True)
    return lambda texts: model.embed([text if count_words(text) else "." for text in texts], norm=True)


async def embedded_here(texts: Sequence[str]) -> NDArray[Any]:
    """Unit vectors of static word vectors, made in this process."""
    made: NDArray[Any] = embedder()(list(texts))
    return made


def embedding_with(model: Model) -> Embed:
    """Vectors of an embedding model."""

    async def embed_texts(texts: Sequence[str]) -> NDArray[Any]:
        return unpacked(await model.ask(embed(texts)))

    return embed_texts
