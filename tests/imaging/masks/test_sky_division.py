"""The division of columns into sky and land: its sums are held against the covariances that they stand for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from burnish.imaging.masks.sky import _spread, _SumsAbove


@given(st.integers(0, 10_000), st.integers(3, 12), st.integers(2, 9), st.data())
def test_the_spread_of_both_parts_is_that_of_their_covariance(seed, rows, columns, data) -> None:
    rgb = np.random.default_rng(seed).integers(0, 256, (rows, columns, 3)).astype(np.uint8)
    border = np.array(data.draw(st.lists(st.integers(1, rows - 1), min_size=columns, max_size=columns)))
    above = np.arange(rows)[:, None] < border
    parts = _SumsAbove.of(rgb).parted_at(border)
    for inside, sums in zip((above, ~above), parts, strict=True):
        covariance = np.cov(rgb[inside].T.astype(np.float64))
        plain = abs(np.linalg.det(covariance)) + np.linalg.eigvalsh(covariance)[-1]
        assert np.isclose(_spread(sums), plain, rtol=1e-6, atol=1e-3)
