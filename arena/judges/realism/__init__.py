"""Judging the simulated person: does a match tell anything of the contestant, or of the simulator?"""

from arena.judges.realism.judge import ASKED, COUNTS, TRUTH, RealismJudge, outside, role_of, truth_of, voiding
from arena.judges.realism.offline import ANSWERERS

__all__ = ["ANSWERERS", "ASKED", "COUNTS", "TRUTH", "RealismJudge", "outside", "role_of", "truth_of", "voiding"]
