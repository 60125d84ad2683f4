"""`arena persona`, `arena scenario`, `arena contestant`: what can be named, and checks of authored files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli import _authoring
from arena.cli._options import DB, RUNS, Db, Json, Paths, RunsDir

if TYPE_CHECKING:
    from arena.errors import Problem
    from arena.schema.scenario import Scenario

_TURNS = 10
"""Replies of the session by which calls are told."""
_CHECKS = """

[bold]Examples[/bold]

  arena contestant check ./my_agent.py:reply

  arena contestant check langgraph:my_package.graph:make --isolate

  arena contestant check 'openai:http://127.0.0.1:8000/v1#my-agent?history=last'

  arena contestant check notebook --model openai/gpt-4o-mini
"""

people = typer.Typer(no_args_is_help=True, help="People: check, list and show persona files.")
assistants = typer.Typer(no_args_is_help=True, help="Contestants: list the built-in ones and their options.")
courses = typer.Typer(no_args_is_help=True, help="Scenarios: check, list and show scenario files.")


def add_to(app: typer.Typer) -> None:
    """Hang the groups into the tree."""
    _authoring.add_to(people, courses)
    app.add_typer(people, name="persona")
    app.add_typer(courses, name="scenario")
    app.add_typer(assistants, name="contestant")


def _report(
    problems: list[Problem],
    files: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    *,
    as_json: bool,
    advice: list[Problem],
    besides: str = "",
) -> None:
    """`files` is what JSON tells of the sound ones, `rows` what the table shows, `advice` what is no mistake."""
    from dataclasses import asdict

    from arena.cli._output import notice, print_json, safe, screen, table
    from arena.errors import BadFiles

    if as_json:
        told = {"problems": [asdict(one) for one in problems], "advice": [asdict(one) for one in advice]}
        print_json(told | {"files": files})
        if problems:
            raise typer.Exit(2)
        return
    for one in advice:
        notice(f"advice: {one}")
    if problems:
        raise BadFiles(problems)
    headings = [(key, "left") for key in (rows[0] if rows else {})]
    screen().print(table("", headings, [tuple(row.values()) for row in rows]))
    screen().print(safe(f"{len(rows)} file{'s' * (len(rows) != 1)}{besides}, no problems", "green"))


@people.command("check")
def check_people(
    paths: Paths,
    runs_dir: RunsDir = RUNS,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Find every mistake in persona files, with its place; say which level each persona has reached.

    Sketch, portrait, or verified for a model: asked in character it answers as authored, and its latest matches count.
    Advice is on what is no mistake and leads nowhere: it changes nothing of the exit code.
    """
    from arena import personas
    from arena.checks.authored import on_people
    from arena.cli._output import notice
    from arena.cli.persona._verified import described, row

    report = personas.check(paths)
    files, trouble = described(report.levels, runs_dir, db) if report.ok or as_json else ([], "")
    besides = _fragments(len(report.fragments))
    advice = on_people(report.documents)
    rows = [row(one) for one in files]
    _report(list(report.problems), files, rows, as_json=as_json, advice=advice, besides=besides)
    if trouble:
        notice(trouble)


def _fragments(count: int) -> str:
    return f" and {count} fragment{'s' * (count != 1)}" if count else ""


@courses.command("check")
def check_courses(paths: Paths, as_json: Json = False) -> None:
    """Find every mistake in scenario files, with its place.

    Advice is on what is no mistake and leads nowhere: it changes nothing of the exit code.
    """
    from arena import scenarios
    from arena.checks.authored import on_courses

    report = scenarios.check(paths)
    rows = [{"scenario": s.id, "sessions": len(s.sessions), "title": s.title} for s in report.scenarios]
    _report(list(report.problems), rows, rows, as_json=as_json, advice=on_courses(report.documents))


@people.command("list")
def list_people(as_json: Json = False) -> None:
    """The personas that can be named: those in ./personas and the shipped ones."""
    from arena import personas
    from arena.files import available

    rows = []
    for path in available("personas").values():
        who = personas.load(path)
        rows.append(
            {
                "id": who.id,
                "name": who.identity.name,
                "age": who.identity.age,
                "work": who.identity.work,
                "file": str(path),
            }
        )
    _list(rows, as_json=as_json)


@courses.command("list")
def list_courses(as_json: Json = False) -> None:
    """The scenarios that can be named: those in ./scenarios and the shipped ones."""
    from arena import scenarios
    from arena.files import available

    rows = []
    for path in available("scenarios").values():
        course = scenarios.load(path)
        kinds = " ".join(plan.kind for plan in course.sessions)
        rows.append(
            {"id": course.id, "domain": course.domain, "title": course.title, "sessions": kinds, "file": str(path)}
        )
    _list(rows, as_json=as_json)


