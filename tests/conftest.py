"""What many tests share: small real pictures and the catalogue."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import settings

from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.tools.catalogue import Catalogue, built_in

# The same examples on every run, and no deadline: a busy machine is not a defect.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return built_in()


def _cropped(name: str, height: int, width: int) -> Picture:
    full = getattr(skimage.data, name)()
    top, left = (full.shape[0] - height) // 2, (full.shape[1] - width) // 2
    return picture_from_srgb8(np.ascontiguousarray(full[top : top + height, left : left + width, :3]))


@pytest.fixture(scope="session")
def photo() -> Picture:
    """A person, bright and dark, with saturated colors."""
    return _cropped("astronaut", 320, 400)


@pytest.fixture(scope="session")
def soft_photo(photo: Picture) -> Picture:
    """The same without detail at the size of one pixel, as photos from a camera are."""
    return picture_from_srgb8(cv2.GaussianBlur(photo.samples, (0, 0), 2.0))


@pytest.fixture(scope="session")
def large_photo(photo: Picture) -> Picture:
    """The same some three times as large each way, so that half of it is still larger than a proxy."""
    large = cv2.resize(photo.samples, None, fx=3.2, fy=3.2, interpolation=cv2.INTER_CUBIC)
    return picture_from_srgb8(cv2.GaussianBlur(large, (0, 0), 2.0))


@pytest.fixture(scope="session")
def photos() -> tuple[Picture, ...]:
    """A person, a cup, a cat and a night start."""
    return tuple(_cropped(name, 240, 320) for name in ("astronaut", "coffee", "chelsea", "rocket"))


@pytest.fixture(scope="session")
def srgb8() -> Callable[[np.ndarray], Picture]:
    return picture_from_srgb8
