"""The size budget: small functions, small files, few parameters."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import arena

PACKAGE = Path(arena.__file__).parent
MAX_LINES, MAX_FILE, MAX_PARAMETERS = 60, 400, 6


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring: what a reader has to follow."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_functions_are_small() -> None:
    lengths = sorted(length(node) for _, node in functions())
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_no_function_is_long() -> None:
    whole = ((name, (node.end_lineno or 0) - node.lineno + 1) for name, node in functions() if not is_command(name))
    assert [f"{name}: {lines} lines" for name, lines in whole if lines > MAX_LINES] == []


def test_no_file_is_long() -> None:
    sizes = {
        str(p.relative_to(PACKAGE)): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > MAX_FILE} == {}


def is_command(name: str) -> bool:
    """A command's options are its parameters, so commands are measured by their bodies only."""
    return name.startswith("cli/")


def test_few_parameters() -> None:
    def count(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        own = [a for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in {"self", "cls"}]
        return len(own) + len(node.args.kwonlyargs)

    many = {name: count(node) for name, node in functions() if not is_command(name) and count(node) > MAX_PARAMETERS}
    assert many == {}
