"""A chat model that plays recorded replies: for tests, demonstrations, and working without a network."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from burnish.errors import BadInput, ChatError, ChatGarbled, ChatRefused, ChatUnavailable
from burnish.models.chat import ChatOptions, Message, Reply, ToolCall, Usage

MAX_BYTES = 16 * 2**20
"""Largest recording that is read."""

_ERRORS = {"unavailable": ChatUnavailable, "refused": ChatRefused, "garbled": ChatGarbled}


@dataclass(frozen=True)
class Asked:
    """What a script was asked at one time."""

    messages: tuple[Message, ...]
    options: ChatOptions


@dataclass(frozen=True)
class Scripted:
    """Plays its replies in order, whatever it is asked, and keeps what it was asked."""

    replies: tuple[Reply | ChatError, ...]
    """An error in the list is raised when its turn comes."""

    model: str = "scripted"
    server: str = "script"

    asked: list[Asked] = field(default_factory=list[Asked], init=False, compare=False)
    """Everything that was asked, in order."""

    def ask(self, messages: Sequence[Message], options: ChatOptions) -> Reply:
        """The next reply. Raises the recorded ChatError, and ChatUnavailable after the last reply."""
        place = len(self.asked)
        self.asked.append(Asked(tuple(messages), options))
        if place >= len(self.replies):
            raise ChatUnavailable(
                f"the script has {len(self.replies)!r} replies; this was question {place + 1}"
            )
        reply = self.replies[place]
        if isinstance(reply, ChatError):
            raise reply
        return reply


class _Recorded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Call(_Recorded):
    name: str
    arguments: str


class _Counts(_Recorded):
    prompt_tokens: Annotated[int, Field(ge=0)] = 0
    reply_tokens: Annotated[int, Field(ge=0)] = 0


class _Line(_Recorded):
    text: str = ""
    tool_calls: list[_Call] = Field(default_factory=list[_Call])
    usage: _Counts | None = None
    is_cut: bool = False
    error: Literal["unavailable", "refused", "garbled"] | None = None
    """Instead of a reply: `text` is then the error's message."""
    status: int | None = None


class _Recording(_Recorded):
    model: str = "scripted"
    replies: list[_Line]


def read_script(path: Path) -> Scripted:
    """The script in a JSON file: `{"model": …, "replies": [{"text": …} or {"error": "refused", "text": …}]}`.

    Raises:
        BadInput: unreadable, too large, or not of this form.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"cannot read script {str(path)!r}: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise BadInput(f"script {path.name!r} is too large: at most {MAX_BYTES} bytes are read")
    try:
        recording = _Recording.model_validate(json.loads(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"script {path.name!r}: {place}: {first['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"script {path.name!r} is not JSON: {error}") from None
    return Scripted(tuple(_played(line, recording.model) for line in recording.replies), recording.model)


def _played(line: _Line, model: str) -> Reply | ChatError:
    if line.error is not None:
        return _ERRORS[line.error](line.text or line.error, status=line.status)
    usage = None if line.usage is None else Usage(line.usage.prompt_tokens, line.usage.reply_tokens)
    calls = tuple(ToolCall(call.name, call.arguments) for call in line.tool_calls)
    return Reply(line.text, calls, usage, model, line.is_cut)
