"""What is seen in a photo before anybody asks for anything: its light, color, detail, faults and contents, measured."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from burnish.agent.perception.color_cast import color_cast
from burnish.agent.perception.detail import Detail, detail
from burnish.agent.perception.horizon import horizon
from burnish.agent.perception.tonality import (
    PERCENTILES,
    Key,
    Tonality,
    keyed,
    lightness_plane,
    local_contrast,
    tonality,
)
from burnish.imaging.color import to_oklab
from burnish.imaging.masks import Mask, Scene
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture, Plane

PROXY_LONG_SIDE_PX = 512
"""Long side of what is looked at; detail and noise are looked at in the photo's own pixels."""
EVERY = 3
"""One in this many pixels of the proxy is enough for statistics of the whole photo."""
HAZE_SHORT_SIDE_PX = 200
"""Short side at which haze is estimated."""
COVERED = 0.5
"""A pixel lies within a mask that covers more of it than this."""
FEWEST_PX = 32
"""Pixels of the proxy below which a mask covers next to nothing."""


@dataclass(frozen=True)
class Facts:
    """What was measured in a photo, or in the part of it that a mask covers."""

    lightness_p1: float
    """Oklab lightness (0 black, 0.565 photographic mid-gray, 1 white) that 1 % of the pixels are below."""
    lightness_p5: float
    """Oklab lightness that 5 % of the pixels are below."""
    lightness_p25: float
    """Oklab lightness that a quarter of the pixels is below."""
    lightness_p50: float
    """Median Oklab lightness."""
    lightness_p75: float
    """Oklab lightness that three quarters of the pixels are below."""
    lightness_p95: float
    """Oklab lightness that 95 % of the pixels are below."""
    lightness_p99: float
    """Oklab lightness that 99 % of the pixels are below."""

    clipped_black: float
    """Share of pixels, 0 to 1, whose every channel is black or one code value above."""
    clipped_white: float
    """Share of pixels, 0 to 1, with two channels or more at white."""

    contrast: float
    """Spread of lightness, p95 − p5, 0 to 1; ordinary photos have 0.5 to 0.8."""
    local_contrast: float
    """Median standard deviation of lightness in windows of 3 % of the short side, 0 to 0.5."""

    chroma_mean: float
    """Mean Oklab chroma; 0 gray, 0.05 ordinary, 0.1 colorful, 0.3 the strongest."""
    chroma_p90: float
    """Oklab chroma that 90 % of the pixels are below."""
    gray_share: float
    """Share of pixels, 0 to 1, that are nearly gray: Oklab chroma below 0.02."""
    hue_shares: tuple[float, ...]
    """Of all chroma, the part in each hue band of `imaging.hue_bands.BANDS` (red, orange … magenta); adds up to 1."""

    cast_a: float
    """Oklab a (+ magenta-red, − green) that gray things are estimated to have at mid lightness."""
    cast_b: float
    """Oklab b (+ yellow, − blue) that gray things are estimated to have at mid lightness."""
    cast_confidence: float
    """How sure it is, 0 to 1, that this is a cast and not the color of the things themselves."""
    temperature_shift: float
    """The same in mired along the Planckian locus: + where the photo is too warm. `white_balance.temperature` of the
    opposite sign takes it out."""
    tint_shift: float
    """The same across the locus in units of `white_balance.tint`: + where the photo is too magenta."""

    noise: float
    """Standard deviation of noise in the mid-tones of the photo's own pixels, in the square root of light; a clean
    photo has less than 0.004, a grainy one more than 0.015."""
    color_noise: float
    """The same of the noise in color differences."""
    sharpness: float
    """Acutance of the sharpest edges in the photo's own pixels, 0 to 1: the share of an edge's height that is
    crossed in one pixel. Below 0.15 is soft, above 0.4 crisp."""
    haze: float
    """How hazy the photo is, 0 (much of it is clear) to 1 (dense fog); dark channel prior (He et al. 2009)."""

    horizon_tilt: float
    """Degrees that the horizon falls toward the right, −15 to 15; `rotate.angle` of the opposite sign levels it."""
    horizon_confidence: float
    """How sure the horizon is, 0 to 1."""

    key: Key
    """How the light lies."""

    face_count: int
    """Faces that look at the camera."""
    face_lightness: float | None
    """Median Oklab lightness of the faces; None without one."""
    face_share: float
    """Share of the frame that faces take, 0 to 1."""
    sky_share: float
    """Share of the frame that is taken for sky, 0 to 1."""
    sky_lightness: float | None
    """Median Oklab lightness of the sky; None without one."""

    subject_x: float
    """Where the subject is, across the frame, 0 to 1."""
    subject_y: float
    """Where the subject is, down the frame, 0 to 1."""
    subject_confidence: float
    """How sure that place is, 0 to 1; faces are surer than what merely stands out."""


