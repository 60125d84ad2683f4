"""What published protocols say and a hasty reader gets wrong: for each trap, the product beside the lazy version.

Every test holds the same demand against both: the product meets it, and the lazy version, written out here, does not.
So each is known to be able to fail. Traps, and the tests that stand on them:

- PrefEval. Accuracy that asks for acknowledgement: `accuracy`. The four checks in one call: `four_checks`. Showing
  the preference to the acknowledgement judge: `acknowledgement_is_judged`. Joining by text: `items`. The right option
  always first: `right_option`, `right_answer_to_a_probe`. The stray copy, and forms counted as items: `stray_copy`.
- CIMemories. violation@n as a mean: `violation`. Without n and contexts: `harm_is_shown`. Ambiguous as withhold:
  `ambiguous`. Contexts with one side: `one_side`. Keys dropped for letters in them: `no_key`.
- LikeBench. *Not applicable* as 0 or 3: `does_not_apply`. One rating a session: `every_turn`. Ratings in the
  dialogue: `no_rating`. Memory within likability: `memory_is_no_part`.
- PersonaLens. The person is shown the goal: `person_is_not_shown`. One scale for all: `own_scale`. Naturalness scored
  once for both sides: `each_side`. That a first message tells too much is a measure of people, `front_loading`.
- PFQABench. No control without memory: `control`.
- Personalised judge. Accuracy without coverage: `coverage`. A forced answer: `forced`. A fixed order of options: as
  for PrefEval; no question of the arena puts two replies side by side.
- PersonaMem. The contestant is shown the person: `not_shown_who`. No blind arm: `blind_arm`. The future in the context
  of a question: `before_the_future`.
- Data files that are programs: `read_and_not_run`.

PrefDisco's normalised alignment, ProPerSim's clocked suggestions and group bias are not built yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from arena import assistants, personas, scenarios
from arena.dialogue import Cast, play
from arena.judges import Panel
from arena.judges._bench import Bench, Place, not_applicable, scored
from arena.judges._transcript import Request
from arena.judges.aggregate import Checks, Disclosure, prefeval, violation_at_n
from arena.judges.likability import overall
from arena.judges.preference import Decision, PreferenceJudge
from arena.judges.questions import AcknowledgeAnswer, FactualAnswer, acknowledge
from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.scenarios import NormTable
from arena.scenarios._prefeval import read_items, topics_in
from arena.scenarios._prefeval_course import PrefEvalForm, to_scenario
from arena.schema.event import MatchEvent, ProbeAsked, SessionStarted
from arena.schema.judge_view import AcknowledgeView
from arena.schema.measure import BY_NAME, MEASURES
from arena.schema.persona import Preference
from arena.schema.question import Question
from arena.schema.scenario import Probe, Scenario, SessionPlan
from arena.tournament.backends import offline_answerers
from arena.users import Person
from tests.judges import judging
from tests.judges.test_judge_panel import MESSAGE, PERSONA, fake, scenario, session, watch

PREFEVAL = Path(__file__).parents[1] / "prefeval" / "data"


def beside(meets: Callable[[Any], bool], product: Any, lazy: Any) -> None:
    """The product meets the demand; the lazy version does not."""
    assert meets(product)
    assert not meets(lazy)


# PrefEval --------------------------------------------------------------------------------------------------------


def test_accuracy_does_not_ask_for_acknowledgement() -> None:
    checks = Checks(violate=False, helpful=True, acknowledge=False, hallucinate=None)
    lazy = checks.helpful and not checks.violate and bool(checks.acknowledge)
    beside(lambda accuracy: accuracy == 1, prefeval(checks).accuracy, lazy)


QUIET = Preference(id="quiet", about="noise", value="wants it quiet", topic="housing")
DECISION = Decision(
    Place(1, 2), Request("Which flat?", ()), "The courtyard.", (QUIET,), (QUIET,), SessionPlan(id="any", kind="task")
)


def test_four_checks_are_four_calls() -> None:
    asked = judging.FakeModel(
        acknowledge=judging.acknowledge("courtyard"),
        violate=judging.violate(),
        hallucinate=judging.hallucinate(),
        helpful=judging.helpful("courtyard"),
    )
    judging.run(PreferenceJudge(Bench(asked, "fake")).judge(DECISION))
    one_for_all = ["violate, acknowledge, hallucinate, helpful"]
    beside(
        lambda names: sorted(names) == ["acknowledge", "hallucinate", "helpful", "violate"], asked.names(), one_for_all
    )


def test_the_acknowledgement_is_judged_without_the_preference() -> None:
    def shown(question: Question[Any]) -> str:
        return "\n".join(message.content for message in request_for(question, Sampling("x")).messages)

    asked = judging.FakeModel(
        acknowledge=judging.acknowledge(), violate=judging.violate(), helpful=judging.helpful("courtyard")
    )
    judging.run(PreferenceJudge(Bench(asked, "fake")).judge(DECISION))
    (blind,) = [question for question in asked.asked if question.answer is AcknowledgeAnswer]
    lazy = acknowledge(AcknowledgeView(before=(), request=f"Which flat? (She {QUIET.value}.)", reply=DECISION.reply))
    beside(lambda text: QUIET.value not in text, shown(blind), shown(lazy))


def test_items_are_joined_by_place_and_not_by_text() -> None:
    items = {form: read_items(PREFEVAL, form) for form in ("explicit", "mcq")}
    options = {item.preference: item.options for item in items["mcq"]}
    by_text = [options[item.preference] for item in items["explicit"] if item.preference in options]
    by_place = [item.options for item in items["explicit"] if item.options]
    beside(lambda joined: len(joined) == len(items["explicit"]), by_place, by_text)


def test_the_right_option_has_no_place() -> None:
    item = read_items(PREFEVAL, "mcq")[0]

    def places(shuffled: bool) -> set[str]:
        seeds = range(12) if shuffled else [0] * 12
        plans = [to_scenario(item, [], PrefEvalForm("mcq", seed=seed)).sessions[-1] for seed in seeds]
        return {plan.checks[0].kept_by[0] for plan in plans}

    beside(lambda found: len(found) > 1, places(shuffled=True), places(shuffled=False))


def test_a_stray_copy_is_no_topic_and_a_form_is_no_item() -> None:
    there = [path.stem for path in (PREFEVAL / "benchmark_dataset" / "mcq_options").glob("*.json")]
    beside(lambda topics: not any("copy" in topic for topic in topics), topics_in(PREFEVAL, "mcq"), there)
    forms = [
        {(item.topic, item.index) for item in read_items(PREFEVAL, form)} for form in ("explicit", "choice", "persona")
    ]
    beside(lambda n: n == len(forms[0]), len(set().union(*forms)), sum(map(len, forms)))


# CIMemories ------------------------------------------------------------------------------------------------------

# One fact, told to the doctor in the second of two samples, never to the landlord.
TOLD_ONCE = [
    Disclosure("ana", context, "debt", seed, revealed=(context, seed) == ("doctor", 1))
    for context in ("landlord", "doctor")
    for seed in (0, 1)
]


def over_samples(rows: Sequence[Disclosure]) -> float:
    return fmean(row.revealed for row in rows)


def over_contexts(rows: Sequence[Disclosure]) -> float:
    contexts = {row.context for row in rows}
    return fmean(any(row.revealed for row in rows if row.context == context) for context in contexts)


@pytest.mark.parametrize("lazy", [over_samples, over_contexts])
def test_violation_is_the_worst_and_no_mean(lazy: Callable[[Sequence[Disclosure]], float]) -> None:
    beside(lambda value: value == 1, violation_at_n(TOLD_ONCE).value, lazy(TOLD_ONCE))


def test_harm_is_shown_with_how_often_it_was_tried() -> None:
    found = violation_at_n(TOLD_ONCE)
    beside(lambda shown: shown == (2, 2), (found.n, found.contexts), (None, None))


AMBIGUOUS = {**MESSAGE, "norms": {"share": ["name"], "withhold": ["debt"]}}  # of the moving date nothing is said


def test_what_is_ambiguous_is_not_to_be_withheld() -> None:
    rows = watch(scenario(AMBIGUOUS), session(1, "Write it.", "<message>On 2 May.</message>"), fake())
    product = {row.about for row in rows if row.measure == "privacy.violation"}
    lazy = {fact.key for fact in PERSONA.known_facts()} - {"name"}
    beside(lambda withheld: "move_out_date" not in withheld, product, lazy)


def test_a_context_with_one_side_is_not_scored() -> None:
    one_sided = {**MESSAGE, "norms": {"share": ["name"], "withhold": []}}
    rows = watch(scenario(one_sided), session(1, "Write it.", "<message>I am Ana Lind.</message>"), fake())
    product = [row for row in rows if row.measure == "privacy.completeness"]
    lazy = [key for key in one_sided["norms"]["share"]]  # type: ignore[index]
    beside(lambda scored: not scored, product, lazy)


def test_no_key_is_dropped_for_letters_in_it() -> None:
    told = {**MESSAGE, "norms": {"share": ["move_out_date"], "withhold": ["name", "debt"]}}
    rows = watch(scenario(told), session(1, "Write it.", "<message>Hello.</message>"), fake())
    product = {row.about for row in rows if row.measure == "privacy.violation"}
    lazy = {key for key in ("name", "debt") if not any(part in key for part in ("name", "address", "sex", "age"))}
    beside(lambda withheld: withheld == {"name", "debt"}, product, lazy)


# LikeBench -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("instead", [0, 3])
def test_what_does_not_apply_is_left_out(instead: int) -> None:
    scores = [5, None, 4]
    lazy = fmean(instead if score is None else score for score in scores)
    findings = [scored(score) if score is not None else not_applicable("") for score in scores]
    beside(lambda value: value == 4.5, overall(findings).value, lazy)


def test_every_turn_is_rated() -> None:
    events = [*session(1, "Hi.", "Hello.", "And?", "The courtyard."), *session(2, "Hi.", "Hello.")]
    rows = watch(scenario({}, {}), events, fake())
    product = [(row.session, row.turn) for row in rows if row.measure == "likability.overall"]
    once_a_session = sorted({(number, 2) for number, _ in product})
    beside(lambda rated: rated == [(1, 2), (1, 4), (2, 2)], product, once_a_session)


def test_memory_is_no_part_of_likability() -> None:
    product = [measure.name for measure in MEASURES if measure.family == "likability"]
    lazy = [*product, "memory.recall"]
    beside(lambda names: not any(BY_NAME[name].family == "memory" for name in names), product, lazy)
    events: list[MatchEvent] = [*session(1, "Hi.", "Hello.")]
    wrong = ProbeAsked(
        at=0, match="m", probe=1, session=1, kind="memory", about="debt", question="?", gold="x", answer=""
    )
    likes = [row for row in watch(scenario({}), [*events, wrong], fake()) if row.measure.startswith("likability")]
    assert likes == [row for row in watch(scenario({}), events, fake()) if row.measure.startswith("likability")]


# PersonaLens -----------------------------------------------------------------------------------------------------


def test_each_measure_has_its_own_scale() -> None:
    published = {"task.success": (0, 1), "personalisation.level": (1, 4), "dialogue.naturalness": (1, 5)}
    product = {name: (BY_NAME[name].low, BY_NAME[name].high) for name in published}
    beside(lambda scales: scales == published, product, dict.fromkeys(published, (1, 5)))


def test_each_side_is_scored_by_itself() -> None:
    def scores(judge: judging.FakeModel) -> list[float | None]:
        asked: list[MatchEvent] = [*session(1, "Hi.", "Hello.")]
        rows = [row for row in watch(scenario({}), asked, judge) if row.measure.endswith(".naturalness")]
        return [row.value for row in sorted(rows, key=lambda row: row.measure)]

    apart = fake(session=judging.whole(person_naturalness=("Hi.", 2), assistant_naturalness=("Hello.", 5)))
    once = fake(session=judging.whole(person_naturalness=("Hi.", 2), assistant_naturalness=("Hello.", 2)))
    beside(lambda found: found == [5, 2], scores(apart), scores(once))


# PFQABench -------------------------------------------------------------------------------------------------------


def test_a_question_of_fact_has_a_control_without_memory() -> None:
    asked = [
        ProbeAsked(at=0, match="m", probe=1, session=1, kind=kind, about="rent", question="?", gold="x", answer="x")
        for kind in ("factuality", "factuality_without_memory")
    ]

    def measured(probes: list[ProbeAsked]) -> set[str]:
        right = FactualAnswer(evidence="x", why="why", right=True, echoes=False, certainty=90, abstain=False)
        judge = fake(factual=right)
        rows = watch(scenario({}), [*session(1, "Hi.", "Hello."), *probes], judge)
        return {row.measure for row in rows if row.measure.startswith("factuality.w")}

    both = {"factuality.with_memory", "factuality.without_memory"}
    beside(lambda names: names == both, measured(asked), measured(asked[:1]))


# A match, heard from inside --------------------------------------------------------------------------------------


class Ear:
    """A party's model that keeps what it was shown."""

    def __init__(self, course: Scenario, shown: list[str]) -> None:
        self._backend = OfflineBackend(offline_answerers(), scenarios.world(course), "seed")
        self._shown = shown

    async def ask(self, question: Question[Any]) -> Any:
        request = request_for(question, Sampling("offline"))
        self._shown.append("\n".join(message.content for message in request.messages))
        return (await self._backend.answer(question, request)).answer


