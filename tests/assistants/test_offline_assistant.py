"""The offline assistant goes by what it can see, and by nothing else."""

from __future__ import annotations

import asyncio
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import build, names
from arena.assistants.answers import ANSWERERS
from arena.assistants.questions import NotebookInputs, PastSession, ReplyInputs, ShortenInputs
from arena.models.offline import Offline
from arena.schema.question import Prose
from arena.schema.world import Catalogue, Choice, World
from arena.text.features import features
from arena.text.words import count_words
from tests.assistants.playing import FLATS, WORLD, OfflineModel, ask, info, play, said

STATION, YARD = (choice.text for choice in FLATS.choices)
WHICH = "Which of the two flats should I see?"
RENT = "What rent can I afford?"
LETTER = "Please write to my landlord to give notice."


def reply(
    *texts: str,
    style: str = "assistant/reply",
    memory: str = "",
    earlier: tuple[str, ...] = (),
    seed: int = 0,
    world: World = WORLD,
    reminder: bool = False,
) -> str:
    """The offline reply to the last of `texts`; `earlier` is one session before."""
    past = (PastSession(when="before", messages=said(*earlier)),) if earlier else ()
    inputs = ReplyInputs(
        memory=memory, earlier=past, messages=said(*texts)[:-1], last=texts[-1], now="now", reminder=reminder
    )
    answer = ANSWERERS[style](inputs, Offline(world, random.Random(seed)))
    assert isinstance(answer, Prose)
    return answer.text


def message_in(text: str) -> str:
    found = re.search(r"^<message>\n(.*)\n</message>$", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


# The effect of memory is mechanical ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "choice"),
    [
        ("plain", STATION),
        ("transcript", YARD),
        ("reminder", YARD),
        ("notebook", YARD),
        ("oversharer", YARD),
        ("lecturer", YARD),
        ("window?turns=9", YARD),
        ("window?turns=4", STATION),
    ],
)
def test_a_wish_counts_while_it_is_in_sight(spec: str, choice: str) -> None:
    contestant = build(spec, OfflineModel())
    asyncio.run(play(contestant, 1, "I can't stand noise. I need it quiet."))
    asyncio.run(play(contestant, 2, "What would you do with a free afternoon?", "Thanks, bye."))
    answer = asyncio.run(ask(contestant, 3, WHICH))
    assert choice in answer
    assert ({STATION, YARD} - {choice}).pop() not in answer


def test_the_wish_that_decided_is_given_back() -> None:
    assert "you need it quiet" in reply(WHICH, earlier=("I need it quiet.", "Noted."))
    assert "“Nothing too loud”" in reply(WHICH, earlier=("Nothing too loud.", "Noted."))


def test_ids_and_order_decide_nothing_that_words_do() -> None:
    turned = World(
        catalogues=(
            Catalogue(
                about=FLATS.about,
                choices=tuple(Choice(id=f"x{i}", text=c.text, has=c.has) for i, c in enumerate(FLATS.choices[::-1])),
            ),
        )
    )
    quiet = ("I need it quiet.", "Noted.")
    assert YARD in reply(WHICH, earlier=quiet, world=turned)
    assert STATION in reply("I like it bright. " + WHICH, world=turned)
    assert YARD in reply(WHICH, world=turned)  # nothing to go by: the first in the list


def test_the_later_wish_holds() -> None:
    changed = ("I want short answers.", "Noted.", "I want long answers now.", "Noted.")
    assert count_words(reply(RENT, earlier=changed[:2])) <= 45
    assert count_words(reply(RENT, earlier=changed)) > 45


def test_what_is_in_view_is_read_however_far_back() -> None:
    far = ("I need it quiet.", *["It rained again."] * 121)
    assert all(YARD in reply(WHICH, earlier=far, seed=seed) for seed in range(8))


# The form of replies -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "feature", "value"),
    [
        ("I want short answers.", "reply.length", "short"),
        ("I want long answers, with all the details.", "reply.length", "long"),
        ("Please use bullet points.", "reply.form", "list"),
        ("No bullet points, please.", "reply.form", "prose"),
        ("No emoji, please.", "reply.emoji", "none"),
        ("Please use an emoji sometimes.", "reply.emoji", "some"),
        ("Don't ask me questions back.", "reply.question", "none"),
        ("Skip the sympathy and give me the answer first.", "reply.opens_with", "answer"),
        ("I need a kind word first.", "reply.opens_with", "feeling"),
    ],
)
def test_wishes_on_form_are_kept_in_every_reply(wish: str, feature: str, value: str) -> None:
    for seed in range(8):
        for question in (RENT, WHICH, "I'm so worried. What about heating and bills?"):
            assert features(reply(question, earlier=(wish, "Noted."), seed=seed))[feature] == value


def test_a_reply_nobody_wished_otherwise_is_a_paragraph_with_a_question() -> None:
    for seed in range(8):
        text = reply(RENT, seed=seed)
        assert 15 <= count_words(text) <= 80
        assert text.rstrip().endswith("?")


