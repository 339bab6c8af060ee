"""What came of an import or an export, setting by setting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class StepLike(Protocol):
    """What the writer needs to know of a step."""

    @property
    def tool(self) -> str:
        """Name of the tool."""
        ...

    @property
    def params(self) -> Mapping[str, Any]:
        """Parameters; those left out are at their default."""
        ...

    @property
    def opacity(self) -> float:
        """How much of the edit is applied, 0 to 1."""
        ...

    @property
    def enabled(self) -> bool:
        """Whether the step takes part."""
        ...

    @property
    def mask(self) -> Mapping[str, Any] | None:
        """Where it applies, as mask JSON; None is everywhere."""
        ...


@dataclass(frozen=True)
class ImportedStep:
    """One step of a recipe, as plain values."""

    tool: str

    params: dict[str, Any]
    """Only what differs from the tool's defaults."""

    opacity: float = 1.0

    enabled: bool = True

    mask: dict[str, Any] | None = None

    reason: str = field(default="", compare=False)
    """Which settings it stands for."""


@dataclass(frozen=True)
class NotCarried:
    """One thing that the other side cannot say."""

    name: str
    """The setting (``RedHue``, ``MaskGroupBasedCorrections[2].LocalMoire``) or, on export, the tool and its
    parameter (``contrast.pivot``)."""

    value: str

    why: str


@dataclass(frozen=True)
class Adjusted:
    """One thing that was carried with another value than it had."""

    name: str

    value: str
    """What it was."""

    carried: str
    """What it became."""

    why: str


@dataclass(frozen=True)
class Imported:
    """What a preset or sidecar says, in Burnish's words.

    Every setting of the file is in exactly one of ``carried``, ``not_carried`` and ``about``.
    """

    steps: tuple[ImportedStep, ...]
    """In pipeline order; local corrections follow in the order of the file."""

    carried: tuple[str, ...]
    """Settings that Burnish understands, those at zero included."""

    not_carried: tuple[NotCarried, ...]

    about: tuple[str, ...]
    """Settings that change no pixel: names and bookkeeping, what Camera Raw itself ignores in this file, and
    unsupported settings at their neutral value."""

    adjusted: tuple[Adjusted, ...]
    """Carried settings whose value had to change."""

    title: str
    """The preset's name, or nothing."""

    process_version: str
    """As the file states it ("11.0" is version 5, "15.4" version 6), or nothing."""


@dataclass(frozen=True)
class Exported:
    """A preset or sidecar, and what of the recipe is not in it."""

    data: bytes

    not_carried: tuple[NotCarried, ...]

    adjusted: tuple[Adjusted, ...]