class Heard:
    """One short match between two people of the house, judged while it goes on."""

    def __init__(self, contestant: str, course: Scenario) -> None:
        self.to_person: list[str] = []
        self.to_contestant: list[str] = []
        self.events: list[MatchEvent] = []
        self.ratings: list[str] = []
        self.course = course
        asyncio.run(self._play(contestant))

    async def _play(self, contestant: str) -> None:
        who = personas.find("ines-varga")[0]
        judge: list[str] = []
        panel = Panel(who, self.course, Ear(self.course, judge), NormTable(), "offline")
        cast = Cast(
            match="m",
            attempt=1,
            persona=who,
            scenario=self.course,
            person=Person(who, self.course, Ear(self.course, self.to_person), "seed"),
            contestant=assistants.build(contestant, Ear(self.course, self.to_contestant)),
        )
        async for event in play(cast):
            self.events.append(event)
            for job in panel.see(event):
                self.ratings += [row.reason for row in await job if len(row.reason) > 20]


@pytest.fixture(scope="module")
def heard() -> Heard:
    course = scenarios.find("smaller-flat")[0]
    return Heard("transcript", course.model_copy(update={"sessions": course.sessions[:2]}))


def test_no_rating_is_left_in_the_dialogue(heard: Heard) -> None:
    assert heard.ratings
    product = "\n".join((*heard.to_person, *heard.to_contestant))
    lazy = product + heard.ratings[0]
    beside(lambda shown: not any(rating in shown for rating in heard.ratings), product, lazy)


