"""How well `match` finds the edit back: random recipes of eight global tools on photos, clean and through JPEG.

Run with a folder of photos: `python benchmarks/match.py FOLDER [--count 12] [--looks FOLDER] [--json]`.

A parameter counts as identifiable when, at the true recipe and with all parameters of its tools free, its standard
error (see `certainty.standard_errors`) is below 5 % of its range, and the picture without it differs by 0.5 ΔE or more.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from burnish.imaging.difference import picture_difference
from burnish.imaging.files import read_photo
from burnish.imaging.hald import read_hald
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.imaging.reduce import reduce_linear
from burnish.recipe.inverse import Match, match
from burnish.recipe.inverse.certainty import IDENTIFIABLE, standard_errors
from burnish.recipe.inverse.evidence import as_rendered, gather, pixel_by_pixel
from burnish.recipe.inverse.model import Model
from burnish.recipe.inverse.parameters import Coordinate, coordinates
from burnish.recipe.inverse.solver import Problem
from burnish.recipe.recipe import Recipe, recipe
from burnish.recipe.render import render
from burnish.tools.base import PixelTool
from burnish.tools.catalogue import Catalogue, built_in

LONG_SIDE = 1200
TOOLS = 8
EFFECT, WITHIN = 0.5, 0.10
DEGREES = 360.0


def random_tool(kind: type[PixelTool], own: Sequence[Coordinate], rng: np.random.Generator) -> PixelTool:
    """Parameters as a person might set them: to six tenths of the slider, tints and casts less."""
    reach = {"color_grading": 0.3, "exposure": 0.3, "hue": 0.17, "dehaze": 0.4, "white_balance": 0.4}.get(
        kind.name, 0.6
    )
    params: dict[str, Any] = {}
    for c in own:
        low, high = (c.default + side * c.scale for side in (c.low, c.high))
        if c.kind == "shape" and rng.random() < 0.5:
            continue
        amount = float(rng.uniform(-reach, reach))
        if c.low == 0:
            amount = abs(amount)
        if c.kind in ("across", "up"):
            params[c.field.replace("_saturation", "_hue")] = float(rng.uniform(0, DEGREES))
            params[c.field] = abs(amount) * 100
        elif c.kind != "point":
            params[c.field] = min(max(c.default + amount * c.scale, low), high)
    if kind.name == "black_and_white":
        params["amount"] = 100.0
    return kind(**params)


def random_recipe(catalogue: Catalogue, rng: np.random.Generator) -> Recipe:
    """Eight of the tools that can be recovered; black and white, which hides all colors, seldom."""
    by_tool: dict[str, list[Coordinate]] = {}
    for c in coordinates(catalogue):
        by_tool.setdefault(c.tool, []).append(c)
    names = [name for name in by_tool if name != "black_and_white" or rng.random() < 0.1]
    chosen = sorted(rng.choice(names, min(TOOLS, len(names)), replace=False).tolist(), key=catalogue.place)
    return recipe([random_tool(catalogue.tool(name), by_tool[name], rng) for name in chosen])


def recompressed(samples: np.ndarray, quality: int = 75) -> Picture:
    """Half the size, through JPEG."""
    half = cv2.resize(samples, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", half[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return picture_from_srgb8(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def identifiable(
    before: Picture, after: Picture, truth: Recipe, catalogue: Catalogue
) -> dict[tuple[str, str], float]:
    """True values of the parameters that this pair of pictures can tell, by tool and parameter."""
    evidence = gather(*(reduce_linear(each, 520_000) for each in (before, after)))
    if (before.width, before.height) == (after.width, after.height):
        pixels = pixel_by_pixel(evidence, before, after)
        evidence = as_rendered(pixels, before) if pixels.exact else evidence
    model = Model(evidence, {name: k for k, name in enumerate(catalogue.names)})
    problem = Problem(evidence, model, catalogue)
    tools = {step.tool.name: step.tool for step in truth.steps}
    fit = problem.fit(_values(tools, catalogue))
    errors = standard_errors(problem, fit)
    found: dict[tuple[str, str], float] = {}
    for name, tool in tools.items():
        for field, value in tool.model_dump(exclude_defaults=True).items():
            if errors.get(f"{name}.{field}", 1.0) > IDENTIFIABLE:
                continue
            kept = tool.model_dump(exclude_defaults=True) | {field: type(tool).model_fields[field].default}
            codes = model.run({**tools, name: type(tool)(**kept)}, fine=True).codes
            if (
                np.linalg.norm(problem.residuals(codes) - problem.residuals(fit.run.codes), axis=1).mean()
                > EFFECT
            ):
                found[name, field] = value
    return found


def _values(tools: dict[str, Any], catalogue: Catalogue) -> dict[Coordinate, float]:
    values: dict[Coordinate, float] = {}
    from burnish.tools.color_grading import wheel_to_oklab  # noqa: F401

    for c in coordinates(catalogue):
        tool = tools.get(c.tool)
        if tool is None or c.kind == "point":
            continue
        if c.kind in ("across", "up"):
            turn = np.deg2rad(getattr(tool, c.field.replace("_saturation", "_hue")))
            values[c] = (
                getattr(tool, c.field) / 100 * float(np.cos(turn) if c.kind == "across" else np.sin(turn))
            )
        else:
            values[c] = (getattr(tool, c.field) - c.default) / c.scale
    return values


def recovered(truth: dict[tuple[str, str], float], found: Match, catalogue: Catalogue) -> tuple[int, int]:
    """How many identifiable parameters came back within 10 % of their range, and how many there are."""
    tools = {step.tool.name: step.tool for step in found.recipe.steps}
    near = 0
    for (name, field), value in truth.items():
        kind = catalogue.tool(name)
        got = getattr(tools.get(name, kind()), field)
        marks = kind.model_fields[field].metadata
        low, high = (next(getattr(m, side) for m in marks if hasattr(m, side)) for side in ("ge", "le"))
        away = abs(got - value)
        if name == "color_grading" and field.endswith("_hue"):
            away = min(away, DEGREES - away)
        near += away <= WITHIN * (high - low)
    return near, len(truth)


def photos(folder: Path, count: int) -> list[Path]:
    """Photos of a folder in the order of their names, spread over it."""
    every = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))
    return [every[round(k)] for k in np.linspace(0, len(every) - 1, min(count, len(every)))]


def small(path: Path) -> Picture:
    """The photo at the benchmark's size, 8-bit sRGB."""
    shown = render(read_photo(path), recipe([]), built_in(), long_side=LONG_SIDE, space="srgb")
    return picture_from_srgb8(shown.samples if shown.samples.dtype == np.uint8 else shown.samples >> 8)


