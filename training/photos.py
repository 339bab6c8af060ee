"""The photos that the training scripts learn from, as linear proxies."""

from pathlib import Path

import skimage.data

from burnish.imaging.files import decode_photo
from burnish.imaging.files.source import read_source
from burnish.imaging.limits import Limits
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.reduce import reduce_linear, reduced_size

SUFFIXES = {".jpg", ".png", ".webp"}
SAMPLES = ("astronaut", "coffee", "chelsea", "rocket")
"""Photos that come with scikit-image."""


def opened_photos(folder: Path) -> list[Picture]:
    """Every photo in a folder and its folders, but those of wrong color and copies turned around; then the samples."""
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and not path.name.startswith(("cast", "orientation"))
    )
    pictures = [decode_photo(read_source(path, Limits())) for path in paths]
    return [*pictures, *(picture_from_srgb8(getattr(skimage.data, name)()[..., :3]) for name in SAMPLES)]


def proxy(photo: Picture, long_side: int) -> LinearPicture:
    """The photo as a small linear picture."""
    width, height = reduced_size(photo.width, photo.height, long_side=long_side)
    return reduce_linear(photo, width * height)


def balanced_photos(folder: Path, long_side: int = 384) -> list[LinearPicture]:
    """The photos of a folder as linear proxies."""
    return [proxy(photo, long_side) for photo in opened_photos(folder)]
