"""Simulated people: the harness owns the person, a model only speaks.

`Person` plays a persona through a course of sessions; `ANSWERERS` are the offline answers to its question.
`PlayedByHand` is a person whose words a human types, with a `card` at hand; `READINGS` make answers of what is typed.
"""

from arena.users.by_hand import LEAVE, READINGS, PlayedByHand
from arena.users.card import Card, Matter, card
from arena.users.offline import ANSWERERS
from arena.users.person import Person
from arena.users.questions import SpokenTurn, user_turn

__all__ = [
    "ANSWERERS",
    "LEAVE",
    "READINGS",
    "Card",
    "Matter",
    "Person",
    "PlayedByHand",
    "SpokenTurn",
    "card",
    "user_turn",
]
