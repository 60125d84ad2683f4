"""`arena` beside its peers: CPU for an exchange (a user turn and its reply, two calls), each in its own environment.

    python benchmarks/compare.py [NAME ...]        all of them unless named; --fresh makes the environments anew

The same endpoint on this machine, which answers at once; the same people's words; ten exchanges a conversation. `arena`
does more for it than the others: an appraised person with moods and secrets, a LangGraph contestant, a journal that
survives a kill, a database. The floor is the same two POSTs over one aiohttp session. Environments are made under
`.venv-peers/` from the package index (some minutes, a gigabyte). Other work on the machine lengthens CPU time too, so
compare rows of one table only.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.endpoint import serving

PEERS = {
    "bare aiohttp": ("bare_aiohttp.py", []),
    "arena": ("", []),
    "openevals": ("run_openevals.py", ["openevals==0.2.2", "langchain-openai"]),
    "inspect-ai": ("run_inspect_ai.py", ["inspect-ai==0.3.285", "openai"]),
    "langwatch-scenario": ("run_langwatch_scenario.py", ["langwatch-scenario==1.6.0", "openai"]),
}
"""Name -> script and packages; none for what runs in this environment."""


def environment(name: str, packages: list[str]) -> str:
    """The Python of a peer's environment; made where it is missing."""
    if not packages:
        return sys.executable
    folder = ROOT / ".venv-peers" / name
    if not folder.exists():
        print(f"making an environment for {name} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *packages], check=True)
    return str(folder / "bin" / "python")


def run(name: str, url: str) -> dict[str, Any]:
    """What one of them says of itself. Raises SystemExit when it fails."""
    script, packages = PEERS[name]
    where = ROOT / "benchmarks" / "peers" / script if script else ROOT / "benchmarks" / "exchange.py"
    arguments = [url] if script else ["json"]
    quiet = {"LANGSMITH_TRACING": "false", "NO_PROXY": "127.0.0.1", "INSPECT_DISPLAY": "none"}
    done = subprocess.run(
        [environment(name, packages), str(where), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | quiet,
    )
    found = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not found:
        raise SystemExit(f"{name} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(found[-1].removeprefix("RESULT "))
    return result


def main(names: list[str]) -> None:
    """Print one table; ratios are to `arena`."""
    with serving() as url:
        results = {name: run(name, url) for name in names}
    ours = results.get("arena", next(iter(results.values())))
    print(f"| {'':18} | CPU ms/exchange | ratio | peak MB | ratio | import s | exchanges |")
    print("|" + "-" * 20 + "|----------------:|------:|--------:|------:|---------:|----------:|")
    for name, one in results.items():
        cpu, memory = one["cpu_ms"] / ours["cpu_ms"], one["mb"] / ours["mb"]
        print(
            f"| {name:18} | {one['cpu_ms']:15.2f} | {cpu:5.2f} | {one['mb']:7.0f} | {memory:5.2f} "
            f"| {one['import_s']:8.1f} | {one['exchanges']:9d} |"
        )


if __name__ == "__main__":
    chosen = sys.argv[1:]
    if "--fresh" in chosen:
        shutil.rmtree(ROOT / ".venv-peers", ignore_errors=True)
    main([name for name in chosen if name != "--fresh"] or list(PEERS))
