"""Guided profile: questions are put to each session, their answers become a short profile, and the profile is all.

Guided Profile Generation (arXiv 2409.13093): digestion of the raw context by specific questions, a profile of short
sentences, the response. One call a turn, two after each session. Adapted: the questions are fixed and general, where
the paper writes one for each task; answers accumulate over sessions, and the profile is rewritten from all of them.
"""

from __future__ import annotations

from pydantic import Field

from arena.assistants.offline._about import is_lasting, matters_in
from arena.assistants.offline._reading import Statement, form_asked, noted_in, said_in
from arena.assistants.parts._summing import Summary, as_document, chosen, line_of, within
from arena.assistants.slots import Asked, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.stance import stance

_SOURCE = "Guided Profile Generation, arXiv 2409.13093"
GUIDING = (
    "What does the person like or want, in things to choose from?",
    "What do they dislike or refuse?",
    "How do they want to be answered: length, form, manner?",
    "What limits them: money, time, health, rules, other people?",
    "What are they in the middle of, and what do they want of it?",
    "Which facts of their life came up, with numbers, dates and names?",
    "Which matters are delicate for them?",
    "What has changed lately?",
)


class DigestInputs(Record):
    """Inputs of `assistant/digest`."""

    digest: str
    conversation: tuple[Message, ...]
    date: str
    questions: tuple[str, ...]


class Answer(Record):
    """An answer to a guiding question."""

    question: int = Field(ge=1, le=len(GUIDING))
    answer: str
    evidence: str = ""


class Digest(Record):
    """Answer of `assistant/digest`."""

    answers: tuple[Answer, ...] = ()


class ProfileInputs(Record):
    """Inputs of `assistant/profile`."""

    profile: str
    digest: str
    limit_words: int


class GuidedProfile:
    """Keeps answers and a profile.

    Args:
        model: answers `assistant/digest` and `assistant/profile`.
        limit: words the profile may have.
    """

    def __init__(self, model: Model, limit: int) -> None:
        self._model = model
        self._limit = limit
        self._digest: tuple[str, ...] = ()
        self._profile: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The profile and this session."""
        return Recall(view.messages, document=as_document(self._profile), items=self._profile)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Digests the session and rewrites the profile: two calls. Raises CallFailed."""
        if not messages:
            return
        date = info.now.date().isoformat()
        asked = DigestInputs(digest=as_document(self._digest), conversation=messages, date=date, questions=GUIDING)
        found = await self._model.ask(Question("assistant/digest", 1, asked, Digest))
        lines = (f'[{date}] Question {a.question}: "{a.answer.replace(chr(34), chr(39))}"' for a in found.answers)
        self._digest = tuple(dict.fromkeys((*self._digest, *lines)))
        inputs = ProfileInputs(
            profile=as_document(self._profile), digest=as_document(self._digest), limit_words=self._limit
        )
        answer = await self._model.ask(Question("assistant/profile", 1, inputs, Summary))
        self._profile = within(answer.sentences, self._limit)

    def export(self) -> str:
        """The profile."""
        return as_document(self._profile)


def digest(inputs: DigestInputs, offline: Offline) -> Digest:
    """Each of the person's sentences under the question that it answers."""
    found = (Answer(question=_question(s), answer=s.text, evidence=s.text) for s in said_in(inputs.conversation))
    return Digest(answers=tuple(a for a in found if f'"{a.answer}"' not in inputs.digest))


def _question(said: Statement) -> int:
    if form_asked(said.text):
        return 3
    if said.wish:
        return 2 if stance(said.text, said.text) < 0 else 1
    if matters_in(said.text):
        return 7
    return 6 if is_lasting(said.text) else 5


def profile(inputs: ProfileInputs, offline: Offline) -> Summary:
    """The answers as dated sentences, wishes first to stay, within the limit."""
    entries: dict[str, Statement] = {}
    for line in inputs.digest.splitlines():
        for said in noted_in(line):
            entries[line_of(said, line[3:13])] = said
    return Summary(sentences=chosen(entries, inputs.limit_words))


PARTS = (
    MemoryPart(
        "profile",
        "a short profile, made of answers to guiding questions",
        (Option("limit", 150, 20, 2000, "words the profile may have"),),
        _SOURCE,
        (Asked("assistant/digest", "session"), Asked("assistant/profile", "session")),
        make=lambda kit: GuidedProfile(kit.model, kit.number("limit")),
    ),
)
CONTESTANTS = (
    Entry("guided-profile", "answers guiding questions and keeps a profile", memory="profile", source=_SOURCE),
)
ANSWERS: Answerers = {"assistant/digest": digest, "assistant/profile": profile}