def left_over(before: Picture, after: Picture, found: Recipe, catalogue: Catalogue) -> float:
    """Median ΔE at the size of AFTER."""
    side = max(after.width, after.height)
    done = render(before, found, catalogue, long_side=side, space="srgb")
    samples = done.samples
    if samples.shape != after.samples.shape:
        samples = cv2.resize(samples, (after.width, after.height), interpolation=cv2.INTER_AREA)
    return picture_difference(picture_from_srgb8(samples).linear(), after.linear()).median


def measure(folder: Path, count: int, seed: int, *, verbose: bool) -> list[dict[str, Any]]:
    """All rows for random recipes."""
    catalogue = built_in()
    results: dict[str, list[tuple[float, ...]]] = {"clean": [], "jpeg": []}
    for k, path in enumerate(photos(folder, count)):
        rng = np.random.default_rng(seed + k)
        before, truth = small(path), random_recipe(catalogue, rng)
        samples = render(before, truth, catalogue, space="srgb").samples
        clean = picture_from_srgb8(samples)
        for name, after in (("clean", clean), ("jpeg", recompressed(samples))):
            started, cpu = time.perf_counter(), time.process_time()
            found = match(before, after, catalogue)
            spent = time.perf_counter() - started, time.process_time() - cpu
            near, total = recovered(identifiable(before, after, truth, catalogue), found, catalogue)
            edit = left_over(before, clean, found.recipe, catalogue)
            floor = left_over(before, after, truth, catalogue)
            left = left_over(before, after, found.recipe, catalogue)
            row = (
                left,
                spent[0],
                near,
                total,
                spent[1],
                len(found.recipe.steps),
                edit,
                floor,
                found.delta_e_left.median,
            )
            results[name].append(row)
            if verbose:
                print(f"{path.stem:26s} {name:6s} {_told(row)}", flush=True)
    rows: list[dict[str, Any]] = []
    for name, target in (("clean", 0.3), ("jpeg", 1.2)):
        table = np.array(results[name], float)
        left, seconds, near, total, cpu, _, edit, floor, reduced = table.T
        share = float(near.sum() / max(total.sum(), 1))
        rows += [
            _row(f"{name}: median ΔE00 left, median photo", _median(left), "ΔE00", target, below=True),
            _row(f"{name}: the same for the true recipe", _median(floor), "ΔE00", None),
            _row(f"{name}: median ΔE00 from the true edit", _median(edit), "ΔE00", target, below=True),
            _row(f"{name}: median ΔE00 left at 512 pixels", _median(reduced), "ΔE00", target, below=True),
            _row(f"{name}: photos within {target} ΔE00", float(np.mean(left <= target)), "share", None),
            _row(f"{name}: identifiable parameters within 10 %", share, "share", 0.8),
            _row(f"{name}: seconds", _median(seconds), "s", 2.0, below=True),
            _row(f"{name}: CPU seconds", _median(cpu), "s", None),
        ]
    return rows


