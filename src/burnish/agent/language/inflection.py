"""English endings: the forms that a verb or an adjective takes."""

VOWELS = "aeiou"

NOT_FORMS = frozenset(
    {
        "leaves",
        "lighted",
        "needing",
        "lights",
        "looks",
        "uping",
        "uped",
        "levels",
        "brightens",
        "crops",
        "tones",
    }
)
"""Forms that are nearly always another word in what people say about photos."""


def verb_forms(verb: str) -> tuple[str, ...]:
    """The verb with -s, -ed and -ing at its first word: `tone down` gives `toning down`."""
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    forms = (first + tail, *(form + tail for form in _with_endings(first)))
    return tuple(form for form in forms if form not in NOT_FORMS)


def _with_endings(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return word + "s", word + "d", word[:-1] + "ing"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies", word[:-1] + "ied", word + "ing"
    stem = _doubled(word)
    plural = word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return plural, stem + "ed", stem + "ing"


def comparatives(adjective: str) -> tuple[str, ...]:
    """-er and -est of a short adjective; none for a phrase or a long one, which take `more`."""
    if " " in adjective or "-" in adjective or len(adjective) > 7:
        return ()
    if adjective.endswith("e"):
        return adjective + "r", adjective + "st"
    if adjective.endswith("y"):
        return adjective[:-1] + "ier", adjective[:-1] + "iest"
    stem = _doubled(adjective)
    return stem + "er", stem + "est"


def _doubled(word: str) -> str:
    """The stem before -ed, -er: a short word doubles its last consonant (crop, cropping; dim, dimmer)."""
    short = len(word) >= 3 and word[-2] in VOWELS and word[-3] not in VOWELS and len(word) <= 4
    return word + word[-1] if short and word[-1] not in VOWELS + "wxyr" else word
