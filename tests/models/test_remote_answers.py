"""What a real model's answer becomes: typed, mended once, refused, metered."""

from __future__ import annotations

import asyncio
import json

import pytest

from arena.errors import AnswerInvalid, Refused, Spent
from arena.schema.assistant_view import Message
from arena.schema.question import Prose, Question
from tests.model_server import EMPTY, FILTERED, REFUSAL, Body, Fail, ModelServer, Say, completion
from tests.models.asking import MESSAGES, Ask, Mood, Nothing, Quote, request

GOOD = {"word": "calm", "points": 3, "quotes": [{"turn": 2, "words": "oh well"}]}
CALM = Mood(word="calm", points=3, quotes=(Quote(turn=2, words="oh well"),))
WRONG = {"word": "calm", "points": 9, "quotes": []}


def test_a_typed_answer_is_asked_for_with_its_schema(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say(GOOD))
    reply = ask(Mood, temperature=0.4, max_tokens=77)
    assert reply.answer == CALM
    assert (reply.tries, reply.repaired) == (1, False)
    body = model_server.bodies()[0]
    assert body["messages"] == [{"role": m.role, "content": m.content} for m in MESSAGES]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("mock", 0.4, 77)
    form = body["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"]["required"] == ["word", "points", "quotes"]


def test_a_temperature_that_is_not_set_is_not_sent(model_server: ModelServer, ask: Ask) -> None:
    ask(Prose)
    assert "temperature" not in model_server.bodies()[0]


def test_prose_is_plain_text(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("\n Hello there. \n"))
    assert ask(Prose).answer == Prose(text="Hello there.")
    assert "response_format" not in model_server.bodies()[0]


def test_whatever_is_asked_the_server_has_an_answer_that_fits(model_server: ModelServer, ask: Ask) -> None:
    assert ask(Mood).answer == Mood(word="That will do.", points=1)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        f"```json\n{json.dumps(GOOD, indent=2)}\n```",
        f"Here is what I think:\n{json.dumps(GOOD)}\nLet me know!",
        f"<think>hm, {{maybe}}</think>{json.dumps(GOOD)}",
    ],
)
def test_an_object_is_found_among_words(model_server: ModelServer, ask: Ask, text: str) -> None:
    model_server.script(Say(text))
    reply = ask(Mood)
    assert (reply.answer, reply.repaired) == (CALM, False)


def test_what_a_model_thinks_aloud_is_not_what_it_says(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("<think>She wants a number. 7?</think>\n\nSeven, I think <think> is a tag."))
    assert ask(Prose).answer.text == "Seven, I think <think> is a tag."


@pytest.mark.parametrize("bad", [WRONG, "I feel it went well.", {"word": "calm"}, GOOD | {"more": 1}, '{"word": '])
def test_a_bad_answer_is_mended_once(model_server: ModelServer, ask: Ask, bad: str | dict[str, object]) -> None:
    model_server.script(Say(bad), Say(GOOD))
    reply = ask(Mood)
    assert (reply.answer, reply.repaired, reply.tries) == (CALM, True, 2)
    first, second = model_server.bodies()
    said, mend = second["messages"][-2:]
    assert second["messages"][:-2] == first["messages"]
    assert said == {"role": "assistant", "content": bad if isinstance(bad, str) else json.dumps(bad)}
    assert mend["role"] == "user"
    assert "Traceback" not in mend["content"]
    assert second["response_format"] == first["response_format"]


def test_the_model_is_shown_what_was_wrong(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say(WRONG), Say(GOOD))
    ask(Mood)
    assert "points: Input should be less than or equal to 5" in model_server.bodies()[1]["messages"][-1]["content"]


def test_two_bad_answers_are_a_failure_and_never_a_value(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say(WRONG), Say(WRONG))
    with pytest.raises(AnswerInvalid, match="points") as caught:
        ask(Mood)
    assert len(model_server.requests) == 2
    assert caught.value.spent.tries == 2
    assert caught.value.spent.output_tokens is not None


