"""What a fit leaves: by hue, by tone, by place, by clipping, and at the scale of grain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import to_oklab
from burnish.imaging.difference import delta_e_2000, lab_from_linear
from burnish.imaging.hue_bands import BANDS, centers
from burnish.imaging.pixels import LinearPicture

Doubles: TypeAlias = NDArray[np.floating]
Plane: TypeAlias = NDArray[np.float32]

WORTH_A_WORD = 1.0
"""ΔE below which a systematic remainder is not mentioned."""


@dataclass(frozen=True, eq=False)
class Remainder:
    """Two pictures that should look the same, (height, width, 3), and their CIELAB values."""

    rendered: LinearPicture
    after: LinearPicture
    lab: Doubles
    lab_after: Doubles
    delta_e: Doubles


def remainder(rendered: LinearPicture, after: LinearPicture) -> Remainder:
    """What is left between a rendering and the picture it should be."""
    lab, lab_after = lab_from_linear(rendered), lab_from_linear(after)
    return Remainder(rendered, after, lab, lab_after, delta_e_2000(lab, lab_after))


def describe(left: Remainder) -> tuple[str, ...]:
    """Systematic differences, in words."""
    told = [*_by_color(left)]
    region = _by_place(left)
    if region:
        told.append(region)
    if not told and float(np.median(left.delta_e)) > WORTH_A_WORD:
        told.append(f"an unsystematic difference remains (median ΔE {float(np.median(left.delta_e)):.1f})")
    return tuple(told)


def _by_color(left: Remainder) -> list[str]:
    step = left.lab_after - left.lab
    chroma = np.hypot(left.lab[..., 1], left.lab[..., 2])
    lab = to_oklab(left.rendered)
    hue = np.arctan2(lab[..., 2], lab[..., 1])
    nearest = np.abs(np.angle(np.exp(1j * (hue[..., None] - centers())))).argmin(axis=-1)
    told: list[str] = []
    systematic = 0.0
    for k, band in enumerate(BANDS):
        there = (nearest == k) & (chroma > 10)
        if there.mean() > 0.005:
            size = _systematic(left, there)
            if size > WORTH_A_WORD:
                told.append(f"a hue-dependent change in the {band}s remains (mean ΔE {size:.1f})")
            systematic = max(systematic, size)
    for name, low, high in (("shadows", -1, 25), ("mid-tones", 25, 70), ("highlights", 70, 200)):
        there = (left.lab[..., 0] >= low) & (left.lab[..., 0] < high) & (chroma <= 10)
        if there.mean() > 0.01 and _systematic(left, there) > WORTH_A_WORD:
            light = float(np.mean(step[..., 0][there]))
            how = "lighter" if light > 0 else "darker"
            what = how if abs(light) > 0.5 * _systematic(left, there) else "differently tinted"
            told.append(f"the neutral {name} of AFTER are {what} (mean ΔE {_systematic(left, there):.1f})")
    if len(told) >= 2:
        told.append(
            "a look-up table or curves beyond the sliders: the remainder depends on color, not on place"
        )
    return told


def _systematic(left: Remainder, there: NDArray[np.bool_]) -> float:
    """ΔE of the mean color of these places: what they have in common."""
    return float(delta_e_2000(left.lab[there].mean(axis=0), left.lab_after[there].mean(axis=0)))


THIRDS = ("upper", "middle", "lower"), ("left", "center", "right")


def _by_place(left: Remainder) -> str | None:
    """The ninth of the picture that stands out after the color-dependent part is taken away."""
    light = left.lab_after[..., 0] - left.lab[..., 0]
    bins = np.clip((left.lab[..., 0] / 5).astype(int), 0, 21)
    counts = np.maximum(np.bincount(bins.ravel(), minlength=22), 1)
    usual = np.bincount(bins.ravel(), light.ravel(), minlength=22) / counts
    local = (light - usual[bins]).astype(np.float32)
    ninths = cv2.resize(local, (3, 3), interpolation=cv2.INTER_AREA)
    rows, columns = ninths.mean(axis=1), ninths.mean(axis=0)
    stripes = [
        (float(size), f"{name} third")
        for size, name in zip((*rows, *columns), (*THIRDS[0], *THIRDS[1]), strict=True)
    ]
    row, column = (int(each) for each in np.unravel_index(np.abs(ninths).argmax(), (3, 3)))
    ninth = (float(ninths[row, column]), f"{THIRDS[0][row]} {THIRDS[1][column]}")
    size, where = max([*stripes, (ninth[0] * 0.6, ninth[1])], key=lambda each: abs(each[0]))
    if abs(size) < WORTH_A_WORD:
        return None
    how = "brighter" if size > 0 else "darker"
    return f"the change differs between regions: {where} {how} by {abs(size):.1f} L* (a local edit?)"


def clipping(clipped: NDArray[np.bool_], unsure: Sequence[str]) -> str | None:
    """What clipping in AFTER makes unknowable."""
    share = float(clipped.mean())
    if share < 0.02:
        return None
    names = ", ".join(unsure[:6]) if unsure else "none of the parameters"
    return f"{share:.0%} of AFTER is clipped; not identifiable there: {names}"


def texture(left: Remainder) -> str | None:
    """Whether fine detail differs in strength, as after sharpening, blurring, grain or denoising."""
    fine, busy = _detail(left.lab[..., 0])
    fine_after, _ = _detail(left.lab_after[..., 0])
    low, high = np.percentile(busy, (40, 80))
    flat, rough = busy < low, busy > high
    noise = float(np.sqrt(max(float(fine_after[flat].mean() - fine[flat].mean()), 0.0)))
    sharp = float(np.sqrt(fine_after[rough].mean() / max(float(fine[rough].mean()), 1e-6)))
    if noise > NOISE:
        return f"AFTER is grainier or noisier in flat places (by {noise:.1f} L*): not recovered"
    if not 1 / SHARPER < sharp < SHARPER:
        how = "sharper" if sharp > 1 else "softer"
        return f"AFTER is {how} than the recipe makes it (fine contrast × {sharp:.2f}): not recovered"
    return None


NOISE = 0.25
"""L* of added fine variation in flat places that is worth a word."""
SHARPER = 1.2
"""Ratio of fine contrast that is worth a word."""


def _detail(light: Doubles) -> tuple[Plane, Plane]:
    """Power of the finest detail in L*, and of coarser structure around each place."""
    plane = np.ascontiguousarray(light, np.float32)
    fine = plane - cv2.GaussianBlur(plane, (0, 0), 1.0)
    middle = cv2.GaussianBlur(plane, (0, 0), 1.5) - cv2.GaussianBlur(plane, (0, 0), 6.0)
    busy = cv2.blur(middle * middle, (9, 9))
    return np.asarray(fine * fine, np.float32), np.asarray(busy, np.float32)
