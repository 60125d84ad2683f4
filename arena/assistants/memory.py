"""Memories to compare with: nothing, everything, the last turns, and one document; and how documents are kept.

Each memory is an object of its own, held by one contestant. None uses a store that a graph could inherit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from arena.assistants.questions import NotebookInputs, PastSession, ShortenInputs, in_words, notebook, shorten
from arena.assistants.slots import Recall
from arena.models import Model
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.text.words import sentences


def _script(past: Sequence[PastSession]) -> str:
    blocks = ("\n".join([f"# {p.when}", *(f"{m.role}: {m.content}" for m in p.messages)]) for p in past)
    return "\n\n".join(blocks)


def _named(past: Sequence[PastSession]) -> tuple[str, ...]:
    return tuple(f"{len(p.messages)} messages of {p.when}" for p in past)


def spoken(messages: Sequence[Message]) -> tuple[str, ...]:
    """The sentences of messages, in order: the entries of memories that keep what was said."""
    return tuple(sentence for message in messages for sentence in sentences(message.content))


def unspoken(messages: Sequence[Message], places: Collection[int]) -> tuple[Message, ...]:
    """The messages without the sentences at these places of `spoken`; a message without any left is gone."""
    kept: list[Message] = []
    first = 0
    for message in messages:
        said = sentences(message.content)
        gone = {place - first for place in places} & set(range(len(said)))
        first += len(said)
        kept += [message.model_copy(update={"content": _without(message.content, said, gone)}) if gone else message]
    return tuple(message for message in kept if message.content)


def _without(text: str, said: Sequence[str], gone: Collection[int]) -> str:
    """`text` without some of its sentences `said`; all else of it, line breaks too, stays as it was."""
    left, at = "", 0
    for place, sentence in enumerate(said):
        start = text.index(sentence, at)
        left += text[at:start] + ("" if place in gone else sentence)
        at = start + len(sentence)
    return (left + text[at:]).strip()


def _entries(past: Sequence[PastSession]) -> tuple[str, ...]:
    return tuple(sentence for session in past for sentence in spoken(session.messages))


def _erased(past: Sequence[PastSession], places: Collection[int]) -> tuple[PastSession, ...]:
    kept: list[PastSession] = []
    first = 0
    for session in past:
        left = unspoken(session.messages, {place - first for place in places})
        first += len(spoken(session.messages))
        kept += [session.model_copy(update={"messages": left})] if left else []
    return tuple(kept)


class SessionOnly:
    """Keeps nothing: this session is all there is."""

    async def recall(self, view: AssistantView) -> Recall:
        """The messages of this session."""
        return Recall(view.messages)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Forgets it."""

    def export(self) -> str:
        """Nothing."""
        return ""


