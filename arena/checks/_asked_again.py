"""What is asked of people once more, on request: do they still answer alike (17), do strangers still see them (18)?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from arena import personas, scenarios
from arena.checks._checked import Checked
from arena.checks._minds import minds
from arena.files import shipped
from arena.journal import RecordedModel, Scribe, StoredAnswers
from arena.models import Model
from arena.prompts import load
from arena.psychometrics import consistency, drift
from arena.psychometrics.interview import Sitting, by_a_stranger, hold
from arena.psychometrics.talks import played
from arena.schema.event import Event, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.realism import CONSISTENCY, CONSISTENCY_SLOPE, DRIFT
from arena.schema.run import Party
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.tournament._schedule import Cases
from arena.tournament.backends import Backends

Emit = Callable[[Event], None]
Tick = Callable[[], None]


def picked(matches: Sequence[Checked], each: int) -> list[Checked]:
    """At most so many matches of each person, spread over scenarios and contestants; seeds count last."""
    by_person: defaultdict[str, dict[tuple[str, str], list[Checked]]] = defaultdict(lambda: defaultdict(list))
    for match in sorted(matches, key=lambda m: (m.plan.scenario, m.plan.contestant, m.plan.seed)):
        by_person[match.plan.persona][match.plan.scenario, match.plan.contestant].append(match)
    found: list[Checked] = []
    for kinds in by_person.values():
        rounds = zip_longest(*_crossed(kinds))
        found += [match for one in rounds for match in one if match is not None][:each]
    return found


def _crossed(kinds: Mapping[tuple[str, str], list[Checked]]) -> list[list[Checked]]:
    """The kinds in an order in which scenario and contestant both change from one to the next where they can."""
    by_scenario: defaultdict[str, list[str]] = defaultdict(list)
    for scenario, contestant in kinds:
        by_scenario[scenario].append(contestant)
    turned = {
        scenario: names[shift % len(names) :] + names[: shift % len(names)]
        for shift, (scenario, names) in enumerate(by_scenario.items())
    }
    rounds = zip_longest(*([(scenario, name) for name in names] for scenario, names in turned.items()))
    return [kinds[key] for one in rounds for key in one if key is not None]


def n_turns(match: Checked) -> int:
    """Turns that the person spoke for themselves."""
    spoken = (event.turn for event in match.events if isinstance(event, TurnSpoken))
    return sum(turn.speaker == "user" and turn.origin in ("generated", "human") for turn in spoken)


def times_asked(match: Checked) -> int:
    """Pages that `consistent` puts; 0 where the match is too short to have been in the middle of."""
    after = sum(turn <= n_turns(match) for turn in consistency.TURNS)
    return 2 + after if after else 0


def windows_rated(match: Checked, persona: Persona) -> int:
    """Pages that `fades` puts; 0 where there is one window at most, or nothing that is written to show."""
    whole = n_turns(match) // drift.WINDOW
    return whole if whole > 1 and drift.sheet_for(persona) is not None else 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Puts pages to the model that spoke for the people of a run, and to a stranger."""

    people: Mapping[str, Persona]
    courses: Mapping[str, Scenario]
    backends: Backends
    emit: Emit
    prompts_seen: set[str]
    tick: Tick
    """Told after every page."""

    def _model(self, party: Party, match: Checked) -> Model:
        scribe = Scribe(match.plan.key, StoredAnswers(attempt=match.attempt), self.emit, self.prompts_seen)
        world = scenarios.world(self.courses[match.plan.scenario])
        backend = self.backends.backend(party, world, match.plan.key)
        cache = self.backends.cache_for(self.backends.model(party), match.plan.seed)
        return RecordedModel(party, backend, self.backends.sampling(party), scribe, cache)

    async def consistent(self, match: Checked) -> list[Verdict]:
        """Ask the person of a match before its first word and after some of their turns. Raises CallFailed."""
        if not times_asked(match):
            return []
        persona, course = self.people[match.plan.persona], self.courses[match.plan.scenario]
        at = await minds(persona, course, Cases().key(persona, course, match.plan.seed), match.events)
        page, model = consistency.page_for(persona, _shipped()), self._model("user", match)
        asked = []
        for time, turn in enumerate((0, 0, *(turn for turn in consistency.TURNS if turn in at))):
            answers = await consistency.ask(at[turn], page, model, f"{persona.id} {time}")
            asked.append(consistency.Asked(turn, answers))
            self.tick()
        match.agreement = found = consistency.agreement(asked)
        if found is None:
            return []
        told = ", ".join(f"turn {turn}: {share:.2f}" for turn, share in found.at)
        why = f"{told} (n={len(page)})" + (
            f"; other answers on: {' '.join(found.changed)[:200]}" if found.changed else ""
        )
        words = load("probe/again", consistency.VERSION)
        row = self._row("user", (words.ref, words.sha256), CONSISTENCY, found.mean, why)
        slope = found.slope.slope
        return [row] if slope is None else [row, row.model_copy(update={"measure": CONSISTENCY_SLOPE, "value": slope})]

    async def fades(self, match: Checked) -> list[Verdict]:
        """Have a stranger rate the windows of a match, each alone. Raises CallFailed."""
        persona = self.people[match.plan.persona]
        sheet = drift.sheet_for(persona)
        if sheet is None or not windows_rated(match, persona):
            return []
        model, ratings = self._model("judge", match), []
        for number, window in enumerate(drift.windows_of(played(match.events, [match.plan])[0], persona)):
            sitting = Sitting(persona.id, sheet, "seen", "after", number, match.plan.seed)
            answers = await hold(sitting, by_a_stranger(window.talks), model, self.backends.model("judge").id)
            if rating := drift.rated(window, sheet, persona, answers):
                ratings.append(rating)
            self.tick()
        match.fading = found = drift.fading(ratings)
        if found is None or found.slope.slope is None:
            return []
        told = ", ".join(f"turns to {one.middle + 1.5:.0f}: {one.distance:.2f}" for one in found.ratings)
        why = f"{told} ({len(sheet.scales)} facets)"
        return [self._row("judge", (answers[0].prompt, answers[0].prompt_sha256), DRIFT, found.slope.slope, why)]

    def _row(self, party: Party, words: tuple[str, str], measure: str, value: float, why: str) -> Verdict:
        return Verdict(
            measure=measure,
            session=1,
            status="scored",
            value=value,
            reason=why,
            judge=self.backends.model(party).id,
            prompt=words[0],
            prompt_sha256=words[1],
        )


@lru_cache(maxsize=1)
def _shipped() -> tuple[Persona, ...]:
    """The people that ship: whose statements stand among those of others, whoever plays."""
    return tuple(personas.find(str(shipped("personas"))))
