"""`arena persona new`: a guided first file of a new person, or one from options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import Force

if TYPE_CHECKING:
    from arena.errors import UsageError
    from arena.personas import Draft, Kept, Wish

_SHOWN = ("states", "hints", "reacts_only")
_MOST_SAMPLES = 6


def new_person(
    name: Annotated[str, typer.Option("--name", help="full name")] = "",
    age: Annotated[int | None, typer.Option("--age", help="18 to 95")] = None,
    work: Annotated[str, typer.Option("--work", help="in a few words: 'night dispatcher'")] = "",
    home: Annotated[str, typer.Option("--home", help="in a few words: 'a flat above a bakery'")] = "",
    words: Annotated[int | None, typer.Option("--words", help="words in a usual message, 2 to 120")] = None,
    sample: Annotated[list[str] | None, typer.Option("--sample", help="a message of theirs; repeat for more")] = None,
    wish: Annotated[list[str] | None, typer.Option("--wish", help="what they want of answers; repeat for more")] = None,
    secret: Annotated[list[str] | None, typer.Option("--secret", help="KEY=VALUE, such as debt='two loans'")] = None,
    but: Annotated[list[str] | None, typer.Option("--but", help="a contradiction")] = None,
    extends: Annotated[list[str] | None, typer.Option("--extends", help="a fragment to mix in")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="the file; else personas/ID.yaml")] = None,
    force: Force = False,
    ask: Annotated[bool | None, typer.Option("--ask/--no-ask", help="ask for what is not given")] = None,
) -> None:
    """Write the first file of a new person: asks, or takes the options.

    Examples: arena persona new · arena persona new --name "Nell Hart" --wish "wants short answers" --words 9
    """
    from arena.personas import Draft, Wish, text_of

    draft = Draft(
        name=name,
        wishes=tuple(Wish(value) for value in wish or ()),
        age=age,
        work=work,
        home=home,
        words=words,
        samples=tuple(sample or ()),
        secrets=tuple(_given_secret(text) for text in secret or ()),
        but=tuple(but or ()),
        extends=tuple(extends or ()),
    )
    wanted = ask if ask is not None else sys.stdin.isatty() and not (name and wish)
    draft = _Wizard(draft).run() if wanted else draft
    _require(draft)
    path = output or Path("personas") / f"{draft.id}.yaml"
    save(lambda schema: text_of(draft, schema), path, force=force)
    _tell(path)


def _given_secret(text: str) -> Kept:
    from arena.errors import UsageError
    from arena.personas import Kept

    key, sign, value = text.partition("=")
    if not sign or not value.strip():
        raise UsageError(f"`--secret {text}` has no value", next_step="write it as --secret debt='two loans'")
    return Kept(key.strip(), value.strip())


def _require(draft: Draft) -> None:
    from arena.errors import UsageError
    from arena.personas import problems_of

    missing = [option for option, value in (("--name", draft.name), ("--wish", draft.wishes)) if not value]
    if missing:
        next_step = 'arena persona new --name "Nell Hart" --wish "wants short answers", or `--ask` to be asked'
        raise UsageError(f"a new person needs {' and '.join(missing)}", next_step=next_step)
    if found := problems_of(draft):
        raise _unsound([f"{problem.message}{f' ({problem.hint})' * bool(problem.hint)}" for problem in found])


def _unsound(messages: list[str]) -> UsageError:
    from arena.errors import UsageError

    return UsageError("; ".join(messages), next_step="correct the options and run the same command again")


def save(text: Callable[[str], str], path: Path, *, force: bool) -> None:
    """The file, and where there is none yet the form beside its folder, so that editors can help.

    `text` makes the file, given where the form is.
    """
    from arena import personas
    from arena.cli._output import notice
    from arena.errors import UsageError

    if path.exists() and not force:
        raise UsageError(f"{path} is there already", next_step="name another (-o FILE), or overwrite it (--force)")
    inside = path.parent.name == "personas"
    form = (path.parent.parent if inside else path.parent) / "schemas" / "persona.schema.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text("../" * inside + "schemas/persona.schema.json"), encoding="utf-8")
        if not form.exists():
            form.parent.mkdir(exist_ok=True)
            form.write_text(personas.schema(), encoding="utf-8")
            notice(f"written: {form} (for completion in editors)")
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    notice(f"written: {path}")


def _tell(path: Path) -> None:
    """What the new person is so far, who is nearest, and what to do next."""
    from arena import personas
    from arena.cli._output import safe, screen
    from arena.errors import BadFiles
    from arena.files import available

    report = personas.check([path])
    if report.problems:
        raise BadFiles(report.problems)
    level, who = report.levels[0], personas.load(path)
    screen().print(safe(f"{who.identity.name} is a {level.level}", "green"))
    others = {one.id: one for file in available("personas").values() for one in personas.find(str(file))}
    others.pop(who.id, None)
    if others:
        near = min(others.values(), key=lambda one: personas.distance(one, who))
        far = personas.distance(near, who)
        screen().print(safe(f"nearest of {len(others)}: {near.id}, at {far:.2f} (0 the same, 1 all different)"))
    for lacking in level.missing:
        screen().print(safe(f"  for a portrait: {lacking}", "dim"))
    screen().print(safe(f"next: refine it in an editor, then  arena persona check {path}", "bold"))
    screen().print(safe(f"      or see it talk:  arena play {path} smaller-flat notebook", "bold"))


class _Wizard:
    """Asks, a question at a time; Enter leaves a thing out."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def run(self) -> Draft:
        """The draft with the answers. Each is checked before the next question."""
        from arena.cli._output import safe, screen

        screen().print(safe("A new person. Enter leaves a thing out; only a name and one wish are needed.", "bold"))
        self._one("name", "Full name", "", needed=True)
        self._one("age", "Age, 18 to 95", "", read=_whole)
        self._one("work", "What do they do?", "night dispatcher for ambulances")
        self._one("home", "Where do they live?", "a flat above a bakery")
        self._one(
            "words", "How many words has a usual message of theirs?", "7 is curt, 16 ordinary, 40 long", read=_whole
        )
        self._many("samples", "A message they might type, about anything", "no, the other form. the blue one")
        self._wishes()
        self._one(
            "but", "Something about them that does not add up", "careful with money, careless with time", read=_single
        )
        self._secrets()
        self._fragments()
        return self._draft

    def _set(self, **values: Any) -> bool:
        """Take an answer if nothing is wrong with it; say so otherwise."""
        from arena.cli._output import safe, screen
        from arena.personas import Wish, problems_of

        changed = replace(self._draft, **values)
        whole = changed if changed.wishes else replace(changed, wishes=(Wish("anything"),))
        found = problems_of(whole if whole.name else replace(whole, name="Somebody"))
        for problem in found[:3]:
            screen().print(safe(f"  {problem.message}{f' ({problem.hint})' * bool(problem.hint)}", "red"))
        if not found:
            self._draft = changed
        return not found

    def _one(
        self, name: str, question: str, example: str, *, needed: bool = False, read: Callable[[str], Any] = str
    ) -> None:
        if getattr(self._draft, name):
            return
        while True:
            answer = _prompt(question, example)
            if not answer and not needed:
                return
            try:
                value = read(answer)
            except ValueError:
                typer.echo("  a whole number, please")
                continue
            if answer and self._set(**{name: value}):
                return

    def _many(self, name: str, question: str, example: str) -> None:
        while len(getattr(self._draft, name)) < _MOST_SAMPLES:
            given = getattr(self._draft, name)
            answer = _prompt(f"{question} ({'another, or Enter' if given else 'three to six are best'})", example)
            if not answer:
                return
            self._set(**{name: (*given, answer)})

    def _wishes(self) -> None:
        while True:
            given = self._draft.wishes
            question = "Another wish, or Enter" if given else "What do they want of an assistant's answers?"
            answer = _prompt(question, "wants short answers, a few sentences at most")
            if not answer and given:
                return
            if answer and self._set(wishes=(*given, self._wish(answer))):
                continue

    def _wish(self, value: str) -> Wish:
        from arena.personas import Wish

        shown = _choice("How does it show?", _SHOWN)
        return Wish(value, shown)

    def _secrets(self) -> None:
        from arena.personas import Kept
        from arena.schema.vocabulary import FACT_KEYS, RECIPIENTS

        while value := _prompt("Something they would not want passed on (or Enter)", "6,200 on two credit cards"):
            key = _kind_of_fact(tuple(FACT_KEYS))
            if not key:
                continue
            may = _listed(f"Who may learn it? ({', '.join(RECIPIENTS)})", RECIPIENTS)
            may_not = _listed("And who must not?", RECIPIENTS)
            self._set(secrets=(*self._draft.secrets, Kept(key, value, may, may_not)))

    def _fragments(self) -> None:
        from arena.personas import fragment_names

        known = fragment_names(Path("personas"))
        if known and not self._draft.extends:
            self._set(extends=_listed(f"Mix in fragments? ({', '.join(known)})", known))


