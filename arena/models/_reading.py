"""Reading an answer: from the text of a model to a typed record, or to a short word on what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeVar

from pydantic import ValidationError

from arena.schema.question import Prose
from arena.schema.record import Record
from arena.text.surrogates import without_surrogates

A = TypeVar("A", bound=Record)

_MOST_PROBLEMS = 8


class NotInForm(Exception):
    """The text is not an answer of the type that was asked for. The message tells the model why."""


def read_answer(answer: type[A], text: str) -> A:
    """The answer that `text` holds.

    For `Prose` the text itself without the space around it. For all else its one JSON object, with or without a code
    fence or words around it. Lone surrogates, which no file can hold, become U+FFFD; control characters stay.

    Raises:
        NotInForm: the text is empty, has no JSON object, or the object does not fit.
    """
    text = without_surrogates(text).strip()
    if not text:
        raise NotInForm("it was empty")
    if issubclass(answer, Prose):
        return answer(text=text)
    try:
        return answer.model_validate_json(without_surrogates(_object_in(text)))
    except ValidationError as error:
        raise NotInForm(_in_words(error)) from None


def _object_in(text: str) -> str:
    """The JSON object in `text`, as JSON that any parser takes."""
    why = "it holds no JSON object"
    for candidate in _candidates(text):
        try:
            found = json.loads(candidate, strict=False, parse_constant=_no_number)
            if isinstance(found, dict):
                return json.dumps(found, ensure_ascii=False, allow_nan=False)
        except (ValueError, RecursionError) as error:
            why = f"it is not valid JSON: {error}"
    raise NotInForm(why)


def _candidates(text: str) -> Iterator[str]:
    """The whole text, then what stands between its first and last brace (fences and words left out)."""
    yield text
    first, last = text.find("{"), text.rfind("}")
    if 0 <= first < last:
        yield text[first : last + 1]


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


def _in_words(error: ValidationError) -> str:
    """One line for each mistake: where it is and what is wrong, without the value."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{'.'.join(str(part) for part in p['loc']) or 'the object'}: {p['msg']}" for p in problems]
    more = [f"and {len(lines) - _MOST_PROBLEMS} more"] if len(lines) > _MOST_PROBLEMS else []
    return "\n".join(lines[:_MOST_PROBLEMS] + more)
