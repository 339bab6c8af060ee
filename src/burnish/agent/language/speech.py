"""How people talk and type while they look for words: sounds, repetitions, names they call one by, and what it is for.

Everything here is blanked, so that what is left keeps its place in the text; so do numbers that are spelled out.
"""

import re

LONGEST = 400
"""Characters of a text that is looked through: what people say in passing stands in short texts."""

_SOUNDS = re.compile(
    r"\b(?:u+m+|u+h+(?![- ]huh)|e+r+m*|m+h*m+|h+m+|ehm?|uh[- ]huh)\b(?:\W*\b(?:u+m+|u+h+|e+r+m*|m+h*m+|h+m+)\b)*"
    r"|\b(?:you know)\b(?! (?:what|how|that|who|if))"
    r"|\blike(?= (?:\d+|half|double|twice|a third|a quarter|ten|fifteen|twenty|thirty|forty|fifty|way|really|super)\b)"
    r"|\b(?:maybe|roughly|approximately)(?= (?:\d+|ten|fifteen|twenty|thirty|forty|fifty)\b)"
    r"|(?<=\w)(?<!it was)(?<!they were)[ ,]+(?:to (?:begin|start) with|in the first place)(?=\W*$|[,.;!])"
    r"|[ ,]+of course(?=\W*$)|\bfull(?= stops?\b)"
    r"|\b(?:lo+l|lmao|omg|ha(?:ha)+|hehe|xd|ffs|imho)\b",
    re.IGNORECASE,
)
"""Sounds, and words that only gain time."""

_TWICE = re.compile(r"\b(?P<said>[a-z']+(?: [a-z']+){0,3})(?P<gap>[ ,]+)(?=(?P=said)\b)", re.IGNORECASE)
"""`the the sky`, `a bit more a bit more`: said twice, meant once."""

_MORE = re.compile(
    r"\bmore (?P<how>strong|bright|dark|warm|cold|cool|sharp|soft|weak|high|low|small|deep|tight|calm|green|mild|faint)"
    r"(?:er)?\b",
    re.IGNORECASE,
)
"""`more strong`, `more darker`: comparatives as people make them who learned another language first."""

_LIKED = re.compile(
    r"(?<=\w)[\s,;.]+i (?:liked|preferred|loved) (?:it|that|them) "
    r"(?:\w+er|before|better before|more before|as it was)\W*$",
    re.IGNORECASE,
)
"""Why something is taken back."""

_BACK = re.compile(r"\b(?:undo|take|lose|remove|back|out|off|revert|drop)\b", re.IGNORECASE)

_CANNOT_SEE = re.compile(
    r"\bi (?:can't|cant|cannot|can hardly|can barely) see (?:a thing|anything)\b(?=.*\w)", re.IGNORECASE
)
"""A way of saying that it is too dark, beside words that say so."""

_GETS = re.compile(
    r"(?:(?<=\bit's)|(?<=\bthat's))(?: getting| becoming| turning| going| (?:starting|beginning) to (?:look|get|be))"
    r"(?= (?:too |a bit |a little |rather |very |so |all )?(?!to\b|back\b|there\b|better\b|in\b|on\b|for\b)\w+)",
    re.IGNORECASE,
)
"""`it's getting garish`: that is how it is."""

_INSIDE = re.compile(
    r"\b(?:what(?:'s| is|ever is|ever's)|(?:the )?(?:stuff|things?|part|bits?) (?:that(?:'s| is| are) )?) ?in "
    r"(?=the (?:background|foreground|sky|shadows|highlights|distance)\b)",
    re.IGNORECASE,
)
"""`blur what's in the background`: the place says it."""

_SPARING = re.compile(
    r"\bwithout (?:affecting|altering|changing|disturbing|impacting|influencing|spoiling|"
    r"(?:messing|interfering) with)\b",
    re.IGNORECASE,
)
"""What says that something is to stay, in other words."""

_BEHIND = re.compile(
    r"\bwhat(?:'s| is|ever is|ever's) behind "
    r"(?:her|him|them|me|us|(?:the|my|our) (?:subject|person|woman|man|girl|boy|kids?))\b",
    re.IGNORECASE,
)
"""`blur what's behind her`."""

_IS = re.compile(
    r"(?<=\w)(?<!\bit)(?<!\bthat)(?<!\bthis)(?<!\bhe)(?<!\bshe)(?<!\bwhat)(?<!\bwho)(?<!\bhere)(?<!\bthere)(?<!\blet)"
    r"['’]s(?= (?:too|so|way|a bit|a little|a tad|gone|fine|perfect|great|good|nice|ok|okay|lovely|much|far|not|still|"
    r"really|very|kinda|getting|looking|better|overdone|off|just)\b)",
    re.IGNORECASE,
)
"""`the blur's too much`."""

_CALLED = re.compile(
    r"^\W*(?:(?:oh|ah|well|hello|hi|hey|good morning|thanks|thank you|yes|no|ok|okay)\W+)*(?:my )?"
    r"(?P<first>dear(?:ie)?|darling|sweetie|sweetheart|hun|honey|love|goodness(?: me)?|gosh|heavens|bless you|oh my)"
    r"(?=\s*[,.!;])"
    r"|(?<=\w)[\s,]+(?P<last>dear(?:ie)?|darling|sweetie|sweetheart|hun|babe|sir|my friend|bro|dude|mate)"
    r"(?=\W*$|\s*[,.!?;])",
    re.IGNORECASE,
)
"""What somebody is called who is asked."""

