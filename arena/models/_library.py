"""The litellm library itself: imported late, kept quiet, its connections closed.

litellm keeps its HTTP clients for the life of the process; here they end with the event loop that opened them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import warnings
from functools import cache
from typing import Any

_ENVIRONMENT = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    "LITELLM_MODE": "PRODUCTION",  # in its other mode litellm reads a .env file from wherever one stands
}
_LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "openai", "httpx", "aiohttp", "httpcore")


@cache
def load() -> Any:
    """The litellm module, imported now (some four seconds) and made quiet.

    No price list is fetched, nothing is reported anywhere, nothing is printed, and it never retries by itself.
    """
    os.environ.update(_ENVIRONMENT)
    import litellm  # noqa: PLC0415  # heavy

    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.drop_params = True
    litellm.num_retries = 0
    litellm.DEFAULT_MAX_RETRIES = 0  # of embeddings, where a zero that is asked for counts as none given
    litellm.callbacks = []
    # A call that is cancelled while litellm prepares it leaves a coroutine of litellm's behind, and Python says so.
    warnings.filterwarnings("ignore", message=r"coroutine 'OpenAIChatCompletion\.", category=RuntimeWarning)
    # pydantic remarks on a type of the openai package, once, in the middle of whatever is on screen.
    warnings.filterwarnings("ignore", message=r"Item '\w+' on TypedDict class .* `ReadOnly`", category=UserWarning)
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return litellm


async def close_clients() -> None:
    """Close the HTTP clients that litellm opened on the running event loop, and forget them.

    A client left open outlives its event loop, warns when collected and can crash the interpreter at exit. Whoever asks
    again on this loop gets a new one.
    """
    litellm = sys.modules.get("litellm")
    if litellm is None:
        return
    cache = litellm.in_memory_llm_clients_cache
    mine = f"-{id(asyncio.get_running_loop())}"
    for key in [key for key in cache.cache_dict if key.endswith(mine)]:
        client = cache.cache_dict[key]
        cache.delete_cache(key)
        await client.close()
