"""Rules: how a right reply to this person differs from a generic one, distilled, and specialised for each message.

Unsupervised human preference learning (arXiv 2410.03731): a model's generic output is set against what the user wrote,
the difference is put into natural-language rules, a small model picks and specialises rules for a new input, a large
one follows them. The contrast with a generic reply is also the one of Difference-aware Personalization Learning (arXiv
2503.02450), here without other users. Two calls a turn once there are rules (pick and draft), two for each example
distilled after a session, three examples at most. Adapted: the small model is prompted and not tuned; people in a talk
do not write the text themselves, so an example is a message of theirs that states a wish; at most 20 rules, of which
the oldest go first, without a count of where each helped.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from arena.assistants.memory import document
from arena.assistants.offline._knowledge import GENERIC, asks_for_choice
from arena.assistants.offline._reading import Statement, form_asked, noted_in, overtaken, stems
from arena.assistants.questions import ReplyInputs, in_words, reply
from arena.assistants.slots import Asked, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.choices import own_words
from arena.text.stance import wishes_in

_SOURCE = "Unsupervised Human Preference Learning, arXiv 2410.03731; DPL, arXiv 2503.02450, without other users"
_EXAMPLES = 3


class DistilInputs(Record):
    """Inputs of `assistant/distil`."""

    message: str
    generic: str
    rules: str


class Rule(Record):
    """What to do on an occasion, and what says so."""

    when: str
    do: str
    evidence: str = ""


class Distilled(Record):
    """Answer of `assistant/distil`."""

    rules: Annotated[tuple[Rule, ...], Field(max_length=2)] = ()


class PickInputs(Record):
    """Inputs of `assistant/pick-rules`."""

    rules: tuple[str, ...]
    messages: tuple[Message, ...]
    last: str


class PickedRule(Record):
    """A rule made specific."""

    number: Annotated[int, Field(ge=1)]
    rule: str


class Picked(Record):
    """Answer of `assistant/pick-rules`."""

    rules: tuple[PickedRule, ...] = ()


class RuleBank:
    """Keeps rules.

    Args:
        model: answers `assistant/distil`, `assistant/pick-rules` and, for the generic reply, `assistant/reply`.
        most: rules kept.
    """

    def __init__(self, model: Model, most: int) -> None:
        self._model = model
        self._most = most
        self._rules: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The rules that bear on the last message, made specific in one call once there are any. Raises CallFailed."""
        if not self._rules:
            return Recall(view.messages)
        inputs = PickInputs(rules=self._rules, messages=view.messages[:-1], last=view.messages[-1].content)
        picked = await self._model.ask(Question("assistant/pick-rules", 1, inputs, Picked))
        rules = tuple(" ".join(one.rule.split()) for one in picked.rules if one.number <= len(self._rules))
        return Recall(view.messages, document=document(rules), items=rules)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Distils the newest messages that state a wish: two calls each. Raises CallFailed."""
        said = [own_words(m.content) for m in messages if m.role == "user"]
        for message in [text for text in said if wishes_in(text)][-_EXAMPLES:]:
            await self._learn(message, info)

    def export(self) -> str:
        """The rules."""
        return document(self._rules)

    async def _learn(self, message: str, info: SessionInfo) -> None:
        bare = ReplyInputs(memory="", earlier=(), messages=(), last=message, now=in_words(info.now), reminder=False)
        generic = (await self._model.ask(reply(bare))).text
        inputs = DistilInputs(message=message, generic=generic, rules=document(self._rules))
        found = await self._model.ask(Question("assistant/distil", 1, inputs, Distilled))
        lines = (_line(rule, info.now.date().isoformat()) for rule in found.rules)
        self._rules = tuple(dict.fromkeys((*self._rules, *lines)))[-self._most :]


def _line(rule: Rule, date: str) -> str:
    """A rule in one line: what holds until something newer says otherwise, and the words behind it."""
    text = f"{rule.when}: {rule.do}" + (f" ({rule.evidence})" if rule.evidence and rule.evidence != rule.do else "")
    return f"[{date}] " + " ".join(text.split())


# Offline -------------------------------------------------------------------------------------------------------------


def distil(inputs: DistilInputs, offline: Offline) -> Distilled:
    """The wishes of the message as rules, in the person's words; for a reply's form, or for choosing."""
    wishes = [wish for wish in wishes_in(inputs.message) if wish not in inputs.rules]
    return Distilled(rules=tuple(Rule(when=_occasion(wish), do=wish, evidence=wish) for wish in wishes[:2]))


def _occasion(wish: str) -> str:
    return "Always" if form_asked(wish) else "When choosing"


def pick_rules(inputs: PickInputs, offline: Offline) -> Picked:
    """Rules of form always, all where a choice is asked for, others by a word in common; none that is overtaken."""
    texts = (*(m.content for m in inputs.messages if m.role == "user"), inputs.last)
    choosing = any(asks_for_choice(text) for text in texts)
    asked = stems(" ".join(texts)) - GENERIC
    read = [(number, rule, _wish_in(rule)) for number, rule in enumerate(inputs.rules, start=1)]
    alive = [(n, r, s) for i, (n, r, s) in enumerate(read) if not any(overtaken(s, new) for *_, new in read[i + 1 :])]
    bearing = [(n, r, s) for n, r, s in alive if form_asked(s.text) or choosing or s.stems & asked]
    return Picked(rules=tuple(PickedRule(number=n, rule=f'{r[:12]} Wants: "{s.text}"') for n, r, s in bearing))


def _wish_in(rule: str) -> Statement:
    """The wish behind a rule, as it was said."""
    said = rule[13:].partition(": ")[2] or rule[13:]
    return next(noted_in(f'- {rule[:12]} Wants: "{said.replace(chr(34), chr(39))}"'))


PARTS = (
    MemoryPart(
        "rules",
        "rules on how a reply to this person differs from a generic one",
        (Option("most", 20, 1, 200, "rules kept"),),
        _SOURCE,
        (
            Asked("assistant/pick-rules", "reply"),
            Asked("assistant/reply", "session", float(_EXAMPLES)),
            Asked("assistant/distil", "session", float(_EXAMPLES)),
        ),
        make=lambda kit: RuleBank(kit.model, kit.number("most")),
    ),
)
CONTESTANTS = (Entry("rules", "follows rules distilled from what was wished", memory="rules", source=_SOURCE),)
ANSWERS: Answerers = {"assistant/distil": distil, "assistant/pick-rules": pick_rules}
