"""One attempt at one call through litellm: the lane to every provider."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from arena.errors import Rejected
from arena.models._door import Listen, Sampling
from arena.models._lane import Failure, Fault, Form, FormRejected, Heard, declined, meaning
from arena.models._library import close_clients, load
from arena.models._providers import key_in_environment, provider_of
from arena.schema.assistant_view import Message
from arena.schema.run import ModelSpec
from arena.text.surrogates import without_surrogates

_TAKE_SCHEMAS = frozenset({"ollama", "ollama_chat", "hosted_vllm", "lm_studio"})
"""Providers whose servers constrain output to a schema whatever the model; litellm's table lists models only."""
GRACE_S = 5.0
"""litellm's own time limit lies this much behind ours, so that there is one place where time runs out."""


class LitellmLane:
    """Calls through litellm, which is imported by the first of them (some four seconds, in a thread).

    Args:
        spec: the model.
        more: further arguments of each request, in litellm's names.
    """

    def __init__(self, spec: ModelSpec, more: Mapping[str, Any] = MappingProxyType({})) -> None:
        self.spec = spec
        self._more = more

    async def open(self, model: str) -> bool:
        """Import litellm without stopping the event loop, and find out whether the model takes schemas."""
        litellm = await asyncio.to_thread(load)
        provider = provider_of(model)
        served = provider in _TAKE_SCHEMAS or (provider == "openai" and self.spec.api_base is not None)
        return served or bool(litellm.supports_response_schema(model))

    async def attempt(
        self, sampling: Sampling, messages: Sequence[Message], form: Form | None, listen: Listen | None = None
    ) -> Heard:
        """Ask once. Raises as `Lane.attempt` says.

        `listen` hears nothing here: what litellm makes of a stream has a meter and faults of its own.
        """
        litellm = self.library()
        extra = {**({"response_format": form} if form else {}), **self._more}
        try:
            async with asyncio.timeout(self.spec.timeout_s):
                response = await litellm.acompletion(**{**_arguments(self.spec, sampling, messages), **extra})
        except TimeoutError:
            raise Fault(f"no answer within {self.spec.timeout_s:g} s") from None
        except litellm.exceptions.openai.OpenAIError as error:
            raise meaning(failure(error), sampling.model, bool(form)) from None
        if response is None:  # what litellm makes of a second 422, after a try without the parameters the first named
            raise (FormRejected if form else Rejected)("422: the provider cannot process the request")
        return _heard(response)

    @staticmethod
    def library() -> Any:
        """litellm, imported and quiet."""
        return load()

    async def close(self) -> None:
        """Close the clients that litellm opened on this event loop."""
        await close_clients()


def _arguments(spec: ModelSpec, sampling: Sampling, messages: Sequence[Message]) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": sampling.model,
        "messages": [{"role": m.role, "content": without_surrogates(m.content)} for m in messages],
        "max_tokens": sampling.max_tokens,
        "timeout": spec.timeout_s + GRACE_S,
        "max_retries": 0,
        "num_retries": 0,
        "drop_params": True,
    }
    if sampling.temperature is not None:
        arguments["temperature"] = sampling.temperature
    if spec.api_base:
        arguments["api_base"] = spec.api_base
        if key_in_environment(provider_of(sampling.model)) is None:
            arguments["api_key"] = "none"
    return arguments


def _heard(response: Any) -> Heard:
    """The parts of a completion that matter here. Raises Fault where there is none, Refused where it says so."""
    choices = getattr(response, "choices", None)
    if not choices:
        raise Fault("a completion without choices", is_there=True)
    message, finish = choices[0].message, choices[0].finish_reason
    declined(getattr(message, "refusal", None) or (message.provider_specific_fields or {}).get("refusal"), finish)
    spoken, written, cost = _metered(response)
    text = message.content if isinstance(message.content, str) else ""
    return Heard(text, finish == "length", spoken, written, cost)


def _metered(response: Any) -> tuple[int | None, int | None, float | None]:
    """Tokens in, tokens out, US dollars. litellm writes zeros where the server said nothing; no prompt has none."""
    usage = getattr(response, "usage", None)
    if usage is None or not usage.prompt_tokens:
        return None, None, None
    cost = response._hidden_params.get("response_cost")
    return usage.prompt_tokens, usage.completion_tokens, None if cost is None else float(cost)


def failure(error: Exception) -> Failure:
    """What litellm raised, as the provider said it."""
    status = int(getattr(error, "status_code", None) or 500)
    headers = getattr(error, "litellm_response_headers", None) or {}
    return Failure(status, str(error), f"{error} {getattr(error, 'body', '')}", headers)
