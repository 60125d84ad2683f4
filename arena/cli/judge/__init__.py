"""`arena judge`: what judges ask, and whether they can be believed. Each command lives in a file of its own."""

from __future__ import annotations

import typer

from arena.cli.judge import (
    _agreement,
    _behind,
    _crosscheck,
    _label,
    _list,
    _panel,
    _prompts,
    _realism,
    _selftest,
)

_group = typer.Typer(
    name="judge",
    help="What judges ask, and whether they can be believed.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_behind.add_to(_group)
_list.add_to(_group)
_prompts.add_to(_group)
_selftest.add_to(_group)
_agreement.add_to(_group)
_crosscheck.add_to(_group)
_label.add_to(_group)
_panel.add_to(_group)
_realism.add_to(_group)


def add_to(app: typer.Typer) -> None:
    """Hang the group into the tree."""
    app.add_typer(_group)
