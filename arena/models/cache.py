"""Answers that are kept from run to run: a call that was made before is not paid again. Only on request.

One file an answer, named by a hash of what was asked: the endpoint, the request (model, words, form, sampling), the
seed of the match, and how many times the match had asked the same before. So answers that were sampled apart stay
apart, and a second seed is not given the answers of the first. A file is written beside its place and linked into it:
a killed process leaves nothing half written under a name that counts, and of two processes the first one's answer
holds for both.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from arena.models._door import Backend, Reply, Request
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.canonical import key_of

A = TypeVar("A", bound=Record)

_FORM = "1"
"""Raised when files of another form are to be left alone."""
_SHELVES = "[0-9a-f][0-9a-f]"
_SUFFIX, _UNFINISHED = ".answer", ".new"


class Answers(Protocol):
    """Where an answer may be had without asking for it: in earlier runs, or in a former match."""

    async def answer(self, question: Question[A], request: Request, occurrence: int, backend: Backend) -> Reply[A]:
        """The answer that is there, or else the backend's. Raises CallFailed as the backend does."""
        ...


class Kept(Record):
    """What a file holds: an answer, and what it took when it was given."""

    key: str
    """What was asked, as a hash; also the file's name."""
    kept_at: float
    """Wall-clock time, seconds since the epoch."""
    model: str
    prompt: str
    """`name@version`."""
    answer: str
    """As JSON."""
    repaired: bool
    tries: int
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    """US dollars; None where no price is known, which is not zero."""
    latency_s: float


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a folder holds. `unreadable` files are damaged: they are ignored, and replaced when they are asked for."""

    answers: int
    size_bytes: int
    """Bytes of all its files."""
    unreadable: int
    by_model: dict[str, int]
    """Model id -> answers."""
    worth_usd: float
    """What those answers cost that have a price."""
    first_at: float | None
    last_at: float | None


class AnswerCache:
    """A folder of answers, for all matches of a run.

    Args:
        folder: where they are; made when the first one is kept.
        say: told of a damaged file, and once of a folder that cannot be written. Neither stops a run.
    """

    def __init__(self, folder: Path, say: Callable[[str], None] = lambda _: None) -> None:
        self.folder = folder
        self.served = 0
        """Calls that were answered from here."""
        self.saved_usd = 0.0
        """What they cost when they were made, as far as that is known."""
        self._say = say
        self._given_up = False
        self._asking: Counter[str] = Counter()
        self._locks: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def alone(self, key: str) -> AsyncIterator[None]:
        """Only one of several equal calls is made; the others wait for it and find its answer."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._asking[key] += 1
        try:
            async with lock:
                yield
        finally:
            self._asking[key] -= 1
            if not self._asking[key]:
                del self._asking[key], self._locks[key]

    def find(self, key: str, answer: type[A]) -> tuple[Kept, A] | None:
        """What is kept under a key, and the answer in it; None where there is nothing that can be used."""
        path = self._path(key)
        try:
            kept = _read(path)
            return kept, answer.model_validate_json(kept.answer)
        except FileNotFoundError:
            return None
        except ValueError as error:
            self._say(f"{path} is damaged and was ignored ({_why(error)}); its question is asked again")
            with suppress(OSError):
                path.unlink()
        except OSError as error:
            self._give_up(error)
        return None

    def keep(self, kept: Kept) -> bool:
        """Keep an answer; False where another process has kept one meanwhile, or nothing can be written."""
        path = self._path(kept.key)
        new = path.with_name(f"{path.stem}.{os.getpid()}{_UNFINISHED}")
        body = kept.model_dump_json().encode()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(body + b"\n" + _mark(body))
            try:
                os.link(new, path)
            finally:
                new.unlink()
        except FileExistsError:
            return False
        except OSError as error:
            self._give_up(error)
            return False
        return True

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{_SUFFIX}"

    def _give_up(self, error: OSError) -> None:
        """Say once that the folder is of no use; the run goes on without it."""
        if not self._given_up:
            self._given_up = True
            self._say(f"the cache {self.folder} cannot be used ({error.strerror or error}); the run goes on without it")


