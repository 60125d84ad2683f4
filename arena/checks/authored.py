"""Advice on authored files: what is no mistake, but leads nowhere in any file that is known here.

A wish on a topic that no scenario touches never comes up; an option's attribute that no scenario has is never checked;
a scenario that nobody can be cast in is never played. All of it may be meant, where the other file is still to be
written, so it is said and forbids nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from arena import files
from arena.errors import Problem
from arena.files import Document, available, did_you_mean, try_all
from arena.scenarios import misfit, named_preferences
from arena.schema.persona import Persona, Preference
from arena.schema.persona_rules import Place, category_of
from arena.schema.record import Record
from arena.schema.scenario import Scenario
from arena.text.features import FEATURES

_MOST_READ = 200
"""Files of each kind that are read to know what there is; imported benchmarks can be thousands."""
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class _Courses:
    """What scenarios offer: topics, attributes of options with their values, the most sessions of one."""

    topics: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    sessions: int


def on_people(documents: Sequence[Document[Persona]]) -> list[Problem]:
    """Advice on sound persona files, in the order of their places."""
    if not documents:
        return []
    courses = _offered([one.record for one in _known("scenarios", Scenario)])
    return [advice for document in documents for advice in _on_person(document, courses)]


def on_courses(documents: Sequence[Document[Scenario]]) -> list[Problem]:
    """Advice on sound scenario files, in the order of their places."""
    if not documents:
        return []
    people = [one.record for one in _known("personas", Persona)]
    return [advice for document in documents for advice in _on_course(document, people)]


def _known(kind: files.Kind, record: type[R]) -> list[Document[R]]:
    """All files that can be named here and have the right form; what is wrong in others is told of them, not here."""

    def read(path: Path) -> Document[R]:
        return files.read(path, record, mixes="personas" if kind == "personas" else None)

    return try_all(list(available(kind).values())[:_MOST_READ], read)[0]


def _offered(courses: Sequence[Scenario]) -> _Courses:
    attributes: dict[str, dict[str, None]] = {}
    for option in (option for course in courses for plan in course.sessions for option in plan.options):
        for key, value in option.has.items():
            attributes.setdefault(key, {})[value.strip().lower()] = None
    return _Courses(
        tuple(dict.fromkeys(topic for course in courses for topic in course.touches)),
        {key: tuple(values) for key, values in attributes.items()},
        max((len(course.sessions) for course in courses), default=0),
    )


# People --------------------------------------------------------------------------------------------------------------


def _on_person(document: Document[Persona], courses: _Courses) -> Iterator[Problem]:
    yield from _named(document, document.record.id)
    for index, wish in enumerate(document.record.preferences):
        at: Place = ("preferences", index)
        if wish.topic != "any" and wish.topic not in courses.topics:
            message = f"no scenario known here touches the topic `{wish.topic}`, so this wish never comes up"
            hint = did_you_mean(wish.topic, ("any", *courses.topics))
            yield document.problem((*at, "topic"), message, hint)
        if wish.from_session > courses.sessions:
            message = f"no scenario known here has a session {wish.from_session}, so this wish never comes up"
            yield document.problem((*at, "from_session"), message, f"the longest has {courses.sessions}")
        yield from _favoured(document, at, wish, courses)


def _favoured(document: Document[Persona], at: Place, wish: Preference, courses: _Courses) -> Iterator[Problem]:
    places: list[tuple[Place, Mapping[str, str]]] = [((*at, "favours"), wish.favours)]
    for index, change in enumerate(wish.changes):
        where: Place = (*at, "changes", index)
        places.append(((*where, "favours"), change.favours))
        if change.session > courses.sessions:
            message = f"no scenario known here has a session {change.session}, so this never changes"
            yield document.problem((*where, "session"), message, f"the longest has {courses.sessions}")
    for place, favours in places:
        for key, value in favours.items():
            known = courses.attributes.get(key)
            if key not in FEATURES and known is None:
                message = f"no option of a scenario known here has `{key}`, so code never checks it"
                yield document.problem((*place, key), message, did_you_mean(key, (*courses.attributes, *FEATURES)))
            elif known is not None and value.strip().lower() not in known:
                message = f"no option of a scenario known here has `{key}: {value}`, so none keeps this wish"
                yield document.problem((*place, key), message, did_you_mean(value, known))


def _named(document: Document[R], one: str) -> Iterator[Problem]:
    """What a file is called counts where it is looked up, its id counts in results."""
    if document.path.stem != one:
        message = f"the file is called `{document.path.stem}` and its id is `{one}`"
        hint = f"commands find it by either name, the file's first; results say `{one}`: give both the same name"
        yield document.problem(("id",), message, hint)


# Scenarios -----------------------------------------------------------------------------------------------------------


def _on_course(document: Document[Scenario], people: Sequence[Persona]) -> Iterator[Problem]:
    course = document.record
    yield from _named(document, course.id)
    if course.person is not None:
        return  # whether that one fits is a rule of the file
    reasons = sorted({misfit(course, persona) for persona in people})
    if people and "" not in reasons:
        yield document.problem(("cast",), "nobody known here can be cast, so it is never played", "; ".join(reasons))
    yield from _touched(document, people)
    yield from _wished(document, people)
    for number, plan in enumerate(course.sessions):
        if not (plan.asks or plan.opens_with or plan.turns):
            message = f"session `{plan.id}` has no `asks`, so the offline person says its `need` as it stands"
            hint = "write a few ways in which a plain speaker would bring it up, first person"
            yield document.problem(("sessions", number), message, hint)


def _touched(document: Document[Scenario], cast: Sequence[Persona]) -> Iterator[Problem]:
    """A topic nobody knows may be one more that could come up: told where it looks like a slip, or where all are."""
    known = {wish.topic for who in cast for wish in who.preferences} | {
        category_of(secret) for who in cast for secret in who.secrets
    }
    touches = document.record.touches
    if not touches:
        message = "the scenario touches no topic, so only wishes on `any` come up"
        yield document.problem((), message, f"write `touches: [...]`; topics known here: {', '.join(sorted(known))}")
    stray = [(index, topic) for index, topic in enumerate(touches) if topic not in known]
    for index, topic in stray:
        slip = get_close_matches(topic, known, n=1)
        if slip or len(stray) == len(touches):
            message = f"nobody known here has a wish or a secret on `{topic}`, so it never comes up"
            yield document.problem(("touches", index), message, did_you_mean(topic, sorted(known - {"any"})))


def _wished(document: Document[Scenario], cast: Sequence[Persona]) -> Iterator[Problem]:
    known = sorted({wish.id for who in cast for wish in who.preferences})
    for at, name in named_preferences(document.record):
        if name not in known:
            yield document.problem(at, f"nobody known here has a preference `{name}`", _nearest_only(name, known))


def _nearest_only(name: str, known: Sequence[str]) -> str:
    """The nearest: of wishes there are too many to list."""
    near = files.nearest(name, known, 1)
    return f"did you mean `{near[0]}`?" if near else "ids of preferences stand in persona files"
