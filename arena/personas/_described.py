"""From a model's reading of a description to a persona: what the description says is kept, the rest is marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from arena.errors import Problem
from arena.files import dump, examine, tidy
from arena.models import Model
from arena.personas._draft import FORM_LINE, slug
from arena.personas._names import free_name
from arena.personas.describing import (
    DescribedPerson,
    DescriptionView,
    Told,
    ToldNumber,
    ToldWish,
    draft_question,
)
from arena.schema.persona import Persona
from arena.schema.persona_rules import complaints
from arena.schema.vocabulary import FACT_KEYS
from arena.text.canonical import seed_of
from arena.text.features import asked_features
from arena.text.numerals import TENS, TO_NINETEEN
from arena.text.words import content_words

_ON_THE_WORDS = 0.6
"""Share of the words of an entry that its quote must hold, so that a quote is no fig leaf."""
_LONG = 2.5
"""A long message in usual ones."""
_TRIES = 2


class NotAPersona(Exception):
    """A draft that the form of a persona does not take. The message says why."""


@dataclass(frozen=True, slots=True)
class Described:
    """A persona drafted from a description."""

    persona: Persona
    problems: tuple[Problem, ...] = ()
    """What is still wrong with the draft; a sound one has none."""


async def describe(text: str, taken: Collection[str], model: Model) -> Described:
    """Draft a persona from a description; a draft that breaks a rule is asked for once more, with what was wrong.

    Args:
        text: what is known of the person.
        taken: full names of the people there are.
        model: answers the question `persona/draft`.

    Raises:
        CallFailed: the model gave no answer.
        NotAPersona: what it answered cannot be made one.
    """
    view = DescriptionView(text=text, keys=tuple(FACT_KEYS), taken=tuple(sorted(taken)))
    found: list[Problem] = []
    for _ in range(_TRIES):
        answer = await model.ask(draft_question(view))
        persona, found = _checked(_Reading(text).data(answer, taken))
        if persona is not None and not found:
            return Described(persona)
        view = view.model_copy(update={"problems": tuple(problem.message for problem in found)})
    if persona is None:
        raise NotAPersona("; ".join(problem.message for problem in found))
    return Described(persona, tuple(found))


def described_text(persona: Persona, schema: str, model: str) -> str:
    """The file of a drafted persona, with a word on its marks. `schema` is where editors find the form."""
    first, *rest = dump(persona).splitlines(keepends=True)
    head = (
        f"{FORM_LINE}{schema}\n"
        f"# Drafted by {model} from a description. What the description does not say is listed under `inferred`:\n"
        "# read it, change what is wrong, and delete a mark once you stand by what is there.\n"
    )
    return tidy("".join([head, first, *rest]), Persona)


def with_free_id(persona: Persona, taken: Collection[str]) -> Persona:
    """The person under an id that nobody has: their own, or with a number behind it."""
    tries = (persona.id if n == 1 else f"{persona.id}-{n}" for n in range(1, len(taken) + 2))
    return persona.model_copy(update={"id": next(one for one in tries if one not in taken)})


def _checked(data: dict[str, Any]) -> tuple[Persona | None, list[Problem]]:
    persona, problems = examine(data, Persona)
    if persona is not None:
        problems += [Problem("", 0, 0, one.message, one.hint) for one in complaints(persona)]
    return persona, problems


def _plain(text: str) -> str:
    """The text in small letters with single spaces and straight quotes."""
    return " ".join(text.lower().replace("’", "'").replace("“", '"').replace("”", '"').split())


def _numbers(text: str) -> set[int]:
    """Numbers in digits or, up to ninety-nine, in words."""
    found = {int(digits) for digits in re.findall(r"\d{1,3}", text)}
    words = re.findall(r"[a-z]+", text.lower())
    found |= {TO_NINETEEN.index(word) for word in words if word in TO_NINETEEN[2:]}  # "one" is a pronoun as often
    for place, word in enumerate(words):
        if word in TENS:
            tens = 10 * TENS.index(word) + 20
            after = words[place + 1 : place + 2]
            found |= {tens, *(tens + TO_NINETEEN.index(one) for one in after if one in TO_NINETEEN[1:10])}
    return found


@dataclass
class _Reading:
    """Takes a draft apart, and notes what the description does not say."""

    text: str
    inferred: list[str] = field(default_factory=list)

    def _quoted(self, quote: str) -> bool:
        return bool(quote.strip()) and _plain(quote) in _plain(self.text)

    def _said(self, path: str, value: str, quote: str) -> str:
        mine = set(content_words(value)) or {value}
        held = len(mine & set(content_words(quote))) >= _ON_THE_WORDS * len(mine) or _plain(value) in _plain(quote)
        if not (self._quoted(quote) and held):
            self.inferred.append(path)
        return value

    def _told(self, path: str, told: Told | None) -> dict[str, str]:
        return {path.rsplit(".", maxsplit=1)[-1]: self._said(path, told.value, told.quote)} if told else {}

    def _number(self, path: str, told: ToldNumber) -> int:
        if not (self._quoted(told.quote) and told.value in _numbers(told.quote)):
            self.inferred.append(path)
        return told.value

    def _list(self, path: str, told: Iterable[Told]) -> list[str]:
        return [self._said(f"{path}.{n}", one.value, one.quote) for n, one in enumerate(told, start=1)]

    def data(self, answer: DescribedPerson, taken: Collection[str]) -> dict[str, Any]:
        """The persona as plain data; an inferred name that somebody has is replaced by one that nobody has."""
        identity = self._identity(answer)
        if "identity.name" in self.inferred and identity["name"] in taken:
            identity["name"] = free_name(taken, seed_of(self.text))
        sections = {
            "biography": self._memories(answer),
            "traits": self._traits(answer),
            "values": {"holds": self._list("values.holds", answer.holds)},
            "voice": self._voice(answer),
            "feeling": {
                side: [
                    {"what": self._said(f"feeling.{side}.{n}", one.value, one.quote), "size": size}
                    for n, one in enumerate(told, start=1)
                ]
                for side, told, size in (("soothed_by", answer.soothed_by, 0.6), ("stung_by", answer.stung_by, -0.6))
            },
            "preferences": self._wishes(answer.wishes),
            "secrets": self._secrets(answer),
        }
        return {"id": slug(identity["name"]), "identity": identity, **sections, "inferred": self.inferred}

    def _identity(self, answer: DescribedPerson) -> dict[str, Any]:
        found: dict[str, Any] = self._told("identity.name", answer.name)
        if answer.age:
            found["age"] = self._number("identity.age", answer.age)
        for name in ("pronouns", "home", "work", "household"):
            found |= self._told(f"identity.{name}", getattr(answer, name))
        return found

    def _memories(self, answer: DescribedPerson) -> list[dict[str, Any]]:
        made = []
        for number, one in enumerate(answer.memories, start=1):
            before = len(self.inferred)
            self._said(f"biography.{number}", one.memory, one.quote)
            if len(self.inferred) == before:  # what happened is told; when, and what it left, may not be
                self._number(f"biography.{number}.age", ToldNumber(value=one.age, quote=one.quote))
                self._said(f"biography.{number}.left_them_with", one.left_them_with, one.quote)
            made.append(one.model_dump(exclude={"quote"}))
        return made

    def _traits(self, answer: DescribedPerson) -> dict[str, Any]:
        facets: dict[str, Any] = {}
        for one in answer.facets:
            if one.facet not in facets:
                facets[one.facet] = {"level": one.level, "shows_as": one.shows_as}
                before = len(self.inferred)
                self._said(f"traits.facets.{one.facet}", one.shows_as, one.quote)
                if len(self.inferred) == before:
                    self.inferred.append(f"traits.facets.{one.facet}.level")
        return {"facets": facets, "but": self._list("traits.but", answer.but)}

    def _voice(self, answer: DescribedPerson) -> dict[str, Any]:
        voice: dict[str, Any] = {}
        if answer.usual_words:
            usual = self._number("voice.words_per_message.usual", answer.usual_words)
            voice["words_per_message"] = {"usual": usual, "long": max(3, min(240, round(usual * _LONG)))}
            self.inferred.append("voice.words_per_message.long")
        if answer.formality:
            self.inferred.append("voice.formality")  # a number is always a reading of the words
            voice["formality"] = answer.formality.value
        voice["samples"] = self._list("voice.samples", answer.samples)
        voice["never_says"] = self._list("voice.never_says", answer.never_says)
        return voice

    def _wishes(self, wishes: Iterable[ToldWish]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for number, wish in enumerate(wishes, start=1):
            name = f"wish-{number}"
            before = len(self.inferred)
            self._said(f"preferences.{name}", wish.value, wish.quote)
            if len(self.inferred) == before:
                self.inferred += [f"preferences.{name}.importance", f"preferences.{name}.shown_by"]
            keys = asked_features(wish.value).items()
            favours = {f"reply.{key.removeprefix('reply.')}": value for key, value in keys}
            made.append({"id": name, "about": "answers", "favours": favours, **wish.model_dump(exclude={"quote"})})
        return made

    def _secrets(self, answer: DescribedPerson) -> list[dict[str, Any]]:
        made = []
        for secret in answer.secrets:
            self._said(f"secrets.{secret.key}", secret.value, secret.quote)
            if f"secrets.{secret.key}" not in self.inferred:
                self.inferred.append(f"secrets.{secret.key}.own_policy")
            made.append(secret.model_dump(exclude={"quote"}))
        return made
