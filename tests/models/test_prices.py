"""Prices are litellm's own, and unknown is not free."""

import subprocess
import sys

import pytest

from arena.models.prices import TokenPrice, is_billed, price_of
from arena.schema.run import ModelSpec


@pytest.mark.parametrize(
    "model",
    [
        "openai/gpt-4o-mini",
        "anthropic/claude-sonnet-4-5",
        "azure/gpt-4o",
        "gemini/gemini-2.5-flash",
        "mistral/mistral-small-latest",
        "deepseek/deepseek-chat",
        "ollama/llama3.1",
    ],
)
def test_a_price_is_what_litellm_meters(model: str) -> None:
    from arena.models._library import load

    price = price_of(model)
    assert price is not None
    spoken, written = load().cost_per_token(model=model, prompt_tokens=1000, completion_tokens=100)
    assert price.of(1000, 100) == pytest.approx(spoken + written)


@pytest.mark.parametrize("model", ["openai/test", "hosted_vllm/x", "openai/claude-sonnet-4-5", "offline", "nonsense/y"])
def test_unknown_is_not_free(model: str) -> None:
    assert price_of(model) is None


def test_what_is_billed() -> None:
    assert is_billed(ModelSpec(id="openai/test"))
    assert not is_billed(ModelSpec(id="openai/test", api_base="http://127.0.0.1:1/v1"))
    assert not is_billed(ModelSpec(id="ollama/llama3.1"))
    assert not is_billed(ModelSpec())


def test_looking_up_a_price_does_not_import_litellm() -> None:
    code = "import sys, arena.models.prices as p; p.price_of('openai/gpt-4o'); print('litellm' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_dollars_of_tokens() -> None:
    # 1000 tokens at 2 dollars a million and 500 at 10: 0.002 + 0.005
    assert TokenPrice(2e-6, 10e-6).of(1000, 500) == pytest.approx(0.007)
