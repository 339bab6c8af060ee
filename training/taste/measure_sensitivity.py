"""Measure how much each slider shows, and write `sensitivity.safetensors`.

    python -m training.taste.measure_sensitivity ../shared/data

Photos and presets are those of the folder; each photo is seen under a few edits, in color and in black and white.
"""

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from burnish.app import open_darkroom
from burnish.evaluation.people.sight import sight, thumbnail
from burnish.learning.taste.sliders import Sliders
from training.photos import opened_photos
from training.taste.looks import preset_vectors

SEED = 20261121
EDITS = 2
"""Edits under which each photo is seen, of either kind."""


def main() -> None:
    """Measure, and write."""
    data = Path(sys.argv[1])
    darkroom = open_darkroom()
    sliders = Sliders(darkroom.catalogue)
    looks = preset_vectors(darkroom, sliders, data / "presets")
    random = np.random.default_rng(SEED)
    gray = looks[:, sliders.place["black_and_white.amount"]] > 0.5
    metrics: dict[str, list[NDArray[np.float64]]] = {"color": [], "gray": []}
    for picture in opened_photos(data / "photos"):
        photo = thumbnail(picture)
        seen = sight(photo.linear, photo.linear, darkroom.catalogue, sliders.coordinates)
        for kind, those in (("color", looks[~gray]), ("gray", looks[gray])):
            for _ in range(EDITS):
                edit = those[random.integers(len(those))] * random.uniform(0.0, 1.2)
                if kind == "gray":
                    edit[sliders.place["black_and_white.amount"]] = 0.95
                edit = np.clip(edit, sliders.low, sliders.high)
                slopes, _ = seen.way(edit, seen.shown)
                metric = np.zeros((sliders.size, sliders.size))
                metric[np.ix_(seen.shown, seen.shown)] = slopes @ slopes.T
                metrics[kind].append(metric)
    held = {kind: _typical(each).astype(np.float32) for kind, each in metrics.items()}
    labels = [label for k, label in enumerate(sliders.labels) if k in set(seen.shown)]
    shown = np.array(seen.shown)
    held = {kind: np.ascontiguousarray(metric[np.ix_(shown, shown)]) for kind, metric in held.items()}
    held["labels"] = np.frombuffer("\n".join(labels).encode(), np.uint8)
    Path(str(files("burnish.learning.taste"))).joinpath("sensitivity.safetensors").write_bytes(save(held))


def _typical(metrics: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The mean of the metrics' shapes at the median size, so that no single photo sets it."""
    sizes = np.array([np.trace(each) for each in metrics])
    return np.mean([each / size for each, size in zip(metrics, sizes, strict=True)], axis=0) * np.median(
        sizes
    )


if __name__ == "__main__":
    main()
