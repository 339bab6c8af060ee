"""Crop and straightening angle.

Camera Raw turns the picture counter-clockwise by CropAngle and cuts a rectangle out. Burnish turns it
clockwise by its angle, keeps the largest upright rectangle of the frame's shape without empty corners, and
crops that. A rectangle that reaches beyond is cropped out of the whole turned picture instead.
"""

import math
from collections.abc import Mapping
from typing import Any

from burnish.recipe.xmp.ledger import Ledger
from burnish.recipe.xmp.numerals import exact, format_number, parse_flag, parse_number
from burnish.recipe.xmp.report import ImportedStep
from burnish.recipe.xmp.stored_frame import Box, StoredFrame, rounded

SIDES = ("CropLeft", "CropTop", "CropRight", "CropBottom")
MAX_ANGLE = 45.0
TOLERANCE = 1e-4
"""How far, in frames, a crop may reach outside before it counts."""

_WHOLE = (0.0, 0.0, 1.0, 1.0)


def read_crop(ledger: Ledger, frame: StoredFrame) -> list[ImportedStep]:
    """The rotate and crop steps, either only if it does something."""
    names = ("HasCrop", "CropAngle", *SIDES)
    if "HasCrop" in ledger and not parse_flag(ledger.text("HasCrop")):
        ledger.carry("HasCrop")
        ledger.set_aside(*names[1:])
        return []
    given = {name: parse_number(ledger.text(name)) for name in names[1:] if name in ledger}
    bad = [name for name, number in given.items() if number is None]
    for name in bad:
        ledger.lose(name, "is not a number")
    ledger.carry(*(name for name in names if name not in bad))
    numbers = {name: float(number) for name, number in given.items() if number is not None}
    angle = numbers.get("CropAngle", 0.0)
    if abs(angle) > MAX_ANGLE:
        ledger.adjust("CropAngle", f"{angle}", "0", f"Burnish straightens by at most {MAX_ANGLE:g} degrees")
        angle = 0.0
    corners = tuple(numbers.get(name, whole) for name, whole in zip(SIDES, _WHOLE, strict=True))
    return _steps(ledger, frame, (corners[0], corners[1], corners[2], corners[3]), angle)


def _steps(
    ledger: Ledger, frame: StoredFrame, corners: tuple[float, float, float, float], angle: float
) -> list[ImportedStep]:
    turn = rounded(-frame.angle_sign() * angle)
    steps = [ImportedStep("rotate", {"angle": turn}, reason="CropAngle")] if turn else []
    present = [name for name in SIDES if name in ledger]
    if not present or (corners == _WHOLE and turn):
        return steps
    if turn and frame.is_assumed:
        why = "the photo's shape is not known; 3:2 is assumed for the crop"
        ledger.adjust("CropAngle", f"{angle}", f"{angle}", why)
    box = frame.box_from_corners(corners, angle)
    sides = _fractions(frame, box, turn, auto_crop=True)
    if turn and _overshoot(sides) > TOLERANCE:
        steps = [ImportedStep("rotate", {"angle": turn, "auto_crop": False}, reason="CropAngle")]
        sides = _fractions(frame, box, turn, auto_crop=False)
    kept = [rounded(min(max(side, 0.0), 1.0)) for side in sides]
    if kept[2] <= kept[0] or kept[3] <= kept[1]:
        for name in present:
            ledger.carried.pop(name, None)
            ledger.lose(name, "the corners enclose nothing")
        return [ImportedStep("rotate", {"angle": turn}, reason="CropAngle")] if turn else []
    if _overshoot(sides) > TOLERANCE:
        was, became = (", ".join(f"{side:.4f}" for side in each) for each in (sides, kept))
        ledger.adjust(present[0], was, became, "the crop reached outside the picture")
    crop = _differing(kept)
    return [*steps, ImportedStep("crop", crop, reason="Crop")] if crop else steps


def _overshoot(sides: list[float]) -> float:
    """How far these sides reach outside the frame."""
    return max(max(-side, side - 1.0) for side in sides)


def _differing(sides: list[float]) -> dict[str, Any]:
    named = zip(("left", "top", "right", "bottom"), sides, _WHOLE, strict=True)
    return {name: side for name, side, whole in named if abs(side - whole) > 1e-6}


def _straightened(frame: StoredFrame, turn: float, *, auto_crop: bool) -> tuple[float, float]:
    """Size of the upright frame after turning: the largest rectangle of its shape inside, or all of it."""
    width, height = frame.upright_size
    cos, sin = math.cos(math.radians(abs(turn))), math.sin(math.radians(abs(turn)))
    around = (width * cos + height * sin, width * sin + height * cos)
    if not auto_crop:
        return around
    scale = min(width / around[0], height / around[1])
    return scale * width, scale * height


def _fractions(frame: StoredFrame, box: Box, turn: float, *, auto_crop: bool) -> list[float]:
    """Sides of an upright photo's box as fractions of the straightened frame."""
    width, height = frame.upright_size
    across, down = _straightened(frame, turn, auto_crop=auto_crop)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    off_x, off_y = box.center_x - width / 2, box.center_y - height / 2
    x = 0.5 + (cos * off_x - sin * off_y) / across
    y = 0.5 + (sin * off_x + cos * off_y) / down
    half_x, half_y = box.half_width / across, box.half_height / down
    return [x - half_x, y - half_y, x + half_x, y + half_y]


def crop_settings(crop: Mapping[str, Any], rotate: Mapping[str, Any], frame: StoredFrame) -> dict[str, str]:
    """Settings of a crop after straightening; both in the parameters of their tools."""
    turn: float = rotate.get("angle", 0.0)
    left, top = crop.get("left", 0.0), crop.get("top", 0.0)
    right, bottom = crop.get("right", 1.0), crop.get("bottom", 1.0)
    width, height = frame.upright_size
    across, down = _straightened(frame, turn, auto_crop=rotate.get("auto_crop", True))
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    off_x, off_y = ((left + right) / 2 - 0.5) * across, ((top + bottom) / 2 - 0.5) * down
    center = (width / 2 + cos * off_x + sin * off_y, height / 2 - sin * off_x + cos * off_y)
    half_sides = ((right - left) / 2 * across, (bottom - top) / 2 * down)
    corners = frame.corners_of_box(Box(*center, *half_sides, -turn))
    written = {name: format_number(exact(round(side, 12))) for name, side in zip(SIDES, corners, strict=True)}
    return {**written, "CropAngle": format_number(exact(-frame.angle_sign() * turn)), "HasCrop": "True"}
