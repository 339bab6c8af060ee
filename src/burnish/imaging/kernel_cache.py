"""Compiled loops that are kept from one process to the next.

A loop that gets arrays and numbers and returns nothing is kept as bare machine code, which later processes link
without importing numba; any other is numba's, which files it under two things more that it cannot see: the
constants that a module took from others, which are frozen into the code, and the version of Burnish. The folder is
the user's cache, since a package's own folder is often not writable.
"""

import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from types import FunctionType
from typing import Any, Final

from burnish.imaging.kernel_files import (
    SUFFIX,
    cache_folder,
    numba_folder,
    path_of,
    read_code,
    write_code,
)
from burnish.imaging.machine_code import CannotLink, Form, MachineCode, form_of, is_plain, link

LEFT_TO_NUMBA: Final = MachineCode(b"", b"")
"""What is kept of a loop that cannot stand alone, so that no later process tries again."""

PROBE = f"burnish.imaging.sweep.kernels.run-*{SUFFIX}"
"""What the folder holds once a picture has been rendered."""


_BEFORE_NUMBA: Final[list[Callable[[], object]]] = []


class Kernel:
    """A loop that is compiled for each form of its arguments, once on a machine."""

    def __init__(self, function: FunctionType, options: dict[str, Any]) -> None:
        self.py_func = function
        self._options = options
        self._linked: dict[tuple[Form, ...], Callable[..., Any]] = {}
        self._lock = threading.RLock()

    def __call__(self, *arguments: Any) -> Any:
        """Run the loop, compiled for these arguments where it has not been."""
        forms = tuple([form_of(each) for each in arguments])
        run = self._linked.get(forms)
        return (self._found(forms) if run is None else run)(*arguments)

    @cached_property
    def by_numba(self) -> Any:
        """The dispatcher that numba makes, which takes whatever numba does."""
        for each in _BEFORE_NUMBA:
            each()
        from burnish.imaging.kernel_compiler import dispatcher

        return dispatcher(self.py_func, self._options, numba_folder(self.py_func.__module__))

    @property
    def _numba_type_(self) -> Any:
        """How numba sees a loop that another loop calls."""
        return self.by_numba._numba_type_

    def _found(self, forms: tuple[Form, ...]) -> Callable[..., Any]:
        with self._lock:
            run = self._linked.get(forms)
            if run is None:
                run = self._linked[forms] = self._bare(forms) or self.by_numba
        return run

    def _bare(self, forms: tuple[Form, ...]) -> Callable[..., None] | None:
        """What needs no numba, None where numba is needed; made and kept where it has not been."""
        if not all(map(is_plain, forms)):
            return None
        path = path_of(self.py_func, _spelled(self._options), forms)
        if path is None:
            return None
        code = read_code(path)
        if code is None:
            code = self._compiled(forms)
            write_code(path, code)
        try:
            return None if code == LEFT_TO_NUMBA else link(code, forms)
        except CannotLink:
            return None

    def _compiled(self, forms: tuple[Form, ...]) -> MachineCode:
        dispatcher = self.by_numba
        from burnish.imaging.kernel_compiler import machine_code

        return machine_code(dispatcher, forms) or LEFT_TO_NUMBA


def _spelled(options: Mapping[str, Any]) -> str:
    return repr([(name, sorted(v) if isinstance(v, set) else v) for name, v in sorted(options.items())])


def njit(**options: Any) -> Callable[[Any], Any]:
    """`numba.njit`, kept in the user's cache folder; compiled anew by each process where nothing can be written."""

    def decorate(function: Any) -> Any:
        return Kernel(function, options)

    return decorate


def before_numba(prepare: Callable[[], object]) -> None:
    """Have this done before a loop imports numba, which happens late or never; it may be done more than once."""
    _BEFORE_NUMBA.append(prepare)


def is_cold() -> bool:
    """Whether the loops of a render have yet to be compiled on this machine: that takes some fifteen seconds."""
    return not any(cache_folder().glob(PROBE))
