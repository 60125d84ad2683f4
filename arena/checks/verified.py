"""Which models play a person as they are written: an interview in which they are themselves, and matches that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from arena.checks.interviewed import Interviews, person_in, profiles_of
from arena.errors import StoreUnavailable
from arena.journal import read
from arena.models.human import HUMAN
from arena.psychometrics.axes import DOMAINS, axes_of
from arena.psychometrics.report import Line, Profile
from arena.psychometrics.scoring import estimate
from arena.schema.event import StatementAnswered
from arena.schema.interview import Response, StoredInterview
from arena.schema.persona import Persona
from arena.schema.realism import DEFAULT_GATES, ENOUGH_MATCHES
from arena.store import Appearance, Measured, Store
from arena.text.canonical import canonical_json, sha256

TOLERANCE = 0.6
"""Points, on the scale from 1 to 5, that a domain in one's own eyes may lie from what was authored."""
ADMINISTRATIONS = 5
"""Of one administration the 95 % band alone is wider than the tolerance; of five it is not."""
MATCHES = 5
"""The latest so many matches that were checked must all count."""
_PATIENCE_S = 0.5
"""Seconds to wait for a database that another program has open: a check of files must not hang on it."""


@dataclass(frozen=True, slots=True)
class ForModel:
    """How far a person, as they are written now, is verified for one model that plays them."""

    model: str
    missing: tuple[str, ...]
    """What is missing, in an author's words; nothing where the person is verified."""
    clean: int
    """Matches that count, among the latest `MATCHES` that were checked."""
    until_changed: bool
    """Not verified now, but as the person was written before."""

    @property
    def verified(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Verification:
    """Person id -> models with any evidence on the person, those that are verified first."""

    models: dict[str, tuple[ForModel, ...]]
    trouble: str = ""
    """Why no match could be counted; empty where they were."""


class _Key(NamedTuple):
    """One way in which a person was written, played by one model."""

    persona: str
    version: str
    model: str


def verify(people: Collection[Persona], runs_dir: Path, db: Path) -> Verification:
    """What interviews beside the runs, and matches in the database, say of people as they are written now.

    It never fails: what cannot be read counts as not being there, and `trouble` says so.
    """
    held = _interviews({who.id for who in people}, runs_dir)
    found, trouble = _matches([who.id for who in people], db)
    played = found.matches
    if trouble and not held and not any(runs_dir.glob("*/journal.jsonl")):
        trouble = ""
    keys = held.keys() | played.keys()
    now = {who.id: _version(who) for who in people}
    keys |= {key._replace(version=now[key.persona]) for key in keys}
    judged = {key: tuple(_missing(key, held.get(key), found, trouble)) for key in keys}
    models = {key: tuple(_models(key, version, judged, played)) for key, version in now.items()}
    return Verification({key: its for key, its in models.items() if its}, trouble)


def _models(
    persona: str, now: str, judged: Mapping[_Key, tuple[str, ...]], played: Mapping[_Key, Sequence[Appearance]]
) -> list[ForModel]:
    mine = {key: missing for key, missing in judged.items() if key.persona == persona}
    once = {key.model for key, missing in mine.items() if not missing}
    found = [
        ForModel(key.model, missing, _clean(played.get(key, ())), until_changed=bool(missing) and key.model in once)
        for key, missing in mine.items()
        if key.version == now
    ]
    return sorted(found, key=lambda one: (not one.verified, not one.until_changed, -one.clean, one.model))


def _version(persona: Persona) -> str:
    """The hash that the store keeps of a person who was written so."""
    return sha256(canonical_json(persona.model_dump(mode="json")))


def _missing(key: _Key, profiles: Sequence[Profile] | None, found: _Found, trouble: str) -> Iterator[str]:
    yield from _unlike(key, profiles)
    yield from _uncounted(key.model, found.matches.get(key, ()), trouble)
    yield from _outside(key.model, found.measured.get(key, ()))


# Interviews ------------------------------------------------------------------------------------------------------


def _interviews(people: Collection[str], runs_dir: Path) -> dict[_Key, tuple[Profile, ...]]:
    """The newest whole interview of each, else the newest; journals that can add nothing to that are not read."""
    found: dict[_Key, tuple[Profile, ...]] = {}
    for path, _, stored in Interviews(runs_dir).held():
        keys = [key for key in _asked(stored, people) if key not in found or not _whole(found[key])]
        answers = _answers(path) if keys else {}
        for key in keys:
            profiles = profiles_of(key.persona, stored, answers.get(key.persona, ()))
            if key not in found or _whole(profiles):
                found[key] = profiles
    return found


def _asked(stored: StoredInterview, people: Collection[str]) -> Iterator[_Key]:
    if not any(axis.id in DOMAINS for one in stored.instruments for axis in axes_of(one)):
        return
    for persona in stored.personas.keys() & set(people):
        if (who := person_in(stored, persona)) is not None:
            yield _Key(persona, _version(who), stored.spec.user.id)


def _answers(path: Path) -> dict[str, list[Response]]:
    found: defaultdict[str, list[Response]] = defaultdict(list)
    try:
        events = read(path).events
    except OSError:
        return found
    for event in events:
        if isinstance(event, StatementAnswered):
            found[event.response.persona].append(event.response)
    return found


def _domains(profiles: Sequence[Profile]) -> list[Line]:
    """Of all inventories, the domains that the portrait says something of."""
    lines = (line for profile in profiles for line in profile.lines)
    return [line for line in lines if line.axis.id in DOMAINS and line.expressed and line.authored is not None]


def _whole(profiles: Sequence[Profile]) -> bool:
    lines = _domains(profiles)
    return bool(lines) and all(line.own is not None and line.own.n >= ADMINISTRATIONS for line in lines)


def _unlike(key: _Key, profiles: Sequence[Profile] | None) -> Iterator[str]:
    command = f"arena persona interview {key.persona} --model {key.model}"
    if profiles is None:
        yield command
    elif not _whole(profiles):
        yield f"{ADMINISTRATIONS} answers on each domain that the portrait speaks of: {command}"
    else:
        for line in _domains(profiles):
            if line.own and line.authored is not None and abs(line.own.mean - line.authored) > TOLERANCE + 1e-9:
                answers = f"{key.model} answers {line.axis.name} {line.own.mean:.2f}"
                yield f"{answers} where {line.authored:.2f} is authored (at most {TOLERANCE:g} apart)"


# Matches ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """What the database has of each: matches, the latest first, and what was measured of them on request."""

    matches: Mapping[_Key, Sequence[Appearance]]
    measured: Mapping[_Key, Sequence[Measured]]


def _matches(people: Sequence[str], db: Path) -> tuple[_Found, str]:
    """Finished matches by who was played by what; and why there are none where that is so."""
    if not db.is_file():
        return _Found({}, {}), f"no match is counted: there is no database {db} yet; `arena ingest RUN` makes one"
    try:
        played = Store(db, _PATIENCE_S).appearances(people)
    except StoreUnavailable as error:
        return _Found({}, {}), f"no match is counted: {error.fact}"
    versions = {key: _version_of(key, body) for key, body in played.bodies.items()}
    matches: defaultdict[_Key, list[Appearance]] = defaultdict(list)
    measured: defaultdict[_Key, list[Measured]] = defaultdict(list)
    for match in played.matches:
        if match.user_model != HUMAN:
            matches[_Key(match.persona, versions[match.sha256], match.user_model)].append(match)
    for one in played.measured:
        measured[_Key(one.persona, versions[one.sha256], one.user_model)].append(one)
    return _Found(matches, measured), ""


def _outside(model: str, measured: Sequence[Measured]) -> Iterator[str]:
    """What was measured on request and lies plainly outside its gate; what was not measured is not missed."""
    values: defaultdict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in measured:
        values[one.measure, one.about].append(one)
    for (measure, about), rows in values.items():
        found, gate = estimate([row.value for row in rows]), DEFAULT_GATES[measure]
        if found and found.n >= ENOUGH_MATCHES and gate.shuts_out(found.low, found.high):
            name = measure.partition(".")[2].replace("_", " ") + (f" of {about}" if about else "")
            figure = f"{found.mean:.3g} [{found.low:.3g}, {found.high:.3g}] over {found.n} matches"
            yield f"{name} with {model} is {figure} in {rows[0].run_id}, good is {gate}"


def _version_of(stored: str, body: dict[str, Any]) -> str:
    """As `_version`: a record of an earlier release, which lacks what was added since, is no other person."""
    try:
        return _version(Persona.model_validate(body))
    except ValidationError:
        return stored


def _latest(matches: Sequence[Appearance]) -> list[Appearance]:
    return [match for match in matches if match.checked or match.void][:MATCHES]


def _clean(matches: Sequence[Appearance]) -> int:
    return sum(not match.void for match in _latest(matches))


def _uncounted(model: str, matches: Sequence[Appearance], trouble: str) -> Iterator[str]:
    latest = _latest(matches)
    if trouble:
        yield f"{MATCHES} clean matches with {model}, which could not be counted"
    elif void := [match for match in latest if match.void]:
        names = ", ".join(f"{match.match[:8]} in {match.run_id}" for match in void)
        count = f"{_clean(matches)} of the latest {len(latest)} matches with {model}"
        yield f"{MATCHES} clean matches in a row; {count} are clean, void: {names}"
    elif len(latest) < MATCHES:
        unchecked = sorted({match.run_id for match in matches if match not in latest})
        hint = f"; unchecked so far: arena judge realism {unchecked[-1]}" if unchecked else ""
        yield f"{len(latest)} of {MATCHES} clean matches with {model}{hint}"