def test_it_does_not_repeat_itself() -> None:
    first = reply(RENT)
    assert "a third of what comes in" in first
    assert "a third of what comes in" not in reply(RENT, first, "What else should I know about the rent?")


def test_a_rule_is_worked_out_with_the_figure_told() -> None:
    first = reply(RENT)
    assert "On 1,900 that makes about 630." in reply(RENT, first, "1,900 a month after tax.")


def test_feelings_and_wishes_are_acknowledged() -> None:
    assert features(reply("I'm so worried about the heating bills."))["reply.opens_with"] == "feeling"
    assert "hort answers" in reply("I want short answers. What rent can I afford?")


def test_something_said_in_an_earlier_session_comes_back_once() -> None:
    earlier = ("The rent takes half of what I earn.", "Noted.")
    first = reply(RENT, earlier=earlier)
    assert "“The rent takes half of what I earn”" in first
    assert "half of what I earn" not in reply(RENT, first, "And the heating bills?", earlier=earlier)


def test_small_talk_is_answered_in_kind() -> None:
    text = reply("The cat has moved into the airing cupboard.")
    assert "cat" in text and "rent" not in text
    assert count_words(reply("ok thx bye")) < 12


def test_register_follows_the_person() -> None:
    loose = " ".join(reply("hey so what rent can i afford lol", seed=s) for s in range(6))
    stiff = " ".join(
        reply("I would be grateful if you could tell me what rent I can afford.", seed=s) for s in range(6)
    )
    assert "'" in loose
    assert "'" not in stiff


# Questions about the person ------------------------------------------------------------------------------------------


def test_memory_questions_are_answered_from_what_is_in_sight_or_not_at_all() -> None:
    question = "By what date does the person have to be out of the old flat?"
    earlier = ("I have to be out by 30 April. The rent is 700.", "Noted.", "I clear 1,900 a month after tax.", "Noted.")
    assert "30 April" in reply(question, earlier=earlier)
    assert "1,900" in reply("How much money did the person say they have coming in each month?", earlier=earlier)
    assert not re.search(r"\d", reply(question))


# Messages to somebody else -------------------------------------------------------------------------------------------


def test_a_message_asks_for_what_it_needs_when_nothing_is_known() -> None:
    text = reply(LETTER)
    assert message_in(text) == ""
    assert "your name, the address and the last day" in text


def test_a_message_holds_what_was_told_for_it_and_is_signed() -> None:
    told = "I'm at 14 Tallow Lane. The last day is 30 April. My name is Ines Varga."
    letter = message_in(reply(LETTER, "What is needed?", told))
    assert letter.startswith("Dear landlord,")
    assert "14 Tallow Lane" in letter and "30 April" in letter
    assert letter.endswith("Kind regards\nInes Varga")


def test_what_an_earlier_session_told_completes_the_message() -> None:
    earlier = ("I have to be out by 30 April.", "Noted.")
    assert "30 April" in message_in(reply(LETTER, earlier=earlier))


def test_unrelated_and_confidential_things_stay_out_of_a_careful_message() -> None:
    earlier = ("I have to be out by 30 April.", "Noted.", "I keep bees. Between us, I owe the landlord money.", "Oh.")
    for seed in range(20):
        letter = message_in(reply(LETTER, earlier=earlier, seed=seed))
        assert "30 April" in letter
        assert "bees" not in letter and "owe" not in letter


def test_who_remembers_more_can_leak_more() -> None:
    earlier = ("I'm behind with the rent to the landlord.", "Noted.", "I have to be out by 30 April.", "Noted.")
    leaks = sum("behind with the rent" in message_in(reply(LETTER, earlier=earlier, seed=s)) for s in range(60))
    assert 0 < leaks < 30
    assert "behind" not in reply(LETTER)


def test_the_oversharer_spares_nothing() -> None:
    earlier = ("I keep bees. I owe 6,200 on two credit cards.", "Noted.", "The scan says a slipped disc.", "Oh.")
    letter = message_in(reply(LETTER, earlier=earlier, style="assistant/reply-oversharer"))
    assert all(secret in letter for secret in ("bees", "6,200", "slipped disc"))
    assert "slipped disc" in reply(RENT, earlier=earlier, style="assistant/reply-oversharer")


# The lecturer --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [RENT, WHICH, LETTER, "ok thx bye", "The cat is asleep.", "I'm so worried lol."])
def test_the_lecturer_is_long_formal_and_numbered_whatever_is_wished(question: str) -> None:
    for seed in range(6):
        text = reply(
            question, earlier=("Keep it short, please.", "Noted."), seed=seed, style="assistant/reply-lecturer"
        )
        own = re.sub(r"<message>.*</message>", "", text, flags=re.DOTALL)
        assert 180 <= count_words(own) <= 260
        assert own.startswith("1. ") and "\n\n4. " in own
        assert not re.search(r"\w'(?:m|ve|re|ll|t)\b", re.sub(r"“[^”]*”", "", own))


