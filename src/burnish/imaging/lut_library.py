"""The look-up tables that recipes refer to, kept by digest in one folder."""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from burnish.errors import InvalidLook, WriteFailed
from burnish.imaging.capped_read import read_capped
from burnish.imaging.lut3d import MAX_SIZE, Lut3D

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)
_MAX_BYTES = (2 + MAX_SIZE**3) * 12 + 4096


@dataclass(frozen=True)
class LutFolder:
    """A folder of LUTs, each a float32 `.npy` named by its digest.

    Its rows are the domain's minimum and maximum, then the nodes. Titles are not kept: recipes have the name.
    """

    path: Path

    def add(self, lut: Lut3D) -> str:
        """Keep the LUT and return its digest; adding it again changes nothing.

        Raises:
            WriteFailed: it could not be stored.
        """
        from burnish.imaging.atomic import write_atomically

        if not self._holds(lut.digest):
            try:
                self.path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WriteFailed(f"cannot make the folder {str(self.path)!r}: {error.strerror}") from error
            write_atomically(self._file(lut.digest), _encode(lut))
        return lut.digest

    def get(self, digest: str) -> Lut3D:
        """The LUT with this digest, verified against it.

        Raises:
            InvalidLook: not a digest, not here, or damaged since it was stored.
        """
        file = self._file(digest)
        if not file.is_file():
            raise InvalidLook(f"no LUT {digest!r} in {str(self.path)!r}: add the file that it came from")
        lut = _decode(read_capped(file, _MAX_BYTES), digest)
        if lut.digest != digest:
            raise _damaged(digest)
        return lut

    def _holds(self, digest: str) -> bool:
        try:
            self.get(digest)
        except InvalidLook:
            return False
        return True

    def _file(self, digest: str) -> Path:
        match = _DIGEST.fullmatch(digest)
        if match is None:
            raise InvalidLook(
                f"a LUT's digest is 'sha256:' and 64 lower-case hex digits, not {digest[:80]!r}"
            )
        return self.path / f"{match[1]}.npy"


def _encode(lut: Lut3D) -> bytes:
    rows = np.concatenate([lut.domain_min[None], lut.domain_max[None], lut.table.reshape(-1, 3)])
    buffer = io.BytesIO()
    npy.write_array(buffer, rows.astype("<f4"), version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def _decode(data: bytes, digest: str) -> Lut3D:
    rows = _rows(data, digest)
    size = round((len(rows) - 2) ** (1 / 3))
    if size**3 + 2 != len(rows):
        raise _damaged(digest)
    try:
        return Lut3D(rows[2:].reshape(size, size, size, 3), rows[0], rows[1])
    except InvalidLook as error:
        raise _damaged(digest) from error


def _rows(data: bytes, digest: str) -> NDArray[np.float32]:
    """The array of a version 1.0 `.npy`, whose header is believed only where the bytes bear it out."""
    stream = io.BytesIO(data)
    try:
        version = npy.read_magic(stream)
        header: tuple[Any, ...] = npy.read_array_header_1_0(stream) if version == (1, 0) else ()
    except ValueError as error:
        raise _damaged(digest) from error
    rows = np.frombuffer(data, np.uint8, offset=stream.tell())
    if len(header) != 3 or header[2] != np.dtype("<f4") or header[1] or header[0] != (len(rows) // 12, 3):
        raise _damaged(digest)
    if len(rows) % 12 or len(rows) < 24:
        raise _damaged(digest)
    return rows.view("<f4").reshape(-1, 3)


def _damaged(digest: str) -> InvalidLook:
    return InvalidLook(f"the stored LUT {digest!r} is damaged: add the file that it came from again")
