"""People, matters and assistants to try the engine on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.schema.dialogue import Turn, UserTurn
from arena.schema.question import Question
from arena.schema.scenario import Scenario
from arena.schema.user_view import UserView
from arena.schema.world import World
from arena.users import ANSWERERS, Person, SpokenTurn

PERSONA = {
    "id": "vera-holm",
    "identity": {"name": "Vera Holm", "age": 52, "work": "piano tuner"},
    "voice": {
        "words_per_message": {"usual": 12, "long": 30},
        "formality": 2,
        "thanks": "rarely",
        "greets": "never",
        "samples": ["right. and the other one?"],
        "lines": {"asks": ["{ask}", "Right. {ask}"], "objects": ["No. {wish}"], "leaves": ["That's me, then."]},
    },
    "feeling": {
        "inertia": 0.5,
        "reactivity": 0.6,
        "soothed_by": [{"what": "a mistake admitted at once", "size": 0.6}],
        "stung_by": [{"what": "being asked the same thing twice", "size": -0.8}],
    },
    "patience": {"budget": 3, "drains": {"repeat": 2, "too_long": 1.5}, "leaves_by": "says_so"},
    "cooperation": {"volunteers": 0.5},
    "pushback": {"when_wrong": "objects", "when_ignored": "objects"},
    "preferences": [
        {
            "id": "short",
            "about": "length of answers",
            "value": "wants short answers",
            "importance": 5,
            "says_like": ["Keep it short."],
        },
        {
            "id": "quiet",
            "about": "where to live",
            "value": "wants a quiet street",
            "topic": "housing",
            "importance": 4,
            "shown_by": "reacts_only",
            "says_like": ["I need it quiet."],
            "changes": [{"session": 2, "value": "wants a lively street"}],
        },
        {"id": "later", "about": "forms", "value": "wants forms on paper", "from_session": 2, "shown_by": "hints"},
    ],
    "facts": [
        {"key": "income", "value": "2,150 a month", "says_like": ["I make 2,150 a month."]},
        {"key": "hobby", "value": "ice swimming", "says_like": ["I swim in ice."], "openly": True},
        {"key": "phone", "value": "0170 5551234"},
    ],
    "secrets": [
        {"key": "debt", "value": "7,400 with a cousin", "own_policy": "never"},
        {"key": "separation", "value": "left her husband in March", "own_policy": "if_asked"},
        {"key": "diagnosis", "value": "a murmur of the heart", "own_policy": "only_if_needed"},
        {"key": "savings", "value": "9,900 in a tin", "own_policy": "freely"},
    ],
}

SCENARIO = {
    "id": "smaller-place",
    "title": "A smaller place",
    "domain": "housing",
    "touches": ["housing", "finance"],
    "sessions": [
        {
            "id": "rent",
            "kind": "task",
            "need": "Wants to know what rent to look for.",
            "asks": ["What rent can I afford?", "Which monthly rent makes sense for me these days?"],
            "follow_ups": ["Does that include heating?", "How much deposit should I keep?"],
            "needs_facts": ["income"],
            "max_turns": 8,
        },
        {
            "id": "chat",
            "kind": "noise",
            "gap_days": 2,
            "need": "Bored on a train.",
            "asks": ["Tell me something odd."],
            "may_reveal": {"facts": ["hobby"]},
            "max_turns": 4,
        },
    ],
}


@dataclass
class Asked:
    """A model that answers by rule and keeps what it was shown."""

    backend: OfflineBackend = field(default_factory=lambda: OfflineBackend(ANSWERERS, World(), "test"))
    views: list[UserView] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    answers: list[SpokenTurn] = field(default_factory=list)

    async def ask(self, question: Question[SpokenTurn]) -> SpokenTurn:
        request = request_for(question, Sampling("offline"))
        answer = (await self.backend.answer(question, request)).answer
        self.views.append(question.inputs)  # type: ignore[arg-type]
        self.prompts.append("\n\n".join(f"[{m.role}]\n{m.content}" for m in request.messages))
        self.answers.append(answer)
        return answer


@dataclass
class Scripted:
    """A model that says what it is told to."""

    answers: list[SpokenTurn]
    views: list[UserView] = field(default_factory=list)

    async def ask(self, question: Question[SpokenTurn]) -> SpokenTurn:
        request_for(question, Sampling("scripted"))
        self.views.append(question.inputs)  # type: ignore[arg-type]
        return self.answers[len(self.views) - 1]


Assistant = Callable[[Sequence[Turn]], str]


async def talk(person: Person, scenario: Scenario, assistant: Assistant, number: int = 1) -> list[UserTurn]:
    """Play one session to its end and return the person's turns."""
    said: list[UserTurn] = []
    turns: list[Turn] = []
    person.begin_session(number, scenario.sessions[number - 1])
    while True:
        turn = await person.speak(turns)
        said.append(turn)
        if turn.say:
            turns.append(Turn(session=number, index=len(turns) + 1, speaker="user", text=turn.say))
        if turn.end:
            person.end_session(turns)
            return said
        turns.append(Turn(session=number, index=len(turns) + 1, speaker="assistant", text=assistant(turns)))


def spoken(say: str, **given: object) -> SpokenTurn:
    blank = {
        "noticed": "",
        "progress": 0,
        "understood": 0,
        "respected": 0,
        "effort": 0,
        "happened": (),
        "need_met": False,
        "wants_next": "",
        "reveals": (),
    }
    return SpokenTurn.model_validate({**blank, **given, "say": say})


KNOWN = (
    ("heating", "Yes, that rent includes heating; the bills for light come on top."),
    ("deposit", "Keep two months of rent as the deposit, in cash if you can."),
    ("rent", "A third of what you have each month is a rent you can afford."),
)


def helpful(turns: Sequence[Turn]) -> str:
    """Answers what was asked, briefly."""
    return next((answer for word, answer in KNOWN if word in turns[-1].text.lower()), "Tell me more about the rent.")


def lecturing(turns: Sequence[Turn]) -> str:
    """Long, forgetful and always the same."""
    speech = "It is important to think about housing as a whole, and you should consider every angle of the matter. "
    return speech * 14 + "What is your income?"
