"""Skin by the color of a found face, near that face.

Color alone cannot tell skin from wood, sand or brick; the face says which color this person's skin has in
this light, and the neighborhood says where it can be.
"""

import numpy as np

from burnish.imaging.color import to_oklab
from burnish.imaging.masks.base import Confidence, Scene
from burnish.imaging.masks.faces import FoundFace
from burnish.imaging.masks.gradient import Radial, smoothstep
from burnish.imaging.masks.refine import refined
from burnish.imaging.pixels import Plane

WORK_PX = 800
REACH = 0.006
"""How far, in short sides, the selection may still move to a nearby edge."""

GRAY = 0.02
"""Oklab chroma over lightness of a face below which color says nothing."""

NARROWING = 0.6
"""Tolerance of color on the body as a share of that in the face."""

DIMMEST, BRIGHTEST = 0.55, 1.3
"""Lightness of skin in shade and in light, as a share of the face's."""

HUES = (20.0, 80.0)
CHROMAS = (0.03, 0.16)
LIGHTNESSES = (0.3, 0.93)
"""Where skin of any tone lies in Oklab under white light: measured wide, so it also holds wood and sand."""


def skin(scene: Scene) -> tuple[Plane, Confidence]:
    """The skin, in [0, 1] at the scene's size, and how sure it is."""
    import cv2

    height, width = scene.linear.shape[:2]
    scale = min(WORK_PX / max(height, width), 1.0)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = np.asarray(cv2.resize(scene.linear, size, interpolation=cv2.INTER_AREA), np.float32)
    oklab = to_oklab(np.maximum(small, 0.0)).astype(np.float32)
    lab = np.asarray(cv2.GaussianBlur(oklab, (0, 0), 1.0), np.float32)
    found = scene.faces
    if not found:
        guess = _tidy(_any_skin(lab))
        if float(guess.mean()) < 0.002:
            nothing = np.zeros((height, width), np.float32)
            return nothing, Confidence(0.0, "no face and no color of skin was found")
        reason = "no face was found; this is whatever has a color that skin can have"
        return refined(guess, scene.linear, REACH), Confidence(0.15, reason)
    parts = [_near_face(lab, face, scale) for face in found]
    plane = _tidy(np.max([part for part, _ in parts], axis=0))
    sure = min(part_sure for _, part_sure in parts)
    reason = "colored like a found face and near it" if sure >= 0.4 else "much else has the color of the face"
    return refined(plane, scene.linear, REACH), Confidence(sure, reason)


def _any_skin(lab: Plane) -> Plane:
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    inside = (hue > HUES[0]) & (hue < HUES[1]) & (chroma > CHROMAS[0]) & (chroma < CHROMAS[1])
    return (inside & (lab[..., 0] > LIGHTNESSES[0]) & (lab[..., 0] < LIGHTNESSES[1])).astype(np.float32)


def _near_face(lab: Plane, face: FoundFace, scale: float) -> tuple[Plane, float]:
    """Likeness to this face's color within reach of its body, and how sure that is."""
    x, y, size = face.x * scale, face.y * scale, face.size * scale
    cheeks = _ellipse(lab, x + 0.5 * size, y + 0.55 * size, 0.3 * size, 0.33 * size, 0.0) > 0.5
    if not cheeks.any():
        return np.zeros(lab.shape[:2], np.float32), 0.0
    tint = np.median(_tint(lab[cheeks]), axis=0)
    away = np.linalg.norm(_tint(lab) - tint, axis=-1)
    lightness = lab[..., 0] / float(np.median(lab[cheeks, 0]))
    head = _ellipse(lab, x + 0.5 * size, y + 0.5 * size, 0.6 * size, 0.8 * size, 0.3)
    lit = smoothstep(1.0 + (np.minimum(lightness - DIMMEST, BRIGHTEST - lightness)) / 0.1)
    if float(np.linalg.norm(tint)) < GRAY:
        return head * lit, 0.3 * face.sure
    tolerance = float(np.clip(1.3 * np.quantile(away[cheeks], 0.8), 0.015, 0.04))
    body = _ellipse(lab, x + 0.5 * size, y + 2.6 * size, 2.6 * size, 3.6 * size, 0.3)
    near = np.maximum(head, NARROWING * body)
    like = smoothstep(2.0 - away / (tolerance * np.maximum(near, NARROWING))) * lit
    elsewhere = near <= 0.0
    spill = float(like[elsewhere].mean()) if elsewhere.any() else 0.1
    return like * np.minimum(near / NARROWING, 1.0), face.sure * (1.0 - min(4.0 * spill, 0.8))


def _tint(lab: Plane) -> Plane:
    """Oklab a and b over L: what stays when a surface is more or less lit, as all three scale together."""
    return (lab[..., 1:] / np.maximum(lab[..., :1], 0.05)).astype(np.float32)


def _ellipse(lab: Plane, x: float, y: float, across: float, down: float, softness: float) -> Plane:
    height, width = lab.shape[:2]
    short = min(height, width)
    place = {"x": float(np.clip(x / width, -1.0, 2.0)), "y": float(np.clip(y / height, -1.0, 2.0))}
    reach = {"radius_x": min(across / short, 4.0), "radius_y": min(down / short, 4.0)}
    return Radial(**place, **reach, softness=softness).raster(height, width, None)


def _tidy(plane: Plane) -> Plane:
    """Without specks, and without the pores and glints that are holes in it."""
    import cv2

    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(plane, cv2.MORPH_OPEN, disk)
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, disk), np.float32)
