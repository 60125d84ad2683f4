"""Fixtures that several areas share."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.model_server import ModelServer

# The same examples every time, and no deadline for one: machines are shared.
settings.register_profile("arena", deadline=None, derandomize=True)
settings.load_profile("arena")


def pytest_configure() -> None:
    """Hear interrupts where a shell runs the tests in the background and has them ignored: commands inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def model_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """An OpenAI-compatible server on this machine; `model_server.url` is what `--api-base` takes."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with ModelServer() as server:
        yield server
