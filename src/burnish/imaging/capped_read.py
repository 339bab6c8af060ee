"""Read a small side file whole, never more than a cap."""

from pathlib import Path

from burnish.errors import InvalidLook


def read_capped(path: Path, max_bytes: int) -> bytes:
    """All bytes of a regular file.

    Raises:
        InvalidLook: missing, unreadable, not a regular file, or longer than `max_bytes`.
    """
    try:
        if path.exists() and not path.is_file():
            raise InvalidLook(f"{str(path)!r} is not a file")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidLook(f"cannot read {str(path)!r}: {reason}") from error
    if len(data) > max_bytes:
        raise InvalidLook(f"{str(path)!r} is too large: at most {max_bytes:_} bytes are allowed")
    return data
