"""Moments and texts as columns hold them."""

from datetime import UTC, datetime

from burnish.errors import BadInput


def now() -> datetime:
    """The present moment, for whoever is given no other clock."""
    return datetime.now(UTC)


def kept(at: datetime) -> str:
    """A moment as text that sorts as time does, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The moment that was kept."""
    return datetime.fromisoformat(text)


def check_text(what: str, text: str, most: int) -> None:
    """Raise BadInput unless a column of any database can hold this text."""
    if len(text) > most:
        raise BadInput(f"{what} has {len(text)} characters; at most {most} are allowed")
    if not text.isascii() or "\0" in text:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise BadInput(f"{what} {text!r} has half of a character pair, which is no text") from None
        if "\0" in text:
            raise BadInput(f"{what} {text!r} has the character NUL, which no text may have")
