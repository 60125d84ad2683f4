"""What ask policies ask, and what guards take out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import build
from arena.assistants.graph import ending_on
from arena.assistants.parts._items import items_of, without
from arena.assistants.parts.elicit import _FORMS, Beliefs, Elicit, Trait, Value, gain
from arena.assistants.parts.minimise import Minimiser, Needed
from arena.assistants.parts.perfine import Appraised, Preferred
from arena.assistants.questions import PastSession
from arena.assistants.slots import Recall
from arena.schema.assistant_view import AssistantView
from tests.assistants.playing import FORMS, Answering, OfflineModel, Scripted, ask, info, play, said

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
    assert model.last.ends_on == "Quiet?"  # whoever drafts knows of it, and asks nothing of its own


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


def test_offline_it_asks_how_to_answer_where_the_matter_leaves_nothing_open() -> None:
    model = OfflineModel()
    contestant = build("plain?ask=elicit", model)
    matter = asyncio.run(ask(contestant, 1, "Which flat should I see?"))
    form = asyncio.run(ask(contestant, 1, "What rent can I afford?"))
    assert matter.endswith("How do you feel about noise: does it matter to you, and which way?")
    assert form.rpartition("\n\n")[2] in _FORMS.values()
    known = "Short answers, as a list, no emoji, the answer first, and a question back."
    assert (
        asyncio.run(ask(contestant, 1, f"{known} What rent can I afford?")).rpartition("\n\n")[2] not in _FORMS.values()
    )
    assert asyncio.run(ask(contestant, 1, "Thank you, that helps.")).rpartition("\n\n")[2] not in _FORMS.values()


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