@dataclass(frozen=True, slots=True)
class MatchCache:
    """The cache as one match and one endpoint use it."""

    cache: AnswerCache
    endpoint: str
    """Its address, empty for a provider's own."""
    seed: int
    """Of the match."""

    async def answer(self, question: Question[A], request: Request, occurrence: int, backend: Backend) -> Reply[A]:
        """The answer that is kept, or else the backend's, which is kept from then on.

        Args:
            question: what is asked.
            request: as a model is shown it.
            occurrence: how many times the match has asked the same before.
            backend: asked where nothing is kept.

        Raises:
            CallFailed: as the backend does; what failed is not kept.
        """
        key = key_of("answer", _FORM, self.endpoint, request.sha256, str(self.seed), str(occurrence))
        async with self.cache.alone(key):
            found = self.cache.find(key, question.answer)
            if found is not None:
                return self._served(*found)
            reply = await backend.answer(question, request)
            return self._kept(key, question, request, reply)

    def _served(self, kept: Kept, answer: A) -> Reply[A]:
        self.cache.served += 1
        self.cache.saved_usd += kept.cost_usd or 0.0
        meter = kept.model_dump(include={"repaired", "tries", "input_tokens", "output_tokens", "latency_s"})
        return Reply(answer, cost_usd=0.0, cached=True, saved_usd=kept.cost_usd, **meter)

    def _kept(self, key: str, question: Question[A], request: Request, reply: Reply[A]) -> Reply[A]:
        """The reply; where another process was faster, its answer, so that every later run finds what this one used."""
        names = ("repaired", "tries", "input_tokens", "output_tokens", "cost_usd", "latency_s")
        kept = Kept(
            key=key,
            kept_at=time.time(),
            model=request.sampling.model,
            prompt=request.prompt.ref,
            answer=reply.answer.model_dump_json(),
            **{name: getattr(reply, name) for name in names},
        )
        if self.cache.keep(kept) or (found := self.cache.find(key, question.answer)) is None:
            return reply
        return replace(reply, answer=found[1])


@dataclass(slots=True)
class _Count:
    """Files seen so far."""

    size: int = 0
    unreadable: int = 0
    worth: float = 0.0
    times: list[float] = field(default_factory=list)
    models: Counter[str] = field(default_factory=Counter)


def holdings(folder: Path) -> Holdings:
    """What a folder of answers holds; every file is read."""
    count = _Count()
    for path in _files(folder):
        count.size += path.stat().st_size
        try:
            kept = _read(path)
        except (OSError, ValueError):
            count.unreadable += 1
            continue
        count.models[kept.model] += 1
        count.worth += kept.cost_usd or 0.0
        count.times.append(kept.kept_at)
    first, last = (min(count.times), max(count.times)) if count.times else (None, None)
    models = dict(count.models.most_common())
    return Holdings(len(count.times), count.size, count.unreadable, models, count.worth, first, last)


def clear(folder: Path) -> tuple[int, int]:
    """Delete the answers of a folder and nothing else; (files, bytes). Raises OSError where one cannot be deleted."""
    files, size = 0, 0
    for path in _files(folder):
        size += path.stat().st_size
        files += 1
        path.unlink()
    for shelf in [*folder.glob(_SHELVES), folder]:
        with suppress(OSError):  # something else lies there
            shelf.rmdir()
    return files, size


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob(f"{_SHELVES}/*")) if path.suffix in {_SUFFIX, _UNFINISHED})


def _read(path: Path) -> Kept:
    """The answer in a file. Raises OSError, or ValueError where it is damaged or lies in another one's place."""
    body, _, mark = path.read_bytes().rpartition(b"\n")
    if mark != _mark(body):
        raise ValueError("its checksum does not fit")
    kept = Kept.model_validate_json(body)
    if f"{path.parent.name}{path.stem}" != kept.key:
        raise ValueError("it belongs elsewhere")
    return kept


def _mark(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode("ascii")


def _why(error: ValueError) -> str:
    return "it does not fit what is asked now" if isinstance(error, ValidationError) else str(error)
