"""Transparent pictures on white paper."""

import numpy as np
import pytest

from burnish.imaging.flattening import on_paper


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_coverage_mixes_the_color_with_white(kind):
    most = np.iinfo(kind).max
    alpha = np.array([[0, most, round(most * 0.6)]], kind)
    seen = on_paper(np.full((1, 3, 3), 100, np.uint8), alpha)
    assert seen[0, :, 0].tolist() == [255, 100, 162]


def test_without_coverage_nothing_changes():
    samples = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    np.testing.assert_array_equal(on_paper(samples, None), samples)
