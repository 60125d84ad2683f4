"""Words that rate a person instead of showing one: trait adjectives, and the names of the facets.

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

FACETS = {
    "N1": "anxiety", "N2": "anger", "N3": "depression", "N4": "self-consciousness", "N5": "immoderation",
    "N6": "vulnerability",
    "E1": "friendliness", "E2": "gregariousness", "E3": "assertiveness", "E4": "activity level",
    "E5": "excitement seeking", "E6": "cheerfulness",
    "O1": "imagination", "O2": "artistic interests", "O3": "emotionality", "O4": "adventurousness", "O5": "intellect",
    "O6": "liberalism",
    "A1": "trust", "A2": "morality", "A3": "altruism", "A4": "cooperation", "A5": "modesty", "A6": "sympathy",
    "C1": "self-efficacy", "C2": "orderliness", "C3": "dutifulness", "C4": "achievement striving",
    "C5": "self-discipline", "C6": "cautiousness",
}  # fmt: skip
"""Names of the thirty facets as in IPIP-NEO (public domain, ipip.ori.org)."""
