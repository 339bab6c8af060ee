"""What a command opened and has to close when it ends, however it ends."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

_ENDING: ContextVar[ExitStack | None] = ContextVar("ending", default=None)


@contextmanager
def ending() -> Generator[None]:
    """Whatever `at_end` is given meanwhile is done at its end, last first."""
    with ExitStack() as stack:
        token = _ENDING.set(stack)
        try:
            yield
        finally:
            _ENDING.reset(token)


def at_end(do: Callable[[], object]) -> None:
    """Do something when the command ends; nothing outside of one."""
    stack = _ENDING.get()
    if stack is not None:
        stack.callback(do)
