"""What is said beside a leaderboard: true also for one person, one contestant, and where nothing came up."""

from __future__ import annotations

from dataclasses import replace

from arena.results.in_words import apart, distance, leaderboard_notes
from arena.results.power import power
from arena.store import Bounded, LeaderboardRow, MatchScore

NOTHING = Bounded(None, None, None, 0)
ROW = LeaderboardRow(
    contestant="plain", rank=1, rank_low=1, rank_high=2, likability=Bounded(4.0, 3.5, 4.5, 6), preference=NOTHING,
    kept=NOTHING, violation=Bounded(0.1, 0.0, 0.5, 6), worst=Bounded(0.2, None, None, 6), worst_seeds=2,
    worst_contexts=12, completeness=NOTHING, n_personas=6, approximate=True, n_completed=12, n_void=0, n_failed=0,
)  # fmt: skip


def test_the_words_of_a_usual_run() -> None:
    said = "\n".join(leaderboard_notes([ROW, replace(ROW, contestant="notebook", rank=2)]))
    assert "any seed (n=2) and any message session (12 over all people)" in said
    assert "approximate: intervals from 6 people" in said
    assert "brackets" in said
    assert "no ranks" not in said
    assert "–: nothing of the kind was at issue" in said, "preferences and facts to give, here"
    full = replace(ROW, preference=ROW.likability, completeness=ROW.likability)
    assert "–:" not in "\n".join(leaderboard_notes([full]))


def test_one_person_has_no_brackets_to_explain() -> None:
    alone = replace(ROW, n_personas=1, likability=Bounded(4.0, None, None, 1))
    said = "\n".join(leaderboard_notes([alone]))
    assert "brackets" not in said
    assert "approximate" not in said
    assert "one person: no intervals" in said


def test_one_contestant_has_nobody_to_be_ranked_with() -> None:
    assert leaderboard_notes([replace(ROW, rank=None)])[-1].startswith("no ranks: nobody else")
    assert len(leaderboard_notes([])) == 2, "an empty board needs no cautions"


def test_how_far_apart_the_first_two_are() -> None:
    one = [score("ada", "plain", 4.0), score("ada", "notebook", 3.0)]
    assert said(one) == "plain less notebook: +1.00 likability on paired matches; one person tells nothing of it"
    alike = [*one, score("bo", "plain", 3.0), score("bo", "notebook", 4.0)]
    assert said(alike).endswith("on paired matches; there is no difference to find")
    unlike = [*one, score("bo", "plain", 3.0), score("bo", "notebook", 2.5)]
    assert "to tell the top two apart: about 10 more people (12 in all, 80 % power" in said(unlike)


def test_how_long_ago() -> None:
    assert [distance(d) for d in (0, 1, 2, None)] == ["same session", "1 session ago", "2 sessions ago", "never shown"]


def said(scores: list[MatchScore]) -> str:
    found = power(scores, "likability.overall", "plain", "notebook")
    assert found is not None
    return apart(found)


def score(persona: str, contestant: str, value: float) -> MatchScore:
    return MatchScore("m", persona, "flat", contestant, 0, "likability.overall", value, 1, 0, 0, 0)
