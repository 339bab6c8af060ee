"""Words with which people open a turn, and which ask for nothing: `cool, now sharpen it`, `on second thought, ...`."""

import re

from burnish.agent.language.words import split_words

_APPLAUSE = re.compile(
    r"^\W*(?:(?:ok|okay|oh|yeah|yes|yep|great|nice|so|very|pretty|that's|that is|thats|it's|looks?|looking)\W+)*"
    r"(?P<word>cool|better|sweet|neat)\b(?=\s*(?:$|[,.!;:)]|thanks\b|thank\b|thx\b|ty\b|cheers\b|man\b|"
    r"now (?:do|can|could|let|make|add|also|apply|use|copy)\b|dude\b|now\W*$))",
    re.IGNORECASE,
)
"""Praise whose words are qualities elsewhere."""

_OPENER = re.compile(
    r"^\W*(?:(?:ok|okay|hm+|oh|um|ah|and|but|so|well|right|alright|yeah|yes|no|nah)\b\W*)*"
    r"(?P<words>"
    r"i(?:'ve| have)? changed? my mind|on second thoughts?|come to think of it|"
    r"thinking about it|now that i look(?: at it)?|"
    r"you know what|to be honest|honestly|tbh|i think|i guess|i feel like|if you ask me|for my taste|in my opinion|"
    r"(?:one|just one) (?:more|last|other) thing|(?:and )?(?:last|final|next) (?:thing|one)|last but not least|"
    r"(?:almost|nearly|not quite)(?: there| perfect| good| it| right)?(?=\W*[,;.:-])|"
    r"(?:that's |thats |it's )?(?:much |way |far )?(?:good|better|perfect|great|nice|lovely|fine)(?: now| already)?"
    r"(?=\s*[,;.!:]\s*\w)|"
    r"(?:stop|stop stop|hold on|hang on|wait a (?:sec|second|minute)|one sec)(?=\W*[,;.!:-])|"
    r"(?:good|great|nice|decent|fine) (?:start|beginning)(?=\W*[,;.!:-])|"
    r"(?:guys?|mate|buddy|dear|bro|dude|man)(?=\W*[,;.!:-])"
    r")\b",
    re.IGNORECASE,
)
"""Words that lead to what is said about an edit, and say nothing of it themselves."""


_MEANT = re.compile(
    r"^\W*(?P<words>(?:(?:no|nah|nope|not that|sorry|wait|oops)\W+)+i (?:mean|meant|said|wanted|want))"
    r"(?=\W+(?:a bit |a little |much |to )?(?:more |less |make |add |\w{3,}er\b))",
    re.IGNORECASE,
)
"""`no i mean more contrast`: what was meant instead of what was done."""


_BLAME = (
    r"(?:my (?:mistake|bad|fault|error)|i (?:mixed|confused|muddled|swapped) (?:them|that|it|those|the two)(?: up)?|"
    r"i (?:mixed|got|muddled) (?:that|it|them) up|"
    r"i got (?:that|it|them) (?:wrong|backwards|mixed up|the wrong way (?:round|around))|i misspoke|i mistyped|"
    r"silly me|wrong word|slip of the tongue|brain ?fart|typo)"
)
_BLAMED = re.compile(
    rf"^\W*(?:(?:oh|oops|ah|ouch|sorry|no|wait|argh|ugh|whoops)\W+)*(?P<words>{_BLAME})(?=\W+\w)|"
    rf"(?<=\w)\W+(?:(?:oops|ah|sorry|whoops)\W+)?(?P<after>{_BLAME})\W*$",
    re.IGNORECASE,
)
"""What people say of themselves when they correct what they said: `my mistake: the water`, `bottom half, my bad`."""


_LOOKING = re.compile(
    r"^\W*(?:(?:ok|okay|hm+|wait|please|so|and|now|first)\W+)*"
    r"(?:(?:can|could|may) (?:i|we|you) |let me |let's |i(?:'d like| want) to )?(?:please )?"
    r"(?:(?:compare|see|look at|show|view|toggle)(?: me| us)?(?: (?:it|this|that|again|back))*"
    r"(?: (?:with|to|against|and))?(?: (?:the|how|what|a))*"
    r" (?:original|before(?: and| /)? ?(?:after)?|difference|comparison|side by side|both|"
    r"it (?:was|looked)(?: like)? before)|(?:go|come|switch|return|back)(?: back)? to the edit(?:ed)?"
    r"|before (?:and|/) after|side by side|compare(?: (?:it|them|both|the two))?)"
    r"(?: (?:again|please|first|for a (?:second|moment|sec)|version|photo|picture|image|one|side by side))*\W*$",
    re.IGNORECASE,
)
"""Wishes to see another state, and to change nothing."""


_ASKING = re.compile(
    r"^\W*(?:(?:ok|okay|hm+|wait|so|and|but|um|uh|oh)\W+)*(?:"
    r"(?:what|which|where|when|who)(?:'s|s)? (?!about|if|do you say|would)|"
    r"how (?:much|many|does|did|do i (?:know|see|tell)|is|was|come|far|are)\b(?! about)|"
    r"why (?:did|do you|does|was)\b(?! n['o]?t)|"
    r"(?:did|does|was|were|has) (?:you|it|that|this|the|we|i)\b|(?:do|have) (?:you|we|i)\b|"
    r"(?:is|are) (?:it|that|this|there|the|you|they|we)\b(?=.*\?)|"
    r"(?:tell me|explain|describe|list) (?:what|how|why|which|the|your|all|me)\b"
    r")",
    re.IGNORECASE,
)
"""Questions about the edit, whose answer changes nothing."""

