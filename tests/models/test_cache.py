"""Answers kept from run to run: what is the same call, what damage does, who comes first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import AnswerInvalid
from arena.models import Reply, Request, Sampling
from arena.models.cache import AnswerCache, MatchCache, clear, holdings
from arena.prompts import load
from arena.schema.question import Prose, Question
from arena.schema.record import Record

QUESTION = Question("door/form", 1, Record(), Prose)


class Other(Record):
    """An answer of another form."""

    n: int


def request(sha256: str = "r", model: str = "openai/known") -> Request:
    return Request(load("door/form", 1), (), Sampling(model), sha256)


@dataclass
class Numbered:
    """A backend that never says the same twice."""

    name: str = "answer"
    asked: int = 0
    fails: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, question: Any, request: Any) -> Reply[Any]:
        self.asked += 1
        mine = self.asked
        await self.gate.wait()
        if self.fails:
            raise AnswerInvalid("no form")
        return Reply(Prose(text=f"{self.name} {mine}"), input_tokens=10, output_tokens=4, cost_usd=0.5, latency_s=2.0)

    async def close(self) -> None: ...


def opened(**known: Any) -> Numbered:
    backend = Numbered(**known)
    backend.gate.set()
    return backend


async def ask(cache: MatchCache, backend: Numbered, occurrence: int = 0, sha256: str = "r") -> Reply[Prose]:
    return await cache.answer(QUESTION, request(sha256), occurrence, backend)


def test_what_was_asked_before_costs_nothing_and_tells_what_it_took(tmp_path: Path) -> None:
    backend = opened()
    first = asyncio.run(ask(MatchCache(AnswerCache(tmp_path), "here", 0), backend))
    assert (first.cached, first.cost_usd, first.saved_usd) == (False, 0.5, None)
    cache = AnswerCache(tmp_path)
    again = asyncio.run(ask(MatchCache(cache, "here", 0), backend))
    assert again.answer == first.answer
    assert (again.cached, again.cost_usd, again.saved_usd, again.latency_s) == (True, 0.0, 0.5, 2.0)
    assert (again.input_tokens, again.output_tokens) == (10, 4)
    assert (cache.served, cache.saved_usd, backend.asked) == (1, 0.5, 1)


Call = tuple[str, int, int, str]
CALLS = st.tuples(st.sampled_from(["", "here"]), st.integers(0, 2), st.integers(0, 2), st.sampled_from(["r", "s"]))


@given(st.lists(CALLS, max_size=12))
def test_calls_are_the_same_in_all_of_endpoint_seed_number_and_request_or_they_are_others(
    tmp_path_factory: pytest.TempPathFactory, calls: list[Call]
) -> None:
    cache, backend = AnswerCache(tmp_path_factory.mktemp("cache")), opened()

    async def all_of_them() -> list[str]:
        made = [(MatchCache(cache, endpoint, seed), n, sha) for endpoint, seed, n, sha in calls]
        return [(await ask(place, backend, n, sha)).answer.text for place, n, sha in made]

    said = asyncio.run(all_of_them())
    assert backend.asked == len(set(calls)) == len(set(said))
    assert all((calls[i] == calls[j]) == (said[i] == said[j]) for i in range(len(said)) for j in range(i))


def test_equal_calls_at_the_same_time_are_made_once(tmp_path: Path) -> None:
    async def together() -> tuple[list[str], int]:
        cache, backend = AnswerCache(tmp_path), Numbered()
        calls = [asyncio.create_task(ask(MatchCache(cache, "", 0), backend)) for _ in range(5)]
        await asyncio.sleep(0)
        backend.gate.set()
        return [reply.answer.text for reply in await asyncio.gather(*calls)], backend.asked

    assert asyncio.run(together()) == (["answer 1"] * 5, 1)


def test_one_that_fails_is_not_kept_and_the_next_is_asked(tmp_path: Path) -> None:
    async def one_after_another() -> Reply[Prose]:
        cache = MatchCache(AnswerCache(tmp_path), "", 0)
        with pytest.raises(AnswerInvalid):
            await ask(cache, opened(fails=True))
        return await ask(cache, opened())

    assert not asyncio.run(one_after_another()).cached


def test_of_two_processes_the_first_answer_holds_for_both(tmp_path: Path) -> None:
    async def both() -> tuple[Reply[Prose], Reply[Prose], Reply[Prose]]:
        one, other = Numbered("one"), Numbered("other")
        first = asyncio.create_task(ask(MatchCache(AnswerCache(tmp_path), "", 0), one))
        second = asyncio.create_task(ask(MatchCache(AnswerCache(tmp_path), "", 0), other))
        await asyncio.sleep(0)
        one.gate.set()
        done = await first
        other.gate.set()
        return done, await second, await ask(MatchCache(AnswerCache(tmp_path), "", 0), opened())

    first, second, later = asyncio.run(both())
    assert first.answer == second.answer == later.answer == Prose(text="one 1")
    assert (second.cached, second.cost_usd) == (False, 0.5), "it was paid all the same"


@pytest.mark.parametrize(
    "harm",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.replace(b"answer 1", b"answer 2"),
        lambda raw: b"\x00" * len(raw),
    ],
)
def test_a_damaged_answer_is_said_ignored_and_asked_again(tmp_path: Path, harm: Any) -> None:
    backend, told = opened(), list[str]()
    asyncio.run(ask(MatchCache(AnswerCache(tmp_path), "", 0), backend))
    (path,) = tmp_path.glob("*/*.answer")
    path.write_bytes(harm(path.read_bytes()))
    assert holdings(tmp_path).unreadable == 1
    cache = MatchCache(AnswerCache(tmp_path, told.append), "", 0)
    assert asyncio.run(ask(cache, backend)).answer.text == "answer 2"
    assert len(told) == 1
    assert "damaged" in told[0]
    assert asyncio.run(ask(cache, backend)).cached, "it was mended"


def test_an_answer_in_another_ones_place_or_of_another_form_is_no_answer(tmp_path: Path) -> None:
    backend, told = opened(), list[str]()
    cache = MatchCache(AnswerCache(tmp_path, told.append), "", 0)
    asyncio.run(ask(cache, backend))
    (path,) = tmp_path.glob("*/*.answer")
    asyncio.run(ask(cache, backend, sha256="s"))
    (other,) = set(tmp_path.glob("*/*.answer")) - {path}
    other.write_bytes(path.read_bytes())
    assert asyncio.run(ask(cache, backend, sha256="s")).answer.text == "answer 3"
    assert cache.cache.find(path.parent.name + path.stem, Other) is None
    assert len(told) == 2


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    place, told = tmp_path / "file", list[str]()
    place.write_text("not a folder", encoding="utf-8")
    cache, backend = MatchCache(AnswerCache(place, told.append), "", 0), opened()
    assert [asyncio.run(ask(cache, backend, n)).answer.text for n in range(3)] == ["answer 1", "answer 2", "answer 3"]
    assert len(told) == 1
    assert "cannot be used" in told[0]


def test_what_is_held_and_how_to_be_rid_of_it(tmp_path: Path) -> None:
    folder, backend = tmp_path / "cache", opened()
    for n in range(3):
        asyncio.run(ask(MatchCache(AnswerCache(folder), "", 0), backend, n))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    held = holdings(folder)
    assert (held.answers, held.by_model, held.worth_usd, held.unreadable) == (3, {"openai/known": 3}, 1.5, 0)
    assert held.size_bytes == sum(path.stat().st_size for path in folder.glob("*/*"))
    assert clear(folder) == (3, held.size_bytes)
    assert [path.name for path in folder.rglob("*")] == ["notes.txt"]
