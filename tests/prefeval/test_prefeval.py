"""PrefEval's format, its traps, and the courses made of it: on a small copy in own words, then on a real one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from arena.errors import UsageError
from arena.files import dump
from arena.scenarios._prefeval import Form, read_fillers, read_items, topics_in
from arena.scenarios._prefeval_course import PrefEvalForm, import_prefeval, to_scenario
from arena.schema.scenario import Scenario, SessionPlan

COPY = Path(__file__).parent / "data"
REAL = Path(os.environ.get("ARENA_PREFEVAL", Path(__file__).parents[3] / "shared" / "data" / "prefeval"))
FORMS: tuple[Form, ...] = ("explicit", "choice", "persona", "mcq")
FILLERS = [(f"q{n}", f"a{n}") for n in range(12)]


def course(form: Form = "explicit", index: int = 0, **how: object) -> Scenario:
    item = read_items(COPY, form, ["garden_plants"])[index]
    return to_scenario(item, FILLERS, PrefEvalForm(form, **how))  # type: ignore[arg-type]


def texts(plan: SessionPlan) -> list[str | None]:
    return [turn.text for turn in plan.turns]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_every_item_once_and_the_stray_copy_counts_for_nothing(form: Form) -> None:
    items = read_items(COPY, form)
    assert [(i.topic, i.index) for i in items] == [
        ("garden_plants", 0),
        ("garden_plants", 1),
        ("garden_plants", 2),
        ("travel_trains", 0),
        ("travel_trains", 1),
    ]
    assert topics_in(COPY, form) == ("garden_plants", "travel_trains")


def test_options_are_joined_by_place_although_the_wording_differs() -> None:
    explicit, mcq = read_items(COPY, "explicit")[0], read_items(COPY, "mcq")[0]
    assert explicit.preference != mcq.preference
    assert explicit.options == mcq.options
    assert len(explicit.options) == 4


def test_a_missing_explanation_and_quotation_marks_around_a_text_are_mended() -> None:
    item = read_items(COPY, "explicit")[1]
    assert item.explanation == ""
    assert item.preference == "I prefer plants that get by without much watering."
    assert item.question == "Which pots would look nice on my balcony?"


def test_explicit_the_person_says_it_and_the_contestant_answers_itself() -> None:
    said, between, asked = course(turns=3).sessions
    assert [(t.who, t.text is None, t.reveals) for t in said.turns] == [
        ("user", False, ("pref",)),
        ("assistant", True, ()),
    ]
    assert texts(between) == ["q0", "a0", "q1", "a1", "q2", "a2"]
    assert texts(asked) == ["What could I plant along the garden path?", None]
    assert [s.gap_days for s in (said, between, asked)] == [0, 1, 1]
    assert [s.max_turns for s in (said, between, asked)] == [1, 3, 1]


def test_choice_all_turns_are_given_and_the_selection_reveals() -> None:
    said = course("choice").sessions[0]
    assert [t.who for t in said.turns] == ["user", "assistant", "user", "assistant"]
    assert [bool(t.reveals) for t in said.turns] == [False, False, True, False]
    assert all(t.text for t in said.turns)


def test_persona_turns_come_in_the_order_of_their_numbers_and_the_one_that_shows_it_reveals() -> None:
    said = course("persona").sessions[0]  # eleven turns: "10" sorts after "9", not after "1"
    users = [t for t in said.turns if t.who == "user"]
    assert [t.text for t in users][-2:] == [
        "Tell me something about tea, part 9.",
        "Tell me something about tea, part 10.",
    ]
    assert [n for n, t in enumerate(users) if t.reveals] == [1]


def test_the_check_names_the_option_that_stands_first_in_the_file_wherever_it_is_shown() -> None:
    places = set()
    for seed in range(20):
        plan = course(seed=seed).sessions[-1]
        kept = plan.checks[0].kept_by[0]
        text = {o.id: o.text for o in plan.options}[kept]
        assert text == "Lavender in a soft row, easy to brush past."
        assert [o.id for o in plan.options] == ["option-a", "option-b", "option-c", "option-d"]
        places.add(kept)
    assert len(places) == 4


def test_options_are_shown_to_a_real_model_in_the_mcq_form_only() -> None:
    assert [course(form).sessions[-1].show_options for form in FORMS] == [False, False, False, True]


def test_one_session_is_the_published_form() -> None:
    (plan,) = course(turns=2, one_session=True).sessions
    assert texts(plan)[2:] == ["q0", "a0", "q1", "a1", "What could I plant along the garden path?", None]
    assert plan.max_turns == 4
    assert plan.checks
    assert plan.options


def test_no_fillers_no_session_between() -> None:
    assert [s.id for s in course(turns=0).sessions] == ["said", "asked"]


def test_the_course_brings_its_own_person_with_the_one_preference() -> None:
    person = course().person
    assert person is not None
    assert person.id == "pe-garden-plants-000"
    (wish,) = person.preferences
    assert (wish.id, wish.topic, wish.shown_by) == ("pref", "any", "states")
    assert wish.says_like == (wish.value,)


def test_scenario_ids_tell_form_item_and_distance_apart() -> None:
    ids = {
        course(f, n, turns=t, one_session=o).id for f in FORMS for n in (0, 1) for t in (0, 5) for o in (True, False)
    }
    assert len(ids) == 4 * 2 * 2 * 2


def test_fillers_come_in_order_and_control_characters_are_counted() -> None:
    fillers = read_fillers(COPY)
    assert [user[:5] for user, _ in fillers.pairs] == ["first", "first", "zweit", "zweit", "zweit"]
    assert fillers.mended == 1
    assert fillers.pairs[2][1] == "It is   nothing."


def test_import_writes_one_readable_file_an_item(tmp_path: Path) -> None:
    report = import_prefeval(COPY, tmp_path / "out", PrefEvalForm("choice", limit=2, turns=4))
    assert report.by_topic == {"garden_plants": 2, "travel_trains": 2}
    assert sorted(p.name for p in report.written) == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert report.skipped == ("control characters became spaces in 1 of the filler messages",)
    again = import_prefeval(COPY, tmp_path / "again", PrefEvalForm("choice", limit=2, turns=4))
    assert [a.read_bytes() for a in report.written] == [b.read_bytes() for b in again.written]


def test_an_item_without_options_is_kept_and_named(tmp_path: Path) -> None:
    copy = shutil.copytree(COPY, tmp_path / "copy")
    (copy / "benchmark_dataset/mcq_options/travel_trains.json").unlink()
    report = import_prefeval(copy, tmp_path / "out", PrefEvalForm(topics=("travel_trains",), turns=0))
    assert len(report.written) == 2
    assert [s for s in report.skipped if "no answer options" in s] == list(report.skipped[-2:])


def test_a_folder_that_is_no_copy_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_items(tmp_path, "explicit")
    assert "PrefEval checkout" in caught.value.next_step


def test_an_unknown_topic_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        read_items(COPY, "explicit", ["garden_gnomes"])
    assert caught.value.choices == ("garden_plants", "travel_trains")


def test_more_fillers_than_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="6 filler turns"):
        import_prefeval(COPY, tmp_path, PrefEvalForm(turns=6))


@pytest.mark.parametrize(
    ("place", "content", "says"),
    [
        ("explicit_preference/garden_plants.json", "{not json", "cannot be read"),
        ("explicit_preference/garden_plants.json", "{}", "not a list"),
        ("explicit_preference/garden_plants.json", '[{"question": "?"}]', "they cannot be joined"),
        ("explicit_preference/travel_trains.json", '[{"question": "a"}, {"question": "b"}]', "no preference"),
        ("filtered_inter_turns.json", '[{"conversation": [{"role": "assistant", "content": "x"}]}]', "alternate"),
        ("mcq_options/travel_trains.json", '[{"classification_task_options": "a"}, {}]', "not a list of texts"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, place: str, content: str, says: str) -> None:
    copy = shutil.copytree(COPY, tmp_path / "copy")
    (copy / "benchmark_dataset" / place).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        import_prefeval(copy, tmp_path / "out", PrefEvalForm(turns=1))


@pytest.mark.skipif(not (REAL / "benchmark_dataset").is_dir(), reason="no copy of PrefEval here (ARENA_PREFEVAL)")
class TestRealCopy:
    @pytest.mark.parametrize("form", FORMS)
    def test_every_item_of_the_files_becomes_a_course(self, form: Form) -> None:
        explicit = (REAL / "benchmark_dataset/explicit_preference").glob("*.json")
        wanted = sum(len(json.loads(p.read_text(encoding="utf-8"))) for p in explicit)
        items = read_items(REAL, form)
        fillers = read_fillers(REAL).pairs
        scenarios = [to_scenario(i, fillers, PrefEvalForm(form, turns=2)) for i in items]
        assert len({s.id for s in scenarios}) == wanted
        assert all(s.sessions[-1].checks for s in scenarios)
        assert all(any(t.reveals for t in s.sessions[0].turns) for s in scenarios)

    def test_the_longest_published_distance_can_be_written(self) -> None:
        item = read_items(REAL, "persona")[0]
        assert dump(to_scenario(item, read_fillers(REAL).pairs, PrefEvalForm("persona", turns=300, one_session=True)))
