"""Offline answers to the questions of an interview: rules over the words of the portrait, or of the talks, alone."""

from __future__ import annotations

from types import MappingProxyType

from arena.models.offline import Answerers, Offline
from arena.psychometrics import _again, _impression, _portrait
from arena.psychometrics._standing import answers
from arena.psychometrics.questions import PageAnswer
from arena.schema.probe_view import AgainView, SeenView, SelfView


def fill_in_as_oneself(view: SelfView, context: Offline) -> PageAnswer:
    """What the portrait says of oneself; what one remembers of talks changes nothing of that."""
    return answers(view.page, _portrait.standing(view.portrait), context.random)


def rate_a_stranger(view: SeenView, context: Offline) -> PageAnswer:
    """What the person's own lines suggest."""
    return answers(view.page, _impression.standing(view.talks), context.random)


def answer_again(view: AgainView, _: Offline) -> PageAnswer:
    """What the portrait and one's own lines so far say of oneself."""
    return _again.answer_again(view)


ANSWERERS: Answerers = MappingProxyType(
    {"probe/self": fill_in_as_oneself, "probe/seen": rate_a_stranger, "probe/again": answer_again}
)
"""The rules of this package, for the offline model."""
