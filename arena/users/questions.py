"""The typed question that a model speaking for a person answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.user_view import UserView
from arena.users.appraisal import Appraisal, Happening

Step = Annotated[int, Field(ge=-2, le=2)]


class SpokenTurn(Record):
    """A turn of the person: how they took the last reply, then what they write. Only `say` travels.

    The four judgements go from -2 to 2; they are 0 at the opening, when there is nothing to judge yet.
    """

    noticed: Annotated[str, Field(description="what struck you in the last reply, a few words; empty at the opening")]
    progress: Annotated[Step, Field(description="-2 set me back, 0 no further, 1 part of what I asked, 2 all of it")]
    understood: Annotated[Step, Field(description="-2 it got me wrong, 0 hard to tell, 2 it got exactly what I meant")]
    respected: Annotated[Step, Field(description="-2 talked down to or pried into, 0 neutral, 2 taken seriously")]
    effort: Annotated[Step, Field(description="-2 it made work for me, 0 neither, 2 it saved me work")]
    happened: Annotated[tuple[Happening, ...], Field(description="what the last reply did; only what clearly applies")]
    need_met: Annotated[bool, Field(description="true when you have all you came for today")]
    wants_next: Annotated[str, Field(description="what you want from the next reply, a few words")]
    say: Annotated[str, Field(min_length=1, description="the message you send, nothing else")]
    reveals: Annotated[
        tuple[str, ...],
        Field(description="keys of facts and wishes that `say` tells or hints at, also if told before; often none"),
    ]

    @property
    def appraisal(self) -> Appraisal:
        """The judgements as the engine takes them."""
        return Appraisal(
            progress=self.progress,
            understood=self.understood,
            respected=self.respected,
            effort=self.effort,
            happened=frozenset(self.happened),
            noticed=self.noticed,
        )


def user_turn(view: UserView) -> Question[SpokenTurn]:
    """Ask for the person's next turn."""
    return Question("user/turn", 3, view, SpokenTurn)
