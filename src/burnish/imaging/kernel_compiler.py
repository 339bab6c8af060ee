# pyright: basic
"""numba's part of a kernel: a dispatcher for any arguments, or machine code for arguments of one form.

Importing this imports numba.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any, Final

import llvmlite.binding as llvm
import numba
from llvmlite import ir
from numba.core import config
from numba.core.compiler import Flags, compile_extra
from numba.np.arrayobj import make_array, populate_array

from burnish.imaging.machine_code import (
    DATA_AT,
    ENTRY,
    RELEASE,
    SHAPE_AT,
    STRIDES_AT,
    Form,
    MachineCode,
    layout,
)

_NEEDS_NUMBA: Final = ("NRT_", "numba_", "Py", "_Py")
"""How the names of functions begin that only a process with numba has, or that need the interpreter's lock."""

_INT: Final = ir.IntType(32)
_SLOT: Final = ir.IntType(64)

_setting = threading.Lock()


def dispatcher(function: Callable[..., Any], options: Mapping[str, Any], folder: Path | None) -> Any:
    """`numba.njit` of a function, cached in this folder; uncached without one.

    The setting of other packages' caches is left as it is.
    """
    njit: Any = numba.njit
    settings: Any = config
    if folder is None:
        return njit(**{**options, "cache": False})(function)
    with _setting:
        before: str = settings.CACHE_DIR
        settings.CACHE_DIR = str(folder)
        try:
            return njit(**options)(function)
        finally:
            settings.CACHE_DIR = before


def machine_code(made: Any, forms: Sequence[Form]) -> MachineCode | None:
    """The code of a dispatcher's function for arguments of these forms; None where it cannot stand alone.

    That is where it returns something, makes arrays, or can raise what only the interpreter can spell.
    """
    if isinstance(made, FunctionType):  # numba has been told to compile nothing
        return None
    flags: Any = Flags()
    target = made.targetdescr
    target.options.parse_as_flags(flags, made.targetoptions)
    flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    compiled = compile_extra(
        target.typing_context, target.target_context, made.py_func, args=tuple(map(_numba_type, forms)),
        return_type=None, flags=flags, locals=made.locals,
    )  # fmt: skip
    if compiled.signature.return_type != numba.types.none or _foreign(compiled.library) - {RELEASE}:
        return None
    _, kind, (loop, *_) = compiled.library.serialize_using_object_code()
    return MachineCode(loop, _entry(compiled)) if kind == "object" else None


def _entry(compiled: Any) -> bytes:
    """Object code that takes the arguments from their slots and calls the loop; see `machine_code`."""
    context, signature = compiled.target_context, compiled.signature
    module = context.codegen().create_library(ENTRY).create_ir_module(ENTRY)
    entry = ir.Function(module, ir.FunctionType(_INT, [_SLOT.as_pointer()]), ENTRY)
    build = ir.IRBuilder(entry.append_basic_block())
    slots = [build.load(build.gep(entry.args[0], [_INT(place)])) for place in range(len(signature.args))]
    values = [_taken(context, build, *each) for each in zip(slots, signature.args, strict=True)]
    loop = context.declare_function(module, compiled.fndesc)
    status, _ = context.call_conv.call_function(build, loop, signature.return_type, signature.args, values)
    build.ret(status.code)
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(
        reloc="pic", codemodel="jitdefault", jit=True
    )
    return machine.emit_object(llvm.parse_assembly(str(module)))


def _taken(context: Any, build: ir.IRBuilder, slot: Any, kind: Any) -> Any:
    """The value of an argument in numba's data model."""
    if not isinstance(kind, numba.types.Array):
        return _number(context, build, slot, kind)

    def word(offset: int) -> Any:
        return build.load(build.inttoptr(build.add(slot, _SLOT(offset)), _SLOT.as_pointer()))

    def words(offset: int) -> list[Any]:
        first = build.inttoptr(word(offset), _SLOT.as_pointer())
        return [build.load(build.gep(first, [_INT(axis)])) for axis in range(kind.ndim)]

    array = make_array(kind)(context, build)
    data = build.inttoptr(word(DATA_AT), array.data.type)
    item = _SLOT(context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    populate_array(array, data, words(SHAPE_AT), words(STRIDES_AT), item, meminfo=None)
    return array._getvalue()


def _number(context: Any, build: ir.IRBuilder, slot: Any, kind: Any) -> Any:
    wanted = context.get_value_type(kind)
    if isinstance(kind, numba.types.Float):
        double: Any = build.bitcast(slot, ir.DoubleType())
        return double if wanted == double.type else build.fptrunc(double, wanted)
    return slot if wanted == slot.type else build.trunc(slot, wanted)


def _numba_type(form: Form) -> Any:
    number = numba.from_dtype(form[0])
    if len(form) == 1:
        return number
    order, readonly = layout(form)
    return numba.types.Array(number, form[1], order, readonly=readonly)


def _foreign(library: Any) -> set[str]:
    """Functions and values that the code takes from elsewhere and that are more than the C library's."""
    module = library._final_module
    named = [*module.functions, *module.global_variables]
    return {each.name for each in named if each.is_declaration and each.name.startswith(_NEEDS_NUMBA)}
