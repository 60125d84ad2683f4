"""One attempt at one call through litellm, and what its failures mean."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any

from arena.errors import CallFailed, MissingKey, Refused, Rejected
from arena.models._door import Sampling
from arena.models._library import load
from arena.models._providers import key_in_environment, provider_of, wanted_variable
from arena.models._secrets import scrub
from arena.schema.assistant_view import Message
from arena.schema.run import ModelSpec
from arena.text.surrogates import without_surrogates

_RETRIED = frozenset({408, 409, 425, 429})
_PREFIX = re.compile(r"^(?:(?:litellm\.)?\w*(?:Error|Exception|Timeout)\s*(?::|-)?\s*)+")
_FILTERED = re.compile(r"content_policy|contentpolicy|content_filter|content management policy|our safety system")
_ABOUT_SCHEMA = re.compile(r"response_format|schema|grammar|guided")
_LONGEST_DETAIL = 300
_GRACE_S = 5.0
"""litellm's own time limit lies this much behind ours, so that there is one place where time runs out."""


class Fault(Exception):
    """Nothing was answered and another try may help.

    Args:
        why: short words with the status, without secrets.
        retry_after_s: how long the server asks to wait, in seconds.
    """

    def __init__(self, why: str, retry_after_s: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.retry_after_s = retry_after_s


class FormRejected(Rejected):
    """The provider does not take the schema that came with the request."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back from one attempt. `None` means that the server did not say."""

    text: str
    cut_off: bool
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None


async def attempt(
    spec: ModelSpec,
    sampling: Sampling,
    messages: Sequence[Message],
    response_format: dict[str, Any] | None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Heard:
    """Ask once, for at most `spec.timeout_s` seconds, a stalled body included; with `more` arguments than the usual.

    Raises:
        Fault: a time-out, a dropped connection, 408, 409, 425, 429, 5xx or a body that is no completion.
        Refused: the model declined, or its provider filtered the answer.
        Rejected: the provider does not take the request; `FormRejected` where its schema is the reason.
        MissingKey: the provider does not take the key (401, 403).
    """
    litellm = load()
    form = {"response_format": response_format} if response_format else {}
    try:
        async with asyncio.timeout(spec.timeout_s):
            response = await litellm.acompletion(**{**_arguments(spec, sampling, messages), **form, **more})
    except TimeoutError:
        raise Fault(f"no answer within {spec.timeout_s:g} s") from None
    except litellm.exceptions.openai.OpenAIError as error:
        raise _meaning(error, sampling.model, bool(form)) from None
    if response is None:  # what litellm makes of a second 422, after a try without the parameters that the first named
        raise (FormRejected if form else Rejected)("422: the provider cannot process the request")
    return _heard(response)


def _arguments(spec: ModelSpec, sampling: Sampling, messages: Sequence[Message]) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": sampling.model,
        "messages": [{"role": m.role, "content": without_surrogates(m.content)} for m in messages],
        "max_tokens": sampling.max_tokens,
        "timeout": spec.timeout_s + _GRACE_S,
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
        raise Fault("a completion without choices")
    message, finish = choices[0].message, choices[0].finish_reason
    refusal = getattr(message, "refusal", None) or (message.provider_specific_fields or {}).get("refusal")
    if refusal or finish == "content_filter":
        raise Refused(_short(refusal or "the provider filtered the answer"))
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


def _meaning(error: Exception, model: str, with_form: bool) -> Fault | CallFailed | MissingKey:
    """What a failure of litellm stands for here."""
    status = int(getattr(error, "status_code", None) or 500)
    words = f"{status}: {_short(str(error))}"
    body = f"{error} {getattr(error, 'body', '')}".lower()
    if _FILTERED.search(body):
        return Refused(words)
    if status in {401, 403}:
        return MissingKey(f"{model}: the provider does not take the key ({words})", next_step=_other_key(model))
    if "insufficient_quota" in body:
        return Rejected(f"no credit left ({words})")
    if status in _RETRIED or status >= 500:
        return Fault(words, _retry_after_s(error))
    if with_form and status in {400, 422} and _ABOUT_SCHEMA.search(body):
        return FormRejected(words)
    return Rejected(words)


def _other_key(model: str) -> str:
    return f"check {wanted_variable(model)}, or run without any key: --model offline"


def _short(text: str) -> str:
    """The first line of an error in a few words, without litellm's class names and without secrets."""
    line = next((line for line in scrub(text).splitlines() if line.strip()), "no reason given")
    return _PREFIX.sub("", line).strip()[:_LONGEST_DETAIL]


def _retry_after_s(error: Exception) -> float | None:
    """Seconds from the `Retry-After` header: a number or a date (RFC 9110, 10.2.3); None without one."""
    headers = getattr(error, "litellm_response_headers", None) or {}
    value = str(headers.get("retry-after", "")).strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())
