"""What a conversation has done so far: that which the words of its next turn can be about."""

from dataclasses import dataclass

from burnish.agent.planner.intents import Op

NEAR: dict[str, tuple[Op, ...]] = {
    "color": ("saturation", "temperature", "auto_color", "black_and_white"),
    "saturation": ("color", "black_and_white"),
    "temperature": ("auto_color", "color"),
    "auto_color": ("temperature", "color"),
    "retouch": ("denoise",),
    "blur": ("background",),
}
"""What else a person may call so."""


@dataclass(frozen=True)
class Done:
    """What a conversation has done so far: that which its follow-ups can be about."""

    ops: frozenset[Op] = frozenset()
    """Operations that the edit holds."""

    ways: frozenset[tuple[Op, str | None]] = frozenset()
    """The same with the direction that each was wished for."""

    lost: frozenset[Op] = frozenset()
    """Operations that were taken back."""

    undid: bool = False
    """Whether the last turn only took something back."""

    removed: bool = False
    """Whether the last turn took a thing or a person away."""

    placed: bool = False
    """Whether the last turn acted in a place."""

    offered: int = 0
    """How many versions the last turn offered to choose from; 0 where it did not."""

    turns: int = 0
    """How many changes there were."""

    def holds(self, op: str) -> bool:
        """Whether an operation, or what people call so, was done and is there."""
        return any(each in self.ops for each in (op, *NEAR.get(op, ())))

    def lacks(self, op: str) -> bool:
        """Whether it was done and is no longer there."""
        return any(each in self.lost for each in (op, *NEAR.get(op, ()))) and not self.holds(op)
