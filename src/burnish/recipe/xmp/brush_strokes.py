"""Strokes of a brush: Camera Raw stores the dabs, Burnish the path.

A dab is ``d x y``; ``r``, ``f`` and ``h`` before it change its radius (a fraction of the stored width), flow
and hardness.
"""

import math
from itertools import pairwise
from typing import Any, TypeAlias

from burnish.recipe.xmp.numerals import exact, format_number, parse_number
from burnish.recipe.xmp.packet import Struct
from burnish.recipe.xmp.stored_frame import StoredFrame, rounded

Stroke: TypeAlias = dict[str, Any]
Dab: TypeAlias = tuple[float, float, float]
"""x, y, and a radius or pressure."""

MAX_DABS = 100_000
GAP = 2.0
"""Distance between dabs, in radii, beyond which a new stroke begins."""

SPACING = 0.5
"""Distance between dabs, in radii, at which a gap is filled on the way out."""


def read_strokes(
    dabs: tuple[str | Struct, ...], frame: StoredFrame, *, radius: float, hardness: float, flow: float
) -> list[Stroke] | None:
    """The paths that these dabs paint; None if a mark is not known or makes no sense."""
    if len(dabs) > MAX_DABS:
        return None
    paths: list[tuple[float, float, list[Dab]]] = []
    begin = True
    for dab in dabs:
        mark, numbers = _mark(dab)
        if mark == "d" and len(numbers) == 2:
            begin = begin or _is_gap(paths[-1][2][-1], numbers, frame)
            if begin:
                paths.append((hardness, flow, []))
            paths[-1][2].append((numbers[0], numbers[1], radius))
            begin = False
        elif mark in ("r", "f", "h") and len(numbers) == 1:
            radius = numbers[0] if mark == "r" else radius
            begin = begin or mark != "r"
            flow, hardness = (numbers[0] if mark == "f" else flow), (numbers[0] if mark == "h" else hardness)
        else:
            return None
    strokes = [_stroke(*path, frame) for path in paths]
    made = [stroke for stroke in strokes if stroke is not None]
    return made if len(made) == len(strokes) else None


def _mark(dab: str | Struct) -> tuple[str, list[float]]:
    words = dab.split() if isinstance(dab, str) else []
    numbers = [parse_number(word) for word in words[1:]]
    if not words or None in numbers:
        return "", []
    return words[0], [float(number) for number in numbers if number is not None]


def _is_gap(before: Dab, now: list[float], frame: StoredFrame) -> bool:
    distance = math.hypot((now[0] - before[0]) * frame.width, (now[1] - before[1]) * frame.height)
    return distance > GAP * before[2] * frame.width * (1 + 1e-6)


def _stroke(hardness: float, flow: float, dabs: list[Dab], frame: StoredFrame) -> Stroke | None:
    widest = max(dab[2] for dab in dabs)
    radius = rounded(widest * frame.width / frame.short_side)
    if not 0.0001 <= radius <= 1.0:
        return None
    points: list[list[float]] = []
    for x, y, reach in dabs:
        at = frame.upright(x, y)
        if not all(-1.0 <= value <= 2.0 for value in at):
            return None
        points.append([rounded(at[0]), rounded(at[1]), rounded(min(max(reach / widest, 0.0), 1.0))])
    return {"points": points, "radius": radius, "hardness": _share(hardness), "flow": _share(flow)}


def _share(number: float) -> float:
    return rounded(min(max(number, 0.0), 1.0))


def write_strokes(stroke: Stroke, frame: StoredFrame) -> tuple[dict[str, str], tuple[str, ...]]:
    """Settings and dabs of one path."""
    radius = stroke.get("radius", 0.05) * frame.short_side / frame.width
    marks: list[str] = []
    current = radius
    for x, y, pressure in _filled([_point(point) for point in stroke["points"]], radius, frame):
        if pressure * radius != current:
            current = pressure * radius
            marks.append(f"r {_text(current)}")
        at = frame.stored(x, y)
        marks.append(f"d {_text(at[0])} {_text(at[1])}")
    fields = {
        "Radius": _text(radius),
        "Flow": _text(stroke.get("flow", 1.0)),
        "CenterWeight": _text(stroke.get("hardness", 0.5)),
        "MaskValue": "0" if stroke.get("erase") else "1",
    }
    return fields, tuple(marks)


def _point(point: Any) -> Dab:
    x, y, *pressure = point
    return x, y, pressure[0] if pressure else 1.0


def _filled(points: list[Dab], radius: float, frame: StoredFrame) -> list[Dab]:
    """The points, with dabs between those that lie too far apart to look like a stroke."""
    filled = points[:1]
    width, height = frame.upright_size
    for before, now in pairwise(points):
        distance = math.hypot((now[0] - before[0]) * width, (now[1] - before[1]) * height)
        reach = max(min(before[2], now[2]) * radius * frame.width, 1e-4 * frame.width)
        if distance > GAP * reach:
            count = min(math.ceil(distance / (SPACING * reach)), 1000)
            filled += [_between(before, now, step / count) for step in range(1, count)]
        filled.append(now)
    return filled


def _between(a: Dab, b: Dab, share: float) -> Dab:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def _text(number: float) -> str:
    return format_number(exact(round(number, 12)))
