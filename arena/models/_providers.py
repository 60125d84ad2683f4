"""Which providers there are and which environment variable holds the key of each.

The usual ones are known here, so that a missing key is reported at once; only for the others litellm is imported.
"""

from __future__ import annotations

import difflib
import os
from types import MappingProxyType

from arena.errors import MissingKey, UsageError
from arena.models._library import load
from arena.schema.run import ModelSpec

OFFLINE = "offline"
_USE_OFFLINE = "or run without any key: --model offline"

_KEYS = MappingProxyType(
    {
        "openai": ("OPENAI_API_KEY",),
        "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
        "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        "azure": ("AZURE_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_AD_TOKEN"),
        "mistral": ("MISTRAL_API_KEY",),
        "groq": ("GROQ_API_KEY",),
        "openrouter": ("OPENROUTER_API_KEY", "OR_API_KEY"),
        "deepseek": ("DEEPSEEK_API_KEY",),
        "together_ai": ("TOGETHERAI_API_KEY", "TOGETHER_API_KEY", "TOGETHER_AI_API_KEY"),
        "xai": ("XAI_API_KEY",),
        "cerebras": ("CEREBRAS_API_KEY",),
        "ollama": (),
        "ollama_chat": (),
        "hosted_vllm": (),
        "lm_studio": (),
        "llamafile": (),
        "bedrock": (),  # these two sign with whatever credentials the machine has; litellm finds them
        "vertex_ai": (),
    }
)
"""Provider -> variables of which any one will do; none where no key is needed."""


def provider_of(model: str) -> str:
    """The prefix of a litellm model id such as `openai/gpt-4o-mini`; empty when there is none."""
    provider, slash, name = model.partition("/")
    return provider if slash and name else ""


def key_in_environment(provider: str) -> str | None:
    """The variable that holds this provider's key now, if one of the usual ones does."""
    return next((name for name in _KEYS.get(provider, ()) if os.environ.get(name, "").strip()), None)


def wanted_variable(model: str) -> str:
    """The variable to set for this model, `the provider's key` where it is not one of the usual ones."""
    return next(iter(_KEYS.get(provider_of(model), ())), "the provider's key")


def known_model(spec: ModelSpec) -> None:
    """Refuse an id that cannot be a model: no provider in front, or one that does not exist. Raises UsageError."""
    if spec.id == OFFLINE:
        return
    provider = provider_of(spec.id)
    if not provider:
        raise UsageError(
            f"{spec.id!r} is no model id",
            choices=_guesses(spec.id),
            next_step="write provider/model, such as openai/gpt-4o-mini, " + _USE_OFFLINE,
        )
    if provider not in _KEYS and provider not in (providers := _all_providers()):
        raise UsageError(
            f"there is no model provider {provider!r}",
            choices=tuple(difflib.get_close_matches(provider, sorted({*providers, *_KEYS}), 5)) or tuple(_KEYS)[:5],
            next_step="write provider/model, such as openai/gpt-4o-mini, " + _USE_OFFLINE,
        )


def check_key(spec: ModelSpec) -> None:
    """Make sure, before any call is paid, that a key is set where one is needed.

    A model with an `api_base` needs none: local servers rarely check, and those that do will say so.

    Raises:
        MissingKey: names the variable to set.
    """
    provider = provider_of(spec.id)
    if spec.id == OFFLINE or spec.api_base:
        return
    missing = _missing(spec.id, provider)
    if missing:
        raise MissingKey(
            f"{spec.id} needs a key and {missing} is not set",
            next_step=f"set it (export {missing.split(' ', maxsplit=1)[0]}=...), " + _USE_OFFLINE,
        )


def _missing(model: str, provider: str) -> str:
    """The variables to set, as words; empty when nothing is missing."""
    if provider in _KEYS:
        names = _KEYS[provider]
        return "" if not names or key_in_environment(provider) else " or ".join(names)
    return " and ".join(load().validate_environment(model)["missing_keys"])


def _guesses(model: str) -> tuple[str, ...]:
    """Where a bare name might belong."""
    name = model.strip("/")
    if name != model or not name:
        return ()
    near = difflib.get_close_matches(name, [OFFLINE], 1, 0.7)
    home = {"claude": "anthropic", "gemini": "gemini", "mistral": "mistral", "llama": "ollama"}
    return (*near, f"{next((p for word, p in home.items() if name.startswith(word)), 'openai')}/{name}")


def _all_providers() -> frozenset[str]:
    return frozenset(str(getattr(entry, "value", entry)) for entry in load().provider_list)
