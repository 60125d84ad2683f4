"""Commands in processes of their own, forked from one in which everything is already imported.

A Python that starts from nothing spends two seconds of processor time on imports, and the tests start some three
hundred. Here one process for each test worker imports everything once, and every command is a fork of it: a process
with its own folder, environment, streams, signals and exit code, which ends as any other does. What has to start from
nothing, because imports or hash seeds are what is tested, is started with `subprocess`.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

ARENA = "from arena.cli import main; main()"
_OPTIONAL = ("arena.__main__", "arena.assistants.doors.inside", "arena.report", "arena.tui")
"""What few commands import, or what is not to be imported here."""


def run(
    source: str, argv: list[str], cwd: Path, env: Mapping[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python source in a forked process, as `python -c SOURCE ARGV...` would, but for the name in `sys.argv[0]`."""
    return _nursery(os.getpid()).run(source, argv, cwd, os.environ if env is None else env, stdin)


def without_keys() -> dict[str, str]:
    """The environment of this process without any provider's key."""
    return {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}


def arena(
    folder: Path,
    *args: str,
    code: int | None = 0,
    columns: int = 200,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run an `arena` command; by default it has to succeed, and no provider's key is set.

    Args:
        folder: where it is typed.
        args: what is typed after `arena`.
        code: the exit code it has to end with; None for any.
        columns: width of the terminal.
        stdin: what is typed at it.
        env: variables besides those of this process.
    """
    done = run(ARENA, list(args), folder, {**without_keys(), "COLUMNS": str(columns), **(env or {})}, stdin)
    assert code is None or done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done


def data(folder: Path, *args: str, code: int | None = 0) -> Any:
    """What an `arena` command prints as JSON."""
    return json.loads(arena(folder, *args, "--json", code=code).stdout)


class _Nursery:
    """The process that forks, as its owner sees it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, __file__, str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], env=without_keys()
        )
        theirs.close()
        self._line = ours.makefile("rw", encoding="utf-8")
        ours.close()
        self._one_at_a_time = Lock()
        atexit.register(self._close)

    def run(
        self, source: str, argv: list[str], cwd: Path, env: Mapping[str, str], stdin: str
    ) -> subprocess.CompletedProcess[str]:
        with self._one_at_a_time, tempfile.TemporaryDirectory(prefix="nursery-") as streams:
            Path(streams, "0").write_text(stdin, encoding="utf-8")
            order = {"source": source, "argv": argv, "cwd": str(cwd), "env": dict(env), "streams": streams}
            self._line.write(json.dumps(order) + "\n")
            self._line.flush()
            code = self._line.readline()
            assert code, "the nursery is gone; what it could not import stands above"
            out, err = (Path(streams, name).read_text(encoding="utf-8") for name in "12")
        return subprocess.CompletedProcess(argv, int(code), out, err)

    def _close(self) -> None:
        self._line.close()
        self._process.wait()


@cache
def _nursery(_owner: int) -> _Nursery:
    """One for each test process; a fork of it gets another."""
    return _Nursery()


# In the process that forks -------------------------------------------------------------------------------------------


def _serve(control: int) -> None:
    """Fork for every order that comes, and say how each process ended."""
    _import_everything()
    sys.path[0] = ""  # as for `python -c`: the folder the command is typed in
    with socket.socket(fileno=control) as line, line.makefile("rw", encoding="utf-8") as orders:
        while text := orders.readline():
            order = json.loads(text)
            child = os.fork()
            if child == 0:
                break
            _, status = os.waitpid(child, 0)
            orders.write(f"{os.waitstatus_to_exitcode(status)}\n")
            orders.flush()
        else:
            return
    _become(order)


def _import_everything() -> None:
    import importlib
    import pkgutil

    import aiohttp  # noqa: F401
    import evalica  # noqa: F401

    import arena
    from arena import prompts
    from arena.prompts import _render

    for module in pkgutil.walk_packages(arena.__path__, "arena."):
        if not module.name.startswith(_OPTIONAL):
            importlib.import_module(module.name)
    for name, version in prompts.names():
        _render._templates(prompts.load(name, version))


def _become(order: dict[str, Any]) -> NoReturn:
    """Be the process that was ordered, and end as it would, but for the second that freeing everything takes."""
    for number in range(3):
        file = os.open(Path(order["streams"], str(number)), os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    sys.argv = ["arena", *order["argv"]]
    code = _ended(order["source"])
    threading._shutdown()  # type: ignore[attr-defined]  # as Python does: wait for threads, then call what is registered
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _ended(source: str) -> int:
    """The exit code of the source, run as a program."""
    try:
        exec(compile(source, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
            return 1
        return ended.code or 0
    except BaseException:  # noqa: BLE001  # whatever it is, it must not go on in the nursery's place
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
