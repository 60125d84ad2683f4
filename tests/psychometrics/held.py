"""Journals of interviews that were held, with the answers of people who have just these levels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from arena.psychometrics.instruments import digest_of, instrument
from arena.schema.event import Event, InterviewStarted, StatementAnswered
from arena.schema.interview import InterviewSpec, Occasion, Response, StoredInterview, View
from arena.schema.persona import Persona
from arena.schema.run import Provenance

MINI = instrument("mini-ipip")
Levels = Mapping[str, int]


def write_interview(
    runs: Path, name: str, who: Persona, own: Levels, seen: Levels | None = None, times: int = 1
) -> Path:
    """The journal of an interview of one person, asked so many times; without levels nothing was answered."""
    stored = StoredInterview(
        id=name,
        spec=InterviewSpec(personas=(who.id,), runs=times, source="20260302-190000-cafe" if seen else ""),
        provenance=Provenance(arena_version="0", python="3", platform="any", packages={}),
        personas={who.id: who.model_dump(mode="json")},
        instruments=(MINI,),
        instrument_sha256={MINI.id: digest_of(MINI.id)},
    )
    events: list[Event] = [InterviewStarted(at=1.0, interview=stored)]
    events += [StatementAnswered(at=2.0, response=one) for one in _answers(who, "self", "before", own, times)]
    events += [StatementAnswered(at=3.0, response=one) for one in _answers(who, "seen", "after", seen or {})]
    path = runs / "interviews" / name / "journal.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(event.model_dump_json() + "\n" for event in events))
    return path


def _answers(who: Persona, view: View, occasion: Occasion, levels: Levels, times: int = 1) -> list[Response]:
    return [
        Response(
            persona=who.id,
            instrument=MINI.id,
            view=view,
            occasion=occasion,
            administration=number,
            item=item.number,
            position=place,
            flipped=False,
            scale=item.scale,
            answer=levels[item.scale] if item.keyed == 1 else MINI.top + 1 - levels[item.scale],
            score=levels[item.scale],
            model="fake",
            prompt="probe/self@1",
            prompt_sha256="0",
        )
        for number in range(times)
        for place, item in enumerate(MINI.items, start=1)
        if item.scale in levels
    ]
