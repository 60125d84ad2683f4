"""How near texts are to each other, by the words they share or by vectors: for memories that look things up by meaning.

A memory with `embed=` looks up by `words` without a call, by `local` vectors made in this process (the extra `dense`),
or by the vectors of an embedding model that is named, which is asked through the model door: metered, recorded and
replayed as every other call.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from arena.assistants.parts._turns import embedded_here, embedder, embedding_with
from arena.assistants.slots import Asked, Embed, Kit, ModelName, Value
from arena.models.embedding import PROMPT
from arena.text.words import content_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS, HERE = "words", "local"
NEAR = 0.1
"""Cosine below which a text has nothing to do with another (MemoryOS, arXiv 2506.06326, of pages)."""
BY_EMBEDDING = ModelName("embed", WORDS, "what says how near things are", (HERE,))


def cosine(a: str, b: str) -> float:
    """Cosine of the counts of content words, 0 to 1."""
    left, right = Counter(content_words(a)), Counter(content_words(b))
    norms = math.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
    return sum(n * right[word] for word, n in left.items()) / norms if norms else 0.0


class Nearness:
    """Cosines of texts.

    Args:
        embed: makes vectors; None compares words.
    """

    def __init__(self, embed: Embed | None) -> None:
        self._embed = embed
        self._vectors: dict[str, NDArray[Any]] = {}

    @property
    def by_vectors(self) -> bool:
        """Whether texts are compared by vectors, and not by their words."""
        return self._embed is not None

    async def know(self, texts: Iterable[str]) -> None:
        """Makes the vectors of those texts that have none yet: one call, none where all do. Raises CallFailed."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if self._embed is not None and new:
            self._vectors |= dict(zip(new, await self._embed(new), strict=True))

    def join(self, whole: str, parts: Sequence[str]) -> None:
        """Gives a text made of known ones the sum of their vectors, so that nothing is asked for it."""
        if self._embed is not None:
            import numpy as np  # noqa: PLC0415  # heavy

            total = np.sum([self._vectors[part] for part in parts], axis=0)
            self._vectors[whole] = total / (float(np.linalg.norm(total)) or 1.0)

    def cosine(self, a: str, b: str) -> float:
        """How near two texts are; by vectors both have to be known."""
        return float(self._vectors[a] @ self._vectors[b]) if self._embed is not None else cosine(a, b)


def embed_of(kit: Kit) -> Embed | None:
    """What makes the vectors that the option `embed` names; None for words. Raises UsageError where it is not there."""
    name = kit.word("embed")
    if name == WORDS:
        return None
    if name == HERE:
        embedder()  # missing vectors are told of before anything is paid
        return embedded_here
    return embedding_with(kit.embeddings(name))


def embedding_calls(reply: float = 1.0, session: float = 0.0) -> Callable[[Mapping[str, Value]], tuple[Asked, ...]]:
    """What a memory asks an embedding model, where it names one: calls for each reply, and after each session."""

    def asks(values: Mapping[str, Value]) -> tuple[Asked, ...]:
        name = str(values["embed"])
        if name in (WORDS, HERE):
            return ()
        told = (Asked(PROMPT, "reply", reply, name), Asked(PROMPT, "session", session, name))
        return tuple(asked for asked in told if asked.times)

    return asks
