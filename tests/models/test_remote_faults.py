"""What goes wrong on the way to a real model, over a real socket, and what comes of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from arena.errors import MissingKey, Rejected, TransportFailed
from arena.models._lane import retry_after_s
from arena.models.remote import ping
from arena.schema.question import Prose
from tests.model_server import MALFORMED, Behaviour, Body, Drop, Fail, ModelServer, Say, Stall
from tests.models.asking import Ask, Mood

PASSING = {
    **{f"status {status}": Fail(status) for status in (408, 409, 429, 500, 502, 503, 504, 529)},
    "hung up": Drop(),
    "hung up midway": Drop(midway=True),
    "malformed": MALFORMED,
    "no choices": Body(b'{"id": "x", "object": "chat.completion", "choices": []}'),
    "not a completion": Body(b"[]"),
    "a page": Body(b"<html>busy</html>"),
    "nothing": Body(b""),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
def test_passing_faults_are_tried_again(model_server: ModelServer, ask: Ask, fault: Behaviour) -> None:
    model_server.script(fault, Say("Hello."))
    reply = ask(Prose)
    assert (reply.answer.text, reply.tries, reply.repaired) == ("Hello.", 2, False)
    assert len(ask.slept) == 1


@pytest.mark.parametrize("fault", [Stall(), Stall(midway=True)], ids=["silent", "stalled body"])
def test_a_stall_ends_with_the_time_of_one_attempt(model_server: ModelServer, ask: Ask, fault: Stall) -> None:
    ask(Prose)  # the first call imports much, which may take longer than the attempts below
    model_server.script(fault)
    model_server.responder = lambda body: "Hello."
    reply = ask(Prose, timeout_s=1.5, max_tries=9)
    assert reply.answer.text == "Hello."
    assert reply.tries >= 2
    assert ask.told[0].why == "no answer within 1.5 s"


def test_tries_are_bounded_and_the_message_says_status_and_tries(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(*[Fail(503, "overloaded")] * 9)
    with pytest.raises(TransportFailed) as caught:
        ask(Prose, max_tries=4)
    assert len(model_server.requests) == 4
    assert caught.value.fact == "openai/mock: no answer after 4 tries; 503: overloaded"
    assert caught.value.spent.tries == 4
    assert caught.value.spent.input_tokens is None


def test_no_server_at_all(ask: Ask) -> None:
    ask.url = "http://127.0.0.1:9/v1"
    with pytest.raises(TransportFailed, match="after 2 tries"):
        ask(Prose, max_tries=2)


def test_waits_grow_with_jitter(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(*[Fail(500)] * 8, Say("Hello."))
    ask(Prose, max_tries=9)
    # 1, 2, 4, ... 60 seconds, of which at least half
    for seconds, longest in zip(ask.slept, (1, 2, 4, 8, 16, 32, 60, 60), strict=True):
        assert longest / 2 <= seconds <= longest


def test_retry_after_in_seconds_is_kept(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Fail(429, retry_after="17"), Fail(503, retry_after="86400"), Say("Hello."))
    ask(Prose)
    assert 17 <= ask.slept[0] <= 18
    assert ask.slept[1] == 120


def test_retry_after_as_a_date_is_kept(model_server: ModelServer, ask: Ask) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=45)
    past = datetime.now(UTC) - timedelta(hours=1)
    dates = [format_datetime(when, usegmt=True) for when in (soon, past)]
    model_server.script(*[Fail(429, retry_after=date) for date in dates], Say("Hello."))
    ask(Prose)
    assert 30 <= ask.slept[0] <= 46
    assert 0 <= ask.slept[1] <= 1


@pytest.mark.parametrize("nonsense", ["soon", "-3", "", "1e9", "Thu, 99 Foo"])
def test_a_retry_after_that_says_nothing_is_passed_over(model_server: ModelServer, ask: Ask, nonsense: str) -> None:
    model_server.script(Fail(429, retry_after=nonsense), Say("Hello."))
    ask(Prose)
    assert 0.5 <= ask.slept[0] <= 1


def test_waiting_is_told(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Fail(503, "overloaded"), Say("Hello."))
    ask(Prose)
    (waiting,) = ask.told
    assert (waiting.tries, waiting.of, waiting.why) == (1, 3, "503: overloaded")
    assert waiting.seconds == ask.slept[0]
    assert str(waiting) == "503: overloaded; try 2 of 3 in 1 s"


@pytest.mark.parametrize("status", [400, 402, 404, 413])
def test_what_the_provider_does_not_take_is_not_tried_again(model_server: ModelServer, ask: Ask, status: int) -> None:
    model_server.script(Fail(status, "the model `mock` does not exist"))
    with pytest.raises(Rejected, match=f"{status}: the model `mock` does not exist"):
        ask(Prose)
    assert len(model_server.requests) == 1


def test_what_cannot_be_processed_is_rejected(model_server: ModelServer, ask: Ask) -> None:
    """litellm itself asks once more without the parameters that a 422 names."""
    model_server.script(*[Fail(422, "unknown field")] * 9)
    with pytest.raises(Rejected, match="422"):
        ask(Prose)
    assert len(model_server.requests) <= 2


def test_an_account_without_credit_is_not_tried_again(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Fail(429, "You exceeded your current quota", code="insufficient_quota"))
    with pytest.raises(Rejected, match="no credit left"):
        ask(Prose)
    assert len(model_server.requests) == 1


def test_a_request_that_never_fits_into_a_minute_is_not_tried_again(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Fail(429, "Request too large for mock on tokens per min (TPM): Limit 30000, Requested 31000."))
    with pytest.raises(Rejected, match="Request too large"):
        ask(Prose)
    assert len(model_server.requests) == 1


def test_a_rest_in_milliseconds_goes_before_one_in_seconds() -> None:
    assert retry_after_s({"retry-after-ms": "250", "retry-after": "1"}) == 0.25
    assert retry_after_s({"retry-after-ms": "soon", "retry-after": "1"}) == 1.0


def test_a_schema_refused_for_another_reason_stays_refused(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Fail(400, "bad schema"), Fail(400, "the prompt is too long"), Say("never"))
    with pytest.raises(Rejected, match="too long"):
        ask(Mood)


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_taken(model_server: ModelServer, ask: Ask, status: int) -> None:
    model_server.script(Fail(status, "Incorrect API key"))
    with pytest.raises(MissingKey) as caught:
        ask(Prose)
    assert "OPENAI_API_KEY" in caught.value.next_step
    assert "--model offline" in caught.value.next_step
    assert len(model_server.requests) == 1


def test_faults_of_the_mending_are_tried_again_too(model_server: ModelServer, ask: Ask) -> None:
    good = {"word": "calm", "points": 3, "quotes": []}
    model_server.script(Fail(500), Say("bad"), Drop(), Say(good))
    reply = ask(Mood)
    assert (reply.tries, reply.repaired) == (4, True)


def test_one_in_five_failing_loses_nothing(model_server: ModelServer, ask: Ask) -> None:
    seen = iter(range(10_000))
    model_server.responder = lambda body: Fail(429, retry_after="1") if next(seen) % 5 == 0 else "Hello."
    replies = ask.many(Prose, 30, max_tries=20)
    assert [reply.answer.text for reply in replies] == ["Hello."] * 30
    assert sum(reply.tries for reply in replies) == len(model_server.requests)


def test_a_cancelled_call_ends_and_the_backend_goes_on(model_server: ModelServer, ask: Ask) -> None:
    async def cancel_then_ask() -> str:
        from arena.schema.question import Question
        from tests.models.asking import Nothing, request

        spec = ask.spec()
        backend = ask.backend(spec)
        question = Question("test/mood", 1, Nothing(), Prose)
        stalled = asyncio.create_task(backend.answer(question, request(spec)))
        while not model_server.requests and not stalled.done():
            await asyncio.sleep(0)
        stalled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stalled
        reply = await backend.answer(question, request(spec))
        await backend.close()
        await backend.close()
        return reply.answer.text

    model_server.script(Stall(), Say("Hello."))
    assert asyncio.run(cancel_then_ask()) == "Hello."


def test_a_closed_backend_can_be_asked_again(model_server: ModelServer, ask: Ask) -> None:
    async def twice() -> list[str]:
        from arena.schema.question import Question
        from tests.models.asking import Nothing, request

        spec = ask.spec()
        backend, question, texts = ask.backend(spec), Question("test/mood", 1, Nothing(), Prose), []
        for _ in range(2):
            texts.append((await backend.answer(question, request(spec))).answer.text)
            await backend.close()
        return texts

    model_server.responder = lambda body: "Hello."
    assert asyncio.run(twice()) == ["Hello.", "Hello."]


def test_ping(model_server: ModelServer, ask: Ask) -> None:
    assert asyncio.run(ping(ask.spec())).startswith("answered in ")
    model_server.script(Fail(503, "asleep"))
    with pytest.raises(TransportFailed, match="503: asleep"):
        asyncio.run(ping(ask.spec()))
