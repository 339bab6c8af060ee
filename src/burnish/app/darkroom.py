"""The darkroom: tools, look-up tables and folders, wired together; a photo and a recipe become a file."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from burnish.errors import BadInput, InvalidLook
from burnish.imaging.atomic import write_atomically
from burnish.imaging.capped_read import read_capped
from burnish.imaging.files import Source, decode_photo, encode_photo, output_format
from burnish.imaging.files.header import Kind
from burnish.imaging.files.source import read_source
from burnish.imaging.limits import Limits
from burnish.imaging.lut_library import LutFolder
from burnish.imaging.mask_library import MASK_LIMITS, MaskFolder
from burnish.imaging.output_space import SAME
from burnish.imaging.picture import Picture
from burnish.recipe.document import parse_recipe, parse_recipe_json
from burnish.recipe.recipe import SCHEMA, Recipe, Step
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import Catalogue, installed
from burnish.tools.lut import Lut

if TYPE_CHECKING:
    from burnish.recipe.xmp import Exported, Imported

Size = tuple[int, int]
"""Width and height of an upright photo."""

MAX_LOOK_BYTES = 128 * 2**20
"""Largest look file that is read: a `.cube` of 144 nodes an axis has 81 MB."""

_PNG = b"\x89PNG\r\n\x1a\n"
_BLANK = b"\xef\xbb\xbf \t\r\n"

LookKind = Literal["recipe", "xmp", "lut"]


@dataclass(frozen=True)
class Look:
    """A file that says how photos should look: a recipe, a preset or sidecar, or a look-up table."""

    kind: LookKind
    title: str
    digest: str
    """`sha256:` of the file's bytes."""
    made: Callable[[Size | None], Recipe] = field(repr=False)
    imported: "Imported | None" = None
    """What became of each setting of a preset or sidecar."""

    def recipe_for(self, size: Size | None = None) -> Recipe:
        """The look as a recipe. Round masks and turned crops of a preset depend on the photo's shape."""
        return self.made(size)


@dataclass(frozen=True)
class Signature:
    """Whose Content Credentials a picture gets."""

    certificate_pem: bytes
    private_key_pem: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """Of the certificate."""
        return f"sha256:{hashlib.sha256(self.certificate_pem).hexdigest()}"


@dataclass(frozen=True)
class ExportOptions:
    """How a rendered picture becomes a file."""

    long_side: int | None = None
    quality: int = 92
    bits: Literal[8, 16] | None = None
    """None: 16 where both the photo and the format have them."""
    color_space: str = SAME
    keep_location: bool = False
    signature: Signature | None = None

    def document(self) -> dict[str, Any]:
        """What the bytes of the file depend on, as plain JSON values."""
        return {
            "long_side": self.long_side,
            "quality": self.quality,
            "bits": self.bits,
            "color_space": self.color_space,
            "keep_location": self.keep_location,
            "signature": None if self.signature is None else self.signature.digest,
        }


@dataclass(frozen=True)
class Developed:
    """A finished picture file in memory."""

    data: bytes = field(repr=False)
    width: int
    height: int
    notes: tuple[str, ...]
    """What reading the photo had to assume or leave out."""


