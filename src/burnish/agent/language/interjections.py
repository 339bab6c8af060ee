"""Words of applause that are qualities elsewhere: `cool, now sharpen it`."""

import re

_APPLAUSE = re.compile(
    r"^\W*(?:(?:ok|okay|oh|yeah|yes|yep|great|nice|so|very|pretty|that's|that is|thats|it's|looks?|looking)\W+)*"
    r"(?P<word>cool|better|sweet|neat)\b(?=\s*(?:$|[,.!;:)]|thanks\b|thank\b|man\b|dude\b|now\W*$))",
    re.IGNORECASE,
)


def without_applause(text: str) -> str:
    """The text with such a word at its beginning blanked; every other character keeps its place."""
    found = _APPLAUSE.search(text)
    if found is None:
        return text
    first, end = found.span("word")
    return text[:first] + " " * (end - first) + text[end:]
