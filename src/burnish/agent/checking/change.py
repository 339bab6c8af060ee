"""What changed between source and edited picture, split into what a look explains and what it leaves over.

A *look* here is any smooth map of colors with any smooth map of places on top of it: curves, presets, look-up
tables, vignettes, graduated filters. What it explains is taste and no fault; faults live in the residual.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.color_map import look_of
from burnish.agent.checking.granted import Reach, are_measured, granted, reach_of
from burnish.agent.checking.pair import Pair
from burnish.agent.planner.intents import Op
from burnish.imaging.color import LUMINANCE
from burnish.imaging.difference import lab_from_linear
from burnish.imaging.pixels import LinearPicture, Plane

Lab: TypeAlias = NDArray[np.float32]
"""CIELAB (height, width, 3)."""

Numbers: TypeAlias = NDArray[np.integer | np.floating]

HALF_PX = 512
"""Long side at which color and structure are compared."""

CELL_PX = 8
"""Side of the square cells over which fine detail is summed, at the working size."""

FINE_PX, MIDDLE_PX = 1.0, 4.0
"""Standard deviations between which detail is fine and middle, at the working size."""


@dataclass(frozen=True, eq=False)
class Details:
    """Second moments of fine detail in cells, in L* squared, (height / 8, width / 8)."""

    source: Plane
    edited: Plane
    shared: Plane
    """Mean product of both."""

    @cached_property
    def slope(self) -> Plane:
        """How strong the source's detail is in the edited picture: below 1 it fades, above 1 it grows."""
        return np.asarray(self.shared / (self.source + 0.02), np.float32)

    @cached_property
    def foreign(self) -> Plane:
        """Standard deviation in L* of detail that the source does not have."""
        rest = self.edited - self.shared**2 / (self.source + 0.02)
        return np.sqrt(np.maximum(rest, 0), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Change:
    """Measurements that detectors share, each made once, when it is first asked for."""

    pair: Pair

    @cached_property
    def source_light(self) -> Plane:
        """L* of the source at the working size."""
        return _lightness(self.pair.source)

    @cached_property
    def edited_light(self) -> Plane:
        """L* of the edited picture at the working size."""
        return _lightness(self.pair.edited)

    @cached_property
    def half(self) -> tuple[int, int]:
        """Height and width at which color is compared."""
        height, width = self.pair.edited.shape[:2]
        scale = min(1.0, HALF_PX / max(height, width))
        return max(8, round(height * scale)), max(8, round(width * scale))

    @cached_property
    def cells(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        height, width = self.pair.edited.shape[:2]
        return max(2, height // CELL_PX), max(2, width // CELL_PX)

    @cached_property
    def source_lab(self) -> Lab:
        """CIELAB of the source at half size."""
        return np.asarray(lab_from_linear(self.at_half(self.pair.source)), np.float32)

    @cached_property
    def edited_lab(self) -> Lab:
        """CIELAB of the edited picture at half size."""
        return np.asarray(lab_from_linear(self.at_half(self.pair.edited)), np.float32)

    @cached_property
    def valid(self) -> NDArray[np.bool_]:
        """Where both have something to say, at half size."""
        return np.asarray(self.at_half(self.pair.valid.astype(np.float32)) > 0.99)

    def in_other_content(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Where other content was put, as asked, in a plane of this height and width."""
        if self.pair.renewed is None:
            return np.zeros(shape, bool)
        size = (shape[1], shape[0])
        share = cv2.resize(self.pair.renewed.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        return np.asarray(share > 0.01)

    @cached_property
    def where(self) -> Plane | None:
        """Where it was asked for, at half size."""
        return None if self.pair.asked_where is None else self.at_half(self.pair.asked_where)

    @cached_property
    def where_kept(self) -> Plane | None:
        """The same without other content, in which no tone can be told from the source's."""
        kept = self.pair.asked_of_kept
        return None if kept is None else self.at_half(kept)

    @cached_property
    def ops(self) -> frozenset[Op]:
        """What was asked for."""
        return frozenset(intent.op for intent in self.pair.intents)

    def unless_asked(self, strength: Plane, ops: frozenset[Op]) -> Plane:
        """A strength in cells without where one of these operations was asked for."""
        if not self.ops & ops:
            return strength
        if self.where is None:
            return np.zeros_like(strength)
        size = (strength.shape[1], strength.shape[0])
        inside = cv2.resize(self.where, size, interpolation=cv2.INTER_AREA)
        return np.asarray(strength * (1 - np.clip(2 * inside, 0, 1)), np.float32)

    @cached_property
    def granted(self) -> Lab | None:
        """The source as it was asked for, as near to the edit as moderation allows; None where nobody can say."""
        if not are_measured(self.pair.intents):
            return None
        source = self.at_half(self.pair.source)
        return granted(source, self.edited_lab, self.pair.intents, self.where)

    @cached_property
    def reach(self) -> Reach | None:
        """How far the edit goes along what was asked for; None where nobody can say."""
        if self.granted is None:
            return None
        return reach_of(self.source_lab, self.edited_lab, self.granted, self.where)

    @cached_property
    def off(self) -> Lab:
        """What differs from a good edit: the wish in moderation where tools grant it, else the look that it is."""
        return (
            self.residual
            if self.granted is None
            else (self.edited_lab - self.granted) * self.valid[..., None]
        )

    @cached_property
    def look(self) -> Lab:
        """What the edited picture would be if it were the source under a smooth look, in CIELAB at half size."""
        return look_of(self.source_lab, self.edited_lab, self.valid)

    @cached_property
    def residual(self) -> Lab:
        """What the look leaves over, in CIELAB at half size."""
        rest = self.edited_lab - self.look
        rest[~self.valid] = 0
        return rest

    @cached_property
    def felt(self) -> Lab:
        """The residual with differences of strong colors weighed down, as the eye does.

        CIE 116-1995 (CIE94): the weight 1 + 0.045 C* of chroma, here of hue too.
        """
        chroma = [
            np.hypot(each[..., 1], each[..., 2]) for each in (self.source_lab, self.look, self.edited_lab)
        ]
        weight = 1 + 0.045 * np.maximum(np.maximum(chroma[0], chroma[1]), chroma[2])
        felt = self.residual.copy()
        felt[..., 1:] /= weight[..., None]
        return felt

    @cached_property
    def rough(self) -> Plane:
        """The residual's lightness without what varies smoothly along with the source's, in L*.

        What a guided filter keeps is taken off (K. He, J. Sun and X. Tang, "Guided image filtering", 2013).
        """
        rest = np.ascontiguousarray(self.residual[..., 0])
        guide = np.ascontiguousarray(self.source_lab[..., 0])
        return np.asarray(rest - guided(rest, guide, 12, 4.0), np.float32)

    @cached_property
    def source_edges(self) -> Plane:
        """Gradient magnitude of the source's CIELAB at half size, per pixel."""
        return gradient(self.source_lab)

    @cached_property
    def gain(self) -> Plane:
        """How much the look stretches lightness, in cells: contrast there over that of the source."""
        size = (self.cells[1], self.cells[0])
        source, look = (np.ascontiguousarray(each[..., 0]) for each in (self.source_lab, self.look))
        power, shared = (_band_product(source, other, 6.0) for other in (source, look))
        slope = cv2.resize(shared, size, interpolation=cv2.INTER_AREA)
        least = cv2.resize(power, size, interpolation=cv2.INTER_AREA) + 1e-3
        return np.clip(np.asarray(slope / least, np.float32), 0.1, 4.0)

    @cached_property
    def fine(self) -> Details:
        """Detail of about a pixel at the working size."""
        planes = [_fine(light) for light in (self.source_light, self.edited_light)]
        return self._details(planes[0], planes[1])

    @cached_property
    def middle(self) -> Details:
        """Detail of a few pixels at the working size."""
        planes = [_middle(light) for light in (self.source_light, self.edited_light)]
        return self._details(planes[0], planes[1])

    def _details(self, one: Plane, other: Plane) -> Details:
        return Details(self.in_cells(one * one), self.in_cells(other * other), self.in_cells(one * other))

    def in_cells(self, plane: Plane) -> Plane:
        """Means of a plane at the working size over cells."""
        rows, columns = self.cells
        crop = plane[: rows * CELL_PX, : columns * CELL_PX]
        return np.asarray(cv2.resize(crop, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)

    def at_half(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """A plane or picture at half size."""
        height, width = self.half
        if picture.shape[:2] == (height, width):
            return picture
        return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.float32)

    def cells_at_half(self, cells: Plane) -> Plane:
        """A plane of cells at half size."""
        height, width = self.half
        return np.asarray(cv2.resize(cells, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def gradient(lab: Numbers) -> Plane:
    """Gradient magnitude over all channels, per pixel, slightly smoothed."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 0.8)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, x, 1 - x, ksize=3, scale=1 / 8) for x in (1, 0))
    squares = across * across + down * down
    total = squares if squares.ndim == 2 else squares.sum(axis=-1)
    return np.sqrt(total, dtype=np.float32)


def smoothed(plane: Numbers, sigma_px: float) -> Plane:
    """Gaussian blur; wide ones on a smaller plane."""
    plane = np.ascontiguousarray(plane, np.float32)
    if sigma_px < 5:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma_px), np.float32)
    height, width = plane.shape[:2]
    factor = min(sigma_px / 2.5, min(height, width) / 4)
    size = (max(2, round(width / factor)), max(2, round(height / factor)))
    small = cv2.GaussianBlur(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), (0, 0), sigma_px / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def guided(plane: Numbers, guide: Numbers, radius_px: int, epsilon: float) -> Plane:
    """The guided filter with box windows (He, Sun and Tang 2013, equations 5, 6 and 8)."""
    window = (2 * radius_px + 1, 2 * radius_px + 1)
    mean_g, mean_p = cv2.blur(guide, window), cv2.blur(plane, window)
    slope = (cv2.blur(guide * plane, window) - mean_g * mean_p) / (
        cv2.blur(guide * guide, window) - mean_g**2 + epsilon
    )
    offset = mean_p - slope * mean_g
    return np.asarray(cv2.blur(slope, window) * guide + cv2.blur(offset, window), np.float32)


def _lightness(linear: LinearPicture) -> Plane:
    """L* (CIE 15:2018 equation 8.3), 0 to 100."""
    light = np.asarray(cv2.transform(linear, LUMINANCE.astype(np.float32)[None]), np.float32)
    light = np.clip(light, 0, 1)
    root = np.asarray(cv2.pow(light, 1 / 3), np.float32) * np.float32(116) - np.float32(16)
    return np.where(light > 0.008856, root, light * np.float32(903.3))


def _fine(light: Plane) -> Plane:
    return light - np.asarray(cv2.GaussianBlur(light, (0, 0), FINE_PX), np.float32)


def _middle(light: Plane) -> Plane:
    near = cv2.GaussianBlur(light, (0, 0), FINE_PX)
    return np.asarray(near - cv2.GaussianBlur(light, (0, 0), MIDDLE_PX), np.float32)


def _band_product(one: Numbers, other: Numbers, sigma_px: float) -> Plane:
    return np.asarray((one - smoothed(one, sigma_px)) * (other - smoothed(other, sigma_px)), np.float32)