@dataclass(frozen=True)
class Darkroom:
    """Tools, look-up tables and folders, wired together."""

    catalogue: Catalogue
    home: Path
    """The user's folder: what recipes refer to, and what has been rendered where."""
    limits: Limits = field(default_factory=Limits)

    @property
    def luts(self) -> LutFolder:
        """The look-up tables that recipes refer to."""
        return LutFolder(self.home / "luts")

    @cached_property
    def resources(self) -> Resources:
        """Where the renderer finds what recipes name by digest."""
        return Resources(lut=lru_cache(maxsize=8)(self.luts.get), pictures=self.masks)

    @property
    def masks(self) -> MaskFolder:
        """The painted masks that recipes refer to."""
        return MaskFolder(self.home / "masks")

    def keep_mask(self, path: Path) -> str:
        """Keep a gray picture file as a mask; the digest that a recipe's picture mask names. Raises BadInput."""
        return self.masks.add(read_source(path, MASK_LIMITS))

    def open_photo(self, path: Path) -> Picture:
        """The picture in a file. Raises PhotoError."""
        return decode_photo(self.read(path))

    def read(self, path: Path) -> Source:
        """The bytes of a picture file. Raises PhotoError."""
        return read_source(path, self.limits)

    def open_look(self, path: Path) -> Look:
        """The look in a file: recipe (JSON), Camera Raw XMP (also in a picture), `.cube` or Hald CLUT (PNG).

        A look-up table is kept in the library, so that its recipe can be rendered from now on.

        Raises:
            RecipeError: not a sound recipe.
            InvalidLook: unreadable, or sound as none of these.
        """
        return self.look_in(read_capped(path, MAX_LOOK_BYTES), path)

    def look_in(self, data: bytes, path: Path) -> Look:
        """The look in the bytes of a file of this name; see `open_look`."""
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        if data[:1024].lstrip(_BLANK).startswith((b"{", b"[")) or path.suffix.lower() == ".json":
            recipe = parse_recipe_json(data, self.catalogue)
            return Look("recipe", recipe.title or path.stem, digest, lambda _: recipe)
        if not data.startswith(_PNG) and (path.suffix.lower() == ".xmp" or _holds_xmp(data)):
            return self._xmp_look(data, path.stem, digest)
        return self._lut_look(data, path.stem, digest)

    def open_recipe(self, path: Path, size: Size | None = None) -> Recipe:
        """The recipe that a look file stands for; see `open_look`."""
        return self.open_look(path).recipe_for(size)

    def _lut_look(self, data: bytes, stem: str, digest: str) -> Look:
        from burnish.imaging.cube import decode_cube
        from burnish.imaging.hald import decode_hald

        lut = (decode_hald if data.startswith(_PNG) else decode_cube)(data, stem)
        step = Step(Lut(digest=self.luts.add(lut)), reason=f"look {lut.title!r}", author="import")
        return Look("lut", lut.title, digest, lambda _: Recipe((step,), lut.title))

    def _xmp_look(self, data: bytes, stem: str, digest: str) -> Look:
        from burnish.recipe.xmp import read_xmp

        imported = read_xmp(data)
        title = imported.title or stem

        def made(size: Size | None) -> Recipe:
            return self.recipe_of(imported if size is None else read_xmp(data, size=size), title)

        return Look("xmp", title, digest, made, imported)

    def recipe_of(self, imported: "Imported", title: str) -> Recipe:
        """The recipe of an imported preset or sidecar. Raises InvalidLook where its values make no sense."""
        steps = [
            {
                "tool": step.tool, "params": step.params, "mask": step.mask, "opacity": step.opacity,
                "enabled": step.enabled, "reason": step.reason, "author": "import",
            }
            for step in imported.steps
        ]  # fmt: skip
        try:
            return parse_recipe({"schema": SCHEMA, "title": title[:1000], "steps": steps}, self.catalogue)
        except BadInput as error:
            raise InvalidLook(f"{title!r} does not make a recipe: {error}") from error

    def to_xmp(
        self,
        recipe: Recipe,
        *,
        title: str,
        kind: Literal["preset", "sidecar"] = "preset",
        size: Size | None = None,
        orientation: int = 1,
    ) -> "Exported":
        """The recipe as a Camera Raw preset or sidecar, and what of it is not in there."""
        from burnish.recipe.xmp import write_xmp

        steps = [_PlainStep.of(step) for step in recipe.steps]
        return write_xmp(steps, title=title, kind=kind, size=size, orientation=orientation)

    def develop(
        self, source: Source, look: Callable[[Size], Recipe], kind: Kind, options: ExportOptions, *,
        threads: int | None = None, title: str = "",
    ) -> Developed:  # fmt: skip
        """The picture file that a photo becomes through a look.

        Raises:
            PhotoError, RecipeError, InvalidMask, InvalidLook: the photo or the recipe cannot be used.
            BadInput: the format cannot hold the result, or an option is out of range.
            Failure: encoding or signing did not succeed.
        """
        from burnish.recipe.render import render

        if options.long_side is not None and options.long_side < 1:
            raise BadInput(f"long side is {options.long_side!r}; at least 1 pixel is needed")
        photo = decode_photo(source)
        recipe = look((photo.width, photo.height))
        bits = options.bits or _natural_bits(photo, kind)
        done = render(
            photo, recipe, self.catalogue, resources=self.resources, long_side=options.long_side, bits=bits,
            space=options.color_space, threads=threads,
        )  # fmt: skip
        data = encode_photo(
            done.samples, kind, alpha=done.alpha, metadata=done.metadata, profile=done.space.profile,
            quality=options.quality, bits=bits, keep_location=options.keep_location,
        )  # fmt: skip
        if options.signature is not None:
            data = _signed(data, kind, options.signature, recipe, source, title)
        height, width = done.samples.shape[:2]
        return Developed(data, width, height, photo.notes)

    def render_file(
        self,
        photo: Path,
        recipe: Recipe,
        out: Path,
        options: ExportOptions | None = None,
        *,
        overwrite: bool = False,
    ) -> Developed:
        """Render a photo into a file, whose suffix says the format; all or nothing.

        Raises:
            BadInput: as `develop`; or the file exists and may not be overwritten, or is the photo itself.
            Failure: as `develop`, or the file could not be written.
        """
        kind = output_format(out)
        if is_same_file(photo, out):
            raise BadInput(f"{str(out)!r} is the photo itself, which is never overwritten")
        source = self.read(photo)
        done = self.develop(source, lambda _: recipe, kind, options or ExportOptions(), title=out.name)
        write_atomically(out, done.data, overwrite=overwrite)
        return done


