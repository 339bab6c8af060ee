"""The record of one question to a chat model and its answer: what was said, how long it took, what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from burnish.models.chat import Form, Message, Reply, Role


@dataclass(frozen=True)
class RecordedMessage:
    """A message without the bytes of its pictures."""

    role: Role
    text: str
    pictures: tuple[str, ...] = ()
    """Digests of the pictures that went along."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"role": self.role, "text": self.text, "pictures": list(self.pictures)}


@dataclass(frozen=True)
class Exchange:
    """One question and what came of it."""

    server: str
    model: str
    form: Form
    messages: tuple[RecordedMessage, ...]
    reply: Reply | None
    """None where no reply came."""
    duration_s: float
    is_repair: bool = False
    """Whether it asks for a corrected answer."""
    problem: str = ""
    """Why the answer could not be used; empty where it was."""
    cost: float | None = None
    """In the currency of the price table; None where the price or the usage is not known."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "server": self.server,
            "model": self.model,
            "form": self.form,
            "repair": self.is_repair,
            "messages": [message.document() for message in self.messages],
            "reply": None if self.reply is None else _reply(self.reply),
            "duration_s": round(self.duration_s, 4),
            "problem": self.problem or None,
            "cost": self.cost,
        }


def recorded(messages: Sequence[Message]) -> tuple[RecordedMessage, ...]:
    """What is kept of messages."""
    return tuple(
        RecordedMessage(each.role, each.text, tuple(picture.digest for picture in each.pictures))
        for each in messages
    )


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "tool_calls": [{"name": call.name, "arguments": call.arguments} for call in reply.tool_calls],
        "usage": None if reply.usage is None else reply.usage.document(),
        "model": reply.model,
        "is_cut": reply.is_cut,
    }
