"""What somebody takes back in the very breath: `make it brighter, no wait, darker`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent

_TAKEN_BACK = re.compile(
    r"(?<=\w)(?P<marker>[\s,.;…-]+(?:(?:uh|um|oh|er|no|sorry|wait|actually|hang on|hold on)[\s,.…]+)*"
    r"(?:no wait|wait no|no sorry|sorry no|no actually|actually no|oh no|or rather|scratch that|"
    r"no,? i mean|sorry,? i mean|wait,? i mean|i mean|i meant|make that|uh no|um no|er no|no no)\b)"
    r"(?P<instead>[\s,.:…-]+\w.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""Words that take back what stands before them and say it anew."""

_LEADS = re.compile(
    r"^\W*(?:(?:no|nope|nah|not|wrong|sorry|oops|wait|actually|ok|okay|oh|um|uh|yes|yeah|well|hm+|ugh|so|and|but)\W*)*$",
    re.IGNORECASE,
)
"""Words that are nothing to be taken back."""

LONGEST = 240
"""Characters of a text that is said in one breath."""


def in_one_breath(text: str) -> tuple[str, str] | None:
    """The text before such words, and the text with all before what was meant instead blanked; None without them."""
    found = _TAKEN_BACK.search(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    start = found.start("marker")
    if _LEADS.match(text[:start]) is not None:
        return None
    said, instead = text[:start], found["instead"]
    return said, " " * (len(text) - len(instead)) + instead


def place_alone(text: str) -> tuple[Intent, ...]:
    """Another place for what was said, where a text names one and nothing else."""
    terms = shipped_lexicon().terms(split_words(text))
    places = [each for each in noun_phrases(terms) if each.region is not None]
    if len(places) != 1 or len(terms) > places[0].last - places[0].first + 3:
        return ()
    start, end = terms[places[0].first].start, terms[places[0].last].end
    return (
        Intent(
            "scale", "0", region=places[0].region, phrase=text[start:end], target="last", span=(start, end)
        ),
    )


def corrected(said: Sequence[Intent], instead: Sequence[Intent]) -> tuple[Intent, ...]:
    """What was said, with what was meant instead in the place of what it corrects; a place alone is another place."""
    if not said or not instead:
        return ()
    place = instead[0] if len(instead) == 1 and _is_place(instead[0]) else None
    if place is not None:
        last = said[-1]
        moved = replace(last, region=place.region, phrase=place.phrase)
        return (*said[:-1], moved)
    known = {_subject(each) for each in instead}
    kept = [each for each in said if _subject(each) not in known]
    if len(kept) == len(said):
        kept = kept[:-1]
    return (*kept, *(_where_it_was(each, said) for each in instead))


def _where_it_was(intent: Intent, said: Sequence[Intent]) -> Intent:
    """`darken the sky, no wait, brighten it`: in the same place."""
    before = next((each for each in said if _subject(each) == _subject(intent)), None)
    if before is None or intent.region is not None or before.region is None:
        return intent
    return replace(intent, region=before.region, phrase=before.phrase)


def _is_place(intent: Intent) -> bool:
    return intent.op == "scale" and intent.direction == "0" and intent.region is not None


def _subject(intent: Intent) -> tuple[str, str]:
    return intent.op, intent.target if intent.op in ("undo", "keep") else ""
