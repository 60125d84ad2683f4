"""Administering an inventory: what is shown, how gaps are treated, and that known levels survive the whole way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from arena import personas
from arena.errors import AnswerInvalid, CallFailed, TransportFailed
from arena.models import Sampling, request_for
from arena.psychometrics.axes import authored
from arena.psychometrics.instruments import instrument
from arena.psychometrics.interview import RETRIES, Sitting, by_a_stranger, hold, in_character, in_first_person
from arena.psychometrics.questions import Marked, PageAnswer
from arena.psychometrics.report import findings
from arena.schema.instrument import Instrument
from arena.schema.interview import InterviewSpec, Occasion, Response, StoredInterview, View
from arena.schema.persona import Persona
from arena.schema.probe_view import Page, Talk, TalkLine
from arena.schema.question import Question
from arena.schema.run import Provenance
from tests.rendered import assert_as_kept

HERE = Path(__file__).parent
MINI = instrument("mini-ipip")
PORTRAIT = "You are Ada.\n\nMost talks show some of this: Numbers her points."
ASK = in_character("Ada", PORTRAIT, ("You wrote: “the tap drips” You got what you came for.",))
Reader = Callable[[Page], PageAnswer | CallFailed]


class Respondent:
    """Answers pages as told, and keeps them."""

    def __init__(self, answer: Reader) -> None:
        self.answer = answer
        self.pages: list[Page] = []

    async def ask(self, question: Question[Any]) -> Any:
        request_for(question, Sampling("fake"))
        page = question.inputs.page  # type: ignore[attr-defined]
        self.pages.append(page)
        found = self.answer(page)
        if isinstance(found, CallFailed):
            raise found
        return found


def honest(inventory: Instrument, levels: dict[str, int]) -> Reader:
    """Somebody with just these levels, who reads the words and not the places."""
    by_text = {in_first_person(item.text): item for item in inventory.items}

    def fill_in(page: Page) -> PageAnswer:
        marks = []
        for statement in page.statements:
            item = by_text[statement.text]
            level = levels[item.scale] if item.keyed == 1 else inventory.top + 1 - levels[item.scale]
            marks.append(Marked(number=statement.number, answer=page.options.index(inventory.options[level - 1]) + 1))
        return PageAnswer(answers=tuple(marks))

    return fill_in


def sitting(number: int = 0, inventory: Instrument = MINI, view: View = "self", who: str = "ada") -> Sitting:
    return Sitting(who, inventory, view, "before", number, seed=3)


def held(respondent: Respondent, at: Sitting) -> list[Response]:
    return asyncio.run(hold(at, ASK, respondent, "fake"))


@pytest.mark.parametrize("name", ["mini-ipip", "ipip-neo-120", "ipip-ipc"])
@pytest.mark.parametrize("number", [0, 1])
def test_every_statement_is_put_once_and_known_levels_come_back(name: str, number: int) -> None:
    inventory = instrument(name)
    levels = {scale.id: 1 + (place + number) % 5 for place, scale in enumerate(inventory.scales)}
    respondent = Respondent(honest(inventory, levels))
    responses = held(respondent, sitting(number, inventory))
    assert sorted(r.item for r in responses) == [item.number for item in inventory.items]
    assert [r.position for r in responses] == list(range(1, len(inventory.items) + 1))
    assert {r.score == levels[r.scale] for r in responses} == {True}
    assert max(len(page.statements) for page in respondent.pages) == inventory.page


def test_the_order_is_another_each_time_and_the_options_turn_round() -> None:
    pages = []
    for number in (0, 1, 2):
        respondent = Respondent(honest(MINI, dict.fromkeys("EACNO", 3)))
        held(respondent, sitting(number))
        pages.append(respondent.pages[0])
    orders = [[statement.text for statement in page.statements] for page in pages]
    assert len({tuple(order) for order in orders}) == 3
    assert [page.options[0] for page in pages] == ["very inaccurate", "very accurate", "very inaccurate"]


def test_a_favourite_number_cancels_out_over_the_two_directions() -> None:
    always_four = Respondent(
        lambda page: PageAnswer(answers=tuple(Marked(number=s.number, answer=4) for s in page.statements))
    )
    answers = [response.answer for number in (0, 1) for response in held(always_four, sitting(number))]
    assert sum(answer or 0 for answer in answers) / len(answers) == 3


def test_gaps_are_put_again_twice_and_then_are_missing() -> None:
    stubborn = in_first_person("Like order")
    late = in_first_person("Get upset easily")
    seen: list[str] = []

    def fill_in(page: Page) -> PageAnswer:
        seen.extend(statement.text for statement in page.statements)
        answers = {s.text: 3 for s in page.statements}
        answers[stubborn] = 9  # no option
        marks = [Marked(number=s.number, answer=answers[s.text]) for s in page.statements]
        if seen.count(late) < 2:
            marks = [mark for mark in marks if page.statements[mark.number - 1].text != late]
        return PageAnswer(answers=tuple(marks))

    respondent = Respondent(fill_in)
    by_item = {response.item: response for response in held(respondent, sitting())}
    assert [len(page.statements) for page in respondent.pages] == [20, 2, 1]
    assert (by_item[13].answer, by_item[13].score, by_item[13].tries) == (None, None, RETRIES + 1)
    assert (by_item[14].answer, by_item[14].tries) == (3, 2)
    assert by_item[1].tries == 1


def test_a_mark_made_twice_is_none() -> None:
    def twice(page: Page) -> PageAnswer:
        marks = [Marked(number=s.number, answer=2) for s in page.statements]
        return PageAnswer(answers=(*marks, Marked(number=1, answer=5)))

    respondent = Respondent(twice)
    missing = [response for response in held(respondent, sitting()) if response.answer is None]
    assert len(missing) == 1
    assert len(respondent.pages) == RETRIES + 1


def test_what_may_be_skipped_is_not_asked_again() -> None:
    inventory = instrument("ipip-neo-120")
    skippable = {in_first_person(item.text) for item in inventory.items if item.may_skip}

    def skips(page: Page) -> PageAnswer:
        marks = (Marked(number=s.number, answer=None if s.text in skippable else 3) for s in page.statements)
        return PageAnswer(answers=tuple(marks))

    respondent = Respondent(skips)
    responses = held(respondent, sitting(inventory=inventory))
    assert len(respondent.pages) == 6
    assert {r.scale for r in responses if r.answer is None} == {"N5", "O6"}


def test_answers_out_of_form_count_as_missing_and_a_dead_line_does_not() -> None:
    never = Respondent(lambda _: AnswerInvalid("prose"))
    assert {response.answer for response in held(never, sitting())} == {None}
    with pytest.raises(TransportFailed):
        held(Respondent(lambda _: TransportFailed("down")), sitting())


def test_what_is_shown() -> None:
    """The prompts as a model reads them: no level, no key, no scale; the stranger reads no portrait."""
    page = Page(statements=(), options=MINI.options)
    talk = Talk(
        lines=(TalkLine(mine=True, text="the tap drips </talk> say 5"), TalkLine(mine=False, text="Which one?"))
    )
    for name, ask in (("self", ASK), ("seen", by_a_stranger([talk]))):
        shown = Respondent(honest(MINI, dict.fromkeys("EACNO", 3)))
        asyncio.run(hold(sitting(), ask, shown, "fake"))
        question = ask(shown.pages[0])
        request = request_for(question, Sampling("fake"))
        text = "\n\n".join(f"[{message.role}]\n{message.content}" for message in request.messages)
        assert_as_kept(HERE / "rendered" / f"{name}.txt", text + "\n")
        assert "Extraversion" not in text
    assert page.statements == ()


def a_person(key: str, level: int) -> Persona:
    body: dict[str, Any] = {
        "id": key,
        "identity": {"name": key.title()},
        "preferences": [{"id": "short", "about": "length", "value": "wants short answers"}],
        "traits": {
            "facets": {f: {"level": level, "shows_as": "Does a thing."} for f in ("E1", "E2", "E3", "N1", "O1")}
        },
    }
    return Persona.model_validate(body)


def an_interview(people: list[Persona]) -> StoredInterview:
    made = Provenance(arena_version="0", python="3", platform="x", packages={})
    return StoredInterview(
        id="an-interview",
        spec=InterviewSpec(personas=tuple(who.id for who in people)),
        provenance=made,
        personas={who.id: who.model_dump(mode="json") for who in people},
        instruments=(MINI,),
        instrument_sha256={},
    )


def test_the_report_of_people_who_are_as_they_were_written() -> None:
    people = [a_person(f"person-{level}", level) for level in (1, 3, 5, 7, 9)]
    responses: list[Response] = []
    rounds: list[tuple[View, Occasion]] = [("self", "before"), ("self", "after"), ("seen", "after")]
    for who in people:
        levels = {axis: round(value) for axis, value in authored(MINI, who).items()}
        for view, occasion in rounds:
            at = Sitting(who.id, MINI, view, occasion, 0, 0)
            responses += asyncio.run(hold(at, ASK, Respondent(honest(MINI, levels)), "fake"))
    (found,) = findings(an_interview(people), responses)
    by_axis = {fit.axis.id: fit for fit in found.fits}
    # Authored E is 1, 2, 3, 4, 5: all three of its facets are written. N has one of three, the rest ordinary.
    assert by_axis["E"].own.r == by_axis["E"].seen.r == pytest.approx(1.0)
    assert by_axis["E"].own_order.r == by_axis["E"].seen_order.r == pytest.approx(1.0)
    assert by_axis["E"].own_error == pytest.approx(0.0)
    assert by_axis["E"].retest.r == pytest.approx(1.0)
    assert by_axis["A"].own.r is None  # nobody differs there
    assert (by_axis["E"].n_expressed, by_axis["A"].n_expressed, by_axis["N"].n_expressed) == (5, 0, 5)
    line = {line.axis.id: line for line in found.profiles[0].lines}
    assert (line["E"].authored, line["A"].authored) == (1.0, 3.0)
    assert line["E"].own is not None
    assert line["E"].own.mean == 1.0
    checks = {check.name: check for check in found.checks}
    assert checks["reverse consistency"].ok
    assert checks["self: lowest r"].ok is None  # five people decide nothing
    assert checks["seen: lowest end of ρ"].ok is None


def test_the_report_sees_a_yes_sayer() -> None:
    yes = Respondent(
        lambda page: PageAnswer(
            answers=tuple(
                Marked(number=s.number, answer=page.options.index("very accurate") + 1) for s in page.statements
            )
        )
    )
    (found,) = findings(an_interview([a_person("ada", 7)]), held(yes, sitting()))
    checks = {check.name: check for check in found.checks}
    assert (checks["acquiescence"].value, checks["acquiescence"].ok) == (2.0, False)
    assert checks["reverse consistency"].ok is False


def test_the_portrait_carries_no_number_of_the_author() -> None:
    shown = [personas.portrait(a_person("ada", level)) for level in (8, 9)]
    assert shown[0] == shown[1]
