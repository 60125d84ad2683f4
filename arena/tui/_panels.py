"""What lies over a screen for a moment: an error, or help."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Static

from arena.errors import ArenaError
from arena.tui._frame import RunScreen
from arena.tui._look import STATUS, Tone, shown


class Panel(ModalScreen[None]):
    """A box over the screen; Escape closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark", "dismiss", "Close", key_display="esc")
    ]

    def __init__(self, title: str, content: Content, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._heading = title
        self._content = content

    def compose(self) -> ComposeResult:
        """One box with a title."""
        with VerticalScroll(id="panel") as box:
            box.border_title = shown(self._heading)
            yield Static(self._content)
        yield Footer()


class ErrorPanel(Panel):
    """The fact, the choices, the next step; what was seen of the run stays underneath."""

    def __init__(self, error: ArenaError) -> None:
        parts = [shown(error.fact)]
        if error.choices:
            parts.append(Content.assemble(("perhaps: ", "$quiet"), shown(", ".join(error.choices))))
        if error.next_step:
            parts.append(Content.assemble(("next: ", "$quiet"), shown(error.next_step, "bold")))
        super().__init__(f"✗ {error.title}", Content("\n\n").join(parts), classes="-error")


class HelpPanel(Panel):
    """Keys and symbols of a screen."""

    def __init__(self, about: Screen[object]) -> None:
        super().__init__("help", Content("\n").join([*_says(about), *_keys(about), *_symbols()]))


def _says(about: Screen[object]) -> list[Content]:
    text = about.help_text if isinstance(about, RunScreen) else ""
    return [Content(" ".join(text.split())), Content("")] if text else []


def _keys(about: Screen[object]) -> list[Content]:
    """Keys that the screen names below, then its others, then those that only move."""
    seen: dict[str, Content] = {}
    for active in sorted(about.active_bindings.values(), key=lambda active: _rank(about, active)):
        binding = active.binding
        if active.enabled and binding.description and not binding.system:
            key = about.app.get_key_display(binding)
            seen.setdefault(binding.action, Content.assemble((f"{key:>10}  ", "bold $primary"), binding.description))
    palette = Content.assemble((f"{'^p':>10}  ", "bold $primary"), "All commands and themes")
    return [Content.styled("Keys", "bold"), *seen.values(), palette, Content("")]


def _rank(about: Screen[object], active: ActiveBinding) -> int:
    if active.binding.show:
        return 0
    return 1 if active.node in {about, about.app} else 2


def _symbols() -> list[Content]:
    statuses = [Content.assemble((f"{symbol:>10}  ", style), word) for word, (symbol, style) in STATUS.items()]
    tones = [Content.assemble((f"{tone.symbol:>10}  ", tone.style), tone.word) for tone in Tone]
    leak = Content.assemble(("    ⚠ LEAK  ", "bold $bad"), "a secret reached somebody who was not to know it")
    return [Content.styled("Symbols", "bold"), *statuses, *tones, leak]
