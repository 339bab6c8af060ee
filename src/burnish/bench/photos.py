"""The photo that is measured, and copies of it at other sizes."""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.files import probe, read_photo, write_photo
from burnish.recipe.recipe import Recipe
from burnish.recipe.render import render
from burnish.tools.catalogue import Catalogue

ASPECT = 1.5
DEFAULT_PHOTO = ("photos", "craft_beer_24mp.jpg")
"""Under the folder that `BURNISH_DATA` names."""

_NEAR = 0.03
_OCTAVES = 8
_COARSEST_CODES, _FINER, _NOISE_CODES = 40.0, 0.7, 3.0


def default_photo() -> Path | None:
    """The photo of the test data, if it is there."""
    data = os.environ.get("BURNISH_DATA")
    path = Path(data, *DEFAULT_PHOTO) if data else None
    return path if path is not None and path.is_file() else None


def samples_of(photo: Path | None, pixels: int, catalogue: Catalogue) -> NDArray[np.uint8]:
    """8-bit sRGB samples of a photo, or of a made one of this many pixels."""
    if photo is None:
        return made(round((pixels * ASPECT) ** 0.5), round((pixels / ASPECT) ** 0.5))
    return np.asarray(render(read_photo(photo), Recipe(), catalogue, space="srgb").samples, np.uint8)


def working_copy(photo: Path | None, pixels: int, folder: Path, catalogue: Catalogue) -> Path:
    """A JPEG of about this many pixels in `folder`: the photo's own bytes where it is one, else a resized copy."""
    path = folder / "photo.jpg"
    if photo is not None:
        facts = probe(photo)
        if facts.format == "jpeg" and abs(facts.width * facts.height / pixels - 1) < _NEAR:
            path.write_bytes(photo.read_bytes())
            return path
    return write_copy(samples_of(photo, pixels, catalogue), pixels, path)


def write_copy(samples: NDArray[np.uint8], pixels: int, path: Path) -> Path:
    """Samples as a JPEG of about this many pixels."""
    import cv2

    height, width, _ = samples.shape
    scale = (pixels / (width * height)) ** 0.5
    if abs(scale - 1) > 1e-3:
        size = max(16, round(width * scale)), max(16, round(height * scale))
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        samples = np.asarray(cv2.resize(samples, size, interpolation=kind), np.uint8)
    write_photo(path, samples, overwrite=True)
    return path


def made(width: int, height: int, seed: int = 1) -> NDArray[np.uint8]:
    """A picture with detail at every size and a camera's noise, so that coding it costs what a photo costs.

    Octaves of smooth noise. Natural scenes have as much contrast in every octave (amplitude 1/f: Field, JOSA A 1987);
    here each finer one has less, as a lens leaves it.
    """
    import cv2

    rng = np.random.default_rng(seed)
    scene = np.full((height, width, 3), 110.0, np.float32)
    for octave in range(_OCTAVES):
        size = max(2, round(width / (2 << octave))), max(2, round(height / (2 << octave)))
        gray, tint = (rng.standard_normal((size[1], size[0], n), np.float32) for n in (1, 3))
        layer: Any = cv2.resize(gray + 0.3 * tint, (width, height), interpolation=cv2.INTER_LINEAR)
        scene += layer * np.float32(_COARSEST_CODES * _FINER ** (_OCTAVES - 1 - octave))
    scene += rng.standard_normal(scene.shape, np.float32) * np.float32(_NOISE_CODES)
    return np.clip(scene, 0, 255, out=scene).astype(np.uint8)
