"""Arrays in a safetensors file: eight bytes with the length of a JSON header, the header, one array after another.

The format (safetensors, version 0.4) holds data only: opening a file runs nothing.
"""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_KINDS = {"F32": "<f4", "F16": "<f2", "I8": "|i1", "I32": "<i4"}
_LONGEST_HEADER = 4_000_000


def parse_tensors(data: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """The arrays of a file by name, read-only and not copied, and its notes.

    Raises:
        ValueError: the header is cut short or names a kind of number or a place that the file does not have.
    """
    (length,) = struct.unpack_from("<Q", data.ljust(8, b"\0"))
    if not 2 <= length <= min(_LONGEST_HEADER, len(data) - 8):
        raise ValueError(f"a header of {length!r} bytes does not fit a tensor file of {len(data)} bytes")
    header = json.loads(data[8 : 8 + length])
    notes: dict[str, str] = header.pop("__metadata__", {})
    body = memoryview(data)[8 + length :]
    return {name: _array(name, entry, body) for name, entry in header.items()}, notes


def write_tensors(path: Path, arrays: Arrays, notes: Mapping[str, str]) -> None:
    """Write arrays and notes; the same arrays give the same bytes."""
    header: dict[str, Any] = {"__metadata__": dict(notes)}
    names = {np.dtype(code): kind for kind, code in _KINDS.items()}
    at = 0
    for name, array in arrays.items():
        header[name] = {
            "dtype": names[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    body = b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def _array(name: str, entry: Mapping[str, Any], body: memoryview) -> NDArray[Any]:
    kind, (start, end) = entry["dtype"], entry["data_offsets"]
    if kind not in _KINDS:
        raise ValueError(f"tensor {name!r} is of kind {kind!r}; allowed: {', '.join(_KINDS)}")
    if not 0 <= start <= end <= len(body):
        raise ValueError(f"tensor {name!r} lies at {start!r} to {end!r}, outside of {len(body)} bytes")
    return np.frombuffer(body[start:end], np.dtype(_KINDS[kind])).reshape(entry["shape"])
