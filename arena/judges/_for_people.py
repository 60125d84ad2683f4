"""A judge's prompt as a person reads it: the same words, without what only a model needs to be told."""

from __future__ import annotations

import re

_FENCED = re.compile(r"^<(?P<tag>[a-z]+)>\n(?P<text>.*?)\n?^</(?P=tag)>$", re.MULTILINE | re.DOTALL)
_DEFUSED = "‹"
"""What stands for a bracket that could have passed for the end of the material."""
BAR = "│ "
"""What stands before each line of the material."""
_OF_TAGS = "Everything between tags"
_OF_ANSWERS = "How to answer"
_NULL = re.compile(r"; else \w+ null\b")
_TRUTH = {"true": "yes", "false": "no"}
_TRUE = re.compile(r"^(?P<head>(?:\w+ - )?)(?P<value>true|false)(?= (?:-|when|only)\b| -)", re.MULTILINE)


def material(text: str) -> str:
    """The material of a rendered prompt, with a line beside it in the place of tags around it."""
    return _FENCED.sub(lambda found: _beside(found["text"].replace(_DEFUSED, "<")), text)


def _beside(text: str) -> str:
    return "\n".join(f"{BAR}{line}".rstrip() for line in text.splitlines())


def rubric(text: str) -> str:
    """The rubric of a rendered prompt: up to how a model has to answer, without what it must not obey, yes for true."""
    kept = []
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.startswith(_OF_ANSWERS):
            break
        if not paragraph.startswith(_OF_TAGS):
            kept.append(worded(paragraph))
    return "\n\n".join(kept)


def worded(paragraph: str) -> str:
    """One paragraph of a rubric, in the words of the keys that a person types."""
    plain = _NULL.sub("; else you are not asked", paragraph)
    return _TRUE.sub(lambda found: found["head"] + _TRUTH[found["value"]], plain)
