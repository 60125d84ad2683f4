"""What each field of a persona file is for, in an author's words: shown by editors and by the wizard."""

from __future__ import annotations

from types import MappingProxyType

_TEXT = """
Persona.id: A short name in small letters, with hyphens: `nell-hart`. The file has the same name.
Persona.version: Goes up by one when the person is changed after runs were made with them.
Persona.author: Who wrote this person.
Persona.sources: Where the ideas come from, if anywhere.
Persona.inferred: Places that a model filled in beyond a description. Delete a mark once you stand by what is there.
Persona.identity: Who the person is.
Persona.biography: Three to six things that happened, each with the habit it left.
Persona.traits: Personality, told as what one can see in a chat.
Persona.values: What they argue from.
Persona.mind: How they think, what they know and where they are wrong.
Persona.voice: How they write. Samples and lines are the strongest anchor of style.
Persona.humor: What they joke with, enjoy, and take badly.
Persona.feeling: Where mood rests, how long moods last, what soothes and stings.
Persona.bond: Trust and attachment at the start.
Persona.patience: How many points of patience they bring, what drains and refills them, how they leave.
Persona.cooperation: How much they tell unasked, how exact, on topic and tidy they are.
Persona.pushback: What they do when an assistant is wrong, passes over what they said, or flatters them.
Persona.preferences: What they want of answers and choices. Six to ten make a person; one is enough for a sketch.
Persona.facts: What is true of the person and no secret.
Persona.secrets: Facts with rules on who may learn them. At least two make a portrait.
Persona.privacy_stance: How they think about privacy, and why.
Persona.life: Ongoing matters that move between sessions.
Identity.name: The full name.
Identity.age: In years, 18 to 95.
Identity.pronouns: Such as she/her.
Identity.locale: Language and country, such as en-GB or pl-PL; the variety they write in.
Identity.home: Where they live, in a few words: `a flat above a bakery`.
Identity.work: What they do, in a few words: `night dispatcher for ambulances`.
Identity.household: Who is at home: `lives alone with a deaf cat`.
Identity.languages: Languages they speak, the best first.
FormativeMemory.age: How old they were.
FormativeMemory.memory: What happened, in one to three sentences.
FormativeMemory.left_them_with: The habit it left: `reads the small print first`.
Traits.facets: Eight to fourteen of the thirty facets N1 to C6, each as behaviour one can see in chat.
Traits.honesty: Facets of honesty and humility, in the same form.
Traits.interpersonal: How dominant and how warm they are with others.
Traits.but: At least one contradiction: `careful with money, careless with time`.
Facet.level: 1 to 9; 5 is ordinary. For authors and questionnaires, never shown to a model.
Facet.shows_as: What one sees in chat, without rating words: `Asks where a claim comes from before using it.`
Interpersonal.dominance: -1 (goes along) to 1 (takes the lead).
Interpersonal.warmth: -1 (cool) to 1 (warm).
Values.holds: One to three sentences of their own about what matters: `A mistake owned is half mended.`
Values.shrugs_at: Up to two things that leave them cold.
Values.top: Names of the values behind it, at most three, the most important first.
Values.bottom: Names of the values that count least, at most two.
Mind.thinks_by: How they think something through: `walking through what goes wrong first`.
Mind.wants_depth: 1 (the gist) to 5 (all reasons and exceptions).
Mind.knows: What they know of a field: none, some, working or expert.
Mind.is_wrong_about: Beliefs they hold that are not so.
Words.usual: Words in a usual message.
Words.long: Words in a long message; hardly one is longer.
Voice.words_per_message: Length of messages, in words.
Voice.formality: 1 (very casual) to 5 (formal).
Voice.punctuation: Habits: `full stops, hardly a comma`.
Voice.capitals: As usual, all lower case, or words in capitals now and then.
Voice.typos_per_100w: Slips in a hundred words, 0 to 8.
Voice.emoji: How often an emoji.
Voice.greets: How often they greet when a talk begins.
Voice.thanks: How often they thank.
Voice.asks_back: How often they ask a question back.
Voice.samples: Three to six messages of theirs about other things, in different moods.
Voice.never_says: Words and phrases they never use.
Voice.lines: Lines of their own for a dialogue act or an aside. `{ask}`, `{fact}` and `{wish}` are filled in.
Voice.own_words: Plain words, and what this person writes in their place; nothing where they leave them out.
Voice.csi: The six dimensions of communication style, 1 to 5. For authors, never shown to a model.
CommunicationStyle.expressive: Talkative, informal, quick to joke.
CommunicationStyle.precise: Structured, concise, to the point.
CommunicationStyle.aggressive: Sharp, bossy, dismissive.
CommunicationStyle.questioning: Inquisitive, argues for the sake of it.
CommunicationStyle.emotional: Shows feelings, worries aloud.
CommunicationStyle.impression: Charms, flatters, conceals.
Humor.makes: What they joke with: `deadpan about disaster`.
Humor.enjoys: What they like to meet: `understatement`.
Humor.lands_badly: What falls flat or offends.
Feelings.pleasure: -1 (low) to 1 (glad).
Feelings.arousal: -1 (calm) to 1 (stirred up).
Feelings.dominance: -1 (overwhelmed) to 1 (in control).
Touch.what: What soothes or stings: `a mistake admitted at once`.
Touch.size: How much: 0 to 1 for what soothes, 0 to -1 for what stings.
Touch.because: Why.
Feeling.baseline: The mood they have when nothing happens.
Feeling.inertia: How much of a mood is left after a turn or a day: 0 (gone) to 0.95 (days). One number or three.
Feeling.reactivity: How strongly a reply moves the mood: 0 (not at all) to 2. One number, or one for each dimension.
Feeling.soothed_by: What does them good.
Feeling.stung_by: What hurts or annoys them.
Feeling.shows: Whether moods show: openly, in leaks, or not.
Inertia.pleasure: 0 to 0.95.
Inertia.arousal: 0 to 0.95.
Inertia.dominance: 0 to 0.95.
Reactivity.pleasure: 0 to 2.
Reactivity.arousal: 0 to 2.
Reactivity.dominance: 0 to 2.
Bond.trust_at_start: 1 (a new assistant has to earn it) to 5 (given until lost).
Bond.anxious: 1 to 5; high: being forgotten or answered coolly stays with them.
Bond.avoidant: 1 to 5; high: steps back when it gets familiar.
Drains.repeat: Points it costs when the assistant repeats itself.
Drains.misread: Points it costs to be misread.
Drains.too_long: Points a too long reply costs.
Drains.off_topic: Points a reply beside the matter costs.
Drains.refuses: Points a refusal costs.
Drains.forgets: Points it costs when the assistant forgets what it was told.
Refills.progress: Points that getting further gives back.
Refills.remembers: Points it gives back to be remembered.
Refills.owns_error: Points it gives back when a mistake is admitted.
Patience.budget: Points at the start of a session, 3 (short) to 12 (long). Each reply without progress costs one.
Patience.drains: What costs patience, in points from 0 to 3.
Patience.refills: What gives patience back, in points from 0 to 3.
Patience.leaves_by: How they go when it is gone: says so, trails off, or vanishes.
Cooperation.volunteers: Share of relevant facts they tell unasked, 0 to 1.
Cooperation.exactness: Share of dates, sums and names they get right, 0 to 1.
Cooperation.stays_on_topic: Share of messages that stay with the matter, 0 to 1.
Cooperation.tidiness: Share of well-formed messages, 0 to 1.
Pushback.when_wrong: When a reply is wrong.
Pushback.when_ignored: When a reply passes over what they said.
Pushback.when_flattered: When they are paid a compliment.
PreferenceChange.session: The session from which it holds, 2 or later.
PreferenceChange.value: What they want from then on.
PreferenceChange.because: What changed their mind.
PreferenceChange.says_like: How they would say it.
PreferenceChange.favours: As in the preference itself.
Preference.id: A short name, such as `short-answers`.
Preference.about: What it is about: `length of answers`.
Preference.value: What they want, as one would say of them: `wants short answers, a few sentences at most`.
Preference.topic: The subject it belongs to (housing, travel, ...), or `any`.
Preference.importance: 1 (a little) to 5 (a lot).
Preference.because: Why.
Preference.context: Whether it holds at work, in private or anywhere.
Preference.shown_by: Whether they say it, hint at it, or only react when it is not met.
Preference.says_like: How they would say it: `Keep it short, please.`
Preference.from_session: The session in which it begins to hold.
Preference.favours: What keeps it, for checks by code: `noise: low` of a choice, `reply.length: short` of a reply.
Preference.changes: From which session on it is another.
Fact.key: What the fact is, from the list of fact keys.
Fact.value: The fact: `30 April`, `a slipped disc`.
Fact.says_like: How they would tell it: `I have to be out by 30 April.`
Fact.category: What it belongs to; follows from the key when left out.
Fact.openly: Whether they mention it unasked.
Flow.recipient: Who would learn it.
Flow.purpose: For what.
Flow.principle: On which principle: `needed to help`, `not their business`.
Flow.allowed: Whether that is all right with them.
Secret.sensitivity: 1 (hardly) to 5 (very).
Secret.subject: Whose secret it is: `self`, or somebody else.
Secret.own_policy: When they tell the assistant: never, only if needed, if asked, freely.
Secret.flows: Who may learn it and who may not; at least one of each.
PrivacyStance.westin: A label for authors.
PrivacyStance.because: Their own reason, in a sentence.
Thread.id: A short name.
Thread.now: How things stand: `The bakery below has begun to bake at three in the morning.`
Thread.may_move_to: What may have happened by a later session; what is listed later may still come after.
Life.threads: Ongoing matters.
"""

EXTENDS = (
    "Fragments to mix in: names of files in `fragments/`, or paths. What this file says itself counts before them."
)

GUIDE = MappingProxyType(dict(line.split(": ", 1) for line in _TEXT.strip().splitlines()))
"""`Record.field` -> what it is for. An inherited field is found under the record that declares it."""
