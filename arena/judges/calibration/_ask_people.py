"""Asking a judge about a prepared moment of a simulated person: the text that is judged is theirs."""

from __future__ import annotations

from arena.judges._bench import Bench
from arena.judges.calibration._moments import Moment, Twin, shipped_moments
from arena.judges.realism import TRUTH, role_of, truth_of
from arena.judges.realism._record import Said, Talk
from arena.schema.realism_view import OwnLine, RealismView
from arena.schema.scenario import SessionPlan
from arena.schema.verdict import Verdict

_EARLIER, _NOW = 1, 2
"""Numbers of the two talks."""


async def ask_of_person(moment: Moment, twin: Twin, bench: Bench) -> list[Verdict]:
    """Every verdict that the judge of realism gives on what the person says in this twin."""
    talk = _talk(moment.dialogue(twin))
    if moment.measure in TRUTH:
        return await truth_of(bench, talk, _truth(moment, talk))
    return await role_of(bench, talk)


def _talk(texts: tuple[str, ...]) -> Talk:
    """A talk of this much, the person's turn first; of how they felt nothing is known."""
    talk = Talk(_NOW, SessionPlan(id="prepared", kind="talk"), replies=list(texts[1::2]))
    talk.said += [
        Said(_NOW, turn, text, "", turn // 2, fault_before=False, reveals=(), state=None, took=None)
        for turn, text in enumerate(texts, start=1)
        if turn % 2
    ]
    return talk


def _truth(moment: Moment, talk: Talk) -> RealismView:
    return RealismView(
        portrait=shipped_moments().people[moment.person].portrait,
        told=moment.told,
        matter=(moment.goal,) if moment.goal else (),
        earlier=tuple(
            OwnLine(session=_EARLIER, turn=2 * n + 1, text=text) for n, text in enumerate(moment.earlier[::2])
        ),
        now=tuple(OwnLine(session=said.session, turn=said.turn, text=said.text) for said in talk.said),
    )