def test_an_empty_reply_is_asked_for_again_without_an_empty_message(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(EMPTY, Say("Here I am."))
    reply = ask(Prose)
    assert (reply.answer.text, reply.repaired) == ("Here I am.", True)
    assert [m["role"] for m in model_server.bodies()[1]["messages"]] == ["system", "user"]


@pytest.mark.parametrize("nothing", ["", "  \n", None])
def test_two_empty_replies_are_a_failure(model_server: ModelServer, ask: Ask, nothing: str | None) -> None:
    model_server.script(Say(nothing), Say(nothing))
    with pytest.raises(AnswerInvalid, match="empty"):
        ask(Prose)


def test_a_cut_off_answer_is_told_to_be_shorter(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say('{"word": "ca', finish="length"), Say(GOOD))
    ask(Mood, max_tokens=55)
    assert "cut off at 55 tokens" in model_server.bodies()[1]["messages"][-1]["content"]


@pytest.mark.parametrize("declined", [REFUSAL, FILTERED, Fail(400, "flagged", code="content_policy_violation")])
def test_refusals_are_refusals(model_server: ModelServer, ask: Ask, declined: Say | Fail) -> None:
    model_server.script(declined)
    with pytest.raises(Refused):
        ask(Mood)
    assert len(model_server.requests) == 1


def test_a_refusal_of_the_mended_answer_keeps_the_bill(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say(WRONG), REFUSAL)
    with pytest.raises(Refused) as caught:
        ask(Mood)
    assert caught.value.spent.tries == 2
    assert caught.value.spent.input_tokens


def test_lone_surrogates_are_replaced_and_control_characters_stay(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("a\ud800b\x1b[0m\x07"), Say(r'{"word": "x\udfffy\u0007", "points": 1, "quotes": []}'))
    prose, mood = ask(Prose).answer, ask(Mood).answer
    assert prose.text == "a\ufffdb\x1b[0m\x07"
    assert mood.word == "x\ufffdy\x07"
    assert Mood.model_validate_json(mood.model_dump_json()) == mood


def test_lone_surrogates_of_a_contestant_are_not_sent(model_server: ModelServer, ask: Ask) -> None:
    async def send() -> None:
        spec = ask.spec()
        backend = ask.backend(spec)
        said = request(spec, Message(role="user", content="half \ud83d a face"))
        await backend.answer(Question("test/mood", 1, Nothing(), Prose), said)
        await backend.close()

    asyncio.run(send())
    assert model_server.bodies()[0]["messages"][0]["content"] == "half \ufffd a face"


def test_tokens_are_summed_over_the_mending(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("one two three"), Say(GOOD))
    reply = ask(Mood)
    assert reply.output_tokens == 3 + len(json.dumps(GOOD).split())
    words = [len(json.dumps(body["messages"]).split()) for body in model_server.bodies()]
    assert reply.input_tokens == sum(words)


def test_what_the_server_does_not_count_is_unmetered(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("Hello.", usage=False), Say("bad"), Say(GOOD, usage=False))
    for reply in (ask(Prose, id="openai/gpt-4o-mini"), ask(Mood, id="openai/gpt-4o-mini")):
        assert (reply.input_tokens, reply.output_tokens, reply.cost_usd) == (None, None, None)


def test_cost_is_known_for_models_in_the_price_list_only(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("one two"), Say("one two"))
    priced, unpriced = ask(Prose, id="openai/gpt-4o-mini"), ask(Prose)
    # gpt-4o-mini: 0.15 and 0.60 US dollars for a million tokens in and out
    assert priced.input_tokens is not None
    assert priced.cost_usd == pytest.approx((priced.input_tokens * 0.15 + 2 * 0.60) / 1e6)
    assert unpriced.cost_usd is None


def test_tokens_from_the_prompt_cache_are_cheaper(model_server: ModelServer, ask: Ask) -> None:
    usage = {"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010}
    cached = usage | {"prompt_tokens_details": {"cached_tokens": 800}}
    body = completion(Say("Hello."), {"messages": [], "model": "gpt-4o-mini"}) | {"usage": cached}
    model_server.script(Body(json.dumps(body).encode()))
    # 200 tokens at 0.15, 800 at 0.075 and 10 at 0.60 US dollars for a million
    assert ask(Prose, id="openai/gpt-4o-mini").cost_usd == pytest.approx((200 * 0.15 + 800 * 0.075 + 10 * 0.60) / 1e6)


def test_latency_is_measured(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("Hello.", after_s=0.05))
    assert ask(Prose).latency_s >= 0.05


def test_a_provider_without_schemas_is_asked_in_words(model_server: ModelServer, ask: Ask) -> None:
    """A model that litellm's table does not list as taking a schema."""
    model_server.script(Say(GOOD))
    assert ask(Mood, id="deepseek/unheard-of").answer == CALM
    body = model_server.bodies()[0]
    assert "response_format" not in body
    assert body["messages"][0]["content"] == MESSAGES[0].content
    assert body["messages"][-1]["content"].startswith(MESSAGES[-1].content)
    assert '"points"' in body["messages"][-1]["content"]


def test_a_server_that_does_not_take_the_schema_is_asked_in_words(model_server: ModelServer, ask: Ask) -> None:
    refused = Fail(400, "response_format json_schema is not supported")
    model_server.script(refused, Say(GOOD))
    reply = ask(Mood)
    assert (reply.answer, reply.tries) == (CALM, 2)
    assert "response_format" not in model_server.bodies()[1]


def test_one_backend_answers_many_at_once(model_server: ModelServer, ask: Ask) -> None:
    model_server.latency_s = 0.2
    model_server.responder = lambda body: GOOD
    replies = ask.many(Mood, 16)
    assert [reply.answer for reply in replies] == [CALM] * 16
    assert model_server.most_at_once > 8


def test_nothing_is_spent_by_default() -> None:
    assert AnswerInvalid("x").spent == Spent()
