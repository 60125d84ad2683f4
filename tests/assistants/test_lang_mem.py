"""The real LangMem behind its adapter: what it keeps and patches, what is counted, what is replayed, how it fails."""

from __future__ import annotations

import asyncio
import json
import socket
from importlib.util import find_spec
from typing import Any

import pytest

from arena.assistants import build, names
from arena.assistants.parts._tools import ToolCall, ToolUse
from arena.errors import TransportFailed
from arena.schema.assistant_view import AssistantView
from arena.schema.question import Question
from tests.assistants.playing import OfflineModel, Scripted, info, play, said

MISSING = [name for name in ("langmem", "wordllama") if find_spec(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed: pip install -e '.[memories]'"),
    pytest.mark.filterwarnings("ignore"),  # of the product's own and of its dependencies
]


class Calling(Scripted):
    """Answers with prepared calls of tools, in turn; other questions as scripted."""

    def __init__(self, *uses: tuple[ToolCall, ...]) -> None:
        super().__init__()
        self.uses = list(uses)

    async def ask(self, question: Question[Any]) -> Any:
        answer = await super().ask(question)
        return ToolUse(calls=self.uses.pop(0)) if question.answer is ToolUse else answer

    @property
    def shown(self) -> str:
        """All that LangMem showed its model last."""
        inputs = next(q.inputs for q in reversed(self.asked) if q.answer is ToolUse)
        return inputs.model_dump_json()


def noted(*contents: str) -> tuple[ToolCall, ...]:
    return tuple(ToolCall(tool="Memory", arguments=json.dumps({"content": content})) for content in contents)


def patched(number: str, content: str) -> tuple[ToolCall, ...]:
    patch = {"op": "replace", "path": "/content", "value": content}
    arguments = {"json_doc_id": number, "planned_edits": "It changed.", "patches": [patch]}
    return (ToolCall(tool="PatchDoc", arguments=json.dumps(arguments)),)


QUIET = "I need a quiet room, away from the street."


def exported(contestant: Any) -> str:
    return str(asyncio.run(contestant.export_memory()))


def test_what_was_kept_is_found_again_and_counted() -> None:
    model = Calling(noted("Keeps bees in two hives.", "Has a sister in Lisbon."), ())
    contestant = build("langmem?top=1", model)
    asyncio.run(play(contestant, 1, "I keep bees in two hives.", "My sister lives in Lisbon."))
    assert sorted(exported(contestant).splitlines()) == ["- Has a sister in Lisbon.", "- Keeps bees in two hives."]
    asyncio.run(play(contestant, 2, "How do I feed my bees in their hives?"))
    assert model.asked[3].inputs.model_dump()["memory"] == "- Keeps bees in two hives."
    assert model.names == ["assistant/reply"] * 2 + ["assistant/tools", "assistant/reply", "assistant/tools"]


def test_a_memory_is_patched_in_its_place() -> None:
    model = Calling(noted("Keeps bees."), patched("id-2", "Keeps ants."))
    contestant = build("langmem", model)
    asyncio.run(play(contestant, 1, "I keep bees."))
    asyncio.run(play(contestant, 2, "Ants now."))
    assert "[2026-03-09] Ants now." in model.shown and "Keeps bees." in model.shown
    assert exported(contestant) == "- Keeps ants."


def test_requests_are_the_same_in_another_process_so_that_a_record_can_be_replayed() -> None:
    def shown() -> list[str]:
        model = Calling(noted("Keeps bees."), patched("id-2", "Keeps ants."), ())
        contestant = build("langmem", model)
        for session in (1, 2, 3):
            asyncio.run(play(contestant, session, "I keep bees."))
        return [q.inputs.model_dump_json() for q in model.asked]

    assert shown() == shown()


def test_arguments_that_fit_no_tool_are_repaired_by_a_call_that_is_counted_too() -> None:
    wrong = (ToolCall(tool="Memory", arguments='{"text": "bees"}'),)
    patch = {"op": "add", "path": "/content", "value": "Keeps bees."}
    mended = {"json_doc_id": "call-1", "planned_edits": "content was missing", "patches": [patch]}
    model = Calling(wrong, (ToolCall(tool="PatchFunctionErrors", arguments=json.dumps(mended)),))
    contestant = build("langmem", model)
    asyncio.run(play(contestant, 1, "I keep bees."))
    assert model.names == ["assistant/reply", "assistant/tools", "assistant/tools"]
    assert exported(contestant) == "- Keeps bees."


def test_a_failure_of_its_model_is_not_an_empty_memory_and_asks_nothing_more() -> None:
    class Down(Calling):
        async def ask(self, question: Question[Any]) -> Any:
            if question.answer is ToolUse and not self.uses:
                self.asked.append(question)
                raise TransportFailed("down")
            return await super().ask(question)

    model = Down(noted("Keeps bees."))
    contestant = build("langmem", model)
    asyncio.run(play(contestant, 1, "I keep bees."))
    with pytest.raises(TransportFailed, match="down"):
        asyncio.run(play(contestant, 2, "Still bees."))
    assert model.names.count("assistant/tools") == 2


def test_two_matches_share_nothing_and_a_user_elsewhere_is_not_seen() -> None:
    one, other = build("langmem", Calling(noted("Bees."))), build("langmem", Calling(noted("Ants.")))
    asyncio.run(play(one, 1, "I keep bees."))
    asyncio.run(play(other, 1, "I keep ants."))
    assert exported(other) == "- Ants."


def test_offline_it_keeps_wishes_and_patches_what_is_overtaken() -> None:
    contestant = build("langmem", OfflineModel())
    asyncio.run(contestant.end_session(info(1), said(QUIET, "Noted.", "How are you?")))
    asyncio.run(play(contestant, 2, "I would rather have a loud room on the street now."))
    kept = exported(contestant)
    assert "loud room" in kept and "quiet room" not in kept and "How are you" not in kept
    assert "session" not in kept
    recalled = asyncio.run(contestant.respond(AssistantView(info=info(3), messages=said("Which room?")))).recalled
    assert recalled == ('[2026-03-09] Wants: "I would rather have a loud room on the street now."',)


def test_nothing_is_traced_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    tried: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: tried.append(address))
    asyncio.run(play(build("langmem", Calling(noted("Keeps bees."))), 1, "I keep bees."))
    assert tried == []
    assert "langmem" in names()
