"""Play yourself: the dialogue, a card beside it, and a place to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from arena.text.safe import visible
from arena.tui._card import person_card, score_card
from arena.tui._dialogue import Dialogue, Manner
from arena.tui._frame import RunScreen
from arena.tui._look import shown
from arena.tui._seen import SETTLED, SeenMatch
from arena.tui._state import RunState
from arena.users import LEAVE, card

if TYPE_CHECKING:
    from arena.tui._play import PlayApp


class Answer(TextArea):
    """Where one writes: Enter sends, Ctrl+J begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", priority=True),
        Binding("ctrl+j", "newline", "New line", priority=True, key_display="^j"),
        Binding("escape", "away", "Other keys", key_display="esc"),
    ]

    class Sent(Message):
        """Something was written."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def action_send(self) -> None:
        """Hand over what is written; it stays until it is taken."""
        self.post_message(self.Sent(self.text))

    def action_newline(self) -> None:
        """A new line, for letters."""
        self.replace("\n", *self.selection)

    def action_away(self) -> None:
        """To the dialogue, where single keys do something."""
        self.screen.query_one(Dialogue).focus()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is made harmless on the way in."""
        event.prevent_default().stop()
        self.replace(visible(event.text), *self.selection)


class Play(RunScreen):
    """One match with the person at the screen in it."""

    mode = "play"
    AUTO_FOCUS = "#answer"
    help_text = (
        "Write below: Enter sends, Ctrl+J begins a new line. As the person an empty line, or /leave,\n"
        "ends the session; as the assistant put what is for somebody else between <message> and </message>.\n"
        "Ctrl+C leaves; the match goes on where it was with `arena play --resume RUN`."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "card", "Card"),
        Binding("i", "write", "Write"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._leaving = False
        self._hint = ""

    @property
    def app_played(self) -> PlayApp:
        """The application, with its desk."""
        return cast("PlayApp", self.app)

    def body(self) -> ComposeResult:
        """Dialogue and card above, a question out of band and the answer below."""
        with Horizontal():
            yield Dialogue()
            with VerticalScroll(id="beside"):
                yield Static(id="card")
        yield Static(id="probe")
        answer = Answer(id="answer", compact=True)
        answer.cursor_blink = False  # over a slow line nothing is drawn while nothing happens
        yield answer

    def on_mount(self) -> None:
        """The latest stays in view until somebody scrolls."""
        self.query_one(Dialogue).anchor()

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Follow the match, the card and what is asked."""
        match = next(iter(state.matches.values()))
        person = state.person(match.plan.persona)
        by_user = self.app_played.plays_user
        manner = Manner(
            person=person if by_user else None,
            person_name="you" if by_user else state.name(match.plan.persona),
            contestant=match.plan.contestant if by_user else "you",
        )
        self.query_one(Dialogue).draw(match, manner)
        self.query_one("#card", Static).update(self._card(state, match))
        self._prompt(match)

    def _card(self, state: RunState, match: SeenMatch) -> Content:
        person, course = state.person(match.plan.persona), state.course(match.plan.scenario)
        if not self.app_played.plays_user or person is None or course is None:
            return score_card(match)
        session = match.current.number if match.current else 1
        return person_card(card(person, course, session), match.told)

    # Writing ----------------------------------------------------------------------------------------------------

    def _prompt(self, match: SeenMatch) -> None:
        question = self.app_played.desk.question
        inputs = question.inputs if question is not None else None
        probe = self.query_one("#probe", Static)
        probe.display = getattr(inputs, "probe", False)
        if probe.display:
            asked = shown(getattr(inputs, "last", ""))
            probe.update(Content.assemble(("asked out of band, in one line: ", "bold $probe"), asked))
        answer = self.query_one(Answer)
        over = match.status in SETTLED
        answer.display = not over
        if over and self.focused in (None, answer):
            self.query_one(Dialogue).focus()
        turn = f"your turn{self._count(match)}" if question is not None else "wait for the other side …"
        answer.border_title = shown(self._hint or turn)
        answer.set_class(question is None, "-waiting")

    def _count(self, match: SeenMatch) -> str:
        """Which of how many messages, for who plays the person."""
        course, session = self.arena.state.course(match.plan.scenario), match.current
        if not self.app_played.plays_user or course is None or session is None:
            return ""
        spoken = sum(turn.speaker == "user" for turn in session.turns)
        return f" · message {spoken + 1} of at most {course.sessions[session.number - 1].max_turns}"

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._hint:
            self._say("")
        self._leaving = False

    @on(Answer.Sent)
    def _sent(self, event: Answer.Sent) -> None:
        desk, text = self.app_played.desk, event.text.strip()
        if desk.question is None:
            self._say("not yet: the other side is writing …")
        elif not text and not self.app_played.plays_user:
            self._say("write something first")
        elif not text and not self._leaving:
            self._leaving = True
            self._say(f"Enter once more leaves this session, as {LEAVE} does")
        elif desk.answer(text):
            self.query_one(Dialogue).anchor()
            self.query_one(Answer).text = ""
            self._leaving = False
            self._say("")

    def _say(self, hint: str) -> None:
        self._hint = hint
        self.follow(frozenset())

    def action_write(self) -> None:
        """Back to writing."""
        self.query_one(Answer).focus()

    def action_card(self) -> None:
        """Show or hide the card."""
        self.toggle_class("-alone")
