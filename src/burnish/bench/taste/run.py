"""`burnish bench taste`: how soon proposals are what somebody has in mind, for looks and photos of one's own."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from burnish.bench.environment import environment
from burnish.bench.row import Row, Target
from burnish.bench.taste.latency import latency_rows
from burnish.bench.taste.learners import LEARNERS
from burnish.bench.taste.trials import (
    CHANGED_AT,
    CHOOSERS,
    CHOSEN_AT,
    CORRECTED_AT,
    HOUSE_SIGNALS,
    RECOVERED_IN,
    TAKING_TURNS,
    Figures,
    Trials,
)
from burnish.bench.taste.world import open_world
from burnish.learning.taste.shipped import shipped_ground
from burnish.tools.catalogue import built_in

PEOPLE, QUICK_PEOPLE = 24, 2

KINDS = ("correcting", "choosing", "taking", "joining", "spoiled", "changing")

CORRECTED_TARGETS, CHOSEN_TARGETS = (0.55, 0.30, 0.18), (0.70, 0.50)


def run(
    looks: Path,
    photos: Path,
    *,
    people: int | None = None,
    quick: bool = False,
    date: str | None = None,
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Simulate and give `{"benchmark", "rows", "environment"}` as plain JSON values.

    `people` bounds how many looks are used, spread over all; 0 uses every one. All chance comes from `seed`. Raises
    BadInput.
    """
    most = people if people is not None else (QUICK_PEOPLE if quick else PEOPLE)
    figures = simulated(looks, photos, most or None, seed, tell)
    rows = [*rows_of(figures), *latency_rows(shipped_ground(built_in()), quick=quick)]
    return {
        "benchmark": "taste",
        "rows": [row.document() for row in rows],
        "environment": environment(date=date) | {"people": len(figures["correcting"])},
    }


def rows_of(figures: dict[str, list[Figures]]) -> list[Row]:
    """What was simulated for all people, put together."""
    return [
        *_correcting(figures["correcting"]), *_choosing(figures["choosing"]), *_taking(figures["taking"]),
        *_joining(figures["joining"]), *_spoiled(figures["spoiled"]), *_changing(figures["changing"]),
    ]  # fmt: skip


_trials: dict[str, Trials] = {}
"""The world of a working process."""


def _begin(looks: Path, photos: Path, most: int | None, seed: int) -> None:
    from burnish.app import open_darkroom

    world = open_world(open_darkroom(), photos, looks, most_looks=most)
    _trials["own"] = Trials(world, shipped_ground(world.darkroom.catalogue), seed)


def _count() -> int:
    return len(_trials["own"].world.looks)


def _trial(kind: str, number: int) -> Figures:
    trial: Callable[[int], Figures] = getattr(_trials["own"], kind)
    return trial(number)


