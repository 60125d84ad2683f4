"""Versioned words given to models: one file a prompt and version, rendered strictly."""

from arena.prompts._prompt import Prompt, load, names
from arena.prompts._render import Rendered, render

__all__ = ["Prompt", "Rendered", "load", "names", "render"]
