"""One person and one learner, turn by turn, in each way of giving feedback; how far proposals stay from what is wanted.

Proposals are judged on photos that the person does not work on. All chance comes from a seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from burnish.bench.taste.learners import Learner
from burnish.bench.taste.world import Mind, Scene, World
from burnish.evaluation.people.person import Person
from burnish.evaluation.people.sight import Doubles


class Chooser(Protocol):
    """Proposes pairs, and learns from which is picked."""

    def propose(self, scene: Scene) -> Doubles:
        """What is believed best."""
        ...

    def pair(self, scene: Scene, random: np.random.Generator) -> tuple[Doubles, Doubles]:
        """Two versions to choose between, left and right."""
        ...

    def picked(self, scene: Scene, better: Doubles, worse: Doubles) -> None:
        """A person found one nearer."""
        ...


class Asker(Protocol):
    """Proposes one version, and learns whether it is taken."""

    def propose(self, scene: Scene) -> Doubles:
        """What is believed best."""
        ...

    def attempt(self, scene: Scene, random: np.random.Generator) -> Doubles:
        """What is shown: the best, or something worth trying."""
        ...

    def answered(self, scene: Scene, shown: Doubles, *, taken: bool) -> None:
        """Whether the person took it."""
        ...


@dataclass(frozen=True)
class Course:
    """How a simulation goes."""

    work: tuple[Scene, ...]
    judged: tuple[Scene, ...]
    at: tuple[int, ...]
    """Turns after which proposals are judged."""
    seed: int

    def scene(self, turn: int) -> Scene:
        """The photo of a turn."""
        return self.work[turn % len(self.work)]


Spoiled = Callable[[int, Doubles, Doubles, np.random.Generator], Doubles]
"""What becomes of a correction: (turn, shown, left, random) to where the sliders are said to have been left."""


def as_meant(turn: int, shown: Doubles, left: Doubles, random: np.random.Generator) -> Doubles:  # noqa: ARG001
    """An honest hand."""
    return left


def judged(course: Course, mind: Mind, propose: Callable[[Scene], Doubles]) -> float:
    """Mean ΔE00 between proposals and what is wanted."""
    return mind.distance((scene, propose(scene)) for scene in course.judged)


def by_correcting(
    world: World, minds: Sequence[Mind], learner: Learner, course: Course, spoiled: Spoiled = as_meant
) -> list[float]:
    """A person who moves three controls a turn. Of several minds, each turn has the one for it; the last stays."""
    random = np.random.default_rng(course.seed)
    found = []
    for turn in range(max(course.at)):
        mind = minds[min(turn, len(minds) - 1)]
        scene = course.scene(turn)
        shown = learner.propose(scene)
        left = mind.person.modified(mind.sight(scene), shown, world.controls, random)
        learner.corrected(scene, shown, spoiled(turn, shown, left, random))
        if turn + 1 in course.at:
            found.append(judged(course, mind, learner.propose))
    return found


def by_choosing(mind: Mind, learner: Chooser, course: Course) -> list[float]:
    """A person who only picks the nearer of two."""
    random = np.random.default_rng(course.seed)
    found = []
    for turn in range(max(course.at)):
        scene = course.scene(turn)
        left, right = learner.pair(scene, random)
        prefers_left = mind.person.picks_left(mind.sight(scene), left, right, random)
        if prefers_left is not None:
            learner.picked(scene, *((left, right) if prefers_left else (right, left)))
        if turn + 1 in course.at:
            found.append(judged(course, mind, learner.propose))
    return found


def by_taking(mind: Mind, learner: Asker, course: Course) -> list[bool]:
    """A person who only takes a proposal or does not; whether the first try of each turn was taken."""
    random = np.random.default_rng(course.seed)
    taken = []
    for turn in range(max(course.at)):
        scene = course.scene(turn)
        shown = learner.attempt(scene, random)
        takes = mind.person.takes(mind.sight(scene), shown)
        learner.answered(scene, shown, taken=takes)
        taken.append(takes)
    return taken


def share_taken(mind: Mind, scenes: Sequence[Scene], propose: Callable[[Scene], Doubles]) -> float:
    """Share of photos on which a proposal is taken at once."""
    person: Person = mind.person
    return float(np.mean([person.takes(mind.sight(scene), propose(scene)) for scene in scenes]))
