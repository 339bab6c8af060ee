"""One measured figure, with what it was measured against and what was promised."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Bound: TypeAlias = Literal["at most", "at least"]


@dataclass(frozen=True)
class Target:
    """A promise about a row's ratio, or about its value where it has none."""

    bound: Bound
    figure: float
    stretch: float | None = None
    """What would be better still."""

    def holds(self, judged: float) -> bool:
        """Whether the promise is kept."""
        return judged <= self.figure if self.bound == "at most" else judged >= self.figure


@dataclass(frozen=True)
class Row:
    """A figure. `ratio` is value over baseline, each median taken over rounds that ran both in turn."""

    name: str
    value: float | None
    """None where it could not be measured; the note says why."""
    unit: str
    baseline: float | None = None
    """In the same unit."""
    ratio: float | None = None
    target: Target | None = None
    against: str = ""
    """What the baseline is, in words; empty without one."""
    note: str = ""
    """How it was measured, or why it was not."""

    @property
    def ok(self) -> bool | None:
        """Whether the target is reached; None without a target or without a measurement."""
        judged = self.ratio if self.ratio is not None else self.value
        return None if self.target is None or judged is None else self.target.holds(judged)

    def document(self) -> dict[str, Any]:
        """The row as plain JSON values, figures to four digits. The target bounds the ratio where there is one."""
        target = self.target
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "baseline": _rounded(self.baseline),
            "against": self.against,
            "ratio": _rounded(self.ratio),
            "target": None if target is None else target.figure,
            "bound": None if target is None else target.bound,
            "stretch": None if target is None else target.stretch,
            "ok": self.ok,
            "note": self.note,
        }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else float(f"{figure:.4g}")
