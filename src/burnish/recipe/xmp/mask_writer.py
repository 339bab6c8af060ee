"""Mask JSON as masks of Camera Raw, where those can say it."""

import math
from collections.abc import Mapping
from typing import Any

from burnish.recipe.xmp.brush_strokes import write_strokes
from burnish.recipe.xmp.mask_reader import SKY_SUBTYPE, Unplain, folded
from burnish.recipe.xmp.numerals import exact, format_number
from burnish.recipe.xmp.packet import Struct
from burnish.recipe.xmp.stored_frame import Box, StoredFrame

NAMES = {"linear": "Linear Gradient", "radial": "Radial Gradient", "brush": "Brush", "sky": "Sky"}


def write_masks(mask: Mapping[str, Any], frame: StoredFrame) -> tuple[Struct, ...]:
    """The masks of a correction that select what this mask does. Raises Unplain."""
    parts = enumerate(_in_order(mask), start=1)
    return tuple(_written(part, operation, place, frame) for place, (part, operation) in parts)


def _in_order(mask: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str]]:
    """Parts with how each joins what came before it."""
    if mask.get("kind") != "combine":
        return [(mask, "add")]
    if mask.get("invert") or mask.get("feather", 0.0) != 0.0 or mask.get("opacity", 1.0) != 1.0:
        raise Unplain("a combination of masks cannot be inverted, feathered or dimmed as a whole")
    first, *rest = mask["masks"]
    if any(part.get("kind") == "combine" for part in rest):
        raise Unplain("masks are joined one after the other, not in groups")
    operation = mask.get("operation", "add")
    return [*_in_order(first), *((part, operation) for part in rest)]


def _written(mask: Mapping[str, Any], operation: str, place: int, frame: StoredFrame) -> Struct:
    kind = mask.get("kind", "")
    if kind not in NAMES:
        raise Unplain(f"a {kind!r} mask has no counterpart")
    if mask.get("feather", 0.0) != 0.0:
        raise Unplain("an extra feather has no counterpart")
    opacity = mask.get("opacity", 1.0)
    if operation != "add" and (opacity != 1.0 or mask.get("invert", False)):
        raise Unplain("a mask that takes away or intersects cannot itself be inverted or dimmed")
    inverted = operation == "intersect" or bool(mask.get("invert", False))
    joined = {
        "MaskActive": "True",
        "MaskName": f"{NAMES[kind]} {place}",
        "MaskBlendMode": "0" if operation == "add" else "1",
        "MaskInverted": _flag(inverted),
        "MaskValue": _text(opacity) if operation == "add" else "0",
    }
    shapes = {"linear": _linear, "radial": _radial, "brush": _brush, "sky": _sky}
    return Struct({**joined, **shapes[kind](mask, frame, inverted)})


def _linear(mask: Mapping[str, Any], frame: StoredFrame, inverted: bool) -> dict[str, Any]:  # noqa: ARG001
    full = frame.stored(mask.get("start_x", 0.5), mask.get("start_y", 0.25))
    zero = frame.stored(mask.get("end_x", 0.5), mask.get("end_y", 0.75))
    ends = {"ZeroX": zero[0], "ZeroY": zero[1], "FullX": full[0], "FullY": full[1]}
    return {"What": "Mask/Gradient", **{name: _text(value) for name, value in ends.items()}}


def _radial(mask: Mapping[str, Any], frame: StoredFrame, inverted: bool) -> dict[str, Any]:
    width, height = frame.upright_size
    radius_x, radius_y = (mask.get(name, 0.4) * frame.short_side for name in ("radius_x", "radius_y"))
    angle, swapped = folded(mask.get("angle", 0.0))
    if swapped:
        radius_x, radius_y = radius_y, radius_x
    box = Box(mask.get("x", 0.5) * width, mask.get("y", 0.5) * height, radius_x, radius_y, angle)
    corners = dict(zip(("Left", "Top", "Right", "Bottom"), frame.corners_of_box(box), strict=True))
    return {
        "What": "Mask/CircularGradient",
        **{name: _text(value) for name, value in corners.items()},
        "Angle": _text(frame.angle_sign() * angle),
        "Midpoint": "50",
        "Roundness": "0",
        "Feather": _text(mask.get("softness", 0.5) * 100),
        "Flipped": _flag(not inverted),
        "Version": "2",
    }


def _sky(mask: Mapping[str, Any], frame: StoredFrame, inverted: bool) -> dict[str, Any]:  # noqa: ARG001
    at = frame.stored(0.5, 0.5)
    point = " ".join(_text(value) for value in at)
    return {"What": "Mask/Image", "MaskVersion": "1", "MaskSubType": SKY_SUBTYPE, "ReferencePoint": point}


def _brush(mask: Mapping[str, Any], frame: StoredFrame, inverted: bool) -> dict[str, Any]:  # noqa: ARG001
    strokes: list[Struct] = []
    for stroke in mask["strokes"]:
        fields, dabs = write_strokes(stroke, frame)
        strokes.append(Struct({"What": "Mask/Paint", "MaskActive": "True", "MaskBlendMode": "0",
                               "MaskInverted": "False", **fields, "Dabs": dabs}))  # fmt: skip
    return {"What": "Mask/Aggregate", "Masks": tuple(strokes)}


def _text(number: float) -> str:
    if not math.isfinite(number):
        raise Unplain(f"{number!r} is not a number that can be written")
    return format_number(exact(round(number, 12)))


def _flag(value: bool) -> str:
    return "True" if value else "False"
