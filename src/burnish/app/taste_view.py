"""What taste has learned, in numbers that a person can check: sliders with intervals, by kind of wish and photo."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from burnish.app.feedback import FeedbackDesk
from burnish.learning.taste.book import TasteBook
from burnish.learning.taste.design import FACTS, Design, Seen
from burnish.learning.taste.gaussian import Information
from burnish.learning.taste.lesson import spread

INTERVAL = 1.96
"""Standard deviations on either side of an interval of 95 %."""

LEAST_SHOWN_DELTA_E = 0.3
"""What shows less is not listed."""

LEAST_FACTOR = 0.08
"""By how much a share of the planner's own idea differs from all of it, to be listed."""

MOST_LISTED = 10


@dataclass(frozen=True)
class Wanted:
    """One slider of an ordinary photo, or one factor: believed value and interval."""

    name: str
    value: float
    low: float
    high: float

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"name": self.name, "value": round(self.value, 3),
            "low": round(self.low, 3), "high": round(self.high, 3)}  # fmt: skip


@dataclass(frozen=True)
class Liking:
    """What is believed of one kind of wish for one kind of photo."""

    wish: str
    context: str
    sightings: int
    sliders: tuple[Wanted, ...]
    """Added to what the planner thinks, in the slider's own units; what shows most first."""
    shares: tuple[Wanted, ...]
    """How much of what the planner thinks is wanted, as a factor."""
    follows: tuple[Wanted, ...]
    """How a slider follows a fact of the photo: its units per typical spread of the fact."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "wish": self.wish or "style", "context": self.context or "any", "sightings": self.sightings,
            "sliders": [each.document() for each in self.sliders],
            "share_of_plan": [each.document() for each in self.shares],
            "follows": [each.document() for each in self.follows],
        }  # fmt: skip


@dataclass(frozen=True)
class TasteView:
    """Everything that is known of a person's taste, and from what."""

    person: str
    frozen: bool
    likings: tuple[Liking, ...]
    lessons: tuple[dict[str, Any], ...]
    """What was learned from each signal, oldest first, with its kind and time."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "person": self.person, "frozen": self.frozen, "likings": [each.document() for each in self.likings],
            "signals": list(self.lessons),
        }  # fmt: skip


def taste_view(desk: FeedbackDesk) -> TasteView:
    """What is known of the desk's person. Raises BadInput where their taste cannot be read."""
    person, workspace = desk.speaker.person, desk.speaker.workspace
    book, design = desk.book, desk.ground.design
    notebook = book.notebook(person)
    kinds = {each.signal.id: each.signal for each in desk.store.after(workspace, person=person)}
    lessons: list[dict[str, Any]] = []
    for lesson in book.lessons(person):
        signal = kinds.get(str(lesson["signal"]))
        if signal is not None:
            told = signal.model_dump(mode="json")
            lessons.append({"kind": told["kind"], "at": told["at"], **lesson})
    likings = tuple(
        _liking(desk, book, design, wish, context, leaf.count)
        for wish, context, leaf in notebook.leaves()
        if leaf.count
    )
    return TasteView(person, notebook.frozen, likings, tuple(lessons))


def _liking(
    desk: FeedbackDesk, book: TasteBook, design: Design, wish: str, context: str, count: int
) -> Liking:
    belief = book.belief(desk.speaker.person, wish, context)
    ordinary = design.seen({})
    return Liking(
        wish, context, count,
        _sliders(desk, design, belief, ordinary), _shares(design, belief), _follows(desk, design, belief),
    )  # fmt: skip


def _sliders(desk: FeedbackDesk, design: Design, belief: Information, seen: Seen) -> tuple[Wanted, ...]:
    values, deviations = design.wanted(seen, belief.mean), spread(design, seen, belief)
    shows = np.abs(values) * desk.ground.sensitivity.strength
    order = [int(k) for k in np.argsort(-shows)[:MOST_LISTED] if shows[k] >= LEAST_SHOWN_DELTA_E]
    made: list[Wanted] = []
    for k in order:
        each = design.sliders.coordinates[k]
        value, half = float(values[k]) * each.scale, INTERVAL * float(deviations[k]) * each.scale
        made.append(_wanted(each.label, value + each.default, half))
    return tuple(made)


def _shares(design: Design, belief: Information) -> tuple[Wanted, ...]:
    means, deviations = _coefficients(belief, design.trust_places)
    order = [int(k) for k in np.argsort(-np.abs(means - 1)) if abs(means[k] - 1) >= LEAST_FACTOR]
    labels = [design.sliders.labels[place] for place in design.trusted]
    return tuple(
        _wanted(labels[k], float(means[k]), INTERVAL * float(deviations[k])) for k in order[:MOST_LISTED]
    )


def _follows(desk: FeedbackDesk, design: Design, belief: Information) -> tuple[Wanted, ...]:
    means, deviations = _coefficients(belief, design.follow_places)
    names = list(FACTS)
    made: list[Wanted] = []
    for k, (place, fact) in enumerate(design.followed):
        each = design.sliders.coordinates[place]
        if abs(means[k]) * desk.ground.sensitivity.strength[place] >= LEAST_SHOWN_DELTA_E:
            name = f"{each.label} by {names[fact]}"
            made.append(
                _wanted(name, float(means[k]) * each.scale, INTERVAL * float(deviations[k]) * each.scale)
            )
    return tuple(made)


def _coefficients(belief: Information, places: slice) -> tuple[Any, Any]:
    deviations = np.sqrt(np.maximum(np.diag(belief.covariance), 0.0))
    return belief.mean[places], deviations[places]


def _wanted(name: str, value: float, half: float) -> Wanted:
    return Wanted(name, value, value - half, value + half)
