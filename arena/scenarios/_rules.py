"""What holds for every scenario beyond types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from arena.files import did_you_mean
from arena.scenarios._cast import misfit
from arena.scenarios._placeholders import faults
from arena.schema import persona_rules
from arena.schema.persona_rules import Complaint, Place, repeated, texts, unknown_key
from arena.schema.scenario import Probe, Scenario, SessionPlan
from arena.schema.vocabulary import CATEGORIES, FACT_KEYS
from arena.text.retraction import asks_to_forget

_FILLED = {"need", "opens_with", "asks", "follow_ups"}
"""Fields of a session whose placeholders are filled in; beside them the person's given turns."""


def complaints(scenario: Scenario) -> tuple[Complaint, ...]:
    """Every broken rule.

    Ids are unique, references lead somewhere, fact keys are known, kinds of session have what they need and nothing
    else, placeholders stand where they are filled in, and the scenario's own person keeps the rules for people.
    """
    return (
        *repeated(("sessions",), "id", [plan.id for plan in scenario.sessions]),
        *_cast(scenario),
        *(fault for index, plan in enumerate(scenario.sessions) for fault in _session(scenario, index, plan)),
        *(fault for index, probe in enumerate(scenario.probes) for fault in _probe(scenario, ("probes", index), probe)),
        *_placeholders(scenario),
        *_person(scenario),
    )


def _cast(scenario: Scenario) -> Iterator[Complaint]:
    needs: Place = ("cast", "needs")
    yield from _known_keys((*needs, "facts"), scenario.cast.needs.facts)
    for index, category in enumerate(scenario.cast.needs.secrets):
        if category not in CATEGORIES:
            hint = did_you_mean(category, CATEGORIES)
            yield Complaint((*needs, "secrets", index), f"unknown category `{category}`", hint)


def _known_keys(at: Place, keys: Iterable[str]) -> Iterator[Complaint]:
    for index, key in enumerate(keys):
        if key not in FACT_KEYS:
            yield Complaint((*at, index), f"unknown fact key `{key}`", unknown_key(key))


def _session(scenario: Scenario, index: int, plan: SessionPlan) -> Iterator[Complaint]:
    at: Place = ("sessions", index)
    yield from _known_keys((*at, "needs_facts"), plan.needs_facts)
    yield from _known_keys((*at, "retracts"), plan.retracts)
    if plan.may_reveal.facts != "any":
        yield from _known_keys((*at, "may_reveal", "facts"), plan.may_reveal.facts)
    yield from _retraction((*at, "retracts"), plan)
    yield from _kind(at, plan)
    yield from _norms(at, plan)
    yield from _options(at, plan)
    earlier = [other.id for other in scenario.sessions[:index]]
    yield from _known_ids(
        (*at, "calls_back"), plan.calls_back, earlier, "earlier session", _ids(("sessions",), earlier)
    )


def _retraction(at: Place, plan: SessionPlan) -> Iterator[Complaint]:
    session = at[:-1]
    said = (plan.opens_with,) if plan.opens_with else plan.asks
    if plan.retracts and not (said and all(map(asks_to_forget, said))):
        hint = "say it in `opens_with`, or in every line of `asks`: “please forget what I earn”"
        rests_on = ((*session, "opens_with"), (*session, "asks"))
        yield Complaint(at, "nothing in this session asks to be forgotten", hint, rests_on)


def _ids(at: Place, ids: Sequence[str]) -> tuple[Place, ...]:
    """Where the ids of the list at `at` stand."""
    return tuple((*at, index, "id") for index in range(len(ids)))


def _known_ids(
    at: Place, ids: Iterable[str], known: list[str], what: str, rests_on: tuple[Place, ...]
) -> Iterator[Complaint]:
    for index, one in enumerate(ids):
        if one not in known:
            hint = did_you_mean(one, known) if known else f"there is no {what}"
            yield Complaint((*at, index), f"no {what} `{one}`", hint, rests_on)


def _kind(at: Place, plan: SessionPlan) -> Iterator[Complaint]:
    kind: Place = (*at, "kind")
    if plan.kind == "message" and plan.recipient is None:
        hint = "who it goes to, and for which purpose"
        yield Complaint(kind, "a message needs a `recipient`", hint, ((*at, "recipient"),))
    if plan.kind != "message" and plan.recipient is not None:
        message = f"a {plan.kind} session has no recipient"
        yield Complaint((*at, "recipient"), message, "only `kind: message` has one", (kind,))
    if plan.kind == "scripted" and not plan.turns:
        yield Complaint(kind, "a scripted session needs `turns`", "what is said in it", ((*at, "turns"),))
    if plan.kind != "scripted" and not (plan.need or plan.opens_with or plan.asks or plan.turns):
        rests_on = (kind, *((*at, name) for name in ("id", "need", "opens_with", "asks", "turns")))
        yield Complaint(at, f"session `{plan.id}` has no `need`", "what the person comes with", rests_on)
    for index, turn in enumerate(plan.turns):
        if turn.who == "user" and not turn.text:
            hint = "only the assistant's turns can be left to be spoken"
            where: Place = (*at, "turns", index)
            yield Complaint(where, "a given turn of the user needs `text`", hint, (where,))


