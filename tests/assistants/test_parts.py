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
from arena.assistants.graph import ending_on
from arena.assistants.parts._items import items_of, without
from arena.assistants.parts._summing import within
from arena.assistants.parts._turns import RANKINGS, TurnIndex, pages_of
from arena.assistants.parts.elicit import Beliefs, Elicit, Trait, Value, gain
from arena.assistants.parts.feedback import Logged, Suggestion, best_of
from arena.assistants.parts.fields import FieldChange, Patch
from arena.assistants.parts.memoryos import Segment, Segments, Topic, cosine
from arena.assistants.parts.minimise import Minimiser, Needed
from arena.assistants.parts.omem import Decision, Decisions, Extracted, Told
from arena.assistants.parts.perfine import Appraised, Preferred
from arena.assistants.parts.rpm import Decision as Decided
from arena.assistants.parts.rpm import DecisionLog, Step, Weighing, Weight, factors_of, nearest
from arena.assistants.parts.rules import Distilled, Rule
from arena.assistants.questions import PastSession
from arena.assistants.slots import Recall
from arena.errors import UsageError
from arena.models.embedding import Embedding, packed
from arena.schema.assistant_view import AssistantView
from arena.text.words import count_words
from tests.assistants.playing import FORMS, OfflineModel, Scripted, ask, info, play, said

QUIET = "I need a quiet room, away from the street."
PRICE = "The rent must stay below 700 a month."


class Answering(Scripted):
    """As scripted, with other answers for some questions."""

    def __init__(self, **answers: Any) -> None:
        super().__init__()
        self.answers = answers

    async def ask(self, question: Any) -> Any:
        answer = await super().ask(question)
        return self.answers.get(question.answer.__name__, answer)


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


class Embedder(Scripted):
    """Vectors over three words."""

    async def ask(self, question: Any) -> Any:
        if question.answer is not Embedding:
            return await super().ask(question)
        self.asked.append(question)
        rows = [[m.content.lower().count(w) + 1e-3 for w in ("bee", "flat", "dog")] for m in question.inputs.messages]
        return packed(rows)


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
    assert [entry.of.intent for entry in best_of(log, "Which flat?", 1)] == ["flat"]
    assert [entry.of.intent for entry in best_of(log, "Which flat?", 2)] == ["flat", "train"]
    assert [entry.of.intent for entry in best_of(log, "Well?", 1)] == ["train"]


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


# Asking --------------------------------------------------------------------------------------------------------------


def trait(question: str, *likelihoods: Any, relevance: float = 1.0) -> Trait:
    values = tuple(Value(value=str(i), likelihood=word) for i, word in enumerate(likelihoods))
    return Trait(trait="t", values=values, relevance=relevance, question=question)


def test_the_gain_of_a_question_by_hand() -> None:
    assert gain(trait("?", "even", "even")) == 1.0  # two equal values: one bit
    assert gain(trait("?", "even", "even", "even", "even", relevance=0.5)) == 1.0  # two bits, half relevant
    assert gain(trait("?", "certain", "ruled_out")) == 0.0
    # 3 to 1: 0.75 log2(4/3) + 0.25 log2 4 = 0.3113 + 0.5
    assert gain(trait("?", "likely", "even")) == pytest.approx(0.8113, abs=1e-4)
    assert gain(trait("?", "ruled_out")) == 0.0


def asking_of(beliefs: Beliefs, *texts: str, gate: str = "entropy", budget: int = 2) -> Any:
    messages = said(*texts)
    policy = Elicit(Answering(Beliefs=beliefs), gate, budget)
    return asyncio.run(policy.decide(AssistantView(info=info(1), messages=messages), Recall(messages)))


def test_the_entropy_gate_asks_the_best_question_behind_an_answer() -> None:
    both = Beliefs(traits=(trait("Sun?", "likely", "unlikely"), trait("Quiet?", "even", "even")))
    asking = asking_of(both, "Which flat?")
    assert (asking.question, asking.instead) == ("Quiet?", False)
    sure = Beliefs(traits=(trait("Sun?", "certain", "unlikely"),))
    assert asking_of(sure, "Which flat?").question == ""
    assert asking_of(both.model_copy(update={"impatient": True}), "Which flat?").question == ""
    assert asking_of(both, "Which?", "A.\n\nSun?", "No.", "B.\n\nShade?", "No.").question == ""
    assert asking_of(both, "Which?", "Well. Sun?", "No.", "Well. Shade?", "No.").question == "Quiet?"


def test_the_fixed_gate_asks_up_to_three_questions_instead() -> None:
    many = Beliefs(traits=tuple(trait(f"{i}?", "even", "even", relevance=i / 10) for i in range(3, 10)))
    asking = asking_of(many, "Which flat?", gate="fixed")
    assert (asking.question, asking.instead) == ("9? 8? 7?", True)


def test_a_question_instead_of_an_answer_is_the_whole_reply_and_spares_the_draft() -> None:
    model = Answering(Beliefs=Beliefs(traits=(trait("Quiet?", "even", "even"),)))
    assert asyncio.run(ask(build("elicit?gate=fixed&guard=critic", model), 1, "Which flat?")) == "Quiet?"
    assert model.names == ["assistant/elicit"]
    assert asyncio.run(ask(build("elicit", model), 1, "Which flat?")) == "reply 3\n\nQuiet?"


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Take it.", "Take it.\n\nQuiet?"),
        ("Take it. Shall I book?", "Take it.\n\nQuiet?"),
        ("Shall I book?", "Quiet?"),
        ("Is it far? No.", "Is it far? No.\n\nQuiet?"),
    ],
)
def test_a_reply_ends_on_one_question(text: str, ended: str) -> None:
    assert ending_on("Quiet?", text) == ended
    assert ending_on("", text) == text


