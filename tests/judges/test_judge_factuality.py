"""Questions of fact, with memory and without: what is judged, on what, and how a match comes to ask them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from arena import scenarios
from arena.dialogue import Cast, play
from arena.errors import AnswerInvalid
from arena.judges import by_hand
from arena.judges import questions as q
from arena.judges._bench import Bench
from arena.judges.factuality import FactualityJudge
from arena.judges.offline import factual
from arena.models.offline import Offline
from arena.scenarios._rules import complaints
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.dialogue import PersonState, UserTurn
from arena.schema.event import ProbeAsked
from arena.schema.judge_view import FactualView
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.schema.world import World
from tests.judges.judging import Answer, FakeModel, by, run
from tests.judges.test_judge_panel import PERSONA, fake, session, watch

EXAMPLE = Path(__file__).parents[2] / "examples" / "scenarios" / "what-is-so.yaml"


def answer(right: bool, echoes: bool = False, evidence: str = "", abstain: bool = False) -> q.FactualAnswer:
    return q.FactualAnswer(evidence=evidence, why="why", right=right, echoes=echoes, certainty=90, abstain=abstain)


def asked(kind: str, text: str = "About 630.") -> ProbeAsked:
    return ProbeAsked(
        at=0,
        match="m",
        probe=2,
        session=1,
        kind=kind,
        about="income",
        question="Which share?",
        gold="a third",
        answer=text,
    )


def judged(said: Answer, kind: str = "factuality", text: str = "About 630.") -> tuple[list[Verdict], FakeModel]:
    model = FakeModel(factual=said)
    return run(FactualityJudge(Bench(model, "fake")).judge(asked(kind, text), ("1,900 a month",))), model


def test_a_wrong_answer_is_an_echo_or_not() -> None:
    rows, model = judged(answer(False, True, "About 630"))
    assert [(r.measure, r.value, r.about, r.label) for r in rows] == [
        ("factuality.with_memory", 0, "2", "income"),
        ("factuality.echo", 1, "2", ""),
    ]
    assert model.inputs("factual")[0].history == ("1,900 a month",)
    assert by(judged(answer(False))[0], "factuality.echo").value == 0


def test_a_right_answer_echoes_nothing_whatever_the_judge_says() -> None:
    rows, _ = judged(answer(True, True, "a third"), text="It is a third.")
    assert by(rows, "factuality.with_memory").value == 1
    assert by(rows, "factuality.echo").status == "not_applicable"


def test_who_knows_nobody_is_shown_no_history_and_cannot_echo() -> None:
    rows, model = judged(answer(False, True, "About 630"), "factuality_without_memory")
    assert [row.measure for row in rows] == ["factuality.without_memory"]
    assert model.inputs("factual")[0].history == ()


def test_words_nobody_said_silence_and_failure() -> None:
    assert {row.status for row in judged(answer(True, False, "a half"))[0]} == {"failed"}
    assert {row.status for row in judged(AnswerInvalid("no"))[0]} == {"failed"}
    assert {row.status for row in judged(answer(False, abstain=True))[0]} == {"abstained"}
    rows, model = judged(answer(True), text=" ")
    assert [(row.value, row.judge) for row in rows] == [(0, "code"), (0, "code")]
    assert model.asked == []


@pytest.mark.parametrize(
    ("text", "right", "echoes"),
    [
        ("At most a third of what comes in.", True, False),
        ("A third. You said “I don't know what rent to look for”.", True, False),
        ("It could be a third or a half.", False, False),
        ("With 1,900 a month you can pay what you like.", False, True),
        ("A half.", False, False),
    ],
)
def test_the_offline_reader(text: str, right: bool, echoes: bool) -> None:
    view = FactualView(question="Which share?", gold="a third", history=("1,900 a month",), answer=text)
    found = factual(view, Offline(World(), None))  # type: ignore[arg-type]
    assert (found.right, found.echoes) == (right, echoes)


def test_the_history_is_what_was_told_by_then() -> None:
    course = Scenario.model_validate(
        {"id": "flat", "title": "Flat", "domain": "housing", "sessions": [{"id": "part-1", "kind": "task"}]}
    )
    model = fake(factual=answer(False))
    told = session(1, "Out by 2 May, and quiet.", "Fine.", reveals={1: ("move_out_date", "quiet")})
    watch(course, [*told, asked("factuality")], model)
    assert model.inputs("factual")[0].history == ("2 May", "wants it quiet")


def test_a_person_labels_both() -> None:
    view = FactualView(question="?", gold="a third", history=(), answer="A half.")
    question = q.factual(view)
    assert [one.key for one in by_hand.asked(question)] == ["right", "echo"]
    given = by_hand.answer(question, {"right": "n", "echo": "y"})
    assert isinstance(given, q.FactualAnswer)
    assert (given.right, given.echoes, given.abstain) == (False, True, False)


# In play ---------------------------------------------------------------------------------------------------------


class Told:
    """A contestant that keeps what it is told, and says how much that is."""

    def __init__(self) -> None:
        self.heard = 0
        self.users: set[str] = set()
        self.closed = False

    async def start_session(self, info: SessionInfo) -> None:
        self.users.add(info.user_id)

    async def respond(self, view: AssistantView) -> AssistantReply:
        self.users.add(view.info.user_id)
        return AssistantReply(text=f"I know {self.heard} things.")

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        return AssistantReply(text=f"probed, {self.heard}")

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        self.heard += len(messages)

    async def export_memory(self) -> str:
        return ""

    async def close(self) -> None:
        self.closed = True


def probes(stranger: Any) -> dict[tuple[str, int], str]:
    course = scripted()
    cast = Cast("m", 1, PERSONA, course, Speaker(), Told(), stranger=stranger)  # type: ignore[arg-type]

    async def all_of_it() -> dict[tuple[str, int], str]:
        return {(e.kind, e.probe): e.answer async for e in play(cast) if isinstance(e, ProbeAsked)}

    return asyncio.run(all_of_it())


def scripted() -> Scenario:
    turns = [{"who": "user", "text": "Hello."}, {"who": "assistant"}]
    fact = {"after": "one", "about": "income", "question": "Which share?", "gold": "a third"}
    return Scenario.model_validate(
        {
            "id": "so",
            "title": "So",
            "domain": "money",
            "sessions": [{"id": "one", "kind": "scripted", "turns": turns}],
            "probes": [
                {**fact, "kind": "factuality"},
                {**fact, "kind": "factuality_without_memory"},
                {**fact, "question": "What was said?"},
            ],
        }
    )


class Speaker:
    """Says the given turns."""

    def begin_session(self, *_: Any) -> None:
        pass

    def end_session(self, *_: Any) -> None:
        pass

    def given(self, text: str, reveals: tuple[str, ...]) -> Any:
        calm = PersonState(pleasure=0, arousal=0, dominance=0, patience=5, satisfaction=0)
        return UserTurn(say=text, reveals=reveals, state=calm, origin="given")


def test_the_same_question_is_put_to_who_knows_the_person_and_to_who_does_not() -> None:
    made: list[Told] = []

    def stranger() -> Told:
        made.append(Told())
        return made[-1]

    found = probes(stranger)
    assert found == {
        ("factuality", 1): "I know 2 things.",
        ("factuality_without_memory", 2): "I know 0 things.",
        ("memory", 3): "probed, 2",
    }
    assert len(made) == 1
    assert made[0].closed


def test_who_would_keep_a_trace_of_it_is_not_asked() -> None:
    assert probes(None) == {("memory", 3): "probed, 2"}


def test_the_example_is_sound_and_a_question_alone_is_not() -> None:
    course = scenarios.load(EXAMPLE)
    assert {probe.kind for probe in course.probes} == {"memory", "factuality", "factuality_without_memory"}
    lonely = course.model_copy(update={"probes": course.probes[:1]})
    assert not complaints(course)
    assert any("factuality_without_memory" in complaint.message for complaint in complaints(lonely))
