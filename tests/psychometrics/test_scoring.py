"""Known levels come back exactly, noise costs what theory says, and each bias is seen when it is put in."""

import math
import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.psychometrics import scoring
from arena.psychometrics.instruments import NAMES, instrument
from arena.schema.instrument import Instrument

MINI = instrument("mini-ipip")
Levels = dict[str, int]


def honest(inventory: Instrument, levels: Levels) -> dict[int, int | None]:
    """What somebody answers who has just these levels."""
    top = inventory.top
    return {i.number: levels[i.scale] if i.keyed == 1 else top + 1 - levels[i.scale] for i in inventory.items}


def all_at(answer: int) -> dict[int, int | None]:
    return {item.number: answer for item in MINI.items}


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_known_levels_are_recovered_exactly(name: str, data: st.DataObject) -> None:
    inventory = instrument(name)
    levels = {scale.id: data.draw(st.integers(1, 5)) for scale in inventory.scales}
    sheet = honest(inventory, levels)
    assert scoring.scale_scores(inventory, sheet) == levels
    assert scoring.acquiescence(inventory, sheet) in (0.0, None)
    assert scoring.reverse_consistency(inventory, sheet) in (1.0, None)


def test_the_official_key() -> None:
    # MiniIPIPKey: all 1, all 3 and all 5 give 3.0 on E, A, C and N; three of four O items are reversed, so 4, 3 and 2.
    for answer, o in ((1, 4.0), (3, 3.0), (5, 2.0)):
        found = scoring.scale_scores(MINI, all_at(answer))
        assert found == {"E": 3.0, "A": 3.0, "C": 3.0, "N": 3.0, "O": o}
    reversed_items = {item.number for item in MINI.items if item.keyed == -1}
    assert reversed_items == {6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 20}
    assert {item.scale for item in MINI.items if item.number == 12} == {"A"}  # O3 in IPIP-NEO-120


def test_the_long_key() -> None:
    # 65 items keyed positively and 55 negatively: N 17/7, E 18/6, A 7/17, C 11/13, O 12/12; four a facet.
    inventory = instrument("ipip-neo-120")
    plus = {d: sum(i.keyed == 1 for i in inventory.items if i.scale[0] == d) for d in "NEACO"}
    assert plus == {"N": 17, "E": 18, "A": 7, "C": 11, "O": 12}
    assert {len(inventory.items_of(scale.id)) for scale in inventory.scales} == {4}
    assert {item.scale for item in inventory.items if item.may_skip} == {"N5", "O6"}


def test_domains_are_means_of_their_facets() -> None:
    assert scoring.domain_scores({"N1": 2.0, "N2": 4.0, "E1": None, "E2": 1.5}) == {"E": 1.5, "N": 3.0}
    assert scoring.domain_scores({"E1": None}) == {"E": None}


def test_one_answer_may_be_missing_and_not_two() -> None:
    sheet = honest(MINI, {"E": 5, "A": 4, "C": 3, "N": 2, "O": 1}) | {1: None}
    assert scoring.scale_scores(MINI, sheet)["E"] == 5.0
    assert scoring.scale_scores(MINI, sheet | {6: None})["E"] is None


def test_the_circle() -> None:
    inventory = instrument("ipip-ipc")
    flat = {scale.id: 3.0 for scale in inventory.scales}
    middle = scoring.circle(inventory, flat)
    assert middle is not None
    assert (middle.warmth, middle.dominance) == pytest.approx((0.0, 0.0), abs=1e-9)
    for peak in range(0, 360, 45):  # a cosine profile of amplitude 1 lies at distance 1 in its direction
        profile = {s.id: 3 + math.cos(math.radians((s.angle or 0) - peak)) for s in inventory.scales}
        found = scoring.circle(inventory, profile)
        assert found is not None
        expected = (math.cos(math.radians(peak)), math.sin(math.radians(peak)))
        assert (found.warmth, found.dominance) == pytest.approx(expected, abs=1e-9)
    assert scoring.circle(inventory, {**flat, "LM": None}) is None
    assert scoring.circle(MINI, {"E": 3.0}) is None


