"""A lane: one way to put one attempt of a call on the wire, and what its failures mean.

There are two. `_direct_lane` speaks the OpenAI protocol itself; `_litellm_lane` goes through litellm to every other
provider. Whatever stands here holds for both, and one suite of tests runs against both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, Protocol

from arena.errors import CallFailed, MissingKey, Refused, Rejected
from arena.models._door import Listen, Sampling
from arena.models._providers import wanted_variable
from arena.models._secrets import scrub
from arena.schema.assistant_view import Message

_RETRIED = frozenset({408, 409, 425, 429})
_PREFIX = re.compile(r"^(?:(?:litellm\.)?\w*(?:Error|Exception|Timeout)\s*(?::|-)?\s*)+")
_FILTERED = re.compile(r"content_policy|contentpolicy|content_filter|content management policy|our safety system")
_ABOUT_SCHEMA = re.compile(r"response_format|schema|grammar|guided")
_HOPELESS = MappingProxyType(
    {"insufficient_quota": "no credit left", "request too large": "more than a whole minute's tokens"}
)
"""What a 429 says that no waiting helps against -> what it means."""
_LONGEST_DETAIL = 300

Form = dict[str, Any]
"""The `response_format` argument."""


class Fault(Exception):
    """Nothing was answered and another try may help.

    Args:
        why: short words with the status, without secrets.
        retry_after_s: how long the server asks to wait, in seconds.
        crowded: whether the provider said that it gets too many requests.
        is_there: whether the endpoint did say something, though no answer: it fails over this call and is not down.
    """

    def __init__(
        self, why: str, retry_after_s: float | None = None, *, crowded: bool = False, is_there: bool = False
    ) -> None:
        super().__init__(why)
        self.why = why
        self.retry_after_s = retry_after_s
        self.crowded = crowded
        self.is_there = is_there


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


class Lane(Protocol):
    """One way to a model, for all calls of a backend."""

    async def open(self, model: str) -> bool:
        """Make ready; whether the model takes a schema with its request."""
        ...

    async def attempt(
        self, sampling: Sampling, messages: Sequence[Message], form: Form | None, listen: Listen | None = None
    ) -> Heard:
        """Ask once, for at most the specification's `timeout_s` seconds, a stalled body included.

        `listen` is told of the words as they come, where the lane can hear them one by one; what is heard in the end
        is the same.

        Raises:
            Fault: a time-out, a dropped connection, 408, 409, 425, 429, 5xx or a body that is no completion.
            Refused: the model declined, or its provider filtered the answer.
            Rejected: the provider does not take the request; `FormRejected` where its schema is the reason.
            MissingKey: the provider does not take the key (401, 403).
        """
        ...

    async def close(self) -> None:
        """Give back the connections of this event loop; twice is harmless, and another attempt opens new ones."""
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is an error. `body` is everything that was said, `words` what a person should read of it."""

    status: int
    words: str
    body: str
    headers: Mapping[str, str]


_BROKEN = 500
"""The server's own failure; 502 to 504 are said by what stands before a server that is not there."""


def meaning(failure: Failure, model: str, with_form: bool) -> Fault | CallFailed | MissingKey:
    """What an error of the provider stands for here."""
    words = f"{failure.status}: {short(failure.words)}"
    body, status = failure.body.lower(), failure.status
    if _FILTERED.search(body):
        return Refused(words)
    if status in {401, 403}:
        return MissingKey(f"{model}: the provider does not take the key ({words})", next_step=_other_key(model))
    if hopeless := next((why for part, why in _HOPELESS.items() if part in body and status == 429), ""):
        return Rejected(f"{hopeless} ({words})")
    if status in _RETRIED or status >= 500:
        asked_wait = retry_after_s(failure.headers)
        return Fault(words, asked_wait, crowded=status in {429, 529}, is_there=status == _BROKEN)
    if with_form and status in {400, 422} and _ABOUT_SCHEMA.search(body):
        return FormRejected(words)
    return Rejected(words)


def declined(refusal: object, finish: object) -> None:
    """Raise Refused where the model or its provider declined."""
    if refusal or finish == "content_filter":
        raise Refused(short(str(refusal or "the provider filtered the answer")))


def short(text: str) -> str:
    """The first line of an error in a few words, without class names and without secrets."""
    line = next((line for line in scrub(text).splitlines() if line.strip()), "no reason given")
    return _PREFIX.sub("", line).strip()[:_LONGEST_DETAIL]


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds from the `Retry-After` header: a number or a date (RFC 9110, 10.2.3); None without one.

    OpenAI and Azure say it to the millisecond beside it, in `retry-after-ms`. A date is held against the server's own
    `Date`, where it says one: this machine's clock may be wrong.
    """
    exactly, value = (str(headers.get(name, "")).strip() for name in ("retry-after-ms", "retry-after"))
    if re.fullmatch(r"\d+(\.\d+)?", exactly):
        return float(exactly) / 1000
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    when = _date(value)
    return (
        None if when is None else max(0.0, (when - (_date(headers.get("date")) or datetime.now(UTC))).total_seconds())
    )


def _date(value: object) -> datetime | None:
    try:
        return parsedate_to_datetime(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _other_key(model: str) -> str:
    return f"check {wanted_variable(model)}, or run without any key: --model offline"
