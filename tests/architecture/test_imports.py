"""What a command costs before it does anything, and who may know whom."""

import json
import subprocess
import sys

import pytest

HEAVY = {"litellm", "langgraph", "langchain_core", "textual", "duckdb", "pandas", "numpy", "scipy", "evalica", "openai"}


def loaded_by(statement: str) -> set[str]:
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_loads_nothing_heavy() -> None:
    statement = "import arena.cli\nsys.argv = ['arena', '--help']\ntry: arena.cli.main()\nexcept SystemExit: pass"
    assert loaded_by(statement) & HEAVY == set()


@pytest.mark.parametrize("package", ["models", "assistants", "store", "judges", "users", "personas", "scenarios"])
def test_packages_load_nothing_heavy(package: str) -> None:
    assert loaded_by(f"import arena.{package}") & HEAVY == set()


def test_a_tournament_loads_neither_screens_nor_litellm() -> None:
    assert loaded_by("import arena.tournament") & {"textual", "litellm", "rich", "typer"} == set()
