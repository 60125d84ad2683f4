"""Write docs/built-in-contestants.md: where each contestant comes from, what it calls, and what is adapted.

python docs/built_in_contestants.py
"""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from arena.assistants import Entry, calls_in_session, describe, parts

PAGE = Path(__file__).with_name("built-in-contestants.md")
TURNS = 10
PRODUCTS = frozenset(("mem0", "langmem"))
"""Parts and contestants of the extra `memories`: there where it is installed, and so not on this page."""
HEAD = f"""# Built-in contestants

Written by `python docs/built_in_contestants.py`; do not edit.

A contestant is one choice in each of four slots: a **memory**, an **ask** policy, **guards** and a **style** of prompt,
around one draft. `arena contestant graph NAME` draws it. Any slot and option can be changed in the name:

```
arena tournament --contestants "notebook?tokens=1500&ask=elicit&guard=minimise,retrieval?rank=fused&style=reminder"
arena tournament --ablate notebook:memory          # the same assistant with every memory
```

The same as a file (`arena play PERSONA SCENARIO ./mine.yaml`), or in the list of a run's specification:

```yaml
name: notebook
ask: elicit
guard: [minimise]
options: {{tokens: 1500}}
```

Calls are those of a session of {TURNS} replies, at most; where only some sessions ask for more, their average.

| contestant | memory | ask | guard | style | calls | source |
|---|---|---|---|---|---|---|
"""


def line(entry: Entry) -> str:
    """One row."""
    slots = (entry.memory, entry.ask, entry.guard, entry.style)
    calls = f"{calls_in_session(entry.name, TURNS):.1f}".removesuffix(".0")
    return f"| `{entry.name}` | " + " | ".join((*slots, calls, entry.source)) + " |"


def told() -> list[str]:
    """What each module says of what it follows and what is adapted."""
    package = import_module("arena.assistants.parts")
    names = sorted(m.name for m in iter_modules(package.__path__) if not m.name.startswith("_"))
    modules = [import_module(f"{package.__name__}.{name}") for name in names if name not in ("basic", "faulty")]
    named = [(module, _names(module)) for module in modules]
    return [_section(inspect.getdoc(module) or "", its) for module, its in named if set(its) - PRODUCTS]


def _names(module: ModuleType) -> list[str]:
    """The contestants a module brings, or its parts where it names no contestant."""
    return [entry.name for entry in getattr(module, "CONTESTANTS", ()) or getattr(module, "PARTS", ())]


def _section(text: str, names: list[str]) -> str:
    first, _, rest = text.partition("\n\n")
    return f"### {', '.join(f'`{name}`' for name in names)}\n\n{first}\n\n{rest}"


def part_rows() -> str:
    """The choices for each slot with their options."""
    rows = ["| slot | choice | what | options |", "|---|---|---|---|"]
    for (slot, name), part in ((key, part) for key, part in parts().items() if key[1] not in PRODUCTS):
        options = "; ".join(f"`{o.name}={o.default}` {o.means} ({o.range})" for o in part.options)
        rows.append(f"| {slot} | `{name}` | {part.what} | {options} |")
    return "\n".join(rows)


def page() -> str:
    """The whole page."""
    rows = "\n".join(line(entry) for entry in describe() if entry.name not in PRODUCTS)
    return (
        f"{HEAD}{rows}\n\n## What follows what, and what is adapted\n\n"
        + "\n\n".join(told())
        + (f"\n\n## Choices for each slot\n\n{part_rows()}\n")
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
