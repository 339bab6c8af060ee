"""Write a file so that a reader sees the old bytes or all of the new ones, never a part."""

import os
import re
import secrets
import socket
import stat
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

from burnish.errors import BadInput, WriteFailed

_PARTIAL = re.compile(r"\.burnish-(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-[0-9a-f]+\.part")


def write_atomically(path: Path, data: bytes | Iterable[bytes], *, overwrite: bool = True) -> None:
    """Put these bytes at `path`: hidden sibling, fsync, rename, fsync of the directory.

    Raises:
        BadInput: the path exists and is not a regular file, or exists and may not be overwritten.
        WriteFailed: the system refused; nothing is left behind and the old file is untouched.
    """
    path = Path(path)
    mode = _existing_mode(path, overwrite)
    path = path.resolve() if path.is_symlink() else path
    partial = path.parent / f".burnish-{host_mark()}-{os.getpid()}-{secrets.token_hex(6)}.part"
    try:
        try:
            _write_new(partial, (data,) if isinstance(data, bytes) else data, mode)
            _publish(partial, path, overwrite)
        finally:
            partial.unlink(missing_ok=True)
        _sync_directory(path.parent)
    except FileExistsError as error:
        raise _exists(path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WriteFailed(f"cannot write {str(path)!r}: {reason}") from error


def sweep_partials(
    directory: Path, *, older_than_s: float = 86_400.0, now: float | None = None
) -> list[Path]:
    """Remove what killed runs left: their process is dead on this host, or the file is older than this.

    Returns the paths removed. `now` is seconds since the epoch, the system clock if None.
    """
    clock = time.time() if now is None else now
    removed: list[Path] = []
    for entry in sorted(directory.glob(".burnish-*.part")):
        match = _PARTIAL.fullmatch(entry.name)
        try:
            facts = entry.lstat()
            if match is None or not stat.S_ISREG(facts.st_mode):
                continue
            if clock - facts.st_mtime > older_than_s or _is_orphan(match):
                entry.unlink()
                removed.append(entry)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise WriteFailed(f"cannot remove {str(entry)!r}: {error.strerror}") from error
    return removed


def _exists(path: Path) -> BadInput:
    return BadInput(f"{str(path)!r} exists already; allow overwriting or choose another name")


def _existing_mode(path: Path, overwrite: bool) -> int | None:
    """Permission bits of the file to be replaced, None if there is none."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WriteFailed(f"cannot write {str(path)!r}: {reason}") from error
    if not stat.S_ISREG(facts.st_mode):
        raise BadInput(f"{str(path)!r} exists and is not a regular file, so it is not replaced")
    if not overwrite:
        raise _exists(path)
    return stat.S_IMODE(facts.st_mode)


def _write_new(partial: Path, chunks: Iterable[bytes], mode: int | None) -> None:
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        if mode is not None:
            os.fchmod(descriptor, mode)
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(descriptor)


def _publish(partial: Path, path: Path, overwrite: bool) -> None:
    """Give the finished file its name; without `overwrite`, a hard link so that a race cannot replace."""
    if overwrite:
        partial.replace(path)
        return
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise _exists(path) from None
        partial.rename(path)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def host_mark() -> str:
    """Eight digits that tell machines and containers apart: a pid means nothing elsewhere."""
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def _is_orphan(match: re.Match[str]) -> bool:
    if match["host"] != host_mark():
        return False
    try:
        os.kill(int(match["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
