"""Patches of one color."""

import numpy as np
import pytest
from tests.agent.painted import RED, disk, meadow, overlap, scene_of

from burnish.agent.regions.color_families import color_likeness
from burnish.agent.regions.color_patches import color_patches, oklab_view, range_of, together


def test_two_disks_are_two_patches_at_their_places():
    picture = meadow(200, 256)
    large = disk(picture, 0.3, 0.4, 0.2, RED)
    disk(picture, 0.8, 0.7, 0.1, RED)
    lab = oklab_view(scene_of(picture))
    first, second = color_patches(lab, color_likeness("red", None, lab))
    assert (first.x, first.y) == pytest.approx((0.3, 0.4), abs=0.01)
    assert (second.x, second.y) == pytest.approx((0.8, 0.7), abs=0.01)
    assert first.share == pytest.approx(large.mean(), rel=0.08)
    assert min(first.contrast, second.contrast) > 0.15
    assert min(first.solidity, second.solidity) > 0.9


def test_specks_are_no_patches():
    picture = meadow(200, 256)
    picture[::40, ::40] = RED
    lab = oklab_view(scene_of(picture))
    assert color_patches(lab, color_likeness("red", None, lab)) == ()


def test_the_range_of_a_patch_takes_the_patch_and_leaves_the_rest():
    picture = meadow(200, 256)
    inside = disk(picture, 0.5, 0.5, 0.25, RED)
    scene = scene_of(picture)
    taken = range_of(oklab_view(scene), inside).render(200, 256, scene)
    assert overlap(taken > 0.5, inside) > 0.9
    assert taken[~inside].mean() < 0.02


def test_together_is_the_union():
    picture = meadow(200, 256)
    both = disk(picture, 0.3, 0.4, 0.2, RED) | disk(picture, 0.8, 0.7, 0.1, RED)
    lab = oklab_view(scene_of(picture))
    assert overlap(together(color_patches(lab, color_likeness("red", None, lab))), np.asarray(both)) > 0.9
