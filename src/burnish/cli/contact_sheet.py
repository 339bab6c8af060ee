"""A sheet of before, after and what changed, with the steps in words."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from burnish.imaging.pixels import Plane, Samples

Pixels: TypeAlias = NDArray[np.uint8]
Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

PAPER, INK, SOFT_INK = (24, 24, 26), (236, 236, 236), (158, 158, 164)
FONT_HAS = "·…−°–’“"
"""What Pillow's own font has beyond ASCII, of what is written here."""
FULL_DELTA_E = 20.0
"""ΔE00 that is shown in the strongest color."""
LEAST_DELTA_E = 1.0
"""ΔE00 that is just noticeable: below it the overlay shows nothing."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What the sheet shows."""

    name: str
    before: Samples
    after: Samples
    """sRGB, uint8."""
    delta_e: Plane
    """ΔE00 at each pixel of `after`."""
    difference: Mapping[str, float]
    steps: tuple[str, ...]


def draw_sheet(compared: Comparison) -> Pixels:
    """The sheet as sRGB samples."""
    panels = [_pixels(compared.before), _pixels(compared.after), _overlay(compared)]
    unit = max(10, round(max(max(panel.shape[:2]) for panel in panels) / 50))
    numbers = compared.difference
    labels = [
        ("Before", compared.name),
        ("After", _count(compared.steps)),
        ("Changed", f"color difference {numbers['mean']:.1f} on average, 95% below {numbers['p95']:.1f}"),
    ]
    width = sum(panel.shape[1] for panel in panels) + 4 * unit
    columns = _columns(compared.steps, unit, width)
    text_height = round(max((len(column) for column in columns), default=0) * 1.75 * unit)
    tall = max(panel.shape[0] for panel in panels)
    height = unit * 3 + tall + unit + text_height + (unit if columns else 0)
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    left = unit
    for panel, (title, detail) in zip(panels, labels, strict=True):
        _label(draw, left, unit, title, detail, panel.shape[1])
        sheet.paste(Image.fromarray(panel), (left, 3 * unit + (tall - panel.shape[0]) // 2))
        left += panel.shape[1] + unit
    _write_steps(draw, columns, unit, 4 * unit + tall, width)
    return np.asarray(sheet)


def _pixels(samples: Samples) -> Pixels:
    return np.ascontiguousarray(samples, np.uint8)


def _overlay(compared: Comparison) -> Pixels:
    """The picture in dim gray, and over it the change: from amber (just noticeable) to red (large)."""
    gray = compared.after.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    base = np.repeat((gray * 0.6 + 16)[..., None], 3, axis=2)
    strength = (compared.delta_e - LEAST_DELTA_E) / (FULL_DELTA_E - LEAST_DELTA_E)
    share = np.clip(strength, 0, 1)[..., None]
    mild, strong = np.array([255, 190, 60], np.float32), np.array([240, 45, 50], np.float32)
    color = mild + (strong - mild) * share
    cover = np.where(share > 0, 0.06 + 0.74 * share, 0).astype(np.float32)
    return np.rint(base * (1 - cover) + color * cover).astype(np.uint8)


def _label(draw: ImageDraw.ImageDraw, left: int, unit: int, title: str, detail: str, width: int) -> None:
    font, small = _font(unit * 1.15), _font(unit * 0.95)
    top = round(1.1 * unit)
    draw.text((left, top), title, INK, font)
    start = left + draw.textlength(title, font) + unit * 0.8
    draw.text((start, top + unit * 0.15), _fitted(draw, detail, small, left + width - start), SOFT_INK, small)


def _columns(steps: Sequence[str], unit: int, width: int) -> list[list[str]]:
    """The steps in as many columns as there is room for, read downwards."""
    if not steps:
        return []
    room = max(1, width // (unit * 32))
    rows = max(3, -(-len(steps) // room))
    return [list(steps[start : start + rows]) for start in range(0, len(steps), rows)]


def _write_steps(
    draw: ImageDraw.ImageDraw, columns: Sequence[Sequence[str]], unit: int, top: int, width: int
) -> None:
    font = _font(unit * 1.0)
    for number, column in enumerate(columns):
        span = (width - 2 * unit) / len(columns)
        left = unit + span * number
        for row, text in enumerate(column):
            line = _fitted(draw, text, font, span - unit)
            draw.text((left, top + row * 1.75 * unit), line, INK, font)


def _fitted(draw: ImageDraw.ImageDraw, text: str, font: Font, room: float) -> str:
    """As much of the text as fits."""
    text = _drawable(text)
    if draw.textlength(text, font) <= room:
        return text
    while text and draw.textlength(text + "…", font) > room:
        text = text[:-1]
    return text + "…" if text else ""


def _drawable(text: str) -> str:
    """The text in characters that the font has: letters without their accents, others as question marks."""
    plain = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return "".join(each if each.isascii() or each in FONT_HAS else "?" for each in plain)


def _font(size: float) -> Font:
    """Pillow's own font, so that a sheet looks the same on every machine."""
    return ImageFont.load_default(size)


def _count(steps: Sequence[str]) -> str:
    return f"{len(steps)} step{'' if len(steps) == 1 else 's'}"
