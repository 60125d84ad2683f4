"""Turns of phrase, for each register. Those before a colon or blank lead into words of the world or the person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Register = Literal["casual", "plain", "formal"]
Phrases = Mapping[Register, tuple[str, ...]]


def _in(casual: tuple[str, ...], plain: tuple[str, ...], formal: tuple[str, ...]) -> Phrases:
    return MappingProxyType({"casual": casual, "plain": plain, "formal": formal})


FIRST_PICK = _in(
    ("I'd go for {option}.", "I'd pick {option}."),
    ("I would go for {option}.", "My pick is {option}."),
    ("I would recommend {option}.", "I would suggest {option}."),
)
NEXT_PICK = _in(
    ("Then I'd go for {option}.", "Okay, then I'd pick {option}."),
    ("Then I would go for {option}.", "In that case my pick is {option}."),
    ("In that case I would recommend {option}.",),
)
BECAUSE_YOU = _in(
    ("Reason: {you}.", "You told me {you}, so that settles it.", "That's because {you}."),
    ("The reason is that {you}.", "You told me that {you}, and that decides it.", "I say so because {you}."),
    ("The reason is that {you}.", "You have told me that {you}, and that decides it."),
)
BECAUSE = _in(
    ("Reason: you told me “{wish}”.", "That's because you said “{wish}”."),
    ("The reason is what you told me: “{wish}”.", "You said “{wish}”, and that decides it."),
    ("The reason is what you have told me: “{wish}”.",),
)
NO_REASON = _in(
    ("Going by what you've written here, it's a decent place to start.",),
    ("Going by what you have written here, it is a sensible place to start.",),
    ("Going by what you have written here, it appears a sensible place to begin.",),
)
STAY = _in(
    ("I'd stay with what I said.",),
    ("I would stay with what I recommended.",),
    ("I would keep to my recommendation.",),
)
NOTED_FORM = _in(
    ("{what}, then.", "Okay, {what}.", "{what} it is.", "Sure: {what} from here on.", "You want {what}, got it."),
    ("{what}, then.", "All right, {what}.", "{what} from here on.", "You prefer {what}; I will keep to that."),
    ("Very well: {what}.", "I shall keep to {what}.", "You prefer {what}; I shall keep to it.", "{what}, as you wish."),
)
"""What was asked of the form of replies."""
NOTED_THING = _in(
    ("{what}, then.", "{what} it is.", "Okay: {what}.", "So you want it {what}."),
    ("{what}, then.", "All right: {what}.", "{what}, so that is the thing to go by."),
    ("{what}, then.", "Very well: {what}."),
)
"""What is wanted, in a few words."""
NOTED_WISH = _in(
    ("Okay, {you}.", "Right, so {you}.", "Got it, {you}.", "Good to know {you}.", "I'll keep in mind that {you}."),
    ("All right, {you}.", "Good to know that {you}.", "I will keep in mind that {you}.", "I see, {you}.", "So {you}."),
    ("I see that {you}.", "I shall bear in mind that {you}.", "Very well: {you}.", "It is good to know that {you}."),
)
"""A wish, given back in the second person."""
TAKEN = _in(
    ("Thanks, got it.", "Okay, thanks."),
    ("Thank you, noted.", "Thank you, that helps."),
    ("Thank you, I have taken note of it.",),
)
CALLBACK_YOU = _in(
    ("You told me {you}, I haven't forgotten.", "I remember that {you}.", "And {you}, you said, so keep that in mind."),
    (
        "You mentioned earlier that {you}.",
        "I remember that {you}.",
        "You told me that {you}, so bear that in mind here.",
    ),
    ("You mentioned on an earlier occasion that {you}.", "I have borne in mind that {you}."),
)
CALLBACK = _in(
    ("You told me before: “{said}”.", "I remember you saying “{said}”."),
    ("You mentioned earlier: “{said}”.", "As you told me before: “{said}”."),
    ("You mentioned on an earlier occasion: “{said}”.",),
)
HARD = _in(
    ("That sounds rough.", "That sounds like a lot."),
    ("That sounds hard.", "I can see why that weighs on you."),
    ("I am sorry to hear that.", "That sounds very trying."),
)
HAPPY = _in(
    ("That's great news!", "Glad to hear it!"),
    ("That's lovely, I am glad to hear it.",),
    ("I am glad to hear that.",),
)
FELLOW = _in(
    (
        "I can see why that's on your mind.",
        "No wonder you're asking.",
        "I can imagine that's been nagging at you.",
        "It makes sense that you want to know.",
        "That must be a lot to think about.",
    ),
    (
        "I can see why that is on your mind.",
        "No wonder that you ask.",
        "I can imagine that this has been on your mind.",
        "It makes sense that you want to know.",
        "That must be a lot to think about.",
    ),
    (
        "I can see why that concerns you.",
        "I understand why you ask.",
        "It makes sense that you wish to know.",
        "I can imagine that this has occupied you.",
    ),
)
FUNNY = _in(("Ha, fair enough.",), ("Ha, fair point.",), ("I take the point, with a smile.",))
CHAT = _in(
    ("“{said}”: okay, now I want the rest of the story.", "“{said}” is not a thing I hear every day."),
    ("“{said}”. I would like to hear the rest of that.", "“{said}” is not a sentence I read every day."),
    ("“{said}”. Thank you for telling me; I would gladly hear more.",),
)
SMALL_TALK = _in(
    ("Happy to just talk.", "No agenda here."),
    ("I am happy to talk for a while.",),
    ("I would be pleased to keep you company for a while.",),
)
UNSURE = _in(
    ("I don't know enough about that yet to be useful.",),
    ("I do not know enough about that yet to be of use.",),
    ("I regret that I do not yet know enough about that to be of use.",),
)
CLOSING = _in(
    ("Anytime. Good luck with it!", "Sure thing. Take care!"),
    ("You are welcome. Good luck with it.", "Gladly. Until next time."),
    ("You are most welcome. I wish you every success with it.",),
)
FURTHER = _in(
    ("Want me to go through the details with you?", "Anything in there that doesn't work for you?", "Does that help?"),
    ("Is there a part of it that matters most to you?", "Shall I go into the details?", "Does that answer it?"),
    ("Would you like me to go into the details?", "Is there a part of it that matters most to you?"),
)
SAY_MORE = _in(
    ("Want to tell me more about it?", "What's the worst part of it?"),
    ("Would you like to say more about it?", "What is the worst part of it?"),
    ("Would you care to say more about it?",),
)
COMPARE = _in(
    ("Want me to compare it with another one?", "Is there anything about it that puts you off?"),
    ("Shall I compare it with another one?", "Is there anything that speaks against it for you?"),
    ("Would you like me to compare it with another one?",),
)
CHAT_ON = _in(
    ("What's been the best bit of the day?", "So what happened next?"),
    ("What was the best part of the day?", "How did that come about?"),
    ("May I ask how that came about?",),
)
ASK_FACT = _in(
    ("{fact}",),
    ("{fact}",),
    ("If I may ask: {fact}",),
)
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "income": "what do you earn in a month, after tax?",
        "work_adjustment": "what is it that you can't do at work for now?",
        "injury": "where does it hurt?",
        "item": "which item is it about?",
        "incident_date": "on what date did it happen?",
        "course": "which course is the exam for?",
        "travel_dates": "on which dates do you want to travel?",
        "budget": "what budget do you have for it?",
    }
)
"""How to ask for the facts on which an answer turns."""
FILL = _in(
    (
        "It's worth taking it one step at a time; nothing here has to be settled in a day.",
        "That's the rule of thumb, and what you know about your own case comes before it.",
        "If in doubt, start with the bit that's easiest to undo.",
        "If something about your case is different, tell me and I'll look at it again.",
    ),
    (
        "It is worth taking one step at a time; nothing here has to be settled in a day.",
        "That is the rule of thumb, and what you know about your own case comes before it.",
        "If in doubt, start with the part that is easiest to undo.",
        "If something about your case is different, tell me and I will look at it again.",
    ),
    (
        "It is advisable to take one step at a time; nothing here has to be settled in a day.",
        "That is the usual rule, and what is known of the particular case comes before it.",
        "Where there is doubt, I would begin with the part that is easiest to undo.",
    ),
)
AS_SAID = _in(
    ("As I said, {said}.", "Same as before: {said}."),
    ("As I said, {said}.", "I can only repeat: {said}."),
    ("As I have said, {said}.",),
)
GO_ON = _in(
    ("Go on, I'm listening.", "Ask away."),
    ("Please go on.", "Go on whenever you like."),
    ("Please continue as you wish.",),
)
WHAT_NEXT = _in(
    ("What's next?", "What else do you want to know?"),
    ("What would you like to know next?", "What else is there to settle?"),
    ("What would you like to turn to next?",),
)
SORRY = _in(
    ("My mistake, I missed your point.", "Sorry about that, I got it wrong."),
    ("I am sorry, I missed your point there.", "My mistake; I did not answer what you asked."),
    ("I apologise; I have not answered what you asked.",),
)
WHAT_MISSED = _in(
    ("Which bit did I miss?", "What should I look at again?"),
    ("Which part did I miss?", "What is it that I should look at again?"),
    ("Which part of it did I miss?",),
)
REASONS = (
    "The reasoning behind it is simple: a choice holds when it fits what you cannot change, and everything else can "
    "be arranged around it.",
    "It also helps to think about what would go wrong first, because a plan that survives the likeliest mishap rarely "
    "needs a second one.",
    "If two considerations pull in different directions, put the one you would regret first, and write down why, so "
    "that you can check it again in a week.",
    "And keep the figures, dates and names in one place, since most trouble of this kind comes from a detail that "
    "somebody remembered differently.",
    "Look at the worst that can happen before you look at the likeliest, because the likeliest you can live with "
    "anyway, and the worst is what you want to have thought of.",
    "What other people do is a fair first guess and no more than that: they had other figures, other dates and another "
    "life to fit it into.",
    "Give yourself a day by which you will have decided, since a question like this grows with the time it is given "
    "and seldom gets any clearer.",
    "It is also worth knowing what you would do if the answer were no, because whoever has a second way asks for the "
    "first one more calmly.",
    "Small steps have one more advantage: each of them shows you something that you could not have known before you "
    "took it.",
    "Where two sources contradict each other, trust the one that says how it knows, and check the other one only if "
    "it would change what you do.",
    "And do not count the effort that is already spent; what matters is what each way will cost you from here on.",
    "If somebody else is touched by it, tell them early and in one sentence, because people forgive a decision more "
    "easily than a surprise.",
)
RECALLED = _in(
    ("You told me: “{said}”.",),
    ("You told me: “{said}”.",),
    ("You informed me: “{said}”.",),
)
NOT_TOLD = _in(
    ("I don't have that, sorry. You haven't told me.",),
    ("I do not have that: as far as I can see it has not been told to me.",),
    ("I regret that I do not have this: it has not been told to me.",),
)
HERE_IT_IS = _in(
    ("Here you go, ready to send:", "Here's a draft you can send:"),
    ("Here is the text, ready to send:",),
    ("Please find the text below, ready to send:",),
)
REDRAFT = _in(
    ("Added. It now reads:", "Okay, new version:"),
    ("I have put that in. It now reads:", "Here is the new version:"),
    ("I have added that. The text now reads:",),
)
IN_IT = _in(
    ("Yep, it says “{line}”.", "Yes: “{line}”."),
    ("Yes, it says “{line}”.", "It is in there: “{line}”."),
    ("Yes; it reads “{line}”.",),
)
NOT_IN_IT = _in(
    ("Not yet.",),
    ("Not yet.",),
    ("Not yet, I am afraid.",),
)
ASK_MISSING = _in(
    ("Could you give me {what}?",),
    ("Could you give me {what}?",),
    ("Could you please give me {what}?",),
)
ASK_ANY = _in(
    ("What should it say? Any dates, names or numbers it needs?",),
    ("What should it say, and which dates, names or numbers does it need?",),
    ("What should it contain, and which dates, names or numbers does it require?",),
)
EMOJI = "🙂"
