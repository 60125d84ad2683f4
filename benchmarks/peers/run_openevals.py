"""openevals: its simulated user against an assistant on the openai client."""

import time

BEGAN = time.perf_counter()

from _measure import ASSISTANT, USER, measure
from langchain_openai import ChatOpenAI
from openai import OpenAI
from openevals.simulators import create_llm_simulated_user, run_multiturn_simulation

_talks: dict[str, list[dict[str, str]]] = {}


def _converse(url: str, exchanges: int) -> int:
    client = OpenAI(base_url=url, api_key="none")

    def app(inputs: dict[str, str], *, thread_id: str, **_: object) -> dict[str, str]:
        talk = _talks.setdefault(thread_id, [])
        talk.append({"role": "user", "content": inputs["content"]})
        said = client.chat.completions.create(
            model="mock",
            max_tokens=1500,
            messages=[{"role": "system", "content": ASSISTANT}, *talk],  # type: ignore[list-item]
        )
        talk.append({"role": "assistant", "content": said.choices[0].message.content or ""})
        return talk[-1]

    model = ChatOpenAI(model="mock", base_url=url, api_key="none", use_responses_api=False)  # type: ignore[arg-type]
    user = create_llm_simulated_user(system=USER, client=model)
    result = run_multiturn_simulation(app=app, user=user, max_turns=exchanges)  # type: ignore[arg-type]
    return sum(m["role"] == "assistant" for m in result["trajectory"])


measure(BEGAN, _converse)
