"""Start numba without the linear algebra that no kernel of Burnish uses.

While numba registers its array functions it imports `scipy.linalg` to see whether there is a BLAS, which costs a
command about a tenth of a second and 30 MB. A program that uses Burnish as a library keeps its BLAS: only the
command line, a process of its own, does this.
"""

import importlib
import sys
from typing import Any, cast

BLAS_OWNER = "scipy.linalg"


def start() -> None:
    """Import numba's array functions as on a machine without SciPy; SciPy itself can be imported afterwards."""
    if BLAS_OWNER in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    modules = cast("dict[str, Any]", sys.modules)
    modules[BLAS_OWNER] = None
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del modules[BLAS_OWNER]
