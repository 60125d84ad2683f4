"""Rendering: a prompt and typed inputs become chat messages. Unknown and unused inputs are errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from jinja2 import Environment, StrictUndefined, Template, meta

from arena.prompts._prompt import Prompt
from arena.schema.assistant_view import Message
from arena.schema.record import Record

_WORDS_LENGTHS = (
    (5, "a few words"),
    (9, "half a sentence, under ten words"),
    (14, "one short sentence, a dozen words or so"),
    (22, "one or two short sentences, some twenty words"),
    (35, "two or three sentences, some thirty words"),
    (60, "a short paragraph, some fifty words"),
    (10_000, "a long paragraph"),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a model is shown."""

    prompt: Prompt
    messages: tuple[Message, ...]


def fence(text: str, tag: str) -> str:
    """`text` between `<tag>` lines; inside, whatever could pass for one of those lines has its bracket defused.

    Other tags stay as they were written, so that a quote from the text is a quote of the text.
    """
    if "<" in text:
        text = _own_tag(tag).sub("‹", text)
    return f"<{tag}>\n{text}\n</{tag}>"


@cache
def _own_tag(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(?=[\s/]*{re.escape(tag)})", re.IGNORECASE)


def length_words(words: int) -> str:
    """A message length as people say it."""
    return next(phrase for limit, phrase in _WORDS_LENGTHS if words <= limit)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(  # noqa: S701  # prompts are plain text; untrusted inputs pass through `fence`
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    env.globals.clear()  # a prompt is made of its inputs alone
    env.filters["fence"] = fence
    env.filters["length_words"] = length_words
    return env


@cache
def _templates(prompt: Prompt) -> tuple[tuple[str, Template], ...]:
    return tuple((kind, _environment().from_string(words)) for kind, words in prompt.sections)


@cache
def _check_fields(prompt: Prompt, fields: frozenset[str]) -> None:
    used: set[str] = set()
    for kind, words in prompt.sections:
        used |= {"messages"} if kind == "history" else meta.find_undeclared_variables(_environment().parse(words))
    if used != fields:
        unknown, unused = sorted(used - fields), sorted(fields - used)
        raise ValueError(f"prompt {prompt.ref}: unknown inputs {unknown}, unused inputs {unused}")


def render(prompt: Prompt, inputs: Record) -> Rendered:
    """The messages for `inputs`.

    Raises:
        ValueError: the prompt uses an input that does not exist, or leaves one unused.
        jinja2.UndefinedError: the prompt names an attribute that an input does not have.
    """
    fields = {name: getattr(inputs, name) for name in type(inputs).model_fields}
    _check_fields(prompt, frozenset(fields))
    messages: list[Message] = []
    for kind, template in _templates(prompt):
        if kind == "history":
            messages.extend(fields["messages"])
        elif text := template.render(fields).strip():
            messages.append(Message(role="system" if kind == "system" else "user", content=text))
    return Rendered(prompt, tuple(messages))
