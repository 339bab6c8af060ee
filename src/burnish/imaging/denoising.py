"""Noise taken out of a photo's samples: lightness in bands at full size, color on half-size planes.

Each level of a Laplacian pyramid is shrunk by its local Wiener gain (power − noise) / power, the power
measured in a small window (M. K. Mıhçak et al., "Low-complexity image denoising based on statistical modeling
of wavelet coefficients", 1999). Noise is measured from the photo, a level and a range of lightness at a time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging import opponent
from burnish.imaging.noise_level import enlarged, laplacian_levels, noise_table
from burnish.imaging.picture import Encoding, Picture
from burnish.imaging.pixels import Plane, Samples
from burnish.imaging.sweep.bands import available_cores
from burnish.imaging.wiener import shrink

f32 = np.float32
LIGHTNESS_LEVELS = 3
COLOR_LEVELS = 4
"""Levels of the half-size color planes: blotches up to some 60 pixels go."""
WINDOW = 5
BAND_ROWS, HALO_ROWS = 256, 32
TILE, TILES_A_SIDE = 192, 6
"""The noise is measured on at most 6 × 6 tiles of the photo."""


@dataclass(frozen=True)
class Strength:
    """How much noise to take: 1 is what a Wiener filter takes, 0 is none."""

    lightness: float
    lightness_detail: float
    """0 … 1; 0.5 is neutral, more keeps fine structure and some noise."""
    color: float
    color_detail: float


@dataclass(frozen=True, eq=False)
class _Noise:
    """Deviation a level and a range of lightness: of lightness, and of both color planes at half size."""

    lightness: NDArray[np.float32]
    color: tuple[NDArray[np.float32], NDArray[np.float32]]


def denoised(picture: Picture, strength: Strength, mask: Plane | None, opacity: float) -> Picture:
    """The photo with less noise, as 16-bit samples; where the mask is zero they mean what they meant."""
    samples = picture.samples
    forward = opponent.forward_tables(picture.encoding)
    noise = _measure(samples, forward)
    halves = _colors(samples, forward, noise, strength) if strength.color > 0 else None
    out = np.empty(samples.shape, np.uint16)
    inverse = opponent.inverse_tables(forward)
    before = opponent.round_trip(forward, inverse)
    work = _Work(samples, forward, inverse, before, noise, strength, halves, mask, opacity, out)
    _in_threads(work.band, range(0, samples.shape[0], BAND_ROWS))
    alpha = picture.alpha
    if alpha is not None and alpha.dtype == np.uint8:
        alpha = alpha.astype(np.uint16) * np.uint16(257)
    return replace(picture, samples=out, encoding=widened(picture.encoding), alpha=alpha)


def widened(encoding: Encoding) -> Encoding:
    """The same encoding for 16-bit samples: code 257·k means what k meant."""
    levels = encoding.curves.shape[1]
    if levels == 65536:
        return encoding
    at, known = np.arange(65536) / 257.0, np.arange(levels)
    return Encoding(
        np.stack([np.interp(at, known, c) for c in encoding.curves]).astype(np.float32), encoding.matrix
    )


def _shrunk(
    plane: Plane, light: Plane, table: NDArray[np.float32], factors: tuple[float, ...]
) -> tuple[Plane, Plane]:
    """The plane with its noise shrunk, and the gain of its finest level."""
    details, rest = laplacian_levels(plane, len(factors))
    lights = [light]
    for _ in factors[1:]:
        lights.append(np.asarray(cv2.pyrDown(lights[-1]), np.float32))
    gain = np.empty_like(plane)
    for level in range(len(factors) - 1, -1, -1):
        detail = details[level]
        gain = np.empty_like(detail)
        power = np.asarray(
            cv2.blur(detail * detail, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT), np.float32
        )
        shrink(detail, power, lights[level], table[level], f32(factors[level]), gain)
        rest = enlarged(rest, detail) + detail
    return rest, gain


def _measure(samples: Samples, forward: NDArray[np.float32]) -> _Noise:
    """Noise of a grid of tiles, put together into one picture."""
    tiles = _tiles(samples)
    planes = [np.empty(tiles.shape[:2], np.float32) for _ in range(3)]
    opponent.split(tiles, forward, *planes)
    half = [_halved(plane) for plane in planes]
    color = [noise_table(plane, half[0], COLOR_LEVELS) for plane in half[1:]]
    return _Noise(noise_table(planes[0], planes[0], LIGHTNESS_LEVELS), (color[0], color[1]))


def _tiles(samples: Samples) -> Samples:
    """Evenly spread tiles side by side, or all samples where there are not many."""

    def starts(size: int) -> list[int]:
        if size <= TILE * TILES_A_SIDE:
            return [0]
        return np.linspace(0, size - TILE, TILES_A_SIDE).astype(int).tolist()

    rows, columns = starts(samples.shape[0]), starts(samples.shape[1])
    tall = TILE if len(rows) > 1 else samples.shape[0]
    wide = TILE if len(columns) > 1 else samples.shape[1]
    out = np.empty_like(samples, shape=(len(rows) * tall, len(columns) * wide, 3))
    for i, y in enumerate(rows):
        for j, x in enumerate(columns):
            out[i * tall : (i + 1) * tall, j * wide : (j + 1) * wide] = samples[y : y + tall, x : x + wide]
    return out


def _halved(plane: Plane) -> Plane:
    size = (-(-plane.shape[1] // 2), -(-plane.shape[0] // 2))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _colors(
    samples: Samples, forward: NDArray[np.float32], noise: _Noise, strength: Strength
) -> tuple[tuple[Plane, Plane], ...]:
    """Both color planes at half size: (as they are, with less noise)."""
    shape = (-(-samples.shape[0] // 2), -(-samples.shape[1] // 2))
    light, first, second = (np.empty(shape, np.float32) for _ in range(3))

    def fill(start: int) -> None:
        rows = slice(start, min(start + BAND_ROWS, shape[0]))
        opponent.split_halved(samples, forward, start, light[rows], first[rows], second[rows])

    _in_threads(fill, range(0, shape[0], BAND_ROWS))
    factor = 1.4 * strength.color * (1.5 - strength.color_detail)
    planes, made = (first, second), [first, second]

    def clean(k: int) -> None:
        made[k] = _shrunk(planes[k], light, noise.color[k], (factor,) * COLOR_LEVELS)[0]

    _in_threads(clean, range(2))
    return tuple(zip(planes, made, strict=True))


@dataclass(frozen=True, eq=False)
class _Work:
    """All that a band needs."""

    samples: Samples
    forward: NDArray[np.float32]
    inverse: NDArray[np.float32]
    before: NDArray[np.float32]
    noise: _Noise
    strength: Strength
    halves: tuple[tuple[Plane, Plane], ...] | None
    mask: Plane | None
    opacity: float
    out: NDArray[np.uint16]

    def band(self, start: int) -> None:
        """Denoise the rows from `start` on, with a halo of rows around them."""
        height = self.samples.shape[0]
        stop = min(start + BAND_ROWS, height)
        top, bottom = max(start - HALO_ROWS, 0), min(stop + HALO_ROWS, height)
        planes = [np.empty((bottom - top, self.samples.shape[1]), np.float32) for _ in range(3)]
        opponent.split(self.samples[top:bottom], self.forward, *planes)
        clean, gain = _shrunk(planes[0], planes[0], self.noise.lightness, self._factors())
        inner = slice(start - top, stop - top)
        first, second = (self._color(k, planes[k + 1], gain, top, bottom)[inner] for k in range(2))
        mask = np.empty((0, 0), np.float32) if self.mask is None else self.mask[start:stop]
        light = clean if self.strength.lightness > 0 else planes[0]
        opponent.join(
            self.samples[start:stop], self.before, self.inverse, light[inner], first, second,
            mask, f32(self.opacity), self.out[start:stop],
        )  # fmt: skip

    def _factors(self) -> tuple[float, ...]:
        strength = self.strength.lightness if self.strength.lightness > 0 else 1.0
        fine = strength * (1.4 - 0.8 * self.strength.lightness_detail)
        return (fine, fine, *(strength,) * (LIGHTNESS_LEVELS - 2))

    def _color(self, k: int, plane: Plane, gain: Plane, top: int, bottom: int) -> Plane:
        """The cleaned half-size plane, and of the finest detail what stands on an edge of lightness."""
        if self.halves is None:
            return plane
        rows = slice(top // 2, -(-bottom // 2))
        before, after = (_doubled(half[rows], plane) for half in self.halves[k])
        share = f32(min(1.0, 2 * self.strength.color))
        keep = 1 - share * (1 - gain * gain * f32(self.strength.color_detail))
        return np.asarray(after + (plane - before) * np.clip(keep, 0, 1), np.float32)


def _doubled(half: Plane, like: Plane) -> Plane:
    size = (2 * half.shape[1], 2 * half.shape[0])
    doubled = np.asarray(cv2.resize(half, size, interpolation=cv2.INTER_LINEAR), np.float32)
    return doubled[: like.shape[0], : like.shape[1]]


def _in_threads(work: Callable[[int], None], items: range) -> None:
    """Do the work for each item; its order does not matter."""
    with ThreadPoolExecutor(max(1, min(len(items), available_cores()))) as pool:
        for _ in pool.map(work, items):
            pass
