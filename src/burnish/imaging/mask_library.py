"""The painted masks that recipes refer to, kept by the digest of their files in one folder."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from burnish.errors import InvalidMask, WriteFailed
from burnish.imaging.files.reading import decode_photo
from burnish.imaging.files.source import Source
from burnish.imaging.limits import Limits
from burnish.imaging.pixels import Plane

MASK_LIMITS = Limits(max_bytes=64 << 20, max_pixels=100_000_000)

_NAME = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)


class MaskFolder(Mapping[str, Plane]):
    """A folder of gray pictures, each under the digest of its own bytes; read as rasters in [0, 1]."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, source: Source) -> str:
        """Keep a picture file as a mask and return its digest; adding it again changes nothing.

        Raises:
            PhotoError: it is no picture that can be read.
            InvalidMask: it has color: a mask is gray.
            WriteFailed: it could not be stored.
        """
        from burnish.imaging.atomic import write_atomically

        _gray(source)
        file = self._file(source.digest)
        try:
            self._path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteFailed(f"cannot make the folder {str(self._path)!r}: {error.strerror}") from error
        write_atomically(file, source.data)
        return source.digest

    def __getitem__(self, digest: str) -> Plane:
        """The raster of this digest, verified against it. Raises KeyError, InvalidMask."""
        if _NAME.fullmatch(digest) is None or not self._file(digest).is_file():
            raise KeyError(digest)
        source = Source(digest, self._file(digest).read_bytes(), MASK_LIMITS)
        if source.digest != digest:
            raise InvalidMask(f"mask picture {digest!r} is damaged: add the file that it came from again")
        return _gray(source)

    def __iter__(self) -> Iterator[str]:
        return (f"sha256:{file.stem}" for file in sorted(self._path.glob("*.mask")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _file(self, digest: str) -> Path:
        return self._path / f"{digest.removeprefix('sha256:')}.mask"


def _gray(source: Source) -> Plane:
    samples = decode_photo(source).samples
    if not (
        np.array_equal(samples[..., 0], samples[..., 1]) and np.array_equal(samples[..., 1], samples[..., 2])
    ):
        raise InvalidMask(
            f"{source.name!r} has color; a mask is a gray picture, white where the step applies"
        )
    return samples[..., 0].astype(np.float32) / np.float32(np.iinfo(samples.dtype).max)
