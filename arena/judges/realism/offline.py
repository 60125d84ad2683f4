"""Offline answers of the judge of realism: rules over the words that a model would be shown, and nothing else."""

from __future__ import annotations

import re
from types import MappingProxyType

from arena.judges.realism.claims import SelfClaim, contradicted, goes_against, other_figure, self_claims
from arena.judges.realism.cues import helps
from arena.judges.realism.questions import Break, Claim, RealismAnswer, RoleAnswer, RoleMark
from arena.models.offline import Answerers, Offline
from arena.schema.realism_view import OwnLine, RealismView, RoleView
from arena.text.words import count_words

_SEEKS = re.compile(
    r"\b(?:i need|i want|i'd like|i have to|my (?:own|landlord|boss|mother|rent|back|claim|flat|exam)|help me|what do i"
    r"|can you|could you|which (?:one )?(?:do|should) i|how do i|for me\b)",
    re.IGNORECASE,
)


def role(view: RoleView, _: Offline) -> RoleAnswer:
    """By the words of helping and of seeking; length speaks a little for the helper."""
    marks = []
    for message in view.messages:
        cue, seeks = helps(message.text), bool(_SEEKS.search(message.text.replace("’", "'")))
        gives = (
            92 if cue and not seeks else 70 if cue else 25 if seeks else 35 + min(25, count_words(message.text) // 8)
        )
        marks.append(
            RoleMark(number=message.number, why=f"says “{cue}”" if cue else "no offer of help", gives_help=gives)
        )
    return RoleAnswer(marks=tuple(marks))


def realism(view: RealismView, _: Offline) -> RealismAnswer:
    """Claims in known frames against the portrait, what was told and what was said before."""
    before = [claim for line in view.earlier for claim in self_claims(line.text)]
    claims: list[Claim] = []
    breaks: list[Break] = []
    for line in view.now:
        for claim in self_claims(line.text):
            found, broken = _checked(line, claim, view.portrait, before)
            claims.append(found)
            breaks += broken
            before.append(claim)
        for told in view.told:
            if other := other_figure(line.text, told):
                claims.append(Claim(turn=line.turn, quote=other, why=f"it is: {told}", verdict="contradicts"))
                breaks.append(Break(turn=line.turn, quote=other, why=f"told before: {told}", against="earlier"))
    return RealismAnswer(claims=tuple(claims), breaks=tuple(breaks), certainty=70, abstain=False)


def _checked(line: OwnLine, claim: SelfClaim, portrait: str, before: list[SelfClaim]) -> tuple[Claim, list[Break]]:
    breaks = []
    if against := goes_against(claim, portrait):
        breaks.append(Break(turn=line.turn, quote=claim.quote, why=f"the portrait: {against}", against="portrait"))
    if old := contradicted(claim, before):
        breaks.append(Break(turn=line.turn, quote=claim.quote, why=f"said before: {old.quote}", against="earlier"))
    why = breaks[0].why if breaks else "nothing speaks against it"
    verdict = Claim(turn=line.turn, quote=claim.quote, why=why, verdict="contradicts" if breaks else "supported")
    return verdict, breaks


ANSWERERS: Answerers = MappingProxyType({"judge/role": role, "judge/realism": realism})
"""The rules of this judge, for the offline model."""
