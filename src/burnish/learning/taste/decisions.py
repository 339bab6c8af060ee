"""What a person decided about their taste: facts like signals, obeyed in their order whenever the log is read."""

import base64
import json
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from burnish.errors import BadInput

DECISIONS = "taste-decisions"
"""Name of the part that holds them."""

DecisionKind: TypeAlias = Literal["freeze", "thaw", "reset", "unlearn", "state", "adopt"]


@dataclass(frozen=True)
class Decision:
    """One decision, and the signal after which it was made."""

    kind: DecisionKind
    through: int
    """Number of the last signal that had been read."""

    wish: str | None = None
    context: str | None = None
    slider: str = ""
    value: float = 0.0
    document: bytes = b""
    """The taste that was taken over."""

    def as_values(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "kind": self.kind,
            "through": self.through,
            "wish": self.wish,
            "context": self.context,
            "slider": self.slider,
            "value": self.value,
            "document": base64.b64encode(self.document).decode(),
        }


def decisions_to_bytes(decisions: tuple[Decision, ...]) -> bytes:
    """Decisions as JSON."""
    return json.dumps([each.as_values() for each in decisions]).encode()


def decisions_from_bytes(data: bytes) -> tuple[Decision, ...]:
    """The same, read. Raises BadInput."""
    try:
        held: list[dict[str, Any]] = json.loads(data)
        return tuple(_decision(each) for each in held)
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"the decisions about a taste are damaged: {error}") from None


def _decision(held: dict[str, Any]) -> Decision:
    document = base64.b64decode(held.pop("document"))
    return replace(Decision(**held), document=document)
