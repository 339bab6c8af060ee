"""How English takes back what was done: patterns over the words of a clause, joined by blanks.

Where a pattern has a group `named` or `other`, the words there say what is taken back, or what is spared.
"""

import re

_LEAD = (
    r"^(?:(?:ok|okay|no|nah|nope|yes|yeah|hm+|ugh|oh|um|uh|actually|wait|sorry|please|well|but|and|so|then|now|just|"
    r"hold on|whoa|woah|could you|can you|let's|too much|too far|too strong|way too much|a bit much|,) )*"
)
_UNDOES = r"\b(?:undo|reset|revert|discard|scrap|remove|drop|lose|cancel|forget|clear|take back|get rid of)\b"
_REST = r"\b(?:the rest|everything else|all else|the others?|everything|all)\b"
_GETS = r"(?:\b(?:bring|put|get|give|want|have|need|restore)(?: me| us)?|\b(?:i'd|we'd) like)"
_PRONOUN = r"(?:it|them|that|those|this)"

AT_THE_END = re.compile(r"(?<=\w)(?: (?:please|after all|thanks|though|then|now|again please|,))+$")
"""Words at the end that change nothing."""

_GOES = r"(?:can|could|should|must|may|has to|have to|needs to|need to) (?:all |both )?go(?: again| now)?$"

NOT_THAT = re.compile(
    r"^(?P<wanted>.+?) (?:,|and|but) (?:not|no) (?:the |that |more |less )*(?P<named>[a-z-]+)(?: please| pls)?$"
)
"""`i meant saturation, not contrast`: one thing in place of another."""

ALL_BUT = re.compile(
    rf"(?:everything|all)(?: else)? (?:except|but|apart from|other than|besides)(?: for)? (?P<other>.+?) {_GOES}|"
    rf"(?:{_UNDOES}|\bstart over\b|\bback to the original\b)"
    r".*?\b(?:except|but|apart from|other than|besides|save)\b(?: for)? (?P<named>.+)$"
)
KEEP_AND_UNDO = re.compile(
    rf"\bkeep (?:only |just )?(?P<named>.+?) ?(?:,|\b(?:and|but|while)\b).*{_UNDOES} {_REST}|"
    rf"{_UNDOES} {_REST}.*\bkeep (?:only |just )?(?P<other>.+)$"
)
"""What is spared while all else is taken back."""

TO_THE_EDIT = re.compile(r"\bback to (?:the|my|our|that) (?:edits?|edited version|edited one|last edit)\b")
TO_THE_START = re.compile(
    r"\b(?:back|revert|return)\b.*"
    r"\b(?:at the (?:very )?(?:start|beginning)|in the beginning|originally|to begin with)$"
)
STILL = re.compile(
    _LEAD
    + r"(?:still|still not|not yet|not quite|not there yet|not quite there|still not there)(?: enough)?$"
)
"""The same complaint once more."""

ONCE_MORE = re.compile(_LEAD + r"(?:another|another one|one more|and again|same again)$")
PARTLY = re.compile(
    _LEAD + rf"(?:(?:bring|take|pull|push|dial|put|move|turn|ease) {_PRONOUN} back "
    r"(?:up|down|off|a|some|slightly|by|half|halfway|part)\b|"
    rf"(?:half ?way|half|part of the way) back\b|"
    r"(?:go |come |step )?back (?:up|down|off|it off|a)\b|(?:go|come|step) back (?:slightly|some)\b)"
    r"(?!.*\b(?:steps?|turns?|one)\b)"
)
"""Some of the last edit is taken back."""

THING_BACK = re.compile(rf"{_GETS} (?P<named>.+?) back\b|\b(?:bring|put) back (?P<other>.+)$")
BEFORE_WAS = re.compile(
    _LEAD
    + r"(?:(?:it|that|this|how it was|what (?:it|we|i) (?:was|had)) )?(?:just )?before (?:it |that |this )?"
    r"(?:was|were|is|looked) (?:\w+ )?(?:better|nicer|fine|good|ok|okay|great|perfect|right)$"
)
"""`before was ok`, `before it was better`."""

