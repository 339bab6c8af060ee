"""What held-out cases are sorted by: whoever is worse off by a release has to be seen to be."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from burnish.learning.policy.scoring import Scored

FEW_SAID, MANY_SAID = "said_little", "said_much"
"""People by how much they said: a release follows those who say much, so the others are looked at by themselves."""

Attributes = Mapping[str, Sequence[str | None]]
"""By name, each case's group; None where that is not known."""


def attributes(scored: Scored, tones: Mapping[str, str]) -> Attributes:
    """Kind of photo, what was asked for, skin tone, and how much its person said."""
    found: dict[str, Sequence[str | None]] = {
        "context": [each or "none" for each in scored.contexts],
        "operation": [each or "none" for each in scored.wishes],
        "cohort": _by_how_much(scored.people),
    }
    if scored.photos and tones:
        found["skin_tone"] = [tones.get(photo) for photo in scored.photos]
    return found


def places(groups: Sequence[str | None]) -> Mapping[str, NDArray[np.intp]]:
    """Where the cases of each group are, groups sorted by name."""
    names = sorted({each for each in groups if each is not None})
    return {name: np.array([k for k, each in enumerate(groups) if each == name], np.intp) for name in names}


def _by_how_much(people: Sequence[str]) -> list[str | None]:
    """Whether a case is of the half that said less or of the half that said more."""
    counts = Counter(people)
    middle = float(np.median(list(counts.values()))) if counts else 0.0
    return [FEW_SAID if counts[person] <= middle else MANY_SAID for person in people]
