"""Faces, eyes and skin."""

from collections.abc import Iterable
from typing import Literal

import numpy as np

from burnish.imaging.masks.base import Confidence, ContentMask, Scene
from burnish.imaging.masks.gradient import Radial
from burnish.imaging.pixels import Plane

NO_FACE = Confidence(0.0, "no face that looks at the camera was found")


class Face(ContentMask):
    """Every face that looks at the camera, as a soft ellipse from hairline to chin."""

    kind: Literal["face"] = "face"

    def select(self, scene: Scene) -> Plane:
        """The faces, empty when there are none."""
        places = (
            (f.x + 0.5 * f.size, f.y + 0.52 * f.size, 0.47 * f.size, 0.64 * f.size) for f in scene.faces
        )
        return _ellipses(places, scene, 0.35)

    def sureness(self, scene: Scene) -> Confidence:
        """How well the detectors agree on the least sure face."""
        found = self.require(scene).faces
        if not found:
            return NO_FACE
        return Confidence(found[-1].sure, f"{len(found)} found; detectors agree on at least two of three")


class Eyes(ContentMask):
    """Both eyes of every face that looks at the camera, as soft ellipses."""

    kind: Literal["eyes"] = "eyes"

    def select(self, scene: Scene) -> Plane:
        """The eyes, empty when there is no face."""
        places = ((eye.x, eye.y, 0.13 * f.size, 0.085 * f.size) for f in scene.faces for eye in f.eyes)
        return _ellipses(places, scene, 0.5)

    def sureness(self, scene: Scene) -> Confidence:
        """How sure the faces are, less what was only supposed."""
        found = self.require(scene).faces
        if not found:
            return NO_FACE
        seen = [eye.seen for face in found for eye in face.eyes]
        value = min(face.sure for face in found) * (0.4 + 0.6 * sum(seen) / len(seen))
        return Confidence(value, f"{sum(seen)} of {len(seen)} seen; others are put where eyes are in a face")


class Skin(ContentMask):
    """Skin of the people whose faces are found: face, neck, arms and hands near them."""

    kind: Literal["skin"] = "skin"

    def select(self, scene: Scene) -> Plane:
        """Skin near faces; without a face, whatever has a color that skin can have."""
        from burnish.imaging.masks.skin import skin

        return skin(scene)[0]

    def sureness(self, scene: Scene) -> Confidence:
        """How sure the faces are and how little else has their color."""
        from burnish.imaging.masks.skin import skin

        return skin(self.require(scene))[1]


def _ellipses(places: Iterable[tuple[float, float, float, float]], scene: Scene, softness: float) -> Plane:
    """Soft ellipses at (center x, center y, half axis x, half axis y) in pixels of the scene."""
    height, width = scene.linear.shape[:2]
    short = min(height, width)
    plane = np.zeros((height, width), np.float32)
    for x, y, across, down in places:
        ellipse = Radial(
            x=x / width, y=y / height, radius_x=across / short, radius_y=down / short, softness=softness
        ).raster(height, width, None)
        np.maximum(plane, ellipse, out=plane)
    return plane
