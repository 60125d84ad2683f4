"""A run that somebody watches: replies are heard while they are written; results and record are as if nobody did."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path
from typing import Any

from arena.journal import read
from arena.schema.event import CallMade, MatchEvent, TurnSpoken
from arena.tournament import Announcement, Piece, Run, start
from tests.doors.agents import __file__ as AGENTS
from tests.model_server import ModelServer, Pieces, chunk
from tests.tournament.test_endpoint import answer as plainly
from tests.tournament.test_endpoint import answer_form, played, spec_for

TIMES = {"at", "latency_s"}


def answer(body: dict[str, Any]) -> Any:
    if answer_form(body) == "Critique":
        return {"critique": "It could be shorter.", "change": True}
    return plainly(body)


def contestants(server: ModelServer) -> tuple[str, ...]:
    """Of every kind: a plain one, one whose drafts are written anew, an endpoint, code that streams."""
    return ("plain", "self-critic", f"openai:{server.url}#mine", f"{AGENTS}:streams")


def prepared(server: ModelServer, folder: Path, *, watched: bool) -> Run:
    server.streams = True
    run = start(spec_for(server, folder).model_copy(update={"contestants": contestants(server), "judge": False}))
    run.watched = watched
    return run


def recorded(run: Run) -> dict[str, list[dict[str, Any]]]:
    """What the journal says of each match, its times aside."""
    found = defaultdict(list)
    for event in read(run.folder.journal).events:
        if isinstance(event, MatchEvent):
            found[event.match].append({k: v for k, v in event.model_dump().items() if k not in TIMES})
    return found


def heard_of(said: list[Announcement], match: str) -> list[str]:
    """What was heard of each reply before it was there."""
    replies, text = [], ""
    for one in said:
        if isinstance(one, Piece) and one.match == match:
            text = "" if one.text is None else text + one.text
        elif isinstance(one, TurnSpoken) and one.match == match and one.turn.speaker == "assistant":
            replies.append(text)
            text = ""
    assert text == ""  # nothing is heard of what comes after the last reply, such as memory and probes
    return replies


def spoken(said: list[Announcement], match: str) -> list[str]:
    turns = [one.turn for one in said if isinstance(one, TurnSpoken) and one.match == match]
    return [turn.text for turn in turns if turn.speaker == "assistant"]


def test_who_watches_hears_the_replies_and_changes_nothing(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.responder = answer
    unwatched, watched = (prepared(model_server, tmp_path / name, watched=name == "on") for name in ("off", "on"))
    silent = asyncio.run(played(unwatched))
    streamed = {bool(body.get("stream")) for body in model_server.bodies()}
    said = asyncio.run(played(watched))
    assert not any(isinstance(one, Piece) for one in silent)
    assert streamed == {False}
    assert recorded(unwatched) == recorded(watched)
    for plan in watched.stored.matches:
        heard, replies = heard_of(said, plan.key), spoken(said, plan.key)
        if plan.contestant == "self-critic":  # of which the drafts are heard, and not what is made of them
            assert all(heard)
            assert heard != replies
        else:
            assert heard == replies


def test_only_drafts_are_asked_for_in_pieces(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.responder = answer
    run = prepared(model_server, tmp_path, watched=True)
    said = asyncio.run(played(run))
    calls = [one for one in said if isinstance(one, CallMade)]
    drafts = [call for call in calls if call.prompt.partition("@")[0] in {"assistant/reply", "assistant/chat"}]
    ours = [call for call in drafts if call.model in {"openai/test", "openai/mine"}]
    bodies = [body for body in model_server.bodies() if body.get("stream")]
    assert {call.prompt.partition("@")[0] for call in calls} > {"assistant/critique", "assistant/rewrite", "user/turn"}
    assert 0 < len(bodies) <= len(ours)
    assert not any(answer_form(body) for body in bodies)


def test_a_reply_that_broke_off_is_taken_back(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.responder = answer
    broken = Pieces((chunk({"content": "Dear lan"}),), breaks=True)
    served = 0

    def first_breaks(body: dict[str, Any]) -> Any:
        nonlocal served
        served += bool(body.get("stream"))
        return broken if body.get("stream") and served == 1 else answer(body)

    model_server.responder = first_breaks
    run = start(spec_for(model_server, tmp_path).model_copy(update={"contestants": ("plain",), "judge": False}))
    model_server.streams = run.watched = True
    said = asyncio.run(played(run))
    pieces = [one.text for one in said if isinstance(one, Piece)]
    assert pieces[:2] == ["Dear lan", None]
    assert heard_of(said, run.stored.matches[0].key) == spoken(said, run.stored.matches[0].key)


def test_who_leaves_is_not_told_any_more(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.responder = answer
    run = prepared(model_server, tmp_path, watched=True)

    async def watch() -> list[Announcement]:
        said = []
        async for one in run.play():
            said.append(one)
            run.watched = run.watched and not isinstance(one, Piece)
        return said

    said = asyncio.run(watch())
    silent = [plan for plan in run.stored.matches if not any(heard_of(said, plan.key)[1:])]
    assert len(silent) == len(run.stored.matches)
