"""The same screens in a browser, through `textual-serve`: one process for each browser that connects."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from arena.errors import UsageError


def serve(command: Sequence[str], host: str, port: int) -> None:
    """Serve the interface that `command` opens, until interrupted.

    Raises:
        UsageError: `textual-serve` is not installed, or the address cannot be had.
    """
    try:
        from textual_serve.server import Server  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError(
            "serving to a browser needs textual-serve", next_step="pip install 'persona-arena[web]'"
        ) from None
    try:
        Server(shlex.join(command), host=host, port=port, title="arena").serve()
    except OSError as error:
        raise UsageError(f"{host}:{port}: {error.strerror or error}", next_step="choose another with --port") from error
