"""Acts that name nothing: about the last edit, or about all of it."""

from dataclasses import replace

from burnish.agent.language.done import Done
from burnish.agent.language.turn_frames import Frame
from burnish.agent.language.turn_saying import VAGUE_BACK, Act, comes_to, is_to, one, scaling, undoing, way_of
from burnish.agent.planner.intents import Intent


def afresh(frame: Frame, _done: Done) -> Act | None:
    """`from scratch`, `clean slate`."""
    if not frame.has("afresh") or not frame.is_bare or frame.has("except", "keep", "only"):
        return None
    if frame.text_has("was", "is", "were", "looked"):
        return None
    return one(undoing(frame, "all"))


def of_all(frame: Frame, _done: Done) -> Act | None:
    """`throw it all away`, `everything a little less`."""
    if not frame.has("all") or not frame.is_bare or frame.has("except", "only", "keep", "return", "others"):
        return None
    if frame.has("back"):
        return one(undoing(frame, "all"))
    way = way_of(frame)
    return None if way is None or not frame.has("weaker", "stronger") else one(scaling(frame, way, "all"))


def turned(frame: Frame, _done: Done) -> Act | None:
    """`the other way round`."""
    if not frame.has("opposite") or not frame.is_bare or frame.has("weaker", "stronger"):
        return None
    return one(Intent("scale", "0", target="opposite", span=frame.span))


def uncropped(frame: Frame, done: Done) -> Act | None:
    """`I want the full frame back`."""
    if "crop" not in done.ops or not frame.is_bare or not frame.text_has(*_FRAMES):
        return None
    wanted = frame.has("return") or frame.text_has(
        "want", "need", "prefer", "go back to", "back to", "i'd like", "i'd prefer", "like"
    )
    return one(undoing(frame, "crop")) if wanted and not _is_kept(frame) else None


def _is_kept(frame: Frame) -> bool:
    return frame.has("only", "except", "others") or frame.text_has("keep", "leave", "stay")


_FRAMES = (
    "whole frame", "full frame", "entire frame", "whole picture", "full picture", "entire picture", "whole photo",
    "full photo", "entire photo", "whole image", "full image", "entire image", "complete picture", "complete image",
    "whole shot", "whole thing",
)  # fmt: skip


def _steps_back(frame: Frame) -> bool:
    """`one notch back`: a little less, and not all of it gone."""
    backs = [piece.text for piece in frame.pieces if piece.has("back")]
    return (
        backs == ["back"]
        and frame.quantity is None
        and not frame.has("weaker", "stronger", "return", "keep", "pronoun")
    )


def back_up(frame: Frame, done: Done) -> Act | None:
    """`bring it back up a little`: less of what lowered it, and more of what raised it and was made less since."""
    little = frame.has("little") or frame.text_has("bring", "take", "put", "turn", "push")
    if not frame.is_bare or not frame.text_has("back up") or not little or frame.count or frame.quantity:
        return None
    if frame.roles - {"little", "pronoun", "steps_back", "thing"}:
        return None
    raised = any(way == "+" for _, way in done.ways)
    return one(Intent("scale", "+" if raised else "-", frame.strength, target="last", span=frame.span))


def meant(frame: Frame, done: Done) -> Act | None:
    """`wait, more I mean`, where less was asked for: the other way."""
    if not frame.is_bare or frame.quantity is not None or not frame.text_has("i mean", "i meant"):
        return None
    ways = {way for _, way in done.ways}
    contrary = (frame.has("stronger") and ways == {"-"}) or (frame.has("weaker") and ways == {"+"})
    plain = not frame.roles - {"stronger", "weaker", "only", "pronoun", "little"}
    return one(Intent("scale", "0", target="opposite", span=frame.span)) if contrary and plain else None


def replaced(frame: Frame, _done: Done) -> Act | None:
    """`replace that (with …)`: what comes instead is another segment."""
    alone = frame.is_bare and frame.quantity is None and not frame.count
    if not alone or not frame.has("pronoun") or not frame.text_has("replace", "swap", "trade", "exchange"):
        return None
    return one(undoing(frame)) if frame.roles <= {"instead_of", "pronoun", "complaint", "thing"} else None


def swapped(frame: Frame, _done: Done) -> Act | None:
    """`swap it for sharpening`: what comes instead is named in the same breath."""
    verb, *behind = frame.pieces
    if verb.text not in _SWAPPING or not behind or not behind[0].has("pronoun") or frame.places:
        return None
    if len(frame.ops) != 1 or frame.ops[0].kind == "quality" or frame.quantity is not None:
        return None
    if frame.roles - {"instead_of", "pronoun", "complaint", "thing"}:
        return None
    op = frame.ops[0]
    instead = Intent(op.op, "-" if op.direction == "-" else "+", span=frame.span)
    return Act((undoing(frame), instead), span=frame.span)


_SWAPPING = ("swap", "replace", "trade", "exchange", "switch", "change")


def of_the_last(frame: Frame, done: Done) -> Act | None:
    """`half as strong`, `knock 30% off it`, `25 would be better`, `bring it back`, `drop that`."""
    if (
        not frame.is_bare
        or frame.has("everywhere", "others", "all", "rest", "except", "opposite")
        or frame.count
    ):
        return None
    if done.undid and frame.has("return", "again") and not frame.has("weaker") and frame.quantity is None:
        return one(Intent("scale", "0", target="redo", span=frame.span))
    if frame.has("return") and not done.undid and done.removed and not frame.has("weaker", "back"):
        return one(undoing(frame, "remove"))
    if frame.text_has("further", "still further", "even further") and frame.text_has("down", "lower"):
        rose = {way for _, way in done.ways} == {"+"}
        goes_on = frame.quantity is None and not frame.has("back", "return", "keep")
        return one(scaling(frame, "-" if rose else "+")) if goes_on else None
    if frame.has("little") and _steps_back(frame):
        return one(Intent("scale", "-", "small", target="last", span=frame.span))
    way, said = way_of(frame), frame.quantity
    if said is not None and said.unit != "EV" and comes_to(frame):
        way, said = None, replace(said, unit="")
    if said is not None and said.unit == "" and way is None:
        said = replace(said, absolute=True)
        plain = (
            comes_to(frame)
            or is_to(frame)
            or not frame.roles
            - {
                "pronoun",
                "thing",
                "best",
                "only",
                "keep",
                "state",
                "stronger",
                "also",
                "to_others",
            }
        )
        return one(Intent("scale", "+", quantity=said, target="last", span=frame.span)) if plain else None
    if way is not None and (said is not None or not frame.has("back", "return", "keep")):
        return one(scaling(frame, way)) if frame.has("weaker", "stronger") or said is not None else None
    sure = [p for p in frame.pieces if p.has("back") and p.text not in VAGUE_BACK and not p.has("filler")]
    phrase = any(" " in each.text for each in sure)
    if (
        sure
        and (phrase or frame.has("pronoun", "thing"))
        and not frame.has("weaker", "stronger", "keep", "return")
    ):
        return one(undoing(frame))
    return None