NONE_OF = re.compile(
    _LEAD + r"no (?:more )?(?P<named>[^,]+?)(?: (?:here|please|sorry|after all|then|at all|,|actually))*$"
)
NAMING = (
    re.compile(_LEAD + r"(?:leave|keep|make|have|want) (?:it|this|that) (?P<named>uncropped)$"),
    re.compile(_LEAD + r"(?P<named>uncrop)(?: (?:it|that|this))?(?: again)?$"),
    re.compile(
        _LEAD + r"(?:undo|revert|reset|reverse|cancel|scrap|take back|forget|never mind|nevermind) "
        r"(?P<named>[^,]+?(?: and| &|,) (?:also )?(?:the|that|your|those) [^,]+)$"
    ),
    re.compile(
        _LEAD
        + r"(?:undo|revert|reset|reverse|cancel|scrap|take back) (?P<named>[\w -]+? (?:and|&) [\w-]+(?: reduction)?)$"
    ),
    re.compile(
        r"^(?P<named>.+?) (?:(?:go|goes|put|set) )?(?:back to|back at|back|to) "
        r"(?:(?:the|its|their|what|where|how|as) )*"
        r"(?:normal|default|neutral|(?:it|they|that) (?:was|were|is)|before|original\b.*|zero$|0$)"
    ),
    re.compile(
        _LEAD
        + r"(?:the |its )*(?P<named>(?!(?:crop|zoom|cut|blur|fade|move|back|warm|cool)\b)[\w ]+?) (?:out|off|gone)"
        r"(?: (?:again|now|completely))*$"
    ),
    re.compile(
        _LEAD + r"(?:(?:use|keep|restore|give me|back to|i want|with) )?(?:the |its )?"
        r"(?:original|old|initial|previous|earlier) "
        r"(?P<named>[\w ]+?)(?: (?:back|again))*$"
    ),
    re.compile(
        _LEAD + r"(?:the |its )*(?P<named>[\w-]+) (?:all the way|right|fully|completely|entirely) back$"
    ),
    re.compile(
        _LEAD
        + r"(?:undo|revert|remove|lose|drop|ditch|bin|scrap|kill|cancel|take back|get rid of) (?:the|that|your|this) "
        r"(?P<named>[\w -]+?) (?:thing|stuff|edit|edits|change|changes|adjustment|tweak|business)$"
    ),
    re.compile(rf"{_GETS} (?P<named>(?:the |its |some |all )*colou?rs?) back$"),
    re.compile(r"\bprefer (?:it |the |having )*(?P<named>colou?rs?)(?: (?:better|more|version))*$"),
    re.compile(
        r"\b(?:have|want|like|liked|prefer|see|keep|rather|make|show|back|leave) (?:\w+ ){0,3}"
        r"(?P<named>in colou?r)$"
    ),
    re.compile(
        _LEAD + r"(?:cancel|skip|omit|forgo|leave out|(?:take|remove|turn|switch|pull|get|drop|lose)\b"
        r"(?=.*\b(?:again|back out|back off|after all)\b)) (?:out |off |away |rid of )?(?P<named>.+)$"
    ),
    re.compile(
        _LEAD + rf"(?:don't|dont|do not|stop) (?P<named>[a-z-]+)(?: (?:{_PRONOUN}|anything|at all))*$"
    ),
    re.compile(
        _LEAD
        + r"i (?:don't|dont|do not|didn't) (?:really )?(?:like|want|need) (?P<named>(?:the|that|this) [\w-]+)$"
    ),
    re.compile(r"\bback (?:to |in |into )+(?:the |a )?(?P<named>.+)$"),
    re.compile(_LEAD + r"(?:both )?(?P<named>.+?) " + _GOES),
)
"""Contrast back to normal, the color back, in color, cancel the vignette, don't blur it, back to the full frame."""

_ORDINAL = (
    r"(?:first|second|third|fourth)(?: (?:one|thing|step|change|edit|turn|adjustment|tweak|bit))?"
    r"(?: of (?:those|these|them|the two|the three|all))?"
)
_LATEST = r"(?:bit|one|thing|step|change|edit|part|tweak|adjustment|move)"
BY_TURN = re.compile(
    _LEAD
    + rf"(?:undo|revert|reverse|remove|drop|cancel|scrap|bin|take back|take|lose)(?: just| only| back)* "
    rf"(?:(?:the |your |that )?{_ORDINAL}(?:(?: ,| and| &)+ (?:the |your )?{_ORDINAL})*|"
    rf"(?:the|that|this|your) (?:very )?last {_LATEST}(?: (?:off|out|back|away))?)(?: (?:again|please|now))*$|"
    + _LEAD
    + rf"(?:go |get |jump |take (?:me|it|us) )?back to (?:how it was |where (?:we|it) (?:was|were) )?"
    rf"(?:right |just )?(?:after )?(?:the |your |my )?{_ORDINAL}(?: version| try)?$|"
    + _LEAD
    + rf"(?:the |your )?{_ORDINAL}(?: version| try)? (?:was|looked|is) "
    r"(?:\w+ )?(?:right|better|best|good|fine|perfect|nicer)$"
)
"""`undo the second and third`, `take that last bit off`, `back to after the first one`."""