_MAKING = re.compile(
    r"^\W*(?:(?:ok|so|and|but|hi|hey|nice|cool|great|just curious|curious|wow|btw)\b\W*)*(?:"
    r"(?:what|which) (?:(?:kind|sort|type|brand|make) of )?(?:camera|lens|aperture|f ?-?stop|shutter|iso|settings?|"
    r"exposure time|focal length|film|software|tripod|flash|filter|time of (?:day|year)|body|gear|place|city|"
    r"country)\b|"
    r"how did (?:you|they|he|she|the photographer) (?:get|do|take|shoot|make|manage|light|achieve|capture|pull)\b|"
    r"(?:where|when) (?:is|was|were|did) (?:this|it|that|you|these)\b|who (?:is|are|was|took|shot)\b|"
    r"(?:was|were|is|are|did) (?:this|that|it|you|they|these|the (?:photo|picture|shot|image|background))\b.*?\b"
    r"(?:shot|taken|done|made|used?|in camera|composited?|hand ?held|staged|natural light|photoshopped|real|film|"
    r"digital|a composite)\b"
    r")(?=[^?]*\?\W*$)",
    re.IGNORECASE,
)
"""Questions about how a photo was taken."""

_WISHING = re.compile(
    r"\b(possible|way to|chance|could you|can you|please|should(?:n't)?|too \w+|need|without|with (?:less|more)|if|"
    r"so (?:dark|bright|dull|flat|cold|warm))\b"
    r"|,\s*(?:please |so |just )?(?:undo|remove|take|revert|drop|lose|get rid|put|turn|reset|cancel|make)\b"
    r"|\?\s*\w",
    re.IGNORECASE,
)
"""What makes a question a wish."""

_THANKS = frozenset(
    """lovely perfect great good nice wonderful beautiful gorgeous brilliant excellent fantastic awesome amazing thanks
    thank ty thx cheers merci splendid superb stunning elegant happy pleased delighted sold spot exactly done yay
    bravo grateful appreciated cute perfection magnificent""".split()
)
_AROUND_THANKS = frozenset(
    """that that's thats there it it's its is are just how i you ever so much very really now ok okay oh ah my this
    these looks look like love the a an way lot for your help have been be most helpful we're we i'm am and both
    she he her him what as all on right yes yeah yep remember wanted hoped imagined need needed kind indeed well
    dear quite absolutely simply truly nicely job work stuff kindly again everyone everybody folks then many
    greatly highly she's he's by me to got made see perfectly pretty""".split()
)
_NODDING = frozenset(
    "ok okay oh ah that that's thats yeah yep yes so very really pretty right alright hey dude man".split()
)
"""Beside these `cool` is praise."""
_RIGHT = re.compile(r"\b(?:just|exactly|quite|all|spot|about) (?:right|on|how|what|like)\b", re.IGNORECASE)
MOST_WORDS_OF_THANKS = 16

MOST_OPENERS = 3
"""Openers that are passed over, one behind the other."""


def only_looks(text: str) -> bool:
    """Whether a turn only asks to see or be told something: `compare with the original`, `what did you do?`."""
    if _ASKING.search(text) is not None and _WISHING.search(text) is None:
        return True
    return _LOOKING.search(text) is not None


def only_wonders(text: str) -> bool:
    """Whether a text only asks how a photo was taken: `what aperture did you use to get all of it in focus?`."""
    return _MAKING.search(text) is not None and _WISHING.search(text) is None


def only_thanks(text: str) -> bool:
    """Whether a turn only praises and thanks: `there, that's just right, thank you ever so much`."""
    words = [word.text for word in split_words(text) if word.text[:1].isalpha()]
    if not 0 < len(words) <= MOST_WORDS_OF_THANKS or not set(words) <= _THANKS | _AROUND_THANKS | {"cool"}:
        return False
    cool = words[-1:] == ["cool"] or words[:1] == ["cool"]
    if cool and len(words) > 1 and set(words) - {"cool"} <= _THANKS | _NODDING:
        return True
    if "cool" in words:
        return False
    return bool(_THANKS & set(words)) or _RIGHT.search(text) is not None


def without_applause(text: str) -> str:
    """The text with such words at its beginning blanked; every other character keeps its place."""
    opened = text
    for _ in range(MOST_OPENERS):
        opened = _blanked(opened, _OPENER, "words")
    blamed = _BLAMED.search(opened)
    if blamed is not None:
        opened = _blanked(opened, _BLAMED, "words" if blamed["words"] else "after", "sorry")
    opened = _blanked(opened, _MEANT, "words")
    asks = any(each.isalnum() for each in opened)
    return _blanked(opened if asks else text, _APPLAUSE, "word")


def _blanked(text: str, pattern: re.Pattern[str], group: str, instead: str = "") -> str:
    """The text with what a pattern finds blanked, or in as much room `instead`."""
    found = pattern.search(text)
    if found is None:
        return text
    first, end = found.span(group)
    return text[:first] + instead.ljust(end - first) + text[end:]
