"""The chat port: messages with text and pictures go in, one reply comes out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

Role: TypeAlias = Literal["system", "user", "assistant"]
"""Who says a message. Only `system` gives rules."""

Form: TypeAlias = Literal["json_schema", "json_object", "tool_call", "free"]
"""How the answer's form is asked for: a JSON schema that the server enforces, any JSON object, the arguments of one
named tool, or nothing but words."""


@dataclass(frozen=True)
class ChatPicture:
    """A picture that goes along with a message."""

    data: bytes = field(repr=False)
    """The encoded file."""

    media_type: str = "image/jpeg"

    @cached_property
    def digest(self) -> str:
        """`sha256:<hex>` of the bytes: what records keep of it."""
        return f"sha256:{hashlib.sha256(self.data).hexdigest()}"


@dataclass(frozen=True)
class Message:
    """One message of a chat."""

    role: Role
    text: str
    pictures: tuple[ChatPicture, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The form that an answer shall have."""

    form: Form = "free"
    name: str = "answer"
    """What the schema or the tool is called."""

    description: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """JSON schema of the object that is wanted."""


@dataclass(frozen=True)
class ChatOptions:
    """How a model shall answer."""

    answer: Answer = field(default_factory=Answer)

    temperature: float | None = 0.0
    """0 takes the likeliest words; None leaves it to the server."""

    max_tokens: int | None = 2048
    """Longest answer, in tokens; None leaves it to the server."""

    seed: int | None = None


@dataclass(frozen=True)
class Usage:
    """What an answer took, in tokens, as the server counts them."""

    prompt_tokens: int = 0
    reply_tokens: int = 0

    def document(self) -> dict[str, int]:
        """As plain JSON values."""
        return {"prompt_tokens": self.prompt_tokens, "reply_tokens": self.reply_tokens}


@dataclass(frozen=True)
class ToolCall:
    """A tool that the model wants called, with its arguments as JSON text."""

    name: str
    arguments: str


@dataclass(frozen=True)
class Reply:
    """What a model answered."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    """None where the server does not count."""

    model: str = ""
    """The model's name as the server gives it: an alias shows what it stands for."""

    is_cut: bool = False
    """Whether it ended because it had become too long."""


class ChatModel(Protocol):
    """Something that answers a chat: a server, or a script."""

    @property
    def server(self) -> str:
        """What tells one server from another, without secrets."""
        ...

    @property
    def model(self) -> str:
        """The model that is asked for."""
        ...

    def ask(self, messages: Sequence[Message], options: ChatOptions) -> Reply:
        """The answer to a chat. Raises ChatError."""
        ...
