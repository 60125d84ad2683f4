"""langwatch-scenario: its user simulator against an assistant on the openai client; nothing is sent to its service."""

import os
import time

BEGAN = time.perf_counter()
os.environ |= {"LANGWATCH_API_KEY": "", "LITELLM_LOCAL_MODEL_COST_MAP": "True", "OPENAI_API_KEY": "none"}

import asyncio

import scenario
from _measure import ASSISTANT, USER, measure
from openai import AsyncOpenAI


class Assistant(scenario.AgentAdapter):
    def __init__(self, url: str) -> None:
        self._client = AsyncOpenAI(base_url=url, api_key="none")

    async def call(self, input: scenario.AgentInput) -> str:
        said = await self._client.chat.completions.create(
            model="mock", max_tokens=1500, messages=[{"role": "system", "content": ASSISTANT}, *input.messages]
        )
        return said.choices[0].message.content or ""


def _converse(url: str, exchanges: int) -> int:
    user = scenario.UserSimulatorAgent(model="openai/mock", api_base=url, api_key="none", system_prompt=USER)
    steps = [step for _ in range(exchanges) for step in (scenario.user(), scenario.agent())]
    run = scenario.run(
        name="flat",
        description=USER,
        agents=[Assistant(url), user],
        script=[*steps, scenario.succeed()],
        max_turns=exchanges + 1,
        verbose=False,
    )
    result = asyncio.run(run)
    return sum(m["role"] == "assistant" for m in result.messages)


measure(BEGAN, _converse)
