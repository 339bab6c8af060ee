"""Marked areas as Label Studio's regions, and back. Its coordinates are percent of width and height."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from burnish.errors import BadInput
from burnish.feedback.interchange.label_studio.brush import packed_mask, unpacked_mask
from burnish.feedback.marks import MOST_POINTS, Area, Box, Polygon, Stroke

Region: TypeAlias = dict[str, Any]

CONTROLS: Mapping[str, str] = {
    "rectanglelabels": "box",
    "polygonlabels": "polygon",
    "brushlabels": "brush",
}
"""Kinds of regions and the names of their controls."""

SMALLEST_BLOB_PIXELS = 4
"""Specks of a brush below this many pixels are no marks of their own."""


@dataclass(frozen=True)
class Frame:
    """The picture's size in pixels."""

    width: int
    height: int


def region_of(area: Area, fault: str, frame: Frame) -> Region:
    """What Label Studio stores for this area: its kind, its control, its value."""
    match area:
        case Box():
            kind, value = "rectanglelabels", _rectangle(area)
        case Polygon():
            points = [[x * 100, y * 100] for x, y in area.points]
            kind, value = "polygonlabels", {"points": points, "closed": True}
        case Stroke():
            kind, value = "brushlabels", {"format": "rle", "rle": packed_mask(painted(area, frame))}
    return {
        "from_name": CONTROLS[kind],
        "to_name": "picture",
        "type": kind,
        "original_width": frame.width,
        "original_height": frame.height,
        "image_rotation": 0,
        "value": {**value, kind: [fault]},
    }


def areas_of(region: Region) -> tuple[Area, ...]:
    """The areas that a region marks: one, or for a brush one for each blob.

    Raises:
        BadInput, KeyError, TypeError, ValueError: a region that Label Studio would not write.
    """
    value: Mapping[str, Any] = region["value"]
    match region["type"]:
        case "rectanglelabels":
            return (_from_rectangle(value, region),)
        case "polygonlabels":
            return (_polygon([(float(x) / 100, float(y) / 100) for x, y in value["points"]]),)
        case _:
            if value.get("format", "rle") != "rle":
                raise BadInput(f"a brush of format {value['format']!r}; only 'rle' is known")
            frame = _frame(region)
            return _outlines(unpacked_mask(value["rle"], frame.width, frame.height))


def painted(stroke: Stroke, frame: Frame) -> npt.NDArray[np.bool_]:
    """The pixels (height, width) under a stroke, at least one."""
    import cv2

    mask = np.zeros((frame.height, frame.width), np.uint8)
    radius = max(stroke.radius * min(frame.width, frame.height), 0.5)
    points = np.array([[x * frame.width - 0.5, y * frame.height - 0.5] for x, y in stroke.points])
    corners = np.clip(np.rint(points), 0, (frame.width - 1, frame.height - 1)).astype(np.int32)
    for start, end in zip(corners, [*corners[1:], corners[-1]], strict=True):
        cv2.line(mask, start.tolist(), end.tolist(), 1, max(round(2 * radius), 1))
    for center in corners:
        cv2.circle(mask, center.tolist(), round(radius), 1, -1)
    return mask.astype(np.bool_)


def _rectangle(box: Box) -> Mapping[str, float]:
    return {
        "x": box.left * 100,
        "y": box.top * 100,
        "width": (box.right - box.left) * 100,
        "height": (box.bottom - box.top) * 100,
        "rotation": 0,
    }


def _from_rectangle(value: Mapping[str, Any], region: Region) -> Area:
    left, top, width, height = (float(value[name]) / 100 for name in ("x", "y", "width", "height"))
    turned = math.radians(float(value.get("rotation") or 0))
    if turned == 0:
        return Box(
            left=_inside(left), top=_inside(top), right=_inside(left + width), bottom=_inside(top + height)
        )
    frame = _frame(region)
    aspect = frame.width / frame.height
    across = (math.cos(turned) * width, math.sin(turned) * width * aspect)
    down = (-math.sin(turned) * height / aspect, math.cos(turned) * height)
    return _polygon(
        [(left + across[0] * i + down[0] * j, top + across[1] * i + down[1] * j) for i, j in _CORNERS]
    )


_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))


def _outlines(mask: npt.NDArray[np.bool_]) -> tuple[Area, ...]:
    """Around each blob, largest first; holes are filled."""
    import cv2

    height, width = mask.shape
    count, blobs, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    sizes = {each: int(stats[each, cv2.CC_STAT_AREA]) for each in range(1, count)}
    order = sorted(sizes, key=lambda each: (-sizes[each], each))
    kept = [each for each in order if sizes[each] >= SMALLEST_BLOB_PIXELS] or order[:1]
    if not kept:
        raise BadInput("a brush that covers nothing")
    areas: list[Area] = []
    for each in kept:
        x, y, wide, high = (int(value) for value in stats[each, :4])
        blob = (blobs[y : y + high, x : x + wide] == each).astype(np.uint8)
        found, _ = cv2.findContours(blob, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        points = max(found, key=len)[:, 0, :]
        stride = -(-len(points) // MOST_POINTS)
        if len(points) < 3:
            areas.append(_box_of_pixels(x, y, wide, high, width, height))
        else:
            areas.append(
                _polygon(
                    [
                        ((x + px + 0.5) / width, (y + py + 0.5) / height)
                        for px, py in points[::stride].tolist()
                    ]
                )
            )
    return tuple(areas)


def _box_of_pixels(x: int, y: int, wide: int, high: int, width: int, height: int) -> Box:
    return Box(left=x / width, top=y / height, right=(x + wide) / width, bottom=(y + high) / height)


def _polygon(points: list[tuple[float, float]]) -> Polygon:
    return Polygon(points=tuple((_inside(x), _inside(y)) for x, y in points))


def _inside(fraction: float) -> float:
    """Hands go a little over the edge; what is out there is cut off."""
    return min(max(fraction, 0.0), 1.0)


def _frame(region: Region) -> Frame:
    return Frame(int(region["original_width"]), int(region["original_height"]))
