"""What people call a place in a frame."""

import numpy as np
import pytest

from burnish.agent.explain.frame_places import frame_place


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    area = np.zeros((90, 120), bool)
    area[round(top * 90) : round(bottom * 90), round(left * 120) : round(right * 120)] = True
    return area


@pytest.mark.parametrize(
    ("edges", "place"),
    [
        ((0.0, 0.0, 0.2, 0.2), "upper left"), ((0.4, 0.4, 0.6, 0.6), "center"), ((0.7, 0.7, 1.0, 1.0), "lower right"),
        ((0.4, 0.75, 0.6, 0.95), "bottom"), ((0.0, 0.0, 1.0, 0.3), "across the top"),
        ((0.1, 0.8, 0.95, 1.0), "across the bottom"), ((0.8, 0.0, 1.0, 1.0), "down the right side"),
        ((0.1, 0.1, 0.95, 0.95), "most of the frame"),
    ],
)  # fmt: skip
def test_a_box_is_called_by_where_it_lies(edges: tuple[float, float, float, float], place: str) -> None:
    assert frame_place(box(*edges)) == place


@pytest.mark.parametrize("width", [0.1, 0.25])
def test_a_ring_lies_around_the_edges(width: float) -> None:
    ring = np.ones((90, 120), bool) & ~box(width, width, 1 - width, 1 - width)
    assert frame_place(ring) == "around the edges"
