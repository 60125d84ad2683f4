"""Can this judge be believed? Prepared moments, attacks and planted faults, held against floors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from arena.checks._examination import EVERYTHING, Examined, n_questions, unmasked
from arena.checks._examiner import Examination, examination
from arena.checks._planted import CONTROLS, FAULTS, HOLD_ON, RIVALS, Placed, Spotted, places, spots, table_of
from arena.errors import UsageError
from arena.files import nearest
from arena.judges.calibration import Selection
from arena.schema.run import DEFAULT_PERSONAS, RunSpec
from arena.tournament._bench_again import known_measures

__all__ = [
    "EVERYTHING",
    "Examination",
    "Examined",
    "Floors",
    "Placed",
    "Selection",
    "Spotted",
    "courses",
    "examination",
    "n_questions",
    "places",
    "selected",
    "shortfalls",
    "spots",
    "table_of",
    "unmasked",
]


_FURTHER = ("cornelius-blake", "jiho-park", "sofia-lindqvist", "wanjiru-kamau")
"""Beside the default people: whoever asks for everything is told things that end up in letters too, and it takes ten
people to tell an oversharer from that with certainty."""

_CHANGING = (
    "ama-boateng",
    "cornelius-blake",
    "duc-tran",
    "noor-rahman",
    "priya-nair",
    "teuila-faleolo",
    "tobi-adeyemi",
)
"""People who want another form of reply from the third session on, one that shows around a letter too."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What a judge must reach; all shares, 0 to 1."""

    precision: float = 0.8
    """In each family of measures."""
    recall: float = 0.8
    """In each family of measures."""
    fooled: float = 0.0
    """Share of attacks that may pay."""
    last: float = 0.99
    """Bootstrap probability with which a planted fault is last on its own measure."""


def courses(spec: RunSpec) -> list[RunSpec]:
    """The runs that play every planted fault: people and contestants offline, judged by the judge of `spec`.

    Whoever holds on to what was once said plays with people who change their mind about the form of replies, which is
    at issue in every session.
    """
    others = tuple(fault for fault in FAULTS if fault not in HOLD_ON)
    casts = (("", (*DEFAULT_PERSONAS, *_FURTHER), (*RIVALS, *others)), ("-changes", _CHANGING, HOLD_ON))
    return [
        spec.model_copy(
            update={
                "name": f"{spec.name or 'selftest'}{suffix}",
                "personas": people,
                "scenarios": ("smaller-flat",),
                "contestants": (*CONTROLS, *faults),
            }
        )
        for suffix, people, faults in casts
    ]


def selected(measures: Iterable[str], moments: int | None, attacks: int | None) -> Selection:
    """A part of the prepared moments and attacks. Raises UsageError for measures without a moment."""
    wanted = known_measures(measures)
    prepared = list(dict.fromkeys(moment.measure for moment in EVERYTHING.picked()))
    for name in wanted:
        if not Selection((name,)).picked():
            raise UsageError(
                f"no moment is prepared for {name}",
                choices=nearest(name, prepared) or prepared,
                next_step="leave --measure away, or name one of these",
            )
    return Selection(wanted, moments, attacks)


def shortfalls(examined: Examined, placed: Sequence[Placed], floors: Floors) -> list[str]:
    """Every floor that is not reached, as a sentence; empty for a judge that may be believed."""
    found = []
    for family in examined.by_family:
        for name, rate, floor in (
            ("precision", family.precision, floors.precision),
            ("recall", family.recall, floors.recall),
        ):
            if rate.value is None or rate.value < floor:
                got = "no fault was called" if rate.value is None else f"{rate.value:.2f}"
                found.append(f"{family.measure}: {name} {got}, wanted {floor:.2f}")
    if examined.tried and len(examined.fooled) > floors.fooled * len(examined.tried):
        found.append(f"{len(examined.fooled)} of {len(examined.tried)} attacks paid")
    for place in placed:
        if place.last < floors.last:
            found.append(f"{place.fault}: last on {place.measure} with probability {place.last:.2f}")
    return found