def _list(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    from arena.cli._output import print_json, screen, table

    if as_json:
        print_json(rows)
        return
    headings = [(key, "left") for key in (rows[0] if rows else {}) if key != "file"]
    screen().print(table("", headings, [tuple(v for k, v in row.items() if k != "file") for row in rows]))


@assistants.callback()
def _group() -> None:
    """Contestants: list the built-in ones and their options."""


@assistants.command("list")
def list_contestants(as_json: Json = False) -> None:
    """The contestants that can be named: built-in ones with the options that `name?option=value` takes, installed ones.

    Your own need no name: `./file.py:obj`, `python:pkg.mod:obj`, `langgraph:pkg.mod:graph`, `openai:URL#MODEL`.
    """
    from arena.assistants import calls_in_session, describe, installed
    from arena.assistants.slots import SLOTS
    from arena.cli._output import notice

    rows: list[dict[str, Any]] = []
    for entry in describe():
        options = ", ".join(f"{o.name}={o.default} ({o.range}: {o.means})" for o in entry.options)
        brief = ", ".join(f"{o.name}={o.default}" for o in entry.options)
        calls = round(calls_in_session(entry.name, _TURNS), 1)
        row: dict[str, Any] = {"name": entry.name, "what": entry.what, "calls": calls, "options": brief}
        if as_json:
            row |= {"options": options, "source": entry.source} | {slot: entry.of(slot) for slot in SLOTS}
        rows.append(row)
    for name, where in installed().items():
        rows.append({"name": name, "what": f"installed: {where}", "calls": None, "options": ""})
    _list(rows, as_json=as_json)
    if not as_json:
        notice(f"calls of a model: at most, in a session of {_TURNS} replies · options in full: arena contestant parts")


@assistants.command("parts")
def list_parts(as_json: Json = False) -> None:
    """What each slot of a contestant can be filled with: `notebook?guard=NAME`, `plain?memory=NAME&option=value`."""
    from arena.assistants import parts

    rows: list[dict[str, Any]] = []
    for (slot, name), part in parts().items():
        options = ", ".join(f"{o.name}={o.default} ({o.range}: {o.means})" for o in part.options)
        rows.append({"slot": slot, "name": name, "what": part.what, "options": options, "source": part.source})
    _list(rows, as_json=as_json)


@assistants.command("graph")
def draw_contestant(
    name: Annotated[str, typer.Argument(help="such as notebook or notebook?guard=minimise")],
    mermaid: Annotated[bool, typer.Option("--mermaid", help="as Mermaid text, to paste into a document")] = False,
    as_json: Json = False,
) -> None:
    """How a contestant goes from a message to a reply, and what it does after a session."""
    from arena.cli._graph import show_graph

    show_graph(name, mermaid=mermaid, as_json=as_json)


@assistants.command("check", help="Whether a contestant can play: two users, two sessions, a planted word." + _CHECKS)
def check_contestant(
    spec: Annotated[str, typer.Argument(help="such as ./my_agent.py:reply, see docs/contestants.md")],
    model: Annotated[str, typer.Option(help="the model that its code may ask")] = "offline",
    api_base: Annotated[str | None, typer.Option(metavar="URL", help="where that model is served")] = None,
    isolate: Annotated[bool, typer.Option("--isolate", help="in a process of its own")] = False,
    as_json: Json = False,
) -> None:
    """Whether a contestant can play: two users, two sessions, a planted word."""
    from arena.cli._check import check

    check(spec, model=model, api_base=api_base, isolate=isolate, as_json=as_json)


@people.command("show")
def show_person(name: Annotated[str, typer.Argument(help="a name or a file")], as_json: Json = False) -> None:
    """One persona: the portrait that plays them, then all that the file says. `--json` shows the defaults, too."""
    from arena import personas
    from arena.cli._output import print_json, safe, screen
    from arena.cli._written import show_written
    from arena.files import find

    path = find("personas", name)[0]
    who = personas.load(path)
    if as_json:
        print_json(who.model_dump(mode="json"))
        return
    screen().print(safe(f"{who.identity.name} ({who.id}) · {path}", "bold"), soft_wrap=True)
    screen().print(safe(f"\nthe portrait that a model reads\n\n{personas.portrait(who)}\n"))
    show_written(who, leave_out=("id",))


@courses.command("show")
def show_course(name: Annotated[str, typer.Argument(help="a name or a file")], as_json: Json = False) -> None:
    """One scenario: its sessions at a glance, then all that the file says. `--json` shows the defaults, too."""
    from arena import scenarios
    from arena.cli._output import print_json, safe, screen
    from arena.cli._written import show_written
    from arena.files import find

    path = find("scenarios", name)[0]
    course = scenarios.load(path)
    if as_json:
        print_json(course.model_dump(mode="json"))
        return
    screen().print(safe(f"{course.title} ({course.id}, {course.domain}) · {path}", "bold"), soft_wrap=True)
    _draw_course(course)
    show_written(course, leave_out=("id", "title", "domain"))


def _draw_course(course: Scenario) -> None:
    from arena.cli._output import screen, table

    rows = []
    for number, plan in enumerate(course.sessions, start=1):
        norms = f"share {', '.join(plan.norms.share)}; withhold {', '.join(plan.norms.withhold)}"
        to = f"to {plan.recipient.who}: {norms}" if plan.recipient else ""
        need = plan.need or plan.opens_with or next((t.text for t in plan.turns if t.text), "") or ""
        rows.append((number, plan.id, plan.kind, f"+{plan.gap_days:g} d", f"{need} {to}".strip()))
    headings = [("", "right"), ("session", "left"), ("kind", "left"), ("after", "right"), ("need", "left")]
    screen().print(table("", headings, rows))
