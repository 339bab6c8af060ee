"""Masks of Camera Raw as mask JSON, where their geometry is plain.

A correction's masks are taken in order: one of blend mode 0 adds, one of blend mode 1 (then its value is 0)
takes itself away, so that an inverted one of mode 1 intersects.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

from burnish.recipe.xmp.brush_strokes import read_strokes
from burnish.recipe.xmp.numerals import parse_flag, parse_number
from burnish.recipe.xmp.packet import Struct
from burnish.recipe.xmp.stored_frame import StoredFrame, rounded

Mask: TypeAlias = dict[str, Any]

MAX_COMPONENTS = 64
"""Most masks in one correction that are read."""

SKY_SUBTYPE = "2"
"""MaskSubType of a Mask/Image that selects the sky."""


class Unplain(ValueError):
    """A mask that has no counterpart; only raised and caught inside this package."""


def read_masks(masks: tuple[str | Struct, ...], frame: StoredFrame) -> Mask | None:
    """One mask for a correction's masks, None if they select nothing. Raises Unplain."""
    active = [mask for mask in _structs(masks) if parse_flag(mask.text("MaskActive", "true"))]
    if len(active) > MAX_COMPONENTS:
        raise Unplain(f"{len(active)} masks in one correction; at most {MAX_COMPONENTS} are read")
    result: Mask | None = None
    while active:
        count = _strokes_at_start(active)
        part = _brush(active[:count], frame) if count else _shape(active[0], frame)
        result = _combined(result, part, "add" if count else _operation(active[0]))
        active = active[max(count, 1) :]
    return result


def _structs(masks: tuple[str | Struct, ...]) -> list[Struct]:
    if not all(isinstance(mask, Struct) for mask in masks):
        raise Unplain("the list of masks is damaged")
    return [mask for mask in masks if isinstance(mask, Struct)]


def _strokes_at_start(masks: list[Struct]) -> int:
    """How many of the first masks are strokes of one brush."""
    for count, mask in enumerate(masks):
        adds = mask.text("MaskBlendMode", "0") == "0" and not parse_flag(mask.text("MaskInverted"))
        if mask.text("What") != "Mask/Paint" or not adds:
            return count
    return len(masks)


def _operation(mask: Struct) -> str:
    mode = mask.text("MaskBlendMode", "0")
    if mode == "0":
        return "add"
    if mode != "1" or number(mask, "MaskValue", 1.0) != 0.0:
        raise Unplain(f"mask blend mode {mode!r} with value {mask.text('MaskValue')!r} is not known")
    return "intersect" if parse_flag(mask.text("MaskInverted")) else "subtract"


def _combined(so_far: Mask | None, part: Mask | None, operation: str) -> Mask | None:
    if part is None:
        return so_far
    if so_far is None:
        if operation != "add":
            raise Unplain("the first mask takes away from nothing")
        return part
    if so_far.get("kind") == "combine" and so_far.get("operation", "add") == operation:
        return {**so_far, "masks": [*so_far["masks"], part]}
    return {"kind": "combine", "operation": operation, "masks": [so_far, part]}


def _shape(mask: Struct, frame: StoredFrame) -> Mask | None:
    """One mask; None if it is muted."""
    what = mask.text("What")
    if what not in _SHAPES:
        raise Unplain(f"a mask of kind {what!r} has no counterpart")
    taken_away = mask.text("MaskBlendMode", "0") != "0"
    opacity = 1.0 if taken_away else number(mask, "MaskValue", 1.0)
    if opacity == 0.0:
        return None
    shape = _SHAPES[what](mask, frame)
    if shape is None:
        return None
    if opacity < 1.0:
        shape["opacity"] = rounded(max(opacity, 0.0))
    if parse_flag(_inversion(mask)) and not taken_away:
        shape["invert"] = True
    return shape


def _inversion(mask: Struct) -> str:
    """Flipped says inside (true) or outside; where MaskInverted stands too, that is the one that counts."""
    if "MaskInverted" in mask.fields or mask.text("What") != "Mask/CircularGradient":
        return mask.text("MaskInverted", "false")
    return "false" if parse_flag(mask.text("Flipped", "false")) else "true"


