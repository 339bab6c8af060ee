"""Imports that the garbage collector leaves alone.

Modules live until the process ends. To search their hundred thousands of objects for garbage while they are being
imported, and once more when the process ends, costs a command more than a tenth of a second.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def lasting() -> Generator[None]:
    """What is made meanwhile is never searched for garbage; the first time in a process, later this does nothing."""
    if gc.get_freeze_count() or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
