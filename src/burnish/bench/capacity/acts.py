"""What people do in a session, one thing after the other: the same for people who are simulated and for a real load."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["import", "first_turn", "turn", "picture", "feedback", "recipe", "drag", "export"]
"""What is asked of a server: a photo brought in, the first request about it, for which it has to be seen, another,
a picture of a state, something said of it, a recipe set by hand, a picture while a slider moves, a finished file."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Habits:
    """How people work, on average."""

    photos_a_session: float
    turns_a_photo: float
    feedback_a_turn: float
    """Chance that a turn is judged."""
    recipes_a_turn: float
    """Changes by hand after a turn."""
    drags_a_recipe: float
    """Pictures that are asked for on the way to one change by hand."""
    exports_a_photo: float
    """Chance that a photo is exported when it is finished."""
    looks_s: float
    """How long somebody looks at a picture before they go on."""
    drag_pause_s: float
    """Between two pictures of one drag."""

    def counts(self) -> dict[Kind, float]:
        """How often each is asked for in a session, on average."""
        turns = self.photos_a_session * self.turns_a_photo
        recipes = turns * self.recipes_a_turn
        return {
            "import": self.photos_a_session, "first_turn": self.photos_a_session,
            "turn": turns - self.photos_a_session, "picture": turns + recipes,
            "feedback": turns * self.feedback_a_turn, "recipe": recipes, "drag": recipes * self.drags_a_recipe,
            "export": self.photos_a_session * self.exports_a_photo,
        }  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Something that is asked for, after a pause."""

    kind: Kind
    pause_s: float = 0.0


def session(habits: Habits, rng: random.Random) -> Iterator[Act]:
    """One person's session. Numbers of things are geometric, pauses a sum of two exponentials: most are short."""
    for _ in range(1 + _count(rng, habits.photos_a_session - 1)):
        yield from photo(habits, rng)


def photo(habits: Habits, rng: random.Random) -> Iterator[Act]:
    """What is done with one photo."""
    yield Act("import", _pause(rng, habits.looks_s))
    for k in range(1 + _count(rng, habits.turns_a_photo - 1)):
        yield Act("turn" if k else "first_turn", _pause(rng, habits.looks_s))
        yield Act("picture")
        if rng.random() < habits.feedback_a_turn:
            yield Act("feedback", _pause(rng, habits.looks_s))
        for _ in range(_count(rng, habits.recipes_a_turn)):
            yield from _change(habits, rng)
    if rng.random() < habits.exports_a_photo:
        yield Act("export", _pause(rng, habits.looks_s))


def _change(habits: Habits, rng: random.Random) -> Iterator[Act]:
    first_s = _pause(rng, habits.looks_s)
    for k in range(_count(rng, habits.drags_a_recipe)):
        yield Act("drag", _pause(rng, habits.drag_pause_s) if k else first_s)
        first_s = 0.0
    yield Act("recipe", first_s)
    yield Act("picture")


def _count(rng: random.Random, mean: float) -> int:
    """A number with this mean, geometric from 0."""
    if mean <= 0:
        return 0
    stops, count = 1 / (1 + mean), 0
    while rng.random() > stops:
        count += 1
    return count


def _pause(rng: random.Random, mean_s: float) -> float:
    return rng.gammavariate(2.0, mean_s / 2) if mean_s > 0 else 0.0
