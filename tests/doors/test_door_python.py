"""Functions, classes and objects of the user's, in this process and in one of their own."""

from __future__ import annotations

import asyncio
import json
import threading
from contextvars import ContextVar
from typing import Any

import pytest

from arena.assistants import Contestant, build
from arena.assistants.doors import ContestantFailed
from arena.errors import AnswerInvalid, TransportFailed
from arena.schema.assistant_view import AssistantReply, AssistantView
from tests.assistants.playing import Scripted, info, play, said
from tests.doors import agents
from tests.doors.agents import __file__ as AGENTS

PLACES = ["", "?isolate=yes"]


def made(name: str, place: str = "", model: Any = None) -> Contestant:
    options = f"{place}&timeout=10" if place else "?timeout=10"
    return build(f"{AGENTS}:{name}{options}", model or Scripted())


def replied(contestant: Contestant, *texts: str, close: bool = True) -> AssistantReply:
    async def run() -> AssistantReply:
        await contestant.start_session(info(1))
        try:
            return await contestant.respond(AssistantView(info=info(1), messages=said(*texts)))
        finally:
            if close:
                await contestant.close()

    return asyncio.run(run())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("echo", "You said: Three."),
        ("asynchronous", "3 messages"),
        ("whole_turn", "u-1 1 2 2026-03-02T19:00:00 False 3"),
        ("asks", "model: reply 1"),
        ("asks_plainly", "model: reply 1reply 2"),
        ("Callable", "reply 1"),
        ("half_a_character", "caf\ufffd and more"),
    ],
)
def test_ways_to_be_called(name: str, text: str, place: str) -> None:
    assert replied(made(name, place), "One.", "Two.", "Three.").text == text


def test_what_it_recalled_and_took_is_kept() -> None:
    reply = replied(made("asynchronous"), "One.")
    assert reply.recalled == ("a", "2")
    assert (reply.input_tokens, reply.output_tokens, reply.cost_usd) == (7, None, 0.25)


@pytest.mark.parametrize("place", PLACES)
def test_a_class_is_one_object_a_match_and_hears_everything(place: str) -> None:
    async def run() -> tuple[list[str], str, str, list[str]]:
        one, other = made("Diary", place), made("Diary", place)
        first = await play(one, 1, "Bees.", "Honey.")
        probe = await one.answer_probe(AssistantView(info=info(1), messages=said("Well?")))
        await play(one, 2, "Wasps.")
        kept = await one.export_memory()
        apart = await play(other, 1, "Ants.")
        for contestant in (one, other):
            await contestant.close()
        return first, probe.text, kept, apart

    first, probe, kept, apart = asyncio.run(run())
    assert first == ["1: Bees.", "2: Bees. | Honey."]
    assert probe == "3: Bees. | Honey. | Well?"
    memory = json.loads(kept)
    assert memory["said"] == ["Bees.", "Honey.", "Wasps."]  # the probe left nothing behind
    assert memory["told"] == ["reset u-1", "start 1", "end 1 with 4", "start 2", "end 2 with 2"]
    assert apart == ["1: Ants."]


def test_a_probe_may_have_its_own_answer() -> None:
    async def run() -> str:
        contestant = made("Callable")
        await contestant.start_session(info(1))
        answer = await contestant.answer_probe(AssistantView(info=info(1), messages=said("Well?")))
        await contestant.close()
        return answer.text

    assert asyncio.run(run()) == "probed"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("raises", r"it raised ValueError: my key is \[hidden\]"),
        ("exits", "it raised SystemExit: 3"),
        ("wrong_type", "it returned a list"),
        ("nothing", "it returned nothing"),
        ("empty", "an empty reply"),
        ("ten_megabytes", "10000000 characters; 100000 are the most|more than 4 MB in one line"),
    ],
)
def test_failures_are_told_apart(name: str, why: str, place: str) -> None:
    with pytest.raises(ContestantFailed, match=why):
        replied(made(name, place), "Hello.")


@pytest.mark.parametrize("name", ["hangs", "blocks_its_loop", "waits_for_ever", "hangs?isolate=yes"])
def test_time_runs_out_whatever_it_does(name: str) -> None:
    contestant = build(f"{AGENTS}:{name}{'&' if '?' in name else '?'}timeout=1", Scripted())
    with pytest.raises(ContestantFailed, match="no answer to respond within 1 s"):
        replied(contestant, "Hello.")


def test_a_process_that_dies_says_its_last_words() -> None:
    with pytest.raises(ContestantFailed, match=r"its process ended \(7\): out of cheese"):
        replied(made("dies", "?isolate=yes"), "Hello.")


def test_an_edit_of_its_messages_reaches_nobody() -> None:
    contestant = made("edits")
    view = AssistantView(info=info(1), messages=said("I love cats."))
    texts = [replied(made("edits"), "I love cats.").text, replied(contestant, "I love cats.").text]
    assert texts == ["2 messages", "2 messages"]
    assert view.messages == said("I love cats.")


@pytest.mark.parametrize("place", PLACES)
def test_a_memory_too_large_to_keep_is_cut_and_says_so(place: str) -> None:
    async def run() -> str:
        contestant = made("Hoarder", place)
        await play(contestant, 1, "Hello.")
        kept = await contestant.export_memory()
        await contestant.close()
        return kept

    kept = asyncio.run(run())
    assert len(kept) < 201_000
    assert kept.endswith("(cut: 10000000 characters in all)")


class Failing(Scripted):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    async def ask(self, question: Any) -> Any:
        raise self._error


@pytest.mark.parametrize("place", PLACES)
def test_a_failure_of_our_model_is_not_swallowed_with_the_silence(place: str) -> None:
    with pytest.raises(TransportFailed, match="down"):
        replied(made("swallows", place, Failing(TransportFailed("down"))), "Hello.")


@pytest.mark.parametrize("place", PLACES)
def test_an_answer_it_cannot_use_is_its_own_affair(place: str) -> None:
    model = Failing(AnswerInvalid("not in form"))
    assert replied(made("swallows", place, model), "Hello.").text == "I would rather not say."
    with pytest.raises(AnswerInvalid):
        replied(made("asks", place, model), "Hello.")


def test_time_that_our_model_takes_is_not_counted() -> None:
    class Slow(Scripted):
        async def ask(self, question: Any) -> Any:
            await asyncio.sleep(1.5)
            return await super().ask(question)

    contestant = build(f"{AGENTS}:asks?timeout=1", Slow())
    assert replied(contestant, "Hello.").text == "model: reply 1"


def test_no_thread_and_no_process_is_left() -> None:
    before = threading.active_count()
    for name in ("echo", "Diary", "asks"):
        replied(made(name), "Hello.")
    for thread in threading.enumerate():
        if thread.name.startswith("contestant") and not any(n in thread.name for n in ("hangs", "blocks")):
            thread.join(5)
    assert threading.active_count() <= before


SECRET: ContextVar[str] = ContextVar("SECRET", default="nothing to see")


def test_context_of_the_run_does_not_reach_it() -> None:
    SECRET.set("the persona")
    assert "the persona" in agents.sees_context([])  # it would be seen
    assert "the persona" not in replied(made("sees_context"), "Hello.").text
