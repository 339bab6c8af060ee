"""What codecs throw at a broken file, turned into one error; and what they shout, kept from the user."""

import logging
import os
import struct
import tempfile
import threading
import zlib
from collections.abc import Generator
from contextlib import contextmanager

from burnish.errors import PhotoTooLarge
from burnish.imaging.files.source import Source

_FAULTS = (
    ValueError,
    RuntimeError,
    OSError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    EOFError,
    SyntaxError,
    struct.error,
    zlib.error,
)
"""Everything the codecs have been seen to raise on mutated files."""

_STDERR_LOCK = threading.Lock()


@contextmanager
def decoding(source: Source, what: str) -> Generator[None]:
    """Turn a codec's complaint into UnreadablePhoto, and exhaustion into PhotoTooLarge."""
    try:
        yield
    except MemoryError as error:
        raise PhotoTooLarge(f"{source.name!r} needs more memory than there is") from error
    except _FAULTS as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
        raise source.unreadable(f"the {what} is damaged or incomplete ({first})") from error


@contextmanager
def quiet_logger(name: str) -> Generator[None]:
    """Drop what this thread logs under `name`."""
    here = threading.get_ident()
    logger = logging.getLogger(name)

    def is_from_elsewhere(record: logging.LogRecord) -> bool:
        return record.thread != here

    logger.addFilter(is_from_elsewhere)
    try:
        yield
    finally:
        logger.removeFilter(is_from_elsewhere)


@contextmanager
def quiet_stderr(prefix: bytes) -> Generator[None]:
    """Hold back the C-level standard error stream, then pass on the lines that do not begin with `prefix`.

    One thread at a time; what other threads write meanwhile arrives late, not never.
    """
    with _STDERR_LOCK, tempfile.TemporaryFile() as held:
        try:
            stream = os.dup(2)
        except OSError:  # no standard error stream at all
            yield
            return
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(stream, 2)
            held.seek(0)
            for line in held:
                if not line.startswith(prefix):
                    os.write(stream, line)
            os.close(stream)
