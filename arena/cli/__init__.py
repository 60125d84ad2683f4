"""The command line. Commands import what they need when they run, so that `--help` costs next to nothing."""

from arena.cli._app import main

__all__ = ["main"]
