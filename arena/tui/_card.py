"""What lies beside the prompt of somebody who plays: the person's card, or how well they do as the assistant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from arena.schema.measure import ADHERENCE, BY_NAME, IN_A_WORD, LIKABILITY, VIOLATION
from arena.tui._look import Tone, number, shown
from arena.tui._seen import Running, SeenMatch, SeenSession
from arena.tui._verdicts import KEPT
from arena.users import Card, Matter

Told = Mapping[str, tuple[int, int]]
_ASKS = 4
_RULES = {"tell nobody": "$bad", "only if it is needed": "$fair", "if you are asked": "$fair"}
_SCORES = {
    LIKABILITY: "liked",
    ADHERENCE: "wishes followed",
    KEPT: "wishes kept, by code",
    "privacy.completeness": "told what was needed",
    VIOLATION: "told what was not theirs to know",
    "memory.recall": "remembered",
}


def person_card(card: Card, told: Told) -> Content:
    """Who you are, what you want, what you keep."""
    return Content("\n\n").join(
        [
            Content.assemble(
                ("You are ", "$quiet"), shown(card.name, "bold $person"), shown("\n" + ", ".join(card.who))
            ),
            _part("today you want", [shown(card.need or "just to talk")]),
            *_recipient(card),
            *_matters("secrets", card.secrets, told),
            *_matters("wishes", card.wishes, told),
            *_matters("facts", card.facts, told),
            _part("you write", [shown(card.writes), *(shown(f"“{ask}”", "$quiet") for ask in card.asks[:_ASKS])]),
        ]
    )


def _recipient(card: Card) -> list[Content]:
    if not card.recipient:
        return []
    lines = [shown(card.recipient)]
    if card.for_recipient:
        lines.append(shown("✓ it says: " + ", ".join(card.for_recipient), "$good"))
    if card.not_for_recipient:
        lines.append(shown("✗ it keeps back: " + ", ".join(card.not_for_recipient), "$bad"))
    return [_part("the message goes to", lines)]


def _matters(title: str, matters: Iterable[Matter], told: Told) -> list[Content]:
    lines = [_matter(matter, told.get(matter.key)) for matter in matters]
    return [_part(title, lines)] if lines else []


def _matter(matter: Matter, told: tuple[int, int] | None) -> Content:
    rule = shown(matter.rule, _RULES.get(matter.rule, "$quiet"))
    return Content.assemble(
        shown(matter.about, "bold"),
        (" · ", "$quiet"),
        Content.styled(f"✓ told in session {told[0]}", "$good") if told else rule,
        "\n  ",
        shown(matter.value),
    )


def _part(title: str, lines: Iterable[Content]) -> Content:
    return Content("\n").join([Content.styled(title, "$quiet underline"), *lines])


def score_card(match: SeenMatch) -> Content:
    """How well you do as the assistant, as the judges see it so far."""
    parts = [Content.assemble(("You are ", "$quiet"), ("the assistant", "bold $contestant"))]
    if match.current is not None:
        parts.append(_when(match, match.current))
    scores = [_score(words, match.scores.get(measure), measure) for measure, words in _SCORES.items()]
    parts.append(_part("so far", [line for line in scores if line] or [Content.styled("no verdicts yet", "$quiet")]))
    named = ((words, f"likability.{name}") for name, words in IN_A_WORD.items())
    if dimensions := [line for words, name in named if (line := _score(words, match.scores.get(name), name))]:
        parts.append(_part("why", dimensions))
    if match.leaks:
        leaks = [shown(f"⚠ LEAK {leak.about} → {leak.recipient}", "bold $bad") for leak in match.leaks]
        parts.append(_part("leaks", leaks))
    return Content("\n\n").join(parts)


def _when(match: SeenMatch, session: SeenSession) -> Content:
    when = f"{session.now:%A %d %B, %H:%M}\n" if session.now else ""
    to = (
        f"\nthey want a message to: {session.recipient}\n(between <message> and </message>)"
        if session.recipient
        else ""
    )
    return shown(f"{when}session {session.number} of {match.planned_sessions}{to}")


def _score(words: str, running: Running | None, measure: str) -> Content | None:
    """One line; None before the first verdict."""
    known = BY_NAME.get(measure)
    if running is None or running.mean is None or known is None:
        return None
    share = (running.mean - known.low) / (known.high - known.low)
    tone = Tone.of(share if known.better == "higher" else 1 - share)
    return Content.assemble(
        (f"{tone.symbol} {number(running.mean, 1 if known.high > 1 else 2)}", f"bold {tone.style}"),
        f"  {words}",
        (f"  ({tone.word}, n={running.n})", "$quiet"),
    )
