"""Every error that a person may see, in one tree.

ArenaError                     exit 1   something is wrong and here is what to do
├── UsageError                 exit 2   the command, a file or a name is wrong; nothing was paid
│   ├── BadFiles               exit 2   problems in authored files, each with its place
│   ├── WrongNames             exit 2   several names are wrong; each says what there is instead
│   └── MissingKey             exit 2   no credentials for the chosen provider
├── RunStopped                 exit 3   the run stopped early and can be resumed
│   └── BudgetSpent            exit 3   the run took what it may take
├── NothingLeft                exit 4   every match failed
├── StoreUnavailable           exit 5   the database cannot be written (or read) now; the journal has everything
├── JournalUnwritable          exit 6   nothing can be recorded, so nothing is played
└── CallFailed                 (inside a run; never ends one by itself)
    ├── TransportFailed        retries are used up; a resume asks again
    ├── AnswerInvalid          the model answered, twice, but not in the form that was asked
    ├── Refused                the model declined to answer
    └── Rejected               the provider does not take the request: no such model, too long, no credit
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ArenaError(Exception):
    """A message for a person: what is wrong, what there is to choose from, what to do next.

    Args:
        fact: one sentence, what is wrong.
        choices: names the person might have meant, nearest first.
        next_step: what to type or change now.
    """

    title = "arena cannot go on"
    exit_code = 1

    def __init__(self, fact: str, *, choices: Sequence[str] = (), next_step: str = "") -> None:
        super().__init__(fact)
        self.fact = fact
        self.choices = tuple(choices)
        self.next_step = next_step


class UsageError(ArenaError):
    """The command line, a specification or a name is wrong; nothing was paid."""

    title = "that cannot be run"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an authored file. `line` and `column` count from 1; 0 means the whole file."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`file:line:column: message (hint)`, the form editors jump to."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class BadFiles(UsageError):
    """Problems in authored files; all that one pass found."""

    title = "these files need fixing"

    def __init__(self, problems: Sequence[Problem]) -> None:
        noun = "problem" if len(problems) == 1 else "problems"
        super().__init__(f"{len(problems)} {noun} found", next_step="fix them and run the same command again")
        self.problems = tuple(problems)


class WrongNames(UsageError):
    """Several names are wrong; all that one pass found."""

    def __init__(self, errors: Sequence[UsageError]) -> None:
        super().__init__(f"{len(errors)} names are wrong")
        self.errors = tuple(errors)


class MissingKey(UsageError):
    """The chosen provider wants credentials that are not set."""

    title = "no key for this model"


class RunStopped(ArenaError):
    """The run stopped before its end; what was journalled is kept and it can be resumed."""

    title = "the run stopped"
    exit_code = 3


class BudgetSpent(RunStopped):
    """The run took all it may take. `raised` are the options that let a resumed run go on, as one would type them."""

    title = "the budget is spent"

    def __init__(self, fact: str, *, next_step: str = "", raised: str = "") -> None:
        super().__init__(fact, next_step=next_step)
        self.raised = raised


class NothingLeft(ArenaError):
    """Every match of the run failed."""

    title = "no match was completed"
    exit_code = 4


class StoreUnavailable(ArenaError):
    """The database cannot be opened, read or written now; the journal has everything."""

    title = "the database is not available"
    exit_code = 5


class JournalUnwritable(ArenaError):
    """The journal cannot be written, so nothing may be played."""

    title = "the journal cannot be written"
    exit_code = 6


@dataclass(frozen=True, slots=True)
class Spent:
    """What a failed call took all the same: attempts, tokens, US dollars, seconds. `None` means unmetered."""

    tries: int = 1
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    latency_s: float = 0.0


class CallFailed(ArenaError):
    """A model call failed for good. `kind` is what the store keeps; the message never holds a key."""

    title = "a model call failed"
    kind = "failed"
    spent = Spent()


class TransportFailed(CallFailed):
    """No answer came: time-outs, dropped connections, 429 or 5xx until retries were used up.

    `outage` says whether the endpoint had answered nobody for so long that it counts as down.
    """

    kind = "transport"
    outage = False


class AnswerInvalid(CallFailed):
    """The model answered, and once more after being shown the error, but not in the form asked for."""

    kind = "invalid"


class Refused(CallFailed):
    """The model declined to answer or its provider filtered the answer."""

    kind = "refused"


class Rejected(CallFailed):
    """The provider does not take the request: no such model, too long, not allowed, no credit left."""

    kind = "rejected"
