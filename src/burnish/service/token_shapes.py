"""Access tokens as routes tell of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from burnish.storage.access import TokenRow
from burnish.wire.session import TokenList, TokenMade, TokenShape


def token_list(found: Sequence[TokenRow]) -> TokenList:
    """Tokens without their text."""
    return TokenList(tokens=[_token(each) for each in found])


def made_token(
    id: str, text: str, person: str, title: str, scopes: Sequence[str] | None, ends_at: datetime | None  # noqa: A002
) -> TokenMade:  # fmt: skip
    """A token with its text."""
    return TokenMade(
        id=id, person=person, title=title, token=text, scopes=None if scopes is None else sorted(set(scopes)),
        ends_at=None if ends_at is None else ends_at.isoformat(),
    )  # fmt: skip


def token_end(days: int | None, at: datetime) -> datetime | None:
    """When a token ends that is good for so many days."""
    return None if days is None else at + timedelta(days=days)


def _token(row: TokenRow) -> TokenShape:
    return TokenShape(
        id=row.id, person=row.person, title=row.title, made_at=row.made_at.isoformat(),
        scopes=None if row.scopes is None else sorted(row.scopes),
        ends_at=None if row.ends_at is None else row.ends_at.isoformat(),
    )  # fmt: skip
