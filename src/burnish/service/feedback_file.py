"""What people said about turns, as facts: one JSON line each, appended and on the disk before it is acknowledged."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from burnish.errors import WriteFailed

FEEDBACK_SCHEMA = 1
"""Version of the lines."""

Verdict: TypeAlias = Literal["accept", "reject"]


@dataclass(frozen=True)
class Feedback:
    """One thing that one person said about what a turn made of a photo."""

    id: str
    at: datetime
    """When, with a time zone."""

    photo: str
    """Digest of the photo's bytes."""

    turn: str
    candidate: int
    """Which of the plan's candidates was taken when it was said."""

    recipe: str
    """Digest of the recipe that the turn led to."""

    planner: str
    """Name and version of the policy that answered."""

    verdict: Verdict | None = None
    rating: int | None = None
    """1 (bad) to 5 (excellent)."""

    remark: str = ""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "schema": FEEDBACK_SCHEMA,
            "id": self.id,
            "at": self.at.isoformat(),
            "photo": self.photo,
            "turn": self.turn,
            "candidate": self.candidate,
            "recipe": self.recipe,
            "planner": self.planner,
            "verdict": self.verdict,
            "rating": self.rating,
            "remark": self.remark,
        }


@dataclass(frozen=True)
class FeedbackFile:
    """The file that only grows. Making one touches nothing."""

    path: Path

    def append(self, said: Feedback) -> None:
        """Keep it. When this returns, it is on the disk. Raises WriteFailed."""
        line = json.dumps(said.document(), ensure_ascii=False).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                # A line break first: what a killed process left of a line must not swallow this one.
                _write_whole(descriptor, b"\n" + line + b"\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise WriteFailed(f"cannot keep the feedback in {str(self.path)!r}: {error.strerror}") from error


def _write_whole(descriptor: int, data: bytes) -> None:
    """In one call, so that lines of two processes never mix; a disk that takes only a part has failed."""
    written = os.write(descriptor, data)
    if written != len(data):
        raise OSError(None, f"only {written} of {len(data)} bytes were taken")
