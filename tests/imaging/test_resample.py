import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage import data
from skimage.transform import ProjectiveTransform, warp

from burnish.imaging.difference import picture_difference
from burnish.imaging.frame import scaling, shift, whole
from burnish.imaging.picture import picture_from_srgb8
from burnish.imaging.reduce import reduce
from burnish.imaging.resample import resample, warp_plane
from burnish.tools.crop import Crop
from burnish.tools.flip import Flip
from burnish.tools.perspective import Perspective
from burnish.tools.rotate import Rotate

HALF_PIXEL = shift(0.5, 0.5)


@pytest.fixture(scope="module")
def astronaut():
    return picture_from_srgb8(data.astronaut())


def framed(picture, *tools):
    frame = whole(picture.width, picture.height)
    for tool in tools:
        frame = tool.frame(frame)
    return frame


def by_peer(samples, frame, order):
    """scikit-image's warp: the same Catmull-Rom cubic (order 3) or bilinear (order 1), written by others."""
    centers = np.linalg.inv(HALF_PIXEL) @ frame.to_source @ HALF_PIXEL
    size = (frame.height, frame.width)
    return warp(
        samples, ProjectiveTransform(centers), output_shape=size, order=order, mode="edge", clip=False
    )


def test_the_whole_frame_returns_the_picture_itself(astronaut):
    assert resample(astronaut, whole(512, 512)) is astronaut


@given(
    st.integers(1, 40),
    st.integers(1, 150),
    st.sampled_from(["uint8", "uint16"]),
    st.integers(0, 3),
    st.booleans(),
)
@settings(max_examples=20, deadline=None)
def test_flips_and_quarter_turns_keep_every_sample(height, width, dtype, turns, flip):
    samples = np.random.default_rng(height * 200 + width).integers(0, 256, (height, width, 3)).astype(dtype)
    alpha = samples[..., 0].copy()
    blank = picture_from_srgb8(np.zeros((1, 1, 3)))
    picture = type(blank)(samples, blank.encoding, alpha, blank.metadata, blank.digest)
    turned = resample(picture, framed(picture, Flip(horizontal=flip), Rotate(quarter_turns=turns)))
    mirrored = samples[:, ::-1] if flip else samples
    assert turned.samples.dtype == samples.dtype
    assert turned.samples.flags.c_contiguous
    assert np.array_equal(turned.samples, np.rot90(mirrored, -turns))
    assert np.array_equal(turned.alpha, np.rot90(alpha[:, ::-1] if flip else alpha, -turns))


def test_crops_keep_every_sample(astronaut):
    cropped = resample(astronaut, framed(astronaut, Crop(left=0.25, top=0.5, right=0.75)))
    assert np.array_equal(cropped.samples, astronaut.samples[256:, 128:384])
    assert cropped.encoding is astronaut.encoding


@pytest.mark.parametrize("tool", [Rotate(angle=7.3), Rotate(angle=-33.0, auto_crop=False)])
def test_turning_agrees_with_a_peer(astronaut, tool):
    frame = framed(astronaut, tool)
    expected = np.stack([by_peer(astronaut.samples[..., c] / 255, frame, 3) for c in range(3)], axis=-1)
    error = np.abs(resample(astronaut, frame).samples / 65535 - np.clip(expected, 0, 1))
    assert error.max() < 1.5 / 255
    assert error.mean() < 0.1 / 255


def test_perspective_that_only_enlarges_agrees_with_a_peer(astronaut):
    keystone = np.array([[0.5, 0.02, 90], [0.01, 0.4, 60], [0.0001, 0.0002, 1]])
    frame = whole(512, 512).seen_through(300, 200, keystone)
    expected = by_peer(astronaut.samples[..., 1] / 255, frame, 3)
    error = np.abs(resample(astronaut, frame).samples[..., 1] / 65535 - np.clip(expected, 0, 1))
    assert error.max() < 1.5 / 255


def test_eight_bit_values_between_codes_are_kept():
    ramp = picture_from_srgb8(np.repeat(np.arange(64)[None, :, None], 3, axis=2).repeat(8, axis=0))
    moved = resample(ramp, whole(64, 8).seen_through(40, 4, shift(10.25, 2)))
    assert moved.samples[0, :, 0].tolist() == [round((10.25 + x) * 257) for x in range(40)]
    low, high = ramp.linear()[0, 10, 0], ramp.linear()[0, 11, 0]
    assert low < moved.linear()[0, 0, 0] < high


def test_a_flat_picture_stays_flat_everywhere():
    flat = picture_from_srgb8(np.full((60, 90, 3), (7, 128, 255)))
    for tool in (
        Rotate(angle=21.0, auto_crop=False),
        Perspective(vertical=100.0, scale=50.0, auto_crop=False),
    ):
        samples = resample(flat, framed(flat, tool)).samples
        assert np.array_equal(np.unique(samples.reshape(-1, 3), axis=0), [[7 * 257, 128 * 257, 65535]])


@pytest.mark.parametrize(
    "tool", [Rotate(angle=12.0, auto_crop=False), Perspective(vertical=-90.0, horizontal=40.0)]
)
def test_threads_do_not_change_a_bit(astronaut, tool):
    one, three = (resample(astronaut, framed(astronaut, tool), threads=count) for count in (1, 3))
    assert np.array_equal(one.samples, three.samples)


