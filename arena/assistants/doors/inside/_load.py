"""From `pkg.mod:obj` or `./file.py:obj` to the object."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import threading
from difflib import get_close_matches
from pathlib import Path
from sysconfig import get_paths
from types import ModuleType
from typing import Any

_LOADING = threading.Lock()
_OURS = str(Path(__file__).parent)


class Unusable(Exception):
    """What was named cannot be used as a contestant; the text says why."""


def load(target: str, folder: str) -> Any:
    """The object that `target` names, relative to `folder`. Raises Unusable."""
    place, _, name = target.rpartition(":")
    with _LOADING:
        module = _from_file(Path(folder, Path(place).expanduser())) if place.endswith(".py") else _module(place, folder)
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            near = ", ".join(sorted(_called(module, name))[:8])
            raise Unusable(f"{place} has no {name!r} (it has: {near or 'nothing'})")
        found = getattr(found, part)
    return found


def _called(module: ModuleType, name: str) -> list[str]:
    """What of a module might have been meant: its own first, or else whatever can be called or run in it."""
    known = {n: value for n, value in vars(module).items() if not n.startswith("_")}
    fit = [n for n, value in known.items() if callable(value) or hasattr(value, "ainvoke") or hasattr(value, "compile")]
    return get_close_matches(name, fit, n=8, cutoff=0.5) or fit


def _module(name: str, folder: str) -> ModuleType:
    _reachable(folder)
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise Unusable(f"{name} cannot be imported: {told(error)}") from error


def _from_file(path: Path) -> ModuleType:
    path = path.resolve()
    name = "arena_contestant_" + hashlib.sha256(str(path).encode()).hexdigest()[:12]
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise Unusable(f"there is no file {path}")
    _reachable(str(path.parent))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name]
        raise Unusable(f"{path.name} cannot be loaded: {told(error)}") from error
    return module


def _reachable(folder: str) -> None:
    """Modules beside the file can be imported; at the end, so that none hides an installed package."""
    if folder not in sys.path:
        sys.path.append(folder)


def told(error: BaseException) -> str:
    """`ValueError: what it says (agent.py, line 7)`, of whatever an exception is willing to say, in one line."""
    try:
        words = " ".join(str(error).split())
    except Exception:  # noqa: BLE001  # an exception of the user's may be broken itself
        words = "(it cannot be shown)"
    name = type(error).__name__
    return (f"{name}: {words[:300]}" if words else name) + _where(error)


def _where(error: BaseException) -> str:
    """Where in the user's own files it was raised, the innermost place; empty where in none of them."""
    libraries = tuple({get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")})
    place = ""
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not file.startswith((*libraries, _OURS, "<")):
            place = f" ({Path(file).name}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return place