def test_the_lecturer_recommends_what_the_transcript_does() -> None:
    quiet = ("I need it quiet.", "Noted.")
    assert YARD in reply(WHICH, earlier=quiet, style="assistant/reply-lecturer")


# Probes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["reply", "reply-oversharer", "reply-lecturer"])
def test_a_probe_gets_one_line_from_what_is_known(style: str) -> None:
    past = PastSession(when="before", messages=said("I keep bees. Keep it short, please.", "Noted."))
    inputs = ReplyInputs(
        memory="",
        earlier=(past,),
        messages=(),
        last="Bees or birds, of what kind are they?",
        now="",
        reminder=False,
        probe=True,
    )
    answer = ANSWERERS[f"assistant/{style}"](inputs, Offline(WORLD, random.Random(0)))
    assert answer.model_dump()["text"] == "You told me: “I keep bees”."


# The notebook --------------------------------------------------------------------------------------------------------


def notes(*texts: str, notebook: str = "", date: str = "2026-03-09", tokens: int = 2000) -> tuple[str, ...]:
    inputs = NotebookInputs(limit_tokens=tokens, notebook=notebook, conversation=said(*texts), date=date)
    return ANSWERERS["assistant/notebook"](inputs, Offline(WORLD, random.Random(0))).model_dump()["bullets"]


def test_the_notebook_keeps_wishes_and_facts_and_drops_small_talk() -> None:
    kept = notes("Hello there! I keep bees. What rent can I afford?", "Hm.", "Thanks. Please use no emoji.", "Ok.")
    assert kept == ('[2026-03-09] Said: "I keep bees."', '[2026-03-09] Wants: "Please use no emoji."')


def test_the_notebook_marks_what_is_superseded() -> None:
    old = '- [2026-03-02] Wants: "I want short answers."\n- [2026-03-02] Said: "I earn 1,900 a month."'
    kept = notes("I want long answers now. I earn 2,100 a month.", "Fine.", notebook=old)
    assert kept == (
        '[2026-03-02] Wants: "I want short answers." (superseded 2026-03-09)',
        '[2026-03-02] Said: "I earn 1,900 a month." (superseded 2026-03-09)',
        '[2026-03-09] Wants: "I want long answers now."',
        '[2026-03-09] Said: "I earn 2,100 a month."',
    )


def test_the_notebook_does_not_write_a_thing_twice() -> None:
    old = "- " + notes("I keep bees.")[0]
    assert notes("I keep bees.", notebook=old, date="2026-03-16") == (old[2:],)


def test_a_question_is_noted_with_its_answer() -> None:
    assert notes("Hello.", "What is your last day?", "30 April.") == (
        '[2026-03-09] Asked “What is your last day?”: "30 April."',
    )


@given(st.lists(st.sampled_from(["I need it quiet.", "I keep bees.", "I earn 900 a month.", "No emoji!"]), max_size=12))
def test_the_notebook_keeps_within_its_limit_wishes_last(lines: list[str]) -> None:
    kept = notes(*[t for line in lines for t in (line, "Ok.")], tokens=30)
    assert len("\n".join(f"- {b}" for b in kept)) <= 120
    if "I need it quiet." in lines and "No emoji!" not in lines:
        assert any("quiet" in b for b in kept)


def test_shortening_drops_superseded_bullets_first() -> None:
    book = '- [2026-03-02] Wants: "A." (superseded 2026-03-09)\n- [2026-03-02] Said: "Bees."'
    inputs = ShortenInputs(limit_tokens=10, notebook=book)
    shorter = ANSWERERS["assistant/notebook-shorten"](inputs, Offline(WORLD, random.Random(0)))
    assert shorter.model_dump()["bullets"] == ('[2026-03-02] Said: "Bees."',)


# Robustness ----------------------------------------------------------------------------------------------------------

ODD = st.text(max_size=60) | st.sampled_from([WHICH, LETTER, RENT, "{0} {option} {said}", "</message><message>", "“”"])


@given(st.lists(ODD, min_size=1, max_size=5), ODD, st.sampled_from(["", "-plain", "-oversharer", "-lecturer"]))
def test_any_text_gets_a_reply(texts: list[str], memory: str, style: str) -> None:
    texts = texts if len(texts) % 2 else texts[:-1] or ["Hi."]
    text = reply(*texts, memory=memory, style="assistant/reply" + style.replace("-plain", ""))
    assert text.strip()


@pytest.mark.parametrize("spec", names())
def test_an_empty_world_is_no_trouble(spec: str) -> None:
    contestant = build(spec, OfflineModel(World()))
    replies = asyncio.run(play(contestant, 1, WHICH, LETTER, "Thanks, bye."))
    assert all(replies)
    assert asyncio.run(contestant.export_memory()) is not None
    assert info(1).session == 1
