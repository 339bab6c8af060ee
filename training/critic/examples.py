"""Edits with planted faults and clean ones, as what the critic measures of them and what they are worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.critic.measures import measured
from burnish.agent.checking.pair import Pair
from burnish.agent.checking.perceiving import perceive_edit
from burnish.agent.looks.library import shipped_looks
from burnish.agent.perception import TYPICAL
from burnish.agent.planner.intents import Intent
from burnish.evaluation.faults.codes import tools, working_photo
from burnish.evaluation.faults.planted import Planted
from burnish.evaluation.faults.planting import FAMILIES, Variant, clean_edits, plant
from burnish.evaluation.faults.worth import worth
from burnish.imaging.files import decode_photo
from burnish.imaging.files.source import read_source
from burnish.imaging.limits import Limits
from burnish.imaging.picture import Picture
from burnish.recipe.recipe import Recipe, Step
from training.photos import SUFFIXES

LONG_SIDE_PX = 768

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Examples:
    """Many edits."""

    measures: Doubles
    """(count, measures)."""
    worth: Doubles
    """(count, 3)."""
    family: NDArray[np.str_]
    """Category; "" for clean ones."""
    photo: NDArray[np.int64]
    severity: Doubles
    series: NDArray[np.int64]
    """Edits of one series differ in severity alone."""

    def only(self, chosen: NDArray[np.bool_]) -> "Examples":
        """Some of them."""
        return Examples(**{name: plane[chosen] for name, plane in vars(self).items()})

    def saved(self, path: Path) -> None:
        """Keep them in a file."""
        np.savez(path, **vars(self))


def read_examples(path: Path) -> Examples:
    """Examples that were kept."""
    with np.load(path) as page:
        return Examples(**{name: page[name] for name in page.files})


def photo_paths(folder: Path, half: int) -> list[Path]:
    """Every second photo of a folder and its folders: half 0 is learned from, half 1 is left for measuring."""
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and not path.name.startswith(("cast", "orientation"))
    )
    return paths[half::2]


def opened(path: Path) -> Picture:
    """A photo as faults are planted on it."""
    return working_photo(decode_photo(read_source(path, Limits())), LONG_SIDE_PX)


def looks_as_recipes() -> tuple[Recipe, ...]:
    """The shipped looks at a moderate strength."""
    looks = shipped_looks(tools())
    chosen = (look.changes(TYPICAL, "medium") for look in looks)
    return tuple(Recipe(tuple(Step(each.tool, mask=each.mask) for each in steps)) for steps in chosen)


def gathered(
    paths: Sequence[Path], variant: Variant, severities: Sequence[float], each: int, clean: int, seed: int
) -> Examples:
    """For every family `each` series over the severities, and some clean edits of each photo.

    Severities are shifted a little at random from series to series, but not within one.
    """
    rows = list(_rows([opened(path) for path in paths], variant, severities, each, clean, seed))
    columns = zip(*rows, strict=True)
    return Examples(*(np.array(column) for column in columns))


def _rows(
    photos: Sequence[Picture], variant: Variant, severities: Sequence[float], each: int, clean: int, seed: int
) -> Iterator[tuple[Doubles, Doubles, str, int, float, int]]:
    looks = looks_as_recipes()
    series = 0
    for k, photo in enumerate(photos):
        edits = clean_edits(photo, np.random.default_rng((seed, k)), looks=looks)
        for _ in range(clean):
            series += 1
            yield _row(next(edits), k, series)
    for n, family in enumerate(FAMILIES):
        for turn in range(each):
            k = (n * each + turn) % len(photos)
            series += 1
            shift = np.random.default_rng((seed, n, turn)).uniform(-0.08, 0.08)
            for severity in severities:
                rng = np.random.default_rng((seed, n, turn, 1))
                strength = float(np.clip(severity + shift, 0, 1))
                planted = plant(photos[k], family, strength, rng, variant=variant, looks=looks)
                if planted is not None:
                    yield _row(planted, k, series)
        print(family, flush=True)


def _row(planted: Planted, photo: int, series: int) -> tuple[Doubles, Doubles, str, int, float, int]:
    intents = tuple(Intent(op, direction) for op, direction in planted.asked)  # pyright: ignore[reportArgumentType]
    whole = np.ones(planted.edited.shape[:2], bool)
    pair = Pair(planted.source, planted.edited, whole, planted.request, intents, planted.mask)
    seen = measured(pair, perceive_edit(pair))
    return (
        seen,
        worth(planted.categories, planted.severity),
        planted.category,
        photo,
        planted.severity,
        series,
    )