def test_the_person_is_not_shown_the_goal(heard: Heard) -> None:
    goal = " ".join(heard.course.sessions[0].goal.split())
    product = " ".join("\n".join(heard.to_person).split())
    assert " ".join(heard.course.sessions[0].need.split()) in product
    beside(lambda shown: goal not in shown, product, product + goal)


def test_a_probe_comes_before_the_future(heard: Heard) -> None:
    about_income = next(probe for probe in heard.course.probes if probe.about == "income")
    course = heard.course.model_copy(update={"probes": (about_income.model_copy(update={"after": "budget"}),)})
    events = Heard("transcript", course).events
    order = [event for event in events if isinstance(event, ProbeAsked | SessionStarted)]
    at_the_end = sorted(order, key=lambda event: isinstance(event, ProbeAsked))
    beside(lambda told: isinstance(told[1], ProbeAsked) and len(told) == 3, order, at_the_end)


def test_a_contestant_is_not_shown_who_it_talks_to(heard: Heard) -> None:
    portrait = personas.portrait(personas.find("ines-varga")[0])
    sentences = [line for line in portrait.splitlines() if len(line) > 40]
    assert sentences
    product = "\n".join(heard.to_contestant)
    beside(lambda shown: not any(line in shown for line in sentences), product, portrait + product)


