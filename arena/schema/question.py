"""A question: one typed request to a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from arena.schema.record import Record
from arena.text.canonical import canonical_json, seed_of

A = TypeVar("A", bound=Record)


class Prose(Record):
    """The answer type of questions that want free text: no structured output is asked for."""

    text: str


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """A versioned prompt, typed inputs, a typed answer.

    Every field of `inputs` must be used by the prompt, so that no kind of model is told more than another. A field
    named `messages` (a tuple of `Message`) becomes the chat history where the prompt has its `history` section.
    """

    prompt: str
    """Name such as `user/turn`; the file is `prompts/user/turn.v<version>.md`."""
    version: int
    inputs: Record
    answer: type[A]

    def seed(self, salt: str) -> int:
        """A seed for the draws of a rule that answers by chance, from `salt`, the name and the content asked about.

        The words that a prompt version finds for the content have no part in it, so mending one changes no answer that
        is given by rule. An input that holds its default counts as absent: a new one changes nothing until it is used.
        """
        content = self.inputs.model_dump(mode="json", exclude_defaults=True)
        return seed_of(salt, self.prompt, canonical_json(content))