SHARE = re.compile(
    _LEAD + r"(?:(?:make|put|set|have) )?(?P<share>halve|half|double|triple|twice) "
    r"(?:the |its |that |of the )*(?P<named>[\w -]+)$|"
    + _LEAD
    + r"(?:cut|bring|take) (?:the |its )*(?P<cut>[\w -]+?) (?:in|by|down by|down to) half$|"
    + _LEAD
    + r"(?:make |put |have |set )?(?:the |its )*(?P<made>[\w -]+?) (?:at |to |by )?(?P<times>half|twice|double)"
    r"(?: (?:as strong|as much|the strength|strength|the amount|of that|of what it is|that))?$"
)
"""`halve the contrast`, `the vignette half as strong`."""

NOT_SO = re.compile(_LEAD + r"not (?:that|so|quite so|quite that) (?P<named>[\w-]+)$")
"""`not that cold`, after it was made colder."""

KEEP_ONLY = re.compile(
    _LEAD
    + r"(?:keep only|only keep|keep just|just keep|keep nothing but|leave only|only leave|leave just) (?P<named>.+)$"
)

JUDGED = re.compile(
    _LEAD
    + r"(?:the )?(?P<named>(?:more )?[\w-]+)(?: (?:bit|part|thing))? (?:is|was|looks|went|got|feels) (?:\w+ ){0,2}?"
    r"(?:too much|too strong|overdone|a bit much|too far|excessive|over the top|too heavy)$"
)
"""`colder is too much`: a wish by its own word, and that there is too much of it."""

APPROVED = re.compile(
    r"^(?:(?:ok|okay|yes|yeah|so|well|the|,) )*(?P<named>(?:more )?[\w-]+)(?: (?:bit|part|thing))?"
    r"(?: (?:is|was|looks|seems))?"
    r" (?:ok|okay|fine|good|great|perfect|nice|lovely|right)(?: (?:now|already|as it is|like that|like this))?$"
)
"""`darker is fine`: what needs no change."""

LEFT_OUT = re.compile(
    _LEAD
    + r"leave (?:out )?(?:the |that |this |all )*(?P<named>[\w -]+?)(?: out of (?:it|this|that))$|"
    + _LEAD
    + r"leave out (?:the |that |this |all )*(?P<other>[\w -]+)$"
)
"""`leave the contrast out of it`: what was to come along is not to."""

ENDED = re.compile(
    _LEAD
    + r"(?:lose|drop|ditch|kill|bin|dump|nix|scrap|remove|get rid of|take out|take away|take off|do without|"
    r"i don't want|"
    r"i dont want|we don't need|i don't need|forget) (?:all )?(?:the |that |this |your )*(?P<named>[^,\d]+?)"
    r"(?: (?:again|here|completely|entirely|altogether|instead|if there is (?:one|any)|if any))*$"
)
"""`lose the warmth`: a property that was given is to go."""

WAS_BETTER = re.compile(
    _LEAD + r"(?P<named>.+?) (?:was|were|looked) (?:\w+ )?(?:better|nicer|fine|good|ok|okay|great|perfect)"
    r"(?: the way it was)?(?: (?:before|earlier|previously))?(?: in .+)?$"
)
IS_BETTER = re.compile(r"\b(?:better|nicer|before|earlier|previously|the way it was)\b")
"""What says that something was better before; `was fine` alone may be praise for what follows."""

LIKED_BEFORE = re.compile(
    r"\b(?:was|were|looked|liked?|loved?|preferred|prefer)\b.*"
    r"\b(?:before|earlier|the way it was|how it was)(?: (?:that|this))?$"
)
_NOES = r"(?:no|nah|nope|ugh|yuck|eww?|meh|wrong|bad|terrible|awful)"
REJECTED = re.compile(
    rf"^(?=.*\b{_NOES}\b)(?:(?:{_NOES}|oh|hm+|god|that's|thats|it's|this is|just|so|,|-|please) ?)+$"
)
IT_OFF = re.compile(
    _LEAD + r"(?:(?:remove|delete|lose|drop|ditch|kill|get rid of) (?:it|that)(?: again| altogether)?|"
    r"(?:take|turn|switch|get) (?:it|that) (?:off|out|away|back)(?: off| out| again)*|(?:do )?without(?: it| that)?)$"
)
"""None of what was done last."""
