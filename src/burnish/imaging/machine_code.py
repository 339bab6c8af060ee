"""Machine code of one compiled loop, linked into this process and called without the compiler that made it.

numba takes a third of a second to import and to unpack what it keeps; LLVM, which it is built on, links finished
object code in a millisecond. A loop that gets arrays and numbers and returns nothing needs no more than that.

The code has one way in: it takes a row of eight-byte slots, one an argument. A slot holds a number, or where an array's
object lies; address, shape and strides are read from there, at the offsets of `PyArrayObject_fields` (NumPy's C
API, "Python types and C-structures"), which are checked here before any code is linked.
"""

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from struct import Struct
from typing import Any, Final, TypeAlias

import numpy as np

Form: TypeAlias = tuple[Any, ...]
"""What code depends on of an argument: (data type, dimensions, flags) of an array, (data type,) of a number."""

RELEASE: Final = "NRT_MemInfo_call_dtor"
"""What would free an array made by numba. Arrays that come from outside have no such owner, so it is never called."""

_C_ORDER: Final = 0x001
_FORTRAN_ORDER: Final = 0x002
_ALIGNED: Final = 0x100
_WRITEABLE: Final = 0x400
_TELLING: Final = _C_ORDER | _FORTRAN_ORDER | _ALIGNED | _WRITEABLE

_NUMBERS: Final[dict[type, Form]] = {
    bool: (np.dtype(np.bool_),),
    int: (np.dtype(np.int64),),
    float: (np.dtype(np.float64),),
    **{
        kind: (np.dtype(kind),)
        for kind in (np.float32, np.float64, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)
    },
}
_SLOTS: Final = {
    "|b1": "q", "|u1": "q", "<u2": "q", "<i4": "q", "<u4": "q", "<i8": "q", "<u8": "Q", "<f4": "d", "<f8": "d"
}  # fmt: skip
"""How a number of each type is written into its slot."""

DATA_AT: Final = object.__basicsize__
DIMENSIONS_AT: Final = DATA_AT + 8
SHAPE_AT: Final = DATA_AT + 16
STRIDES_AT: Final = DATA_AT + 24
"""Bytes from an array's object to the address of its data, its number of dimensions, its shape and its strides."""

ENTRY: Final = "burnish_entry"
"""The name of the way in."""


@dataclass(frozen=True)
class MachineCode:
    """Object code that defines one loop, and the way into it."""

    loop: bytes
    entry: bytes


class CannotLink(Exception):
    """Object code that this process cannot run; the loop has to be compiled. Never leaves the kernels' own files."""


def form_of(argument: Any) -> Form:
    """What code depends on of an argument; a form that `is_plain` denies for what only numba can hand over."""
    if type(argument) is np.ndarray:
        return argument.dtype, argument.ndim, argument.flags.num & _TELLING
    return _NUMBERS.get(type(argument), (None,))


def is_plain(form: Form) -> bool:
    """Whether arguments of this form can be handed over: numbers, and aligned arrays of numbers."""
    if form[0] is None or form[0].str not in _SLOTS:
        return False
    return len(form) == 1 or bool(form[2] & _ALIGNED)


def layout(form: Form) -> tuple[str, bool]:
    """How numba calls an array's order (C, F, A for neither), and whether it is read-only."""
    order = "C" if form[2] & _C_ORDER else "F" if form[2] & _FORTRAN_ORDER else "A"
    return order, not form[2] & _WRITEABLE


def spelled(forms: Sequence[Form]) -> str:
    """The forms as a text that is the same in every process."""
    return " ".join([":".join(map(str, (each[0].str, *each[1:]))) for each in forms])


def link(code: MachineCode, forms: Sequence[Form]) -> Callable[..., None]:
    """A function that runs the code on arguments of these forms, without the interpreter's lock.

    Raises:
        CannotLink: the code needs what this process does not have.
    """
    if not _arrays_are_as_known():
        raise CannotLink("arrays lie otherwise in memory than the code expects")
    enter = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p)(_address(code))
    arrays = [len(form) > 1 for form in forms]
    letters = ["q" if is_array else _SLOTS[form[0].str] for form, is_array in zip(forms, arrays, strict=True)]
    packed = Struct("".join(letters)).pack

    def run(*arguments: Any) -> None:
        slots = [id(each) if is_array else each for each, is_array in zip(arguments, arrays, strict=True)]
        status = enter(packed(*slots))
        if status:
            msg = f"a compiled loop ended with status {status!r}; 0 is expected"
            raise RuntimeError(msg)

    return run


@lru_cache(maxsize=1)
def _arrays_are_as_known() -> bool:
    probe = np.zeros((3, 5, 7), np.uint16)[:, 1:]
    at, eight = id(probe), ctypes.sizeof(ctypes.c_void_p) == 8
    data, shape, strides = (_word(at + offset) for offset in (DATA_AT, SHAPE_AT, STRIDES_AT))
    return (
        eight
        and (data, ctypes.c_int.from_address(at + DIMENSIONS_AT).value) == (probe.ctypes.data, 3)
        and tuple(_word(shape + 8 * axis) for axis in range(3)) == probe.shape
        and tuple(_word(strides + 8 * axis) for axis in range(3)) == probe.strides
    )


def _word(address: int) -> int:
    return ctypes.c_int64.from_address(address).value


@lru_cache(maxsize=1)
def _linker() -> tuple[Any, "count[int]"]:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.create_lljit_compiler(), count()


_LINKED: Final[list[Any]] = []
"""What keeps linked code in memory: for good, since a loop may be running on another thread when a process ends."""


def _address(code: MachineCode) -> int:
    import llvmlite.binding as llvm

    compiler, numbers = _linker()
    library = llvm.JITLibraryBuilder().add_object_img(code.loop).add_object_img(code.entry)
    library.add_current_process().import_symbol(RELEASE, llvm.address_of_symbol("abort"))
    try:
        linked = library.export_symbol(ENTRY).link(compiler, f"loop{next(numbers)}")
    except RuntimeError as error:
        raise CannotLink(str(error)) from error
    _LINKED.append(linked)
    return linked[ENTRY]
