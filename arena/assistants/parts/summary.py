"""Summary and retrieval: a summary after each session, and beside it the one turn that bears most on what is asked.

Richardson et al., arXiv 2310.20081: a task-aware summary made offline lets a quarter of the retrieved turns do (one for
four). One call a turn, one more after each session. Adapted: a session is summed up when it is over, so the summary of
a person is the row of these, each of at most 200 words; the task is that of a personal assistant for all of them. Turns
are found by words (BM25), or by vectors with `embed=` (one call a turn and one after each session more).
"""

from __future__ import annotations

from arena.assistants.parts._near import BY_EMBEDDING, embed_of, embedding_calls
from arena.assistants.parts._summing import SummariseInputs, as_document, summarise, summary, within
from arena.assistants.parts._turns import BY_MEANING, TurnIndex, pages_of, sessions_of
from arena.assistants.slots import Asked, Embed, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

_SOURCE = "Integrating Summarization and Retrieval for Enhanced Personalization, arXiv 2310.20081"
_TASK = "assisting this person with choices, questions and messages, the way they want it"


class SummaryAndRetrieval:
    """Keeps a summary of each session, and every turn.

    Args:
        model: answers `assistant/summarise`.
        words: words a session's summary may have.
        turns: earlier turns shown beside the summaries.
        embed: makes vectors, by which turns are found then; None finds them by words.
    """

    def __init__(self, model: Model, words: int, turns: int, embed: Embed | None = None) -> None:
        self._model = model
        self._words = words
        self._turns = turns
        self._sentences: tuple[str, ...] = ()
        self._rank = "bm25" if embed is None else "dense"
        self._index = TurnIndex(embed)

    async def recall(self, view: AssistantView) -> Recall:
        """All summaries, the turns that bear most on the last message, and this session."""
        found = await self._index.best(view.messages[-1].content, self._turns, self._rank)
        items = (*self._sentences, *(page.said for page in found))
        return Recall(view.messages, document=self.export(), earlier=sessions_of(found), items=items)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Has the session summed up, in one call. Raises CallFailed."""
        if not messages:
            return
        self._index.add(pages_of(info, messages))
        if self._rank in BY_MEANING:
            await self._index.take_vectors()
        date = info.now.date().isoformat()
        asked = SummariseInputs(so_far="", conversation=messages, date=date, limit_words=self._words, task=_TASK)
        answer = await self._model.ask(summarise(asked))
        self._sentences = (*self._sentences, *within(answer.sentences, self._words))

    def export(self) -> str:
        """The summaries."""
        return as_document(self._sentences)


PARTS = (
    MemoryPart(
        "summary",
        "a summary of each session, and the turn that bears most on the last message",
        (
            Option("words", 200, 20, 2000, "words of a session's summary"),
            Option("beside", 1, 0, 50, "earlier turns shown beside the summaries"),
            BY_EMBEDDING,
        ),
        _SOURCE,
        (Asked("assistant/summarise", "session"),),
        embedding_calls(session=1.0),
        make=lambda kit: SummaryAndRetrieval(kit.model, kit.number("words"), kit.number("beside"), embed_of(kit)),
    ),
)
CONTESTANTS = (
    Entry("summary", "sums up each session and finds the one turn that matters", memory="summary", source=_SOURCE),
)
ANSWERS: Answerers = {"assistant/summarise": summary}
