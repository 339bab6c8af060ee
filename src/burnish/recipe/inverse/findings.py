"""What a fit leaves: by hue, by tone, by place, by clipping, and at the scale of grain."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import to_oklab
from burnish.imaging.difference import delta_e_2000, lab_from_linear
from burnish.imaging.hue_bands import BANDS, centers
from burnish.imaging.pixels import LinearPicture

Doubles = NDArray[np.floating]

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
    sizes = {
        "third": max(((float(v), f"{THIRDS[0][k]} third") for k, v in enumerate(ninths.mean(axis=1))), key=lambda e: abs(e[0])),
        "side": max(((float(v), f"{THIRDS[1][k]} third") for k, v in enumerate(ninths.mean(axis=0))), key=lambda e: abs(e[0])),
    }  # fmt: skip
    row, column = (int(each) for each in np.unravel_index(np.abs(ninths).argmax(), (3, 3)))
    ninth = (float(ninths[row, column]), f"{THIRDS[0][row]} {THIRDS[1][column]}")
    size, where = max((*sizes.values(), (ninth[0] * 0.6, ninth[1])), key=lambda each: abs(each[0]))
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


def texture(rendered: LinearPicture, after: LinearPicture) -> str | None:
    """Whether fine detail differs: pictures of one size at which pixels are the camera's own."""
    one, other = (_fine(each) for each in (rendered, after))
    flat = one[1] < np.percentile(one[1], 40)
    busy = one[1] > np.percentile(one[1], 80)
    quiet = float(np.sqrt(other[0][flat].mean() / max(float(one[0][flat].mean()), 1e-9)))
    sharp = float(np.sqrt(other[0][busy].mean() / max(float(one[0][busy].mean()), 1e-9)))
    noise = float(np.sqrt(max(float(other[0][flat].mean() - one[0][flat].mean()), 0.0)))
    if noise > 0.6 and quiet > 1.5 * max(sharp, 1.0):
        return f"AFTER is grainier or noisier than BEFORE (by {noise:.1f} L* in flat places): not recovered"
    if sharp > 1.2:
        return f"AFTER is sharper than the recipe makes it (fine contrast × {sharp:.2f}): not recovered"
    if sharp < 0.8:
        return f"AFTER is softer than the recipe makes it (fine contrast × {sharp:.2f}): not recovered"
    return None


def _fine(picture: LinearPicture) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Power of the finest detail in L*, and coarser activity around each place."""
    light = np.ascontiguousarray(lab_from_linear(np.maximum(picture, 0))[..., 0], np.float32)
    fine = light - cv2.GaussianBlur(light, (0, 0), 1.0)
    middle = cv2.GaussianBlur(light, (0, 0), 1.5) - cv2.GaussianBlur(light, (0, 0), 6.0)
    return fine * fine, np.asarray(cv2.blur(middle * middle, (9, 9)), np.float32)
