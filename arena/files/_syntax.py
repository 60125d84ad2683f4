"""What is wrong with text that is no YAML, and a guess at what was meant, so that the rest can be read all the same."""

from __future__ import annotations

import json
import re

import yaml

from arena.errors import Problem

TAB = "tab in the indentation"
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_TABS = re.compile(r"^[ \t]+", re.MULTILINE)
_SPACES = re.compile(r"^ +(?=[^ \t\n])", re.MULTILINE)
_PLAIN = re.compile(
    r"(?P<head>\s*(?:- +)*[\w.-]+: +|\s*(?:- +)+)(?P<text>[^\s'\"\[{|>#&*!][^#]*?)(?P<rest>\s*(?: #.*)?)"
)
"""A line with a key and plain text behind it, or an item of a list."""

_NESTED = "mapping values are not allowed"
_UNCLOSED = "found unexpected end of stream"
_CAUSES = {
    _NESTED: "text with a colon and a space in it needs quotes",
    "could not find expected ':'": "a key without a colon, or text that should be indented under its key",
    "cannot start any token": "text that begins with @, ` or % needs quotes",
    "did not find expected key": "check the indentation, and the quotes of the line before",
    "did not find expected ',' or": "a comma or a closing bracket is missing, or ` #` makes a comment of the rest",
    _UNCLOSED: "a quote is opened and never closed",
}
_NO_SPACE = re.compile(r"(\s*(?:- +)*[\w-]+:)(?=[^\s:/])")
"""A line with a key that the text follows without a space."""
_QUOTED_WOULD_DO = (_NESTED, "cannot start any token")


def syntax_problems(error: yaml.MarkedYAMLError, text: str, file: str) -> list[Problem]:
    """What stopped the parser, in an author's words; of tabs all there are."""
    if found := _tabs(text, file):
        return found
    problem = error.problem or ""
    begin, mark = error.context_mark, error.problem_mark or error.context_mark
    if _UNCLOSED in problem and begin is not None:
        mark = begin
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    begun = f"{error.context} that begins in line {begin.line + 1}" if begin else ""
    cause = next((cause for words, cause in _CAUSES.items() if words in problem), "")
    if (glued := _glued(error, text)) is not None:
        return [Problem(file, glued + 1, 1, "a space is missing behind the colon", "write it as `key: value`")]
    if _too_deep(error, text):
        cause = "this line cannot stand below the one before it: check the indentation of both"
    if not cause:
        return [Problem(file, *place, f"YAML syntax: {problem}", begun)]
    within = f"; {begun}" if begun and _UNCLOSED not in problem and begin and begin.line + 1 < place[0] else ""
    return [Problem(file, *place, cause, f"YAML: {problem}{within}")]


def guessed(error: yaml.MarkedYAMLError, text: str) -> str:
    """The text with what stopped the parser put right, line by line as it was; empty where nobody can tell."""
    if _TAB_INDENT.search(text):
        return _without_tabs(text)
    mark = error.problem_mark
    lines = text.split("\n")
    if (glued := _glued(error, text)) is not None:
        lines[glued] = _NO_SPACE.sub(r"\1 ", lines[glued], count=1)
        return "\n".join(lines)
    helps = any(words in (error.problem or "") for words in _QUOTED_WOULD_DO)
    if mark is None or not helps or _too_deep(error, text):
        return ""
    whole = _PLAIN.fullmatch(lines[mark.line].removesuffix("\r")) if mark.line < len(lines) else None
    if whole is None:
        return ""
    lines[mark.line] = whole["head"] + json.dumps(whole["text"], ensure_ascii=False) + whole["rest"]
    return "\n".join(lines)


def _tabs(text: str, file: str) -> list[Problem]:
    return [
        Problem(
            file,
            text.count("\n", 0, found.end()) + 1,
            found.end() - found.start(),
            TAB,
            "use spaces",
        )
        for found in _TAB_INDENT.finditer(text)
    ]


def _without_tabs(text: str) -> str:
    """Each tab of an indentation as the step by which the file goes deeper elsewhere."""
    indents = [len(found.group()) for found in _SPACES.finditer(text)]
    step = " " * min(indents, default=2)
    return _TABS.sub(lambda found: found.group().replace("\t", step), text)


def _too_deep(error: yaml.MarkedYAMLError, text: str) -> bool:
    """Whether the second colon that the parser stumbled over stands in another line than the first."""
    mark = error.problem_mark
    lines = text.split("\n")
    if mark is None or mark.line >= len(lines) or _NESTED not in (error.problem or ""):
        return False
    return ": " not in lines[mark.line][: mark.column]


def _glued(error: yaml.MarkedYAMLError, text: str) -> int | None:
    """The line right above, counted from 0, if its key and its text stand together and so make one long text."""
    if not _too_deep(error, text) or error.problem_mark is None:
        return None
    above = error.problem_mark.line - 1
    return above if above >= 0 and _NO_SPACE.match(text.split("\n")[above]) else None
