"""Where machine code is kept from one process to the next, and what it is filed under.

Everything that code depends on is in its name: the source file, the constants that its module holds (they are
frozen into the code, wherever they were imported from), numba and LLVM, the processor, and the arguments' forms.
A file that is damaged is as good as absent.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Final

import numpy as np
import platformdirs

from burnish import __version__
from burnish.errors import BadInput, WriteFailed
from burnish.imaging.atomic import write_atomically
from burnish.imaging.machine_code import Form, MachineCode, spelled

SUFFIX: Final = ".code"

_SIZE: Final = 8
_HEAD: Final = _SIZE + hashlib.sha256().digest_size
"""Bytes before the code: how many of it are the loop's, and a digest of all."""

_CONSTANTS = (bool, int, float, str, tuple, np.generic)


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Where machine code of this version is kept: in `NUMBA_CACHE_DIR`, else in the user's cache folder."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else platformdirs.user_cache_path("burnish") / "kernels"
    return root / f"burnish-{__version__}-numba-{version('numba')}"


@lru_cache(maxsize=1)
def is_writable() -> bool:
    """Whether code can be kept."""
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(cache_folder(), os.W_OK)


def numba_folder(module: str) -> Path | None:
    """Where numba keeps what it needs itself, by the constants of a module; None where nothing can be written."""
    return cache_folder() / _constants(module)[:12] if is_writable() else None


def path_of(function: FunctionType, options: str, forms: Sequence[Form]) -> Path | None:
    """The file that holds the code of a function for arguments of these forms; None if its source cannot be read."""
    try:
        source = _file_digest(function.__code__.co_filename)
    except OSError:
        return None
    told = (
        _machine(),
        source,
        _constants(function.__module__),
        function.__qualname__,
        options,
        spelled(forms),
    )
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:24]
    return cache_folder() / f"{function.__module__}.{function.__qualname__}-{digest}{SUFFIX}"


def read_code(path: Path) -> MachineCode | None:
    """The code in a file; None if there is none, or a damaged one."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    told, held = data[:_HEAD], data[_HEAD:]
    if len(told) < _HEAD or told[_SIZE:] != hashlib.sha256(told[:_SIZE] + held).digest():
        return None
    size = int.from_bytes(told[:_SIZE])
    return MachineCode(held[:size], held[size:])


def write_code(path: Path, code: MachineCode) -> None:
    """Keep code where that is possible; the next process compiles again where it is not."""
    if not is_writable():
        return
    size, held = len(code.loop).to_bytes(_SIZE), code.loop + code.entry
    try:
        write_atomically(path, size + hashlib.sha256(size + held).digest() + held)
    except (WriteFailed, BadInput):
        return


@lru_cache(maxsize=1)
def _machine() -> tuple[object, ...]:
    """What compiles, for which processor, and how it has been told to."""
    import llvmlite.binding as llvm

    processor = (llvm.get_process_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    told = sorted(
        each for each in os.environ.items() if each[0].startswith("NUMBA_") and "CACHE" not in each[0]
    )
    return sys.version_info[:3], version("numba"), version("llvmlite"), np.__version__, processor, told


@lru_cache(maxsize=64)
def _file_digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@lru_cache(maxsize=64)
def _constants(module: str) -> str:
    """A digest of the constants that a module holds, its own and those that it imported."""
    names = sorted(vars(sys.modules[module]).items())
    held = [each for each in names if not each[0].startswith("__") and isinstance(each[1], _CONSTANTS)]
    return hashlib.sha256(repr(held).encode()).hexdigest()
