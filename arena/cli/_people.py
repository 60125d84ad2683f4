"""What a run says of its people in a line or two: told apart from reruns, ranks with other user models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arena.results.people import OtherPeople


def told_apart(icc: Mapping[str, float], others: Iterable[OtherPeople]) -> Iterator[str]:
    """One line on ICC over seeds where there are several, one for each run with another user model."""
    from arena.results.people import GOOD_ICC, GOOD_TAU

    if icc:
        told = " · ".join(f"{trait} {value:.2f}" for trait, value in icc.items())
        yield f"people against reruns of one (ICC over seeds, ≥ {GOOD_ICC:g} is good): {told}"
    for one in others:
        tau = "all ties" if one.tau is None else f"{one.tau:.2f}"
        ranks = f"ranks with {one.user_model} as the people, in {one.run_id}"
        yield f"{ranks}: Kendall τ {tau} over {one.n_contestants} contestants (≥ {GOOD_TAU:g} is good)"
