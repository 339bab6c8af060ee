"""Compiled loops that are kept from one process to the next.

numba files machine code under the source file that it was made from. Two things it cannot see are added here:
the constants that a module took from others, which are frozen into the code, and the version of Burnish. The
folder is the user's cache, since a package's own folder is often not writable.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
import platformdirs
from numba.core import config as numba_config

from burnish import __version__

PROBE = "kernels.run-*.nbi"
"""What the folder holds once a picture has been rendered."""

_CONSTANTS = (bool, int, float, str, tuple, np.generic)


def njit(**options: Any) -> Callable[[Any], Any]:
    """`numba.njit`, cached in the user's cache folder; uncached where nothing can be written.

    The setting of other packages' caches is left as it is.
    """
    compiler: Any = numba.njit
    settings: Any = numba_config

    def decorate(function: Callable[..., Any]) -> Any:
        folder = _folder_for(function.__module__)
        if folder is None:
            return compiler(**{**options, "cache": False})(function)
        before: str = settings.CACHE_DIR
        settings.CACHE_DIR = folder
        try:
            return compiler(**options)(function)
        finally:
            settings.CACHE_DIR = before

    return decorate


def is_cold() -> bool:
    """Whether the loops of a render have yet to be compiled on this machine: that takes some fifteen seconds."""
    return not any(cache_folder().glob(f"*/*/{PROBE}"))


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Where machine code of this version is kept: in `NUMBA_CACHE_DIR`, else in the user's cache folder."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else platformdirs.user_cache_path("burnish") / "kernels"
    return root / f"burnish-{__version__}-numba-{numba.__version__}"


@lru_cache(maxsize=1)
def _is_writable() -> bool:
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(cache_folder(), os.W_OK)


def _folder_for(module: str) -> str | None:
    return str(cache_folder() / _constants_digest(module)) if _is_writable() else None


def _constants_digest(module: str) -> str:
    """A short digest of the constants that the module holds so far, its own and those that it imported."""
    names = sorted(vars(sys.modules[module]).items())
    held = [each for each in names if not each[0].startswith("__") and isinstance(each[1], _CONSTANTS)]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:12]
