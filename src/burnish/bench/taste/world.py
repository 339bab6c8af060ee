"""Photos, looks and the people who have them in mind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from burnish.app.darkroom import Darkroom
from burnish.errors import BadInput
from burnish.evaluation.people.person import Hand, Person
from burnish.evaluation.people.sight import Doubles, Sight, Thumbnail, thumbnail
from burnish.learning.taste.design import FACTS
from burnish.learning.taste.sliders import Sliders
from burnish.recipe.recipe import Recipe

PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".avif", ".heic"})
LOOKS = frozenset({".xmp", ".cube", ".png", ".json"})

OF_ONE_PHOTO = frozenset({"crop", "rotate", "flip", "perspective", "heal", "grain", "sharpen", "texture"})
"""Tools that are no part of a look, or that a thumbnail does not show."""

MID_GRAY_STOPS = -2.5
LEVEL_SPREAD, MOST_PULL = 0.5, 0.4
"""How people differ in where they want the middle of the light, in stops, and how much they insist."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A photo that people are asked about."""

    name: str
    small: Thumbnail
    facts: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class World:
    """Everything that a simulation draws from."""

    darkroom: Darkroom
    scenes: tuple[Scene, ...]
    looks: tuple[tuple[str, Recipe], ...]

    @cached_property
    def sliders(self) -> Sliders:
        """What hands can move."""
        return Sliders(self.darkroom.catalogue)

    @cached_property
    def controls(self) -> tuple[tuple[int, ...], ...]:
        """Sliders and wheels, as places of the vector."""
        return tuple(control.places for control in self.sliders.controls)

    def person(self, look: tuple[str, Recipe], seed: int, hand: Hand | None = None) -> Person:
        """Somebody with this look in mind."""
        random = np.random.default_rng(seed)
        level = MID_GRAY_STOPS + LEVEL_SPREAD * float(random.normal())
        pull = MOST_PULL * float(random.random())
        room = self.darkroom
        return Person(
            look[0],
            look[1],
            room.catalogue,
            room.resources,
            self.sliders.coordinates,
            level,
            pull,
            hand or Hand(),
        )


def open_world(darkroom: Darkroom, photos: Path, looks: Path, *, most_looks: int | None = None) -> World:
    """Photos and looks of two folders. Raises BadInput for folders without any."""
    scenes = tuple(_scene(darkroom, path) for path in _files(photos, PHOTOS))
    paths = _files(looks, LOOKS)
    if most_looks is not None and most_looks < len(paths):
        chosen = np.linspace(0, len(paths) - 1, most_looks).round().astype(int)
        paths = [paths[k] for k in chosen]
    made = tuple((path.stem, _look(darkroom, path)) for path in paths)
    changing = tuple(each for each in made if each[1].steps)
    if len(scenes) < 8 or not changing:
        raise BadInput(
            f"{str(photos)!r} has {len(scenes)} photos and {str(looks)!r} {len(changing)} looks; 8 and 1 are needed"
        )
    return World(darkroom, scenes, changing)


def _files(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes and path.is_file())


def _scene(darkroom: Darkroom, path: Path) -> Scene:
    from burnish.agent.perception import perceive

    photo = darkroom.open_photo(path)
    facts = perceive(photo).facts
    return Scene(path.stem, thumbnail(photo), {name: float(getattr(facts, name)) for name in FACTS})


def _look(darkroom: Darkroom, path: Path) -> Recipe:
    recipe = darkroom.open_look(path).recipe_for((3000, 2000))
    return replace(recipe, steps=tuple(step for step in recipe.steps if step.tool.name not in OF_ONE_PHOTO))


class Mind:
    """A person's pictures in mind, made once a photo."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._sights: dict[str, Sight] = {}

    def sight(self, scene: Scene) -> Sight:
        """The photo beside what this person has in mind for it."""
        if scene.name not in self._sights:
            self._sights[scene.name] = self.person.sight(scene.small)
        return self._sights[scene.name]

    def distance(self, scenes: Iterable[tuple[Scene, Doubles]]) -> float:
        """Mean ΔE00 of proposals for photos."""
        return float(np.mean([self.sight(scene).distance(shown) for scene, shown in scenes]))


def split(scenes: Sequence[Scene], judged: int, seed: int) -> tuple[tuple[Scene, ...], tuple[Scene, ...]]:
    """Photos that a person works on, in an order of their own, and others on which proposals are judged."""
    order = np.random.default_rng(seed).permutation(len(scenes))
    return tuple(scenes[k] for k in order[judged:]), tuple(scenes[k] for k in order[:judged])
