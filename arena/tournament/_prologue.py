"""What was said before somebody else goes on: read from the journal, and said again without asking anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from arena.assistants import Contestant
from arena.errors import UsageError
from arena.journal import RunFolder, read
from arena.models import Backend, Reply, Request
from arena.models.cache import Answers
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.event import CallMade, Event, MatchEvent, ProbeAsked, SessionEnded, TurnSpoken
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import BranchPoint, Party

A = TypeVar("A", bound=Record)
Place = tuple[int, int]
"""(session, number of the turn in it), both from 1."""


@dataclass(frozen=True, slots=True)
class Prologue:
    """What was said and asked in the last attempt of a match before one of its replies.

    `replies` and `probes` (by session and question) are the former assistant's. `calls` are those of the person before
    the moment, and all of judges: what they are asked again has its answer there.
    """

    point: BranchPoint
    replies: Mapping[Place, str]
    probes: Mapping[tuple[int, str], str]
    calls: tuple[CallMade, ...]

    def is_before(self, place: Place) -> bool:
        """Whether a turn was said before the moment."""
        return place < (self.point.session, self.point.turn)

    def is_over(self, event: MatchEvent) -> bool:
        """Whether an event is of the former contestant: one of its turns, or the end of a session before the moment."""
        match event:
            case TurnSpoken():
                return self.is_before(_place(event))
            case SessionEnded() | ProbeAsked():
                return event.session < self.point.session
            case _:
                return False

    def remembered(self, party: Party, behind: Answers | None, is_early: Callable[[], bool]) -> Remembered:
        """What a party of the former match answered, as far as it still holds; only the person is held to it."""
        calls = {(call.request, call.occurrence): call for call in self.calls if call.party == party}
        return Remembered(calls, behind, is_early if party == "user" else lambda: False)


def prologue_of(point: BranchPoint) -> Prologue:
    """What the journal of the former run has. Raises UsageError where it is gone or does not have the moment."""
    folder = RunFolder(Path(point.folder))
    if not folder.journal.exists():
        raise UsageError(
            f"the run that this one branches off is gone: there is no {folder.journal}",
            next_step="put it back, or branch off another run",
        )
    return prologue_from(read(folder.journal).events, point)


def prologue_from(events: Iterable[Event], point: BranchPoint) -> Prologue:
    """The same from events in the order of a journal. Raises UsageError where the moment is not among them."""
    told = last_attempt(events, point.match)
    moment = (point.session, point.turn)
    where = next((i for i, event in enumerate(told) if isinstance(event, TurnSpoken) and _place(event) == moment), None)
    if where is None:
        raise UsageError(f"nothing was said at {point.session}.{point.turn} of that match")
    before = told[:where]
    said = [event for event in before if isinstance(event, TurnSpoken) and event.turn.speaker == "assistant"]
    return Prologue(
        point=point,
        replies={_place(event): event.turn.text for event in said},
        probes={(event.session, event.question): event.answer for event in before if isinstance(event, ProbeAsked)},
        calls=tuple(_kept(before, told)),
    )


def last_attempt(events: Iterable[Event], match: str) -> list[MatchEvent]:
    """What a journal says of the last attempt of a match, in order."""
    of_match = [event for event in events if isinstance(event, MatchEvent) and event.match == match]
    last = max((event.attempt for event in of_match), default=1)
    return [event for event in of_match if event.attempt == last]


def _place(event: TurnSpoken) -> Place:
    return event.turn.session, event.turn.index


def _kept(before: Iterable[MatchEvent], told: Iterable[MatchEvent]) -> Iterable[CallMade]:
    for party, events in (("user", before), ("judge", told)):
        for event in events:
            if isinstance(event, CallMade) and event.party == party and event.answer is not None:
                yield event


@dataclass(frozen=True, slots=True)
class Remembered:
    """Answers of a former match to the same requests; others, or nothing, behind them."""

    calls: Mapping[tuple[str, int], CallMade]
    behind: Answers | None
    is_early: Callable[[], bool]
    """Whether nothing but what the former match asked can be asked at this moment."""

    async def answer(self, question: Question[A], request: Request, occurrence: int, backend: Backend) -> Reply[A]:
        """The former answer, or one from behind.

        Raises:
            UsageError: the former match did not ask this, so that it would have gone another way.
            CallFailed: as the backend does.
        """
        call = self.calls.get((request.sha256, occurrence))
        if call is not None and call.answer is not None:
            return _again(call, question.answer.model_validate_json(call.answer))
        if self.is_early():
            raise UsageError(
                "what was said before cannot be said again: prompts or rules have changed since that match was played",
                next_step="play it anew with this version of arena, then branch off that run",
            )
        if self.behind is not None:
            return await self.behind.answer(question, request, occurrence, backend)
        return await backend.answer(question, request)


def _again(call: CallMade, answer: A) -> Reply[A]:
    saved = call.saved_usd if call.cached else call.cost_usd
    meter = call.model_dump(include={"repaired", "tries", "input_tokens", "output_tokens", "latency_s"})
    return Reply(answer, cost_usd=0.0, cached=True, saved_usd=saved, **meter)


class TakesOver:
    """A contestant that goes on where another one was: before the moment it says what that one said.

    It is told of every session from the first on and keeps of it what it would have kept.

    Args:
        contestant: who goes on.
        prologue: what was said before.
        hears: whether it is asked for the earlier replies too, and what it replies thrown away: it may learn from being
            asked, as code and endpoints do that are not ours.
    """

    def __init__(self, contestant: Contestant, prologue: Prologue, *, hears: bool) -> None:
        self._contestant = contestant
        self._prologue = prologue
        self._hears = hears
        self.has_spoken = False
        """Whether it has said anything of its own."""

    async def start_session(self, info: SessionInfo) -> None:
        """Passed on."""
        await self._contestant.start_session(info)

    async def respond(self, view: AssistantView) -> AssistantReply:
        """The former reply before the moment, its own from there on. Raises as the contestant does."""
        place = (view.info.session, len(view.messages) + 1)
        if self._prologue.is_before(place) and place in self._prologue.replies:
            if self._hears:
                await self._contestant.respond(view)
            return AssistantReply(text=self._prologue.replies[place], said_before=True)
        self.has_spoken = True
        return await self._contestant.respond(view)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Passed on."""
        await self._contestant.end_session(info, messages)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """What the former contestant answered before the moment; its own answer from there on."""
        former = self._prologue.probes.get((view.info.session, view.messages[-1].content))
        return await self._contestant.answer_probe(view) if former is None else AssistantReply(text=former)

    async def export_memory(self) -> str:
        """Passed on."""
        return await self._contestant.export_memory()

    async def close(self) -> None:
        """Passed on."""
        await self._contestant.close()
