from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter

import pytest

from arena.assistants import asks, build, names
from arena.assistants.memory import Notebook, Window, document, estimated_tokens
from arena.schema.assistant_view import AssistantView
from tests.assistants.playing import Scripted, ask, info, play, said

CALLS: dict[str, tuple[int, int, int]] = {
    "mem0": (3, 3, 3),  # two drafts, and one extraction; there with the extra `memories` only
    "langmem": (3, 3, 3),  # two drafts, and one extraction; as mem0
    "notebook": (3, 3, 3),  # two drafts, and the notebook rewritten
    "self-critic": (6, 6, 6),  # draft, critique and rewrite, twice
    "summary": (3, 3, 3),  # two drafts, and a summary
    "persona-dict": (2, 2, 3),  # an update every third session
    "guided-profile": (4, 4, 4),  # two drafts, digest and profile
    "o-mem": (4, 4, 4),  # two drafts, extraction and reconciliation
    "elicit": (5, 5, 5),  # two drafts, each with a look whether to ask, and the notebook
    "eraser": (4, 4, 4),  # two drafts, the notebook, and what of it is to be erased
    "minimiser": (3, 5, 5),  # as notebook, and a choice of items for each draft once there are any
    "factual-gate": (3, 5, 5),
    "perfine": (14, 14, 14),  # 1 + 3 T with T = 2, twice
    "feedback": (3, 3, 3),  # two drafts and the log; the fourth session has one more
    "rpm": (3, 5, 5),  # two drafts and the decisions, and features weighed for each draft once there are any
    "rules": (6, 8, 8),  # two drafts, two messages distilled in two calls each, and rules picked once there are any
}
"""Calls in three sessions of two turns; two drafts a session for all that are not named."""


@pytest.mark.parametrize("name", names())
def test_calls_per_turn_and_session(name: str) -> None:
    scripted = Scripted(notes=[("[2026-03-02] Keeps bees.",)] * 3)
    contestant = build(name, scripted)
    made = []
    for session in (1, 2, 3):
        before = len(scripted.asked)
        asyncio.run(play(contestant, session, "I need it quiet.", "No lists, please."))
        made.append(len(scripted.asked) - before)
    asyncio.run(contestant.close())
    assert tuple(made) == CALLS.get(name, (2, 2, 2))


@pytest.mark.parametrize("name", names())
def test_a_contestant_asks_what_its_parts_say_they_ask(name: str) -> None:
    scripted = Scripted(notes=[("[2026-03-02] Keeps bees.",)] * 3)
    contestant = build(name, scripted)
    for session in (1, 2, 3):
        asyncio.run(play(contestant, session, "I need it quiet.", "No lists, please."))
    told: Counter[str] = Counter()
    for asked in asks(name):
        told[asked.prompt] += asked.times * (6 if asked.per == "reply" else 3)  # type: ignore[assignment]
    made = Counter(scripted.names)
    assert set(made) <= set(told)
    assert all(made[prompt] <= times for prompt, times in told.items())
    later = {"compression", "feedback", "memory-os"}  # sessions longer than these, and more of them
    unasked = {prompt for prompt in told if name in later and prompt != "assistant/reply"} - {"assistant/feedback"}
    assert set(told) - set(made) == unasked


def test_plain_sees_this_session_only(scripted: Scripted) -> None:
    contestant = build("plain", scripted)
    asyncio.run(play(contestant, 1, "I keep bees."))
    asyncio.run(play(contestant, 2, "Hello.", "And now?"))
    assert scripted.last.messages == said("Hello.", "reply 2")
    assert scripted.last.last == "And now?"
    assert scripted.last.earlier == () and scripted.last.memory == ""
    assert asyncio.run(contestant.export_memory()) == ""


def test_transcript_sees_every_session_with_its_time(scripted: Scripted) -> None:
    contestant = build("transcript", scripted)
    for session in (1, 2, 3):
        asyncio.run(play(contestant, session, f"Session {session}."))
    assert [p.messages for p in scripted.last.earlier] == [
        said("Session 1.", "reply 1"),
        said("Session 2.", "reply 2"),
    ]
    assert [p.when for p in scripted.last.earlier] == ["Monday 2 March 2026, 19:00", "Monday 9 March 2026, 19:00"]
    assert (scripted.last.messages, scripted.last.last) == ((), "Session 3.")
    assert "user: Session 2." in asyncio.run(contestant.export_memory())


@pytest.mark.parametrize(
    ("name", "prompt", "reminder"),
    [
        ("transcript", "assistant/reply", False),
        ("reminder", "assistant/reply", True),
        ("oversharer", "assistant/reply-oversharer", False),
        ("lecturer", "assistant/reply-lecturer", False),
    ],
)
def test_variants_of_the_transcript_differ_in_prompt_alone(
    name: str, prompt: str, reminder: bool, scripted: Scripted
) -> None:
    contestant = build(name, scripted)
    asyncio.run(play(contestant, 1, "I keep bees."))
    asyncio.run(play(contestant, 2, "Hello."))
    assert scripted.asked[-1].prompt == prompt
    assert scripted.last.reminder is reminder
    assert [p.messages for p in scripted.last.earlier] == [said("I keep bees.", "reply 1")]


