"""Where personas and scenarios are looked for: a path, the local folder, what ships."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import arena
from arena.errors import UsageError
from arena.text.nearest import nearest

Kind = Literal["personas", "scenarios"]
SUFFIXES = (".yaml", ".yml")
FRAGMENTS = "fragments"
"""Name of the folders that hold parts of files."""
_MOST_LISTED = 12
_HEAD = 8192
"""Characters in which an id is looked for; it is the first key of a file."""
_ID = re.compile(r"^id:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


def shipped(kind: Kind) -> Path:
    """The folder that ships with arena: inside the package when installed from a wheel, else beside it."""
    package = Path(arena.__file__).parent
    inside = package / "_shipped" / kind
    return inside if inside.is_dir() else package.parent / kind


def available(kind: Kind) -> dict[str, Path]:
    """File name without suffix -> file. Of equal names the local one (`./personas`, `./scenarios`) counts."""
    return dict(sorted((_named(shipped(kind)) | _named(Path(kind))).items()))


def find(kind: Kind, name: str) -> list[Path]:
    """The files meant by a path (of a file or a folder), or by a name.

    A name is that of a file without its suffix, else that of a folder among those available, else the id in a file.

    Raises:
        UsageError: nothing has that name, or the folder holds no files; with the nearest names.
    """
    path = Path(name)
    if _is_file(path):
        return [path]
    if name and _is_folder(path):
        return _required(kind, path)
    known = available(kind)
    if name in known:
        return [known[name]]
    if Path(name).name == name:
        folder = _folder(kind, name)
        if folder:
            return _required(kind, folder)
    held = next((file for file in known.values() if _id_of(file) == name), None)
    if held is not None:
        return [held]
    raise _unknown(kind, name, known)


def _id_of(file: Path) -> str:
    """The id that stands in the file, read off its text; what is wrong with the file is for those who load it."""
    try:
        with file.open(encoding="utf-8", errors="replace") as text:
            found = _ID.search(text.read(_HEAD))
    except OSError:
        return ""
    return found[1] if found else ""


def _folder(kind: Kind, name: str) -> Path | None:
    candidates = (Path(kind) / name, shipped(kind) / name)
    return next((folder for folder in candidates if name and _is_folder(folder)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for a file, or a folder that may not be entered
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _named(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in reversed(_files(folder))}


def _files(folder: Path) -> list[Path]:
    """YAML files in the folder and below, those nearer the top first; fragments are no files of their own."""
    found = (path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    whole = (path for path in found if FRAGMENTS not in path.relative_to(folder).parts[:-1])
    return sorted(whole, key=lambda path: (len(path.parts), path))


def _required(kind: Kind, folder: Path) -> list[Path]:
    files = _files(folder)
    if not files:
        raise UsageError(f"`{folder}` holds no {kind}", next_step=f"put one there as {folder}/<name>.yaml")
    return files


def _unknown(kind: Kind, name: str, known: dict[str, Path]) -> UsageError:
    one = kind.removesuffix("s")
    fact = (
        f"there is no {one} file `{name}`" if "/" in name or name.endswith(SUFFIXES) else f"no {one} is called `{name}`"
    )
    choices = nearest(name, known) or list(known)[:_MOST_LISTED]
    return UsageError(fact, choices=choices, next_step=f"`arena {one} list` shows all there are")
