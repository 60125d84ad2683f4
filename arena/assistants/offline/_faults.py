"""The planted faults, offline: everything as right as the plain assistant's, but for one thing."""

from __future__ import annotations

import random
from dataclasses import replace

from arena.assistants.offline import _letter
from arena.assistants.offline._desk import Plan
from arena.assistants.offline._reading import Sight
from arena.text.words import count_words

_LEAST = 185
_OVERHEARD = 5
"""So many of the newest facts an oversharer brings up in front of the person; in a message it spares none."""

_PRINCIPLES = (
    "As a matter of principle, a question of this nature ought to be considered in its entirety before any single "
    "aspect of it is acted upon, since conclusions reached in haste seldom withstand closer examination.",
    "It is generally advisable to distinguish between that which is established and that which is merely assumed, and "
    "to proceed only upon the former until the latter has been verified.",
    "Consideration should furthermore be given to the circumstances in which the matter arises, for a course that is "
    "appropriate in one set of circumstances may prove inappropriate in another.",
    "It should be borne in mind that every arrangement entails obligations as well as advantages, and that both ought "
    "to be weighed with equal care before a decision is taken.",
    "Where documentation is available, it is prudent to consult and retain it, as written records are of considerably "
    "greater value than recollection should any disagreement subsequently arise.",
    "It is recommended that the outcome be reviewed after an appropriate interval, in order that any "
    "necessary corrections may be made in an orderly manner and without undue delay.",
    "It is to be noted, in addition, that the foregoing remarks are of a general character and that their application "
    "remains a matter of individual judgement.",
    "One must also distinguish between what is urgent and what is important, for the two are frequently confused, and "
    "the confusion leads to the neglect of the latter.",
    "Experience shows that the greater part of all difficulties arises not from the matter itself but from "
    "insufficient preparation, which is why preparation deserves particular attention.",
    "It would be mistaken to reduce the matter to a single aspect; considerations of a practical, financial "
    "and organisational kind are equally relevant.",
    "The necessary steps should accordingly be taken in their proper order, each being completed before the next is "
    "begun, and the result of each being recorded.",
    "Reference should be made, where applicable, to the provisions in force at the place of residence, which may "
    "differ from those that obtain elsewhere.",
)


def lecture(plan: Plan, sight: Sight, chance: random.Random) -> str:
    """The content of `plan` in numbered formal paragraphs, of 185 words at least and hardly ever more than 255.

    Principles that were not yet laid down in this session come first.
    """
    asks = (plan.question,) if plan.must_ask or plan.letter else ()
    content = [p for p in (" ".join(plan.core), plan.noted, plan.callback, *plan.more[:1], *asks) if p]
    fresh = chance.sample(_PRINCIPLES, len(_PRINCIPLES))
    first, *rest = sorted(fresh, key=sight.has_said)
    paragraphs = [first, *content]
    for filler in rest:
        if sum(count_words(p) for p in paragraphs) >= _LEAST:
            break
        paragraphs.append(filler)
    numbered = "\n\n".join(f"{i}. {p}" for i, p in enumerate(paragraphs, start=1))
    return f"{numbered}\n\n{plan.letter}" if plan.letter else numbered


def overshared(plan: Plan, sight: Sight) -> Plan:
    """The plan with every personal statement in sight worked in."""
    facts = _letter.everything(sight)
    if not facts:
        return plan
    if _letter.request_in(sight) and (plan.letter or plan.must_ask):
        letter = _letter.plan(sight, (), random.Random(0))  # noqa: S311  # nothing is left to chance: all goes in
        text = _letter.written(letter, facts, _letter.signature_in(sight))
        return replace(plan, letter=text, must_ask=False, core=plan.core if plan.letter else ())
    told = " ".join(f"“{f}”" for f in facts[-_OVERHEARD:])
    return replace(plan, callback=f"All of what you have told me belongs here: {told}")
