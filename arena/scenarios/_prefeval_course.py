"""PrefEval items as courses: the preference is said, other things are talked about, the question comes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from arena.errors import UsageError
from arena.files import dump
from arena.scenarios._prefeval import PREFERENCE_ID, Form, Item, read_fillers, read_items
from arena.schema.persona import Identity, Persona, Preference
from arena.schema.scenario import GivenTurn, Option, OptionCheck, Scenario, SessionPlan
from arena.text.canonical import seed_of

_SOURCE = "PrefEval (arXiv 2502.09597), CC-BY-NC-4.0"
_LETTERS = "abcdefgh"
_NAME = "Robin"


@dataclass(frozen=True, slots=True)
class PrefEvalForm:
    """Which items of PrefEval are imported, and how they are played.

    `form`: how the preference is shown. `topics`: empty for all. `limit`: at most so many items of each topic, the
    first ones. `turns`: filler user turns between the preference and the question. `one_session`: the published form,
    all in one session; otherwise the preference, the fillers and the question are three sessions a day apart. `seed`
    shuffles the answer options.
    """

    form: Form = "explicit"
    topics: tuple[str, ...] = ()
    limit: int | None = None
    turns: int = 10
    one_session: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import wrote, and what it changed or could not do."""

    written: tuple[Path, ...]
    by_topic: dict[str, int]
    fillers: int
    """Filler pairs the copy holds; the first `turns` of them are used."""
    skipped: tuple[str, ...]
    """A sentence for each thing left out or mended."""


def import_prefeval(folder: Path, out: Path, form: PrefEvalForm) -> ImportReport:
    """Write one scenario file for each chosen item of a copy of PrefEval.

    Args:
        folder: the user's checkout, or its `benchmark_dataset` folder.
        out: folder for the files; made if missing. Files of the same name are replaced.
        form: which items and how they are played.

    Raises:
        UsageError: the folder, a topic or a file is not what it should be, there are fewer fillers than `turns`, or
            `out` cannot be written.
    """
    items = [i for i in read_items(folder, form.form, form.topics) if form.limit is None or i.index < form.limit]
    fillers = read_fillers(folder)
    if form.turns > len(fillers.pairs):
        fact = f"{form.turns} filler turns were asked for and there are {len(fillers.pairs)}"
        raise UsageError(fact, next_step=f"ask for at most {len(fillers.pairs)}")
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = tuple(_write(out, to_scenario(item, fillers.pairs, form)) for item in items)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}", next_step="choose another folder") from error
    mended = f"control characters became spaces in {fillers.mended} of the filler messages"
    return ImportReport(
        written=written,
        by_topic=dict(Counter(item.topic for item in items)),
        fillers=len(fillers.pairs),
        skipped=(*((mended,) if fillers.mended else ()), *_without_options(items)),
    )


def _without_options(items: Sequence[Item]) -> list[str]:
    return [
        f"{i.topic}, item {i.index}: no answer options, so code cannot check the choice" for i in items if not i.options
    ]


def _write(out: Path, scenario: Scenario) -> Path:
    path = out / f"{scenario.id}.yaml"
    path.write_text(dump(scenario), encoding="utf-8")
    return path


def to_scenario(item: Item, fillers: Sequence[tuple[str, str]], form: PrefEvalForm) -> Scenario:
    """One item as a course of its own person.

    Args:
        item: a preference and its question.
        fillers: pairs of user and assistant turns, in the order they are to be used.
        form: `turns`, `one_session` and `seed` count here.
    """
    plans = [_said(item), *_between(fillers, form.turns), _asked(item, form.seed)]
    return Scenario(
        id=f"{_slug(item, item.form)}-t{form.turns}" + ("-one" if form.one_session else ""),
        title=f"PrefEval: {item.topic.replace('_', ' ')} {item.index} ({item.form})",
        domain=item.topic.replace("_", "-"),
        source=_SOURCE,
        touches=("any",),
        person=_person(item),
        sessions=(_in_one(plans),) if form.one_session else tuple(plans),
    )


def _slug(item: Item, form: str = "") -> str:
    parts = ["pe", form, item.topic.replace("_", "-").lower(), f"{item.index:03}"]
    return "-".join(p for p in parts if p)


def _person(item: Item) -> Persona:
    given = tuple(t.text for t in item.said if t.reveals and t.text)
    wish = Preference(
        id=PREFERENCE_ID,
        about=item.topic.replace("_", " "),
        value=item.preference,
        importance=5,
        shown_by="states" if item.form in {"explicit", "mcq"} else "hints",
        says_like=given,
    )
    return Persona(id=_slug(item), identity=Identity(name=_NAME), preferences=(wish,), sources=(_SOURCE,))


def _said(item: Item) -> SessionPlan:
    return _scripted("said", 0, item.said)


def _between(fillers: Sequence[tuple[str, str]], turns: int) -> list[SessionPlan]:
    given: list[GivenTurn] = []
    for user, assistant in fillers[:turns]:
        given += [GivenTurn(who="user", text=user), GivenTurn(who="assistant", text=assistant)]
    return [_scripted("between", 1, tuple(given))] if given else []


def _asked(item: Item, seed: int) -> SessionPlan:
    question = (GivenTurn(who="user", text=item.question), GivenTurn(who="assistant"))
    plan = _scripted("asked", 1, question)
    if not item.options:
        return plan
    order = list(range(len(item.options)))
    random.Random(seed_of("prefeval", str(seed), item.topic, str(item.index))).shuffle(order)  # noqa: S311
    options = tuple(Option(id=f"option-{_LETTERS[at]}", text=item.options[n]) for at, n in enumerate(order))
    check = OptionCheck(preference=PREFERENCE_ID, kept_by=(options[order.index(0)].id,))
    update = {"options": options, "checks": (check,), "show_options": item.form == "mcq"}
    return plan.model_copy(update=update)


def _scripted(name: str, gap_days: float, turns: tuple[GivenTurn, ...]) -> SessionPlan:
    spoken = sum(t.who == "user" for t in turns)
    return SessionPlan(id=name, kind="scripted", gap_days=gap_days, turns=turns, max_turns=max(1, spoken))


def _in_one(plans: Sequence[SessionPlan]) -> SessionPlan:
    turns = tuple(turn for plan in plans for turn in plan.turns)
    spoken = sum(t.who == "user" for t in turns)
    return plans[-1].model_copy(update={"id": "all", "gap_days": 0, "turns": turns, "max_turns": spoken})
