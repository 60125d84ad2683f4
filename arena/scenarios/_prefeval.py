"""Reads the PrefEval benchmark's files (arXiv 2502.09597) from the user's own copy; none of its text is shipped.

What the files are like and where they surprise: a topic is a file stem; the forms of one item stand at the same index
of their topic's files (33 preferences differ in wording, so text does not join them); `explanation` can be missing;
a stray `... copy.json` repeats a topic; some items carry a `fix` key; the turns of a persona dialogue are keyed by
"0", "1", ...; the option that respects the preference is always the first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from arena.errors import UsageError
from arena.schema.record import Record
from arena.schema.scenario import GivenTurn
from arena.text.words import content_words

Form = Literal["explicit", "choice", "persona", "mcq"]
PREFERENCE_ID = "pref"
"""The one preference of an imported person."""

_FOLDERS: Mapping[Form, str] = {
    "explicit": "explicit_preference",
    "choice": "implicit_preference/choice-based",
    "persona": "implicit_preference/persona-driven",
    "mcq": "mcq_options",
}
_OPTIONS = "mcq_options"
_FILLERS = "filtered_inter_turns.json"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no scenario file may hold."""
_NEXT = "give the folder of a PrefEval checkout (github.com/amazon-science/PrefEval), the one with benchmark_dataset/"


class Item(Record):
    """One preference and the question that tempts an assistant to forget it."""

    topic: str
    index: int
    """Position in the topic's files, from 0."""
    form: Form
    preference: str
    question: str
    explanation: str = ""
    said: tuple[GivenTurn, ...]
    """How the preference is shown; an assistant turn without text is the contestant's."""
    options: tuple[str, ...] = ()
    """Four answers, the first of which respects the preference; empty where the copy has none."""


def topics_in(folder: Path, form: Form) -> tuple[str, ...]:
    """The topics a copy has in that form, sorted. Raises UsageError when the folder is not a copy of PrefEval."""
    place = _home(folder) / _FOLDERS[form]
    if not place.is_dir():
        raise UsageError(f"{place} is missing", next_step=_NEXT)
    return tuple(sorted(p.stem for p in place.glob("*.json") if not p.stem.endswith(" copy")))


def read_items(folder: Path, form: Form, topics: Sequence[str] = ()) -> list[Item]:
    """The items of these topics (of all when there are none), joined with their answer options by place.

    Raises:
        UsageError: not a copy of PrefEval, an unknown topic, a file that is not what it should be, or two files of one
            topic that differ in length.
    """
    known = topics_in(folder, form)
    for topic in topics:
        if topic not in known:
            raise UsageError(f"no topic {topic!r} in {folder}", choices=known, next_step="choose from these topics")
    return [item for topic in topics or known for item in _topic(_home(folder), form, topic)]


@dataclass(frozen=True, slots=True)
class Fillers:
    """The filler conversations as (user, assistant) pairs; `mended` messages had control characters."""

    pairs: tuple[tuple[str, str], ...]
    mended: int


def read_fillers(folder: Path) -> Fillers:
    """The filler conversations one after the other in the file's order, none left out.

    They are not all in English, whatever they are marked as; that is so in the published protocol too.

    Raises:
        UsageError: not a copy of PrefEval, or a conversation that does not alternate.
    """
    place = _home(folder) / _FILLERS
    pairs = [pair for n, row in enumerate(_rows(place)) for pair in _alternating(row, f"{place}, conversation {n}")]
    mended = sum(bool(_CONTROL.search(text)) for pair in pairs for text in pair)
    return Fillers(tuple((_clean(user), _clean(assistant)) for user, assistant in pairs), mended)


def _alternating(row: Mapping[str, Any], where: str) -> list[tuple[str, str]]:
    messages = row.get("conversation")
    if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
        raise UsageError(f"{where}: no messages", next_step=_NEXT)
    for at, message in enumerate(messages):
        if message.get("role") != ("user", "assistant")[at % 2] or not isinstance(message.get("content"), str):
            raise UsageError(f"{where}: user and assistant do not alternate", next_step=_NEXT)
    texts = [m["content"] for m in messages]
    return list(zip(texts[::2], texts[1::2], strict=False))