def people(n: int, seed: int) -> list[dict[str, float]]:
    rng = random.Random(seed)
    return [{d: rng.gauss(3, 0.8) for d in "EACNO"} for _ in range(n)]


def noisy(levels: dict[str, float], rng: random.Random, error: float) -> dict[int, float]:
    return {i.number: levels[i.scale] * i.keyed + (6 if i.keyed == -1 else 0) + rng.gauss(0, error) for i in MINI.items}


def test_with_noise_to_the_precision_that_theory_gives() -> None:
    # Four items with independent errors of SD 1: the mean has a standard error of 1/sqrt(4) = .5. True SD .8, so the
    # items have alpha = 4 * .64 / (4 * .64 + 1) = .719 and SEM = sqrt(.64 + .25) * sqrt(1 - .719) = .5.
    rng, truth = random.Random(7), people(4000, 3)
    rows, errors = [], []
    for levels in truth:
        raw = noisy(levels, rng, 1.0)
        row = [raw[i.number] if i.keyed == 1 else 6 - raw[i.number] for i in MINI.items_of("E")]
        rows.append(row)
        errors.append(fmean(row) - levels["E"])
    alpha = scoring.cronbach_alpha(rows)
    assert alpha == pytest.approx(0.719, abs=0.02)
    sd = scoring.spread_of([fmean(row) for row in rows])
    assert scoring.standard_error(sd or 0, alpha or 0) == pytest.approx(0.5, abs=0.02)
    assert scoring.spread_of(errors) == pytest.approx(0.5, abs=0.02)


def test_alpha_by_hand() -> None:
    # Two items over three people: (1, 2), (2, 3), (3, 5). Item variances 1 and 7/3, sums 3, 5, 8 with variance 19/3.
    # alpha = 2 * (1 - (10/3) / (19/3)) = 2 * 9/19 = .947.
    assert scoring.cronbach_alpha([[1, 2], [2, 3], [3, 5]]) == pytest.approx(18 / 19)
    assert scoring.cronbach_alpha([[1, 2]]) is None
    assert scoring.cronbach_alpha([[2, 2], [2, 2]]) is None


@pytest.mark.parametrize("shift", [1, 2])
def test_yes_saying_is_seen_when_it_is_put_in(shift: int) -> None:
    sheet = {number: min(5, (answer or 0) + shift) for number, answer in all_at(3).items()}
    assert scoring.acquiescence(MINI, sheet) == pytest.approx(shift)
    # Agreeing with a statement and with its opposite: E, A, C and N stay in the middle, so none of their sixteen
    # answers is on a side; O comes out low and its three reversed items agree with that. 3 of 20.
    assert scoring.reverse_consistency(MINI, sheet) == pytest.approx(3 / 20)


@given(st.fixed_dictionaries({d: st.integers(2, 4) for d in "EACNO"}), st.sampled_from([-1, 1]))
def test_yes_saying_is_told_apart_from_the_trait(levels: Levels, shift: int) -> None:
    sheet = {number: (answer or 0) + shift for number, answer in honest(MINI, levels).items()}
    assert scoring.acquiescence(MINI, sheet) == pytest.approx(shift)


def test_desirability_is_seen_when_it_is_put_in() -> None:
    authored = {"E": 2.0, "A": 3.5, "C": 4.0, "O": 3.0, "N": 3.0}
    nice = {d: value + (-0.4 if d == "N" else 0.4) for d, value in authored.items()}
    # (0.4 - -0.4) / 0.8 = 1
    assert scoring.tilt(nice, authored, 0.8) == pytest.approx(1.0)
    assert scoring.tilt(authored, authored, 0.8) == pytest.approx(0.0)
    assert scoring.tilt({d: v + 0.3 for d, v in authored.items()}, authored, 0.8) == pytest.approx(0.0)
    assert scoring.tilt(nice, authored, 0.0) is None
    assert scoring.tilt({"E": 3.0}, authored, 0.8) is None


def test_halo_is_seen_when_it_is_put_in() -> None:
    truth = people(200, 11)
    apart = {d: [levels[d] for levels in truth] for d in "EACNO"}
    one_impression = {d: [0.2 * levels[d] + 0.8 * levels["A"] for levels in truth] for d in "EACNO"}
    # Independent scales over n people: E|r| = sqrt(2 / (pi (n - 1))) = .057.
    assert scoring.halo(apart) == pytest.approx(0.057, abs=0.04)
    assert (scoring.halo(one_impression) or 0) > 0.9
    assert scoring.halo({"E": [1.0, 2.0, 3.0]}) is None


