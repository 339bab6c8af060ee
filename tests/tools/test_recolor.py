import numpy as np
import pytest
from tests.tools.through import hex_row, oklab_colors, through

from burnish.imaging.color import to_oklab
from burnish.imaging.masks import Polygon
from burnish.recipe.recipe import Step
from burnish.tools.recolor import Recolor

LEFT = Polygon(points=((-1.0, -1.0), (0.5, -1.0), (0.5, 2.0), (-1.0, 2.0)))


def shaded_cloth() -> np.ndarray:
    """A blue cloth with folds, beside a green wall."""
    folds = 0.4 + 0.15 * np.sin(np.linspace(0, 9, 100))
    cloth = np.concatenate(
        [oklab_colors(float(L), 0.25 * float(L), np.array([260.0])) for L in folds], axis=1
    )
    picture = np.concatenate([cloth, oklab_colors(0.6, 0.1, np.full(100, 150.0))], axis=1)
    return np.repeat(picture, 40, axis=0)


@pytest.mark.parametrize("color", ["#b03030", "#e0c060", "#305030"])
def test_the_covered_part_has_the_color_on_average_and_keeps_its_folds(color: str) -> None:
    before = shaded_cloth()
    after = through(before, Step(Recolor(color=color, amount=100.0), LEFT))
    target = to_oklab(hex_row(color))[0, 0]
    inside = to_oklab(after[:, 2:98].astype(np.float64)).reshape(-1, 3)
    np.testing.assert_allclose(inside.mean(axis=0), target, atol=0.02)
    L, L2 = to_oklab(before)[0, 2:98, 0], to_oklab(after)[0, 2:98, 0]
    assert np.corrcoef(L, L2)[0, 1] > 0.999
    assert np.ptp(L2) / L2.mean() == pytest.approx(np.ptp(L) / L.mean(), rel=0.05)
    assert np.array_equal(after[:, 103:].astype(np.float32), before[:, 103:].astype(np.float32))


def test_half_the_amount_is_halfway() -> None:
    before = shaded_cloth()
    means: list[np.ndarray] = []
    for amount in (0.0, 50.0, 100.0):
        after = through(before, Step(Recolor(color="#b03030", amount=amount), LEFT))
        means.append(to_oklab(after[:, :98]).mean(axis=(0, 1)))
    np.testing.assert_allclose(means[1], (means[0] + means[2]) / 2, atol=0.01)


def test_black_can_be_recolored_without_blowing_up() -> None:
    out = through(np.zeros((4, 4, 3)), Recolor(color="#ffffff", amount=100.0))
    assert np.isfinite(out).all()
    assert out.max() < 0.1
