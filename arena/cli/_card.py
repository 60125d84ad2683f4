"""The data card of an exported run: what the Hugging Face hub reads first, and then people. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arena.store import Exported, RunContents, RunSummary

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_NO_LICENSE = "# license: choose one that you may give, such as cc-by-4.0, and take away the number sign\n"
_INTRODUCTION = """# {title}

Dialogues between simulated people and assistants, with every judge's verdict, from one run of persona-arena
({run_id}): {n_completed} completed matches ({n_void} void, {n_failed} failed, {n_planned} planned) of
{n_personas} authored people in {n_scenarios} scenarios.

```python
from datasets import load_dataset

verdicts = load_dataset("path/to/this/folder", "verdicts", split="train")
```

A *match* is persona x scenario x contestant x seed; it has sessions, a session has turns, and judges give verdicts on
them. Every table has `run_id`; join on `run_id` and `match`. In a verdict, *not applicable*, *abstained* and *failed*
are three different things, and none of them is zero.
"""
_LIMITS = """## Before it is passed on

- The people are authored and not real, unless somebody put a real one in; read `personas` first.
- What the models wrote may be bound by their providers' terms; which models, is said above.
- `runs.spec` holds the whole specification, addresses of endpoints included; keys are never recorded.
- Verdicts are those of the judge models above. Intervals resample people; under 12 of them they are approximate.
"""


def card(run: RunSummary, made_of: RunContents, tables: Sequence[Exported], licence: str | None) -> str:
    """README.md: YAML front matter with one configuration a table, then provenance, tables, columns and units.

    Args:
        run: the run.
        made_of: its people, scenarios, prompts, models and versions.
        tables: what was written, under `data/`.
        licence: an identifier of the hub, or None to leave the field to whoever publishes.
    """
    front = _yaml(_front_matter(run, tables, licence))
    parts = [
        f"---\n{'' if licence else _NO_LICENSE}{front}---\n",
        _INTRODUCTION.format(
            title=_title(run),
            run_id=run.run_id,
            n_completed=run.n_completed,
            n_void=run.n_void,
            n_failed=run.n_failed,
            n_planned=run.n_planned,
            n_personas=len(made_of.personas),
            n_scenarios=len(made_of.scenarios),
        ),
        _provenance(run, made_of),
        _LIMITS,
        "## Tables\n",
        *(_described(table) for table in tables),
        _measures(),
    ]
    return "\n".join(parts)


def _title(run: RunSummary) -> str:
    return " ".join(f"arena run {run.name or run.run_id}".split())


def _front_matter(run: RunSummary, tables: Sequence[Exported], licence: str | None) -> dict[str, Any]:
    rows = max((table.n_rows for table in tables), default=0)
    configs = [{"config_name": table.name, "data_files": f"data/{table.path.name}"} for table in tables if table.n_rows]
    first: dict[str, Any] = {"license": licence} if licence else {}
    return {
        **first,
        "pretty_name": _title(run),
        "tags": ["simulated-users", "personas", "llm-as-a-judge", "privacy", "evaluation"],
        "size_categories": [next((name for limit, name in _SIZES if rows < limit), "n>1M")],
        "configs": [{**config, "default": True} if config["config_name"] == "turns" else config for config in configs],
    }


def _yaml(value: dict[str, Any]) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))


def _provenance(run: RunSummary, made_of: RunContents) -> str:
    lines = [f"| {name} | {_cell(value or 'unknown')} |" for name, value in made_of.made_with.items()]
    lines.append(f"| started | {run.started_at:%Y-%m-%d %H:%M:%S} UTC |")
    lines.append(f"| packages | {_cell(', '.join(f'{n} {v}' for n, v in made_of.packages.items()))} |")
    authored = [
        f"| {kind} | `{_cell(name)}` | `{sha256}` |"
        for kind, its in (
            ("persona", made_of.personas),
            ("scenario", made_of.scenarios),
            ("prompt", made_of.prompts),
        )
        for name, sha256 in its.items()
    ]
    spec = "".join(f"    {line}\n" for line in _yaml(made_of.spec).splitlines())
    return "\n".join(
        [
            "## Provenance\n\n| what | with |\n|---|---|",
            *lines,
            "\n| authored | name | sha256 |\n|---|---|---|",
            *authored,
            f"\nThe specification; saved as `spec.yaml`, `arena tournament spec.yaml` plays it again:\n\n{spec}",
        ]
    )


def _described(table: Exported) -> str:
    lines = [f"| `{column.name}` | {column.type} | {_cell(column.means)} |" for column in table.columns]
    head = f"### {table.name} ({table.kind}, {table.n_rows:,} rows)\n\n{table.comment}\n"
    return "\n".join([head, "| column | type | meaning, unit |", "|---|---|---|", *lines, ""])


def _measures() -> str:
    from arena.schema.measure import MEASURES

    lines = [f"| `{m.name}` | {m.unit} | {m.better} | {_cell(m.means)} |" for m in MEASURES]
    return "\n".join(["## Measures\n", "| measure | scale | better | meaning |", "|---|---|---|---|", *lines, ""])


def _cell(text: str) -> str:
    """Text from anywhere inside a Markdown table."""
    from arena.text.safe import visible

    return " ".join(visible(text).split()).replace("|", "\\|").replace("<", "&lt;")
