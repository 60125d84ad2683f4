"""What each part does, mechanically: what is kept, found, asked and taken out."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import asks, build, other_models
from arena.assistants.parts._near import cosine
from arena.assistants.parts._summing import within
from arena.assistants.parts._turns import RANKINGS, TurnIndex, pages_of
from arena.assistants.parts.feedback import Logged, Suggestion, best_of
from arena.assistants.parts.fields import FieldChange, Patch
from arena.assistants.parts.memoryos import Segment, Segments, Topic
from arena.assistants.parts.omem import Decision, Decisions, Extracted, Told
from arena.assistants.parts.rpm import Decision as Decided
from arena.assistants.parts.rpm import DecisionLog, Step, Weighing, Weight, factors_of, nearest
from arena.assistants.parts.rules import Distilled, Rule
from arena.errors import UsageError
from arena.schema.assistant_view import AssistantView
from arena.text.words import count_words
from tests.assistants.playing import Answering, Embedder, OfflineModel, Scripted, ask, info, play, said

QUIET = "I need a quiet room, away from the street."
PRICE = "The rent must stay below 700 a month."


def exported(contestant: Any) -> str:
    return str(asyncio.run(contestant.export_memory()))


# Retrieval -----------------------------------------------------------------------------------------------------------


def index(*sessions: tuple[str, ...]) -> TurnIndex:
    found = TurnIndex()
    for number, texts in enumerate(sessions, start=1):
        found.add(pages_of(info(number), said(*texts)))
    return found


SAID = index(
    (QUIET, "Noted.", "My sister is called Eva.", "A fine name."), (PRICE, "Noted."), ("My dog is old.", "Oh.")
)


@pytest.mark.parametrize(
    ("rank", "query", "found"),
    [
        ("bm25", "Which room is the quietest?", [QUIET]),
        ("bm25", "Quantum physics?", []),
        ("dense", "Where would I have silence and no noise?", [QUIET]),
        ("recency", "Which room?", [PRICE, "My dog is old."]),
        ("fused", "How much money can I spend on rent?", [PRICE]),
    ],
)
def test_turns_are_found(rank: str, query: str, found: list[str]) -> None:
    best = [page.said for page in asyncio.run(SAID.best(query, 2, rank))]
    assert best == found if rank != "dense" else set(found) <= set(best)


@given(st.sampled_from(sorted(RANKINGS)), st.text(max_size=40), st.lists(st.text(min_size=1, max_size=30), max_size=6))
def test_any_ranking_is_an_order_of_pages_without_repetition(rank: str, query: str, texts: list[str]) -> None:
    kept = index(*[(text, "Ok.") for text in texts])
    pages = asyncio.run(kept.best(query, 99, rank))
    assert len(set(map(id, pages))) == len(pages) <= len(texts)
    few = asyncio.run(kept.best(query, 3, rank))
    assert len(few) <= 3 and set(map(id, few)) <= set(map(id, pages))
    assert list(few) == sorted(few, key=lambda page: page.at)


def test_an_embedding_model_is_asked_once_for_each_turn_and_each_session() -> None:
    drafts, vectors = Scripted(), Embedder()
    asked: list[str] = []

    def other(name: str) -> Scripted:
        asked.append(name)
        return vectors

    contestant = build("retrieval?rank=dense&embed=openai/small&k=1", drafts, embeddings=other)
    asyncio.run(play(contestant, 1, "Bees are fine.", "My flat is small."))
    asyncio.run(play(contestant, 2, "Any news of the bee?"))
    assert asked == ["openai/small"]
    texts = [[m["content"] for m in q.inputs.model_dump()["messages"]] for q in vectors.asked]
    assert texts == [["Bees are fine.", "My flat is small."], ["Any news of the bee?"], ["Any news of the bee?"]]
    assert [m.content for m in drafts.last.earlier[0].messages] == ["Bees are fine.", "reply 1"]
    assert [(a.prompt, a.per, a.model) for a in asks("retrieval?rank=fused&embed=openai/small")] == [
        ("assistant/embed", "reply", "openai/small"),
        ("assistant/embed", "session", "openai/small"),
        ("assistant/reply", "reply", ""),
    ]
    assert other_models("retrieval?rank=bm25&embed=openai/small") == other_models("retrieval?rank=dense") == ()


@pytest.mark.parametrize("name", ["small", "/small", "openai/", "openai/a b", ""])
def test_what_is_no_model_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is not possible"):
        build(f"retrieval?rank=dense&embed={name}", Scripted())


def test_what_left_a_window_is_lost_to_it_and_found_by_retrieval() -> None:
    windowed, found = (build(spec, OfflineModel()) for spec in ("window?turns=2", "retrieval?k=1"))
    for contestant in (windowed, found):
        asyncio.run(play(contestant, 1, QUIET, "Thanks."))
        asyncio.run(play(contestant, 2, "It rains today.", "How nice."))
    view = AssistantView(info=info(3), messages=said("Which room do I need, a quiet one?"))
    assert QUIET in asyncio.run(found.respond(view)).recalled
    assert not any("quiet" in item for item in asyncio.run(windowed.respond(view)).recalled)


# Documents -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(alphabet="ab \n", max_size=20), max_size=8), st.integers(0, 30))
def test_a_summary_never_outgrows_its_limit(sentences: list[str], words: int) -> None:
    kept = within(sentences, words)
    assert sum(count_words(sentence) for sentence in kept) <= words
    assert all("\n" not in sentence for sentence in kept)


def test_compression_folds_what_is_old_and_keeps_six_turns_as_they_were(scripted: Scripted) -> None:
    contestant = build("compression?chunk=100", scripted)
    long = "I keep bees in two hives behind the house, and I sell the honey to a shop in town. "
    asyncio.run(play(contestant, 1, *(f"{number}. {long}" for number in range(1, 6))))
    assert scripted.names.count("assistant/summarise") == 1
    folded = scripted.asked[-1].inputs.model_dump()["conversation"]
    assert [m["content"][:2] for m in folded if m["role"] == "user"] == ["1.", "2."]
    asyncio.run(ask(contestant, 2, "Hello."))
    assert [m.content[:2] for m in scripted.last.earlier[0].messages if m.role == "user"] == ["3.", "4.", "5."]
    assert scripted.last.memory == "- [2026-03-02] Keeps bees."


def test_a_record_is_merged_field_by_field_and_what_is_replaced_goes_to_the_archive() -> None:
    model = Answering(Patch=Patch(changes=(FieldChange(section="preferences", field="answers", value="short"),)))
    contestant = build("persona-dict?every=1", model)
    asyncio.run(play(contestant, 1, "Short answers, please."))
    model.answers["Patch"] = Patch(changes=(FieldChange(section="preferences", field="answers", value="long"),))
    asyncio.run(play(contestant, 2, "Longer ones, please."))
    asyncio.run(ask(contestant, 3, "Hello."))
    assert model.last.memory == '- [2026-03-09] Preferences/answers: "long"'
    assert exported(contestant).splitlines()[1].endswith('"short" (replaced 2026-03-09)')


def test_the_record_reads_only_the_sessions_since_its_last_update(scripted: Scripted) -> None:
    contestant = build("persona-dict", scripted)
    for session in range(1, 7):
        asyncio.run(play(contestant, session, *(f"s{session} t{turn}" for turn in range(1, 8))))
    read = scripted.asked[-1].inputs.model_dump()["conversation"]
    said_then = [m["content"] for m in read if m["role"] == "user"]
    assert {text[:2] for text in said_then} == {"s4", "s5", "s6"}
    assert len(read) == 27  # nine messages of each, though each had fourteen


def test_o_mem_updates_what_the_model_says_is_replaced_and_finds_turns_by_the_rarest_word() -> None:
    model = Answering(Extracted=Extracted(told=(Told(turn=1, topic="home", attribute="wants quiet"),)))
    contestant = build("o-mem?per_way=1", model)
    asyncio.run(play(contestant, 1, "I want a quiet home with a zither."))
    model.answers["Extracted"] = Extracted(told=(Told(turn=1, topic="home", attribute="wants company"),))
    model.answers["Decisions"] = Decisions(decisions=(Decision(new=1, do="update", old=1),))
    asyncio.run(play(contestant, 2, "I want company at home after all."))
    assert exported(contestant) == '- [2026-03-09] Attribute: "wants company"\n- Topic home: 2 turns'
    asyncio.run(ask(contestant, 3, "Is there room for the zither?"))
    assert [p.messages[0].content for p in model.last.earlier] == ["I want a quiet home with a zither."]


def logged(day: int, score: int, intent: str) -> Logged:
    of = Suggestion(reply=1, intent=intent, suggestion="x", taken="ignored", score=score)
    return Logged(datetime(2026, 3, day), of)


def test_log_entries_are_weighted_by_hand() -> None:
    log = [logged(1, 3, "flat"), logged(2, 5, "train"), logged(3, 3, "food")]
    # recency 0, .5, 1 times .5; relevance 1, 0, 0 times 3; importance 0, 1, 0 times 2: 3, 2.25, 0.5
    assert [entry.of.intent for entry in best_of(log, [0.4, 0.1, 0.1], 1)] == ["flat"]
    assert [entry.of.intent for entry in best_of(log, [1, 0, 0], 2)] == ["flat", "train"]
    assert [entry.of.intent for entry in best_of(log, [0, 0, 0], 1)] == ["train"]


def test_feedback_offline_is_what_the_person_wrote_next_and_is_rolled_up_every_fourth_session() -> None:
    contestant = build("feedback", OfflineModel())
    for session in range(1, 5):
        asyncio.run(
            play(contestant, session, "What rent can I afford?", "No, that's not what I asked.", "Thanks, good.")
        )
    kept = exported(contestant)
    assert "4 accepted" in kept and "4 rejected" in kept
    assert kept.count("not what I asked") >= 4


def test_rules_are_distilled_from_wishes_and_picked_for_the_message() -> None:
    contestant = build("rules", OfflineModel())
    asyncio.run(play(contestant, 1, "No lists, please.", QUIET, "It rains."))
    assert exported(contestant).splitlines()[0] == "- [2026-03-02] Always: No lists, please."
    view = AssistantView(info=info(2), messages=said("How are you?"))
    assert asyncio.run(contestant.respond(view)).recalled == ('[2026-03-02] Wants: "No lists, please."',)
    view = AssistantView(info=info(2), messages=said("Which flat should I see?"))
    assert len(asyncio.run(contestant.respond(view)).recalled) == 2


def test_the_oldest_rules_go_first() -> None:
    model = Answering()
    contestant = build("rules?most=2", model)
    for number in range(1, 4):
        model.answers["Distilled"] = Distilled(rules=(Rule(when="Always", do=f"rule {number}"),))
        asyncio.run(play(contestant, number, QUIET))
    assert [line[-6:] for line in exported(contestant).splitlines()] == ["rule 2", "rule 3"]


def decided(words: str, *features: tuple[str, str, Any], message: int = 1) -> Decided:
    weights = tuple(Weight(feature=name, factor=factor, direction=way) for name, factor, way in features)
    return Decided(message=message, decision="a room", features=weights, reasoning="Quiet first!", words=words)


def test_factors_are_counted_once_a_decision_and_by_the_words_of_their_names() -> None:
    quiet, loud = ("low noise", "Noise", "for"), ("street", "noise", "against")
    steps = [Step("2026-03-02", decided("Quiet.", quiet, loud)), Step("2026-03-09", decided("No street.", loud))]
    noise, rent = factors_of([*steps, Step("2026-03-16", decided("Cheap.", ("rent", "price", "for")))])
    assert (noise.present, noise.towards, noise.away) == (2, 1, 2)
    assert noise.known == "Noise: low noise, street"
    assert noise.line == '[2026-03-09] Factor Noise in 2 decisions / 1 for / 2 against: "No street."'
    assert rent.line == '[2026-03-16] Factor price in 1 decisions / 1 for / 0 against: "Cheap."'
    assert steps[0].line == '[2026-03-02] Chosen a room - Quiet first: "Quiet."'


def test_decisions_are_near_by_the_share_of_features_they_have_in_common() -> None:
    one, two = Step("1", decided("a", ("noise", "n", "for"))), Step("2", decided("b", ("rent", "p", "for")))
    both = Step("3", decided("c", ("Noise.", "n", "for"), ("rent", "p", "for"), ("view", "v", "for")))
    # asked for noise and rent: 1 of 2, 1 of 2 and 2 of 3 features in common
    assert nearest([one, two, both], ["rent", "noise"], 1) == [both]
    assert nearest([one, two, both], ["rent", "noise"], 2) == [two, both]  # of equals the newest
    assert nearest([one, two, both], ["rent", "noise"], 9) == [one, two, both]
    assert nearest([one, two, both], ["bees"], 9) == nearest([one], [], 9) == []


def test_rpm_drafts_from_the_factor_table_and_the_nearest_paths() -> None:
    steps = (decided("Quiet.", ("noise", "home", "for")), decided("Cheap.", ("rent", "price", "for"), message=99))
    model = Answering(DecisionLog=DecisionLog(decisions=steps), Weighing=Weighing(features=("Noise",)))
    contestant = build("rpm?paths=1&factors=1", model)
    asyncio.run(play(contestant, 1, "I want it quiet."))
    model.answers["DecisionLog"] = DecisionLog(decisions=(decided("Cheap.", ("rent", "price", "for")),))
    asyncio.run(play(contestant, 2, "And cheap."))
    assert model.asked[2].inputs.model_dump()["features"] == "- home: noise"  # a decision without a message is none
    asyncio.run(ask(contestant, 3, "Hello."))
    assert model.last.memory.splitlines() == [
        '- [2026-03-09] Factor price in 1 decisions / 1 for / 0 against: "Cheap."',
        '- [2026-03-02] Chosen a room - Quiet first: "Quiet."',
    ]
    assert len(exported(contestant).splitlines()) == 4


def test_rpm_offline_counts_what_was_wished_and_turned_down() -> None:
    contestant = build("rpm", OfflineModel())
    asyncio.run(play(contestant, 1, "No lists, please.", QUIET, "It rains.", "No, that's not what I asked."))
    kept = exported(contestant)
    assert 'Factor form of replies in 1 decisions / 0 for / 1 against: "No lists, please."' in kept
    assert "Rejected" in kept and "rains" not in kept
    view = AssistantView(info=info(2), messages=said("How are you?"))
    recalled = asyncio.run(contestant.respond(view)).recalled
    assert any("Chosen No lists please" in item for item in recalled)


def test_the_heat_of_a_segment_by_hand() -> None:
    day = datetime(2026, 3, 2, 19)
    warm = Segment((), "", frozenset(), day, visits=2, length=1)
    assert warm.heat(day) == 4.0  # 2 + 1 + e^0
    assert warm.heat(day + timedelta(days=1)) == pytest.approx(3 + 0.36788, abs=1e-5)  # e^-1


def test_the_cosine_of_words_by_hand() -> None:
    assert cosine("bees bees honey", "bees") == pytest.approx(2 / 5**0.5)  # (2, 1) and (1, 0)
    assert cosine("bees", "honey") == cosine("", "bees") == 0.0


def test_what_leaves_the_queue_is_filed_and_what_is_hot_becomes_profile() -> None:
    model = OfflineModel()
    contestant = build("memory-os?queue=1", model)
    bees = [f"I love my bees, and hive number {number} is the best of them." for number in range(1, 7)]
    asyncio.run(play(contestant, 1, *bees, "I have to pay 700 for the room."))
    kept = exported(contestant).splitlines()
    # six pages of one topic: N 0, L 6, recency 1: hot at once; the newest page stays in the queue
    assert sum("hive number" in line for line in kept if line.startswith("- [2026-03-02]")) >= 6
    assert kept[-1] == "- [2026-03-02] I have to pay 700 for the room."
    assert any(line.startswith("- Topic (6 turns)") for line in kept)
    view = AssistantView(info=info(2), messages=said("Which hive is the best?"))
    assert any("hive number" in item for item in asyncio.run(contestant.respond(view)).recalled)


def test_a_segment_that_is_not_hot_costs_no_analysis_and_takes_pages_once() -> None:
    twice = Segments(topics=(Topic(turns=(1, 9), summary="bees"), Topic(turns=(1,), summary="honey")))
    model = Answering(Segments=twice)
    contestant = build("memory-os?queue=1", model)
    asyncio.run(play(contestant, 1, "Bees.", "Honey."))
    assert Counter(model.names) == {"assistant/reply": 2, "assistant/segment": 1}
    assert exported(contestant).splitlines() == ["- Topic (1 turns): bees", "- [2026-03-02] Honey."]
