"""inspect-ai: a solver in which two models talk to each other; its log is written, its display is off."""

import time

BEGAN = time.perf_counter()

import tempfile

from _measure import ASSISTANT, OPENING, USER, measure
from inspect_ai import Task
from inspect_ai import eval as evaluate
from inspect_ai.dataset import Sample
from inspect_ai.model import (
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    get_model,
)
from inspect_ai.solver import Generate, Solver, TaskState, solver


@solver
def talk(exchanges: int) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        model, said = get_model(), []
        state.messages = [ChatMessageSystem(content=ASSISTANT)]
        for _ in range(exchanges):
            mirrored = [
                ChatMessageUser(content=m.text) if m.role == "assistant" else ChatMessageAssistant(content=m.text)
                for m in said
            ]
            asked = [ChatMessageSystem(content=USER), *(mirrored or [ChatMessageUser(content=OPENING)])]
            said.append(ChatMessageUser(content=(await model.generate(asked)).completion))
            state.messages.append(said[-1])
            state = await generate(state)
            said.append(state.messages[-1])
        return state

    return solve


def _converse(url: str, exchanges: int) -> int:
    model = get_model(
        "openai/mock", base_url=url, api_key="none", responses_api=False, config=GenerateConfig(max_tokens=1500)
    )
    task = Task(dataset=[Sample(input=OPENING)], solver=talk(exchanges))
    with tempfile.TemporaryDirectory() as folder:
        (log,) = evaluate(task, model=model, log_dir=folder, display="none")
        assert log.status == "success", log.error
        return sum(m.role == "assistant" for m in log.samples[0].messages)


measure(BEGAN, _converse)
