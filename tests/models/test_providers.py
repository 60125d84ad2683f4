"""Unknown models and missing keys are found before anything is paid."""

from __future__ import annotations

import pytest

from arena.errors import MissingKey, UsageError
from arena.models.remote import check_key, known_model
from arena.schema.run import ModelSpec


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "GEMINI_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("DEEPINFRA_API_KEY", raising=False)


@pytest.mark.parametrize(
    "model",
    ["offline", "openai/gpt-4o-mini", "ollama/llama3.2", "hosted_vllm/Qwen/Qwen3-8B", "openrouter/a/b", "deepinfra/x"],
)
def test_models_that_can_be(model: str) -> None:
    known_model(ModelSpec(id=model))


@pytest.mark.parametrize(
    ("model", "choice"),
    [
        ("gpt-4o", "openai/gpt-4o"),
        ("claude-sonnet-4", "anthropic/claude-sonnet-4"),
        ("ofline", "offline"),
        ("opnai/gpt-4o", "openai"),
        ("antropic/claude", "anthropic"),
    ],
)
def test_models_that_cannot_be(model: str, choice: str) -> None:
    with pytest.raises(UsageError) as caught:
        known_model(ModelSpec(id=model))
    assert choice in caught.value.choices
    assert "offline" in caught.value.next_step


@pytest.mark.parametrize("model", ["", "/", "openai/", "/gpt-4o"])
def test_halves_of_model_ids(model: str) -> None:
    with pytest.raises(UsageError, match="no model id"):
        known_model(ModelSpec(id=model))


@pytest.mark.parametrize(
    ("model", "variable"),
    [
        ("openai/gpt-4o", "OPENAI_API_KEY"),
        ("anthropic/claude-sonnet-4", "ANTHROPIC_API_KEY"),
        ("gemini/gemini-2.0-flash", "GEMINI_API_KEY or GOOGLE_API_KEY"),
        ("deepinfra/x", "DEEPINFRA_API_KEY"),
    ],
)
def test_a_missing_key_is_named(model: str, variable: str) -> None:
    with pytest.raises(MissingKey) as caught:
        check_key(ModelSpec(id=model))
    assert variable in caught.value.fact
    assert "--model offline" in caught.value.next_step


def test_any_of_the_variables_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", "x")
    check_key(ModelSpec(id="gemini/gemini-2.0-flash"))


def test_an_empty_key_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", " ")
    with pytest.raises(MissingKey):
        check_key(ModelSpec(id="openai/gpt-4o"))


@pytest.mark.parametrize(
    "spec",
    [
        ModelSpec(),
        ModelSpec(id="ollama/llama3.2"),
        ModelSpec(id="openai/anything", api_base="http://127.0.0.1:1/v1"),
    ],
)
def test_what_needs_no_key(spec: ModelSpec) -> None:
    check_key(spec)