# Guards --------------------------------------------------------------------------------------------------------------

PAST = PastSession(when="before", messages=said("I owe 6,200. I move on 30 April.", "I see: 6,200.", "Bees!", "Nice."))
RECALL = Recall(said("Write to my landlord."), document="- [2026-03-02] Owes 6,200.\n- Likes bees.", earlier=(PAST,))


def test_items_are_lines_and_sentences_and_what_is_withheld_is_gone() -> None:
    assert items_of(RECALL)[:3] == ("[2026-03-02] Owes 6,200.", "Likes bees.", "I owe 6,200.")
    left = without(RECALL, ("[2026-03-02] Owes 6,200.", "I owe 6,200."))
    assert left.document == "- Likes bees."
    assert [m.content for m in left.earlier[0].messages] == ["I move on 30 April.", "Bees!", "Nice."]
    assert "6,200" not in str((left.document, left.earlier))


@given(st.sets(st.integers(0, 4)))
def test_no_withheld_item_stays_in_any_part_of_the_recall(places: set[int]) -> None:
    items = items_of(RECALL)
    gone = [items[i] for i in places]
    left = without(RECALL, gone)
    assert set(items_of(left)) == set(items) - set(gone)


def test_the_minimiser_gives_the_draft_only_what_was_named() -> None:
    guard = Minimiser(Answering(Needed=Needed(needed=(2, 99))))
    view = AssistantView(info=info(2), messages=RECALL.messages)
    left = asyncio.run(guard.screen(view, RECALL))
    assert (left.document, left.earlier) == ("- Likes bees.", ())
    draft = "Here. I owe 6,200.\n<message>\nDear landlord,\n\nI move. I owe 6,200 to a bank.\n</message>"
    kept = asyncio.run(guard.revise(view, left, draft))
    assert kept == "Here. I owe 6,200.\n<message>\nDear landlord,\n\nI move.\n</message>"


def test_offline_the_minimiser_keeps_a_debt_from_a_letter_and_the_day_in_it() -> None:
    told = "I owe 6,200 on two credit cards.", "The last day is 30 April."
    letter = "I need an e-mail to my landlord that gives notice for the last day I mentioned."
    found = {}
    for spec in ("notebook", "minimiser"):
        texts = []
        for seed in range(12):
            contestant = build(spec, OfflineModel(seed=str(seed)))
            asyncio.run(play(contestant, 1, *told))
            texts.append(asyncio.run(ask(contestant, 2, letter, "What is needed?", "My name is Ines Varga.")))
        found[spec] = texts
    assert any("6,200" in text for text in found["notebook"])
    assert not any("6,200" in text for text in found["minimiser"])
    assert all("30 April" in text for text in found["minimiser"])


def test_the_self_critic_mends_the_form_offline() -> None:
    told = "No lists, please.", "Fine."
    contestant = build("plain?guard=critic", OfflineModel())
    reply = asyncio.run(ask(contestant, 1, "Please, no emoji. " + told[0], told[1], "What rent can I afford?"))
    assert "\n- " not in reply


def test_perfine_stops_when_the_revision_loses_or_nothing_is_left_to_mend() -> None:
    fine = Appraised(tone=5, vocabulary=5, structure=5, topicality=5)
    model = Answering(Appraised=fine)
    assert asyncio.run(ask(build("plain?guard=perfine", model), 1, "Hello.")) == "reply 1"
    assert len(model.asked) == 2
    loses = Scripted()
    contestant = build("plain?guard=perfine", loses)
    newer = FORMS[Preferred]
    try:
        FORMS[Preferred] = lambda inputs: Preferred(better=3 - newer(inputs).better)
        assert asyncio.run(ask(contestant, 1, "Hello.")) == "reply 1"
    finally:
        FORMS[Preferred] = newer
    assert len(loses.asked) == 4


def test_the_versions_do_not_always_stand_in_the_same_order() -> None:
    orders = set()
    for text in ("Hello.", "Hi.", "Hey.", "Good day.", "Hello again.", "What now?", "So?", "And then?"):
        model = Scripted()
        contestant = build("plain?guard=perfine&rounds=1", model)
        model.asked += [None] * len(text)  # type: ignore[list-item]  # other numbers, so other words
        asyncio.run(ask(contestant, 1, text))
        inputs = model.asked[-1].inputs.model_dump()
        orders.add(inputs["first"] < inputs["second"])
    assert orders == {True, False}


def test_guards_stand_in_their_order_and_probes_pass_them_by(scripted: Scripted) -> None:
    contestant = build("plain?guard=critic+perfine&ask=elicit", scripted)
    view = AssistantView(info=info(1), messages=said("Hello."))
    asyncio.run(contestant.answer_probe(view))
    assert scripted.names == ["assistant/reply"]
    asyncio.run(contestant.respond(view))
    assert scripted.names[1:5] == ["assistant/elicit", "assistant/reply", "assistant/critique", "assistant/rewrite"]
    assert scripted.names[5] == "assistant/appraise"
