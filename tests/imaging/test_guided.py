import numpy as np

from burnish.imaging.guided import guided, log2_light, reduced, self_guided, weighted


def guide():
    return np.random.default_rng(7).normal(-3, 1, (60, 80)).astype(np.float32)


def test_with_a_tiny_epsilon_the_guide_is_kept_and_with_a_huge_one_it_is_the_mean():
    g = guide()
    keep, flat = self_guided(g, 5, 1e-6), self_guided(g, 5, 1e6)
    assert np.abs(keep.slope * g + keep.offset - g).max() < 1e-3
    assert (flat.slope * g + flat.offset).std() < 0.2 * g.std()


def test_a_target_linear_in_the_guide_is_reproduced():
    g = guide()
    made = guided(g, 0.5 * g + 1, 4, 1e-6)
    assert np.abs(made.slope * g + made.offset - (0.5 * g + 1)).max() < 1e-3


def test_a_weight_scales_the_detail():
    g, weight = guide(), np.full((60, 80), 0.25, np.float32)
    base = self_guided(g, 5, 0.5)
    less = weighted(base, weight)
    detail = g - (base.slope * g + base.offset)
    assert np.abs(g - (less.slope * g + less.offset) - 0.25 * detail).max() < 1e-5


def test_light_is_averaged_before_the_logarithm():
    picture = np.zeros((40, 40, 3), np.float32)
    picture[::2] = 1.0
    assert np.abs(log2_light(picture, 20) - -1.0).max() < 1e-5
    assert reduced(picture, 40) is picture