TYPICAL = Facts(
    lightness_p1=0.18, lightness_p5=0.26, lightness_p25=0.42, lightness_p50=0.52, lightness_p75=0.66,
    lightness_p95=0.84, lightness_p99=0.945, clipped_black=0.0, clipped_white=0.0, contrast=0.58,
    local_contrast=0.044, chroma_mean=0.042, chroma_p90=0.08, gray_share=0.27,
    hue_shares=(0.15, 0.24, 0.22, 0.12, 0.05, 0.13, 0.03, 0.06), cast_a=0.0, cast_b=0.0, cast_confidence=0.0,
    temperature_shift=0.0, tint_shift=0.0, noise=0.001, color_noise=0.001, sharpness=0.6, haze=0.0,
    horizon_tilt=0.0, horizon_confidence=0.0, key="normal", face_count=0, face_lightness=None, face_share=0.0,
    sky_share=0.0, sky_lightness=None, subject_x=0.5, subject_y=0.5, subject_confidence=0.0,
)  # fmt: skip
"""What is assumed when there is no photo: an ordinary one, near the medians of forty well-made photos."""


@dataclass(frozen=True, eq=False)
class Perception:
    """A photo as it was seen."""

    scene: Scene = field(repr=False)
    """The photo's proxy, for masks."""
    width: int
    """Pixels across the photo itself, upright."""
    height: int
    """Pixels down the photo itself, upright."""
    facts: Facts

    def within(self, mask: Mask) -> Facts:
        """The facts of what a mask covers: light, clipping and color.

        Cast, noise, sharpness, haze, horizon, key and contents stay those of the whole photo. A mask that covers
        next to nothing gives the facts of the whole photo.
        """
        from burnish.imaging.masks import rasterize

        rows, columns = self.scene.linear.shape[:2]
        inside = rasterize(mask, rows, columns, self.scene) > COVERED
        if inside.sum() < FEWEST_PX:
            return self.facts
        seen = tonality(self.scene.linear[inside])
        local = local_contrast(lightness_plane(self.scene.linear))
        return replace(self.facts, **_light_and_color(seen, float(np.median(local[inside]))))


def perceive(photo: Picture) -> Perception:
    """Look at a photo: some 50 ms for one of 12 megapixels."""
    from burnish.imaging.reduce import reduce_linear, reduced_size

    width, height = reduced_size(photo.width, photo.height, long_side=PROXY_LONG_SIDE_PX)
    linear = reduce_linear(photo, width * height)
    facts = _looked_at(linear, partial(detail, photo))
    return Perception(Scene(linear), photo.width, photo.height, facts)


def facts_of(linear: LinearPicture, own_pixels: Detail) -> Facts:
    """The facts of a proxy, with the detail that the photo's own pixels show."""
    return _looked_at(linear, lambda _: own_pixels)


