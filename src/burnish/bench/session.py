"""What every group of measurements shares."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from burnish.bench.processes import Finished, must_succeed, run_process
from burnish.bench.recipes import sixteen_tools, twelve_tools
from burnish.imaging.files import read_photo, write_photo
from burnish.imaging.picture import Picture
from burnish.recipe.recipe import Recipe
from burnish.recipe.render import Rendered, render
from burnish.tools.catalogue import Catalogue

QUALITY = 92
OWN_TIMEOUT_S = 300.0
AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Installing a package compiles it; a checkout is compiled by its first process, unless that is told not to keep it."""


@dataclass(frozen=True)
class Session:
    """One run of the benchmark."""

    photo: Path
    """A JPEG of the standard size."""
    folder: Path
    """Empty at first, thrown away afterwards."""
    catalogue: Catalogue
    processors: int
    repeats: int
    tell: Callable[[str], None]
    """Hears what is measured next."""

    @cached_property
    def picture(self) -> Picture:
        """The photo, decoded."""
        return read_photo(self.photo)

    @property
    def pixels(self) -> int:
        """Of the photo."""
        return self.picture.width * self.picture.height

    @property
    def size(self) -> str:
        """The photo's size in words."""
        return megapixels(self.pixels)

    @cached_property
    def samples(self) -> NDArray[np.uint8]:
        """The photo's samples, to make copies of."""
        return np.asarray(self.picture.samples, np.uint8)

    @cached_property
    def twelve(self) -> Recipe:
        """The tools that act pixel by pixel."""
        return twelve_tools(self.catalogue)

    @cached_property
    def sixteen(self) -> Recipe:
        """The same and those that look around."""
        return sixteen_tools(self.catalogue)

    def render(self, picture: Picture, recipe: Recipe, threads: int | None = None) -> Rendered:
        """In memory, on as many threads as there are processors unless told otherwise."""
        return render(picture, recipe, self.catalogue, threads=threads or self.processors)

    def file_to_file(self, recipe: Recipe) -> None:
        """Read, render and write, as `burnish render` does, in this process."""
        done = self.render(read_photo(self.photo), recipe)
        write_photo(
            self.folder / "warm.jpg", done.samples, metadata=done.metadata, profile=done.space.profile,
            quality=QUALITY, overwrite=True,
        )  # fmt: skip

    def floor(self) -> None:
        """Decode and encode with nothing between."""
        import simplejpeg

        samples = simplejpeg.decode_jpeg(self.photo.read_bytes())
        data = simplejpeg.encode_jpeg(samples, quality=QUALITY, colorsubsampling="444")
        (self.folder / "floor.jpg").write_bytes(data)

    def cold(self, photo: Path, recipe: Recipe | None = None) -> Finished:
        """`burnish render` of a recipe, else of the sixteen tools, as a process of its own. Raises Failure."""
        written, out = self.folder / "cold.json", self.folder / "cold.jpg"
        written.write_text(json.dumps((recipe or self.sixteen).document()))
        out.unlink(missing_ok=True)
        command = own_command("render", str(photo), "-o", str(out), "--recipe", str(written), "--overwrite")
        environment = {"BURNISH_HOME": str(self.folder / "home"), **AS_INSTALLED}
        finished = run_process(command, self.folder, timeout_s=OWN_TIMEOUT_S, environment=environment)
        return must_succeed(finished, "burnish render")


def own_command(*arguments: str) -> list[str]:
    """A command line of this Burnish."""
    return [sys.executable, "-m", "burnish", *arguments]


def megapixels(pixels: float) -> str:
    """A number of pixels in words."""
    return f"{pixels / 1e6:.2g} MP"
