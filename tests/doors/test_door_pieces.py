"""Replies in pieces: heard as they come where somebody listens, and the same reply where nobody does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arena.assistants import Aloud, build
from arena.assistants.doors import ContestantFailed
from arena.schema.assistant_view import AssistantView
from tests.assistants.playing import Scripted, ask, info, said
from tests.doors.agents import __file__ as AGENTS
from tests.doors.graphs import __file__ as GRAPHS

Pieces = list[str | None]


def heard(spec: str, *lines: str, listening: bool = True) -> tuple[list[str], Pieces]:
    """The replies, and the pieces that were heard of them."""
    pieces: Pieces = []
    aloud = Aloud(Scripted(), lambda: pieces.append if listening else None)

    async def talk() -> list[str]:
        contestant = build(spec, Scripted(), aloud=aloud)
        texts: list[str] = []
        try:
            await contestant.start_session(info(1))
            for line in lines:
                texts += [line, await ask(contestant, 1, *texts, line)]
            await contestant.answer_probe(AssistantView(info=info(1), messages=said("Well?")))
        finally:
            await contestant.close()
        return texts[1::2]

    return asyncio.run(talk()), pieces


@pytest.mark.parametrize("isolate", ["no", "yes"])
@pytest.mark.parametrize("name", ["streams", "streams_plainly", "hands_on_a_stream"])
def test_a_generator_is_heard_piece_by_piece_and_a_probe_is_not(name: str, isolate: str) -> None:
    replies, pieces = heard(f"{AGENTS}:{name}?isolate={isolate}", "hello")
    assert replies == ["You said: hello"]
    assert pieces == ["You ", "said: ", "hello"]
    assert heard(f"{AGENTS}:{name}?isolate={isolate}", "hello", listening=False) == (replies, [])


def test_a_method_may_be_a_generator() -> None:
    assert heard(f"{AGENTS}:Streamer", "a", "b") == (["number 1", "number 2"], ["number ", "1", "number ", "2"])


def test_a_function_that_returns_is_not_heard_before_it_has() -> None:
    assert heard(f"{AGENTS}:echo", "hello") == (["You said: hello"], [])


LINE = Path(AGENTS).read_text(encoding="utf-8").split('raise ValueError("out of ink")')[0].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("yields_numbers", "it yielded something of type int; the pieces of a reply are texts"),
        ("breaks_off", f"it raised ValueError: out of ink (agents.py, line {LINE})"),
        ("never_stops", "its pieces are longer than 100000 characters together"),
        ("yields_nothing", "it returned an empty reply"),
    ],
)
def test_what_a_generator_may_do_wrong(name: str, why: str) -> None:
    with pytest.raises(ContestantFailed) as caught:
        heard(f"{AGENTS}:{name}", "hello")
    assert caught.value.fact == why


@pytest.mark.parametrize("isolate", ["no", "yes"])
def test_of_a_graph_only_the_node_before_its_end_is_heard(isolate: str) -> None:
    replies, pieces = heard(f"langgraph:{GRAPHS}:routed?isolate={isolate}", "wasps")
    assert replies == ["Bees, then: wasps."]
    assert pieces == ["Bees,", " ", "then:", " ", "wasps."]
    assert heard(f"langgraph:{GRAPHS}:routed", "wasps", listening=False) == (replies, [])


@pytest.mark.parametrize("name", ["interrupting", "stateless", "builder", "keyed?input=question&output=answer"])
def test_other_graphs_reply_as_ever(name: str) -> None:
    spec = f"langgraph:{GRAPHS}:{name}"
    lines = ("hello", "Paris") if name == "interrupting" else ("hello",)
    assert heard(spec, *lines)[0] == heard(spec, *lines, listening=False)[0]
