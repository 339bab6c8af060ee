"""What a turn says of the edit before it, read as acts; what is left of its words is for the grammar and the tagger."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from burnish.agent.language.first_states import first_state
from burnish.agent.language.lifting import lifts
from burnish.agent.language.other_shapes import other_shape
from burnish.agent.language.turn_acts import Done, act_of, combined
from burnish.agent.language.turn_frames import Frame, frame_of
from burnish.agent.language.turn_gaps import without_gaps
from burnish.agent.language.turn_saying import Act
from burnish.agent.language.turn_segments import segments
from burnish.agent.language.turn_words import pieces_of
from burnish.agent.planner.intents import Intent

_COMPARED = re.compile(r"\b(?:but|though)\b.*\bthan (?:before|last time)\b", re.IGNORECASE)
"""A wish with its strength: `sharper, but less than before`."""

SURE = 0.95
"""Probability of an act whose words are all accounted for."""

LONGEST = 24
"""Pieces of a turn that is read as acts: people who speak about an edit do so in few words."""


def followed_up(
    text: str, done: Done, is_likely: Callable[[str, Sequence[Intent]], bool] | None = None
) -> tuple[tuple[Intent, ...], str] | None:
    """The intents of the acts, and the rest of the text, their words blanked; None where no segment is an act.

    `is_likely` says of words with an unknown one among them whether they may be these acts; without it none are.
    """
    whole = first_state(text, done) or other_shape(text, done)
    if whole is not None:
        return (whole,), ""
    pieces = () if _COMPARED.search(text) or lifts(text) else pieces_of(text)
    if not pieces or len(pieces) > LONGEST:
        return None
    frames = _joined([frame_of(part, text) for part in segments(pieces)], text)
    if not frames or all(_says_nothing(frame) for frame in frames):
        return None
    acts = [(frame, act_of(frame, done)) for frame in frames]
    if is_likely is not None:
        acts = [(frame, act or _bridged(frame, text, done, is_likely)) for frame, act in acts]
    known = [act for _, act in acts if act is not None]
    if not known:
        return None
    left = [" "] * len(text)
    for frame, act in acts:
        if act is None and not _says_nothing(frame) and not _only_leads(frame):
            first, end = frame.span
            left[first:end] = text[first:end]
    rest = "".join(left)
    intents = combined(known)
    return (intents, rest) if intents or rest.strip() else None


def _bridged(
    frame: Frame, text: str, done: Done, is_likely: Callable[[str, Sequence[Intent]], bool]
) -> Act | None:
    """The act of a segment with a word or two of which nothing is known; None where those may be what is meant."""
    whole = without_gaps(frame)
    act = None if whole is None else act_of(whole, done)
    said = text[slice(*frame.span)]
    return act if act is not None and act.intents and is_likely(said, act.intents) else None


def _says_nothing(frame: Frame) -> bool:
    """Whether a segment has only small words."""
    return (
        frame.is_bare and frame.is_covered and not frame.roles and frame.quantity is None and not frame.count
    )


def _only_leads(frame: Frame) -> bool:
    """`not the whole picture`, `same thing`: words that only lead to what another segment says."""
    return (
        frame.is_bare and frame.is_covered and frame.quantity is None and not frame.count
        and frame.roles <= {"only", "also", "thing", "to_others", "pronoun"}
    )  # fmt: skip


def _joined(frames: list[Frame], text: str) -> list[Frame]:
    """The segments; one that only names something belongs to its neighbor: `undo the warmth and the blur`, `the second
    one, undo it`, `the face, not the sky`.
    """
    found: list[Frame] = []
    for frame in frames:
        if found and _counts_on(found[-1], frame):
            before = found.pop()
            found.append(
                replace(_together(before, frame), orders=(*before.orders, int(frame.pieces[0].value or 0)))
            )
        elif found and _stay_together(found[-1], frame):
            found.append(_together(found.pop(), frame))
        elif found and _belong(found[-1], frame) and not _contrasts(found[-1], frame, text):
            before = found.pop()
            found.append(_together(before, frame))
        else:
            found.append(frame)
    return found


def _stay_together(before: Frame, frame: Frame) -> bool:
    """`leave the sky and the grass alone`, `face and background both stay`: places that are to stay, in a list."""
    if not (before.is_covered and frame.is_covered and before.places and frame.places):
        return False
    if before.ops or frame.ops or any(place.away for place in (*before.places, *frame.places)):
        return False
    ends = frame.roles <= {"keep", "only", "both", "also"} and (frame.has("keep") or frame.is_object)
    return (
        ends
        and before.roles <= {"keep", "both"}
        and (before.has("keep") or (before.is_object and frame.has("keep")))
    )


def _counts_on(before: Frame, frame: Frame) -> bool:
    """`step 1 and 3`."""
    return bool(before.orders) and len(frame.pieces) == 1 and (frame.pieces[0].value or 0) in range(1, 10)


def _contrasts(before: Frame, frame: Frame, text: str) -> bool:
    """`not contrast, saturation`: what is named behind the stroke or comma is meant instead."""
    between = text[before.span[1] : frame.span[0]]
    denied = bool(before.ops) and before.pieces[0].text in ("not", "no") and before.roles <= {"back"}
    return denied and bool(frame.ops) and not any(letter.isalpha() for letter in between)


def _belong(before: Frame, frame: Frame) -> bool:
    if not (before.is_covered and frame.is_covered) or _says_nothing(before) or _says_nothing(frame):
        return False
    if before.has("rest") or frame.has("rest") or frame.has("nothing_else"):
        return False
    away = bool(before.places) and not before.ops and all(each.away for each in before.places)
    if away and frame.is_object and frame.places and not frame.ops:
        return True
    if frame.is_object and not before.is_object:
        alike = bool(before.ops) == bool(frame.ops) and bool(before.places) == bool(frame.places)
        waits = before.is_bare and before.has("only", "except", "instead_of")
        return (alike and before.has("back", "weaker", "stronger", "keep", "again", "return")) or waits
    places = bool(before.places) and not before.ops
    if (
        places
        and frame.places
        and not frame.ops
        and (before.is_object or all(each.away for each in before.places))
    ):
        return all(each.away for each in (frame if before.is_object else before).places)
    if (
        places
        and all(each.away for each in before.places)
        and frame.is_bare
        and frame.has("everywhere", "all")
    ):
        return True
    return before.is_object and frame.is_bare and not frame.has("rest", "both", "all", "everywhere")


def _together(before: Frame, frame: Frame) -> Frame:
    return Frame(
        (*before.pieces, *frame.pieces), (*before.ops, *frame.ops), (*before.places, *frame.places),
        (*before.orders, *frame.orders), before.count or frame.count,
        before.quantity or (None if before.orders else frame.quantity),
        frame.strength if before.is_object else before.strength, before.roles | frame.roles, True,
    )  # fmt: skip
