"""Words of which nothing is known, in a segment that otherwise speaks of the edit: hedges, asides, slips."""

from dataclasses import replace

from burnish.agent.language.function_words import DETERMINERS
from burnish.agent.language.turn_frames import Frame, is_open

MOST_GAPS = 2
"""Unknown words of a segment that are passed over."""

_SURE = (
    "weaker",
    "stronger",
    "back",
    "return",
    "again",
    "opposite",
    "goes_to",
    "keep",
    "only",
    "also",
    "everywhere",
)
"""Parts of which one must be there."""


def without_gaps(frame: Frame) -> Frame | None:
    """The segment as if its unknown words were not there; None where they may name a thing or are too many."""
    if frame.is_covered or not (frame.has(*_SURE) or frame.quantity is not None):
        return None
    named = {op.at for op in frame.ops} | {place.at for place in frame.places}
    gaps = [at for at in range(len(frame.pieces)) if at not in named and is_open(frame.pieces, at)]
    if not 0 < len(gaps) <= MOST_GAPS or len(gaps) * 2 > len(frame.pieces):
        return None
    if any(_may_matter(frame, at) for at in gaps):
        return None
    return replace(frame, is_covered=True)


def _may_matter(frame: Frame, at: int) -> bool:
    """Whether a word names a thing, or something that the lexicon knows."""
    piece = frame.pieces[at]
    led = at > 0 and frame.pieces[at - 1].text.split()[-1] in DETERMINERS
    return led or bool(piece.senses) or not piece.text.isalpha()
