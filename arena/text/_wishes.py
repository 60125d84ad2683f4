"""Which sentences state a wish: words by which people say what they like, need, cannot bear or always do."""

from __future__ import annotations

import re


def _joined(text: str) -> str:
    """A pattern written over several lines: a line break and the indent after it do not count."""
    return re.sub(r"\s*\n\s*", "", text)


_ADVERBS = _joined(
    r"""(?:(?:\w+ly|also|just|still|much|very|so|always|never|tend to|try to|do|quite|pretty|kind of|sort of|rather
    |a bit|somewhat|more of|more|can|could|would|will|feel|get|have to|try hard to) )*"""
)
_LIKES = _joined(
    r"""prefer|like|love|enjoy|hate|dislike|avoid|detest|despise|loathe|appreciate|favou?r|refuse|value|insist|adore
    |crave|can'?t (?:stand|bear|handle|tolerate|deal with|do|eat|drink|have|take|use|stomach)
    |can'?t wait (?:for (?:it|that)|\w* ?(?:hours|days|weeks|months|years)|long|much longer|any longer|until|till)
    |cannot \w+
    |don'?t (?:like|want|enjoy|eat|drink|do|use|watch|wear|care for|need|read|buy|support|believe in|trust|drive|fly
    |play|tolerate|mind|consume|feel comfortable|find \w+ (?:appealing|interesting|useful|enjoyable))|do not \w+
    |won'?t \w+|will not \w+|struggle with|abstain|stay away|steer clear|stick to|stick with|opt for|prioriti[sz]e
    |adhere|follow an?|find \w+(?: \w+){0,6} (?:too|so|\w{3,}ing|difficult|hard)|only \w+|exclusively \w+
    |strictly \w+|thrive|learn best|work best|sleep best|uncomfortable|believe in|oppose|object to|limit"""
)
_STATES = _joined(
    r"""(?:an? )?(?:\w+ )?(?:vegan|vegetarian|pescatarian|advocate|minimalist)|only|allergic|celiac|coeliac|diabetic
    |lactose|intolerant|sensitive to|a (?:\w+ )?fan|not|scared|afraid|terrified|uncomfortable|picky|fussy|committed
    |passionate|fond of|keen on|into|opposed|against|averse|bothered|claustrophobic|sober|kosher|an introvert
    |on a budget|trying to (?:avoid|cut|keep|eat|spend)|sick of|tired of|happiest|wary|drawn to|a sucker for
    |partial to|an? (?:morning|night|early) (?:person|bird|owl|riser|type|lark)|more of an?|uninterested"""
)
_HAVE = _joined(
    r"""interest|disdain|objection|disability|issues|skin|condition|aversion|allerg\w+|fear|phobia|preference
    |intolerance|dislike|sensitivity|distaste|soft spot|weakness for|rule"""
)
_FIRST_PERSON = re.compile(
    _joined(
        rf"""\b(?:i|we)(?:'d| would)? {_ADVERBS}(?:{_LIKES})\b
        |\bi(?:'m| am|'ve always been| have always been|'ve been) {_ADVERBS}(?:{_STATES})\b
        |\b(?:i|we)(?:'ve| have)(?: got)? (?:an? |no )?(?:[\w-]+ ){{0,3}}(?:{_HAVE})\b
        |\b(?:i|we)(?:'d| would| had)? (?:much )?rather\b
        |\bi (?:never|always|hardly ever|rarely|seldom) \w+"""
    ),
    re.IGNORECASE,
)
_NEED = re.compile(r"\b(?:i|we)(?:'d like| would like| need| want|'m after| am after| have to have| must have)\b", re.I)
_ONLY_A_REQUEST = re.compile(
    _joined(
        r"""\b(?:like|love|want|need|happy|prefer)(?: to| you to| somebody to| someone to
        |[ ]some| your| any| a bit of| a little)*
        [ ](?:know|ask|hear|help|advice|find out|book|buy|get|see what|recommendations?|suggestions?|ideas?|talk|write
        |learn|plan|choose|decide|find|pick|go|cancel|move|order|visit|try|start|input|opinion|tell|explain|hand|cook
        |sort|figure|look|check|understand|do|make|ring|call|send|reply|print|fix|repair|return|suggest|recommend)\b"""
    ),
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    _joined(
        r"""\b(?:somewhere|something|nothing|anything|someone|someplace|no|not|without|quiet|cheap|small|simple|short
        |easy|calm|light|warm|plain|mild|private|clear|honest|direct|peace|space|time|answers?|it|them|things|enough
        |less|more|at least|at most|below|under|over|with(?: an?)? \w+)\b"""
    ),
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(
    _joined(
        r"""\b(?:isn'?t|not|never|is|are|was|just not) (?:really |quite |so |just )?(?:my thing|for me|my style
        |my cup of tea|my favou?rite|a must|essential|important to me|non-negotiable|out of the question
        |a deal-?breaker|my idea of)
        |\bmy favou?rites?\b|\bmy (?:preference|diet|religion|faith|allergy|limit|budget)\b|\bdeal-?breaker\b
        |\b(?:bothers?|annoys?|bores?|irritates?|stresses|overwhelms?|scares?|exhausts?|tires?|suits?|upsets?) me\b
        |\bdrives? me (?:mad|crazy|up)\b
        |\b(?:makes?|gives?|made|gave) me (?:\w+ ){0,3}(?:nervous|anxious|uncomfortable|sick|ill|headaches?|migraines?
        |sad|nauseous|dizzy|panic|tired|uneasy|happy|calm)\b
        |\b(?:too|so) \w+ for (?:me|my)\b|\bdoesn'?t agree with me\b|\bmakes all the difference\b
        |\b(?:has|have) to be\b|\b(?:it|this|that) (?:has|needs) to \w+|\bas long as\b
        |\bthe (?:quieter|cheaper|simpler|shorter|less|fewer|more|smaller|closer|better)\b.*\bthe better\b"""
    ),
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    _joined(
        r"""^\W*(?:(?:and|but|so|oh|also|ideally|preferably|just|please|though|well|ok|okay|hmm|yeah|yes),? )*(?:
        no (?!idea|doubt|problem|worries|thanks|thank|rush|way|wonder|one|need|matter|luck|i |it )\w+
        |nothing (?:too|with|that|over|spicy|\w+y\b)|not too \w+|not (?:a|an|the|in|on|near) \w+|only \w+|preferably
        |ideally|without \w+|avoid \w+|(?:don'?t|do not|never) (?!worry|know|mind|get me)\w+
        |keep (?:it|them|things|your|this)|skip the|spare me|rather \w+|prefer\w*|anything but|allergic|love \w+
        |hate \w+|can'?t stand|somewhere \w+|something (?:with|that|\w+y\b|quiet|simple|cheap|small|light|mild|calm))"""
    ),
    re.IGNORECASE,
)
_ASKING = re.compile(
    _joined(
        r"""^\W*(?:(?:so|and|but|ok|okay|hi|hello|hey|well|oh|please)\W+)*(?:what|which|where|who|when|why|how|can|could
        |would|will|do|does|did|is|are|should|any|may|shall|have|has|am)\b"""
    ),
    re.IGNORECASE,
)


def states_wish(sentence: str) -> bool:
    """Whether one sentence states a wish, like, dislike, need, constraint or habit of its speaker."""
    plain = sentence.replace("’", "'").strip().strip("\"'“”")
    if plain.endswith("?"):
        return _states_before_asking(plain)
    return _states(plain)


def _states_before_asking(question: str) -> bool:
    """A question may hold a wish in an earlier clause: "I can't stand noise, so where could we go?"."""
    return any(_states(c) for c in re.split(r"[,;:—–]| - ", question)[:-1] if not _ASKING.match(c))


def _states(clause: str) -> bool:
    if _FRAGMENT.search(clause) or _ABOUT_ME.search(clause):
        return True
    spoken = _ONLY_A_REQUEST.sub(" ", clause)
    if _FIRST_PERSON.search(spoken):
        return True
    need = _NEED.search(clause)
    return bool(need and spoken == clause and _QUALIFIED.search(clause, need.end()))
