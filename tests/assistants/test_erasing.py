"""What the person asks to be forgotten goes out of the memory, and nothing else does."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import ablation, build, parse, parts
from arena.assistants.memory import Notebook, spoken, unspoken
from arena.assistants.offline._knowledge import taken_back
from arena.assistants.parts.erase import EraseInputs, Eraser, Erasures, erasures
from arena.assistants.slots import Erasable, GuardPart, Kit, MemoryPart
from arena.errors import UsageError
from arena.models.offline import Offline
from arena.schema.world import Known, World
from tests.assistants.playing import WORLD, Answering, OfflineModel, Scripted, ask, play, said

MEMORIES = [part for part in parts().values() if isinstance(part, MemoryPart)]


@pytest.mark.parametrize("part", MEMORIES, ids=lambda part: part.name)
def test_a_part_says_rightly_whether_entries_can_be_taken(part: MemoryPart) -> None:
    made = part.make(Kit(Scripted(), {option.name: option.default for option in part.options}))
    assert isinstance(made, Erasable) == part.erasable


@pytest.mark.parametrize(
    "part", [part for part in parts().values() if isinstance(part, GuardPart)], ids=lambda p: p.name
)
def test_a_part_says_rightly_whether_it_erases(part: GuardPart) -> None:
    made = part.make(Kit(Scripted(), {option.name: option.default for option in part.options}))
    assert part.erases == (made is not None and made.erases)


TEXTS = st.lists(st.lists(st.sampled_from(["Bees.", "I owe 6,200!", "No?", "So", "- a\n- b"]), max_size=4), max_size=4)


@given(TEXTS, st.sets(st.integers(0, 12)))
def test_what_is_taken_is_gone_and_the_rest_stays_as_it_was_said(texts: list[list[str]], places: set[int]) -> None:
    messages = said(*(" ".join(text) for text in texts))
    before = spoken(messages)
    left = spoken(unspoken(messages, places))
    assert left == tuple(sentence for place, sentence in enumerate(before) if place not in places)


@pytest.mark.parametrize("spec", ["transcript", "window", "retrieval", "retrieval?rank=fused"])
def test_an_erased_sentence_is_neither_exported_nor_recalled(spec: str) -> None:
    model = Answering()
    contestant = build(f"{spec}{'&' if '?' in spec else '?'}guard=erase", model)
    asyncio.run(play(contestant, 1, "I keep bees. I earn 2,100 a month."))
    model.answers["Erasures"] = Erasures(request="forget  what I EARN", entries=(2, 99))
    asyncio.run(play(contestant, 2, "Please forget what I earn."))
    asyncio.run(ask(contestant, 3, "Bees? And what do I earn?"))
    shown = str(model.last.model_dump())
    assert "keep bees" in shown and "2,100" not in shown
    assert "2,100" not in asyncio.run(contestant.export_memory())


@pytest.mark.parametrize("request_", ["", "forget it all", "reply 2"])
def test_nothing_goes_that_the_person_did_not_ask_for(request_: str) -> None:
    model = Answering(Erasures=Erasures(request=request_, entries=(1,)))
    memory = Notebook(model, 2000)
    memory._bullets = ("[2026-03-02] Keeps bees.",)
    asyncio.run(Eraser(model).erase(memory, said("Hello.", "Forget it all, you said, in reply 2.")))
    assert memory.entries() == ("[2026-03-02] Keeps bees.",)


def test_nothing_kept_costs_no_call(scripted: Scripted) -> None:
    memory = Notebook(scripted, 2000)
    asyncio.run(Eraser(scripted).erase(memory, said("Forget it.")))
    assert scripted.asked == []


def test_a_guard_that_erases_wants_a_memory_with_entries() -> None:
    with pytest.raises(UsageError) as caught:
        parse("o-mem?guard=minimise+erase")
    assert "notebook" in caught.value.choices and "o-mem" not in caught.value.choices
    assert {parse(tried).slots["memory"] for tried in ablation("eraser:memory")} == {
        part.name for part in MEMORIES if part.erasable
    }


# Offline -------------------------------------------------------------------------------------------------------------

KEPT = (
    '[2026-03-02] Asked “what do you earn in a month, after tax?”: "2,100"',
    '[2026-03-02] Said: "I make 2,100 a month with tips." (superseded 2026-03-03)',
    '[2026-03-02] Wants: "I need it quiet."',
    "On 2,100 that makes about 700.",
    "The rent is 820.",
    "Most landlords want proof of income.",
    "Forget what I earn.",
)


@pytest.mark.parametrize(
    ("request_", "gone"),
    [
        ("Please forget what I told you about my income.", (1, 2, 4)),
        ("Forget everything.", (1, 2, 3, 4, 5, 6, 7)),
        ("And forget the rent.", (5,)),
        ("Don't forget what I earn.", ()),
        ("I earn 2,100 a month.", ()),
    ],
)
def test_offline_what_tells_it_goes_and_what_repeats_its_figure(request_: str, gone: tuple[int, ...]) -> None:
    found = erasures(
        EraseInputs(entries=KEPT, conversation=said("Hello.", "Forget me.", request_)), Offline(WORLD, "0")
    )
    assert found.entries == gone


@pytest.mark.parametrize("memory", ["notebook", "transcript", "retrieval"])
def test_offline_a_fact_taken_back_does_not_come_back(memory: str) -> None:
    answers = {}
    for guard in ("none", "erase"):
        contestant = build(f"plain?memory={memory}&guard={guard}", OfflineModel())
        asyncio.run(play(contestant, 1, "What rent can I afford? I earn 2,100 a month.", "I need it quiet."))
        asyncio.run(play(contestant, 2, "Please forget what I earn. Anything but flats."))
        answers[guard] = asyncio.run(ask(contestant, 3, "What do you know about me? How much do I earn?"))
        kept = asyncio.run(contestant.export_memory())
        assert ("2,100" in kept) == (guard == "none") and "quiet" in kept
    assert "2,100" in answers["none"] and "2,100" not in answers["erase"]


def test_offline_nobody_is_asked_for_what_they_took_back() -> None:
    income = "what do you earn in a month, after tax?"
    assert taken_back(income, "Hm. Forget what I told you about my income.")
    assert not taken_back(income, "Forget the flat.") and not taken_back(income, "What did I tell you I earn?")
    rent = Known(about="what rent to look for on an income", text="Keep rent under a third of what comes in.")
    contestant = build("plain?ask=elicit", OfflineModel(World(known=(rent,))))
    asked = asyncio.run(ask(contestant, 1, "What rent can I afford?"))
    spared = asyncio.run(ask(contestant, 1, "Forget what I earn. What rent can I afford?"))
    assert income in asked.lower() and income not in spared.lower()
