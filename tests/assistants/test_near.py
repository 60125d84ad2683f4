"""Memories that look up by vectors: what they find, and how often they ask for it."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from arena.assistants import asks, build, parts
from arena.assistants.parts._near import Nearness, cosine
from arena.assistants.parts._turns import embedding_with
from arena.assistants.parts.feedback import Feedback, Suggestion
from arena.assistants.parts.rpm import Decision as Decided
from arena.assistants.parts.rpm import DecisionLog, Weighing, Weight
from arena.assistants.slots import MemoryPart, ModelName
from arena.errors import UsageError
from arena.models.embedding import PROMPT
from tests.assistants.playing import Answering, Embedder, Scripted, ask, play

MODEL = "openai/small"
DENSE = ("retrieval?rank=dense", "summary", "o-mem", "memory-os?queue=1", "rpm?factors=1&paths=1", "feedback?events=1")
HIVE, DOG = "My beehive is loud.", "My dog is old."
DECISIONS = DecisionLog(
    decisions=tuple(
        Decided(message=n, decision=name, words=words, features=(Weight(feature=name, factor="all"),))
        for n, name, words in ((1, "bees", HIVE), (2, "dog", "It barks."))
    )
)
TAKEN = Feedback(
    suggestions=tuple(
        Suggestion(reply=n, intent=name, suggestion=name, taken="ignored", words=words)
        for n, name, words in ((1, "beehive", HIVE), (2, "dog", DOG))
    )
)


def embedding(spec: str, name: str = MODEL) -> str:
    return f"{spec}{'&' if '?' in spec else '?'}embed={name}"


def answering() -> Answering:
    return Answering(DecisionLog=DECISIONS, Weighing=Weighing(features=("bumblebee",)), Feedback=TAKEN)


def test_every_memory_that_names_an_embedding_model_is_tried_here() -> None:
    named = {
        p.name for p in parts().values() if isinstance(p, MemoryPart) and any(o.name == "embed" for o in p.options)
    }
    assert named == {spec.partition("?")[0] for spec in DENSE}
    assert all(
        isinstance(option, ModelName) for p in parts().values() for option in p.options if option.name == "embed"
    )


@pytest.mark.parametrize("spec", DENSE)
def test_it_finds_by_vectors_what_shares_no_word(spec: str) -> None:
    drafts, vectors = answering(), Embedder()
    contestant = build(embedding(spec), drafts, embeddings=lambda _: vectors)
    asyncio.run(play(contestant, 1, HIVE, DOG))
    asyncio.run(play(contestant, 2, "Hello."))
    asyncio.run(ask(contestant, 3, "Bumblebees?"))
    shown = drafts.last.memory + str(drafts.last.earlier)
    assert HIVE in shown and DOG not in shown and "Chosen dog" not in shown


@pytest.mark.parametrize("spec", DENSE)
def test_vectors_are_asked_for_as_often_as_is_told_and_for_no_text_twice(spec: str) -> None:
    vectors = Embedder()
    contestant = build(embedding(spec), answering(), embeddings=lambda _: vectors)
    for session in (1, 2, 3):
        before = len(vectors.asked)
        asyncio.run(play(contestant, session, f"My beehive {session}.", f"My dog {session}."))
        told = {a.per: a.times for a in asks(embedding(spec)) if a.prompt == PROMPT}
        assert len(vectors.asked) - before <= 2 * told["reply"] + told.get("session", 0)
    assert vectors.asked
    texts = Counter(m["content"] for q in vectors.asked for m in q.inputs.model_dump()["messages"])
    assert max(texts.values()) <= (2 if spec.startswith(("retrieval", "summary")) else 1)  # as a question and as a turn


@pytest.mark.parametrize("spec", [spec for spec in DENSE if not spec.startswith("retrieval")])
def test_by_words_no_other_model_is_asked(spec: str) -> None:
    contestant = build(spec, answering())  # any embedding model would be refused
    asyncio.run(play(contestant, 1, HIVE, DOG))
    assert all(a.prompt != PROMPT for name in ("words", "local") for a in asks(embedding(spec, name)))
    with pytest.raises(UsageError) as caught:
        build(embedding(spec, "small"), Scripted())
    assert caught.value.choices == ("words", "local", "provider/model")


def test_a_joined_text_lies_between_its_parts_and_is_never_asked_for() -> None:
    vectors = Embedder()
    near = Nearness(embedding_with(vectors))
    asyncio.run(near.know(("bee", "dog", "bee")))
    near.join("bee dog", ("bee", "dog"))
    asyncio.run(near.know(("bee", "bee dog")))
    assert len(vectors.asked) == 1
    assert near.cosine("bee dog", "bee") == pytest.approx(0.5**0.5, abs=0.01)
    assert Nearness(None).cosine("bees honey", "bees") == cosine("bees honey", "bees")
