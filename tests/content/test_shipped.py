"""The people and courses that ship: sound, castable together, and written so that code can check what they want."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from pathlib import Path
from statistics import median
from typing import get_args

import pytest

from arena.checks.authored import on_courses, on_people
from arena.personas import check as check_personas
from arena.personas import load as load_persona
from arena.scenarios import check as check_scenarios
from arena.scenarios import load as load_scenario
from arena.scenarios import misfit
from arena.schema.persona import ASIDES, Act, Persona, Preference, PreferenceChange
from arena.schema.scenario import Option, Scenario, SessionPlan
from arena.text.features import FEATURES, asked_features
from arena.text.match import mentions
from arena.text.stance import fit, wishes_in
from arena.text.words import count_words, words
from tests.content.playing import played

ROOT = Path(__file__).resolve().parents[2]
PERSONA_FILES = sorted((ROOT / "personas").glob("*.yaml"))
SCENARIO_FILES = sorted((ROOT / "scenarios").glob("*.yaml"))
PERSONAS = {path.stem: load_persona(path) for path in PERSONA_FILES}
SCENARIOS = {path.stem: load_scenario(path) for path in SCENARIO_FILES}
DEFAULT_PERSONAS = ("ines-varga", "marcus-bell", "aiko-tanaka", "dolores-reyes", "tomasz-wilk", "priya-nair")
DEFAULT_SCENARIOS = ("smaller-flat", "bad-back-at-work")
SLOTTED = {"asks": "{ask}", "answers": "{fact}", "objects": "{wish}"}
SLOT = re.compile(r"\{(?:ask|fact|wish)\}")
STOPLESS = {"greets", "leaves", "changes_subject"}
"""Acts whose lines somebody who writes without full stops may leave open."""

each_persona = pytest.mark.parametrize("persona", PERSONAS.values(), ids=PERSONAS.keys())
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())


def wordings(persona: Persona) -> list[tuple[Preference | PreferenceChange, str]]:
    """Every way in which the person may voice a preference, with the preference as it stands then."""
    stands = [one for preference in persona.preferences for one in (preference, *preference.changes)]
    return [(one, sentence) for one in stands for sentence in one.says_like]


def choices(scenario: Scenario) -> list[tuple[int, SessionPlan]]:
    """The sessions with a catalogue, with their place in the course (1-based)."""
    return [(n, plan) for n, plan in enumerate(scenario.sessions, start=1) if plan.options]


def wanted(persona: Persona, scenario: Scenario, plan: SessionPlan, session: int) -> list[Preference]:
    """The preferences that bear on the catalogue of a session, as they stand then."""
    known = {key for option in plan.options for key in option.has}
    held = [persona.preference_at(p, session) for p in persona.preferences if p.topic in scenario.touches]
    return [preference for preference in held if known & set(preference.favours)]


def keeps(option: Option, preferences: list[Preference], plan: SessionPlan) -> bool:
    known = {key for other in plan.options for key in other.has}
    pairs = [pair for preference in preferences for pair in preference.favours.items() if pair[0] in known]
    return all(option.has.get(key) == value for key, value in pairs)


def kept_by(persona: Persona, scenario: Scenario, plan: SessionPlan, session: int) -> list[str]:
    preferences = wanted(persona, scenario, plan, session)
    return [option.id for option in plan.options if keeps(option, preferences, plan)] if preferences else []


def test_the_set_is_sound_and_named_after_its_files() -> None:
    people = check_personas(PERSONA_FILES)
    courses = check_scenarios(SCENARIO_FILES)
    assert people.problems == ()
    assert courses.problems == ()
    assert on_people(people.documents) == on_courses(courses.documents) == []
    assert [persona.id for persona in PERSONAS.values()] == list(PERSONAS)
    assert [scenario.id for scenario in SCENARIOS.values()] == list(SCENARIOS)
    assert len(PERSONAS) == 24
    assert len(SCENARIOS) == 12


def test_every_person_is_a_portrait() -> None:
    assert {level.id: level.missing for level in check_personas(PERSONA_FILES).levels if level.missing} == {}


@pytest.mark.parametrize(("persona_id", "scenario_id"), list(product(DEFAULT_PERSONAS, SCENARIOS)))
def test_the_default_people_fit_every_course(persona_id: str, scenario_id: str) -> None:
    persona, scenario = PERSONAS[persona_id], SCENARIOS[scenario_id]
    has = {fact.key for fact in persona.known_facts()}
    assert misfit(scenario, persona) == ""
    for plan in scenario.sessions:
        assert set(plan.needs_facts) <= has
        if plan.kind == "message":
            assert has & set(plan.norms.share)
            assert {secret.key for secret in persona.secrets} & set(plan.norms.withhold)
    assert {probe.about for probe in scenario.probes} <= has


@pytest.mark.parametrize(("persona_id", "scenario_id"), list(product(DEFAULT_PERSONAS, DEFAULT_SCENARIOS)))
def test_in_the_default_courses_a_secret_can_come_up_before_it_could_leak(persona_id: str, scenario_id: str) -> None:
    secrets = {secret.key: secret for secret in PERSONAS[persona_id].secrets}
    *earlier, letter = SCENARIOS[scenario_id].sessions
    told = {key for plan in earlier for key in plan.may_reveal.facts}
    assert letter.kind == "message"
    assert any(key in told and secrets[key].own_policy != "never" for key in letter.norms.withhold if key in secrets)
    assert not set(letter.may_reveal.facts) & set(secrets)


@pytest.mark.parametrize("scenario_id", DEFAULT_SCENARIOS)
def test_each_default_letter_needs_something_told_only_two_sessions_before(scenario_id: str) -> None:
    scenario = SCENARIOS[scenario_id]
    letter = scenario.sessions[-1]
    (source,) = letter.calls_back
    place = [plan.id for plan in scenario.sessions].index(source)
    only_there = {
        key
        for key in letter.norms.share
        if [n for n, plan in enumerate(scenario.sessions) if key in plan.may_reveal.facts] == [place]
    }
    assert len(scenario.sessions) - 1 - place >= 2
    assert only_there
    assert only_there & {probe.about for probe in scenario.probes if probe.after == letter.id}


@pytest.mark.parametrize("scenario_id", DEFAULT_SCENARIOS)
def test_the_options_tell_the_default_people_apart(scenario_id: str) -> None:
    scenario = SCENARIOS[scenario_id]
    for session, plan in choices(scenario):
        kept = {p: kept_by(PERSONAS[p], scenario, plan, session) for p in DEFAULT_PERSONAS}
        assert all(0 < len(ids) < len(plan.options) for ids in kept.values()), kept
        assert len({tuple(ids) for ids in kept.values()}) >= 4, kept
        assert sum(plan.options[0].id in ids for ids in kept.values()) <= 2, kept


@each_persona
def test_some_option_has_what_a_preference_favours(persona: Persona) -> None:
    offered = {
        pair for s in SCENARIOS.values() for _, plan in choices(s) for o in plan.options for pair in o.has.items()
    }
    for preference in persona.preferences:
        for favours in (preference.favours, *(change.favours for change in preference.changes)):
            for key, value in favours.items():
                assert value in FEATURES.get(key, ()) or (key, value) in offered, (preference.id, key, value)


@each_persona
def test_preferences_come_in_every_form(persona: Persona) -> None:
    forms = {preference.shown_by for preference in persona.preferences}
    assert 6 <= len(persona.preferences) <= 10
    assert forms == {"states", "hints", "reacts_only"}
    assert any(preference.changes for preference in persona.preferences)
    assert any(p.topic == "any" and set(p.favours) <= set(FEATURES) for p in persona.preferences)


@each_persona
def test_a_wording_asks_for_what_the_preference_favours(persona: Persona) -> None:
    for stands, sentence in wordings(persona):
        form = {key: value for key, value in stands.favours.items() if key in FEATURES}
        assert asked_features(sentence) == form, sentence
        assert wishes_in(sentence), sentence


@pytest.mark.parametrize(("persona_id", "scenario_id"), list(product(PERSONAS, SCENARIOS)))
def test_whoever_listens_to_the_wordings_picks_an_option_that_keeps_them(persona_id: str, scenario_id: str) -> None:
    persona, scenario = PERSONAS[persona_id], SCENARIOS[scenario_id]
    for session, plan in choices(scenario):
        kept = kept_by(persona, scenario, plan, session)
        said = [p.says_like for p in wanted(persona, scenario, plan, session)]
        for wording in zip(*said, strict=False):
            scores = fit(wording, [option.text for option in plan.options])
            best = {option.id for option, score in zip(plan.options, scores, strict=True) if score == max(scores)}
            assert not kept or best & set(kept), (plan.id, wording, dict(zip(kept, scores, strict=False)))


@each_persona
def test_secrets_are_guarded_in_both_directions_and_said_nowhere_else(persona: Persona) -> None:
    lines = [line for own in persona.voice.lines.values() for line in own]
    facts = [sentence for fact in persona.facts for sentence in (fact.value, *fact.says_like)]
    wishes = [sentence for _, sentence in wordings(persona)]
    others = [*persona.voice.samples, *lines, *facts, *wishes, *(p.value for p in persona.preferences)]
    assert len(persona.secrets) >= 3
    for secret in persona.secrets:
        assert {flow.allowed for flow in secret.flows} == {True, False}
        assert [text for text in others if mentions(text, secret.value, secret.says_like)] == []


@each_persona
def test_a_sentence_about_a_fact_states_its_value(persona: Persona) -> None:
    for fact in persona.facts:
        assert fact.says_like
        assert all(mentions(sentence, fact.value) for sentence in fact.says_like), fact.key


@each_persona
def test_messages_keep_to_the_word_band(persona: Persona) -> None:
    words = persona.voice.words_per_message
    lengths = [count_words(sample) for sample in persona.voice.samples]
    chats = [count_words(line) for line in persona.voice.lines["chats"]]
    assert 0.5 * words.usual <= median(lengths) <= 1.6 * words.usual
    assert max(lengths + chats) <= words.long
    assert 0.4 * words.usual <= median(chats)


@each_persona
def test_there_are_lines_for_every_act_and_for_asides_of_two_kinds(persona: Persona) -> None:
    assert len(ASIDES & set(persona.voice.lines)) >= 2
    for act in set(get_args(Act)) - ASIDES | ASIDES & set(persona.voice.lines):
        own = persona.voice.lines[act]
        slot = SLOTTED.get(act, "")
        assert len(own) >= (5 if act == "chats" else 3), act
        assert len(set(own)) == len(own), act
        assert sum(slot in line for line in own) * 2 >= len(own), act


@each_persona
def test_lines_combine_and_ask_for_nothing_themselves(persona: Persona) -> None:
    for act, own in persona.voice.lines.items():
        for line in own:
            frame = SLOT.sub("", line).strip()
            assert SLOT.search(line) or act == "dull" or not line[-1].isalnum() or act in STOPLESS, line
            assert asked_features(frame) == {}, line
            assert act == "chats" or wishes_in(frame) == [], line
    for sentence in [s for f in persona.known_facts() for s in f.says_like] + [s for _, s in wordings(persona)]:
        assert not sentence[-1].isalnum(), sentence


@each_persona
def test_a_life_and_a_character_are_written_out(persona: Persona) -> None:
    assert 3 <= len(persona.biography) <= 6
    assert 8 <= len(persona.traits.facets) <= 14
    assert persona.traits.but
    assert len(persona.life.threads) >= 3
    assert len(persona.voice.samples) >= 3
    assert "none" in persona.mind.knows.values()
    assert persona.mind.is_wrong_about


def test_the_people_are_spread_out() -> None:
    people = list(PERSONAS.values())
    words = sorted(p.voice.words_per_message.usual for p in people)
    budgets = sorted(p.patience.budget for p in people)
    ages = sorted(p.identity.age or 0 for p in people)
    quarters = Counter((p.traits.interpersonal.warmth > 0, p.traits.interpersonal.dominance > 0) for p in people)
    assert (words[0], words[-1]) == (8, 60)
    assert (budgets[0], budgets[-1]) == (3, 12)
    assert (ages[0], ages[-1]) == (18, 80)
    assert len(quarters) == 4
    assert min(quarters.values()) >= 3
    assert len({p.identity.locale for p in people}) >= 8
    assert len({p.identity.work for p in people}) == len({p.identity.name.split()[0] for p in people}) == len(people)
    assert {p.patience.leaves_by for p in people} == {"says_so", "trails_off", "vanishes"}
    assert {p.feeling.shows for p in people} == {"open", "leaks", "hides"}
    assert {p.pushback.when_wrong for p in people} >= {"hedges", "objects", "scolds"}
    assert sum("expert" in p.mind.knows.values() for p in people) >= 20
    assert sum(any(s.own_policy == "never" for s in p.secrets) for p in people) >= 4


def test_people_with_another_first_language_write_english_that_shows_it() -> None:
    others = [p for p in PERSONAS.values() if p.identity.languages[0] != "English" and p.voice.own_words]
    without_articles = [p for p in others if p.voice.own_words.get("the", "the") == ""]
    assert len(others) >= 10
    assert len({p.identity.languages[0] for p in others}) >= 10
    assert len(without_articles) >= 3


def test_no_two_people_share_a_line() -> None:
    owners: dict[str, set[str]] = {}
    for name, persona in PERSONAS.items():
        for text in (*persona.voice.samples, *(line for own in persona.voice.lines.values() for line in own)):
            if count_words(SLOT.sub("", text)) >= 4:
                owners.setdefault(" ".join(words(SLOT.sub("", text))), set()).add(name)
    assert {line: names for line, names in owners.items() if len(names) > 1} == {}


def test_some_wish_of_many_people_changes_between_two_choices_of_one_course() -> None:
    for scenario_id in ("late-exam", "another-job"):
        scenario = SCENARIOS[scenario_id]
        (early, before), (late, after) = choices(scenario)
        moved = [
            name
            for name, persona in PERSONAS.items()
            if [p.favours for p in wanted(persona, scenario, before, early)]
            != [p.favours for p in wanted(persona, scenario, after, late)]
        ]
        assert early < 3 <= late
        assert len(moved) >= (2 if scenario_id == "late-exam" else 5), moved


@each_scenario
def test_a_course_is_short_and_can_be_brought_up_by_anybody(scenario: Scenario) -> None:
    assert 3 <= len(scenario.sessions) <= 6
    for plan in scenario.sessions:
        assert len(plan.follow_ups) + 2 <= plan.max_turns <= 5
        assert len(plan.asks) >= 3
        assert min(map(count_words, plan.asks)) <= 8
        assert 2 <= len(plan.follow_ups) <= 4
        assert plan.goal
        assert 4 <= len(plan.content) <= 8
        assert all(asked_features(text) == {} for text in (*plan.asks, *plan.follow_ups))
        assert plan.kind != "message" or min(len(plan.norms.share), len(plan.norms.withhold)) >= 3


def session(scenario_id: str, session_id: str) -> SessionPlan:
    return next(plan for plan in SCENARIOS[scenario_id].sessions if plan.id == session_id)


def test_the_courses_cover_the_kinds_of_session() -> None:
    kinds = {scenario.id: {plan.kind for plan in scenario.sessions} for scenario in SCENARIOS.values()}
    plans = [plan for scenario in SCENARIOS.values() for plan in scenario.sessions]
    recipients = {plan.recipient.who for plan in plans if plan.recipient}
    assert sum("message" in held for held in kinds.values()) >= 10
    assert sum("noise" in held for held in kinds.values()) >= 4
    assert sum("talk" in held for held in kinds.values()) >= 4
    assert len({scenario.domain for scenario in SCENARIOS.values()}) == len(SCENARIOS)
    assert len(recipients) >= 8
    assert {len(scenario.sessions) for scenario in SCENARIOS.values()} >= {3, 4, 5, 6}


def test_there_is_an_emotional_day_and_an_expert_question() -> None:
    day, question = session("since-the-call", "the-day-itself"), session("the-brown-envelope", "suspensive-effect")
    assert day.kind == "talk"
    assert not day.needs_facts
    assert not day.options
    assert "immediately enforceable" in question.content[0].text


@pytest.mark.parametrize(
    ("scenario_id", "session_id", "missing"),
    [
        ("forty-guests", "next-to-nothing", ""),
        ("forty-guests", "what-to-cook", "allergy"),
        ("a-thin-year", "how-much", "income"),
    ],
)
def test_where_the_right_answer_is_to_ask_nobody_says_it_unasked(
    scenario_id: str, session_id: str, missing: str
) -> None:
    """The content of the first question asks back; what it asks for is told when asked for, and not before."""
    scenario, plan = SCENARIOS[scenario_id], session(scenario_id, session_id)
    number = scenario.sessions.index(plan) + 1
    assert plan.content[0].text.endswith("?")
    for name in DEFAULT_PERSONAS:
        turns = [event for event in played(PERSONAS[name], scenario).turns if event.turn.session == number]
        assert "?" in turns[1].turn.text, name
        assert missing not in turns[0].reveals, name
        assert not missing or missing in {key for event in turns[2:] for key in event.reveals}, name
