"""What is recalled, item by item: for guards that decide on each, and the recall without some of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from arena.assistants.questions import PastSession
from arena.assistants.slots import Recall
from arena.schema.assistant_view import Message
from arena.text.choices import own_words
from arena.text.words import sentences


def items_of(recall: Recall) -> tuple[str, ...]:
    """The lines of the document, and the sentences the person said in earlier sessions, once each, in this order."""
    lines = (line.removeprefix("- ") for line in recall.document.splitlines() if line.strip())
    said = (s for past in recall.earlier for m in past.messages if m.role == "user" for s in _said(m))
    return tuple(dict.fromkeys((*lines, *said)))


def without(recall: Recall, items: Collection[str]) -> Recall:
    """The recall without these items. Replies to a message that is gone go with it: they might repeat it."""
    if not items:
        return recall
    lines = recall.document.splitlines()
    document = "\n".join(line for line in lines if line.removeprefix("- ") not in items)
    earlier = (_cut(past, items) for past in recall.earlier)
    return replace(
        recall,
        document=document,
        earlier=tuple(past for past in earlier if past.messages),
        items=tuple(item for item in recall.items if item not in items),
        withheld=(*recall.withheld, *items),
    )


def _said(message: Message) -> list[str]:
    return sentences(own_words(message.content))


def _cut(past: PastSession, items: Collection[str]) -> PastSession:
    kept: list[Message] = []
    whole = True
    for message in past.messages:
        if message.role != "user":
            kept += [message] if whole else []
            continue
        said = _said(message)
        left = [s for s in said if s not in items]
        whole = len(left) == len(said)
        kept += [message if whole else message.model_copy(update={"content": " ".join(left)})] if left else []
    return past.model_copy(update={"messages": tuple(kept)})
