"""What may be said beside --resume."""

import subprocess
import sys
from pathlib import Path


def test_a_resumed_run_keeps_its_specification(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "arena", "tournament", "--resume", "latest", "--seeds", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "specification" in done.stderr
