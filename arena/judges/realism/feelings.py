"""Whether a simulated person's feelings follow what happens, and last as long as authored; no model is asked (27).

Both measures go by pleasure. The push of a reply is the mean of the four recorded judgements of it, -1 to 1: what the
person noticed by name is not on record, and a judge knows nothing of how the engine weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from arena.judges.realism._record import Played
from arena.judges.realism.counts import Count
from arena.schema.dialogue import Reaction
from arena.schema.feeling import Feeling

_FEW_CHANGES = 3
_FEW_STEPS = 6
_ROUNDING = 1e-5
"""States are recorded to six decimals: what moves by less than this has not moved."""
_TOLD_APART = 0.05
"""Share of the variation that must not be common to mood and push: else no fit tells inertia from reaction."""


@dataclass(frozen=True, slots=True)
class _Step:
    """From one turn of the person to their next: pleasure as distance from where it rests, and what pushed it."""

    was: float
    now: float
    push: float
    stopped: bool
    """Pleasure is at an end of its scale, where a push moves it no further."""

    @property
    def moved(self) -> bool:
        """Whether it is another mood than before."""
        return abs(self.now - self.was) > _ROUNDING


def feelings_follow(played: Played) -> Count | None:
    """Share of changes of pleasure that go the way the reply was taken; a mood that stays as it is follows nothing.

    The way back to where the person rests is not a change: only what is left after it. None under three replies that
    push, and for people who are authored not to react.
    """
    steps = [step for step in _steps(played) if step.push]
    if len(steps) < _FEW_CHANGES or not _reactivity(played.persona.feeling):
        return None
    lasting = _inertia(played.persona.feeling)
    left = [step.now - lasting * step.was for step in steps]
    fits = [abs(rest) > _ROUNDING and (rest > 0) == (step.push > 0) for rest, step in zip(left, steps, strict=True)]
    return Count(fmean(fits), len(fits))


def inertia_gap(played: Played) -> Count | None:
    """`|φ̂ - φ|`: how far the inertia of pleasure is from the authored one, at most 2.

    φ̂ is the coefficient of the mood before, clipped to [-1, 1], in the least squares fit of
    `m_t - μ = φ (m_{t-1} - μ) + ρ a_t` over the steps within talks. A plain autocorrelation will not do: replies push
    for as long as an assistant is good or bad, and the mood that they hold up looks like one that lasts. A mood that
    never moves, whatever way replies push, lasts for ever: 1. None under six steps, where mood and push go together too
    closely to be told apart, and for people who are authored not to react.
    """
    steps = [step for step in _steps(played) if not step.stopped]
    if len(steps) < _FEW_STEPS or not _reactivity(played.persona.feeling):
        return None
    found, authored = _fitted(steps), _inertia(played.persona.feeling)
    if found is None:
        return None
    return Count(abs(found - authored), len(steps), note=f"inertia {found:.2f}, {authored:g} authored")


def _fitted(steps: Sequence[_Step]) -> float | None:
    """φ̂, -1 to 1; None where it cannot be told."""
    pushed = any(step.push for step in steps)
    if pushed and not any(step.moved for step in steps) and not _held_up(steps):
        return 1.0
    xx, aa = sum(s.was * s.was for s in steps), sum(s.push * s.push for s in steps)
    xa = sum(s.was * s.push for s in steps)
    apart = xx * aa - xa * xa
    if xx < _ROUNDING or (pushed and apart < _TOLD_APART * xx * aa):
        return None
    xy, ay = sum(s.was * s.now for s in steps), sum(s.push * s.now for s in steps)
    slope = (xy * aa - ay * xa) / apart if pushed else xy / xx
    return max(-1.0, min(1.0, slope))


def _held_up(steps: Sequence[_Step]) -> bool:
    """Whether a mood away from rest may be where equal pushes and the way back balance each other."""
    return abs(steps[0].was) > _ROUNDING and len({step.push for step in steps}) == 1


def _steps(played: Played) -> Iterator[_Step]:
    """Steps within talks. How a reply was taken is on record with the turn that answers it and felt from the next."""
    feeling = played.persona.feeling
    rest = feeling.baseline.pleasure
    for talk in played.talks:
        for said, after in zip(talk.said, talk.said[1:], strict=False):
            if said.state and after.state and said.took:
                was, now = said.state.pleasure, after.state.pleasure
                yield _Step(was - rest, now - rest, _push(said.took), stopped=abs(now) > 1 - _ROUNDING)


def _push(took: Reaction) -> float:
    return (took.progress + took.understood + took.respected + took.effort) / 8


def _inertia(feeling: Feeling) -> float:
    """Of pleasure, where it is written for all dimensions at once or for each."""
    return feeling.inertia if isinstance(feeling.inertia, float) else float(feeling.inertia.pleasure)


def _reactivity(feeling: Feeling) -> float:
    return feeling.reactivity if isinstance(feeling.reactivity, float) else float(feeling.reactivity.pleasure)
