"""The interface in a real terminal and in a browser's place: keys in, screen out."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="needs the extra 'web'")
DEMO = (sys.executable, "-m", "arena", "watch", "--demo", "--speed", "16")
PATIENCE_S = 60.0

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux (apt-get install tmux)")


class Terminal:
    """A terminal of its own, driven through tmux."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self._tmux = ("tmux", "-S", str(folder / "tmux"), "-f", "/dev/null")
        self._size = ("-x", str(columns), "-y", str(rows))

    def _run(self, *words: str) -> str:
        outside = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "TMUX"}}
        done = subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True, env=outside)
        return done.stdout

    def open(self, command: str) -> None:
        self._run("new-session", "-d", *self._size, command)

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, *words: str, without: str | None = None) -> str:
        """The screen, once all the words are on it, and others are not."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            text = self.screen()
            if all(word in text for word in words) and (without is None or without not in text):
                return text
            time.sleep(0.05)
        raise AssertionError(f"{words} never on screen:\n{self.screen()}")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, 100, 30)
    yield opened
    opened.close()


@needs_tmux
def test_a_demonstration_from_the_first_key_to_the_last(terminal: Terminal) -> None:
    terminal.open("PS1='shell> ' sh")
    terminal.press(" ".join(DEMO), "Enter")
    terminal.until("Hall", "Ines Varga", "oversharer", "playing")
    terminal.press("Enter")
    terminal.until("Ines Varga with notebook", "session 1 · budget")
    terminal.press("Escape", "E")
    terminal.until("9 of 9 matches over")
    terminal.press("2")
    terminal.until("rank", "likability", "told", "oversharer")
    terminal.press("3")
    terminal.until("→ landlord", "told")
    terminal.press("5")
    terminal.until("utterances to search")
    terminal.press("/")
    terminal.until(without="Write file")  # the footer is that of the line one writes in
    terminal.press("landlord by:contestant", "Enter")
    terminal.until("found in")
    terminal.press("q", "q")
    assert "Hall" not in terminal.until("shell> ").splitlines()[-1]
    terminal.press("echo still $((40 + 2)) here", "Enter")  # the terminal is a terminal again
    assert "Traceback" not in terminal.until("still 42 here")


@needs_tmux
def test_a_terminal_is_given_back_after_a_kill_from_the_keyboard(terminal: Terminal) -> None:
    terminal.open("PS1='shell> ' sh")
    terminal.press(" ".join(DEMO), "Enter")
    terminal.until("Ines Varga", "playing")
    terminal.press("C-q")
    terminal.until("shell> ")
    terminal.press("echo still $((40 + 2)) here", "Enter")
    assert "Traceback" not in terminal.until("still 42 here")


# In a browser --------------------------------------------------------------------------------------------------------


@contextmanager
def served(port: int) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(
        [*DEMO, "--web", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield server
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE_S)


def free_port() -> int:
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        return int(there.getsockname()[1])


async def first_screen(port: int) -> tuple[str, str]:
    """The page, and what its terminal receives until a person is on it."""
    import aiohttp

    base = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as browser:
        page = await _page(browser, base)
        async with browser.ws_connect(f"{base}/ws?width=100&height=30") as socket_:
            received = b""
            while b"Ines Varga" not in received:
                message = await socket_.receive(PATIENCE_S)
                assert isinstance(message.data, bytes | str), message
                received += message.data if isinstance(message.data, bytes) else message.data.encode()
    return page, received.decode(errors="replace")


async def _page(browser: object, base: str) -> str:
    import aiohttp

    assert isinstance(browser, aiohttp.ClientSession)
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            async with browser.get(base) as answer:
                return await answer.text()
        except aiohttp.ClientConnectionError:
            assert time.monotonic() < ends, "nobody serves"
            await asyncio.sleep(0.05)


def test_the_screens_in_a_browser_on_this_machine_only() -> None:
    port = free_port()
    with served(port):
        page, received = asyncio.run(first_screen(port))
        listening = Path("/proc/net/tcp")
        if listening.exists():
            wanted = f":{port:04X}"
            bound = [line.split()[1] for line in listening.read_text().splitlines()[1:] if line.split()[3] == "0A"]
            assert [where for where in bound if where.endswith(wanted)] == [f"0100007F{wanted}"]
    assert f"ws://127.0.0.1:{port}/ws" in page
    assert "Ines Varga" in received


# The first frame -----------------------------------------------------------------------------------------------------

_FIRST_FRAME = """
import asyncio, sys
from arena.cli._watch import _demonstration
from arena.tui._app import ArenaApp

with _demonstration(None, step=False) as feed:
    app = ArenaApp(feed)
    seen = []
    def first() -> None:
        seen.append({"litellm", "langgraph"} & set(sys.modules))
        app.exit()
    async def show() -> None:
        async with app.run_test(size=(80, 24)):
            app.call_after_refresh(first)
    on_mount = app._consume
    app._consume = lambda: None
    asyncio.run(show())
print(seen)
"""


def test_the_first_frame_needs_no_model_library() -> None:
    done = subprocess.run([sys.executable, "-c", _FIRST_FRAME], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[set()]"
