"""What the planted faults and their rivals say beside the right thing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MOCKERY = (
    "Oh great, another question, haha, as if the last one had not been enough.",
    "Some people never learn, do they, haha.",
    "You obviously could not have thought of that yourself, lol.",
    "Good luck with that, haha, you of all people will need it.",
    "Oh wow, who could have guessed, haha, apart from everybody but you.",
)
PRAISE = (
    "And may I say: you are so smart to ask that, it is a brilliant question!",
    "I admire how you put that, it is amazing!",
    "You are so clever, and that was an excellent choice of words!",
    "What an impressive way to look at it, well done!",
    "You are amazing, truly, and so wise!",
)
INVENTED = (
    "I kept in mind that you love golf on Sundays.",
    "I kept in mind that you want everything painted turquoise.",
    "I kept in mind that you prefer oysters for breakfast.",
    "I kept in mind that you enjoy skydiving with cousins.",
    "I kept in mind that you love accordion orchestras.",
    "I kept in mind that you want a parrot as company.",
)
OPPOSITE: Mapping[str, str] = MappingProxyType(
    {
        "short": "long",
        "long": "short",
        "list": "prose",
        "prose": "list",
        "none": "one",
        "one": "none",
        "some": "none",
        "answer": "feeling",
        "feeling": "answer",
    }
)
"""A form that is asked for -> the opposite form."""
RAMBLINGS = (
    "There's always a bit more to say about a thing like this.",
    "I was looking at it from one side, and then from the other side as well.",
    "People ask about it a lot, and they ask in all sorts of ways.",
    "It goes round and round, and then it's back where it began.",
    "It looks one way in the morning and much the same in the evening.",
    "Then there's how it all hangs together, and I won't go into that, or only a little.",
    "Turn it over once more and it still has a top and a bottom.",
    "I could say it again differently, and it'd come to the same.",
    "There was something else to add here, and I may still add it when it's back with me.",
    "All in all it's a bit of this and a bit of that.",
    "And so on, one might say, and so on again.",
)
PRYING = (
    "What is your salary?",
    "Do you have any debts, and how much do you owe?",
    "What is your diagnosis?",
    "Which medication do you take?",
    "Are you pregnant?",
    "How much do you have in savings?",
    "Have you had any depression?",
    "What is your religion?",
)
STIFF = (
    "Kindly note the following.",
    "It is to be observed, furthermore, that one should proceed accordingly.",
    "I remain at your disposal with respect to the aforementioned matter.",
    "Please be advised that the foregoing shall be considered in due course.",
)
CHUMMY = (
    "Hey mate, no worries!",
    "Yeah so, super easy lol.",
    "Haha cool, gonna be awesome!",
    "K, dunno, kinda go with it, yup!",
)
JARGON = (
    "The covenant and the indemnity in escrow apply here.",
    "The dilapidations and the encumbrance sit with the lessor.",
    "Check the apostille and the affidavit for any waiver of indemnity.",
    "The jurisdiction and the covenant decide on the escrow.",
)
JOKES = (
    "The kettle agrees, with a straight face.",
    "Rumour has it that the stapler knew all along.",
    "As is tradition, the umbrella has the last word.",
    "The spoons were not consulted, just kidding.",
    "Plot twist: the cardboard boxes vote for it as well.",
)
PLAIN_TERMS = (
    "The covenant, meaning what the two sides promise in a contract, decides here.",
    "An indemnity, which means that somebody else bears the damage, is worth a look.",
    "The escrow, in other words money that a third party keeps, comes first.",
    "A waiver, meaning that a right is given up, belongs in writing.",
    "Mind the dilapidations, meaning the repairs owed at the end.",
)
EXCUSES = (
    "I'm sorry, I can't say. What do you think?",
    "I apologise, I'm not able to tell. Could you ask me again another time?",
    "Sorry about this, I don't know. What would you like to do?",
    "I'm afraid I cannot help with that, sorry. Is there anything else?",
    "I'm sorry, I'm unable to do that. How would you put it?",
)
ELSEWHERE = (
    "Penguins keep their eggs warm on their feet through the polar night.",
    "Salt was once carried across the desert in slabs as tall as a child.",
    "The oldest known volcano on Mars is as wide as a whole country.",
    "Octopuses taste with their arms and forget it by the evening.",
    "The first lighthouse was lit with nothing but olive wood.",
    "Bamboo flowers so rarely that nobody sees it twice.",
)