def _median(values: np.ndarray) -> float:
    return float(np.median(values))


def _told(row: tuple[float, ...]) -> str:
    left, seconds, near, total, _, steps, edit, floor, _ = row
    return (
        f"ΔE {left:.2f} (true recipe {floor:.2f}, from the true edit {edit:.2f})"
        f"  parameters {near}/{total}  steps {steps}  {seconds:.2f} s"
    )


def measure_looks(folder: Path, looks: Path) -> list[dict[str, Any]]:
    """A row for each film look on one of the photos."""
    rows: list[dict[str, Any]] = []
    cluts = sorted(looks.glob("*.png"))
    for path, clut in zip(photos(folder, len(cluts)), cluts, strict=False):
        before = small(path)
        codes = read_hald(clut).sample((before.samples / 255).astype(np.float32))
        after = picture_from_srgb8(np.rint(np.clip(codes, 0, 1) * 255))
        found = match(before, after, built_in())
        rows.append(
            _row(
                f"look {clut.stem} on {path.stem}",
                left_over(before, after, found.recipe, built_in()),
                "ΔE00",
                3.0,
                below=True,
            )
        )
    return rows


def _row(name: str, value: float, unit: str, target: float | None, *, below: bool = False) -> dict[str, Any]:
    ok = None if target is None else (value <= target if below else value >= target)
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "baseline": None,
        "ratio": None,
        "target": target,
        "ok": ok,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--looks", type=Path)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    warm = small(photos(wanted.photos, 1)[0])
    match(warm, picture_from_srgb8(255 - warm.samples // 2), built_in())
    rows = measure(wanted.photos, wanted.count, wanted.seed, verbose=not wanted.json)
    if wanted.looks:
        rows += measure_looks(wanted.photos, wanted.looks)
    environment = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }
    if wanted.json:
        print(
            json.dumps(
                {"benchmark": "match", "rows": rows, "environment": environment}, indent=2, ensure_ascii=False
            )
        )
    else:
        for row in rows:
            print(
                f"{row['name']:60s} {row['value']:8.3f} {row['unit']:6s} target {row['target']} {row['ok']}"
            )


if __name__ == "__main__":
    main()
