"""When a simulated person leaves; counted, no model is asked."""

from __future__ import annotations

from statistics import fmean

from arena.judges.realism._record import Played, Talk
from arena.judges.realism.counts import Count
from arena.judges.realism.cues import takes_leave

# Leaving (12, 13, 14) --------------------------------------------------------------------------------------------


def early_end(played: Played) -> Count | None:
    """Share of talks left with the goal unmet, patience above 1 and a reply before that had got them further."""
    ended = [talk for talk in played.talks if talk.ended and talk.said and talk.said[-1].took is not None]
    if not ended:
        return None
    early = [talk for talk in ended if _is_early(talk)]
    shown = (early or ended)[0]
    return Count(len(early) / len(ended), len(ended), shown.number, shown.said[-1].turn, shown.said[-1].text)


def _is_early(talk: Talk) -> bool:
    last = talk.said[-1]
    met = any(said.took and said.took.need_met for said in talk.said)
    patient = last.state is not None and last.state.patience > _MAY_LEAVE
    return talk.ended in ("patience", "vanished") and not met and patient and bool(last.took and last.took.progress > 0)


_MAY_LEAVE = 1.0
"""Points of patience at which it is neither early nor late to go."""


def overstay(played: Played) -> Count | None:
    """Mean turns said after all was had, or after patience was gone; over the talks in which that came to be."""
    stays = [(len(talk.said) - 1 - at, talk) for talk in played.talks if (at := _should_end(talk)) is not None]
    if not stays:
        return None
    most, talk = max(stays, key=lambda pair: pair[0])
    last = talk.said[-1]
    return Count(fmean(n for n, _ in stays), len(stays), talk.number, last.turn, last.text, f"at most {most}")


def _should_end(talk: Talk, patience: float = 0.0) -> int | None:
    """Place of the turn at which a person would end: all is had, goodbye is said, or so little patience is left."""
    for place, said in enumerate(talk.said):
        gone = said.state is not None and said.state.patience <= patience
        if gone or takes_leave(said.text) or (said.took and said.took.need_met):
            return place
    return None


def end_f1(played: Played) -> Count | None:
    """F1 of ending by oneself against the turn at which one should, within one turn; None where neither came to be."""
    right = wrong = missed = 0
    for talk in played.talks:
        should, own = _should_end(talk, _MAY_LEAVE), talk.ended in ("goal_met", "patience", "vanished")
        fits = should is not None and own and len(talk.said) - 1 - should <= 1
        right += fits
        wrong += own and not fits
        missed += should is not None and not fits
    whole = 2 * right + wrong + missed
    return Count(2 * right / whole, len(played.talks)) if whole else None
