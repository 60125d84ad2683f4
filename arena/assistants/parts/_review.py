"""What guards behind the draft share: the draft with all that bears on it, wishes it breaks, and writing it anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from arena.assistants.offline._phrases import EMOJI
from arena.assistants.offline._reading import Sight, form_asked, sight_of
from arena.assistants.offline._wording import first_words
from arena.assistants.questions import InSight
from arena.assistants.slots import Recall
from arena.models import Model
from arena.models.offline import Offline
from arena.schema.assistant_view import AssistantView
from arena.schema.question import Prose, Question
from arena.text.features import SHORT_WORDS, features
from arena.text.stance import stance
from arena.text.words import sentences

_BROKEN = -0.5
"""Stance of a reply towards a wish below which it goes against it."""
_PICTURES = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")
_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)


class ReviewInputs(InSight):
    """Inputs of `assistant/critique` and `assistant/appraise`."""

    draft: str


class RewriteInputs(ReviewInputs):
    """Inputs of `assistant/rewrite`."""

    critique: str


def in_sight(view: AssistantView, recall: Recall) -> InSight:
    """What a draft was written from."""
    return InSight(
        memory=recall.document,
        earlier=recall.earlier,
        messages=recall.messages[:-1],
        last=recall.messages[-1].content,
    )


def review(view: AssistantView, recall: Recall, draft: str) -> ReviewInputs:
    """A draft with what it was written from."""
    return ReviewInputs(**dict(in_sight(view, recall)), draft=draft)


async def rewritten(model: Model, inputs: ReviewInputs, critique: str) -> str:
    """The draft written anew by a critique: one call. Raises CallFailed."""
    asked = RewriteInputs(**dict(inputs), critique=critique)
    return (await model.ask(Question("assistant/rewrite", 1, asked, Prose))).text


# Offline -------------------------------------------------------------------------------------------------------------


def broken(sight: Sight, draft: str) -> dict[str, str]:
    """What the draft breaks: feature of form -> value asked for, and `wish` -> a wish that it goes against."""
    has = features(draft)
    found = {key: value for key, value in sight.asked.items() if has[key] != value}
    talk = draft.partition("<message>")[0]
    wishes = (s.text for s in reversed(sight.statements) if s.wish and not form_asked(s.text))
    against = next((wish for wish in wishes if stance(wish, talk) < _BROKEN), "")
    return {**found, "wish": against} if against else found


def rewrite(inputs: RewriteInputs, offline: Offline) -> Prose:
    """The draft in the form asked for, and without the sentences that go against a wish the critique quotes."""
    sight = sight_of(inputs)
    mended = inputs.draft
    for key, value in broken(sight, inputs.draft).items():
        if key == "wish" and value.rstrip(".") in inputs.critique:
            mended = _without_offence(mended, value)
        elif key in inputs.critique:
            mended = _in_form(mended, key, value)
    return Prose(text=mended)


def _without_offence(draft: str, wish: str) -> str:
    parts = sentences(draft)
    kept = [part for part in parts if stance(wish, part) >= _BROKEN]
    return " ".join(kept) if kept and "<message>" not in draft else draft


def _in_form(draft: str, key: str, value: str) -> str:
    """The draft with one feature of its form changed; a message to somebody else stays as it is."""
    talk, message, rest = draft.partition("<message>")
    return _SHAPED[key, value](talk) + message + rest if (key, value) in _SHAPED and talk.strip() else draft


def _shortened(text: str) -> str:
    return first_words(text, SHORT_WORDS)


def _listed(text: str) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences(text))


def _unlisted(text: str) -> str:
    return " ".join(_MARK.sub("", text).split())


def _without_pictures(text: str) -> str:
    return " ".join(_PICTURES.sub("", text).split())


def _without_questions(text: str) -> str:
    kept = [s for s in sentences(text) if not s.endswith("?")]
    return " ".join(kept) or text


def _with_picture(text: str) -> str:
    return f"{text.rstrip()} {EMOJI}"


_SHAPED: Mapping[tuple[str, str], Callable[[str], str]] = MappingProxyType(
    {
        ("reply.length", "short"): _shortened,
        ("reply.form", "list"): _listed,
        ("reply.form", "prose"): _unlisted,
        ("reply.emoji", "none"): _without_pictures,
        ("reply.emoji", "some"): _with_picture,
        ("reply.question", "none"): _without_questions,
    }
)
"""What can be mended in the words that are there; what asks for new ones cannot."""