@dataclass(frozen=True)
class _PlainStep:
    """A step as the XMP writer wants it."""

    tool: str
    params: dict[str, Any]
    opacity: float
    enabled: bool
    mask: dict[str, Any] | None

    @classmethod
    def of(cls, step: Step) -> "_PlainStep":
        document = step.document()
        return cls(step.tool.name, document["params"], step.opacity, step.enabled, document["mask"])


def open_darkroom() -> Darkroom:
    """The darkroom of this user: installed tools, and the folder that `home_folder` names."""
    return Darkroom(installed(), home_folder())


def home_folder() -> Path:
    """`BURNISH_HOME`, else the user's data folder of this platform."""
    chosen = os.environ.get("BURNISH_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("burnish")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both names lead to one existing file, through links too."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _natural_bits(photo: Picture, kind: Kind) -> Literal[8, 16]:
    return 16 if kind in ("png", "tiff") and photo.samples.dtype.itemsize == 2 else 8


def _holds_xmp(data: bytes) -> bool:
    """Whether this is XML or has an XMP packet somewhere inside."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return wide or data.lstrip(_BLANK).startswith(b"<") or b"<x:xmpmeta" in data or b"<rdf:RDF" in data


def _signed(
    data: bytes, kind: Kind, signature: Signature, recipe: Recipe, source: Source, title: str
) -> bytes:
    from burnish.imaging.files import describe_photo
    from burnish.recipe.credentials import Action, Parent, sign

    actions = [
        Action(step.tool.name, step.document()["params"], step.reason)
        for step in recipe.steps
        if step.enabled and step.opacity > 0 and not step.tool.is_neutral
    ]
    parent = Parent(Path(source.name).name, describe_photo(source).format, source.data, source.digest)
    return sign(
        data, recipe_actions=actions, certificate_pem=signature.certificate_pem,
        private_key_pem=signature.private_key_pem, title=title, format=kind, parent=parent,
    )  # fmt: skip
