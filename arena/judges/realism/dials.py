"""How far dials are turned in what a person does, against nobody in particular in their place (25).

Only dials whose behaviour has the unit of the authored value are compared: words, and shares of messages, facts or
faults. How often somebody thanks or greets hangs on what there is to thank for, and is held against bands (11).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, median
from types import MappingProxyType

from arena.judges._cues import EMOJI
from arena.judges.realism import counts
from arena.judges.realism._record import Played
from arena.schema.persona import Persona, Preference
from arena.schema.vocabulary import Often

_MESSAGES: MappingProxyType[Often, float] = MappingProxyType(
    {"never": 0.0, "rarely": 0.1, "sometimes": 0.25, "often": 0.5}
)
"""Share of messages that an authored word means, as it is put to the model that speaks."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One dial: where the author put it, where it stands in what was done, and from which distance it says anything."""

    name: str
    authored: Callable[[Persona], float]
    shown: Callable[[Played], float | None]
    least: float
    """Distance from the default under which a ratio to it would only measure chance."""
    whole: float | None = None
    """A value that says nothing of the dial where both show it."""


def _words(played: Played) -> float | None:
    return median(said.words for said in played.said) if played.said else None


def _longest(played: Played) -> float | None:
    """90th percentile."""
    lengths = sorted(said.words for said in played.said)
    return float(lengths[math.ceil(0.9 * len(lengths)) - 1]) if lengths else None


def _emoji(played: Played) -> float | None:
    return fmean(bool(EMOJI.search(said.text)) for said in played.said) if played.said else None


def _volunteered(played: Played) -> float | None:
    """Of the facts told, the share that nobody had asked for."""
    told = counts.told_unasked(played)
    return fmean(told) if told else None


def _objecting(played: Played) -> float | None:
    minded = counts.faults_minded(played)
    return fmean(minded) if len(minded) >= _FEW_FAULTS else None


_FEW_FAULTS = 3


DIALS = (
    Dial("words a message", lambda who: who.voice.words_per_message.usual, _words, 5.0),
    Dial("words of the longest", lambda who: who.voice.words_per_message.long, _longest, 12.0),
    Dial("emoji", lambda who: _MESSAGES[who.voice.emoji], _emoji, 0.25),
    Dial("facts told unasked", lambda who: who.cooperation.volunteers, _volunteered, 0.2, whole=1.0),
    Dial("faults objected to", lambda who: counts.objects_to(who.pushback), _objecting, 0.3),
)
"""Those that are compared."""


def turned(persona: Persona, mine: Played, theirs: Played) -> dict[str, float]:
    """Dial -> `(done - done by nobody in particular) / (authored - default)`, of one match played by both.

    1 is as authored, 0 is nobody in particular, 2 is twice as much. Left out are dials that the author put about where
    they are unset, those of which one of the matches shows nothing, and shares that are 1 in both: who is never asked
    tells unasked all that they tell.
    """
    found: dict[str, float] = {}
    for dial in DIALS:
        meant = dial.authored(persona) - dial.authored(_UNSET)
        done, usual = dial.shown(mine), dial.shown(theirs)
        if abs(meant) < dial.least - 1e-9 or done is None or usual is None:
            continue
        if dial.whole is None or not done == usual == dial.whole:
            found[dial.name] = (done - usual) / meant
    return found


_UNSET = Persona.model_validate(
    {"id": "nobody", "identity": {"name": "Nobody"}, "preferences": [Preference(id="none", about="-", value="-")]}
)
"""Where dials stand that nobody has turned."""