def _norms(at: Place, plan: SessionPlan) -> Iterator[Complaint]:
    if plan.kind != "message" and (plan.norms.share or plan.norms.withhold):
        message = f"norms count for nothing in a {plan.kind} session"
        yield Complaint((*at, "norms"), message, "only in `kind: message`", ((*at, "kind"),))
    yield from _known_keys((*at, "norms", "share"), plan.norms.share)
    yield from _known_keys((*at, "norms", "withhold"), plan.norms.withhold)
    for index, key in enumerate(plan.norms.withhold):
        if key in plan.norms.share:
            yield Complaint((*at, "norms", "withhold", index), f"`{key}` is in `share`, too", "keep it in one of them")


def _options(at: Place, plan: SessionPlan) -> Iterator[Complaint]:
    ids = [option.id for option in plan.options]
    yield from repeated((*at, "options"), "id", ids)
    for index, check in enumerate(plan.checks):
        where: Place = (*at, "checks", index, "kept_by")
        yield from _known_ids(where, check.kept_by, ids, "option of this session", _ids((*at, "options"), ids))


def _probe(scenario: Scenario, at: Place, probe: Probe) -> Iterator[Complaint]:
    sessions = [plan.id for plan in scenario.sessions]
    if probe.after not in sessions:
        hint = did_you_mean(probe.after, sessions)
        yield Complaint((*at, "after"), f"no session `{probe.after}`", hint, _ids(("sessions",), sessions))
    if probe.about not in FACT_KEYS:
        yield Complaint((*at, "about"), f"unknown fact key `{probe.about}`", unknown_key(probe.about))
    if not probe.gold:
        hint = 'for example gold: "{fact}"'
        yield Complaint(at, "a probe without `gold` is never asked", hint, ((*at, "gold"),))
    if probe.kind != "memory" and not _has_twin(scenario, probe):
        twin = "factuality" if probe.kind != "factuality" else "factuality_without_memory"
        message = f"the same question after the same session is missing as `{twin}`"
        yield Complaint((*at, "kind"), message, rests_on=(("probes",),))
    if probe.form == "choice" and len(probe.options) < 2:
        yield Complaint((*at, "form"), "a choice needs at least two `options`", rests_on=((*at, "options"),))


def _has_twin(scenario: Scenario, probe: Probe) -> bool:
    """Whether a question of fact is asked with memory and without: one of the two alone says nothing of memory."""
    mine = (probe.after, probe.question, probe.gold)
    same = [other.kind for other in scenario.probes if (other.after, other.question, other.gold) == mine]
    return sorted(kind for kind in same if kind != "memory") == ["factuality", "factuality_without_memory"]


def _placeholders(scenario: Scenario) -> Iterator[Complaint]:
    for name in ("title", "source", "sessions", "probes"):
        for at, text in texts((name,), getattr(scenario, name)):
            for message, hint in faults(text, allowed=_is_filled(scenario, at)):
                yield Complaint(at, message, hint)


def _is_filled(scenario: Scenario, at: Place) -> bool:
    match at:
        case ("sessions", int(), str(field), *_) if field in _FILLED:
            return True
        case ("sessions", int(index), "turns", int(turn), "text"):
            return scenario.sessions[index].turns[turn].who == "user"
        case _:
            return False


def named_preferences(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Where the scenario names preferences of people, and which."""
    for number, plan in enumerate(scenario.sessions):
        for index, check in enumerate(plan.checks):
            yield ("sessions", number, "checks", index, "preference"), check.preference
        if plan.may_reveal.preferences != "any":
            for index, name in enumerate(plan.may_reveal.preferences):
                yield ("sessions", number, "may_reveal", "preferences", index), name


def _person(scenario: Scenario) -> Iterator[Complaint]:
    if scenario.person is not None:
        own = [preference.id for preference in scenario.person.preferences]
        rests_on = _ids(("person", "preferences"), own)
        for at, name in named_preferences(scenario):
            if name not in own:
                hint = did_you_mean(name, own)
                yield Complaint(at, f"the scenario's own person has no preference `{name}`", hint, rests_on)
        if reason := misfit(scenario, scenario.person):
            rests = (("person",), ("cast",), ("sessions",))
            yield Complaint(("cast",), "the scenario's own person cannot be cast", reason, rests)
        for complaint in persona_rules.complaints(scenario.person):
            rests_on = tuple(("person", *place) for place in complaint.rests_on)
            yield complaint._replace(at=("person", *complaint.at), rests_on=rests_on)