def test_shrinking_does_not_alias():
    stripes = np.zeros((240, 240, 3), np.uint8)
    stripes[:, ::2] = 255
    frame = whole(240, 240).seen_through(60, 60, scaling(4, 4) @ shift(0.1, 0))
    seen = resample(picture_from_srgb8(stripes), frame).samples[5:-5, 5:-5] / 65535
    assert np.abs(seen - 0.5).max() < 0.03


def test_the_kernel_widens_without_a_seam():
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3)).astype(np.uint8)
    picture = picture_from_srgb8(noise)
    sharp, wider = (
        resample(picture, whole(200, 200).seen_through(160, 160, scaling(scale, scale)))
        for scale in (1.1499, 1.1501)
    )
    assert np.abs(sharp.samples.astype(int) - wider.samples).max() < 0.06 * 65535


def test_there_and_back_again_shows_the_same_picture(astronaut):
    there = resample(astronaut, framed(astronaut, Rotate(angle=10.0, auto_crop=False)))
    back = resample(there, framed(there, Rotate(angle=-10.0, auto_crop=False)))
    dx, dy = (back.width - 512) / 2, (back.height - 512) / 2
    centered = resample(back, whole(back.width, back.height).seen_through(400, 400, shift(dx + 56, dy + 56)))
    error = centered.samples / 65535 - astronaut.samples[56:456, 56:456] / 255
    assert np.sqrt(np.mean(error**2)) < 0.02


def test_a_chain_of_tools_is_resampled_once(astronaut):
    frame = framed(
        astronaut, Rotate(angle=4.0), Perspective(vertical=-20.0), Crop(left=0.1), Rotate(angle=0.0)
    )
    detail = np.abs(np.diff(resample(astronaut, frame).samples / 65535, axis=1)).mean()
    assert detail > 0.93 * np.abs(np.diff(astronaut.samples / 255, axis=1)).mean()


@pytest.mark.parametrize(
    "tools",
    [
        (Rotate(angle=6.0),),
        (Perspective(vertical=-40.0), Crop(left=0.13, aspect="4:5")),
        (Crop(left=0.1234, top=0.0567),),
    ],
)
def test_a_half_size_source_gives_the_half_size_picture(astronaut, tools):
    """Detail of a lens, that is: of single pixels, shrinking before turning keeps less than after it."""
    soft = picture_from_srgb8(cv2.GaussianBlur(astronaut.samples, (0, 0), 1.2))
    frame = framed(soft, *tools)
    half = reduce(soft, long_side=256)
    quick = resample(half, frame.for_source((512, 512), (256, 256)))
    assert abs(quick.width - frame.width / 2) <= 1
    assert abs(quick.height - frame.height / 2) <= 1
    full = cv2.resize(
        resample(soft, frame).linear(), (quick.width, quick.height), interpolation=cv2.INTER_AREA
    )
    assert picture_difference(quick.linear(), full).p95 <= 1.0


def test_hidden_colors_do_not_bleed():
    samples, alpha = np.full((40, 40, 3), 255), np.zeros((40, 40))
    samples[:, :20], alpha[:, :20] = (200, 40, 40), 255
    turned = resample(
        picture_from_srgb8(samples, alpha=alpha), framed(picture_from_srgb8(samples), Rotate(angle=9.0))
    )
    seen = turned.alpha > 655
    assert 0.3 < seen.mean() < 0.7
    assert np.abs(turned.samples[seen].astype(int) - np.array([200, 40, 40]) * 257).max() <= 64


def test_a_frame_that_looks_backwards_is_refused(astronaut):
    horizon = np.array([[1.0, 0, 0], [0, 1, 0], [0, -1 / 256, 1]])
    with pytest.raises(ValueError, match="behind the viewer"):
        resample(astronaut, whole(512, 512).seen_through(512, 512, horizon))


@pytest.mark.parametrize("dtype", [np.float32, np.uint16])
def test_masks_follow_the_picture(astronaut, dtype):
    top = 1 if dtype == np.float32 else 65535
    plane = (astronaut.samples[..., 1] / 255 * top).astype(dtype)
    frame = framed(astronaut, Rotate(angle=15.0), Perspective(horizontal=30.0))
    warped = warp_plane(plane, frame, 512, 512)
    assert warped.dtype == dtype
    assert np.abs(warped / top - by_peer(plane / top, frame, 1)).max() < 1e-4


def test_a_mask_of_another_size_follows_too():
    x, y = np.meshgrid((np.arange(100) + 0.5) / 100, (np.arange(50) + 0.5) / 50)
    frame = Rotate(angle=20.0).frame(whole(600, 400))
    warped = warp_plane((x + y).astype(np.float32), frame, 600, 400)
    points = np.stack(np.meshgrid(np.arange(frame.width) + 0.5, np.arange(frame.height) + 0.5), axis=-1)
    places = frame.in_source(points.reshape(-1, 2)) / (600, 400)
    inside = np.all((places > 0.02) & (places < 0.98), axis=1)
    assert np.abs(warped.ravel() - places.sum(axis=1))[inside].max() < 1e-4


def test_exact_frames_slice_masks():
    plane = np.random.default_rng(0).random((4, 6), np.float32)
    assert np.array_equal(
        warp_plane(plane, Rotate(quarter_turns=3).frame(whole(6, 4)), 6, 4), np.rot90(plane)
    )
