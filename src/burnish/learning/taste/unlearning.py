"""What a person decides about their own taste: forget a part of it, or state it."""

from dataclasses import replace

import numpy as np

from burnish.errors import BadInput
from burnish.learning.taste.design import Design
from burnish.learning.taste.gaussian import Doubles, Information, loosened
from burnish.learning.taste.leaf import Leaf
from burnish.learning.taste.notebook import Notebook
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.tree import Person

UNKNOWN = 1e6
"""Variance that leaves nothing known of a slider."""

SURE = 1e-4
"""Variance of what a person states, in squared units of a slider's reach."""


def without(
    notebook: Notebook, design: Design, wish: str | None, context: str | None, slider: str
) -> Notebook:
    """The notebook without what it knows of a kind of wish, a kind of photo, or a slider. Raises BadInput."""
    place = None
    if slider:
        place = design.sliders.place.get(slider)
        if place is None:
            raise BadInput(f"taste knows no slider {slider!r}; it knows {', '.join(design.sliders.labels)}")
    wishes: dict[str, Person] = {}
    for name, person in notebook.wishes.items():
        if wish is not None and name != wish:
            wishes[name] = person
            continue
        leaves = {
            kind: leaf if context is not None and kind != context else _without_slider(leaf, design, place)
            for kind, leaf in person.leaves.items()
            if place is not None or (context is not None and kind != context)
        }
        if leaves:
            wishes[name] = Person(leaves)
    return replace(notebook, wishes=wishes)


def _without_slider(leaf: Leaf, design: Design, place: int | None) -> Leaf:
    """Evidence with one slider's coefficients integrated out, folded."""
    if place is None:
        return leaf
    variances = np.where(design.places == place, UNKNOWN, 0.0)
    old, shared = (_dropped(leaf.evidence(shared_only=only), variances) for only in (False, True))
    return replace(leaf, old=old, old_shared=shared, recent=(), weights=(), since=0)


def _dropped(evidence: Information, variances: Doubles) -> Information:
    return loosened(evidence, np.diag(variances))


def stated(design: Design, slider: str, value: float) -> Sighting:
    """What a person says they want of one slider, in its own units. Raises BadInput."""
    place = design.sliders.place.get(slider)
    if place is None:
        raise BadInput(f"taste knows no slider {slider!r}; it knows {', '.join(design.sliders.labels)}")
    each = design.sliders.coordinates[place]
    wanted = (value - each.default) / each.scale
    if not each.low <= wanted <= each.high:
        low, high = each.default + each.low * each.scale, each.default + each.high * each.scale
        raise BadInput(f"{slider} {value!r}; {low:g} to {high:g} is allowed")
    row = np.zeros((1, design.size))
    row[0, place] = 1.0
    return Sighting(row, np.array([wanted]), np.array([SURE]), doubtful=False)
