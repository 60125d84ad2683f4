"""One attempt at one call in the OpenAI protocol itself, over one pool of connections.

For endpoints that speak it: OpenAI, vLLM, SGLang, llama.cpp, Ollama (at `/v1`), a litellm proxy. litellm takes some ten
times the processor time for the same call, and four seconds and 150 MB to import (docs/decisions/0046).
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic_core import to_json

from arena.models._body import failure, in_pieces, whole, without_thoughts
from arena.models._door import Listen, Sampling
from arena.models._lane import Failure, Fault, Form, Heard, declined, meaning, short
from arena.models._providers import key_in_environment, provider_of
from arena.models.prices import TokenPrice, listing, price_of
from arena.schema.assistant_view import Message
from arena.schema.run import ModelSpec
from arena.text.surrogates import without_surrogates

if TYPE_CHECKING:
    from aiohttp import ClientSession

_OPENAI = "https://api.openai.com/v1"
_BASES = MappingProxyType(
    {
        "openai": ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
        "hosted_vllm": ("HOSTED_VLLM_API_BASE",),
        "lm_studio": ("LM_STUDIO_API_BASE",),
        "litellm_proxy": ("LITELLM_PROXY_API_BASE",),
        "llamafile": ("LLAMAFILE_API_BASE",),
    }
)
"""Provider that speaks the protocol -> variables that may name its endpoint."""
_KEPT_OPEN_S = 30.0
_KEEPALIVE = (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 45_000))
"""A peer that is gone (the machine slept, the network changed) is noticed within a minute instead of never."""
_MORE_DIALECT = 3
"""Parameters that an endpoint may turn down before its refusal is final."""
_STREAM: Mapping[str, Any] = MappingProxyType({"stream": True, "stream_options": {"include_usage": True}})


def base_of(spec: ModelSpec, kind: str = "chat") -> str | None:
    """Where this model's endpoint speaks the OpenAI protocol; None where litellm has to carry the call.

    Args:
        spec: the model.
        kind: what it is asked for, as litellm's table calls it: `chat` or `embedding`.
    """
    provider = provider_of(spec.id)
    if provider not in _BASES:
        return None
    named = next((value for name in _BASES[provider] if (value := os.environ.get(name, "").strip())), None)
    if base := spec.api_base or named:
        return base.rstrip("/")
    return _OPENAI if provider == "openai" and _serves(spec.id, kind) else None


def _serves(model: str, kind: str) -> bool:
    """Whether OpenAI serves the model as this kind; some it serves under another protocol only."""
    return not model.startswith("openai/responses/") and listing(model).get("mode", kind) == kind


@dataclass(slots=True)
class Pool:
    """The connections of a run: one session for each event loop, opened when first needed."""

    _sessions: dict[asyncio.AbstractEventLoop, ClientSession] = field(default_factory=dict)

    def session(self) -> ClientSession:
        """The session of the running loop."""
        loop = asyncio.get_running_loop()
        found = self._sessions.get(loop)
        if found is None or found.closed:
            found = self._sessions[loop] = _session()
        return found

    async def close(self) -> None:
        """Close the connections of the running loop; twice is harmless."""
        found = self._sessions.pop(asyncio.get_running_loop(), None)
        if found is not None:
            await found.close()


def _session() -> ClientSession:
    from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector  # noqa: PLC0415  # heavy

    connector = TCPConnector(
        limit=0,  # how many at once is the pace's business
        keepalive_timeout=_KEPT_OPEN_S,
        ttl_dns_cache=300,
        ssl=_trust(),
        socket_factory=_socket,
    )
    timeout = ClientTimeout(total=None)  # there is one place where time runs out
    return ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar(), raise_for_status=False)


def _trust() -> ssl.SSLContext:
    """Certificates: those that `SSL_CERT_FILE` names, else certifi's beside the system's."""
    trust = ssl.create_default_context()
    if "SSL_CERT_FILE" not in os.environ:
        import certifi  # noqa: PLC0415

        trust.load_verify_locations(certifi.where())
    return trust


def _socket(address: tuple[Any, ...]) -> socket.socket:
    family, kind, protocol = address[:3]
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE:
        if hasattr(socket, name):  # not every system has them all
            made.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return made


class DirectLane:
    """Calls to one endpoint in the OpenAI protocol.

    Args:
        spec: the model; `base_of(spec)` is not None.
        pool: connections, shared with other lanes of a run.
        more: `extra_headers`, `extra_body` and `api_key` of each request, as litellm calls them.
    """

    kind: ClassVar[str] = "chat"
    path: ClassVar[str] = "chat/completions"

    def __init__(self, spec: ModelSpec, pool: Pool, more: Mapping[str, Any] = MappingProxyType({})) -> None:
        base = base_of(spec, self.kind)
        if base is None:
            raise ValueError(f"{spec.id} is not served in the OpenAI protocol")
        self.spec = spec
        self._pool = pool
        self._more = more
        self._provider = provider_of(spec.id)
        self._official = base == _OPENAI
        self._url = f"{base}/{self.path}"
        self._proxy = _proxy_for(self._url)
        self.price: TokenPrice | None = None
        self._left_out: set[str] = set()
        self._streams = True
        """Whether pieces may be asked for: not where they are refused, nor where nobody counts their tokens."""
        self._length = "max_completion_tokens" if self._official else "max_tokens"

    async def open(self, model: str) -> bool:
        """Read the price list; whether the model takes schemas. Servers of one's own are asked and may decline."""
        self.price = await asyncio.to_thread(price_of, model)
        return not self._official or bool(listing(model).get("supports_response_schema", not listing(model)))

    async def attempt(
        self, sampling: Sampling, messages: Sequence[Message], form: Form | None, listen: Listen | None = None
    ) -> Heard:
        """Ask once. Raises as `Lane.attempt` says."""
        try:
            async with asyncio.timeout(self.spec.timeout_s):
                completion = await self._completion(sampling, messages, form, listen)
        except TimeoutError:
            raise Fault(f"no answer within {self.spec.timeout_s:g} s") from None
        return _heard(completion, self.price)

    async def close(self) -> None:
        """Close the pool's connections on this event loop."""
        await self._pool.close()

    async def post(self, body: Mapping[str, Any], model: str) -> Any:
        """The JSON that this request is answered with. Raises as `attempt` does."""
        answer = await self._post(body, None)
        if isinstance(answer, Failure):
            raise meaning(answer, model, with_form=False)
        return answer

    async def _completion(
        self, sampling: Sampling, messages: Sequence[Message], form: Form | None, listen: Listen | None
    ) -> Any:
        for left in reversed(range(_MORE_DIALECT + bool(listen))):
            heard = listen if self._streams else None
            body = {**self._body(sampling, messages, form), **(_STREAM if heard else {})}
            answer = await self._post(body, heard)
            if not isinstance(answer, Failure):
                return answer
            if not (left and self._learns(answer, body)):
                raise meaning(answer, sampling.model, bool(form))
        raise AssertionError("the last round returns or raises")

    def _body(self, sampling: Sampling, messages: Sequence[Message], form: Form | None) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": sampling.model.partition("/")[2],
            "messages": [{"role": m.role, "content": without_surrogates(m.content)} for m in messages],
            self._length: sampling.max_tokens,
        }
        if sampling.temperature is not None:
            body["temperature"] = sampling.temperature
        if form:
            body["response_format"] = form
        kept = {name: value for name, value in body.items() if name not in self._left_out}
        return {**kept, **self._more.get("extra_body", {})}

    async def _post(self, body: Mapping[str, Any], listen: Listen | None) -> Any:
        """The completion, or the Failure that came in its place."""
        from aiohttp import ClientError  # noqa: PLC0415  # heavy

        headers = self._headers()
        try:
            async with self._pool.session().post(
                self._url, data=to_json(body), headers=headers, proxy=self._proxy
            ) as response:
                if response.status >= 400:  # where errors begin
                    lowered = {name.lower(): value for name, value in response.headers.items()}
                    return failure(response.status, await response.read(), lowered)
                if listen is None:
                    return await whole(response)
                answer = await in_pieces(response, listen)
        except (ClientError, OSError) as error:
            raise Fault(f"no connection: {short(str(error) or type(error).__name__)}") from None
        if isinstance(answer, dict) and not answer.get("usage"):
            self._streams = False
        return answer

    def _headers(self) -> dict[str, str]:
        key = self._more.get("api_key") or self._key()
        usual = {"Content-Type": "application/json", "Authorization": f"Bearer {key}", **self._account()}
        return {**usual, **self._more.get("extra_headers", {})}

    def _key(self) -> str:
        """The provider's key; servers of one's own may have one and need none."""
        variable = key_in_environment(self._provider) or f"{self._provider.upper()}_API_KEY"
        return os.environ.get(variable, "").strip() or "none"

    def _account(self) -> dict[str, str]:
        """Whose bill it is, where a key belongs to several; only OpenAI itself is told."""
        names = {"OpenAI-Organization": "OPENAI_ORG_ID", "OpenAI-Project": "OPENAI_PROJECT_ID"}
        found = {header: os.environ.get(variable, "") for header, variable in names.items()} if self._official else {}
        return {header: value for header, value in found.items() if value}

    def _learns(self, refusal: Failure, body: Mapping[str, Any]) -> bool:
        """Whether another wording may be taken: some models know one name for the length, no temperature, no stream."""
        if refusal.status not in {400, 422}:
            return False
        if "stream" in body and "stream" in refusal.body.lower():
            self._streams = False
            return True
        if "unsupported" not in refusal.body.lower():
            return False
        other = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}[self._length]
        if other in refusal.body and self._length in body:
            self._length = other
            return True
        if "temperature" in refusal.body and "temperature" in body:
            self._left_out.add("temperature")
            return True
        return False


