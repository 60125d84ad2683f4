"""What lies behind the means, by hand and by property."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.results._rows import JudgedRow
from arena.results.bias import correlations, score_coverage, shared_families, spearman
from arena.results.breakdown import adapted, followed, grounded, guarded, harmonic, remembered
from arena.results.kin import family
from arena.schema.run import Models, ModelSpec, RunSpec


def row(measure: str, value: float | None, **more: object) -> JudgedRow:
    plain = {
        "match": "m",
        "persona": "ana",
        "contestant": "plain",
        "session": 1,
        "kind": "task",
        "turn": 2,
        "about": "",
        "status": "scored" if value is not None else "not_applicable",
        "certainty": 80,
        "judge": "j",
        "label": "",
        "words": 10,
    }
    return JudgedRow(measure=measure, value=value, **{**plain, **more})  # type: ignore[arg-type]


def liked(session: int, value: float | None, match: str = "m", kind: str = "task", persona: str = "ana") -> JudgedRow:
    return row("likability.overall", value, session=session, match=match, kind=kind, persona=persona)


# Adaptability ----------------------------------------------------------------------------------------------------

COURSE = [liked(1, 2), liked(1, 4), liked(2, 1, kind="noise"), liked(3, 4), liked(4, 5)]


def test_adaptability_by_hand() -> None:
    # Session means 3, 1, 4, 5 on 1..4: slope = (-1.5*-0.25 + -0.5*-2.25 + 0.5*0.75 + 1.5*1.75) / 5 = 4.5 / 5 = 0.9
    # spread of values: 0.0625 + 5.0625 + 0.5625 + 3.0625 = 8.75; R2 = 4.5^2 / (5 * 8.75) = 0.462857
    # Without the noise session: 3, 4, 5 on 1, 3, 4: mean 8/3, 4; covary = 5/3 + 0 + 4/3 = 3; spread = 14/3 -> 9/14
    found = adapted("plain", COURSE)
    assert found.slope is not None
    assert found.slope_without_noise is not None
    assert found.slope.mean == pytest.approx(0.9)
    assert found.steadiness == pytest.approx(0.462857, abs=1e-6)
    assert found.slope_without_noise.mean == pytest.approx(9 / 14)


def test_one_session_has_no_slope_and_equal_sessions_no_steadiness() -> None:
    assert adapted("plain", [liked(1, 4)]).slope is None
    flat = adapted("plain", [liked(1, 4), liked(2, 4)])
    assert flat.slope is not None
    assert (flat.slope.mean, flat.steadiness) == (0.0, None)
    nothing = adapted("plain", [liked(1, None), liked(2, None)])
    assert (nothing.slope, nothing.n_matches) == (None, 0)


@given(st.permutations(COURSE))
def test_the_order_of_rows_does_not_matter(rows: list[JudgedRow]) -> None:
    assert adapted("plain", rows) == adapted("plain", COURSE)


def test_rows_twice_change_no_slope() -> None:
    assert adapted("plain", [*COURSE, *COURSE]).slope == adapted("plain", COURSE).slope


# Groups, guards, memory ------------------------------------------------------------------------------------------


def test_preferences_by_group() -> None:
    rows = [
        row("preference.accuracy", 1, about="a"),
        row("preference.accuracy", 0, about="a"),
        row("preference.accuracy", 1, about="b"),
        row("preference.accuracy", None, about="b"),  # not at issue: no value, not zero
        row("preference.kept", 0, about="b"),
    ]
    found = {f.group: (f.mean, f.n) for f in followed("plain", rows, lambda r: r.about)}
    assert found == {"a": (0.5, 2), "b": (1.0, 1)}


def test_hazard_by_hand() -> None:
    # one leak at its third turn, two messages of 2 and 5 turns without: 1 leak in 3 + 2 + 5 turns at risk
    rows = [
        row("privacy.first_leak", 3, label="debt"),
        row("privacy.first_leak", None, label="2 at risk"),
        row("privacy.first_leak", None, label="5 at risk"),
        row("privacy.over_ask", 0.5),
        row("preference.helpful", 1),
    ]
    found = guarded("plain", rows)
    assert (found.first_leak, found.hazard) == (3, 0.1)
    assert (found.over_ask, found.helpful, found.violation) == (0.5, 1, None)


def test_nothing_measured_is_nothing_and_not_zero() -> None:
    found = guarded("plain", [])
    assert (found.first_leak, found.hazard, found.over_ask) == (None, None, None)
    assert remembered("plain", []).facts is None


def test_facts_that_can_be_recovered_are_counted_a_match() -> None:
    rows = [
        row("memory.exported", 1, about="income"),
        row("memory.exported", 1, about="name"),
        row("memory.exported", 0, about="age"),
        row("memory.exported", 1, about="income", match="other"),
        row("memory.recall", 1),
        row("memory.implicit", 0),
    ]
    found = remembered("plain", rows)
    assert (found.exported, found.facts, found.explicit, found.implicit) == (0.75, 1.5, 1, 0)


# Bias ------------------------------------------------------------------------------------------------------------


def test_spearman_by_hand() -> None:
    # ranks of 1, 2, 2, 4 are 1, 2.5, 2.5, 4; of 10, 30, 20, 40 are 1, 3, 2, 4.
    # covariance: (-1.5*-1.5 + 0*0.5 + 0*-0.5 + 1.5*1.5) / 4 = 1.125; deviations sqrt(1.125), sqrt(1.25)
    found = spearman(np.array([1.0, 2, 2, 4]), np.array([10.0, 30, 20, 40]))
    assert found == pytest.approx(1.125 / (1.125**0.5 * 1.25**0.5))


def test_what_does_not_vary_correlates_with_nothing() -> None:
    assert spearman(np.array([3.0, 3, 3]), np.array([1.0, 2, 3])) is None
    assert spearman(np.array([3.0]), np.array([1.0])) is None


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 300)), min_size=2, max_size=20))
def test_spearman_lies_between_minus_one_and_one_and_turns_with_its_sign(pairs: list[tuple[int, int]]) -> None:
    a, b = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    rho = spearman(a, b)
    if rho is not None:
        assert -1 - 1e-9 <= rho <= 1 + 1e-9
        assert spearman(-a, b) == pytest.approx(-rho)


def test_a_judge_that_pays_by_the_word_is_seen() -> None:
    rows = [row("likability.overall", 1 + n // 4, words=10 * n, turn=2, persona=f"p{n % 4}") for n in range(16)]
    length, position = correlations("likability.overall", rows)
    assert length.rho is not None
    assert length.rho > 0.9
    assert length.low is not None
    assert length.low > 0.5
    assert position.rho is None  # every turn is the second
    assert correlations("likability.overall", rows[:3])[0].rho is None  # too few


def test_score_and_coverage_by_hand() -> None:
    rows = [
        row("m", 4, certainty=90),
        row("m", 2, certainty=50),
        row("m", None, status="abstained", certainty=20),
        row("m", None),  # does not apply: not asked
    ]
    curve = {k.certainty: (k.coverage, k.mean, k.n) for k in score_coverage("m", rows)}
    assert curve[1] == (pytest.approx(2 / 3), 3, 2)
    assert curve[60] == (pytest.approx(1 / 3), 4, 1)
    assert score_coverage("m", [])[0].mean is None
    shares = [k.coverage for k in score_coverage("m", rows)]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("model", "kin"),
    [
        ("openai/gpt-4o-mini", "gpt"),
        ("openai/o3-mini", "gpt"),
        ("anthropic/claude-sonnet-4-5", "claude"),
        ("bedrock/anthropic.claude-3-haiku", "claude"),
        ("hosted_vllm/meta-llama/Llama-3-8B", "llama"),
        ("ollama/mixtral:8x7b", "mistral"),
        ("offline", ""),
        ("human", ""),
    ],
)
def test_families(model: str, kin: str) -> None:
    assert family(model) == kin


def test_who_judges_their_own_kind_is_warned() -> None:
    def spec(user: str, contestant: str, judge: str) -> RunSpec:
        ids = {"user": user, "contestant": contestant, "judge": judge}
        return RunSpec(models=Models(**{party: ModelSpec(id=model) for party, model in ids.items()}))

    assert len(shared_families(spec("openai/gpt-4o", "openai/gpt-4o-mini", "openai/o3"))) == 2
    (warning,) = shared_families(spec("offline", "anthropic/claude-x", "anthropic/claude-y"))
    assert "contestant" in warning
    assert shared_families(spec("offline", "offline", "offline")) == []
    assert shared_families(spec("openai/gpt-4o", "openai/gpt-4o", "anthropic/claude-x")) == []


FEW = st.lists(st.tuples(st.sampled_from(("scored", "not_applicable", "abstained")), st.integers(1, 100)), max_size=8)


@given(FEW, st.randoms(use_true_random=False))
def test_coverage_falls_with_certainty_in_any_order_twice_or_once(rows: list[tuple[str, int]], chance: object) -> None:
    told = [
        row("m", 1.0 if status == "scored" else None, status=status, certainty=certainty) for status, certainty in rows
    ]
    curve = [(kept.coverage, kept.mean) for kept in score_coverage("m", told)]
    assert [share for share, _ in curve] == sorted((share for share, _ in curve), reverse=True)
    turned = [*told, *told]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert [(kept.coverage, kept.mean) for kept in score_coverage("m", turned)] == curve


# Facts -----------------------------------------------------------------------------------------------------------


def test_facts_by_hand() -> None:
    # With memory 1 of 4, without 3 of 4: change -0.5. Of the three wrong ones two echo. Recall 1 of 1:
    # harmonic mean of 1/4 and 1: 2 * 0.25 / 1.25 = 0.4.
    rows = [
        *(row("factuality.with_memory", value, about=str(n)) for n, value in enumerate((1, 0, 0, 0))),
        *(row("factuality.without_memory", value, about=str(n)) for n, value in enumerate((1, 1, 1, 0))),
        *(row("factuality.echo", value, about=str(n)) for n, value in enumerate((None, 1, 1, 0))),
        row("memory.recall", 1),
    ]
    found = grounded("plain", rows)
    assert (found.with_memory, found.without_memory, found.change) == (0.25, 0.75, -0.5)
    assert found.echo == pytest.approx(2 / 3)
    assert found.together == pytest.approx(0.4)


def test_facts_that_were_not_asked_or_all_answered() -> None:
    nothing = grounded("plain", [])
    assert (nothing.with_memory, nothing.change, nothing.echo, nothing.together) == (None, None, None, None)
    right = grounded("plain", [row("factuality.with_memory", 1), row("factuality.echo", None)])
    assert (right.with_memory, right.change, right.echo) == (1, None, None)


SHARE = st.floats(0, 1)


@given(SHARE, SHARE)
def test_a_harmonic_mean_lies_between_and_is_nearer_the_worse(a: float, b: float) -> None:
    found = harmonic(a, b)
    assert found == pytest.approx(harmonic(b, a))
    assert min(a, b) - 1e-9 <= found <= (a + b) / 2 + 1e-9 or (found == 0 and min(a, b) == 0)
    assert harmonic(a, a) == pytest.approx(a)