def simulated(
    looks: Path, photos: Path, most: int | None, seed: int, tell: Callable[[str], None]
) -> dict[str, list[Figures]]:
    """By kind of trial, the figures of each person. Raises BadInput."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (looks, photos, most, seed)) as pool:
        count = pool.submit(_count).result()
        found: dict[str, list[Figures]] = {}
        for kind in KINDS:
            tell(f"{count} people, {kind}")
            found[kind] = list(pool.map(_trial, [kind] * count, range(count)))
        return found


def _column(figures: Sequence[Figures], name: str, at: int = 0) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([each[name][at] for each in figures])


def _correcting(figures: Sequence[Figures]) -> Iterator[Row]:
    untouched = float(np.median(_column(figures, "untouched")))
    yield Row(
        "untouched photo, median distance from what is wanted", untouched, "ΔE00", note=_people(figures)
    )
    for k, (turns, target) in enumerate(zip(CORRECTED_AT, CORRECTED_TARGETS, strict=True)):
        medians = {name: float(np.median(_column(figures, name, k))) for name in LEARNERS}
        best = min((each for each in medians if each != "taste"), key=lambda each: medians[each])
        each = float(np.median(_column(figures, "taste", k) / _column(figures, "untouched")))
        note = (
            f"three controls a turn, each stopped with 15 % error; the median person's own ratio {each:.3f}"
        )
        yield Row(
            f"taste after {turns} corrections", medians["taste"], "ΔE00", untouched, medians["taste"] / untouched,
            Target("at most", target), "the untouched photo", note,
        )  # fmt: skip
        yield Row(
            f"best simple learner after {turns} corrections", medians[best], "ΔE00", medians["taste"],
            medians[best] / medians["taste"], Target("at least", 1.0), "taste",
            "; ".join(f"{name} {value:.2f}" for name, value in medians.items() if name != "taste"),
        )  # fmt: skip
    covered = np.concatenate([each["covered"] for each in figures])
    share = float(np.mean(covered))
    yield Row(
        "90 % intervals that hold where a slider is left, at least",
        share,
        "share",
        target=Target("at least", 0.85),
    )
    yield Row(
        "the same, at most",
        share,
        "share",
        target=Target("at most", 0.95),
        note=f"{len(covered)} sliders left",
    )


def _choosing(figures: Sequence[Figures]) -> Iterator[Row]:
    untouched = float(np.median(_column(figures, "untouched")))
    for k, (turns, target) in enumerate(zip(CHOSEN_AT, CHOSEN_TARGETS, strict=True)):
        medians = {name: float(np.median(_column(figures, name, k))) for name in CHOOSERS}
        best = min((each for each in medians if each != "taste"), key=lambda each: medians[each])
        yield Row(
            f"taste after {turns} picks", medians["taste"], "ΔE00", untouched, medians["taste"] / untouched,
            Target("at most", target), "the untouched photo", "the nearer of two, told apart from 0.5 ΔE00 on",
        )  # fmt: skip
        yield Row(
            f"best simple chooser after {turns} picks", medians[best], "ΔE00", medians["taste"],
            medians[best] / medians["taste"], Target("at least", 1.0), "taste",
            "; ".join(f"{name} {value:.2f}" for name, value in medians.items() if name != "taste"),
        )  # fmt: skip


def _taking(figures: Sequence[Figures]) -> Iterator[Row]:
    before, after = (float(np.mean(_column(figures, name))) for name in ("before", "after"))
    note = "accept (within 3 ΔE00) and reject alone"
    yield Row(
        f"taken at once after {TAKING_TURNS} answers", after, "share", before, after / before if before else None,
        Target("at least", 2.0), "the untouched photo", note,
    )  # fmt: skip


def _joining(figures: Sequence[Figures]) -> Iterator[Row]:
    for cold, welcomed, name in (
        ("cold", "welcomed", "at the start"),
        ("cold, 3", "welcomed, 3", "after 3 corrections"),
    ):
        one, other = (float(np.median(_column(figures, each))) for each in (welcomed, cold))
        target = Target("at most", 2 / 3) if cold == "cold" else None
        note = f"three in ten of the first person's sliders, after their {HOUSE_SIGNALS} signals"
        yield Row(
            f"second person of a house, {name}",
            one,
            "ΔE00",
            other,
            one / other,
            target,
            "without the house",
            note,
        )


def _spoiled(figures: Sequence[Figures]) -> Iterator[Row]:
    untouched, clean = _column(figures, "untouched"), _column(figures, "clean")
    for name in ("random", "inverted", "coordinated"):
        loss = float(np.sum(_column(figures, name) - clean) / np.sum(untouched - clean))
        note = "of what 30 clean corrections gain, all people together"
        yield Row(f"lost to 30 % {name} signals", loss, "share", target=Target("at most", 0.10), note=note)


def _changing(figures: Sequence[Figures]) -> Iterator[Row]:
    changed, fresh = (float(np.median(_column(figures, name))) for name in ("changed", "fresh"))
    yield Row(
        f"mind changed at signal {CHANGED_AT}, {RECOVERED_IN} later", changed, "ΔE00", fresh, changed / fresh,
        Target("at most", 1.2), "somebody new after as many",
    )  # fmt: skip


def _people(figures: Sequence[Figures]) -> str:
    return f"{len(figures)} people, judged on photos they did not work on"
