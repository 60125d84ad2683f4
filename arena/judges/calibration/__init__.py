"""What is known of a judge before it is believed: moments with known truth, judges that are garbage, attacks."""

from arena.judges._bench import Bench
from arena.judges.calibration._ask import verdict_on
from arena.judges.calibration._attacks import TARGETS, Trial, Tried, attempt, shipped_attacks, trials
from arena.judges.calibration._garbage import GARBAGE, Garbage, GarbageJudge
from arena.judges.calibration._moments import TWINS, Moment, Moments, Twin, is_fault, shipped_moments
from arena.judges.calibration._scoring import Covered, Found, Judgement, Rate, coverage_curve, found, rate
from arena.judges.calibration._selection import Selection

__all__ = [
    "GARBAGE",
    "TARGETS",
    "TWINS",
    "Bench",
    "Covered",
    "Found",
    "Garbage",
    "GarbageJudge",
    "Judgement",
    "Moment",
    "Moments",
    "Rate",
    "Selection",
    "Trial",
    "Tried",
    "Twin",
    "attempt",
    "coverage_curve",
    "found",
    "is_fault",
    "rate",
    "shipped_attacks",
    "shipped_moments",
    "trials",
    "verdict_on",
]
