"""Embedding models behind the same door: texts in, vectors out, metered, paced, recorded and replayed as any call.

The question is a typed one whose messages are the texts. What is sent to an embedding endpoint is not a chat, so these
backends have lanes of their own; all else (tries, waits, time limits, what an error means) is that of other calls.
"""

from __future__ import annotations

import asyncio
import base64
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from arena.models._direct_lane import DirectLane, Pool, base_of, priced_tokens
from arena.models._door import Listen, Sampling
from arena.models._lane import Fault, Form, Heard, Lane, meaning
from arena.models._litellm_lane import GRACE_S, LitellmLane
from arena.models._litellm_lane import failure as litellm_failure
from arena.models._providers import key_in_environment, provider_of
from arena.models.remote import RemoteBackend
from arena.schema.assistant_view import Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec
from arena.text.surrogates import without_surrogates

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROMPT = "assistant/embed"
_KIND = "embedding"
"""What litellm's table calls such models."""


class EmbedInputs(Record):
    """Inputs of `assistant/embed`."""

    messages: tuple[Message, ...] = Field(min_length=1)
    """The texts; providers refuse an empty one."""


class Embedding(Record):
    """Answer of `assistant/embed`: a unit vector a text, as base64 of little-endian 16-bit floats.

    Sixteen bits move a cosine by less than 0.001 and keep a journal to a tenth of what decimals would take.
    """

    vectors: tuple[str, ...]


def embed(texts: Sequence[str]) -> Question[Embedding]:
    """Asks for the vectors of texts. A text without anything in it is asked as a full stop."""
    said = (without_surrogates(text).strip() or "." for text in texts)
    return Question(PROMPT, 1, EmbedInputs(messages=tuple(Message(role="user", content=t) for t in said)), Embedding)


def packed(vectors: Sequence[Sequence[float]]) -> Embedding:
    """Vectors, brought to length 1, as an answer. Raises ValueError for one that is empty, zero or not finite."""
    import numpy as np  # noqa: PLC0415  # only where vectors are used

    rows = []
    for vector in vectors:
        row = np.asarray(vector, dtype=np.float64)
        length = float(np.linalg.norm(row)) if row.ndim == 1 and row.size else 0.0
        if not (length > 0 and math.isfinite(length)):
            raise ValueError("a vector without a direction")
        rows.append(base64.b64encode((row / length).astype("<f2").tobytes()).decode("ascii"))
    return Embedding(vectors=tuple(rows))


def unpacked(answer: Embedding) -> NDArray[Any]:
    """An answer as an array of 32-bit floats, texts x dimensions."""
    import numpy as np  # noqa: PLC0415  # only where vectors are used

    return np.stack([np.frombuffer(base64.b64decode(row), dtype="<f2").astype(np.float32) for row in answer.vectors])


class EmbeddingBackend(RemoteBackend):
    """An embedding model behind the door: a `RemoteBackend` on another lane.

    Args:
        spec: which model and where. Its sampling settings mean nothing here.
        how: `sleep`, `on_wait` and `shared` of `RemoteBackend`.
    """

    def __init__(self, spec: ModelSpec, **how: Any) -> None:
        super().__init__(spec, mends=False, **how)

    def _lane_for(self, spec: ModelSpec, pool: Pool, more: Mapping[str, Any]) -> Lane:
        return embedding_lane_for(spec, pool)


def embedding_lane_for(spec: ModelSpec, pool: Pool) -> Lane:
    """The lane that carries a model's embeddings: the direct one where its endpoint speaks the OpenAI protocol."""
    if spec.lane != "litellm" and base_of(spec, _KIND) is not None:
        return DirectEmbeddings(spec, pool)
    return LitellmEmbeddings(spec)


class DirectEmbeddings(DirectLane):
    """Texts to vectors at one endpoint in the OpenAI protocol.

    Args:
        spec: the model; `base_of(spec, "embedding")` is not None.
        pool: connections, shared with other lanes of a run.
    """

    kind = _KIND
    path = "embeddings"

    async def open(self, model: str) -> bool:
        """Read the price list. The form of the answer needs no schema: it is of the protocol."""
        await super().open(model)
        return True

    async def attempt(
        self, sampling: Sampling, messages: Sequence[Message], form: Form | None, listen: Listen | None = None
    ) -> Heard:
        """Ask once; what is heard is an `Embedding` as JSON. Raises as `Lane.attempt` says."""
        try:
            async with asyncio.timeout(self.spec.timeout_s):
                said = await self.post(_body(sampling.model, messages), sampling.model)
        except TimeoutError:
            raise Fault(f"no answer within {self.spec.timeout_s:g} s") from None
        entries = said.get("data") if isinstance(said, dict) else None
        return _heard(entries, len(messages), priced_tokens(said, self.price))


class LitellmEmbeddings(LitellmLane):
    """Texts to vectors through litellm."""

    async def open(self, model: str) -> bool:
        """Import litellm without stopping the event loop."""
        await super().open(model)
        return True

    async def attempt(
        self, sampling: Sampling, messages: Sequence[Message], form: Form | None, listen: Listen | None = None
    ) -> Heard:
        """Ask once; what is heard is an `Embedding` as JSON. Raises as `Lane.attempt` says."""
        litellm = self.library()
        try:
            async with asyncio.timeout(self.spec.timeout_s):
                said = await litellm.aembedding(**self._wanted(sampling, messages))
        except TimeoutError:
            raise Fault(f"no answer within {self.spec.timeout_s:g} s") from None
        except litellm.exceptions.openai.OpenAIError as error:
            raise meaning(litellm_failure(error), sampling.model, with_form=False) from None
        tokens = getattr(getattr(said, "usage", None), "prompt_tokens", None) or None
        cost = said._hidden_params.get("response_cost") if tokens else None
        return _heard(getattr(said, "data", None), len(messages), (tokens, None if cost is None else float(cost)))

    def _wanted(self, sampling: Sampling, messages: Sequence[Message]) -> dict[str, Any]:
        texts = [message.content for message in messages]
        wanted: dict[str, Any] = {"model": sampling.model, "input": texts, "encoding_format": "float"}
        wanted |= {"timeout": self.spec.timeout_s + GRACE_S, "max_retries": 0, "num_retries": 0, "drop_params": True}
        if self.spec.api_base:
            wanted["api_base"] = self.spec.api_base
            if key_in_environment(provider_of(sampling.model)) is None:
                wanted["api_key"] = "none"
        return wanted


def _body(model: str, messages: Sequence[Message]) -> dict[str, Any]:
    texts = [message.content for message in messages]
    return {"model": model.partition("/")[2], "input": texts, "encoding_format": "float"}


def _heard(entries: Any, wanted: int, metered: tuple[int | None, float | None]) -> Heard:
    """The vectors in the order of the texts. Raises Fault where they are not one each."""
    try:
        numbered = sorted(entries, key=lambda entry: int(entry["index"]))
        answer = packed([entry["embedding"] for entry in numbered])
    except (TypeError, ValueError, KeyError):
        raise Fault("a body that holds no vectors", is_there=True) from None
    if len(answer.vectors) != wanted or len({len(row) for row in answer.vectors}) != 1:
        raise Fault(f"{len(answer.vectors)} vectors for {wanted} texts", is_there=True)
    tokens, cost = metered
    return Heard(answer.model_dump_json(), False, tokens, None if tokens is None else 0, cost)
