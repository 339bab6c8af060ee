"""Repairs of finished pictures: only where they have something to stand on."""

import numpy as np
import pytest
from tests.agent.checking import scenery
from tests.agent.checking.seeing import finding

from burnish.agent.checking.picture_repairs import picture_repairs
from burnish.agent.checking.registration import pair_of
from burnish.agent.checking.workpiece import PictureWork

SPOT = ((0.36, 0.52), (0.76, 0.52), (0.76, 0.92), (0.36, 0.92))


def repairs(edited: np.ndarray, category, catalogue):
    pair = pair_of(scenery.linear(scenery.photo()), scenery.linear(edited))
    work = PictureWork(pair, catalogue)
    return picture_repairs(work, work.start, (finding(category, 0.8, SPOT),))


def by_look(found) -> list[str]:
    return [each.words for each in found if "under the look of the rest" in each.words]


def test_a_place_that_is_like_the_rest_is_not_laid_anew_by_the_look(catalogue):
    good = scenery.look(scenery.photo())
    lit = good + 0.2 * scenery.blob(6.0, (250, 230), 70)
    assert by_look(repairs(lit, "lighting_mismatch", catalogue))
    assert not by_look(repairs(good + 0.2 * scenery.blob(6.0, (60, 60), 50), "lighting_mismatch", catalogue))


@pytest.mark.parametrize(("side", "is_patch"), [(130, True), (310, False)])
def test_what_a_seam_runs_around_is_a_patch_and_not_most_of_the_picture(catalogue, side, is_patch):
    good = scenery.look(scenery.photo())
    pasted = good.copy()
    top, left = (scenery.SIZE[0] - side) // 2, (scenery.SIZE[1] - side) // 2
    pasted[top : top + side, left : left + side] += np.random.default_rng(5).choice(
        [-0.2, 0.2], (side, side, 1)
    )
    found = repairs(pasted, "seam", catalogue)
    assert any("where it begins" in each for each in by_look(found)) == is_patch