def _prompt(question: str, example: str = "") -> str:
    shown = f"{question}{f' [{example}]' * bool(example)}"
    return str(typer.prompt(shown, default="", show_default=False, prompt_suffix="\n> ")).strip()


def _whole(answer: str) -> int:
    return int(answer)


def _single(answer: str) -> tuple[str, ...]:
    return (answer,)


def _choice(question: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first for Enter."""
    from arena.files import did_you_mean

    while True:
        answer = _prompt(f"{question} ({', '.join(choices)}; Enter: {choices[0]})") or choices[0]
        if answer in choices:
            return answer
        typer.echo(f"  {did_you_mean(answer, choices)}")


def _kind_of_fact(kinds: tuple[str, ...]) -> str:
    """One of the kinds; empty for Enter, which leaves the fact out."""
    from arena.files import did_you_mean

    such = ", ".join(kinds[:6])
    while answer := _prompt(f"What kind of fact is that? (such as {such}; ? lists all, Enter leaves it out)"):
        kind = answer.replace(" ", "_")
        if kind in kinds:
            return kind
        typer.echo(f"  {', '.join(kinds) if answer == '?' else did_you_mean(answer, kinds)}")
    return ""


def _listed(question: str, choices: Any) -> tuple[str, ...]:
    """Some of the choices, with commas between; none for Enter."""
    from arena.files import did_you_mean

    while True:
        answers = [part.strip() for part in _prompt(question).split(",") if part.strip()]
        wrong = next((answer for answer in answers if answer not in choices), "")
        if not wrong:
            return tuple(answers)
        typer.echo(f"  `{wrong}`: {did_you_mean(wrong, choices)}")