def test_notebook_is_rewritten_from_itself_and_the_session(scripted: Scripted) -> None:
    scripted.notes = [("[2026-03-02] Keeps bees.",), ("[2026-03-02] Keeps bees.", "[2026-03-09] Hates honey.")]
    contestant = build("notebook", scripted)
    asyncio.run(play(contestant, 1, "I keep bees."))
    first = scripted.asked[-1].inputs.model_dump()
    assert (first["notebook"], first["date"], first["limit_tokens"]) == ("", "2026-03-02", 2000)
    asyncio.run(play(contestant, 2, "I hate honey."))
    assert scripted.asked[2].inputs.memory == "- [2026-03-02] Keeps bees."
    assert scripted.asked[2].inputs.earlier == ()
    second = scripted.asked[-1].inputs
    assert second.notebook == "- [2026-03-02] Keeps bees."
    assert second.conversation == said("I hate honey.", "reply 3")
    assert asyncio.run(contestant.export_memory()) == "- [2026-03-02] Keeps bees.\n- [2026-03-09] Hates honey."


def test_reply_names_what_it_recalled(scripted: Scripted) -> None:
    scripted.notes = [("[2026-03-02] Keeps bees.",)]
    contestant = build("notebook", scripted)
    asyncio.run(play(contestant, 1, "I keep bees."))
    reply = asyncio.run(contestant.respond(AssistantView(info=info(2), messages=said("Hello."))))
    assert reply.recalled == ("[2026-03-02] Keeps bees.",)


def test_notebook_too_long_is_shortened_once_then_cut_by_whole_bullets(scripted: Scripted) -> None:
    long = tuple(f"[2026-03-0{i}] " + "word " * 15 for i in range(1, 6))
    old = f"{long[4].strip()} (superseded 2026-03-02)"
    scripted.notes = [long, (*long[:4], old)]
    memory = Notebook(scripted, tokens=50)
    asyncio.run(memory.close_session(info(1), said("Hi.", "Hello.")))
    assert scripted.names == ["assistant/notebook", "assistant/notebook-shorten"]
    # a bullet of 89 characters with its dash: two with the line break are 179 = 45 tokens, three would be 68;
    # the superseded one went first, then the two oldest
    assert memory.export() == document([long[2].strip(), long[3].strip()])
    assert estimated_tokens(memory.export()) == 45


def test_empty_session_costs_nothing(scripted: Scripted) -> None:
    contestant = build("notebook", scripted)
    asyncio.run(contestant.end_session(info(1), ()))
    assert scripted.asked == []


def test_two_contestants_share_nothing(scripted: Scripted) -> None:
    other = Scripted()
    for spec in ("transcript", "notebook", "window"):
        one, two = build(spec, scripted), build(spec, other)
        scripted.notes = [("[2026-03-02] Keeps bees.",)]
        asyncio.run(play(one, 1, "I keep bees."))
        asyncio.run(play(two, 1, "Hello."))
        asyncio.run(play(two, 2, "Hello again."))
        assert "bees" in asyncio.run(one.export_memory())
        assert "bees" not in asyncio.run(two.export_memory())
    assert all("bees" not in q.inputs.model_dump_json() for q in other.asked)


@pytest.mark.parametrize("spec", names())
def test_probe_leaves_no_trace(spec: str) -> None:
    probed, spared = Scripted(notes=[("[2026-03-02] A.",)]), Scripted(notes=[("[2026-03-02] A.",)])
    exports = []
    for model, with_probe in ((probed, True), (spared, False)):
        contestant = build(spec, model)
        asyncio.run(play(contestant, 1, "I love bees."))
        if with_probe:
            view = AssistantView(info=info(1), messages=said("What did I say I keep, o probe?"))
            asyncio.run(contestant.answer_probe(view))
            assert probed.last.probe
        exports.append(asyncio.run(contestant.export_memory()))
        asyncio.run(contestant.respond(AssistantView(info=info(2), messages=said("Next."))))
    assert exports[0] == exports[1]
    assert probed.last == spared.last
    assert len(probed.asked) == len(spared.asked) + 1 + (spec in {"rules", "rpm"})  # which pick for a probe too


@pytest.mark.parametrize(
    ("turns", "earlier", "leading", "chat"),
    [
        (1, [], [], ["u5"]),
        (2, [], ["a4"], ["u5"]),
        (3, [], [], ["u4", "a4", "u5"]),
        (4, [["a3"]], [], ["u4", "a4", "u5"]),
        (6, [["a2"], ["u3", "a3"]], [], ["u4", "a4", "u5"]),
        (99, [["u1", "a1", "u2", "a2"], ["u3", "a3"]], [], ["u4", "a4", "u5"]),
    ],
)
def test_window_counts_turns_over_sessions(
    turns: int, earlier: list[list[str]], leading: list[str], chat: list[str]
) -> None:
    memory = Window(turns)
    asyncio.run(memory.close_session(info(1), said("u1", "a1", "u2", "a2")))
    asyncio.run(memory.close_session(info(2), said("u3", "a3")))
    recall = asyncio.run(memory.recall(AssistantView(info=info(3), messages=said("u4", "a4", "u5"))))
    assert [[m.content for m in p.messages] for p in recall.earlier] == [*earlier, *([leading] if leading else [])]
    assert [m.content for m in recall.messages] == chat
    kept = sum(len(p.messages) for p in recall.earlier) + len(recall.messages)
    assert kept == min(turns, 9)


def test_importing_the_package_imports_no_graph_library() -> None:
    code = (
        "import sys, arena.assistants, arena.assistants.offline as o; arena.assistants.describe();"
        "arena.assistants.canonical('notebook?tokens=500'); sys.exit('langgraph' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_ask_builds_on_given_assistant_turns(scripted: Scripted) -> None:
    asyncio.run(ask(build("plain", scripted), 1, "One.", "Given.", "Two."))
    assert (*scripted.last.messages, scripted.last.last) == (*said("One.", "Given."), "Two.")