def _home(folder: Path) -> Path:
    for home in (folder, folder / "benchmark_dataset"):
        if (home / _FILLERS).is_file():
            return home
    raise UsageError(f"{folder} holds no copy of PrefEval", next_step=_NEXT)


def _topic(home: Path, form: Form, topic: str) -> list[Item]:
    place = home / _FOLDERS[form] / f"{topic}.json"
    rows = _rows(place)
    choices = home / _OPTIONS / f"{topic}.json"
    options = _rows(choices) if choices.is_file() else [{}] * len(rows)
    if len(options) != len(rows):
        fact = f"{place} has {len(rows)} items and {choices} has {len(options)}, so they cannot be joined by place"
        raise UsageError(fact, next_step="restore both files from one commit of PrefEval")
    pairs = zip(rows, options, strict=True)
    return [_item(place, form, index, row, choice) for index, (row, choice) in enumerate(pairs)]


def _rows(place: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{place} cannot be read: {error}", next_step=_NEXT) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"{place} is not a list of items", next_step=_NEXT)
    return rows


def _item(place: Path, form: Form, index: int, row: dict[str, Any], choice: dict[str, Any]) -> Item:
    where = f"{place}, item {index}"
    preference = _text(row, "preference", where)
    listed = choice.get("classification_task_options", [])
    if not isinstance(listed, list) or not all(isinstance(o, str) for o in listed) or len(listed) == 1:
        raise UsageError(f"{where}: its answer options are not a list of texts", next_step=_NEXT)
    return Item(
        topic=place.stem,
        index=index,
        form=form,
        preference=preference,
        question=_text(row, "question", where),
        explanation=str(row.get("explanation") or ""),
        said=_said(form, preference, row, where),
        options=tuple(_unquoted(o) for o in listed),
    )


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{where}: no {key}", next_step=_NEXT)
    return _unquoted(value)


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _unquoted(text: str) -> str:
    """Some texts stand in quotation marks of their own."""
    text = _clean(text).strip()
    inner = text[1:-1]
    return inner.strip() if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in inner else text


def _said(form: Form, preference: str, row: Mapping[str, Any], where: str) -> tuple[GivenTurn, ...]:
    if form in {"explicit", "mcq"}:
        return GivenTurn(who="user", text=preference, reveals=(PREFERENCE_ID,)), GivenTurn(who="assistant")
    dialogue = row.get("conversation")
    if not isinstance(dialogue, dict):
        raise UsageError(f"{where}: no conversation", next_step=_NEXT)
    return _choice(dialogue, where) if form == "choice" else _chat(dialogue, preference, where)


def _choice(dialogue: Mapping[str, Any], where: str) -> tuple[GivenTurn, ...]:
    """A request, four proposals, the choice that shows the preference, an acknowledgement."""
    return (
        GivenTurn(who="user", text=_text(dialogue, "query", where)),
        GivenTurn(who="assistant", text=_text(dialogue, "assistant_options", where)),
        GivenTurn(who="user", text=_text(dialogue, "user_selection", where), reveals=(PREFERENCE_ID,)),
        GivenTurn(who="assistant", text=_text(dialogue, "assistant_acknowledgment", where)),
    )


def _chat(dialogue: Mapping[str, Any], preference: str, where: str) -> tuple[GivenTurn, ...]:
    """A chat on other matters in which the preference shows.

    The files do not say where it shows; the user turn that shares most content words with it is taken.
    """
    keys = sorted((k for k in dialogue if k.isdigit()), key=int)
    if not keys or not all(isinstance(dialogue[k], dict) for k in keys):
        raise UsageError(f"{where}: its conversation has no numbered turns", next_step=_NEXT)
    wanted = set(content_words(preference))
    users = [_text(dialogue[k], "user", where) for k in keys]
    shown = max(range(len(users)), key=lambda i: len(wanted.intersection(content_words(users[i]))))
    turns: list[GivenTurn] = []
    for place, key in enumerate(keys):
        reveals = (PREFERENCE_ID,) if place == shown else ()
        turns.append(GivenTurn(who="user", text=users[place], reveals=reveals))
        turns.append(GivenTurn(who="assistant", text=_text(dialogue[key], "assistant", where)))
    return tuple(turns)
