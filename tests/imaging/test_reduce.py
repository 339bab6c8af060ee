import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import data

from burnish.imaging.picture import Picture, picture_from_srgb8, srgb_encoding
from burnish.imaging.reduce import reduce, reduce_linear, reduced_size


@pytest.fixture(scope="module")
def astronaut():
    return picture_from_srgb8(data.astronaut())


def as_16_bit(picture):
    samples = picture.samples.astype(np.uint16) * np.uint16(257)
    return Picture(samples, srgb_encoding(np.uint16), None, picture.metadata, picture.digest)


@given(st.integers(1, 9000), st.integers(1, 9000), st.integers(1, 3_000_000), st.integers(1, 4000))
def test_sizes_stay_within_both_limits(width, height, max_pixels, long_side):
    small = reduced_size(width, height, max_pixels, long_side)
    assert min(small) >= 1
    assert small[0] * small[1] <= max_pixels
    assert max(small) <= long_side
    assert small[0] <= width
    assert small[1] <= height


def test_the_long_side_is_met_exactly():
    assert reduced_size(6000, 4000, long_side=1200) == (1200, 800)
    assert reduced_size(3999, 6001, long_side=2000)[1] == 2000


def test_limits_below_one_are_refused(astronaut):
    with pytest.raises(ValueError, match="max_pixels is 0"):
        reduce(astronaut, 0)


def test_a_small_enough_picture_is_returned_as_it_is(astronaut):
    assert reduce(astronaut, 10**6) is astronaut


@pytest.mark.parametrize("side", [511, 300, 256, 171, 37, 1])
def test_light_is_averaged_by_area(astronaut, side):
    expected = cv2.resize(astronaut.linear(), (side, side), interpolation=cv2.INTER_AREA)
    assert np.abs(reduce_linear(astronaut, side * side) - expected).max() < 2e-5


def test_coded_and_linear_results_agree(astronaut):
    coded = reduce(astronaut, 200 * 200)
    assert coded.samples.dtype == np.uint16
    assert np.abs(coded.linear() - reduce_linear(astronaut, 200 * 200)).max() < 4e-5


def test_sixteen_bit_sources_reduce_to_the_same_light(astronaut):
    eight, sixteen = reduce_linear(astronaut, 20_000), reduce_linear(as_16_bit(astronaut), 20_000)
    assert np.abs(eight - sixteen).max() < 1e-6


def test_a_flat_picture_keeps_its_codes():
    flat = picture_from_srgb8(np.full((90, 70, 3), (3, 128, 255)))
    assert np.abs(reduce(flat, 1000).samples.astype(int) - np.array([3, 128, 255]) * 257).max() <= 1


def test_threads_do_not_change_a_bit(astronaut):
    one, three = (reduce(astronaut, 50_000, threads=count) for count in (1, 3))
    assert np.array_equal(one.samples, three.samples)


def test_hidden_colors_do_not_bleed():
    samples, alpha = np.full((40, 40, 3), 255), np.zeros((40, 40))
    samples[:, :21], alpha[:, :21] = (200, 40, 40), 255
    small = reduce(picture_from_srgb8(samples, alpha=alpha), 100)
    seen = small.alpha > 0
    assert np.abs(small.samples[seen].astype(int) - np.array([200, 40, 40]) * 257).max() <= 8
    assert small.alpha[0, 4] == 65535
    assert small.alpha[0, 5] == pytest.approx(65535 / 4, abs=1)
    assert small.alpha[0, 6] == 0
    assert np.isfinite(reduce_linear(picture_from_srgb8(samples, alpha=alpha), 100)).all()


def test_a_linear_reduction_to_the_same_size_is_the_picture_itself(photo: Picture) -> None:
    same = reduce_linear(photo, photo.width * photo.height)
    assert np.abs(same - photo.linear()).max() < 1e-6
