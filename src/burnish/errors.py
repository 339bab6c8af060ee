"""Every error that Burnish raises on purpose.

```
BurnishError
├── BadInput                 the caller's input is wrong; nothing was changed (CLI exit code 2)
│   ├── PhotoError
│   │   ├── UnreadablePhoto      corrupt, truncated, or not a picture at all
│   │   ├── UnsupportedFormat    a format Burnish does not read or write
│   │   └── PhotoTooLarge        over a cap on bytes, pixels, frames or profile size
│   ├── RecipeError
│   │   ├── UnknownTool          a tool name that the catalogue does not hold
│   │   ├── InvalidStep          an unknown parameter or a value out of range
│   │   └── UnknownSchema        a recipe written by a newer Burnish
│   ├── InvalidMask              a mask whose geometry makes no sense
│   ├── InvalidLook              a LUT, preset or sidecar that cannot be read
│   ├── Unsigned                 a token that lets nobody in
│   ├── NotAllowed               whoever asks may not do this
│   └── NotFound                 nothing of this name or id is there, or not for whoever asks
└── Failure                  the input was fine but the work could not be finished (CLI exit code 1)
    ├── WriteFailed              the output could not be written; no partial file is left
    ├── Conflict                 something else was done meanwhile; look again
    ├── TooMany                  more than is allowed for now; later it may go
    ├── NotConverged             an iterative solver gave up before its tolerance
    ├── Canceled                 whoever asked no longer wants it; nothing was changed
    ├── ChatError                a chat model gave no answer that can be read
    │   ├── ChatUnavailable          its server is not reached in time, busy, broken, or does not let us in
    │   ├── ChatRefused              its server does not take this request; another form of it may pass
    │   └── ChatGarbled              what came back is too large, or is no chat completion
    └── EditorError              a generative editor gave no picture; nothing was changed
        ├── EditorUnavailable        it is not installed, not reached in time, busy, broken, or does not let us in
        ├── EditorRefused            it does not take this request, or does not want to serve it
        └── EditorGarbled            what came back is too large, or is no picture of this frame
```

Messages say what was wrong (with `!r`) and what is allowed.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self


class BurnishError(Exception):
    """Root of every deliberate error."""

    problem_code: str = ""
    """What exactly was wrong, as a name that stays when words change; empty where it has none."""

    problem_values: Mapping[str, str | int] = MappingProxyType({})
    """What its words are filled in with, for whoever says it in words of their own."""

    def coded(self, code: str, /, **values: str | int) -> Self:
        """The same error, with a code of its own."""
        self.problem_code, self.problem_values = code, MappingProxyType(values)
        return self


class BadInput(BurnishError):
    """The caller's input is wrong; nothing was changed."""


class PhotoError(BadInput):
    """A picture file cannot be used."""


class UnreadablePhoto(PhotoError):
    """The file is corrupt, truncated, or not a picture."""


class UnsupportedFormat(PhotoError):
    """The format is not one that Burnish reads or writes."""


class PhotoTooLarge(PhotoError):
    """The file exceeds a cap on bytes, pixels, frames or profile size."""


class RecipeError(BadInput):
    """A recipe cannot be used."""


class UnknownTool(RecipeError):
    """A step names a tool that the catalogue does not hold."""


class InvalidStep(RecipeError):
    """A step has an unknown parameter or a value out of range."""


class UnknownSchema(RecipeError):
    """A recipe has a schema version that this Burnish does not know."""


class InvalidMask(BadInput):
    """A mask's geometry makes no sense."""


class InvalidLook(BadInput):
    """A LUT, preset or sidecar cannot be read."""


class Unsigned(BadInput):
    """A token that lets nobody in."""


class NotAllowed(BadInput):
    """Whoever asks may not do this."""


class NotFound(BadInput):
    """Nothing of this name or id is there, or not for whoever asks."""


class Failure(BurnishError):
    """The input was fine but the work could not be finished."""


class WriteFailed(Failure):
    """The output could not be written; no partial file is left."""


class Conflict(Failure):
    """Something else was done meanwhile; nothing was changed."""


class TooMany(Failure):
    """More was asked for than is allowed for now; nothing was changed."""

    def __init__(self, message: str, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        """When it may go."""


class NotConverged(Failure):
    """An iterative solver gave up before its tolerance."""


class ChatError(Failure):
    """The model gave no answer that can be read."""

    def __init__(self, message: str, *, status: int | None = None, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status, where one came."""
        self.code = code
        """The server's own word for what was wrong; empty where it has none."""


class ChatUnavailable(ChatError):
    """The server was not reached in time, is busy or broken, or does not let us in."""


class ChatRefused(ChatError):
    """The server does not take this request; another form of it may pass."""


class ChatGarbled(ChatError):
    """What came back is too large, or is no chat completion."""


class Canceled(Failure):
    """Whoever asked no longer wants it; nothing was changed."""


class EditorError(Failure):
    """A generative editor gave no picture; nothing was changed."""

    def __init__(self, message: str, *, status: int | None = None, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status, where one came."""
        self.code = code
        """The server's own word for what was wrong, such as `moderation_blocked`; empty where it has none."""


class EditorUnavailable(EditorError):
    """The editor is not installed, was not reached in time, is busy or broken, or does not let us in."""


class EditorRefused(EditorError):
    """The editor does not take this request, or does not want to serve it."""


class EditorGarbled(EditorError):
    """What came back is too large, or is no picture of this frame."""