def _proxy_for(url: str) -> str | None:
    """The proxy that the environment names for this address, looked up once."""
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    return None if proxy is None or proxy_bypass(parts.hostname or "") else proxy


def _heard(completion: Any, price: TokenPrice | None) -> Heard:
    """The parts of a completion that matter here. Raises Fault where there is none, Refused where it says so."""
    choices = completion.get("choices") if isinstance(completion, dict) else None
    if not choices or not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise Fault(_instead(completion), is_there=True)
    message, finish = choices[0].get("message") or {}, choices[0].get("finish_reason")
    declined(message.get("refusal"), finish)
    content = message.get("content")
    text = without_thoughts(content) if isinstance(content, str) else ""
    spoken, written, cost = _metered(completion.get("usage"), price)
    return Heard(text, finish == "length", spoken, written, cost)


def _instead(completion: Any) -> str:
    """What came in place of a completion; some proxies send an error with status 200."""
    error = completion.get("error") if isinstance(completion, dict) else None
    words = error.get("message") if isinstance(error, dict) else error
    return short(words) if isinstance(words, str) and words else "a completion without choices"


def priced_tokens(said: Any, price: TokenPrice | None) -> tuple[int | None, float | None]:
    """(tokens read, US dollars) of an answer to which nothing is written; None where nobody counted."""
    usage = said.get("usage") if isinstance(said, dict) else None
    tokens, _, cost = _metered(usage, price)
    return tokens, cost


def _metered(usage: Any, price: TokenPrice | None) -> tuple[int | None, int | None, float | None]:
    """Tokens in, tokens out, US dollars; no prompt has no tokens, so a zero means that nobody counted."""
    if not isinstance(usage, dict) or not usage.get("prompt_tokens"):
        return None, None, None
    spoken, written = int(usage["prompt_tokens"]), int(usage.get("completion_tokens") or 0)
    details = usage.get("prompt_tokens_details")
    cached = int(details.get("cached_tokens") or 0) if isinstance(details, dict) else 0
    return spoken, written, None if price is None else price.of(spoken, written, cached)
