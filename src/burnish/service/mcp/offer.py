"""What a tool of the server is: its name, what it takes, what it answers, and the work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import BaseModel

from burnish.app.feedback import FeedbackDesk
from burnish.service.mcp.answers import Told
from burnish.service.mcp.arguments import Arguments
from burnish.service.open_photos import OpenPhotos

if TYPE_CHECKING:
    from burnish.app import Darkroom

A = TypeVar("A", bound=Arguments)


@dataclass
class Desk:
    """What the tools work with."""

    photos: OpenPhotos
    written: dict[Path, str] = field(default_factory=dict[Path, str])
    """Files that this server wrote, and may replace, with the digests of their bytes."""

    @property
    def feedback(self) -> FeedbackDesk:
        """In whose name turns are kept, and where."""
        return self.photos.feedback

    @property
    def darkroom(self) -> "Darkroom":
        """Tools and folders."""
        return self.photos.darkroom


@dataclass(frozen=True)
class Reply:
    """What a call gives back."""

    told: Told
    picture: bytes | None = None
    """A small JPEG."""


@dataclass(frozen=True)
class Offer(Generic[A]):
    """One tool that clients may call."""

    name: str
    title: str
    description: str
    takes: type[A]
    answers: type[Told]
    do: Callable[[Desk, A], Awaitable[Reply]]
    reads_only: bool = False
    """Whether nothing is kept or written."""

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return _lean(self.takes)

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """JSON schema of the answer."""
        return _lean(self.answers)


def _lean(model: type[BaseModel]) -> dict[str, Any]:
    """A schema without titles: they only repeat the names, and a client's model pays for each word."""
    return cast("dict[str, Any]", _untitled(model.model_json_schema(mode="serialization")))


def _untitled(node: object, *, names: bool = False) -> object:
    """Without `title`, except where it is itself the name of a property."""
    if isinstance(node, list):
        return [_untitled(each) for each in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    pairs = cast("dict[str, object]", node).items()
    return {
        key: _untitled(value, names=key in ("properties", "$defs"))
        for key, value in pairs
        if names or key != "title"
    }
