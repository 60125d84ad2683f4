"""An index over the turns of one person: what was said, found again by words, by meaning, by age, or by all three."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from arena.assistants.questions import PastSession, in_words
from arena.errors import UsageError
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


class TurnIndex:
    """The pages of one person, oldest first."""

    def __init__(self) -> None:
        self.pages: tuple[Page, ...] = ()
        self._words: Any = None
        self._vectors: NDArray[Any] | None = None

    def add(self, pages: Sequence[Page]) -> None:
        """Takes in pages later than all before."""
        self.pages = (*self.pages, *pages)
        self._words = self._vectors = None

    def best(self, query: str, k: int, by: str) -> tuple[Page, ...]:
        """At most `k` pages that have to do with `query`, in the order of time. `by` is a key of `RANKINGS`."""
        return tuple(self.pages[i] for i in sorted(RANKINGS[by](self, query)[:k]))

    def by_words(self, query: str) -> list[int]:
        """Pages that share a word with `query`, by BM25 over stems without stop words, best first."""
        known = {word for page in self.pages for word in content_words(page.said)}
        asked = [word for word in content_words(query) if word in known]  # bm25s refuses words it does not know
        if not asked:
            return []
        self._words = self._words or _bm25(self.pages)
        return _descending(self._words.get_scores(asked), above=0.0)

    def by_meaning(self, query: str) -> list[int]:
        """Pages near `query` by the cosine of static word vectors, best first. Raises UsageError without the extra."""
        if not self.pages:
            return []
        if self._vectors is None:
            self._vectors = embedder()([page.said for page in self.pages])
        return _descending(self._vectors @ embedder()([query])[0], above=_NEAR)

    def by_age(self, query: str) -> list[int]:
        """All pages, newest first, whatever is asked."""
        return list(range(len(self.pages) - 1, -1, -1))

    def fused(self, query: str) -> list[int]:
        """Pages found by words or by meaning, by the reciprocal ranks of all three orders together."""
        orders = [self.by_words(query), self.by_meaning(query), self.by_age(query)]
        score: dict[int, float] = {}
        for order in orders:
            for rank, i in enumerate(order, start=1):
                score[i] = score.get(i, 0.0) + 1 / (_FUSED + rank)
        found = set(orders[0]) | set(orders[1])
        return sorted(found, key=lambda i: (-score[i], -i))


RANKINGS: Mapping[str, Callable[[TurnIndex, str], list[int]]] = MappingProxyType(
    {"bm25": TurnIndex.by_words, "dense": TurnIndex.by_meaning, "recency": TurnIndex.by_age, "fused": TurnIndex.fused}
)
"""Ways to order pages for a question."""


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
