"""A picture in memory: read-only samples and their light."""

import numpy as np
import pytest

from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.picture import picture_from_srgb8, srgb_encoding

SAMPLES = np.random.default_rng(3).integers(0, 256, (5, 7, 3)).astype(np.uint8)


def test_a_picture_never_changes():
    given = SAMPLES.copy()
    picture = picture_from_srgb8(given, alpha=np.full((5, 7), 9))
    given[:] = 0
    np.testing.assert_array_equal(picture.samples, SAMPLES)
    for array in (picture.samples, picture.alpha, picture.encoding.curves, picture.encoding.matrix):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1
    assert (picture.width, picture.height) == (7, 5)


def test_its_light_is_the_definition_of_srgb():
    np.testing.assert_allclose(picture_from_srgb8(SAMPLES).linear(), srgb8_to_linear(SAMPLES), atol=1e-6)
    deep = srgb_encoding(np.uint16).linear(SAMPLES.astype(np.uint16) * 257)
    np.testing.assert_allclose(deep, srgb8_to_linear(SAMPLES), atol=1e-6)


def test_its_digest_follows_its_samples():
    assert picture_from_srgb8(SAMPLES).digest == picture_from_srgb8(SAMPLES).digest
    assert picture_from_srgb8(SAMPLES).digest != picture_from_srgb8(SAMPLES[::-1]).digest


def test_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"\(5, 7\)"):
        picture_from_srgb8(SAMPLES[..., 0])
