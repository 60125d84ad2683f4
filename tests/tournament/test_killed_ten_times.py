"""One tournament over a real socket, killed ten times at random places: nothing differs, nothing is paid twice."""

from __future__ import annotations

from pathlib import Path

from tests.model_server import ModelServer
from tests.tournament.killing import call_keys, comparable, killed, player, undisturbed


def test_killed_ten_times_equals_undisturbed(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.latency_s = 0.005
    with player(model_server) as who:
        whole = undisturbed(model_server, who, tmp_path / "whole")
        story = killed(model_server, who, tmp_path / "killed", deaths=10, seed=6)
    assert story.deaths.total() == 10
    assert comparable(story.folder) == comparable(whole.folder)

    keys = call_keys(story.folder)
    assert set(keys.values()) == {1}  # no journalled call was made again
    assert keys == call_keys(whole.folder)
    for life in story.lives:
        assert 0 <= life.sent - life.journalled <= life.under_way  # at most what was under way was lost
    repeated = sum(life.sent - life.journalled for life in story.lives)
    assert sum(life.sent for life in story.lives) == whole.lives[0].sent + repeated