def number(mask: Struct, name: str, default: float | None = None) -> float:
    """A number of a mask. Raises Unplain if it is missing or none."""
    if name not in mask.fields and default is not None:
        return default
    found = parse_number(mask.text(name))
    if found is None:
        raise Unplain(f"{name} is {mask.text(name)!r}, not a number")
    return float(found)


def position(value: float, name: str) -> float:
    """A position that Burnish's masks can hold. Raises Unplain."""
    if not -1.0 <= value <= 2.0:
        raise Unplain(f"{name} lies more than a picture's size outside the picture")
    return rounded(value)


def _linear(mask: Struct, frame: StoredFrame) -> Mask:
    full = frame.upright(number(mask, "FullX"), number(mask, "FullY"))
    zero = frame.upright(number(mask, "ZeroX"), number(mask, "ZeroY"))
    start = [position(value, "gradient") for value in full]
    end = [position(value, "gradient") for value in zero]
    if math.dist(start, end) < 1e-4:
        raise Unplain("the gradient has no length")
    return {"kind": "linear", "start_x": start[0], "start_y": start[1], "end_x": end[0], "end_y": end[1]}


def _radial(mask: Struct, frame: StoredFrame) -> Mask:
    if number(mask, "Roundness", 0.0) != 0.0:
        raise Unplain("a radial mask that is rounder or squarer than an ellipse")
    corners = tuple(number(mask, side) for side in ("Left", "Top", "Right", "Bottom"))
    box = frame.box_from_corners((corners[0], corners[1], corners[2], corners[3]), number(mask, "Angle", 0.0))
    width, height = frame.upright_size
    radii = [rounded(abs(half) / frame.short_side) for half in (box.half_width, box.half_height)]
    if not all(0.0001 <= radius <= 4.0 for radius in radii):
        raise Unplain("a radial mask without size, or far larger than the picture")
    angle, swapped = folded(box.angle)
    feather = min(max(number(mask, "Feather", 50.0), 0.0), 100.0)
    shape: Mask = {
        "kind": "radial",
        "x": position(box.center_x / width, "radial mask"),
        "y": position(box.center_y / height, "radial mask"),
        "radius_x": radii[1] if swapped else radii[0],
        "radius_y": radii[0] if swapped else radii[1],
        "softness": rounded(feather / 100),
    }
    return shape | ({"angle": angle} if angle else {})


def folded(angle: float) -> tuple[float, bool]:
    """The same axes turned by at most 45 degrees, and whether the two axes change places for it."""
    angle = (angle + 90.0) % 180.0 - 90.0
    if abs(angle) <= 45.0:
        return rounded(angle), False
    return rounded(angle - math.copysign(90.0, angle)), True


def _image(mask: Struct, frame: StoredFrame) -> Mask:  # noqa: ARG001 - found in the picture, not drawn
    if mask.text("MaskSubType") != SKY_SUBTYPE:
        raise Unplain("a mask that Adobe's own model finds (subject, people, objects, background)")
    return {"kind": "sky"}


def _aggregate(mask: Struct, frame: StoredFrame) -> Mask | None:
    parts = _structs(mask.items("Masks"))
    if _strokes_at_start(parts) != len(parts):
        raise Unplain("a group of masks that are not all strokes of a brush")
    return _brush(parts, frame)


def _brush(strokes: list[Struct], frame: StoredFrame) -> Mask | None:
    made: list[Mask] = []
    for stroke in strokes:
        density = number(stroke, "MaskValue", 1.0)
        found = read_strokes(
            stroke.items("Dabs"),
            frame,
            radius=number(stroke, "Radius"),
            hardness=number(stroke, "CenterWeight", 0.5),
            flow=number(stroke, "Flow", 1.0) * (density or 1.0),
        )
        if found is None:
            raise Unplain("a brush stroke with marks that are not known")
        made += [{**each, "erase": True} for each in found] if density == 0.0 else found
    while made and made[0].get("erase"):
        made.pop(0)
    return {"kind": "brush", "strokes": made} if made else None


_SHAPES: dict[str, Callable[[Struct, StoredFrame], Mask | None]] = {
    "Mask/Gradient": _linear,
    "Mask/CircularGradient": _radial,
    "Mask/Aggregate": _aggregate,
    "Mask/Image": _image,
}
