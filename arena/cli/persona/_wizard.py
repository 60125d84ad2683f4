"""The questions of `arena persona new`: each checked before the next, and every one can be gone back to.

The answers are kept in a list, and the questions follow from it: to go back is to drop the last answer and to ask again
from the start, without a word where an answer is there already. What is refused is dropped in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from arena.cli._output import safe, screen
from arena.files import did_you_mean
from arena.personas import Draft, Kept, Told, Wish, fragment_names, problems_of
from arena.schema.vocabulary import FACT_KEYS, RECIPIENTS

BACK = "<"
_SHOWN = ("states", "hints", "reacts_only")
_MOST = 6
"""Messages and phrasings that are asked for."""


class _AskAgain(Exception):
    """Some answers were dropped: the questions are gone through once more."""


def problems_so_far(draft: Draft) -> list[str]:
    """What is wrong with the answers, where it is no fault that others are missing."""
    whole = replace(draft, name=draft.name or "Somebody", wishes=draft.wishes or (Wish("anything"),))
    return [str(problem).removeprefix(": ") for problem in problems_of(whole)]


class Wizard:
    """Asks, a question at a time; Enter leaves a thing out.

    Args:
        draft: what is known already and is not asked.
        refused: why a draft cannot be written under its name; empty where it can.
    """

    def __init__(self, draft: Draft, refused: Callable[[Draft], str]) -> None:
        self._given = draft
        self._refused = refused
        self.draft = draft
        """The answers so far."""
        self._answers: list[str] = []
        self._asked = 0

    def run(self) -> Draft:
        """The draft with the answers. Raises typer.Abort when there are no more answers; `draft` has those given."""
        intro = f"A new person. Enter leaves a thing out, {BACK} goes back; only a name and one wish are needed."
        screen().print(safe(intro, "bold"))
        while True:
            self.draft, self._asked = self._given, 0
            try:
                self._walk()
                return self.draft
            except _AskAgain:
                continue

    def _walk(self) -> None:
        self._one("name", "Full name", needed=True)
        self._one("age", "Age, 18 to 95", read=self._whole)
        self._one("work", "What do they do?", "night dispatcher for ambulances")
        self._one("home", "Where do they live?", "a flat above a bakery")
        usual = "How many words has a usual message of theirs?"
        self._one("words", usual, "7 is curt, 16 ordinary, 40 long", read=self._whole)
        if not self._given.samples:
            samples = self._lines("A message they might type, about anything", "no, the other form. the blue one")
            self._take(0, samples=samples)
        self._wishes()
        contradiction = "Something about them that does not add up"
        self._one("but", contradiction, "careful with money, careless with time", read=lambda answer: (answer,))
        self._facts()
        self._secrets()
        known = fragment_names(Path("personas"))
        if known and not self._given.extends:
            self._take(0, extends=self._listed(f"Mix in fragments? ({', '.join(known)})", known))

    # Asking -----------------------------------------------------------------------------------------------------

    def _ask(self, question: str, example: str = "") -> str:
        """The answer, from the list as far as it goes."""
        if self._asked == len(self._answers):
            shown = f"{question}{f' [{example}]' * bool(example)}"
            answer = str(typer.prompt(shown, default="", show_default=False, prompt_suffix="\n> ")).strip()
            if answer == BACK:
                if not self._answers:
                    screen().print(safe("  this is the first question", "yellow"))
                self._drop(1)
            self._answers.append(answer)
        self._asked += 1
        return self._answers[self._asked - 1]

    def _drop(self, count: int) -> None:
        """Forget the last answers and ask again."""
        del self._answers[max(0, len(self._answers) - count) :]
        raise _AskAgain

    def _refuse(self, message: str, count: int = 1) -> None:
        screen().print(safe(f"  {message}", "red"))
        self._drop(count)

    def _take(self, begun: int, **values: Any) -> None:
        """Take answers into the draft; if something is wrong with them, those from number `begun` on are refused."""
        changed = replace(self.draft, **values)
        if found := problems_so_far(changed):
            self._refuse("\n  ".join(found[:3]), self._asked - begun)
        if "name" in values and (fact := self._refused(changed)):
            self._refuse(fact)
        self.draft = changed

    def _whole(self, answer: str) -> int:
        if not answer.isdecimal():
            self._refuse("a whole number, please")
        return int(answer)

    def _one(
        self, name: str, question: str, example: str = "", *, needed: bool = False, read: Callable[[str], Any] = str
    ) -> None:
        if getattr(self._given, name):
            return
        begun = self._asked
        answer = self._ask(question, example)
        if answer:
            self._take(begun, **{name: read(answer)})
        elif needed:
            self._refuse("this one is needed")

    def _lines(self, question: str, example: str) -> tuple[str, ...]:
        """Answers until Enter."""
        lines: list[str] = []
        while len(lines) < _MOST and (answer := self._ask("Another, or Enter" if lines else question, example)):
            lines.append(answer)
        return tuple(lines)

    def _says(self) -> tuple[str, ...]:
        return self._lines("How would they say it, in their own words? (or Enter)", "Keep it short, please.")

    def _choice(self, question: str, choices: Sequence[str]) -> str:
        """One of the choices; the first for Enter."""
        answer = self._ask(f"{question} ({', '.join(choices)}; Enter: {choices[0]})") or choices[0]
        if answer not in choices:
            self._refuse(did_you_mean(answer, choices))
        return answer

    def _listed(self, question: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Some of the choices, with commas between; none for Enter."""
        answers = [part.strip() for part in self._ask(question).split(",") if part.strip()]
        for answer in answers:
            if answer not in choices:
                self._refuse(f"`{answer}`: {did_you_mean(answer, choices)}")
        return tuple(answers)

    # What a person has several of -------------------------------------------------------------------------------

    def _wishes(self) -> None:
        while True:
            begun, given = self._asked, self.draft.wishes
            question = "Another wish, or Enter" if given else "What do they want of an assistant's answers?"
            answer = self._ask(question, "wants short answers, a few sentences at most")
            if not answer and given:
                return
            if not answer:
                self._refuse("one wish is needed")
            wish = Wish(answer, self._choice("How does it show?", _SHOWN), says_like=self._says())
            self._take(begun, wishes=(*given, wish))

    def _facts(self) -> None:
        question = "Something true of them that is no secret (or Enter)"
        while True:
            begun = self._asked
            value = self._ask(question, "2,300 a month")
            if not value:
                return
            if key := self._kind_of_fact():
                says, openly = self._says(), self._choice("Do they mention it unasked?", ("no", "yes")) == "yes"
                self._take(begun, facts=(*self.draft.facts, Told(key, value, says, openly)))

    def _secrets(self) -> None:
        while True:
            begun = self._asked
            value = self._ask("Something they would not want passed on (or Enter)", "6,200 on two credit cards")
            if not value:
                return
            if key := self._kind_of_fact():
                says = self._says()
                may = self._listed(f"Who may learn it? ({', '.join(RECIPIENTS)})", RECIPIENTS)
                may_not = self._listed("And who must not?", RECIPIENTS)
                self._take(begun, secrets=(*self.draft.secrets, Kept(key, value, may, may_not, says)))

    def _kind_of_fact(self) -> str:
        """One of the kinds; empty for Enter, which leaves the fact out."""
        such = ", ".join(list(FACT_KEYS)[:6])
        answer = self._ask(f"What kind of fact is that? (such as {such}; ? lists all, Enter leaves it out)")
        kind = answer.replace(" ", "_")
        if answer and kind not in FACT_KEYS:
            self._refuse(", ".join(FACT_KEYS) if answer == "?" else did_you_mean(answer, FACT_KEYS))
        return kind
