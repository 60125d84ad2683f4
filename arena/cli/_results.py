"""`arena runs`, `show`, `leaderboard`, `ingest`: what was played and what came of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import DB, RUNS, Db, Json, LatestRun, RunName, RunsDir, existing_store, opened_run

if TYPE_CHECKING:
    from arena.store import Store, Transcript, TranscriptSession

Judging = Annotated[
    str | None, typer.Option(metavar="NAME", help="verdicts of a later judging (arena judge judgings lists them)")
]


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the tree."""
    app.command()(runs)
    app.command()(show)
    app.command()(leaderboard)
    app.command()(ingest)


def runs(db: Db = DB, as_json: Json = False) -> None:
    """Every run in the database, newest first."""
    from arena.cli._output import print_json, screen, table

    rows = existing_store(db).runs()
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    columns = [("run", "left"), ("name", "left"), ("started (UTC)", "left"), ("matches", "left"), ("models", "left")]
    body = []
    for row in rows:
        left = [f"{n} {w}" for n, w in ((row.n_void, "void"), (row.n_failed, "failed")) if n]
        done = ", ".join([f"{row.n_completed} of {row.n_planned}", *left])
        models = " / ".join(dict.fromkeys((row.user_model, row.contestant_model, row.judge_model)))
        body.append((row.run_id, row.name, f"{row.started_at:%Y-%m-%d %H:%M}", done, models))
    screen().print(table("", columns, body))


