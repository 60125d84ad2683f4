"""Draw docs/leaderboard.svg: play the default tournament and photograph what `arena leaderboard` prints.

python docs/picture.py
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
WIDTH = 128


def arena(folder: str, *args: str) -> str:
    env = {**os.environ, "COLUMNS": str(WIDTH), "FORCE_COLOR": "1"}
    command = [sys.executable, "-m", "arena", *args]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        arena(folder, "tournament")
        shown = arena(folder, "leaderboard")
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), force_terminal=True)  # noqa: PTH123, SIM115
    console.print("[bold]$ arena tournament[/bold]")
    console.print(Text.from_ansi(shown.rstrip()))
    console.save_svg(str(HERE / "leaderboard.svg"), title="arena tournament")


if __name__ == "__main__":
    main()
