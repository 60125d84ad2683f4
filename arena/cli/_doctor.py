"""`arena doctor`: what is installed, which keys and endpoints answer, where data goes."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

Health = Literal["good", "missing", "bad"]
_PACKAGES = ("persona-arena", "langgraph", "litellm", "duckdb", "evalica", "pydantic", "textual")
_KEYS = (
    "OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "GEMINI_API_KEY",
    "MISTRAL_API_KEY",
    "GROQ_API_KEY",
    "OPENROUTER_API_KEY",
    "AZURE_API_KEY",
    "TOGETHERAI_API_KEY",
    "DEEPSEEK_API_KEY",
    "AWS_ACCESS_KEY_ID",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    health: Health
    detail: str


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    app.command(name="doctor")(doctor)


def doctor(
    model: Annotated[str | None, typer.Option(help="also ask this model for one word")] = None,
    api_base: Annotated[str | None, typer.Option(metavar="URL", help="where that model is served")] = None,
    db: Annotated[str, typer.Option(metavar="FILE")] = "arena.duckdb",
    runs_dir: Annotated[str, typer.Option(metavar="DIR")] = "runs",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What is installed, which keys are set, whether an endpoint answers, where data goes."""
    from arena.cli._output import print_json, safe, screen, table

    findings = [*_installed(), *_keys(), *_places(Path(db), Path(runs_dir)), *_shipped()]
    if model is not None:
        findings.append(_endpoint(model, api_base))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        tones = {"good": "green", "missing": "dim", "bad": "bold red"}
        rows = [(f.what, safe(f.health, tones[f.health]), f.detail) for f in findings]
        screen().print(table("", [("what", "left"), ("state", "left"), ("detail", "left")], rows))
    if any(finding.health == "bad" for finding in findings):
        raise typer.Exit(1)


def _installed() -> list[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    findings = [Finding("python", "good", f"{platform.python_version()} on {platform.platform(terse=True)}")]
    for name in _PACKAGES:
        try:
            findings.append(Finding(name, "good", version(name)))
        except PackageNotFoundError:
            findings.append(Finding(name, "missing", "not installed"))
    return findings


def _keys() -> list[Finding]:
    """Whether a key is set; never a character of it."""
    found = [Finding(key, "good", "set") for key in _KEYS if os.environ.get(key)]
    none = Finding("keys", "missing", "no provider key is set: the offline model needs none (--model offline)")
    return found or [none]


def _places(db: Path, runs_dir: Path) -> list[Finding]:
    places = [
        ("database", db.absolute().parent, db.absolute()),
        ("runs", _nearest_folder(runs_dir), runs_dir.absolute()),
    ]
    findings = []
    for what, folder, path in places:
        writable = os.access(folder, os.W_OK)
        free = shutil.disk_usage(folder).free / 2**30 if folder.exists() else 0.0
        detail = f"{path} ({free:.1f} GB free)" if writable else f"{path}: the folder cannot be written"
        findings.append(Finding(what, "good" if writable else "bad", detail))
    return findings


def _nearest_folder(path: Path) -> Path:
    path = path.absolute()
    return next(p for p in (path, *path.parents) if p.exists())


def _shipped() -> list[Finding]:
    from arena.files import available

    return [
        Finding("personas", "good", f"{len(available('personas'))} found, list them: arena persona list"),
        Finding("scenarios", "good", f"{len(available('scenarios'))} found, list them: arena scenario list"),
    ]


def _endpoint(model: str, api_base: str | None) -> Finding:
    import asyncio

    from arena.errors import ArenaError
    from arena.models.remote import check_key, known_model, ping
    from arena.schema.run import ModelSpec

    spec = ModelSpec(id=model, api_base=api_base, max_tries=1, timeout_s=20)
    if model == "offline":
        return Finding(model, "good", "rules on this machine; always answers")
    try:
        known_model(spec)
        check_key(spec)
        return Finding(model, "good", asyncio.run(ping(spec)))
    except ArenaError as error:
        return Finding(model, "bad", " ".join([error.fact, error.next_step]).strip())
