"""`arena judge`: what judges ask, and whether they can be believed. Each command lives in a file of its own."""

from __future__ import annotations

import typer

from arena.cli import (
    _judge_agreement,
    _judge_behind,
    _judge_crosscheck,
    _judge_label,
    _judge_list,
    _judge_panel,
    _judge_prompts,
    _judge_realism,
    _judge_selftest,
)

judge = typer.Typer(
    name="judge",
    help="What judges ask, and whether they can be believed.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_judge_behind.add_to(judge)
_judge_list.add_to(judge)
_judge_prompts.add_to(judge)
_judge_selftest.add_to(judge)
_judge_agreement.add_to(judge)
_judge_crosscheck.add_to(judge)
_judge_label.add_to(judge)
_judge_panel.add_to(judge)
_judge_realism.add_to(judge)


def add_to(app: typer.Typer) -> None:
    """Hang the group into the tree."""
    app.add_typer(judge)
