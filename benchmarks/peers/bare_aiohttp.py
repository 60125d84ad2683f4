"""The floor: two POSTs an exchange over one session, nothing else."""

import time

BEGAN = time.perf_counter()

import asyncio

import aiohttp
from _measure import ASSISTANT, OPENING, USER, measure


async def _ask(session: aiohttp.ClientSession, url: str, system: str, messages: list[dict[str, str]]) -> str:
    body = {"model": "mock", "messages": [{"role": "system", "content": system}, *messages], "max_tokens": 1500}
    async with session.post(f"{url}/chat/completions", json=body) as response:
        return str((await response.json())["choices"][0]["message"]["content"])


def _mirrored(talk: list[dict[str, str]]) -> list[dict[str, str]]:
    other = {"user": "assistant", "assistant": "user"}
    return [{"role": other[m["role"]], "content": m["content"]} for m in talk]


async def _converse(url: str, exchanges: int) -> int:
    talk: list[dict[str, str]] = []
    async with aiohttp.ClientSession() as session:
        for _ in range(exchanges):
            said = await _ask(session, url, USER, _mirrored(talk) or [{"role": "user", "content": OPENING}])
            talk.append({"role": "user", "content": said})
            talk.append({"role": "assistant", "content": await _ask(session, url, ASSISTANT, talk)})
    return len(talk) // 2


measure(BEGAN, lambda url, exchanges: asyncio.run(_converse(url, exchanges)))
