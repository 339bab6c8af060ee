"""How much each slider shows, and how sliders stand in for one another: the metric of pictures, over sliders.

For small moves δ of sliders, the mean squared ΔE00 of the picture is δᵀ G δ, with G averaged over photos. A person who
moves a slider until the picture looks best leaves it where the gradient G (wanted − left) of that slider is zero: not
where that slider would be in the end, but where it does best while the others are still wrong. Reading a correction
this way is what lets three sliders say something about all of them.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import numpy as np

from burnish.learning.taste.gaussian import Doubles
from burnish.learning.taste.sliders import Sliders

LEAST = 0.05
"""ΔE00 of a whole slider that even the least visible one is taken to have."""

MONOCHROME_FROM = 0.3
"""Share of color taken out from which a picture's gray metric counts."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Mean metrics of pictures in color and in black and white, (sliders, sliders), in ΔE00² per unit²."""

    sliders: Sliders
    color: Doubles
    gray: Doubles

    def at(self, values: Doubles) -> Doubles:
        """The metric of pictures edited like this."""
        share = self._gray_share(values)
        if share <= MONOCHROME_FROM:
            return self.color
        return self.color * (1 - share) + self.gray * share

    def _gray_share(self, values: Doubles) -> float:
        place = self.sliders.place
        amount = values[place["black_and_white.amount"]] if "black_and_white.amount" in place else 0.0
        drained = -values[place["saturation.amount"]] if "saturation.amount" in place else 0.0
        return float(np.clip(max(amount, drained), 0, 1))

    def distance(self, one: Doubles, other: Doubles) -> float:
        """About the root mean square ΔE00 between two edits of a photo."""
        difference = one - other
        return float(np.sqrt(max(difference @ self.at(other) @ difference, 0.0)))

    def worth_showing(self, moves: Doubles, values: Doubles, least: float) -> Doubles:
        """Moves that lead to some sliders, without the smallest: these show less than so much ΔE00 all together."""
        metric = self.at(values)
        order = np.argsort(np.abs(moves) * np.sqrt(np.diag(metric)), kind="stable")
        left_out = np.where(np.tri(len(moves), dtype=bool), moves[order], 0.0)
        shows = np.sum((left_out @ metric[np.ix_(order, order)]) * left_out, axis=1)
        too_many = np.append(shows >= least**2, True)
        kept = moves.copy()
        kept[order[: int(np.argmax(too_many))]] = 0.0
        return kept

    @cached_property
    def strength(self) -> Doubles:
        """ΔE00 per unit of each slider by itself, (sliders,)."""
        return np.sqrt(np.maximum(np.diag(self.color), LEAST**2))


def shipped_sensitivity(sliders: Sliders) -> Sensitivity:
    """The metric that `training/taste/measure_sensitivity.py` measured; sliders it does not know stand alone."""
    from safetensors.numpy import load

    held = load(files("burnish.learning.taste").joinpath("sensitivity.safetensors").read_bytes())
    labels = bytes(held["labels"]).decode().split("\n")
    color, gray = (_for(sliders, labels, held[name].astype(np.float64)) for name in ("color", "gray"))
    return Sensitivity(sliders, color, gray)


ALONE = 3.0
"""ΔE00 per unit of a slider that no reduced picture shows."""


def _for(sliders: Sliders, labels: list[str], metric: Doubles) -> Doubles:
    known = {label: k for k, label in enumerate(labels)}
    made = np.eye(sliders.size) * ALONE**2
    here = [k for k, label in enumerate(sliders.labels) if label in known]
    there = [known[sliders.labels[k]] for k in here]
    made[np.ix_(here, here)] = metric[np.ix_(there, there)]
    return made + np.eye(sliders.size) * LEAST**2
