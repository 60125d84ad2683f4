"""The tree of commands, and the one place where an error becomes a message."""

from __future__ import annotations

import sys

import typer

from arena.cli import (
    _branch,
    _cache,
    _compare,
    _costs,
    _doctor,
    _export,
    _files,
    _help,
    _import,
    _import_people,
    _match,
    _rejudge,
    _report,
    _results,
    _tournament,
    _variance,
    _watch,
    judge,
)
from arena.cli.persona import _interview
from arena.collecting import collect_seldom
from arena.errors import ArenaError

_EPILOG = (
    "Exit codes: 0 done · 1 something is wrong, or a gate is not met · 2 wrong usage, name or file · "
    "3 stopped, can be resumed · 4 no match was completed · 5 database not available · 6 journal cannot be written · "
    "130 interrupted"
)

app = typer.Typer(
    name="arena",
    help="Which assistant would people rather keep talking to, and which one keeps their secrets?",
    epilog=_EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
_tournament.add_to(app)
_match.add_to(app)
_branch.add_to(app)
_watch.add_to(app)
_results.add_to(app)
_costs.add_to(app)
_cache.add_to(app)
_compare.add_to(app)
_variance.add_to(app)
_export.add_to(app)
_report.add_to(app)
judge.add_to(app)
_rejudge.add_to(app)
_files.add_to(app)
_interview.add_to(app)
_import.add_to(app)
_import_people.add_to(app)
_doctor.add_to(app)
_help.lay_out(app)


def main() -> None:
    """Run the command line and end the process with the documented exit code."""
    collect_seldom()
    try:
        app()
    except ArenaError as error:
        _show(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader (`| head`) has enough; Python would complain while shutting down
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  # the outermost boundary: a message, never a traceback
        _show(_fault(error))
        sys.exit(1)


def _show(error: ArenaError) -> None:
    from arena.cli._output import show_error

    show_error(error)


def _fault(error: Exception) -> ArenaError:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="arena-fault-", suffix=".txt", delete=False) as file:
        traceback.print_exception(error, file=file)
    fault = ArenaError(
        f"{type(error).__name__}: {error}",
        next_step=f"this is a fault in arena itself; please report it with {file.name}",
    )
    fault.title = "arena has a fault"
    return fault