def _looked_at(linear: LinearPicture, detailed: Callable[[Plane], Detail]) -> Facts:
    """All facts; contents take half of the time and are sought beside the others."""
    lightness = lightness_plane(linear)
    import_module("cv2.data")  # OpenCV's first import must not run in two threads at once.
    with ThreadPoolExecutor(1) as beside:
        measured = beside.submit(_measured, linear, lightness, detailed)
        contents = _contents(linear, lightness)
        return replace(measured.result(), **contents)


def _measured(linear: LinearPicture, lightness: Plane, detailed: Callable[[Plane], Detail]) -> Facts:
    """Light, color, detail and horizon."""
    own_pixels, level = detailed(lightness), horizon(lightness)
    seen = replace(
        TYPICAL,
        noise=own_pixels.noise,
        color_noise=own_pixels.color_noise,
        sharpness=own_pixels.sharpness,
        horizon_tilt=level.tilt,
        horizon_confidence=level.confidence,
    )
    return relit(seen, linear, lightness)


def relit(facts: Facts, linear: LinearPicture, lightness: Plane | None = None) -> Facts:
    """The facts after an edit of light and color that left this proxy; what is in the photo stays as it was."""
    cast = color_cast(linear)
    return replace(
        lit(facts, linear, lightness),
        cast_a=cast.a,
        cast_b=cast.b,
        cast_confidence=cast.confidence,
        temperature_shift=cast.temperature_shift,
        tint_shift=cast.tint_shift,
        haze=haziness(linear),
    )


def lit(facts: Facts, linear: LinearPicture, lightness: Plane | None = None) -> Facts:
    """The same without another look at cast and haze, which take the longest to see."""
    lightness = lightness_plane(linear) if lightness is None else lightness
    seen = tonality(linear.reshape(-1, 3)[::EVERY])
    light = _light_and_color(seen, float(np.median(local_contrast(lightness))))
    return replace(facts, **light, key=keyed(seen))


def haziness(linear: LinearPicture) -> float:
    """How hazy a small linear picture is, 0 to 1."""
    from burnish.imaging.guided import reduced
    from burnish.imaging.haze import estimate

    if linear.shape[0] * linear.shape[1] < FEWEST_PX:
        return 0.0
    return estimate(reduced(linear, HAZE_SHORT_SIDE_PX)).density


def _light_and_color(seen: Tonality, local: float) -> dict[str, Any]:
    names = [f"lightness_p{k}" for k in PERCENTILES]
    return dict(zip(names, seen.percentiles, strict=True)) | {
        "clipped_black": seen.clipped_black,
        "clipped_white": seen.clipped_white,
        "contrast": seen.percentiles[5] - seen.percentiles[1],
        "local_contrast": local,
        "chroma_mean": seen.chroma_mean,
        "chroma_p90": seen.chroma_p90,
        "gray_share": seen.gray_share,
        "hue_shares": seen.hue_shares,
    }


def _contents(linear: LinearPicture, lightness: Plane) -> dict[str, Any]:
    """Faces, sky and subject."""
    from burnish.agent.perception import contents
    from burnish.imaging.guided import reduced

    rows, columns = lightness.shape
    faces = contents.seen_faces(np.rint(lightness * 255).astype(np.uint8))
    small = reduced(linear, max(1, round(contents.CONTENT_PX * min(rows, columns) / max(rows, columns))))
    lab = to_oklab(np.maximum(small, np.float32(0.0)))
    covered, above = contents.face_pixels(faces, rows, columns) > 0, contents.sky(lab)
    subject = contents.subject_place(faces, columns / rows, lab)
    return {
        "face_count": len(faces),
        "face_lightness": float(np.median(lightness[covered])) if covered.any() else None,
        "face_share": float(sum(side**2 for _, _, side in faces) * columns / rows),
        "sky_share": float(above.mean()),
        "sky_lightness": float(np.median(lab[above, 0])) if above.any() else None,
        "subject_x": subject.x,
        "subject_y": subject.y,
        "subject_confidence": subject.confidence,
    }
