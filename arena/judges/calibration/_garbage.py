"""Judges whose answers are garbage, for a self-test that has to unmask them.

They quote the text they are shown, so that nothing but their judgement is wrong with them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from arena.schema.question import Question
from arena.schema.record import Record

A = TypeVar("A", bound=Record)

Garbage = Literal["random", "always-top", "always-first", "never-applicable"]
GARBAGE: Mapping[Garbage, str] = MappingProxyType(
    {
        "random": "draws every answer",
        "always-top": "finds everything excellent",
        "always-first": "takes the first option",
        "never-applicable": "says that nothing applies",
    }
)
_QUOTED = ("reply", "message", "answer", "passage", "dialogue")
_GOOD = frozenset(("applies", "acknowledges", "at_issue", "helpful", "right", "met"))
"""Answers whose yes is the better one, or that make a better one possible."""
_APPLIES = frozenset(("applies", "at_issue"))
_LOW_IS_GOOD = frozenset(("gives_help",))
_LISTED = {"marks": "messages", "claims": "now", "breaks": "now"}
"""Lists in an answer with an entry for each thing that was shown, and where these stand among the inputs."""
_LEAST, _MOST = 1, 100


class GarbageJudge:
    """Answers every question in one senseless way. The same question gets the same answer."""

    def __init__(self, kind: Garbage, seed: str = "0") -> None:
        self._kind = kind
        self._seed = seed

    async def ask(self, question: Question[A]) -> A:
        """An answer of the right form."""
        inputs = question.inputs.model_dump(mode="json")
        chance = random.Random(question.seed(self._seed))  # noqa: S311  # reproducible, not secret
        schema = question.answer.model_json_schema()
        filling = _Filling(self._kind, inputs, schema.get("$defs", {}), chance)
        return question.answer.model_validate(filling.record(schema))


@dataclass(frozen=True, slots=True)
class _Filling:
    """Fills in the form of an answer, described by its JSON schema."""

    kind: Garbage
    inputs: Mapping[str, Any]
    defined: Mapping[str, Any]
    chance: random.Random

    shown: Mapping[str, Any] = field(default_factory=dict)
    """The one thing among several that this part of the answer is about."""

    def record(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._value(name, form) for name, form in schema["properties"].items()}

    def _value(self, name: str, form: Mapping[str, Any]) -> Any:
        if name in self.shown:
            return self.shown[name]
        if "$ref" in form:
            part = self.about({"speaker": "user" if name.startswith("person_") else "assistant"})
            return part.record(self.defined[form["$ref"].rsplit("/", 1)[1]])
        if "anyOf" in form:
            return None if self.kind == "never-applicable" else self._value(name, form["anyOf"][0])
        return self._plain(name, form)

    def _plain(self, name: str, form: Mapping[str, Any]) -> Any:
        match form["type"]:
            case "boolean":
                return self._yes(name)
            case "integer":
                return self._number(name, form)
            case "array":
                return self._each(name, form["items"]["$ref"]) if name in _LISTED else self._found(form)
            case _:
                return self._picked(form["enum"]) if "enum" in form else self._quote()

    def _picked(self, options: Sequence[str]) -> str:
        return self.chance.choice(options) if self.kind == "random" else options[0]

    def _yes(self, name: str) -> bool:
        if name == "abstain":
            return False
        match self.kind:
            case "random":
                return self.chance.random() < 0.5
            case "always-first":
                return True
            case "always-top":
                return name in _GOOD
            case _:
                return name in _GOOD - _APPLIES

    def _number(self, name: str, form: Mapping[str, Any]) -> int:
        low, high = int(form.get("minimum", _LEAST)), int(form.get("maximum", _MOST))
        if self.kind == "random":
            return self.chance.randint(low, high)
        if name in _LOW_IS_GOOD:
            return low
        return low if self.kind == "always-first" and name != "certainty" else high

    def about(self, shown: Mapping[str, Any]) -> _Filling:
        """The same for a part of the answer that is about one thing of several."""
        return replace(self, shown=shown)

    def _each(self, name: str, ref: str) -> list[dict[str, Any]]:
        """An entry for each message or line; of claims and breaks none, the first, or some."""
        part, shown = self.defined[ref.rsplit("/", 1)[1]], list(self.inputs[_LISTED[name]])
        if name != "marks":
            if self.kind in {"always-top", "never-applicable"}:
                return []
            shown = shown[:1] if self.kind == "always-first" else [one for one in shown if self.chance.random() < 0.5]
        return [self.about(one).record(part) for one in shown]

    def _found(self, form: Mapping[str, Any]) -> list[dict[str, str]]:
        """Facts said to be found in a message: none, the first, or some."""
        keys = [fact["key"] for fact in self.inputs.get("attributes", ())]
        if "$ref" not in form.get("items", {}) or self.kind in {"always-top", "never-applicable"}:
            return []
        picked = keys[:1] if self.kind == "always-first" else [key for key in keys if self.chance.random() < 0.5]
        return [{"key": key, "quote": self._quote()} for key in picked]

    def _quote(self) -> str:
        """The first words of what is judged, so that a quote can always be found."""
        text = next((str(self.inputs[name]) for name in _QUOTED if self.inputs.get(name)), self._spoken())
        return " ".join(text.split()[:4])

    def _spoken(self) -> str:
        """The line that is judged; what its side said last, where a whole session is."""
        side = self.shown.get("speaker", "assistant")
        lines = [line["text"] for line in self.inputs.get("session", ()) if line["speaker"] == side]
        return str(self.shown.get("text") or (lines[-1] if lines else ""))
