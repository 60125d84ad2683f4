"""The real mem0 behind its adapter: what it takes in, what it finds, what is counted, what is told when it fails."""

from __future__ import annotations

import asyncio
import json
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from arena.assistants import build, names
from arena.errors import TransportFailed
from arena.schema.question import Prose, Question
from tests.assistants.playing import Scripted, play

MISSING = [name for name in ("mem0", "langchain", "wordllama") if find_spec(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed: pip install -e '.[memories]'"),
    pytest.mark.filterwarnings("ignore"),  # of the product's own and of its dependencies
]


class Extracting(Scripted):
    """Answers mem0's extraction with every line of the person's, as mem0 asks for it; other questions as scripted."""

    async def ask(self, question: Question[Any]) -> Any:
        prose = await super().ask(question)
        if question.prompt != "assistant/chat":
            return prose
        asked = question.inputs.messages[-1].content.split("## New Messages")[1]
        found = re.findall(r"^user: (.*)$", asked, re.MULTILINE)
        return Prose(text=json.dumps({"memory": [{"id": str(i), "text": line} for i, line in enumerate(found)]}))


def test_what_was_said_is_found_again_and_counted() -> None:
    model = Extracting()

    async def run() -> tuple[str, Any]:
        contestant = build("mem0?top=1", model)
        await play(contestant, 1, "I keep bees in two hives.", "My sister lives in Lisbon.")
        kept = await contestant.export_memory()
        await play(contestant, 2, "How do I feed my bees in their hives?")
        await contestant.close()
        return kept, model.asked[3].inputs

    kept, inputs = asyncio.run(run())
    assert sorted(kept.splitlines()) == [
        "- [2026-03-02] I keep bees in two hives.",
        "- [2026-03-02] My sister lives in Lisbon.",
    ]
    assert model.names == ["assistant/reply"] * 2 + ["assistant/chat", "assistant/reply", "assistant/chat"]
    assert inputs.memory == "- [2026-03-02] I keep bees in two hives."
    assert inputs.earlier == ()


def test_two_matches_share_nothing() -> None:
    async def run() -> str:
        one, other = build("mem0", Extracting()), build("mem0", Extracting())
        await play(one, 1, "I keep bees.")
        await play(other, 1, "I keep ants.")
        return await other.export_memory()

    assert asyncio.run(run()) == "- [2026-03-02] I keep ants."


def test_a_failure_of_its_model_is_not_an_empty_memory() -> None:
    class Down(Extracting):
        async def ask(self, question: Question[Any]) -> Any:
            if question.prompt == "assistant/chat":
                raise TransportFailed("down")
            return await super().ask(question)

    with pytest.raises(TransportFailed, match="down"):
        asyncio.run(play(build("mem0", Down()), 1, "I keep bees."))


def test_an_answer_that_it_cannot_use_leaves_nothing() -> None:
    async def run() -> str:
        contestant = build("mem0", Scripted())
        await play(contestant, 1, "I keep bees.")
        return await contestant.export_memory()

    assert asyncio.run(run()) == ""


def test_it_reports_to_nobody_and_writes_nothing_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    asyncio.run(play(build("mem0", Extracting()), 1, "I keep bees."))
    assert os.environ["MEM0_TELEMETRY"] == "False"
    assert list(tmp_path.iterdir()) == []
    assert "mem0" in names()
