"""Decode a picture file that nobody trusts, in a process of its own that may take so much time and memory and no more.

`python -m burnish.imaging.files.decode_check` is that process. It reads what is to be done as one line of JSON and then
the file's bytes from its standard input, and writes what it found as JSON to its standard output.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO, Any

from burnish.errors import Failure, PhotoError, PhotoTooLarge, UnreadablePhoto, UnsupportedFormat
from burnish.imaging.files.info import PhotoInfo
from burnish.imaging.files.source import Source
from burnish.imaging.limits import Limits

_ERRORS = {each.__name__: each for each in (UnreadablePhoto, UnsupportedFormat, PhotoTooLarge, PhotoError)}

_NICE = 5
"""Whoever waits for a picture goes before who brings photos in."""

_FILE_BYTES = 64 << 20
"""What it may write into a file: decoding writes nothing, only caches of compiled code may be."""


@dataclass(frozen=True)
class Allowance:
    """What decoding one photo may take."""

    cpu_s: int = 120
    """Seconds of all its threads together."""
    wall_s: float = 300.0
    memory_bytes: int = 8 << 30
    """Of address space, which is more than what is used."""


def checked_photo(source: Source, allowance: Allowance | None = None) -> PhotoInfo:
    """The facts about a picture file that was decoded from its first byte to its last, elsewhere.

    Raises:
        PhotoError: it is no picture, too large, damaged, or takes more than is allowed.
        Failure: the process could not be started.
    """
    allowed = allowance or Allowance()
    command = [sys.executable, "-B", "-m", __spec__.name]
    try:
        done = subprocess.run(
            command, input=question(source, allowed), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=allowed.wall_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_much(source) from None
    except OSError as error:
        raise Failure(f"cannot check {source.name!r}: {error.strerror}; try again later") from error
    return info_in(b"" if done.returncode else done.stdout, source)


def question(source: Source, allowed: Allowance) -> bytes:
    """What the process is given to read."""
    asked = {"name": source.name, "limits": asdict(source.limits), "allowance": asdict(allowed)}
    return b"".join((json.dumps(asked).encode(), b"\n", source.data))


def info_in(said: bytes, source: Source) -> PhotoInfo:
    """The facts in what the process answered; nothing where it was ended. Raises PhotoError."""
    if not said:
        raise _too_much(source)
    answer: dict[str, Any] = json.loads(said)
    if "error" in answer:
        raise _ERRORS.get(answer["error"], UnreadablePhoto)(answer["message"])
    return PhotoInfo.model_validate({**answer["info"], "digest": source.digest})


def _too_much(source: Source) -> UnreadablePhoto:
    return source.unreadable("decoding it takes more time or memory than any photo needs, or ends abruptly")


def main(given: IO[bytes], answer: IO[bytes], begun: Callable[[Allowance], object] = lambda _: None) -> None:
    """Read, decode, and say what was found; `begun` hears first what it may take."""
    asked = json.loads(given.readline())
    allowed = Allowance(**asked["allowance"])
    begun(allowed)
    _limit(allowed)
    source = Source(asked["name"], given.read(), Limits(**asked["limits"]))
    answer.write(json.dumps(_found(source)).encode())
    answer.flush()


def _found(source: Source) -> dict[str, Any]:
    from burnish.imaging.files.reading import decode_photo, describe_photo

    try:
        info = describe_photo(source)
        picture = decode_photo(source)
    except PhotoError as error:
        return {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        return {"error": UnreadablePhoto.__name__, "message": str(_too_much(source))}
    real = {"width": picture.width, "height": picture.height, "notes": picture.notes}
    return {"info": info.model_copy(update=real).model_dump(mode="json", exclude={"digest"})}


def _limit(allowance: Allowance) -> None:
    """Let the system hold this process to its allowance, where it can (setrlimit, POSIX.1-2017), and behind others."""
    import resource

    os.nice(_NICE)
    for name, most in (
        ("RLIMIT_CORE", 0), ("RLIMIT_CPU", allowance.cpu_s), ("RLIMIT_AS", allowance.memory_bytes),
        ("RLIMIT_FSIZE", _FILE_BYTES),
    ):  # fmt: skip
        which = getattr(resource, name, None)
        if which is None:
            continue
        _, hard = resource.getrlimit(which)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(which, (wanted, wanted))
        except (OSError, ValueError):  # a system that does not know this limit
            continue


if __name__ == "__main__":
    # What libraries print is not an answer.
    result = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with os.fdopen(result, "wb") as found:
        main(sys.stdin.buffer, found)