_PERSON = (
    r"(?:gran(?:d?m[ao]m?(?:ther)?|ny|d?p[ao]p?(?:ther)?|dfather|dmother|d?kids?|dchildren|dad|dson|ddaughter)?|mum|mom|"
    r"mother|dad|father|wife|husband|sister|brother|son|daughter|kids?|children|boss|client|team|friends?|parents|"
    r"family|customers?|followers|students|mother-in-law|aunt|uncle|cousin)"
)
_USE = (
    r"(?:(?:old|poor|own|tired) )?(?:eyes|taste|liking|feed|grid|blog|website|site|wall|album|print(?:ing|er)?|poster|"
    r"web|insta(?:gram)?|facebook|linkedin|tiktok|stories|story|calendar|newsletter|magazine|brochure|catalog(?:ue)?|"
    r"portfolio|living room|screen|monitor|phone|shop|store|presentation|slides?|funeral|birthday|wedding|party)"
)
_SAID_BY = re.compile(
    rf"^\W*(?:(?:but|and|ok|okay|so|hm+|no|actually)\W+)*(?P<who>(?:(?:my|the|our) )?{_PERSON}"
    r"(?: (?:says|said|thinks|feels|insists|tells me)(?: that)?\b"
    r"|(?= (?:hates?|dislikes?|doesn't|does not|didn't|wants|prefers|likes|loves)\b)))",
    re.IGNORECASE,
)
"""Whose wish it is."""

_FOR = re.compile(
    r"(?<!same)(?<!also)(?<!too)(?<!only)(?<!just)(?<!not)[\s,]+"
    rf"(?:(?:it's |its |it is )?for (?:my|our|the|her|his|their|a|an|this) "
    rf"(?:{_PERSON}(?:'s)?(?: (?:{_USE}|\w+day))?|{_USE})|on (?:my|our|this) (?:\w+ )?(?:screen|monitor|phone|laptop))"
    r"(?=\W*$|\s*[,.!?;])"
    r"|[\s,]+(?:because|cuz|since) (?:of |i(?:'m| am| will| have)? |it(?:'s| is| will| has)? |we(?:'re| are| will)? "
    r"|(?:my|our|the) \w+ )(?:(?!\b(?:and|but)\b)[^.,;!?])*$"
    r"|[\s,]+as (?:i(?:'m| am| will| have) |it(?:'s| will| has| is (?:for|going|to|being)) |"
    r"we(?:'re| are| will) )"
    r"(?:(?!\b(?:and|but)\b)[^.,;!?])*$",
    re.IGNORECASE,
)
"""Whom or what it is for, and why."""

_WISHING = re.compile(
    r"\b(?:too|dark|bright|light|blue|yellow|red|green|orange|cold|warm|flat|dull|blurry|soft|noisy|grainy|hazy|washed|"
    r"tilted|crooked|less|more|undo|remove|keep|but)\b",
    re.IGNORECASE,
)
"""A reason that says what is wrong with the picture says what is wanted."""


_NUMBER = re.compile(
    r"\b(?P<tens>ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?P<five>five))?"
    r"(?='s\b|\s*(?:percent|per cent|%|points?|less|more|instead|please|degrees|off|higher|lower)\b|\W*$)",
    re.IGNORECASE,
)
_TENS = {
    "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip


def fluent(text: str) -> str:
    """The text with what is said in passing blanked and numbers in digits; all else keeps its place."""
    if len(text) > LONGEST:
        return text
    text = _NUMBER.sub(_in_digits, text)
    text = _SOUNDS.sub(_blank, text)
    text = _IS.sub(_blank, text)
    text = _GETS.sub(_blank, text)
    text = _INSIDE.sub(_blank, text)
    text = _SPARING.sub(lambda found: f"{'without touching':<{len(found.group())}}", text)
    text = _BEHIND.sub(lambda found: f"{'the background':<{len(found.group())}}", text)
    text = _MORE.sub(lambda found: f"{found['how'] + 'er':<{len(found.group())}}", text)
    liked = _LIKED.search(text)
    if liked is not None and _BACK.search(text[: liked.start()]):
        text = _without(text, *liked.span())
    text = _CANNOT_SEE.sub(_blank, text)
    text = _TWICE.sub(_blank, text)
    for found in _CALLED.finditer(text):
        group = "first" if found["first"] else "last"
        text = _without(text, *found.span(group))
    by = _SAID_BY.search(text)
    text = text if by is None else _without(text, *by.span("who"))
    for found in _FOR.finditer(text):
        if not _WISHING.search(found.group()):
            text = _without(text, *found.span())
    return text


def _in_digits(found: re.Match[str]) -> str:
    value = _TENS[found["tens"].lower()] + (5 if found["five"] else 0)
    return f"{value:<{len(found.group())}}"


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _without(text: str, first: int, end: int) -> str:
    return text[:first] + " " * (end - first) + text[end:]
