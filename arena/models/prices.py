"""What a model's tokens cost: litellm's own table, read from the installed package, never from the network.

Calls are metered by litellm with the same table. It is read as a file, because importing litellm takes four seconds
and a forecast should not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from arena.models._library import load
from arena.models._providers import provider_of
from arena.schema.run import ModelSpec

_TABLE = "model_prices_and_context_window_backup.json"

FREE = frozenset({"offline", "human", "replay"})
"""Models that no provider is asked for: they take no tokens and no money."""
_OWN_SERVERS = ("ollama", "ollama_chat", "hosted_vllm", "lm_studio", "llamafile")
"""Providers that are programs on the user's own machines."""


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """US dollars for one token read and one token written, and for one that the provider had in its prompt cache."""

    input_usd: float
    output_usd: float
    cached_usd: float | None = None

    def of(self, input_tokens: float, output_tokens: float, cached_tokens: float = 0) -> float:
        """US dollars for so many tokens; the cached ones are among those read."""
        saved = 0.0 if self.cached_usd is None else cached_tokens * (self.input_usd - self.cached_usd)
        return input_tokens * self.input_usd + output_tokens * self.output_usd - saved


def price_of(model: str) -> TokenPrice | None:
    """List price of a litellm model id; None when it is not in the table, which is not the same as free."""
    return _price(listing(model))


def listing(model: str) -> Mapping[str, Any]:
    """What litellm's table says of a model id; empty when it is not in it."""
    provider = provider_of(model)
    if not provider:
        return {}
    table = _table()
    if model in table:
        return table[model]
    entry = table.get(model.removeprefix(f"{provider}/"), {})
    return entry if _is_of(str(entry.get("litellm_provider", "")), provider) else {}


def is_billed(spec: ModelSpec) -> bool:
    """Whether somebody sends a bill: a provider's own endpoint, not a server that the user named or runs."""
    return spec.api_base is None and provider_of(spec.id) not in {"", *_OWN_SERVERS}


def _is_of(listed: str, provider: str) -> bool:
    """The table writes `vertex_ai-language-models` and `bedrock_converse` for some providers' families."""
    return listed == provider or listed.startswith((f"{provider}-", f"{provider}_"))


def _price(entry: Mapping[str, Any]) -> TokenPrice | None:
    spoken, written = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not isinstance(spoken, int | float) or not isinstance(written, int | float):
        return None
    cached = entry.get("cache_read_input_token_cost")
    return TokenPrice(float(spoken), float(written), float(cached) if isinstance(cached, int | float) else None)


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    found = find_spec("litellm")
    path = Path(found.origin).parent / _TABLE if found is not None and found.origin else Path(_TABLE)
    try:
        table: Mapping[str, Mapping[str, Any]] = json.loads(path.read_bytes())
    except (OSError, ValueError):  # a version that keeps it elsewhere
        table = load().model_cost
    return table
