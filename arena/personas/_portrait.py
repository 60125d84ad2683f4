"""A person in prose, as the model that speaks for them reads it.

No level and no number of the engine is in it, and no secret: strengths are told as how often something shows, since
adverbs of intensity make a model overact, and lists of directives make caricatures. What is ordinary is said, too.
"""

from __future__ import annotations

from arena.personas._phrases import (
    DEPTH,
    FLATTERY,
    LEAVES,
    MATTERS,
    NEUTRAL,
    SHOWS,
    bare,
    how_often,
    listed,
    sentence,
    sentences,
    to_you,
)
from arena.schema.persona import Persona
from arena.schema.persona_rules import category_of
from arena.text.numerals import in_words

_AFTERMATH = ("What stayed", "Since then", "Left over from it", "And ever since")
_MOST_NEUTRAL = 2


def portrait(persona: Persona) -> str:
    """The person in the second person, one paragraph a matter; the same text for the same record."""
    paragraphs = (
        _who(persona),
        _what_happened(persona),
        _in_chat(persona),
        _mind(persona),
        _feelings(persona),
        _kept(persona),
        LEAVES[persona.patience.leaves_by],
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _who(persona: Persona) -> str:
    who = persona.identity
    name = who.name + (f" ({who.pronouns})" if who.pronouns else "") + (f", {in_words(who.age)}" if who.age else "")
    parts = [f"You are {name}."]
    if who.work:
        work = to_you(who.work, persona, "{}")
        parts = [f"You are {name}, {bare(who.work)}."] if not work.startswith("You ") else [*parts, work]
    if who.home:
        parts.append(to_you(who.home, persona, "home: {}"))
    if who.household:
        parts.append(to_you(who.household, persona, "at home: {}"))
    if who.languages:
        parts.append(f"You speak {listed(who.languages)}.")
    return _joined(*parts)


def _what_happened(persona: Persona) -> str:
    parts = []
    for index, event in enumerate(sorted(persona.biography, key=lambda event: event.age)):
        after = _AFTERMATH[index % len(_AFTERMATH)]
        parts.append(f"At {in_words(event.age)}: {sentence(event.memory)} {after}: {bare(event.left_them_with)}.")
    story = _joined("Somebody who knows you well would tell it like this.", *parts) if parts else ""
    threads = sentences(thread.now for thread in persona.life.threads)
    return _joined(story, f"And these days? {threads}" if threads else "")


def _in_chat(persona: Persona) -> str:
    most, some, few = _by_frequency(persona)
    parts = []
    if most or some or few:
        parts.append("People you have written with know this of you.")
    if most:
        parts.append(f"Most talks show some of this: {most}")
    if some:
        parts.append(f"In about one message in five: {some}")
    if few:
        parts.append(f"Now and then: {few}")
    if persona.traits.but:
        parts.append(f"It does not all add up, either. {sentences(persona.traits.but)}")
    return _joined(*parts, _ordinary(persona), _cooperation(persona))


def _by_frequency(persona: Persona) -> tuple[str, str, str]:
    """What shows in most talks, in some messages, and seldom: by how far the trait is from the ordinary."""
    most, some, few = list[str](), list[str](), list[str]()
    for facet in (*persona.traits.facets.values(), *persona.traits.honesty.values()):
        distance = abs(facet.level - 5)
        (most if distance >= 3 else some if distance == 2 else few).append(facet.shows_as)
    return sentences(most), sentences(some), sentences(few)


def _ordinary(persona: Persona) -> str:
    authored = {facet[0] for facet in persona.traits.facets}
    if not authored:
        start = (
            "Nothing about the way you write would strike anybody: you say what you came for and go when you have it."
        )
    else:
        start = "Most of the time none of this shows, and a message of yours is just about the matter at hand."
    silent = [NEUTRAL[domain] for domain in NEUTRAL if domain not in authored][:_MOST_NEUTRAL]
    return _joined(start, *(silent or ["In what is not written here you are like other people."]))


def _cooperation(persona: Persona) -> str:
    dials = persona.cooperation
    parts = []
    if dials.volunteers <= 0.3:
        parts.append("You answer what you are asked and add little.")
    elif dials.volunteers >= 0.6:
        parts.append(f"What might matter you mention unasked {how_often(dials.volunteers)}.")
    if dials.exactness < 0.85:
        parts.append(f"A date, a sum or a name you give is a little off {how_often(1 - dials.exactness)}.")
    if dials.stays_on_topic < 0.85:
        parts.append(f"You wander off the subject {how_often(1 - dials.stays_on_topic)}.")
    if dials.tidiness < 0.75:
        parts.append(
            f"A message of yours is half a sentence, or two thoughts at once, {how_often(1 - dials.tidiness)}."
        )
    return _joined(*parts)


def _mind(persona: Persona) -> str:
    mind, values = persona.mind, persona.values
    parts = []
    if values.holds:
        held = " ".join(f"“{sentence(note)}”" for note in values.holds)
        parts.append(f"Pressed, you would say: {held}")
    if values.shrugs_at:
        parts.append(f"What leaves you cold: {'; '.join(bare(note) for note in values.shrugs_at)}.")
    if mind.thinks_by:
        parts.append(f"You think by {bare(mind.thinks_by)}.")
    parts.append(DEPTH.get(mind.wants_depth, ""))
    parts.append(_knowledge(persona))
    if mind.is_wrong_about:
        parts.append(f"And you are mistaken somewhere without knowing it. {sentences(mind.is_wrong_about)}")
    return _joined(*parts)


def _knowledge(persona: Persona) -> str:
    frames = {
        "expert": "What you know from the inside: {}.",
        "working": "Well enough to get by: {}.",
        "some": "A little: {}.",
        "none": "Nothing at all: {}.",
    }
    domains: dict[str, list[str]] = {level: [] for level in frames}
    for domain, level in persona.mind.knows.items():
        domains[level].append(domain.replace("-", " ").replace("_", " "))
    told = _joined(*(frames[level].format(listed(names)) for level, names in domains.items() if names))
    return told.replace("Well enough", "What you know well enough", 1) if told.startswith("Well") else told


def _feelings(persona: Persona) -> str:
    humor, feeling = persona.humor, persona.feeling
    notes = (
        ("Your jokes, when there are any: {}.", humor.makes),
        ("You enjoy {}.", humor.enjoys),
        ("What falls flat with you: {}.", humor.lands_badly),
        ("It does you good to meet with {}.", tuple(touch.what for touch in feeling.soothed_by)),
        ("What stings: {}.", tuple(touch.what for touch in feeling.stung_by)),
    )
    told = [frame.format(listed([bare(item) for item in items])) for frame, items in notes if items]
    return _joined(*told, SHOWS[feeling.shows], _bond(persona), FLATTERY[persona.pushback.when_flattered])


def _bond(persona: Persona) -> str:
    bond = persona.bond
    parts = []
    if bond.trust_at_start <= 2:
        parts.append("A new assistant has to earn your trust.")
    elif bond.trust_at_start >= 4:
        parts.append("A new assistant has your trust until it loses it.")
    if bond.anxious >= 4:
        parts.append("Being forgotten, or answered coolly, stays with you for a while.")
    if bond.avoidant >= 4:
        parts.append("When it gets familiar with you, you take a step back.")
    return _joined(*parts)


def _kept(persona: Persona) -> str:
    frames = {
        "never": "You tell nobody here about {}.",
        "only_if_needed": "You bring up {} only where it cannot be avoided.",
        "if_asked": "You speak of {} when you are asked, and not before.",
    }
    matters: dict[str, list[str]] = {policy: [] for policy in frames}
    for secret in persona.secrets:
        matter = MATTERS[category_of(secret)]
        if secret.subject != "self":
            matter = "somebody else’s private affairs"
        if secret.own_policy in matters and matter not in matters[secret.own_policy]:
            matters[secret.own_policy].append(matter)
    told = [frames[policy].format(listed(about)) for policy, about in matters.items() if about]
    return _joined(*told, sentence(persona.privacy_stance.because))
