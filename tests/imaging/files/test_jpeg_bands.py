"""A JPEG that was encoded in bands is the picture that it would be encoded as a whole."""

import io

import numpy as np
import pytest
import simplejpeg
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from burnish.imaging.files import jpeg_bands
from burnish.imaging.files.jpeg_bands import encode_in_bands


def noise(height: int, width: int, seed: int = 1) -> np.ndarray:
    small = np.random.default_rng(seed).integers(0, 256, (-(-height // 4), -(-width // 4), 3), np.uint8)
    return np.repeat(np.repeat(small, 4, axis=0), 4, axis=1)[:height, :width]


def whole(samples: np.ndarray, quality: int) -> bytes:
    return simplejpeg.encode_jpeg(samples, quality=quality, colorspace="RGB", colorsubsampling="444")


@given(st.integers(1, 300), st.integers(1, 90), st.sampled_from((1, 50, 92, 100)), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_two_decoders_see_the_pixels_of_a_jpeg_encoded_as_a_whole(height, width, quality, blocks):
    samples = noise(height, width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jpeg_bands, "BLOCKS_A_BAND", blocks)
        banded = encode_in_bands(samples, quality)
    wanted = simplejpeg.decode_jpeg(whole(samples, quality))
    assert np.array_equal(simplejpeg.decode_jpeg(banded), wanted)
    with Image.open(io.BytesIO(banded)) as opened:
        assert opened.size == (width, height)
        assert np.abs(np.asarray(opened).astype(int) - wanted).max() <= 2


def test_a_large_picture_has_restart_markers_and_a_small_one_is_as_it_was():
    large, small = noise(1600, 2400), noise(400, 600)
    assert encode_in_bands(small, 92) == whole(small, 92)
    banded = encode_in_bands(large, 92)
    assert b"\xff\xdd\x00\x04" in banded
    assert 0 < len(banded) - len(whole(large, 92)) < 1000
