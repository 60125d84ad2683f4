"""Embedding models over a real socket, on both lanes: what is sent, what comes back, what is metered, what fails."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import MissingKey, TransportFailed
from arena.models import Reply, Sampling, request_for
from arena.models._direct_lane import Pool
from arena.models.embedding import (
    DirectEmbeddings,
    Embedding,
    EmbeddingBackend,
    LitellmEmbeddings,
    embed,
    embedding_lane_for,
    packed,
    unpacked,
)
from arena.models.remote import Pace, Shared
from arena.schema.run import ModelSpec
from tests.model_server import Body, Fail, ModelServer
from tests.models.asking import Ask

MODEL = "openai/text-embedding-3-small"
PRICE = 2e-8
"""US dollars a token, by the list inside litellm."""


def vectors(ask: Ask, *texts: str, **changes: Any) -> Reply[Embedding]:
    spec = ask.spec(id=MODEL, **changes)

    async def run() -> Reply[Embedding]:
        shared = Shared(Pool(), Pace("here"))
        backend = EmbeddingBackend(spec, sleep=ask._sleep, on_wait=ask.told.append, shared=shared)
        question = embed(texts)
        try:
            return await backend.answer(question, request_for(question, Sampling(MODEL)))
        finally:
            await backend.close()

    return asyncio.run(run())


def test_texts_become_unit_vectors_in_their_order_and_are_metered(ask: Ask, model_server: ModelServer) -> None:
    reply = vectors(ask, "aab", "", "b \ud800")
    assert model_server.embedded() == [["aab", ".", "b \ufffd"]]
    assert model_server.bodies()[-1]["model"] == "text-embedding-3-small"
    found = unpacked(reply.answer)
    assert found.shape == (3, 26)
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-3)
    # letters of "aab" are 2.01, 1.01 and 24 times 0.01: length 2.2498
    assert found[0][:3] == pytest.approx([0.89341, 0.44893, 0.00444], abs=5e-4)
    assert (reply.input_tokens, reply.output_tokens, reply.tries) == (4, 0, 1)
    assert reply.cost_usd == pytest.approx(4 * PRICE)


def test_a_crowded_endpoint_is_asked_again_when_it_says(ask: Ask, model_server: ModelServer) -> None:
    model_server.script_embeddings(Fail(429, retry_after="7"), Fail(500))
    assert vectors(ask, "a").tries == 3
    assert ask.slept[0] >= 7
    assert len(model_server.embedded()) == 3


NO_VECTORS = [
    Body(b'{"data": []}'),
    Body(b'{"object": "list", "data": [{"index": 0, "embedding": [0, 0]}], "model": "m"}'),
    Body(b'{"object": "list", "data": [{"index": 0, "embedding": []}], "model": "m"}'),
    Body(b'{"object": "list", "data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1]}], "model": "m"}'),
    Body(b'{"choices": []}'),
    Body(b'{"data": [{"ind'),
]


@pytest.mark.parametrize("body", NO_VECTORS)
def test_what_holds_no_vector_for_each_text_is_a_fault(body: Body, ask: Ask, model_server: ModelServer) -> None:
    model_server.script_embeddings(body, body)
    with pytest.raises(TransportFailed, match="no answer after 2 tries"):
        vectors(ask, "a", max_tries=2)


def test_a_key_that_is_not_taken(ask: Ask, model_server: ModelServer) -> None:
    model_server.script_embeddings(Fail(401, "bad key"))
    with pytest.raises(MissingKey):
        vectors(ask, "a")


@pytest.mark.parametrize(
    ("model", "api_base", "lane"),
    [
        (MODEL, None, DirectEmbeddings),
        ("openai/gpt-4o-mini", None, LitellmEmbeddings),  # no embedding model, and litellm will say so
        ("hosted_vllm/BAAI/bge-m3", "http://127.0.0.1:1/v1", DirectEmbeddings),
        ("cohere/embed-english-v3.0", None, LitellmEmbeddings),
    ],
)
def test_who_carries_it(model: str, api_base: str | None, lane: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    assert isinstance(embedding_lane_for(ModelSpec(id=model, api_base=api_base), Pool()), lane)


@given(st.lists(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-3), min_size=1, max_size=40))
def test_sixteen_bits_are_enough(numbers: list[float]) -> None:
    stored = unpacked(Embedding.model_validate_json(packed([numbers]).model_dump_json()))[0]
    exact = np.asarray(numbers) / np.linalg.norm(numbers)
    assert abs(float(stored @ exact) - 1.0) < 1e-3
    assert len(json.dumps(packed([numbers]).vectors[0])) <= 2 * len(numbers) * 4 / 3 + 8
