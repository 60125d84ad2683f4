"""The composition root: who plays whom, with which models, into which journal, within which budget."""

from arena.tournament._announced import Announcement, Delay, Notice, Piece
from arena.tournament._bench_again import known_measures, versions
from arena.tournament._budget import Account
from arena.tournament._further import play_and_judge
from arena.tournament._label import AskLabels, Enough, Labelled, Sitting, Skipped, TakenBack, label
from arena.tournament._mended import tell_mended
from arena.tournament._rejudge import Rejudging, forecast_of_judging, rejudge
from arena.tournament._run import Run
from arena.tournament._schedule import left_out, plan_matches
from arena.tournament._spec import override, override_models, read_spec
from arena.tournament._start import find_run, resume, start
from arena.tournament.branching import Former, Reply, branch, former, reply_at
from arena.tournament.forecast import Amount, Expected, Forecast
from arena.tournament.lineup import Lineup, line_up
from arena.tournament.outlook import forecast_left, forecast_of, is_free, raised
from arena.tournament.precision import Precision, precision_of

__all__ = [
    "Account",
    "Amount",
    "Announcement",
    "AskLabels",
    "Delay",
    "Enough",
    "Expected",
    "Forecast",
    "Former",
    "Labelled",
    "Lineup",
    "Notice",
    "Piece",
    "Precision",
    "Rejudging",
    "Reply",
    "Run",
    "Sitting",
    "Skipped",
    "TakenBack",
    "branch",
    "find_run",
    "forecast_left",
    "forecast_of",
    "forecast_of_judging",
    "former",
    "is_free",
    "known_measures",
    "label",
    "left_out",
    "line_up",
    "override",
    "override_models",
    "plan_matches",
    "play_and_judge",
    "precision_of",
    "raised",
    "read_spec",
    "rejudge",
    "reply_at",
    "resume",
    "start",
    "tell_mended",
    "versions",
]
