"""The folders that a server may read photos from and write pictures into."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from burnish.errors import BadInput

MAX_PATH_CHARACTERS = 4096
"""Longest path that Linux and macOS take."""


@dataclass(frozen=True)
class Roots:
    """Folders with everything in them. Links and `..` are followed first, so nothing leads out of them."""

    folders: tuple[Path, ...]
    """Real, absolute paths; what is relative is relative to the first."""

    @classmethod
    def of(cls, folders: Sequence[Path]) -> Self:
        """The roots of these folders. Raises BadInput where one is no folder."""
        for folder in folders:
            if not folder.is_dir():
                raise BadInput(f"the root {str(folder)!r} is not a folder; photos are served from folders")
        if not folders:
            raise BadInput("no root; photos are served from at least one folder")
        return cls(tuple(folder.resolve() for folder in folders))

    def existing(self, path: str) -> Path:
        """The real path of a file that is there. Raises BadInput where it lies elsewhere."""
        real = self._resolved(path)
        self._check_inside(real, path)
        return real

    def new(self, path: str) -> Path:
        """The real path of a file to be written, in a folder that is there; never through a link.

        Raises:
            BadInput: it lies elsewhere, there is no such folder, or a link stands in its place.
        """
        named = self._joined(path)
        if named.name in ("", ".."):
            raise BadInput(f"{path!r} names no file")
        folder = self._resolved(str(named.parent))
        self._check_inside(folder / named.name, path)
        if not folder.is_dir():
            raise BadInput(f"there is no folder for {path!r}; write into one that exists")
        if (folder / named.name).is_symlink():
            raise BadInput(f"{path!r} is a link; pictures are not written through links")
        return folder / named.name

    def _joined(self, path: str) -> Path:
        if not path or "\0" in path or len(path) > MAX_PATH_CHARACTERS:
            told = path if len(path) < 80 else f"{path[:80]}…"
            raise BadInput(
                f"{told!r} is no path; allowed: 1 to {MAX_PATH_CHARACTERS} characters, none of them NUL"
            )
        return self.folders[0] / path

    def _resolved(self, path: str) -> Path:
        try:
            return self._joined(path).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it cannot be followed"
            raise BadInput(f"{path!r} is no path: {reason}") from None

    def _check_inside(self, real: Path, path: str) -> None:
        if not any(real.is_relative_to(folder) for folder in self.folders):
            allowed = ", ".join(repr(str(folder)) for folder in self.folders)
            raise BadInput(
                f"{path!r} is outside of the folders that this server may use (allowed: {allowed})"
            )
