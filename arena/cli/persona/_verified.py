"""`arena persona check`: the level of each person, which for the third depends on what models made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arena.checks.verified import ForModel
    from arena.personas import Level


def described(levels: Sequence[Level], runs_dir: Path, db: Path) -> tuple[list[dict[str, Any]], str]:
    """One record a person, as `--json` prints it, and what one should know of the database."""
    portraits = [level.persona for level in levels if level.level == "portrait"]
    models: dict[str, tuple[ForModel, ...]] = {}
    trouble = ""
    if portraits and (db.exists() or runs_dir.exists()):
        from arena.checks.verified import verify

        found = verify(portraits, runs_dir, db)
        models, trouble = found.models, found.trouble
    return [_record(level, models.get(level.id, ())) for level in levels], trouble


def _record(level: Level, models: Sequence[ForModel]) -> dict[str, Any]:
    missing = level.missing
    if level.level == "portrait":
        missing = tuple(one for model in models for one in model.missing) if models else _first(level.id)
    return {
        "persona": level.id,
        "level": "verified" if any(model.verified for model in models) else level.level,
        "models": [
            {
                "model": model.model,
                "verified": model.verified,
                "until_changed": model.until_changed,
                "clean_matches": model.clean,
                "missing": model.missing,
            }
            for model in models
        ],
        "missing": missing,
    }


def _first(persona: str) -> tuple[str, ...]:
    """What a portrait that no model has been asked about needs."""
    return (f"arena persona interview {persona} --model M, then clean matches with M",)


def row(record: dict[str, Any]) -> dict[str, str]:
    """The record as a line of the table."""
    verified = [model["model"] for model in record["models"] if model["verified"]]
    before = [model["model"] for model in record["models"] if model["until_changed"]]
    said = [f"verified for {', '.join(verified)}"] if verified else [record["level"]]
    said += [f"verified for {', '.join(before)} until it was changed"] if before else []
    missing = "; ".join(record["missing"])
    toward = f"for “verified”: {missing}" if missing and record["level"] == "portrait" else missing
    return {"persona": record["persona"], "level": " · ".join(said), "for the next level": toward}
