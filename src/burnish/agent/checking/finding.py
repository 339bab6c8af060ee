"""A fault that is seen in an edited picture: what kind, where, how bad, and what was measured."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

Kind: TypeAlias = Literal["artifact", "failure", "unintended_change"]
"""A picture that is damaged, a request that is not met, or a change that nobody asked for."""

Category: TypeAlias = Literal[
    "clipping", "posterization", "halo", "color_cast", "skin_shift", "noise", "over_sharpening", "blur", "seam",
    "ghost", "distorted_structure", "lighting_mismatch", "duplicated_texture",
    "not_done", "overdone", "wrong_place", "wrong_direction",
    "changed_elsewhere",
]  # fmt: skip

CATEGORIES: tuple[Category, ...] = get_args(Category)

_FAILURES: frozenset[Category] = frozenset({"not_done", "overdone", "wrong_place", "wrong_direction"})


def kind_of(category: Category) -> Kind:
    """What kind of fault a category is."""
    if category == "changed_elsewhere":
        return "unintended_change"
    return "failure" if category in _FAILURES else "artifact"


Point: TypeAlias = tuple[float, float]
"""x and y as fractions of the edited picture's frame, from the upper left."""

Map: TypeAlias = NDArray[np.float32]
"""(height, width) at the working size: the probability that a careful person would mark a place, on one scale for all
pictures. Where no finding is of the map's kind it stays below one half, and close to zero in most edits."""


@dataclass(frozen=True)
class Finding:
    """One fault."""

    kind: Kind
    category: Category
    polygon: tuple[Point, ...]
    """Its outline; the whole frame's corners for a fault of the whole picture."""

    severity: float
    """0 (nobody minds) to 1 (nothing else is seen)."""

    confidence: float
    """Probability that a careful person would agree that it is one."""

    evidence: str
    """What was measured, in words with numbers."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "kind": self.kind, "category": self.category,
            "polygon": [[round(x, 4), round(y, 4)] for x, y in self.polygon],
            "severity": round(self.severity, 3), "confidence": round(self.confidence, 3), "evidence": self.evidence,
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Checked:
    """What is seen in an edit. No findings is a finding too: no flaw."""

    findings: tuple[Finding, ...]
    """Worst first."""

    artifact: Map
    failure: Map
    unintended: Map

    @property
    def is_clean(self) -> bool:
        """Whether there is no flaw."""
        return not self.findings

    def document(self) -> dict[str, Any]:
        """As plain JSON values, without the maps."""
        return {"clean": self.is_clean, "findings": [each.document() for each in self.findings]}
