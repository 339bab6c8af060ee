"""An edit that is asked for, in values that travel: the bytes of a look, and settings."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from burnish.app.darkroom import MAX_LOOK_BYTES, Darkroom, Size
from burnish.app.fleet.journal import digest_of
from burnish.app.inline_edits import Setting, with_settings
from burnish.imaging.capped_read import read_capped
from burnish.recipe.recipe import Recipe

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True)
class Edit:
    """What is done to every photo."""

    recipe_for: Callable[[Size | None], Recipe]
    digest: str
    """Of all that decides it."""


@dataclass(frozen=True)
class EditAsked:
    """A look and settings on top of it."""

    settings: tuple[Setting, ...] = ()
    path: Path | None = None
    """Of the look; its name says what it may be."""
    look: bytes = field(default=b"", repr=False)

    def opened(self, darkroom: Darkroom) -> Edit:
        """The edit. Raises BadInput."""
        look = None if self.path is None else darkroom.look_in(self.look, self.path)

        def recipe_for(size: Size | None) -> Recipe:
            made = Recipe() if look is None else look.recipe_for(size)
            return with_settings(made, self.settings, darkroom.catalogue)

        recipe_for(None)
        told = "" if look is None else look.digest
        return Edit(recipe_for, digest_of(repr((told, list(self.settings))).encode()))


def edit_asked(look: Path | None, settings: tuple[Setting, ...]) -> EditAsked:
    """What `--recipe` and `--set` ask for. Raises BadInput."""
    return EditAsked(settings, look, b"" if look is None else read_capped(look, MAX_LOOK_BYTES))


def referred_files(recipe: Recipe, home: Path) -> Mapping[str, bytes]:
    """The files below the home folder that a recipe names by digest; those that are missing are left out."""
    found: dict[str, bytes] = {}
    for digest in dict.fromkeys(_digests(recipe.document())):
        match = _DIGEST.fullmatch(digest)
        for place in () if match is None else (f"luts/{match[1]}.npy", f"masks/{match[1]}.mask"):
            if (home / place).is_file():
                found[place] = (home / place).read_bytes()
    return found


def _digests(value: Any) -> Iterator[str]:
    """Every digest in a document, at any depth."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "digest" and isinstance(each, str):
                yield each
            else:
                yield from _digests(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _digests(each)
