"""Real PrefEval items, end to end: what a contestant no longer has in view is lost to it, what it kept helps.

The items are read from where they are (CC-BY-NC-4.0) and never copied. On the offline model only what is mechanical can
show; that a reminder helps a model attend is not claimed, so `reminder` is only held to what `transcript` does.
"""

from pathlib import Path

import pytest

from tests.nursery import data

DATA = Path(__file__).parents[3] / "shared" / "data" / "prefeval"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the PrefEval data are not on this machine")

CONTESTANTS = "plain,window?turns=6,transcript,notebook,reminder"


def followed(folder: Path, *form: str) -> dict[str, dict[str, float]]:
    """Contestant -> measure -> mean, over two topics of twelve items with ten filler turns."""
    topics = ["--topic", "travel_restaurant", "--topic", "shop_technology", "--limit", "12", "--turns", "10"]
    written = data(folder, "import", "prefeval", str(DATA), "--out", "scenarios", *topics, *form)
    assert len(written["written"]) == 24
    result = data(folder, "tournament", "--scenarios", "scenarios", "--contestants", CONTESTANTS)
    rows = {row["contestant"]: row for row in result["leaderboard"]}
    assert all(row["n_completed"] == 24 for row in rows.values())
    assert {row["error"] for row in result["preference_errors"]} >= {"", "unaware"}
    assert result["preference_by_distance"]
    return {name: {"accuracy": r["preference"]["mean"], "kept": r["kept"]["mean"]} for name, r in rows.items()}


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize("form", ["explicit", "choice", "persona"])
def test_three_sessions(tmp_path: Path, form: str) -> None:
    scores = followed(tmp_path, "--form", form)
    if form == "explicit":
        for kept_it in ("transcript", "notebook", "reminder"):
            for lost_it in ("plain", "window?turns=6"):
                assert scores[kept_it]["kept"] > scores[lost_it]["kept"] + 0.15
                assert scores[kept_it]["accuracy"] > scores[lost_it]["accuracy"]
    assert scores["plain"] == pytest.approx(scores["window?turns=6"], abs=0.15)


@needs_data
@pytest.mark.slow
def test_one_session(tmp_path: Path) -> None:
    """Within one session `plain` sees everything and only the window loses the preference."""
    scores = followed(tmp_path, "--one-session")
    for kept_it in ("plain", "transcript", "reminder"):
        assert scores[kept_it]["kept"] > scores["window?turns=6"]["kept"] + 0.15