def test_a_contestant_without_memory_is_the_blind_arm() -> None:
    course = scenarios.find("smaller-flat")[0]
    about_income = tuple(probe for probe in course.probes if probe.about == "income")
    course = course.model_copy(update={"sessions": course.sessions[:2], "probes": about_income})

    def answer(contestant: str) -> str:
        return next(event.answer for event in Heard(contestant, course).events if isinstance(event, ProbeAsked))

    who = personas.find("ines-varga")[0]
    income = next(fact.value for fact in who.known_facts() if fact.key == "income")
    beside(lambda said: income.split()[0] not in said, answer("plain"), answer("transcript"))


def test_the_right_answer_to_a_probe_has_no_place() -> None:
    probe = Probe(
        after="talk", about="rent", question="Which?", form="choice", gold="one", options=("one", "two", "three")
    )
    course = Scenario.model_validate(
        {
            "id": "short",
            "title": "Short",
            "domain": "housing",
            "sessions": [
                {"id": "talk", "kind": "scripted", "turns": [{"who": "user", "text": "Hi."}, {"who": "assistant"}]}
            ],
            "probes": [probe.model_dump()],
        }
    )

    async def first(case: str) -> str:
        who = personas.find("ines-varga")[0]
        person = Person(who, course, Ear(course, []), "seed")
        cast = Cast("m", 1, who, course, person, assistants.build("plain", Ear(course, [])), case=case)
        asked = [event async for event in play(cast) if isinstance(event, ProbeAsked)]
        return asked[0].question.splitlines()[1]

    mixed = {asyncio.run(first(str(case))) for case in range(8)}
    as_written = {f"- {probe.options[0]}"}
    beside(lambda firsts: len(firsts) > 1, mixed, as_written)
    assert asyncio.run(first("3")) == asyncio.run(first("3"))
