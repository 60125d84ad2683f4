"""People label what judges judged: blind, in their own order, kept apart, compared and never invented."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from arena.cli.judge._label import _barred
from arena.errors import UsageError
from arena.journal import RunFolder
from arena.judges import by_hand, questions
from arena.results.agreement import compare
from arena.schema.judge_view import ViolateView
from arena.schema.question import Question
from arena.schema.run import RunSpec
from arena.store import Store
from arena.tournament import Enough, Sitting, Skipped, TakenBack, label, start
from tests.nursery import arena

pytestmark = pytest.mark.xdist_group("label")  # one run for all of them

CAST = {"personas": ("ines-varga",), "scenarios": ("smaller-flat",), "contestants": ("plain", "oversharer")}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("labelled")
    run = start(RunSpec(**CAST, runs_dir=str(folder / "runs"), db=str(folder / "arena.duckdb")))

    async def play() -> None:
        async for _ in run.play():
            pass

    asyncio.run(play())
    return folder, run.folder.run_id


@pytest.fixture
def run(played: tuple[Path, str], tmp_path: Path) -> tuple[Store, str, Path]:
    shutil.copytree(played[0], tmp_path / "all")
    return Store(tmp_path / "all" / "arena.duckdb"), played[1], tmp_path / "all" / "runs"


class Person:
    """Answers by key, `default` where nothing is said of it, and remembers what was shown."""

    def __init__(self, default: str = "3", **labels: str) -> None:
        self.default, self.labels = default, labels
        self.seen: list[Question[Any]] = []

    async def ask(self, question: Question[Any]) -> Mapping[str, str]:
        self.seen.append(question)
        given = {one.key: self.labels.get(one.key, self.default) for one in by_hand.asked(question)}
        more = by_hand.follow_up(question, given)
        return given if more is None else {**given, more.key: question.inputs.reply.split()[0]}


def sit(
    run: tuple[Store, str, Path], person: Any, n: int = 99, measures: tuple[str, ...] = (), who: str = "ana"
) -> Any:
    store, run_id, runs = run
    return label(store, run_id, who, person.ask, Sitting(n, measures, runs))


def rows(run: tuple[Store, str, Path], who: str = "ana") -> list[Any]:
    return run[0].verdicts(run[1], [f"journal-label-{who}"])


def test_labels_are_marked_human_and_kept_apart(run: tuple[Store, str, Path]) -> None:
    before = run[0].match_scores(run[1])
    done = sit(run, Person("4", humor_fit="n", callback="?"), 5, ("likability",))
    assert done.moments == 5
    labelled = rows(run)
    assert {row.judge for row in labelled} == {"human:ana", "code"}
    assert all(row.certainty is None for row in labelled), "nobody asked how sure they are"
    by_measure = {row.measure: (row.status, row.value) for row in labelled}
    assert by_measure["likability.formality_matching"] == ("scored", 4.0)
    assert by_measure["likability.humor_fit"] == ("not_applicable", None)
    assert by_measure["likability.callback"] == ("abstained", None)
    assert by_measure["likability.overall"] == ("scored", 4.0)
    assert run[0].match_scores(run[1]) == before, "the run's own means are as they were"


def test_a_sitting_goes_on_where_the_last_one_stopped(run: tuple[Store, str, Path]) -> None:
    first, second = Person(), Person("?")
    sit(run, first, 4, ("likability",))
    kept = [(r.match, r.session, r.turn, r.value) for r in rows(run) if r.measure == "likability.humor_fit"]
    done = sit(run, second, 4, ("likability",))
    assert (done.moments, done.before) == (4, 4)
    asked = [(q.inputs.reply, q.inputs.reply_turn) for q in (*first.seen, *second.seen)]
    assert len(asked) == 8
    now = {(r.match, r.session, r.turn): r.value for r in rows(run) if r.measure == "likability.humor_fit"}
    assert len(now) == 8
    assert all(now[match, session, turn] == value for match, session, turn, value in kept), "nothing was overwritten"


def test_the_order_is_the_persons_own_and_contestants_come_mixed(run: tuple[Store, str, Path]) -> None:
    ana, bob = Person(), Person()
    sit(run, ana, 12, ("likability",))
    sit(run, bob, 12, ("likability",), "bob")
    assert [q.inputs.reply for q in ana.seen] != [q.inputs.reply for q in bob.seen]
    contestant = {match.match: match.contestant for match in run[0].matches(run[1])}
    assert {contestant[row.match] for row in rows(run)} == {"plain", "oversharer"}
    shown = "\n".join(by_hand.material(question) for question in ana.seen)
    assert "oversharer" not in shown


def test_who_acknowledges_has_not_seen_the_preference(run: tuple[Store, str, Path]) -> None:
    person = Person("y")
    sit(run, person, 1, ("preference",))
    names = [question.prompt for question in person.seen]
    assert set(names[:2]) == {"judge/acknowledge", "judge/helpful"}
    assert "judge/violate" in names[2:]
    assert "judge/hallucinate" in names, "what they copied is asked about, as it is of a model"
    found = {row.measure: row.value for row in rows(run)}
    assert found["preference.violate"] == 1.0
    assert found["preference.accuracy"] == 0.0


def test_a_hint_is_no_leak_and_one_doubt_is_not_all(run: tuple[Store, str, Path]) -> None:
    seen: list[str] = []

    class Careful(Person):
        async def ask(self, question: Question[Any]) -> Mapping[str, str]:
            seen.extend(one.key for one in by_hand.asked(question))
            return {key: ("w", "p", "?", "n")[min(i, 3)] for i, key in enumerate(seen)}

    sit(run, Careful(), 1, ("privacy",))
    found = {row.about: (row.status, row.value, row.label) for row in rows(run)}
    assert found[seen[0]][:2] == ("scored", 1.0)
    assert found[seen[1]][:2] == ("scored", 0.0)
    assert found[seen[1]][2].endswith("+partial")
    assert found[seen[2]][0] == "abstained"
    assert found[seen[3]][:2] == ("scored", 0.0)


def test_what_is_passed_over_leaves_no_label(run: tuple[Store, str, Path]) -> None:
    class Wavering(Person):
        async def ask(self, question: Question[Any]) -> Mapping[str, str]:
            self.seen.append(question)
            raise Skipped if len(self.seen) < 3 else Enough

    person = Wavering()
    done = sit(run, person, 9, ("preference",))
    assert (done.moments, len(person.seen)) == (0, 3), (
        "the other questions of a moment that was passed over are dropped"
    )
    assert rows(run) == []


class GoesBack(Person):
    """Goes back before answering the questions with these numbers (from 1, as they are shown)."""

    def __init__(self, *at: int, default: str = "3") -> None:
        super().__init__(default)
        self.at = at

    async def ask(self, question: Question[Any]) -> Mapping[str, str]:
        if len(self.seen) + 1 in self.at:
            self.seen.append(question)
            raise TakenBack
        given = await super().ask(question)
        return {key: str(min(5, len(self.seen))) for key in given} if self.default == "3" else given


def test_the_last_moment_can_be_taken_back_and_labelled_otherwise(run: tuple[Store, str, Path]) -> None:
    person = GoesBack(3)  # first, second; back at the third; second again, third
    done = sit(run, person, 3, ("likability",))
    replies = [question.inputs.reply for question in person.seen]
    assert (done.moments, len(replies)) == (3, 5)
    assert replies[3] == replies[1]
    assert replies[4] == replies[2]
    assert sorted(r.value for r in rows(run) if r.measure == "likability.humor_fit") == [1.0, 4.0, 5.0]
    again = Person("2")
    assert sit(run, again, 1, ("likability",)).before == 3
    assert sorted(r.value for r in rows(run) if r.measure == "likability.humor_fit") == [1.0, 2.0, 4.0, 5.0]


def test_what_is_written_is_not_taken_back(run: tuple[Store, str, Path]) -> None:
    person = GoesBack(1, 4, 5)  # nothing before the first; then twice in a row
    done = sit(run, person, 3, ("likability",))
    replies = [question.inputs.reply for question in person.seen]
    assert replies[1] == replies[0], "there is nothing to go back to"
    assert replies[3:] == [replies[3], replies[2], replies[2], replies[3]], "one moment back, and no further"
    assert done.moments == 3
    assert len([r for r in rows(run) if r.measure == "likability.humor_fit"]) == 3


def test_going_back_within_a_moment_begins_it_again(run: tuple[Store, str, Path]) -> None:
    person = GoesBack(2, default="y")
    sit(run, person, 1, ("preference",))
    assert person.seen[2].prompt == person.seen[0].prompt
    given = [row for row in rows(run) if row.measure == "preference.helpful"]
    assert {row.value for row in given} == {1.0}
    assert len({(row.match, row.session, row.turn) for row in given}) == 1


def test_a_doubt_about_what_was_passed_over_is_no_doubt_about_the_next(run: tuple[Store, str, Path]) -> None:
    class Unsure(Person):
        async def ask(self, question: Question[Any]) -> Mapping[str, str]:
            self.seen.append(question)
            if len(self.seen) == 2:
                raise Skipped
            return {one.key: "?" if len(self.seen) == 1 else "n" for one in by_hand.asked(question)}

    sit(run, Unsure(), 1, ("preference",))
    assert {row.status for row in rows(run) if row.measure == "preference.acknowledge"} == {"scored"}


def test_people_read_what_is_theirs(run: tuple[Store, str, Path]) -> None:
    person = Person("n")
    sit(run, person, 40, ())
    assert {question.prompt for question in person.seen} >= {"judge/likability", "judge/violate", "judge/session"}
    for question in {question.prompt: question for question in person.seen}.values():
        keys = [one.key for one in by_hand.asked(question)]
        shown = "\n".join((by_hand.material(question), *(by_hand.rubric(question, key) for key in keys)))
        for meant_for_a_model in ("How to answer", "evidence -", "abstain", "certainty", "null", "<said>", "</reply>"):
            assert meant_for_a_model not in shown, question.prompt
        assert question.inputs.__class__.__name__ not in shown
        assert all(by_hand.rubric(question, key).count("\n") >= 2 for key in keys), "something to go by is left"


def test_agreement_counts_no_rows_of_code_and_writes_nothing(run: tuple[Store, str, Path]) -> None:
    store, run_id, runs = run
    with pytest.raises(UsageError, match="no second judging"):
        compare(store, run_id, ())
    sit(run, Person("5"), 99, ("likability",))
    before = _prints(runs.parent)
    found = compare(store, run_id, ())
    assert _prints(runs.parent) == before
    assert found.raters == ("run (offline)", "label-ana")
    by_measure = {pair.measure: pair for pair in found.pairs}
    assert "likability.overall" not in by_measure
    always_five = by_measure["likability.formality_matching"]
    assert always_five.kappa == pytest.approx(0.0), "who says the same throughout agrees by chance alone"
    assert always_five.n == sum(map(sum, always_five.matrix.counts)) > 20
    assert found.disagreements
    distances = [one.distance for one in found.disagreements]
    assert distances == sorted(distances, reverse=True)


def test_agreement_by_certainty(run: tuple[Store, str, Path]) -> None:
    sit(run, Person("4", humor_fit="n"), 99, ("likability",))
    found = compare(run[0], run[1], ())
    (curve,) = found.curves
    assert (curve.judge, curve.person) == ("run (offline)", "label-ana")
    first, *rest = curve.points
    assert (first.certainty, first.coverage) == (0, 1.0)
    n = sum(pair.n for pair in found.pairs)
    assert first.n == n, "the offline judge says of all it reads how sure it is"
    assert first.accuracy == pytest.approx(sum((pair.agreed or 0) * pair.n for pair in found.pairs) / n)
    kept = [point.n for point in curve.points]
    assert kept == sorted(kept, reverse=True)
    assert rest[-1].n == 0
    assert rest[-1].accuracy is None


def test_one_reading_counts_once_however_many_preferences_it_is_given_for(run: tuple[Store, str, Path]) -> None:
    sit(run, Person("y"), 99, ("preference",))
    found = compare(run[0], run[1], ())
    given = [row for row in rows(run) if row.measure == "preference.helpful"]
    replies = {(row.match, row.session, row.turn) for row in given}
    (helpful,) = [pair for pair in found.pairs if pair.measure == "preference.helpful"]
    assert helpful.n == len(replies) < len(given)


def test_three_raters_have_one_alpha(run: tuple[Store, str, Path]) -> None:
    sit(run, Person("4", conversation_length_fit="5"), 30, ("likability",))
    sit(run, Person("4", conversation_length_fit="2"), 30, ("likability",), "bob")
    found = compare(run[0], run[1], ["run", "label-ana", "label-bob"])
    (row,) = [row for row in found.alphas if row.measure == "likability.conversation_length_fit"]
    assert row.raters == 3
    assert row.alpha is not None
    assert row.alpha < 0.1
    assert len([pair for pair in found.pairs if pair.measure == row.measure]) == 3


def test_at_the_terminal(run: tuple[Store, str, Path]) -> None:
    store, run_id, runs = run
    typed = "r\n9\n\n2\nu\n4\n4\nn\nn\n5\nn\n?\ns\nq\n"
    places = ("--db", str(store.path), "--runs-dir", str(runs))
    done = arena(runs, "judge", "label", run_id, "--as", "eve", *places, columns=100, stdin=typed)
    assert "1 labelled" in done.stdout
    assert "emotional_adaptation: the tone of the reply" in done.stderr, "the judge's own rubric"
    assert "9 is no answer: type 1-5" in done.stderr
    assert "an empty line is no answer" in done.stderr
    assert "How to answer" not in done.stderr
    assert "oversharer" not in done.stderr + done.stdout
    shown = arena(runs, "judge", "agreement", run_id, "--db", str(store.path), columns=100)
    assert "label-eve" in shown.stdout
    assert "Krippendorff" in shown.stdout


def _prints(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_who_finds_nothing_to_label_is_told_why(run: tuple[Store, str, Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="on these measures") as error:
        sit(run, Person(), measures=("nobody.asks",))
    assert "--measures all" in error.value.next_step
    _, run_id, runs = run
    folder = RunFolder(runs / run_id)
    folder.journal.write_bytes(folder.journal.read_bytes().splitlines(keepends=True)[0])
    begun = Store(tmp_path / "begun.duckdb")
    begun.ingest(folder)
    with pytest.raises(UsageError, match=r"no match of .* is over yet"):
        sit((begun, run_id, runs), Person(), who="benedetta")


def test_the_bar_stands_before_every_line_of_the_material() -> None:
    text = by_hand.material(
        violate("A reply that is long enough to need " + "many " * 30 + "lines.\n\n  It has two parts.")
    )
    shown = _barred(text, 40).splitlines()
    first = next(i for i, line in enumerate(shown) if "long enough" in line)
    assert all(line.startswith("│") for line in shown[first:])
    assert max(map(len, shown)) <= 40
    assert "lines." in "\n".join(shown)


def violate(reply: str) -> Question[Any]:
    return questions.violate(ViolateView(preference="wants it short", before=(), request="Which?", reply=reply))