def test_correlation_with_its_interval() -> None:
    # r = .8 over 20 pairs: atanh(.8) = 1.0986, half width 1.96 / sqrt(17) = .4754;
    # tanh(.6232) = .553 and tanh(1.574) = .918.
    found = scoring.correlation([(x, 0.8 * x + 0.6 * y) for x, y in _orthogonal(20)])
    assert found.r == pytest.approx(0.8)
    assert (found.low, found.high) == pytest.approx((0.553, 0.918), abs=0.001)
    assert scoring.correlation([(1, 1), (2, 2), (3, 3)]).low is None
    assert scoring.correlation([(1, 1), (1, 2), (1, 3), (1, 4)]).r is None


def test_rank_correlation_by_hand() -> None:
    # Ranks differ by 1, 1, 1, 1, 0: rho = 1 - 6 * 4 / (5 * 24) = 0.8. Fisher's z 1.0986, its variance (1 + 0.32) / 2.
    found = scoring.rank_correlation([(1, 20), (2, 10), (3, 400), (4, 300), (5, 5000)])
    assert found.r == pytest.approx(0.8)
    assert (found.low, found.high) == (pytest.approx(-0.4571, abs=1e-3), pytest.approx(0.9908, abs=1e-3))
    # Ranks 1.5, 1.5, 3 against 1, 2, 3: deviations -0.5, -0.5, 1 and -1, 0, 1, so 1.5 / sqrt(1.5 * 2).
    assert scoring.rank_correlation([(1, 1), (1, 2), (2, 3)]).r == pytest.approx(1.5 / math.sqrt(3))
    assert scoring.rank_correlation([(1, 1), (1, 2), (1, 3), (1, 4)]).r is None


def _orthogonal(n: int) -> list[tuple[float, float]]:
    """Two lists of mean 0, equal length and product 0."""
    half = n // 2
    xs = [1.0] * half + [-1.0] * half
    ys = [1.0 if i % 2 else -1.0 for i in range(n)]
    return list(zip(xs, ys, strict=True))


def test_icc_by_hand() -> None:
    # Two people with two reruns: (1, 2) and (4, 5). MSB = 2 (1.5-3)^2 * 2 = 9, MSW = .5; (9 - .5) / (9 + .5) = .8947.
    assert scoring.icc1([[1, 2], [4, 5]]) == pytest.approx(8.5 / 9.5)
    assert scoring.icc1([[1, 5], [1, 5]]) == pytest.approx(-1.0)  # all spread is within: (0 - 8) / (0 + 8)
    assert scoring.icc1([[3, 3], [3, 3]]) == 0.0
    assert scoring.icc1([[1], [2]]) is None
    # Uneven reruns: (1, 2, 3) and (4, 6). k0 = 5 - 13/5 = 2.4; MSB = 3 * 1.44 + 2 * 3.24 = 10.8; MSW = (2 + 2) / 3.
    assert scoring.icc1([[1, 2, 3], [4, 6]]) == pytest.approx((10.8 - 4 / 3) / (10.8 + 1.4 * 4 / 3))


def test_kendall_by_hand() -> None:
    assert scoring.kendall_tau([1, 2, 3, 4], [1, 2, 3, 4]) == 1.0
    assert scoring.kendall_tau([1, 2, 3, 4], [4, 3, 2, 1]) == -1.0
    assert scoring.kendall_tau([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(4 / 6)  # one of six pairs is turned round
    assert scoring.kendall_tau([1, 1, 2], [1, 2, 3]) == pytest.approx(2 / math.sqrt(2 * 3))
    assert scoring.kendall_tau([1, 1], [1, 2]) is None


def test_pooled_spread() -> None:
    assert scoring.pooled_sd({"E": [1, 3], "A": [2, 2]}) == pytest.approx(1.0)  # sqrt((2 + 0) / 2)
    assert scoring.pooled_sd({"E": [1]}) == 0.0
