import hashlib
import struct

import numpy as np
import pytest

from burnish.errors import InvalidLook
from burnish.imaging.lut3d import MAX_SIZE, Lut3D, grid


def random_lut(size=5, seed=3, **rest):
    return Lut3D(np.random.default_rng(seed).random((size, size, size, 3)), **rest)


def code_values(count=500, seed=8):
    return np.random.default_rng(seed).random((count, 3))


def by_six_tetrahedra(lut, rgb):
    """Kasson, Plouffe and Nin's six cases, written out for one color."""
    position = np.asarray(rgb) * (lut.size - 1)
    i, j, k = np.minimum(position.astype(int), lut.size - 2)
    x, y, z = position - (i, j, k)
    c = lut.table.astype(float)[i : i + 2, j : j + 2, k : k + 2]
    if x >= y >= z:
        slopes = c[1, 0, 0] - c[0, 0, 0], c[1, 1, 0] - c[1, 0, 0], c[1, 1, 1] - c[1, 1, 0]
    elif x >= z >= y:
        slopes = c[1, 0, 0] - c[0, 0, 0], c[1, 1, 1] - c[1, 0, 1], c[1, 0, 1] - c[1, 0, 0]
    elif z >= x >= y:
        slopes = c[1, 0, 1] - c[0, 0, 1], c[1, 1, 1] - c[1, 0, 1], c[0, 0, 1] - c[0, 0, 0]
    elif y >= x >= z:
        slopes = c[1, 1, 0] - c[0, 1, 0], c[0, 1, 0] - c[0, 0, 0], c[1, 1, 1] - c[1, 1, 0]
    elif y >= z >= x:
        slopes = c[1, 1, 1] - c[0, 1, 1], c[0, 1, 0] - c[0, 0, 0], c[0, 1, 1] - c[0, 1, 0]
    else:
        slopes = c[1, 1, 1] - c[0, 1, 1], c[0, 1, 1] - c[0, 0, 1], c[0, 0, 1] - c[0, 0, 0]
    return c[0, 0, 0] + slopes[0] * x + slopes[1] * y + slopes[2] * z


@pytest.mark.parametrize("size", [2, 17, 33, 64])
def test_the_identity_changes_nothing(size):
    rgb = np.concatenate([code_values(), [[0, 0, 0], [1, 1, 1], [0, 1, 0.5]]]).astype(np.float32)
    assert np.abs(Lut3D.identity(size).sample(rgb) - rgb).max() <= 0.5 / 65535


def test_sampling_agrees_with_the_six_tetrahedra_written_out():
    lut, colors = random_lut(), code_values()
    expected = [by_six_tetrahedra(lut, rgb) for rgb in colors]
    np.testing.assert_allclose(lut.sample(colors), expected, atol=1e-6)


def test_the_axes_are_red_green_blue_and_nodes_are_returned_as_they_are():
    lut = random_lut(4)
    np.testing.assert_allclose(lut.sample(grid(4)), lut.table, atol=1e-6)
    np.testing.assert_array_equal(lut.sample(np.array([1.0, 0.0, 1 / 3])), lut.table[3, 0, 1])


def test_the_picture_keeps_its_shape_and_a_large_one_is_sampled_like_a_small_one():
    lut, picture = random_lut(), np.random.default_rng(1).random((300, 301, 3), np.float32)
    whole = lut.sample(picture)
    assert whole.shape == picture.shape
    assert whole.dtype == np.float32
    np.testing.assert_array_equal(whole[299], lut.sample(picture[299]))


def test_inputs_are_scaled_from_the_domain_and_clamped_to_it():
    lut = random_lut(domain_min=[-1, 0, 0], domain_max=[1, 2, 4])
    plain = Lut3D(lut.table)
    np.testing.assert_allclose(
        lut.sample(np.array([0.0, 0.5, 1.0])), plain.sample([0.5, 0.25, 0.25]), atol=1e-6
    )
    np.testing.assert_array_equal(lut.sample(np.array([-9.0, 9.0, 9.0])), lut.table[0, -1, -1])


def test_resizing_to_a_finer_grid_through_the_same_nodes_changes_no_color():
    lut = random_lut(5, domain_max=[2, 2, 2], title="Soft")
    finer = lut.resized(9)
    assert (finer.size, finer.title) == (9, "Soft")
    np.testing.assert_allclose(finer.table[::2, ::2, ::2], lut.table, atol=1e-6)
    colors = 2 * code_values()
    np.testing.assert_allclose(finer.sample(colors), lut.sample(colors), atol=1e-6)


def test_the_digest_is_sha256_over_size_domain_and_table():
    lut = random_lut(2, domain_max=[1, 1, 2])
    content = (
        b"burnish lut3d 1\0" + struct.pack("<I3f3f", 2, 0, 0, 0, 1, 1, 2) + lut.table.astype("<f4").tobytes()
    )
    assert lut.digest == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_title_is_no_part_of_the_digest_but_the_domain_is():
    assert random_lut(title="A").digest == random_lut(title="B").digest
    assert random_lut().digest != random_lut(domain_max=[1, 1, 2]).digest


def test_a_lut_cannot_be_changed_from_outside():
    table = np.zeros((2, 2, 2, 3), np.float32)
    lut = Lut3D(table)
    table[:] = 1
    assert lut.table.max() == 0
    with pytest.raises(ValueError, match="read-only"):
        lut.table[0] = 1


@pytest.mark.parametrize(
    ("table", "rest", "message"),
    [
        (np.zeros((2, 2, 3, 3)), {}, "shape"),
        (np.zeros((1, 1, 1, 3)), {}, "2 to 144 nodes"),
        (np.zeros(()), {}, "2 to 144 nodes"),
        (np.full((2, 2, 2, 3), np.nan), {}, "finite"),
        (np.full((2, 2, 2, 3), 1e300), {}, "finite"),
        (np.zeros((2, 2, 2, 3)), {"domain_max": [1, 0, 1]}, "must rise"),
        (np.zeros((2, 2, 2, 3)), {"domain_min": [0, 0]}, "shape"),
    ],
)
def test_what_makes_no_sense_is_refused(table, rest, message):
    with pytest.raises(InvalidLook, match=message):
        Lut3D(table, **rest)


def test_a_size_over_the_cap_is_refused_before_memory_is_taken():
    with pytest.raises(InvalidLook, match="not 9999"):
        Lut3D.identity(9999)
    assert Lut3D.identity(2).resized(3).size == 3
    with pytest.raises(InvalidLook):
        Lut3D.identity(2).resized(MAX_SIZE + 1)
