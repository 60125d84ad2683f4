"""Simulated people: the harness owns the person, a model only speaks.

`Person` plays a persona through a course of sessions; `ANSWERERS` are the offline answers to its question.
"""

from arena.users.offline import ANSWERERS
from arena.users.person import Person
from arena.users.questions import SpokenTurn, user_turn

__all__ = ["ANSWERERS", "Person", "SpokenTurn", "user_turn"]
