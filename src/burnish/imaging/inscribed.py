"""The largest upright rectangle of one aspect inside a convex region."""

from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.frame import Points

HalfPlanes: TypeAlias = NDArray[np.float64]
"""(count, 3): rows a, b, c with (a, b) of length 1; inside is a x + b y <= c."""


@dataclass(frozen=True)
class Rectangle:
    """An upright rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def center(self) -> tuple[float, float]:
        """Its middle, (x, y)."""
        return self.left + self.width / 2, self.top + self.height / 2


def half_planes(corners: Points) -> HalfPlanes:
    """The sides of a convex polygon with these corners, in either order, each as the half-plane it bounds."""
    sides = np.roll(corners, -1, axis=0) - corners
    outward = np.stack([sides[:, 1], -sides[:, 0]], axis=1)
    outward /= np.hypot(outward[:, 0], outward[:, 1])[:, None]
    outward[np.abs(outward) < 1e-12] = 0.0
    reach = np.sum(outward * corners, axis=1)
    flipped = outward @ corners.mean(axis=0) > reach
    outward[flipped] *= -1
    reach[flipped] *= -1
    return np.column_stack([outward, reach])


def largest_rectangle(region: HalfPlanes, aspect: float) -> Rectangle:
    """The largest rectangle of this width over height that all half-planes hold.

    Center and size are a linear program of three unknowns: a side holds the rectangle when it holds the
    corner that reaches farthest along it. Its optimum lies where three sides are touched, so all triples are
    tried. Where the rectangle can slide between its extremes, it sits in the middle of them.
    """
    reach = (np.abs(region[:, 0]) * aspect + np.abs(region[:, 1])) / 2
    rows = np.column_stack([region[:, :2], reach])
    triples = np.array(list(combinations(range(len(rows)), 3)))
    systems, bounds = rows[triples], region[triples, 2]
    solvable = np.abs(np.linalg.det(systems)) > 1e-9
    vertices = np.linalg.solve(systems[solvable], bounds[solvable][..., None])[..., 0]
    slack = 1e-8 * (1 + np.abs(region[:, 2]).max())
    vertices = vertices[np.all(vertices @ rows.T <= region[:, 2] + slack, axis=1)]
    height = vertices[:, 2].max()
    x, y, _ = vertices[vertices[:, 2] >= height - slack].mean(axis=0)
    return Rectangle(x - height * aspect / 2, y - height / 2, height * aspect, height)
