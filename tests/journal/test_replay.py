"""Resume is replay: nothing journalled is asked twice, whatever the order; what does not agree is a divergence."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

import arena.journal._recorded as recorded
from arena.errors import AnswerInvalid, CallFailed, Refused, Rejected, Spent, TransportFailed
from arena.journal import Diverged, RecordedModel, Scribe, StoredAnswers
from arena.models import Reply, Request, Sampling
from arena.prompts import Prompt
from arena.schema.assistant_view import Message
from arena.schema.event import CallMade, Event, MatchEnded, MatchStarted, PromptUsed
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.schema.run import Party
from arena.text.canonical import sha256

PROMPT = Prompt("test/echo", 1, "test", "words", "Prose", (), "the words", "f" * 64)
MATCH = "m1"


class Words(Record):
    """Inputs."""

    words: str


class Rich(Record):
    """An answer with all that JSON can hold."""

    text: str
    share: float
    count: int | None = None
    flags: tuple[bool, ...] = ()
    by_name: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)


@pytest.fixture(autouse=True)
def requests_without_prompt_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def request_for(question: Question[Any], sampling: Sampling) -> Request:
        words = question.inputs.words
        return Request(PROMPT, (Message(role="user", content=words),), sampling, sha256(words))

    monkeypatch.setattr(recorded, "request_for", request_for)


def ask_for(words: str) -> Question[Prose]:
    return Question("test/echo", 1, Words(words=words), Prose)


@dataclass
class Live:
    """A backend that numbers its answers, takes its time in a random order and counts what it is asked."""

    seed: int = 0
    asked: list[str] = field(default_factory=list)
    fails: dict[str, CallFailed] = field(default_factory=dict)
    answer_with: Record | None = None

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    async def answer(self, question: Question[Any], request: Request) -> Reply[Any]:
        words = request.messages[0].content
        self.asked.append(words)
        for _ in range(self._random.randrange(4)):
            await asyncio.sleep(0)
        if words in self.fails:
            raise self.fails[words]
        number = Counter(self.asked)[words]
        answer = self.answer_with or Prose(text=f"{words}: answer {number}")
        return Reply(answer, tries=2, input_tokens=7, output_tokens=None, cost_usd=0.5, latency_s=0.25)

    async def close(self) -> None:
        """Nothing to give back."""


@dataclass
class Stage:
    """One attempt of a match: three models over one scribe."""

    stored: StoredAnswers = field(default_factory=StoredAnswers)
    live: Live = field(default_factory=Live)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._scribe = Scribe(MATCH, self.stored, self.events.append, set())

    def model(self, party: Party) -> RecordedModel:
        return RecordedModel(party, self.live, Sampling("test"), self._scribe)

    async def say(self, party: Party, words: str) -> str:
        return (await self.model(party).ask(ask_for(words))).text

    def record(self, upto: int | None = None) -> StoredAnswers:
        return StoredAnswers.by_match(self.events[:upto]).get(MATCH, StoredAnswers())


async def match(stage: Stage) -> dict[str, list[str]]:
    """A small match: the dialogue strictly in order, judges beside it, equal questions among them."""
    lines, jobs = [], []
    for turn in range(4):
        lines.append(await stage.say("user", f"user {turn}"))
        lines.append(await stage.say("contestant", f"reply {turn}"))
        jobs += [asyncio.create_task(stage.say("judge", f"judge {turn // 2} {sample % 2}")) for sample in range(3)]
    return {"lines": lines, "verdicts": sorted(await asyncio.gather(*jobs))}


def play(stage: Stage) -> dict[str, list[str]]:
    return asyncio.run(match(stage))


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_whole_record_is_replayed_without_a_live_call(seed: int, other: int) -> None:
    first = Stage(live=Live(seed))
    played = play(first)
    again = Stage(first.record(), Live(other))
    assert play(again) == played
    assert again.live.asked == []
    assert _keys(again.events) == []


@given(st.integers(0, 999), st.data())
def test_a_match_that_was_killed_goes_on_where_the_record_ends(seed: int, data: st.DataObject) -> None:
    """Killed anywhere, also between judges: no journalled call is asked again, and all calls end up journalled."""
    whole = Stage(live=Live(seed))
    play(whole)
    kept = data.draw(st.integers(0, len(whole.events)))
    resumed = Stage(whole.record(kept), Live(data.draw(st.integers(0, 999))))
    play(resumed)
    before, after = (Counter(_keys(events)) for events in (whole.events[:kept], resumed.events))
    assert not before & after
    assert before + after == Counter(_keys(whole.events))


def _keys(events: list[Event]) -> list[tuple[str, str, int]]:
    return [(e.party, e.request, e.occurrence) for e in events if isinstance(e, CallMade)]


def test_the_same_question_twice_has_two_answers() -> None:
    async def twice(stage: Stage) -> list[str]:
        return [await stage.say("contestant", "again") for _ in range(2)]

    first = Stage()
    played = asyncio.run(twice(first))
    assert played == ["again: answer 1", "again: answer 2"]
    assert asyncio.run(twice(Stage(first.record()))) == played


def test_parties_do_not_share_answers() -> None:
    first = Stage()
    asyncio.run(first.say("user", "hello"))
    again = Stage(first.record())
    with pytest.raises(Diverged):
        asyncio.run(again.say("contestant", "hello"))


def test_judges_may_ask_in_any_order() -> None:
    async def judge(stage: Stage, order: list[int]) -> dict[int, str]:
        answers = await asyncio.gather(*[stage.say("judge", f"judge {number}") for number in order])
        return dict(zip(order, answers, strict=True))

    first = Stage(live=Live(1))
    played = asyncio.run(judge(first, [1, 2, 3, 4]))
    again = Stage(first.record())
    assert asyncio.run(judge(again, [4, 2, 3, 1])) == played
    assert again.live.asked == []


def test_a_judge_may_ask_something_new_during_replay() -> None:
    """Another panel reads the same dialogue: not a divergence."""
    first = Stage()
    play(first)
    again = Stage(first.record())
    assert asyncio.run(again.say("judge", "a new measure")) == "a new measure: answer 1"


def test_a_dialogue_that_no_longer_agrees_diverges() -> None:
    first = Stage()
    play(first)

    async def changed(stage: Stage) -> None:
        await stage.say("user", "user 0")
        await stage.say("contestant", "another reply")

    again = Stage(first.record())
    with pytest.raises(Diverged):
        asyncio.run(changed(again))
    assert again.live.asked == []


def test_a_dialogue_goes_live_when_its_record_is_used_up_even_if_judges_wait() -> None:
    first = Stage()

    async def opening(stage: Stage) -> None:
        await stage.say("user", "user 0")
        await stage.say("judge", "judge 0")

    asyncio.run(opening(first))

    async def longer(stage: Stage) -> str:
        await stage.say("user", "user 0")
        return await stage.say("contestant", "reply 0")

    assert asyncio.run(longer(Stage(first.record()))) == "reply 0: answer 1"


SPENT = Spent(tries=3, input_tokens=11, output_tokens=5, cost_usd=0.125, latency_s=1.5)


@pytest.mark.parametrize("kind", [AnswerInvalid, Refused, Rejected])
def test_failed_calls_are_replayed_as_the_same_failure(kind: type[CallFailed]) -> None:
    failure = kind("it would not")
    failure.spent = SPENT
    first = Stage(live=Live(fails={"bad": failure}))
    with pytest.raises(kind):
        asyncio.run(first.say("judge", "bad"))
    call = next(event for event in first.events if isinstance(event, CallMade))
    assert (call.error, call.detail, call.answer) == (kind.kind, "it would not", None)
    assert (call.tries, call.input_tokens, call.output_tokens, call.cost_usd, call.latency_s) == (3, 11, 5, 0.125, 1.5)
    again = Stage(first.record())
    with pytest.raises(kind, match="it would not"):
        asyncio.run(again.say("judge", "bad"))
    assert again.live.asked == []


def test_what_was_lost_in_transport_is_asked_again() -> None:
    first = Stage(live=Live(fails={"bad": TransportFailed("gone")}))
    with pytest.raises(TransportFailed):
        asyncio.run(first.say("contestant", "bad"))
    assert asyncio.run(Stage(first.record()).say("contestant", "bad")) == "bad: answer 1"


def test_a_call_is_journalled_with_its_meter_and_its_prompt_once() -> None:
    stage = Stage()
    play(stage)
    prompts = [event for event in stage.events if isinstance(event, PromptUsed)]
    assert [(p.name, p.text) for p in prompts] == [("test/echo", "the words")]
    calls = [event for event in stage.events if isinstance(event, CallMade)]
    assert len(calls) == 20
    meters = {(c.tries, c.input_tokens, c.output_tokens, c.cost_usd, c.latency_s) for c in calls}
    assert meters == {(2, 7, None, 0.5, 0.25)}
    assert {c.prompt for c in calls} == {"test/echo@1"}


@given(
    st.builds(
        Rich,
        text=st.text(st.characters(exclude_categories=["Cs"])),
        share=st.floats(allow_nan=False, allow_infinity=False),
        by_name=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.floats(0, 1e300), max_size=3),
    )
)
def test_answers_survive_the_record(answer: Rich) -> None:
    async def ask(stage: Stage) -> Rich:
        return await stage.model("user").ask(Question("test/echo", 1, Words(words="w"), Rich))

    first = Stage(live=Live(answer_with=answer))
    assert asyncio.run(ask(first)) == answer
    assert asyncio.run(ask(Stage(first.record(), Live(answer_with=None)))) == answer


def test_only_the_latest_attempt_counts() -> None:
    def call(attempt: int, text: str) -> CallMade:
        return CallMade(
            at=1.0,
            match=MATCH,
            attempt=attempt,
            party="user",
            request="r",
            occurrence=0,
            prompt="p@1",
            prompt_sha256="s",
            model="m",
            answer=text,
        )

    first, second = MatchStarted(at=1.0, match=MATCH), MatchStarted(at=2.0, match=MATCH, attempt=2)
    late = call(1, "late")
    found = StoredAnswers.by_match([first, call(1, "old"), second, call(2, "new"), late])[MATCH]
    assert found.attempt == 2
    assert [c.answer for c in found.calls.values()] == ["new"]
    assert found.outcome == ""


def test_the_outcome_is_that_of_the_last_start() -> None:
    start = MatchStarted(at=1.0, match=MATCH)
    lost = MatchEnded(at=2.0, match=MATCH, outcome="failed", reason="transport: gone")
    ended = StoredAnswers.by_match([start, lost])[MATCH]
    assert (ended.outcome, ended.lost_in_transport) == ("failed", True)
    assert StoredAnswers.by_match([start, lost, start])[MATCH].outcome == ""
    done = StoredAnswers.by_match([start, lost, start, MatchEnded(at=3.0, match=MATCH, outcome="completed")])[MATCH]
    assert (done.outcome, done.lost_in_transport) == ("completed", False)
