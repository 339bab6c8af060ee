import cv2
import numpy as np
import pytest

from burnish.errors import InvalidMask
from burnish.imaging.color import srgb8_to_linear, to_oklab
from burnish.imaging.inpaint import fill, fill_into, fill_region, hole_pieces


def noise(shape, sigma, seed=0):
    return np.random.default_rng(seed).normal(0.0, sigma, shape).astype(np.float32)


def disc(shape, row, column, radius):
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return (rows - row) ** 2 + (columns - column) ** 2 <= radius**2


def gray(plane):
    return np.repeat(np.asarray(plane, np.float32)[..., None], 3, axis=2)


def checkers(size=160, square=10):
    rows, columns = np.indices((size, size)) // square
    return gray(0.1 + 0.5 * ((rows + columns) % 2))


def photo(name, size=320):
    data = pytest.importorskip("skimage.data")
    picture = getattr(data, name)()[:size, :size]
    return srgb8_to_linear(np.ascontiguousarray(picture if picture.ndim == 3 else np.dstack([picture] * 3)))


def grain(picture):
    """High-pass of the lightness."""
    light = to_oklab(np.maximum(picture, 0))[..., 0]
    return light - cv2.GaussianBlur(light, (0, 0), 2.0)


@pytest.fixture(scope="module")
def grass():
    return photo("grass")


@pytest.fixture(scope="module")
def bush_hole():
    return disc((320, 320), 150, 170, 36)


def test_a_periodic_pattern_is_continued_almost_exactly():
    truth = checkers()
    hole = disc((160, 160), 83, 77, 17)
    filled = fill(truth + noise(truth.shape, 0.01), hole)
    assert np.mean(np.abs(filled - truth)[hole] > 0.1) < 0.02


def test_an_edge_runs_on_through_the_hole():
    rows, columns = np.indices((160, 200))
    truth = gray(np.where(rows * 0.6 + columns > 160, 0.6, 0.08))
    hole = disc((160, 200), 80, 112, 20)
    filled = fill(truth + noise(truth.shape, 0.004), hole)
    assert np.mean(np.abs(filled - truth)[hole] > 0.15) < 0.03


def test_a_sky_shows_no_seam_and_keeps_its_grain():
    rows, columns = np.indices((240, 320)) / 320
    sky = np.dstack([0.15 + 0.3 * rows, 0.25 + 0.3 * rows + 0.1 * columns**2, 0.5 + 0.2 * rows]).astype(
        np.float32
    )
    hole = disc((240, 320), 120, 150, 40)
    filled = fill(sky + noise(sky.shape, 0.006), hole)
    smooth = [cv2.GaussianBlur(picture, (0, 0), 4.0) for picture in (filled, sky)]
    away = np.linalg.norm(to_oklab(smooth[0]) - to_oklab(smooth[1]), axis=2)
    assert away[hole].max() < 0.01
    ring = disc((240, 320), 120, 150, 60) & ~hole
    assert grain(filled)[hole].std() == pytest.approx(grain(filled)[ring].std(), rel=0.25)


@pytest.mark.parametrize("name", ["grass", "gravel", "brick"])
def test_texture_is_as_sharp_inside_as_around(name):
    picture = photo(name)
    hole = disc(picture.shape, 150, 170, 36)
    detail = grain(fill(picture, hole))
    ring = disc(picture.shape, 150, 170, 64) & ~hole
    assert 0.6 < detail[hole].var() / detail[ring].var() < 1.6


def test_outside_the_hole_nothing_changes_and_the_input_is_not_written(grass, bush_hole):
    before = grass.copy()
    filled = fill(grass, bush_hole)
    assert np.array_equal(grass, before)
    assert np.array_equal(filled[~bush_hole], grass[~bush_hole])
    assert filled.dtype == np.float32
    assert not np.array_equal(filled[bush_hole], grass[bush_hole])


def test_what_the_hole_held_is_never_read(grass, bush_hole):
    hole = bush_hole | disc(grass.shape, 260, 60, 9) | disc(grass.shape, 150, 225, 5)
    garbage = grass.copy()
    garbage[hole] = np.nan
    assert np.array_equal(fill(garbage, hole), fill(grass, hole))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_fill(grass, bush_hole):
    first, again, other = (fill(grass, bush_hole, seed=seed) for seed in (3, 3, 4))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_the_fill_does_not_depend_on_the_number_of_threads(grass, bush_hole):
    threads = cv2.getNumThreads()
    try:
        cv2.setNumThreads(1)
        one = fill(grass, bush_hole)
    finally:
        cv2.setNumThreads(threads)
    assert np.array_equal(one, fill(grass, bush_hole))


@pytest.mark.parametrize("corner", [(0, 0), (0, 160), (319, 319)])
def test_a_hole_at_the_border_is_filled(grass, corner):
    hole = disc(grass.shape, *corner, 30)
    detail = grain(fill(grass, hole))
    assert 0.5 < detail[hole].var() / grain(grass)[~hole].var() < 2.0


def test_bright_and_negative_values_stay_finite():
    picture = np.abs(noise((96, 96, 3), 3.0)) - 0.05
    filled = fill(picture, disc((96, 96), 50, 40, 12))
    assert np.isfinite(filled).all()
    assert filled.max() <= picture.max() * 1.2


def test_a_wire_is_filled_in_lengths_that_each_stay_small():
    hole = np.zeros((900, 1600), np.bool_)
    cv2.line(view := hole.view(np.uint8), (0, 100), (1599, 800), 1, 5)
    pieces = list(hole_pieces(hole))
    covered = np.zeros_like(hole)
    for box, piece in pieces:
        covered[box] |= piece
        assert max(piece.shape) <= 200
    assert np.array_equal(covered, view.astype(bool))


def test_a_region_is_the_piece_and_its_surroundings_and_grows_until_there_is_enough_to_copy():
    assert fill_region(disc((900, 900), 450, 450, 10), np.s_[440:461, 440:461]) == np.s_[344:557, 344:557]
    hole = np.indices((600, 600))[1] < 200
    box = np.s_[40:560, 0:200]
    rows, columns = fill_region(hole, box, context=0.1)
    assert columns.stop > 400
    assert rows == slice(0, 600)


def test_no_hole_is_no_change(grass):
    assert np.array_equal(fill(grass, np.zeros(grass.shape[:2], np.bool_)), grass)


@pytest.mark.parametrize(
    "hole",
    [
        np.ones((64, 64), np.bool_),
        np.indices((64, 64))[0] > 1,
        np.indices((64, 64))[0] % 5 > 0,
        np.zeros((64, 65), np.bool_),
        np.zeros((64, 64), np.uint8),
    ],
)
def test_a_hole_that_leaves_nothing_to_copy_is_an_error_and_changes_nothing(hole):
    picture = checkers(64)
    with pytest.raises(InvalidMask):
        fill_into(picture, hole)
    assert np.array_equal(picture, checkers(64))
