"""What may be said beside --resume."""

from pathlib import Path

from tests.nursery import arena


def test_a_resumed_run_keeps_its_specification(tmp_path: Path) -> None:
    refused = arena(tmp_path, "tournament", "--resume", "latest", "--seeds", "2", code=2)
    assert "specification" in refused.stderr
