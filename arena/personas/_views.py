"""What the speaking model and the judges of likability are given of a person, as records."""

from __future__ import annotations

from arena.schema.feeling import Touch
from arena.schema.judge_view import Tastes
from arena.schema.persona import Persona
from arena.schema.user_view import Manner
from arena.schema.vocabulary import FORMALITIES

_MATTERS = 3
"""From this importance on, a preference colours whether one likes the company."""


def manner(persona: Persona) -> Manner:
    """How the person writes."""
    voice = persona.voice
    return Manner(
        words_usual=voice.words_per_message.usual,
        words_long=voice.words_per_message.long,
        formality=FORMALITIES[voice.formality - 1],
        capitals=voice.capitals,
        punctuation=voice.punctuation,
        typos_per_100w=voice.typos_per_100w,
        emoji=voice.emoji,
        greets=voice.greets,
        thanks=voice.thanks,
        asks_back=voice.asks_back,
        pushes_when_wrong=persona.pushback.when_wrong,
        pushes_when_ignored=persona.pushback.when_ignored,
        never_says=voice.never_says,
        samples=voice.samples,
        lines={act: lines for act, lines in voice.lines.items()},
        own_words=voice.own_words,
    )


def tastes(persona: Persona, session: int) -> Tastes:
    """What the person likes in company in that session (1-based); no fact and no secret."""
    return Tastes(
        name=persona.identity.name,
        formality=FORMALITIES[persona.voice.formality - 1],
        usual_words=persona.voice.words_per_message.usual,
        wants_depth=persona.mind.wants_depth,
        emoji=persona.voice.emoji,
        knows={domain: level for domain, level in persona.mind.knows.items()},
        humor_enjoys=persona.humor.enjoys,
        humor_lands_badly=persona.humor.lands_badly,
        soothed_by=tuple(_with_reason(touch) for touch in persona.feeling.soothed_by),
        stung_by=tuple(_with_reason(touch) for touch in persona.feeling.stung_by),
        holds=persona.values.holds,
        wishes=_wishes(persona, session),
        samples=persona.voice.samples,
    )


def _wishes(persona: Persona, session: int) -> tuple[str, ...]:
    held = (
        persona.preference_at(preference, session)
        for preference in persona.preferences
        if preference.importance >= _MATTERS and preference.from_session <= session
    )
    return tuple(f"{preference.about}: {preference.value}" for preference in held)


def _with_reason(touch: Touch) -> str:
    return f"{touch.what} ({touch.because})" if touch.because else touch.what
