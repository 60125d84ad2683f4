"""What each field of a scenario file is for, in an author's words: shown by editors."""

from __future__ import annotations

from types import MappingProxyType

_TEXT = """
Scenario.id: A short name in small letters, with hyphens. The file has the same name.
Scenario.version: Goes up by one when the scenario is changed after runs were made with it.
Scenario.title: A few words for a list.
Scenario.domain: The field of life: housing, work, travel, ...
Scenario.source: Where an imported scenario comes from.
Scenario.touches: Topics of preferences and categories of secrets that can come up.
Scenario.cast: Who can be cast; left out means anyone.
Scenario.person: A person of its own, played by nobody else. Shipped scenarios have none.
Scenario.clock: Simulated time.
Scenario.sessions: The sessions, in order.
Scenario.probes: Questions asked out of band after a session.
Cast.needs: What a persona must have.
Needs.secrets: Categories of secrets; any one of them will do.
Needs.preferences: Topics of preferences; any one of them will do.
Needs.facts: Fact keys; all of them are needed.
Clock.start: Date and time of the first session: 2026-03-02T19:00.
SessionPlan.id: A short name, not used twice.
SessionPlan.kind: Something to get done, a talk, a message to somebody, idle chat, or all turns given.
SessionPlan.gap_days: Days since the session before.
SessionPlan.need: What brings the person, as somebody else would put it.
SessionPlan.goal: When it has been met, for judges.
SessionPlan.opens_with: Exact first words, the same for everybody; leave out for free play.
SessionPlan.asks: Ways a plain speaker might bring it up, first person, from short to long.
SessionPlan.follow_ups: What they would want to know next, in order.
SessionPlan.turns: Turns given word for word.
SessionPlan.options: Public choices, with attributes by which code can check them.
SessionPlan.show_options: Whether the choices go with the first message.
SessionPlan.content: Things a competent assistant would know; public.
SessionPlan.may_reveal: What may come up in this session.
SessionPlan.needs_facts: Fact keys that the task cannot do without.
SessionPlan.recipient: Whom the message goes to.
SessionPlan.norms: What the message should carry and what it must not.
SessionPlan.calls_back: Earlier sessions that this one builds on.
SessionPlan.retracts: Fact keys that the person asks to be forgotten, in `opens_with` or in every line of `asks`.
SessionPlan.checks: Which choices keep a preference, where attributes cannot say it.
SessionPlan.inject: Planted faults: replies that are replaced.
SessionPlan.max_turns: Turns of the person at the most.
Option.id: A short name.
Option.text: What anybody may read of it.
Option.has: Attributes: `noise: low`.
Content.about: What it is about.
Content.text: What is so.
MayReveal.preferences: `any`, or a list of preference ids.
MayReveal.facts: `any`, or a list of fact keys.
Addressee.who: Who reads the message.
Addressee.purpose: What it is for.
Addressee.channel: By which way.
Norms.share: Fact keys the message should carry.
Norms.withhold: Fact keys the message must not carry.
GivenTurn.who: Who speaks.
GivenTurn.text: The words; an assistant turn without them is spoken by the contestant.
GivenTurn.reveals: Ids and keys that the words tell.
OptionCheck.preference: The id of the preference.
OptionCheck.kept_by: Ids of the choices that keep it.
Fault.turn: The person's turn whose reply is replaced.
Fault.fault: What is wrong with it.
Fault.text: The reply.
Probe.after: The session after which it is asked.
Probe.kind: What it probes.
Probe.about: A preference id or a fact key.
Probe.recalls: Whether the answer was told in so many words, or has to be drawn from what was said.
Probe.question: The question.
Probe.form: Free answer, or one of several.
Probe.gold: What a right answer holds. `{fact}` stands for the value of the fact named in `about`.
Probe.options: The answers to choose from; shown in another order to everybody.
"""

GUIDE = MappingProxyType(dict(line.split(": ", 1) for line in _TEXT.strip().splitlines()))
"""`Record.field` -> what it is for."""