def leaderboard(
    run: LatestRun = "latest",
    measure: Annotated[
        str | None, typer.Option(metavar="NAME", help="one measure, such as likability.humor_fit")
    ] = None,
    pareto: Annotated[bool, typer.Option("--pareto", help="score against price and latency")] = False,
    judging: Judging = None,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Who stands where: likability, preferences, privacy, each with interval and n."""
    from arena.cli._board import show_leaderboard, show_measure
    from arena.results.standings import bring_up

    store, run_id = opened_run(db, run)
    bring_up(store, run_id)
    if pareto:
        from arena.cli._pareto import show_pareto

        show_pareto(store, run_id, measure or "likability.overall", as_json=as_json)
    elif measure is None:
        show_leaderboard(store, run_id, as_json=as_json, journal=journal_of(store, run_id, judging))
    else:
        show_measure(store, run_id, measure, as_json=as_json, journal=journal_of(store, run_id, judging))


def journal_of(store: Store, run: str, judging: str | None) -> str:
    """The journal of the judging of this name; the run's own for None. Raises UsageError."""
    from arena.results.agreement import judging_named

    return "journal" if judging is None else judging_named(store.judgings(run), judging, run).journal


def ingest(
    run: Annotated[str, typer.Argument(metavar="RUN", help="id, its beginning, a folder, or latest")],
    db: Db = DB,
    runs_dir: RunsDir = RUNS,
    as_json: Json = False,
) -> None:
    """Bring a run's journal into the database: what is new, or everything when the database was lost."""
    from arena.cli._output import notice, print_json, safe, screen
    from arena.results.standings import compute
    from arena.store import Store
    from arena.tournament import find_run, tell_mended

    folder = find_run(run, runs_dir)
    store = Store(db)
    report = store.ingest(folder)
    compute(store, folder.run_id)
    for line in tell_mended(store, report):
        notice(line)
    for damage in report.damage:
        notice(f"{damage.path}:{damage.line}: this line is damaged and was stepped over ({damage.why})")
    if as_json:
        print_json({"run": folder.run_id, "new_events": report.new_events, "damaged": len(report.damage)})
        return
    screen().print(safe(f"{folder.run_id}: {report.new_events} new events", "green"))


def show(
    run: RunName,
    match: Annotated[
        str | None,
        typer.Argument(
            metavar="MATCH", help="key or persona/scenario/contestant, with /seed or without; the beginning will do"
        ),
    ] = None,
    db: Db = DB,
    memory: Annotated[
        bool, typer.Option("--memory", help="also what the contestant kept after each session, and what changed in it")
    ] = False,
    judging: Judging = None,
    as_json: Json = False,
) -> None:
    """The matches of a run, or one match: who said what, what the judges made of it and why."""
    from arena.cli._memory import with_memory_changes
    from arena.cli._output import print_json
    from arena.errors import UsageError

    store, run_id = opened_run(db, run)
    if match is None:
        if memory:
            raise UsageError("a memory belongs to one match", next_step=f"name it: arena show {run} MATCH --memory")
        _show_matches(store, run_id, as_json=as_json)
        return
    transcript = store.transcript(run_id, match, journal_of(store, run_id, judging))
    if as_json:
        whole = asdict(transcript)
        print_json(with_memory_changes(whole, transcript.sessions) if memory else whole)
    else:
        _show_transcript(transcript, memory=memory)


def _show_matches(store: Store, run_id: str, *, as_json: bool) -> None:
    from arena.cli._output import number, print_json, safe, screen, table
    from arena.cli._people import told_apart
    from arena.results.people import icc_of, others

    rows = store.matches(run_id)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    liked = {s.match: s.value for s in store.match_scores(run_id) if s.measure == "likability.overall"}
    headings = ["match", "persona", "scenario", "contestant", "seed", "state", "turns", "likability"]
    body = [
        (
            row.match[:8],
            row.persona,
            row.scenario,
            row.contestant,
            row.seed,
            row.status + (f": {row.reason}" if row.reason else ""),
            row.n_turns,
            number(liked.get(row.match)),
        )
        for row in rows
    ]
    right = {"seed", "turns", "likability"}
    screen().print(table(run_id, [(h, "right" if h in right else "left") for h in headings], body))
    icc = icc_of(store.own_turns(run_id)) if len({row.seed for row in rows}) > 1 else {}
    for line in told_apart(icc, others(store, run_id)):
        screen().print(safe(line))


def _show_transcript(transcript: Transcript, *, memory: bool) -> None:
    from arena.cli._memory import memory_changes, show_memory
    from arena.cli._output import safe, screen

    match = transcript.match
    screen().print(safe(f"{match.persona} · {match.scenario} · {match.contestant} · seed {match.seed}", "bold"))
    if match.status != "completed":
        screen().print(safe(f"{match.status}: {match.reason}", "yellow"))
    for session, kept in zip(transcript.sessions, memory_changes(transcript.sessions), strict=True):
        _show_session(session, match.persona.split("-")[0].capitalize(), match.contestant)
        if memory:
            show_memory(kept)


def _show_session(session: TranscriptSession, person: str, contestant: str) -> None:
    from rich.rule import Rule

    from arena.cli._output import safe, screen
    from arena.cli._stage import ending, judged, margin, speaker_line, worth_showing

    to = f" · to {session.recipient}" if session.recipient else ""
    when = f" · {session.simulated_time:%a %d %b, %H:%M}" if session.simulated_time else ""
    heading = f"session {session.session} · {session.plan} · {session.kind}{to}{when}"
    screen().print(Rule(safe(heading), align="left", style="dim"))
    for turn in session.turns:
        user = turn.speaker == "user"
        mark = "" if turn.origin == "generated" else f" [{turn.origin}]"
        screen().print(speaker_line(person if user else contestant, turn.text + mark, "bold cyan" if user else "bold"))
        rows = [row for v in session.verdicts if v.turn == turn.turn and worth_showing(row := judged(v))]
        if rows:
            screen().print(margin(sorted(rows, key=lambda v: v.measure != "likability.overall")))
    for probe in session.probes:
        screen().print(speaker_line("probe", f"{probe.question}\n→ {probe.answer}", "magenta"))
    rest = [row for v in session.verdicts if v.turn == 0 and worth_showing(row := judged(v))]
    if rest:
        screen().print(margin(rest))
    screen().print(ending(session.end_reason))
