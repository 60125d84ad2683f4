"""Words that rate a person instead of showing one: trait adjectives.

The adjectives are markers of the five domains as used to prompt models for personality (Serapio-Garcia et al.,
arXiv 2307.00184, after Goldberg 1992), without those that plain English needs otherwise (kind, open, bold, deep).
"""

from __future__ import annotations

_ADJECTIVE_TEXT = """
friendly unfriendly extraverted introverted talkative assertive unassertive timid energetic unenergetic adventurous
unadventurous cheerful cheerless gloomy joyful outgoing sociable reserved shy withdrawn gregarious
trustful distrustful trusting honest dishonest generous stingy altruistic selfish unselfish cooperative uncooperative
humble modest immodest conceited arrogant sympathetic unsympathetic agreeable disagreeable empathetic compassionate
warm-hearted cold-hearted kind-hearted polite impolite rude
self-efficacious orderly disorderly responsible irresponsible dutiful hardworking lazy self-disciplined undisciplined
disciplined practical impractical extravagant organized organised disorganized disorganised conscientious negligent
thorough careless diligent cautious reckless meticulous
tense nervous anxious unanxious irritable easygoing easy-going depressed contented discontented self-conscious
unselfconscious self-assured insecure impulsive level-headed emotional unemotional moody neurotic vulnerable
imaginative unimaginative creative uncreative artistic inartistic aesthetic unaesthetic reflective unreflective
self-aware curious uncurious spontaneous intelligent unintelligent analytical unanalytical sophisticated
unsophisticated predictable conventional unconventional intellectual
"""
ADJECTIVES = frozenset(_ADJECTIVE_TEXT.split())