class Transcript:
    """Keeps every word, until it is erased."""

    def __init__(self) -> None:
        self._past: tuple[PastSession, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """All earlier sessions and this one."""
        return Recall(view.messages, earlier=self._past, items=_named(self._past))

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Adds the session."""
        if messages:
            self._past = (*self._past, PastSession(when=in_words(info.now), messages=messages))

    def export(self) -> str:
        """The transcript of all sessions."""
        return _script(self._past)

    def entries(self) -> tuple[str, ...]:
        """Every sentence of every session."""
        return _entries(self._past)

    def erase(self, places: Collection[int]) -> None:
        """Lets go of these sentences."""
        self._past = _erased(self._past, places)


class Window:
    """Keeps the last turns, over the borders of sessions.

    Args:
        turns: how many messages, of both speakers, are in sight; the person's last one counts. At least 1.
    """

    def __init__(self, turns: int) -> None:
        self._turns = turns
        self._past: tuple[PastSession, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The last turns. A leading reply of this session stands with the earlier ones: chats begin with the person."""
        seen = view.messages[-self._turns :]
        head = next((i for i, m in enumerate(seen) if m.role == "user"), len(seen))
        earlier = _last(self._past, self._turns - len(seen))
        if head:
            earlier = (*earlier, PastSession(when=in_words(view.info.now), messages=seen[:head]))
        return Recall(seen[head:], earlier=earlier, items=_named(earlier))

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Adds the session and lets go of what has left the window."""
        if messages:
            self._past = _last((*self._past, PastSession(when=in_words(info.now), messages=messages)), self._turns)

    def export(self) -> str:
        """The turns that a next session would begin with in sight."""
        return _script(self._past)

    def entries(self) -> tuple[str, ...]:
        """Every sentence in the window."""
        return _entries(self._past)

    def erase(self, places: Collection[int]) -> None:
        """Lets go of these sentences."""
        self._past = _erased(self._past, places)


def _last(past: tuple[PastSession, ...], count: int) -> tuple[PastSession, ...]:
    """The last `count` messages of `past`, in their sessions."""
    kept: list[PastSession] = []
    for session in reversed(past):
        if count <= 0:
            break
        messages = session.messages[-count:]
        count -= len(messages)
        kept.append(PastSession(when=session.when, messages=messages))
    return tuple(reversed(kept))


def estimated_tokens(text: str) -> int:
    """Tokens of `text`, estimated as a quarter of its characters, rounded up: no model's tokenizer is assumed."""
    return -(-len(text) // 4)


class Notebook:
    """Keeps one readable list of dated bullets, rewritten after each session: old notebook and session make the new.

    The recurrent update of PersonaMem-v2 (arXiv 2512.06688) at the end of a session, prompted instead of trained, and
    without the question to come. Costs one call a session, and a second one when the notebook came out too long.

    Args:
        model: answers `assistant/notebook` and `assistant/notebook-shorten`.
        tokens: size the notebook may have, see `estimated_tokens`.
    """

    def __init__(self, model: Model, tokens: int) -> None:
        self._model = model
        self._tokens = tokens
        self._bullets: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The notebook and this session."""
        return Recall(view.messages, document=self.export(), items=self._bullets)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Has the notebook rewritten, and kept within its limit."""
        if not messages:
            return
        inputs = NotebookInputs(
            limit_tokens=self._tokens,
            notebook=self.export(),
            conversation=messages,
            date=info.now.date().isoformat(),
        )
        bullets = tidy((await self._model.ask(notebook(inputs))).bullets)
        if estimated_tokens(document(bullets)) > self._tokens:
            long = ShortenInputs(limit_tokens=self._tokens, notebook=document(bullets))
            bullets = cut(tidy((await self._model.ask(shorten(long))).bullets), self._tokens)
        self._bullets = bullets

    def export(self) -> str:
        """The notebook."""
        return document(self._bullets)

    def entries(self) -> tuple[str, ...]:
        """Its bullets."""
        return self._bullets

    def erase(self, places: Collection[int]) -> None:
        """Lets go of these bullets."""
        self._bullets = tuple(bullet for place, bullet in enumerate(self._bullets) if place not in places)


SUPERSEDED = "(superseded "
"""How the mark on a bullet begins that something newer has replaced."""


def document(bullets: Sequence[str]) -> str:
    """One bullet a line."""
    return "\n".join(f"- {b}" for b in bullets)


def tidy(bullets: Sequence[str]) -> tuple[str, ...]:
    """Bullets of one line each, without list marks, empty ones and repetitions."""
    lines = (" ".join(b.split()).lstrip("-*• ") for b in bullets)
    return tuple(dict.fromkeys(line for line in lines if line))


def cut(bullets: tuple[str, ...], tokens: int) -> tuple[str, ...]:
    """Whole bullets until the document has at most `tokens`: superseded ones go first, then the oldest."""
    going = sorted(range(len(bullets)), key=lambda i: (SUPERSEDED not in bullets[i], i))
    kept = dict(enumerate(bullets))
    for place in going:
        if estimated_tokens(document(tuple(kept.values()))) <= tokens:
            break
        del kept[place]
    return tuple(kept.values())
