"""Learn how to weigh the estimators of the light's color: `python -m training.color_cast PHOTOS [--seed 1]`.

PHOTOS is a folder of well-balanced photos (`BURNISH_DATA/photos`; names that start with "cast" are left out),
to which the samples of scikit-image are added. Each photo is given known casts by the `white_balance` tool; a ridge
regression learns the light's color from the estimates, and how the error grows where they disagree. Writes
src/burnish/agent/color_cast.json. The same photos and seed give the same file.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from burnish.agent.perception.color_cast import CONES, POINTS, SPREAD_MOST, light_estimates
from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020
from burnish.imaging.pixels import LinearPicture
from burnish.tools.white_balance import WhiteBalance
from training.photos import balanced_photos

OUT = Path(__file__).parents[1] / "src" / "burnish" / "agent" / "perception" / "color_cast.json"
CASTS_PER_PHOTO = 12
RIDGE = 40.0

ANCHOR = 1
"""The estimator that has what the others leave: shades of gray, the best single one."""
ROUNDS = 30
LEAST_ERROR = 0.03
"""Errors below this are as good as none."""

Table = NDArray[np.float64]


def main() -> None:
    """Read the photos, learn, measure on photos left out, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    estimates, lights, photo = examples(balanced_photos(options.photos), np.random.default_rng(options.seed))
    neutral = (lights == 0.0).all(axis=1)
    errors = np.concatenate(
        [
            predicted(estimates[photo == k], weights_of(estimates[photo != k], lights[photo != k]))
            - lights[photo == k]
            for k in np.unique(photo)
        ]
    )
    least, slope = error_model(estimates, errors)
    plain = np.hypot(*predicted(estimates[neutral], weights_of(estimates, lights)).T)
    page = {
        "made_by": f"training/color_cast.py --seed {options.seed}",
        "examples": len(lights),
        "median_error_of_photos_left_out": np.round(np.median(np.abs(errors), axis=0), 4).tolist(),
        "weights": np.round(weights_of(estimates, lights), 5).tolist(),
        "usual": round(float(np.median(plain)), 4),
        "error_least": round(least, 4),
        "error_of_spread": round(slope, 4),
    }
    OUT.write_text(json.dumps(page, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(page, indent=2) + "\n")


def examples(photos: list[LinearPicture], rng: np.random.Generator) -> tuple[Table, Table, NDArray[np.int64]]:
    """Estimates (count, estimators, 2), true lights (count, 2) as log cone ratios, and which photo each is from."""
    seen: list[Table] = []
    lights: list[Table] = []
    photo: list[int] = []
    for k, linear in enumerate(photos):
        for draw in range(CASTS_PER_PHOTO):
            shift = rng.normal(0, (50, 14)) if draw else (0.0, 0.0)
            temperature, tint = (float(np.clip(each, -100, 100)) for each in shift)
            matrix = WhiteBalance(temperature=temperature, tint=tint).matrix()
            stops = float(rng.uniform(-2.0, 1.5)) if draw else 0.0
            estimates = light_estimates(photographed(linear, 2.0**stops * matrix))
            if estimates is None:
                continue
            cones = CONES @ matrix @ np.ones(3)
            seen.append(estimates)
            lights.append(np.round(np.log(cones[[0, 2]] / cones[1]), 6))
            photo.append(k)
    return np.array(seen), np.array(lights), np.array(photo)


def photographed(linear: LinearPicture, matrix: Table) -> LinearPicture:
    """The scene in a light, as an sRGB file holds it: what is too bright is white, whatever its color was."""
    srgb = np.clip(linear @ (REC2020_TO_SRGB @ matrix).T, 0.0, 1.0)
    return (srgb @ SRGB_TO_REC2020.T).astype(np.float32)


def weights_of(estimates: Table, lights: Table) -> Table:
    """Robust regression, (2, estimators + 1).

    The weights of the estimators that name a light add up to one: in a bluer light all of them name a bluer one, by the
    same step. Least absolute errors by reweighting, so that pictures of one colored thing do not decide.
    """
    rows: list[Table] = []
    for c in range(2):
        table = np.c_[estimates[:, :, c], np.ones(len(estimates))]
        anchor = table[:, [ANCHOR]]
        free = table.copy()
        free[:, :POINTS] -= anchor
        free = np.delete(free, ANCHOR, axis=1)
        weights, wanted = np.zeros(free.shape[1]), lights[:, c] - anchor[:, 0]
        for _ in range(ROUNDS):
            trust = 1.0 / np.maximum(np.abs(free @ weights - wanted), LEAST_ERROR)
            held = RIDGE * np.diag([1.0] * (free.shape[1] - 1) + [0.0])
            weights = np.linalg.solve((free.T * trust) @ free + held, (free.T * trust) @ wanted)
        others = weights[: POINTS - 1].sum()
        rows.append(np.insert(weights, ANCHOR, 1.0 - others))
    return np.array(rows)


def predicted(estimates: Table, weights: Table) -> Table:
    """Lights (count, 2)."""
    return np.stack(
        [np.c_[estimates[:, :, c], np.ones(len(estimates))] @ weights[c] for c in range(2)], axis=1
    )


def error_model(estimates: Table, errors: Table) -> tuple[float, float]:
    """Constant and slope of the error's size over the spread of the estimates, by least squares; neither below 0."""
    spread = estimates[:, :POINTS].std(axis=1).mean(axis=1)
    size = np.hypot(errors[:, 0], errors[:, 1])
    slope, least = np.polyfit(np.minimum(spread, SPREAD_MOST), size, 1)
    return max(float(least), 0.02), max(float(slope), 0.0)


if __name__ == "__main__":
    main()
