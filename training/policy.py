"""Learn how far each slider should go: `python -m training.policy PHOTOS [--seed 1]`, about three minutes.

PHOTOS is a folder of well-made photos (`BURNISH_DATA/photos`; photos of wrong color are left out), to which the
samples of scikit-image are added. Each photo is spoiled by known edits; a ridge regression learns from
the facts of the spoiled photo how far it is from the original (the fault), and another which slider value moves
what the lever is about by a wanted step (the response). Writes src/burnish/agent/policy/policy.json. The same photos
and seed give the same file.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burnish.agent.perception import TYPICAL, Facts
from burnish.agent.perception.facts import haziness, lit
from burnish.agent.policy.amounts import FEATURES, MEASURES
from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import recipe
from burnish.recipe.render import render
from burnish.tools.base import Tool
from burnish.tools.catalogue import Catalogue, built_in
from training.photos import opened_photos

OUT = Path(__file__).parents[1] / "src" / "burnish" / "agent" / "policy" / "policy.json"
LONG_SIDE_PX = 192
SPOILED_PER_PHOTO = 4
TRIED = (0.06, 0.14, 0.28, 0.5, 0.8)
"""Slider values that are tried, as shares of the limit."""
RIDGE = 6.0
FACTORS = {"small": 0.5, "medium": 1.0, "large": 1.9}

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Wish:
    """What a lever is about; see `amounts.Lever`. `spoil` is the edit that its fault is made with, and how strongly."""

    tool: str
    parameter: str
    sign: int
    measure: str
    step: float
    limit: float
    spoil: tuple[str, str, float]
    trust: float = 0.5
    bounds: tuple[float, float] = (0.6, 2.2)


LIGHT, SPREAD = ("exposure", "stops", 1.6), ("contrast", "amount", 70.0)
COLOR = ("saturation", "amount", 50.0)
WISHES = {
    "exposure+": Wish("exposure", "stops", 1, "lightness", 0.08, 2.5, LIGHT, bounds=(0.8, 2.0)),
    "exposure-": Wish(
        "exposure", "stops", -1, "lightness", -0.07, 1.8, LIGHT, trust=0.25, bounds=(0.7, 1.35)
    ),
    "brightness+": Wish("brightness", "amount", 1, "lightness", 0.08, 90.0, LIGHT, bounds=(0.8, 2.0)),
    "brightness-": Wish(
        "brightness", "amount", -1, "lightness", -0.06, 80.0, LIGHT, trust=0.25, bounds=(0.7, 1.3)
    ),
    "contrast+": Wish("contrast", "amount", 1, "spread", 0.075, 65.0, SPREAD),
    "contrast-": Wish("contrast", "amount", -1, "spread", -0.08, 65.0, SPREAD),
    "highlights+": Wish("tone", "highlights", 1, "highlights", 0.02, 80.0, ("tone", "highlights", 60.0)),
    "highlights-": Wish("tone", "highlights", -1, "highlights", -0.035, 90.0, ("tone", "highlights", 60.0)),
    "shadows+": Wish("tone", "shadows", 1, "shadows", 0.05, 85.0, ("tone", "shadows", 60.0)),
    "shadows-": Wish("tone", "shadows", -1, "shadows", -0.04, 85.0, ("tone", "shadows", 60.0)),
    "vibrance+": Wish("vibrance", "amount", 1, "chroma", 0.15, 85.0, COLOR, trust=0.4, bounds=(0.6, 1.6)),
    "saturation+": Wish("saturation", "amount", 1, "chroma", 0.15, 60.0, COLOR, trust=0.4, bounds=(0.6, 1.6)),
    "saturation-": Wish("saturation", "amount", -1, "chroma", -0.25, 80.0, COLOR),
    "dehaze+": Wish("dehaze", "amount", 1, "shadows", -0.035, 70.0, ("dehaze", "amount", 60.0)),
    "dehaze-": Wish("dehaze", "amount", -1, "shadows", 0.05, 70.0, ("dehaze", "amount", 60.0)),
    "clarity+": Wish("clarity", "amount", 1, "detail", 0.10, 50.0, ("clarity", "amount", 60.0)),
    "clarity-": Wish("clarity", "amount", -1, "detail", -0.10, 60.0, ("clarity", "amount", 60.0)),
}

TABLES = {
    "temperature": {"small": 9.0, "medium": 18.0, "large": 34.0, "trust": 0.5},
    "tint": {"small": 8.0, "medium": 16.0, "large": 30.0},
    "sharpen": {"small": 30.0, "medium": 55.0, "large": 95.0},
    "texture": {"small": 8.0, "medium": 18.0, "large": 34.0},
    "soften": {"small": 20.0, "medium": 40.0, "large": 70.0},
    "denoise": {"small": 28.0, "medium": 50.0, "large": 80.0},
    "blur": {"small": 0.4, "medium": 1.0, "large": 2.2},
    "vignette": {"small": 13.0, "medium": 26.0, "large": 48.0},
    "grading": {"small": 10.0, "medium": 20.0, "large": 36.0},
    "family": {"small": 20.0, "medium": 42.0, "large": 72.0},
    "whiten": {"small": 25.0, "medium": 40.0, "large": 60.0},
    "illuminant": {"small": 0.5, "medium": 0.85, "large": 1.0},
    "crop": {"small": 0.93, "medium": 0.85, "large": 0.72},
    "side": {"small": 0.08, "medium": 0.15, "large": 0.25},
}
"""Amounts that do not depend on the photo's light; chosen by eye on contact sheets."""


