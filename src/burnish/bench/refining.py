"""Measures what refining does to edits with planted faults, against the good edits that they were made from."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.loop import Budget, Refined
from burnish.agent.checking.registration import pair_of
from burnish.agent.checking.workpiece import PictureWork, RecipeWork, State
from burnish.agent.planner.intents import Direction, Intent, Op
from burnish.app.checking import CheckDesk, shipped_eyes
from burnish.app.darkroom import Darkroom
from burnish.bench.environment import environment
from burnish.bench.row import Row, Target
from burnish.errors import BadInput
from burnish.evaluation.faults.codes import working_photo
from burnish.evaluation.faults.planted import Planted
from burnish.evaluation.faults.planting import plant
from burnish.imaging.color import linear_to_srgb8
from burnish.imaging.difference import difference_map
from burnish.imaging.files import INPUT_SUFFIXES, read_photo
from burnish.imaging.masks import Picture as PictureMask
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.imaging.pixels import LinearPicture
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import built_in

FAMILIES = ("overdone", "wrong_place", "clipping", "halo", "seam")
"""Faults that edits of ours are known to have."""

EACH, QUICK_EACH = 50, 1
"""Edits of each family and variant."""

NOTHING = 0.02
"""Mean ΔE00 below which a difference is rounding."""

LOOKING_AROUND = frozenset({"tone", "clarity", "texture", "dehaze", "sharpen", "denoise", "blur", "glow"})
LOOKING_AROUND_REACH = 0.1
"""Tools that look around a pixel, and how far, in short sides: what is taken out beneath them is felt so far."""

ALLOWED = "but for the patch's own grid, and in recipes a tenth of a side where a tool looks around a pixel"

LEAST_STRENGTH = 0.3
BUDGET = Budget(rounds=4, seconds=30.0)

_ASKED = "sha256:" + "0" * 64


@dataclass(frozen=True)
class Trial:
    """One faulty edit, refined."""

    family: str
    seen: bool
    """Whether anything was found."""
    before: float
    """Mean ΔE00 to the good edit."""
    after: float
    seconds: float
    changed_outside: int
    """Pixels that changed outside of every repair."""


def run(
    photos: Path, *, quick: bool = False, date: str | None = None, seed: int = 0,
    each: int | None = None, tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:  # fmt: skip
    """Measure and give `{"benchmark", "rows", "environment"}` as plain JSON values.

    Raises:
        BadInput: no photo is in the folder.
    """
    paths = sorted(path for path in photos.rglob("*") if path.suffix.lower() in INPUT_SUFFIXES)
    if not paths:
        raise BadInput(f"no photo in {str(photos)!r}")
    count = each or (QUICK_EACH if quick else EACH)
    with TemporaryDirectory(prefix="burnish-bench-") as home:
        desk = CheckDesk(Darkroom(built_in(), Path(home)), shipped_eyes())
        done = list(_trials(paths, desk, count, np.random.default_rng(seed), tell))
    return {
        "benchmark": "refining",
        "rows": [row.document() for row in rows(done)],
        "environment": environment(date=date) | {"photo": f"{len(paths)} photos, {len(done)} faulty edits"},
    }


def rows(trials: Sequence[Trial]) -> list[Row]:
    """The figures of some trials."""
    before, after = (np.array([getattr(t, name) for t in trials]) for name in ("before", "after"))
    worse = float((after > before + NOTHING).mean())
    told = f"mean ΔE00 to the known good edit; {len(trials)} edits"
    seconds = np.array([t.seconds for t in trials])
    closer = float((after < before - NOTHING).mean())
    found = [
        Row("end closer to the good edit", closer, "", target=Target("at least", 0.8), note=told),
        Row("end worse than they began", worse, "", target=Target("at most", 0.0), note=f"by more than {NOTHING}"),
        Row("median error left", float(np.median(after)), "ΔE00", float(np.median(before)),
            float(np.median(after) / max(np.median(before), 1e-6)), Target("at most", 0.5), "as it began", told),
        Row("pixels changed outside of the repairs", float(sum(t.changed_outside for t in trials)), "",
            target=Target("at most", 0.0), note=ALLOWED),
        Row("time, median", float(np.median(seconds)), "s", target=Target("at most", 2.5), note="up to 4 rounds"),
        Row("time, slowest in twenty", float(np.percentile(seconds, 95)), "s", note="up to 4 rounds"),
    ]  # fmt: skip
    return [*found, *_by_family(trials)]


def _by_family(trials: Sequence[Trial]) -> Iterator[Row]:
    for family in dict.fromkeys(t.family for t in trials):
        own = [t for t in trials if t.family == family]
        closer = float(np.mean([t.after < t.before - NOTHING for t in own]))
        seen = float(np.mean([t.seen for t in own]))
        yield Row(f"end closer: {family}", closer, "", note=f"anything was found in {seen:.0%} of {len(own)}")


def _trials(
    paths: Sequence[Path], desk: CheckDesk, count: int, rng: np.random.Generator, tell: Callable[[str], None]
) -> Iterator[Trial]:
    for family in FAMILIES:
        tell(f"refining: {family}")
        for variant in ("trained", "held_out"):
            for _ in range(count):
                path = paths[int(rng.integers(len(paths)))]
                photo = working_photo(read_photo(path))
                made = plant(photo, family, float(rng.uniform(LEAST_STRENGTH, 1)), rng, variant=variant)
                if made is not None:
                    yield _trial(photo, made, desk)


def _trial(photo: Picture, made: Planted, desk: CheckDesk) -> Trial:
    edited = picture_from_srgb8(linear_to_srgb8(made.edited))
    work = work_of(photo, made)
    began = time.perf_counter()
    done = desk.loop(work, edited, BUDGET).refine(work)
    took = time.perf_counter() - began
    start, end = (work.pair(each).edited for each in (work.start, done.state))
    before, after = (float(difference_map(each, made.good).mean()) for each in (start, end))
    outside = _changed_outside(work, done, start, end)
    return Trial(made.category, not done.trace.before.checked.is_clean, before, after, took, outside)


def work_of(photo: Picture, made: Planted) -> RecipeWork | PictureWork:
    """What is refined of a planted fault: its recipe where it has one, else the picture."""
    intents = tuple(_intent(*each) for each in made.asked)
    if made.recipe is None:
        pair = pair_of(made.source, made.edited, made.request, intents, made.mask)
        return PictureWork(pair, built_in())
    recipe = replace(made.recipe, steps=tuple(replace(each, author="planner") for each in made.recipe.steps))
    mask = None if made.mask is None else PictureMask(digest=_ASKED)
    pictures = {} if made.mask is None else {_ASKED: made.mask}
    return RecipeWork(
        photo, built_in(), recipe, request=made.request, intents=intents, asked=mask,
        resources=Resources(pictures=pictures),
    )  # fmt: skip


def _intent(op: str, direction: str | None) -> Intent:
    return Intent(cast(Op, op), cast("Direction | None", direction))


def _changed_outside(
    work: RecipeWork | PictureWork, done: Refined, start: LinearPicture, end: LinearPicture
) -> int:
    """Pixels that differ where no repair reaches."""
    reached = _reached(work, done.state, start.shape[:2])
    return int(((start != end).any(axis=-1) & ~reached).sum())


def _reached(work: RecipeWork | PictureWork, state: State, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    height, width = shape
    reached = np.zeros((height, width), bool)
    for patch in state.patches:
        grown = cv2.dilate((patch.region > 0).astype(np.float32), np.ones((3, 3), np.uint8))
        grown = cv2.resize(grown, (width, height), interpolation=cv2.INTER_LINEAR)
        reached |= np.asarray(grown) > 0
    if isinstance(work, PictureWork):
        return reached | bool(state.recipe.steps)
    old = list(work.after.steps)
    for place, step in enumerate(state.recipe.steps):
        was = old[place] if place < len(old) else None
        for each in () if was == step else (was, step):
            if each is not None:
                reached |= True if each.mask is None else work.in_frame(each.mask, max(shape)) > 0
    if any(step.enabled and step.tool.name in LOOKING_AROUND for step in old):
        reached = _grown(reached, LOOKING_AROUND_REACH * min(shape[:2]))
    return reached


def _grown(plane: NDArray[np.bool_], by_px: float) -> NDArray[np.bool_]:
    away = cv2.distanceTransform((~plane).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(away) <= by_px
