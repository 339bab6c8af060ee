"""Pictures of edits: a photo through a recipe, at the size that is asked for, as JPEG in sRGB."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish import __version__
from burnish.app.spans import span
from burnish.app.speaker import Speaker
from burnish.app.studio.shelf import Shelf
from burnish.app.studio.sources import Begun, Sources
from burnish.app.studio.states import States
from burnish.app.studio.turnstile import Turnstile
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe
from burnish.storage.library import Library, PhotoRow
from burnish.tools.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Hashable

QUALITY = 90
SHOWN_QUALITY = 100
"""Of what a canvas shows: fitted to a window, JPEG at 90 is off by 0.61 ΔE00 from what was rendered, at 97 by 0.38, at
100 by 0.29; PNG is off by nothing and takes 100 ms more."""
MOST_ENCODED_BYTES = 128_000_000
MOST_FRAME_BYTES = 256_000_000
"""Of finished frames at full size and its halves; a larger one stands alone."""

Pixels: TypeAlias = NDArray[np.uint8]
"""SRGB samples (height, width, 3)."""
_Key: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Encoded:
    """A picture file, and a tag that is another for every other picture."""

    data: bytes = field(repr=False)
    tag: str


@dataclass
class Pictures:
    """Where pictures of edits are made. Safe to ask from several threads."""

    library: Library
    states: States
    sources: Sources
    catalogue: Catalogue
    turnstile: Turnstile
    encoded: Shelf[_Key, bytes] = field(
        default_factory=lambda: Shelf[_Key, bytes](MOST_ENCODED_BYTES, len), repr=False
    )
    frames: "Shelf[_Key, Pixels]" = field(
        default_factory=lambda: Shelf[_Key, Pixels](MOST_FRAME_BYTES, _bytes), repr=False
    )
    """Finished frames that tiles are cut out of."""

    def row(self, speaker: Speaker, photo: str) -> PhotoRow:
        """A photo of the speaker's workspace. Raises NotFound."""
        return self.library.photo(speaker.workspace, photo)

    def recipe(self, document: Mapping[str, Any]) -> Recipe:
        """A recipe that somebody sent. Raises RecipeError."""
        return parse_recipe(dict(document), self.catalogue)

    def of_state(self, speaker: Speaker, photo: str, state: int, long_side: int) -> Encoded:
        """A state of a person's edit, exactly rendered at this size. Raises NotFound, BadInput."""
        row = self.row(speaker, photo)
        recipe = self.states.recipe(speaker, row, state)
        data = self.jpeg(row, recipe, long_side, SHOWN_QUALITY)
        return Encoded(data, tag(row, recipe, long_side, SHOWN_QUALITY))

    def of_recipe(
        self, speaker: Speaker, photo: str, document: Mapping[str, Any], long_side: int, quality: int
    ) -> bytes:
        """The photo through a recipe that is not kept.

        Of those that one person asks for of one photo only the newest is made; repairs may be drawn on a reduced photo.

        Raises:
            Conflict: a newer one was asked for while this one waited.
            BadInput: there is no such photo, or the recipe cannot be rendered.
        """
        row, recipe = self.row(speaker, photo), self.recipe(document)
        begun = self.sources.begun(row, recipe, quick=True)
        waits_for = (speaker.workspace, speaker.person, photo)
        return _jpeg(self.rendered(begun, long_side, latest_of=waits_for), quality)

    def jpeg(self, row: PhotoRow, recipe: Recipe, long_side: int, quality: int = QUALITY) -> bytes:
        """The photo through a recipe, exactly; remembered for a while. Raises BadInput."""

        def made() -> bytes:
            return _jpeg(self.rendered(self.sources.begun(row, recipe), long_side), quality)

        return self.encoded.had((row.workspace, row.digest, recipe.digest, long_side, quality), made)

    @span("render")
    def rendered(self, begun: Begun, long_side: int | None, latest_of: "Hashable | None" = None) -> Pixels:
        """SRGB samples on white paper, when it is their turn. Raises Conflict, BadInput."""
        from burnish.imaging.flattening import on_paper
        from burnish.recipe.render import render

        with self.turnstile.turn(latest_of):
            done = render(
                begun.picture, begun.recipe, self.catalogue, resources=begun.resources,
                long_side=long_side, space="srgb", kept=begun,
            )  # fmt: skip
            return on_paper(done.samples.astype(np.uint8, copy=False), done.alpha)

    def forget(self, workspace: str, digest: str | None = None) -> None:
        """Let go of every picture of a workspace, or of one photo."""
        self.sources.forget(workspace, digest)
        for shelf in (self.encoded, self.frames):
            shelf.drop(lambda key: key[0] == workspace and digest in (None, key[1]))


def tag(row: PhotoRow, recipe: Recipe, *sizes: int) -> str:
    """What tells a picture from every other: photo, recipe, size, and who rendered it."""
    said = "|".join([__version__, row.digest, recipe.digest, *map(str, sizes)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _bytes(frame: Pixels) -> int:
    return frame.nbytes


def _jpeg(samples: Pixels, quality: int) -> bytes:
    from burnish.imaging.files import encode_photo

    return encode_photo(samples, "jpeg", quality=quality)
