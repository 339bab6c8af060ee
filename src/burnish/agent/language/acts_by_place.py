"""Acts that say where: only there, not there, there too, everywhere, on the other photos."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from burnish.agent.language.acts_by_name import AS_IT_WAS
from burnish.agent.language.acts_by_result import FINE
from burnish.agent.language.done import Done
from burnish.agent.language.turn_frames import Frame
from burnish.agent.language.turn_names import NamedPlace
from burnish.agent.language.turn_saying import NONE_OF_IT, VAGUE_BACK, Act, one, undoing
from burnish.agent.language.turn_segments import NOES
from burnish.agent.planner.intents import Direction, Intent, Op, Region

_OTHER_PHOTOS = re.compile(
    r"\b(?:apply|copy|sync|paste|carry|same|use|do|transfer|repeat|likewise|treat)\b.*\b(?:"
    r"(?:others?|rest|all|next|remaining)\b(?: [\w']+){0,4} (?:photos|pictures|pics|images|shots|ones)|"
    r"(?:other|every|next) (?:photo|picture|pic|image|shot)|"
    r"(?:rest|whole|entire)\b(?: (?:of|the|my|our|this)){0,2} "
    r"(?:set|batch|series|album|folder|shoot|carousel|gallery|collection|lot|session|trip|roll|post|feed))\b"
)
"""`apply it to all the rest of my holiday pics`."""


def others(frame: Frame, _done: Done) -> Act | None:
    """`the same for the rest of my photos`."""
    words = " ".join(piece.text for piece in frame.pieces)
    if _OTHER_PHOTOS.search(words) and not frame.ops:
        return one(Intent("scale", "0", target="others", span=frame.span))
    if (
        not frame.is_covered
        or not frame.has("others")
        or frame.ops
        or frame.places
        or frame.has("back", "weaker", "stronger", "keep")
    ):
        return None
    return one(Intent("scale", "0", target="others", span=frame.span))


_TONES: Mapping[Region, tuple[Op, Op]] = {
    "shadows": ("shadows", "highlights"),
    "highlights": ("highlights", "shadows"),
}
"""Tones that people take for others: by the place that is named what is meant, and what was done."""


def _other_tones(frame: Frame, here: Sequence[NamedPlace], done: Done) -> Act | None:
    """`I meant the shadows`, where the highlights were raised: the same of the other tones."""
    tones = _TONES.get(here[0].region) if here else None
    if tones is None or not frame.has("only") or done.holds(tones[0]):
        return None
    meant, said = tones
    ways: list[Direction] = ["+", "-"]
    way: Direction | None = next((each for each in ways if (said, each) in done.ways), None)
    if way is None:
        return None
    return Act((undoing(frame, said), Intent(meant, way, span=frame.span)), span=frame.span)


def placed(frame: Frame, done: Done) -> Act | None:
    """Where the last edit is to be, and where not."""
    if not frame.places or frame.ops or frame.orders or frame.quantity is not None:
        return None
    here = [place for place in frame.places if not place.away]
    away = [place for place in frame.places if place.away]
    if _are_tones_back(frame, here, done):
        return one(undoing(frame, here[0].region))
    if done.placed and frame.has("keep") and frame.text_has(*AS_IT_WAS) and not away:
        return one(replace(undoing(frame, here[0].region), region=here[0].region, phrase=here[0].phrase))
    if frame.has("weaker", "stronger", "return", "again") or (
        frame.has("back") and not away and not _rejects(frame)
    ):
        return None
    if frame.has("others"):
        return None

    tones = None if away or frame.has("keep", "all") else _other_tones(frame, here[:1], done)
    if tones is not None:
        return tones

    def at(region: Region, phrase: str, target: str = "last") -> Intent:
        return Intent("scale", "0", region=region, phrase=phrase, target=target, span=frame.span)

    whole = frame.has("everywhere", "all")
    if away and whole and not here and frame.has("instead_of") and not frame.has("except"):
        return one(Intent("scale", "0", target="everywhere", span=frame.span))
    if away and not here:
        if frame.text_has("from now on", "whatever you do", "whatever happens"):
            return None
        place = away[0]
        return one(
            Intent(
                "scale",
                "-",
                quantity=NONE_OF_IT,
                region=place.region,
                phrase=place.phrase,
                target="last",
                span=frame.span,
            )
        )
    if len(here) == 1 and away:
        return one(at(here[0].region, here[0].phrase))
    if frame.has("keep") and not away:
        return _kept(frame)
    if len(here) != 1:
        return None
    if frame.has("all"):
        return None
    if frame.has("only") or frame.text_has("instead", "sorry", "wrong", "oops", "move"):
        return one(at(here[0].region, here[0].phrase))
    return one(at(here[0].region, here[0].phrase, "also")) if frame.has("also") else None


def undone_there(frame: Frame, done: Done) -> Act | None:
    """`revert what you did to the lake`: what was done in one place."""
    sure = any(piece.has("back") and piece.text not in VAGUE_BACK for piece in frame.pieces)
    pointed = frame.has("pronoun", "thing", "all") and not frame.has(
        "place", "keep", "only", "also", "return", "others"
    )
    named = all(op.kind == "verb" and done.holds(op.op) for op in frame.ops)
    if (
        not sure
        or not (pointed or frame.ops)
        or not named
        or frame.orders
        or frame.quantity is not None
        or len(frame.places) != 1
    ):
        return None
    if frame.has("weaker", "stronger", "everywhere", "rest", "except") or frame.places[0].away:
        return None
    place = frame.places[0]
    somebody = len(frame.ops) == 1 and place.region in ("person", "obj")
    target = frame.ops[0].op if somebody else place.region
    return one(replace(undoing(frame, target), region=place.region, phrase=place.phrase))


def praised_there(frame: Frame, _done: Done) -> Act | None:
    """`the shadows are great like that`: nothing is to become of them."""
    if not frame.places or not frame.text_has(*FINE) or frame.quantity is not None or frame.ops:
        return None
    return None if frame.roles - {"best", "pronoun", "return", "to_others", "also"} else Act(span=frame.span)


def _kept(frame: Frame) -> Act | None:
    """`no more changes to the sky`, `face and background both stay`: places that are to stay from now on."""
    if frame.roles - {
        "keep",
        "pronoun",
        "best",
        "also",
        "thing",
        "back",
        "place",
        "complaint",
        "both",
        "only",
    }:
        return None
    if not any(piece.has("keep") and not piece.has("best", "filler") for piece in frame.pieces):
        return None
    kept = [
        Intent("keep", region=place.region, phrase=place.phrase, target=place.region, span=frame.span)
        for place in frame.places
    ]
    return Act(tuple(kept), span=frame.span) if kept else None


def _rejects(frame: Frame) -> bool:
    """Whether `no` only leads to what is meant."""
    return all(piece.text in ("no", "nope", "nah", "not") for piece in frame.pieces if piece.has("back"))


def _are_tones_back(frame: Frame, here: Sequence[NamedPlace], done: Done) -> bool:
    """`no, leave the shadows as they were`, where they were lifted."""
    tones = len(here) == len(frame.places) == 1 and here[0].region in ("shadows", "highlights")
    rejects = frame.pieces[0].text in NOES and frame.has("keep") and frame.text_has("was", "were")
    return tones and rejects and here[0].region in done.ops


def everywhere(frame: Frame, done: Done) -> Act | None:
    """`on the whole picture`, after an edit in a part of it."""
    if not frame.has("everywhere") or not frame.is_bare or frame.quantity is not None or not done.placed:
        return None
    if frame.has("weaker", "stronger", "back", "return", "keep", "except", "others"):
        return None
    return one(Intent("scale", "0", target="everywhere", span=frame.span))
