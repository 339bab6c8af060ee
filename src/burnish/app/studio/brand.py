"""A workspace's brand rules: the file as somebody wrote it, checked before it is kept, and told in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from burnish.app.feedback import BRAND_FILE
from burnish.app.studio.workspaces import Workspaces
from burnish.errors import WriteFailed
from burnish.imaging.atomic import write_atomically
from burnish.imaging.capped_read import read_capped
from burnish.learning.taste.brand_rules import MAX_BYTES, BrandRules, parse_brand_rules

if TYPE_CHECKING:
    from burnish.app.speaker import Speaker


@dataclass(frozen=True)
class Brand:
    """The rules of a workspace."""

    toml: str
    """Empty where there are none."""
    rules: tuple[str, ...]
    """In words."""


@dataclass(frozen=True)
class Brands:
    """Brand rules by workspace. What is set holds for every plan that is made from then on."""

    workspaces: Workspaces

    def of(self, speaker: "Speaker") -> Brand:
        """The rules of a person's workspace. Raises BadInput where their file is damaged."""
        path = self._path(speaker)
        if not path.exists():
            return Brand("", ())
        data = read_capped(path, MAX_BYTES)
        return Brand(data.decode(), tuple(in_words(self._parsed(data))))

    def set(self, speaker: "Speaker", toml: str) -> Brand:
        """Set the rules; an empty text takes them away. Raises BadInput, WriteFailed."""
        path = self._path(speaker)
        if toml.strip():
            data = toml.encode()
            self._parsed(data)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WriteFailed(f"cannot keep the brand rules: {error.strerror}") from error
            write_atomically(path, data)
        else:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise WriteFailed(f"cannot take the brand rules away: {error.strerror}") from error
        return self.of(speaker)

    def _path(self, speaker: "Speaker") -> Path:
        return self.workspaces.home_of(speaker.workspace) / BRAND_FILE

    def _parsed(self, data: bytes) -> BrandRules:
        return parse_brand_rules(data, BRAND_FILE, self.workspaces.darkroom.catalogue)


def in_words(rules: BrandRules) -> Iterator[str]:
    """Brand rules as sentences."""
    if rules.never:
        yield f"Never uses {', '.join(each.replace('_', ' ') for each in rules.never)}."
    for tool, held in rules.bounds.items():
        for name, (low, high) in held.items():
            yield f"Keeps {tool.replace('_', ' ')} {name.replace('_', ' ')} between {low:g} and {high:g}."
    if rules.palette:
        yield f"Gives things only these colors: {', '.join(rules.palette)}."
    if rules.white_background is not None:
        yield f"Lays a white background with {rules.white_background}."
    if rules.minimum_contrast is not None:
        yield f"Keeps contrast at {rules.minimum_contrast:g} or more."
    if rules.crop_aspects:
        yield f"Crops only to {', '.join(rules.crop_aspects)}."