@dataclass(frozen=True)
class Trial:
    """One photo, spoiled or not: its features, how far it is from the original, and what slider values did to it."""

    features: Table
    fault: float
    changes: Table
    """Of the measure, at each of `TRIED`."""


def main() -> None:
    """Read the photos, try, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    catalogue = built_in()
    photos = [as_srgb(photo, catalogue) for photo in opened_photos(options.photos)]
    rng = np.random.default_rng(options.seed)
    trials = {name: tried(wish, photos, catalogue, rng) for name, wish in WISHES.items()}
    every = np.array([trial.features for each in trials.values() for trial in each])
    means, scales = every.mean(axis=0), np.maximum(every.std(axis=0), 1e-3)
    levers = {name: learned(WISHES[name], each, means, scales) for name, each in trials.items()}
    page = {
        "made_by": f"training/policy.py --seed {options.seed}",
        "photos": len(photos),
        "features": list(FEATURES),
        "means": np.round(means, 5).tolist(),
        "scales": np.round(scales, 5).tolist(),
        "factors": FACTORS,
        "levers": levers,
        "tables": TABLES,
    }
    version = hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()[:12]
    OUT.write_text(json.dumps({"version": version, **page}, indent=1) + "\n", encoding="utf-8")
    for name, lever in levers.items():
        sys.stdout.write(f"{name:12s} {lever['error']}" + "\n")


def tried(
    wish: Wish, photos: Sequence[Picture], catalogue: Catalogue, rng: np.random.Generator
) -> list[Trial]:
    """Each photo as it is and spoiled, with slider values tried on it."""
    measure = MEASURES[wish.measure]
    found: list[Trial] = []
    for photo in photos:
        original = measure(facts_of(photo, None, catalogue))
        for draw in range(SPOILED_PER_PHOTO):
            tool, parameter, size = wish.spoil
            amount = float(rng.uniform(-size, size)) if draw else 0.0
            spoiled = catalogue.make(tool, {parameter: amount})
            base = rendered(photo, spoiled, catalogue)
            facts = facts_of(base, None, catalogue)
            start = measure(facts)
            values = [wish.sign * wish.limit * share for share in TRIED]
            tools = [catalogue.make(wish.tool, {wish.parameter: value}) for value in values]
            changes = [measure(facts_of(base, tool, catalogue)) - start for tool in tools]
            features = np.array([feature(facts) for feature in FEATURES.values()])
            found.append(Trial(features, original - start, np.array(changes)))
    return found


def rendered(photo: Picture, tool: Tool | None, catalogue: Catalogue) -> Picture:
    """The photo after one tool, as an 8-bit sRGB picture."""
    if tool is None:
        return photo
    return picture_from_srgb8(render(photo, recipe([tool]), catalogue, space="srgb", threads=1).samples)


def facts_of(photo: Picture, tool: Tool | None, catalogue: Catalogue) -> Facts:
    """The light and color of a photo after one tool."""
    done = rendered(photo, tool, catalogue)
    linear = srgb8_to_linear(np.asarray(done.samples, np.uint8))
    facts = lit(TYPICAL, linear)
    return facts if tool is not None else replace(facts, haze=haziness(linear))


def as_srgb(photo: Picture, catalogue: Catalogue) -> Picture:
    """A small copy of the photo in sRGB."""
    done = render(photo, recipe([]), catalogue, long_side=LONG_SIDE_PX, space="srgb")
    return picture_from_srgb8(done.samples)


def learned(wish: Wish, trials: Sequence[Trial], means: Table, scales: Table) -> dict[str, Any]:
    """One lever as JSON values."""
    features = np.array([(trial.features - means) / scales for trial in trials])
    faults = np.array([trial.fault for trial in trials])
    sizes, powers, usable = sizes_for_step(wish, trials)
    fault, fault_error = ridge(features, faults)
    response, response_error = ridge(features[usable], np.log(sizes[usable]))
    return {
        "tool": wish.tool, "parameter": wish.parameter, "sign": wish.sign, "measure": wish.measure,
        "step": wish.step, "trust": wish.trust, "bounds": list(wish.bounds), "limit": wish.limit,
        "fault": fault, "response": response, "power": round(float(np.median(powers)), 3),
        "error": {"fault": fault_error, "log_response": response_error, "examples": int(usable.sum())},
    }  # fmt: skip


def sizes_for_step(wish: Wish, trials: Sequence[Trial]) -> tuple[Table, Table, NDArray[np.bool_]]:
    """Slider size for a medium step in each trial, the power law around it, and where the step can be had at all."""
    sizes, powers = np.full(len(trials), wish.limit), []
    usable = np.zeros(len(trials), bool)
    tried_sizes = np.log(np.array(TRIED) * wish.limit)
    for k, trial in enumerate(trials):
        moved = np.maximum.accumulate(np.maximum(trial.changes * np.sign(wish.step), 1e-5))
        if moved[-1] < 0.25 * abs(wish.step):
            continue
        usable[k] = True
        slope = np.polyfit(np.log(moved), tried_sizes, 1)[0] if moved[0] > 1e-4 else 1.0
        powers.append(float(np.clip(slope, 0.5, 1.6)))
        reach = np.log(abs(wish.step))
        at = np.interp(reach, np.log(moved), tried_sizes)
        if reach > np.log(moved[-1]):
            at = tried_sizes[-1] + reach - np.log(moved[-1])
        elif reach < np.log(moved[0]):
            at = tried_sizes[0] + reach - np.log(moved[0])
        sizes[k] = np.exp(min(at, np.log(wish.limit)))
    return sizes, np.array(powers or [1.0]), usable


def ridge(features: Table, truth: Table) -> tuple[dict[str, Any], float]:
    """A linear model held to the inner 96 % of what it has seen, and its typical error."""
    table = np.c_[features, np.ones(len(features))]
    held = RIDGE * np.diag([1.0] * features.shape[1] + [0.0])
    weights = np.linalg.solve(table.T @ table + held, table.T @ truth)
    error = float(np.median(np.abs(table @ weights - truth)))
    low, high = np.quantile(truth, (0.02, 0.98))
    line = {
        "constant": round(float(weights[-1]), 5),
        "weights": np.round(weights[:-1], 5).tolist(),
        "range": [round(float(low), 5), round(float(high), 5)],
    }
    return line, round(error, 4)


if __name__ == "__main__":
    main()
