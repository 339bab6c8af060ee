"""Measures how well faults are seen."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np

from burnish.agent.checking.network import shipped_network
from burnish.agent.checking.perceiving import perceive_edit
from burnish.app.darkroom import Darkroom
from burnish.bench.environment import environment
from burnish.bench.perception import looks as artists
from burnish.bench.perception.ladders import ladder_rows, ladders
from burnish.bench.perception.rows import rows
from burnish.bench.perception.sights import Perceive, Sight, look_at
from burnish.errors import BadInput
from burnish.evaluation.faults.codes import working_photo
from burnish.evaluation.faults.planting import FAMILIES, VARIANTS, Variant, clean_edits, plant
from burnish.imaging.files import read_photo
from burnish.imaging.picture import Picture
from burnish.recipe.recipe import Recipe
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import built_in

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".avif", ".heic"})

EACH, QUICK_EACH = 6, 1
"""Edits of each family and variant."""

CLEAN, QUICK_CLEAN = 500, 6

MOST_OPEN = 64
"""Photos that are kept in memory."""

LADDERS, QUICK_LADDERS = 4, 1
"""Of each family, for the critic."""

MOST_CLIMBED = 16
"""Photos, spread over all, that they are made on."""

LEAST_STRENGTH = 0.3
"""Faults fainter than this are not held against anybody."""


def run(
    photos: Path,
    *,
    looks: Path | None = None,
    quick: bool = False,
    date: str | None = None,
    seed: int = 0,
    learned: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Measure and give `{"benchmark", "rows", "environment"}` as plain JSON values.

    Photos should be such that nothing was tuned on; `looks` is a folder of presets for clean edits besides the shipped
    ones. `learned` is whether the network takes part; `tell` hears what comes next.

    Raises:
        BadInput: no photo is in the folder.
    """
    paths = _paths(photos)
    perceive = partial(perceive_edit, network=shipped_network() if learned else None)
    with TemporaryDirectory(prefix="burnish-bench-") as home:
        shelf = _shelf(Darkroom(built_in(), Path(home)), looks)
        seen = list(_sights(paths, shelf, perceive, seed=seed, quick=quick, tell=tell))
    tell("the critic")
    few = [
        working_photo(read_photo(path))
        for path in paths[:: max(1, len(paths) // MOST_CLIMBED)][:MOST_CLIMBED]
    ]
    climbed = list(ladders(few, perceive, QUICK_LADDERS if quick else LADDERS, seed))
    return {
        "benchmark": "perception",
        "rows": [row.document() for row in (*rows(seen), *ladder_rows(climbed))],
        "environment": environment(date=date) | {"photo": f"{len(paths)} photos"},
    }


Shelf: TypeAlias = tuple[tuple[Recipe, ...], Resources]
"""Looks, and the tables that they refer to."""


def _shelf(darkroom: Darkroom, folder: Path | None) -> Shelf:
    own = () if folder is None else artists.of_folder(darkroom, folder)
    return (*artists.shipped(darkroom), *own), darkroom.resources


def _sights(
    paths: Sequence[Path],
    shelf: Shelf,
    perceive: Perceive,
    *,
    seed: int,
    quick: bool,
    tell: Callable[[str], None],
) -> Iterator[Sight]:
    """Edits of the photos in turn, and what is seen in each."""
    rng = np.random.default_rng(seed)

    @lru_cache(maxsize=MOST_OPEN)
    def photo(k: int) -> Picture:
        return working_photo(read_photo(paths[k]))

    tell("clean edits")
    for k in range(QUICK_CLEAN if quick else CLEAN):
        edits = clean_edits(photo(k % len(paths)), rng, looks=shelf[0], resources=shelf[1])
        yield look_at(next(edits), perceive)
    for place, family in enumerate(FAMILIES):
        tell(family.replace("_", " "))
        order = [photo((place + k) % len(paths)) for k in range(len(paths))]
        for variant in VARIANTS:
            yield from _of_family(family, variant, order, rng, perceive, QUICK_EACH if quick else EACH)


def _of_family(
    family: str,
    variant: Variant,
    photos: Sequence[Picture],
    rng: np.random.Generator,
    perceive: Perceive,
    wanted: int,
) -> Iterator[Sight]:
    """So many edits with this fault; photos that have no place for it are passed over."""
    for photo in (*photos,) * (wanted // len(photos) + 1):
        strength = float(rng.uniform(LEAST_STRENGTH, 1))
        made = plant(photo, family, strength, rng, variant=variant)
        if made is not None:
            yield look_at(made, perceive)
            wanted -= 1
        if not wanted:
            return


def _paths(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    if not found:
        raise BadInput(f"{str(folder)!r} has no photos ({', '.join(sorted(SUFFIXES))})")
    return found
