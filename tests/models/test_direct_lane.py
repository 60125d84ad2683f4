"""The lane that speaks the OpenAI protocol itself: whom it serves, what it says there, what it learns."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest

from arena.errors import Rejected, TransportFailed
from arena.models._direct_lane import DirectLane, Pool, base_of
from arena.models._litellm_lane import LitellmLane
from arena.models.remote import Pace, RemoteBackend, Shared, lane_for
from arena.schema.question import Prose, Question
from arena.schema.run import ModelSpec
from tests.model_server import Body, Fail, ModelServer, Say
from tests.models.asking import Ask, Nothing, request, spec_for

VARIABLES = ("OPENAI_BASE_URL", "OPENAI_API_BASE", "HOSTED_VLLM_API_BASE", "LM_STUDIO_API_BASE", "OPENAI_API_KEY")


@pytest.fixture(autouse=True)
def no_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def direct(model_server: ModelServer) -> Ask:
    return Ask(model_server.url)


@pytest.mark.parametrize(
    ("model", "api_base", "served_at"),
    [
        ("openai/gpt-4o-mini", None, "https://api.openai.com/v1"),
        ("openai/gpt-99", None, "https://api.openai.com/v1"),  # newer than the price list
        ("openai/llama", "http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000/v1"),
        ("hosted_vllm/Qwen/Qwen3-8B", "http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("hosted_vllm/Qwen/Qwen3-8B", None, None),  # litellm says what is missing
        ("openai/o1-pro", None, None),  # served under another protocol only
        ("openai/responses/gpt-4o", None, None),
        ("anthropic/claude-sonnet-4-5", None, None),
        ("anthropic/claude-sonnet-4-5", "http://127.0.0.1:8000", None),  # a proxy in Anthropic's protocol
        ("ollama/llama3.2", "http://127.0.0.1:11434", None),
        ("azure/gpt-4o", "https://x.openai.azure.com", None),
    ],
)
def test_whom_it_serves(model: str, api_base: str | None, served_at: str | None) -> None:
    spec = ModelSpec(id=model, api_base=api_base)
    assert base_of(spec) == served_at
    assert isinstance(lane_for(spec, Pool()), DirectLane if served_at else LitellmLane)
    assert isinstance(lane_for(spec.model_copy(update={"lane": "litellm"}), Pool()), LitellmLane)


def test_an_endpoint_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("HOSTED_VLLM_API_BASE", "http://127.0.0.1:2/v1")
    assert base_of(ModelSpec(id="openai/x")) == "http://127.0.0.1:1/v1"
    assert base_of(ModelSpec(id="hosted_vllm/x")) == "http://127.0.0.1:2/v1"
    assert base_of(ModelSpec(id="openai/x", api_base="http://127.0.0.1:3/v1")) == "http://127.0.0.1:3/v1"


def test_a_call_does_not_import_litellm(model_server: ModelServer) -> None:
    code = (
        "import asyncio, sys\nfrom arena.models.remote import ping\nfrom arena.schema.run import ModelSpec\n"
        "print(asyncio.run(ping(ModelSpec(id='openai/gpt-4o-mini', api_base=sys.argv[1]))))\n"
        "assert 'litellm' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, model_server.url], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("answered in ")


def test_the_key_of_a_server_of_ones_own(
    model_server: ModelServer, direct: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOSTED_VLLM_API_KEY", "token-abc")
    direct(Prose, id="hosted_vllm/Qwen/Qwen3-8B")
    assert model_server.requests[0].headers["authorization"] == "Bearer token-abc"
    assert model_server.bodies()[0]["model"] == "Qwen/Qwen3-8B"


def test_parameters_that_a_model_does_not_know_are_learned_once(model_server: ModelServer, direct: Ask) -> None:
    """As OpenAI words it for its reasoning models."""

    def picky(body: dict[str, Any]) -> Any:
        if "max_tokens" in body:
            name, other = "max_tokens", "max_completion_tokens"
            return Fail(
                400, f"Unsupported parameter: '{name}' is not supported with this model. Use '{other}' instead."
            )
        if "temperature" in body:
            return Fail(400, "Unsupported value: 'temperature' does not support 0.7 with this model.")
        return "Hello."

    model_server.responder = picky
    replies = direct.many(Prose, 1, temperature=0.7, max_tokens=50)
    assert (replies[0].answer.text, replies[0].tries) == ("Hello.", 1)
    assert [sorted({"max_tokens", "max_completion_tokens", "temperature"} & set(b)) for b in model_server.bodies()] == [
        ["max_tokens", "temperature"],
        ["max_completion_tokens", "temperature"],
        ["max_completion_tokens"],
    ]
    assert model_server.bodies()[-1]["max_completion_tokens"] == 50


def test_a_model_that_takes_neither_name_is_not_asked_for_ever(model_server: ModelServer, direct: Ask) -> None:
    model_server.responder = lambda body: Fail(400, "unsupported: max_tokens and max_completion_tokens")
    with pytest.raises(Rejected, match="unsupported"):
        direct(Prose)
    assert len(model_server.requests) == 3


def test_an_error_with_status_200_is_tried_again(model_server: ModelServer, direct: Ask) -> None:
    model_server.script(Body(b'{"error": {"message": "upstream is busy", "code": 502}}'), Say("Hello."))
    assert direct(Prose).tries == 2
    assert direct.told[0].why == "upstream is busy"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"object": "error", "message": "no such model"}', "404: no such model"),  # vLLM before 0.10
        (b'{"detail": "Not Found"}', "404: Not Found"),  # FastAPI
        (b"<html>\n<h1>Not here</h1>", "404: <html>"),
        (b"", "404: no reason given"),
    ],
)
def test_errors_in_other_words(model_server: ModelServer, direct: Ask, body: bytes, words: str) -> None:
    model_server.script(Body(body, 404))
    with pytest.raises(Rejected) as caught:
        direct(Prose)
    assert caught.value.fact == words


def test_connections_are_kept_and_a_stale_one_is_replaced(model_server: ModelServer) -> None:
    """As after an hour of sleep: the other side has hung up meanwhile, and nobody noticed."""

    async def before_and_after() -> list[int]:
        backend, question = RemoteBackend(spec_for(model_server.url)), Question("test/mood", 1, Nothing(), Prose)
        opened = []
        for _ in range(3):
            await backend.answer(question, request(spec_for(model_server.url)))
            opened.append(model_server.connections)
        model_server.hang_up()
        await backend.answer(question, request(spec_for(model_server.url)))
        opened.append(model_server.connections)
        await backend.close()
        return opened

    assert asyncio.run(before_and_after()) == [1, 1, 1, 2]


def test_two_models_share_the_pool(model_server: ModelServer) -> None:
    async def ask_both() -> int:
        shared, question = Shared(Pool(), Pace("here")), Question("test/mood", 1, Nothing(), Prose)
        specs = [spec_for(model_server.url, temperature=t) for t in (0.0, 0.7)]
        for backend in [RemoteBackend(spec, shared=shared) for spec in specs]:
            await backend.answer(question, request(specs[0]))
        await shared.pool.close()
        shared.pace.close()
        return model_server.connections

    assert asyncio.run(ask_both()) == 1


def test_no_connection_says_where_to(direct: Ask) -> None:
    direct.url = "http://127.0.0.1:9/v1"
    with pytest.raises(TransportFailed, match=r"no connection: .*127\.0\.0\.1:9"):
        direct(Prose, max_tries=1)
