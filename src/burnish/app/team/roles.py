"""What each role may: one table. A role may what those before it may, and what is added at its name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from burnish.errors import BadInput
from burnish.wire.team import Permission, Role

ROLES: tuple[Role, ...] = get_args(Role)
"""From the one that may least."""

BY_TOKEN_ALONE: Role = "reviewer"
"""What somebody may who is known by access tokens alone: exactly what every token could do before there were roles."""


@dataclass(frozen=True)
class May:
    """Who may something."""

    least: Role
    """The first role that may; all behind it may too."""
    words: str
    by_token: bool = True
    """Whether a program with an access token may; else only who signed in themselves."""


TABLE: Mapping[Permission, May] = {
    "session": May("viewer", "see who is signed in, sign out"),
    "own.data": May("viewer", "say what feedback may be used for; have oneself forgotten"),
    "own.account": May(
        "viewer", "change one's password; make and revoke one's own access tokens", by_token=False
    ),
    "photos.see": May("viewer", "see photos, edits and pictures, tools, looks, brand rules"),
    "studies.answer": May("viewer", "see studies and answer them"),
    "events.see": May("viewer", "hear of releases, and of one's own proposals and signals"),
    "photos.bring": May("editor", "bring photos in, flag them, take them out"),
    "photos.edit": May("editor", "edit by words and by hand, check, refine, preview"),
    "feedback.give": May("editor", "say what one thinks of proposals; see and change one's own taste"),
    "jobs.run": May("editor", "export, edit many at once, fetch the files"),
    "studies.run": May("reviewer", "set studies up, see and export their results"),
    "brand.change": May("reviewer", "set the workspace's brand rules"),
    "metrics.see": May("reviewer", "read what the service counts of itself"),
    "loop.see": May("operator", "see the dashboard, everybody's receipts and events"),
    "loop.steer": May("operator", "move the queue, take releases back"),
    "webhooks.manage": May("operator", "have events sent elsewhere"),
    "people.manage": May("admin", "invite, give roles, remove; everybody's access tokens"),
    "quotas.manage": May("admin", "see usage, set quotas"),
    "audit.read": May("admin", "read who did what"),
}
"""Every permission."""

ALWAYS: frozenset[Permission] = frozenset({"session"})
"""What every token carries, whatever its scopes."""


def role_of(text: str) -> Role:
    """The role of this name. Raises BadInput for any other."""
    if text not in ROLES:
        raise BadInput(f"role {text!r}; allowed are {', '.join(ROLES)}")
    return text


def permissions_of(role: Role) -> frozenset[Permission]:
    """What a role may."""
    return frozenset[Permission](
        each for each in TABLE if ROLES.index(TABLE[each].least) <= ROLES.index(role)
    )


def carried(role: Role, scopes: Iterable[str] | None) -> frozenset[Permission]:
    """What a token carries that its person's role allows: its scopes, or all that a token can."""
    can = frozenset[Permission](each for each in permissions_of(role) if TABLE[each].by_token)
    if scopes is None:
        return can
    wanted = frozenset(scopes) | ALWAYS
    return frozenset[Permission](each for each in can if each in wanted)


def checked_scopes(scopes: Iterable[str], role: Role) -> frozenset[Permission]:
    """Scopes of a token for somebody of a role. Raises BadInput where one is unknown, or more than they may."""
    wanted = list(dict.fromkeys(scopes))
    can = carried(role, None)
    wrong = [each for each in wanted if each not in can]
    if wrong or not wanted:
        told = ", ".join(each for each in TABLE if each in can and each not in ALWAYS)
        raise BadInput(f"scopes {wrong or wanted!r}; a token of {_a(role)} can have {told}")
    return frozenset(cast("list[Permission]", wanted))


def who_may(permission: Permission) -> str:
    """Who may something, in words."""
    first = ROLES.index(TABLE[permission].least)
    return ", ".join(ROLES[first:])


def is_lower(role: str, than: str) -> bool:
    """Whether a role may less than another."""
    return ROLES.index(role_of(role)) < ROLES.index(role_of(than))


def _a(role: Role) -> str:
    return f"{'an' if role[0] in 'aeio' else 'a'} {role}"
