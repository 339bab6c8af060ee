"""Which permission each route asks for: one table. A route that is not in it cannot be had."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from starlette.types import Scope

from burnish.service.openai_errors import PREFIX as OPENAI_PREFIX
from burnish.service.routes import PREFIX
from burnish.wire.team import Permission

OPEN: Literal["open"] = "open"
"""What can be asked for without signing in: to sign in, and what is its own key."""

Asks: TypeAlias = Permission | Literal["open"]

_TABLE: Mapping[Asks, str] = {
    OPEN: """
        GET /health
        GET /openapi.json
        GET /downloads
        GET /v1/images/files
        POST /session
        GET /session/ways
        POST /session/password
        POST /session/invitation
        POST /session/invitation/about
        GET /session/oidc/begin
        GET /session/oidc/return
        """,
    "session": """
        GET /session
        DELETE /session
        """,
    "own.data": """
        PUT /session/consent
        DELETE /me
        """,
    "own.account": """
        PUT /session/password
        GET /session/tokens
        POST /session/tokens
        DELETE /session/tokens/{token}
        """,
    "photos.see": """
        GET /photos
        GET /photos/{photo}
        GET /photos/{photo}/thumbnail
        GET /photos/{photo}/edit
        GET /photos/{photo}/states/{state}/picture
        GET /photos/{photo}/states/{state}/size
        GET /photos/{photo}/states/{state}/tiles/{level}/{column}/{row}
        GET /photos/{photo}/seen
        GET /tools
        GET /looks
        GET /brand
        GET /v1/models
        GET /v1/models/{model}
        """,
    "studies.answer": """
        GET /studies
        GET /studies/{study}
        GET /studies/{study}/next
        GET /studies/{study}/questions/{number}/pictures/{place}
        POST /studies/{study}/answers
        """,
    "events.see": """
        GET /events/stream
        """,
    "photos.bring": """
        POST /photos
        PATCH /photos/{photo}
        DELETE /photos/{photo}
        """,
    "photos.edit": """
        POST /photos/{photo}/turns
        POST /photos/{photo}/turns/stream
        POST /photos/{photo}/choice
        PUT /photos/{photo}/recipe
        POST /photos/{photo}/move
        PUT /photos/{photo}/snapshots
        POST /photos/{photo}/carry
        POST /photos/{photo}/check
        POST /photos/{photo}/refine
        POST /photos/{photo}/picture
        POST /photos/{photo}/base
        POST /photos/{photo}/lut
        POST /photos/{photo}/mask
        POST /photos/{photo}/neutral
        POST /photos/{photo}/abstract
        POST /photos/{photo}/sliders
        POST /v1/images/edits
        POST /v1/images/generations
        """,
    "feedback.give": """
        POST /photos/{photo}/feedback
        POST /photos/{photo}/comparisons
        GET /photos/{photo}/comparisons/{turn}/{side}/picture
        GET /feedback
        GET /receipts/{signal}
        GET /taste
        PATCH /taste
        POST /taste/forget
        GET /taste/document
        PUT /taste/document
        GET /photos/{photo}/taste
        GET /photos/{photo}/taste/{effect}/picture
        """,
    "jobs.run": """
        POST /exports
        GET /exports/defaults
        POST /batches
        GET /jobs
        GET /jobs/stream
        GET /jobs/{job}
        POST /jobs/{job}/cancel
        GET /jobs/{job}/files/{number}
        POST /jobs/{job}/link
        """,
    "studies.run": """
        POST /studies
        GET /studies/{study}/results
        GET /studies/{study}/signals
        """,
    "brand.change": """
        PUT /brand
        """,
    "metrics.see": """
        GET /metrics
        """,
    "loop.see": """
        GET /dashboard/acceptance
        GET /dashboard/sliders
        GET /dashboard/queue
        GET /dashboard/agreement
        GET /dashboard/drift
        GET /dashboard/fairness
        GET /dashboard/service
        GET /dashboard/experiments
        GET /dashboard/releases
        GET /dashboard/card
        GET /dashboard/receipts/{signal}
        """,
    "loop.steer": """
        POST /dashboard/queue
        POST /dashboard/rollback
        """,
    "webhooks.manage": """
        GET /webhooks
        POST /webhooks
        DELETE /webhooks/{webhook}
        POST /webhooks/{webhook}/test
        """,
    "people.manage": """
        GET /tokens
        POST /tokens
        DELETE /tokens/{token}
        GET /team/people
        PATCH /team/people/{person}
        DELETE /team/people/{person}
        POST /team/people/{person}/reset
        GET /team/invitations
        POST /team/invitations
        DELETE /team/invitations/{invitation}
        """,
    "quotas.manage": """
        GET /team/usage
        PUT /team/quotas
        """,
    "audit.read": """
        GET /team/audit
        """,
}
"""Routes by what they ask for; those of OpenAI's clients begin with `/v1`, all others with the API's own prefix."""


@dataclass(frozen=True)
class Route:
    """A route and what it asks for."""

    method: str
    path: str
    """Whole, with names in braces for what differs."""
    asks: Asks


@cache
def routes() -> tuple[Route, ...]:
    """Every route, in the order of the table."""
    return tuple(
        Route(method, path if path.startswith(OPENAI_PREFIX) else PREFIX + path, asks)
        for asks, lines in _TABLE.items()
        for method, _, path in (line.strip().partition(" ") for line in lines.strip().splitlines())
    )


def asked_of(scope: Scope) -> Asks | None:
    """What the route that a request goes to asks for; None where there is no route. Files of the studio are open."""
    if not scope["path"].startswith((PREFIX, OPENAI_PREFIX)):
        return OPEN if scope["method"] in ("GET", "HEAD") else None
    parts: list[str] = scope["path"].split("/")
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    found = (each for names, each in _by_length().get((method, len(parts)), ()) if _fits(names, parts))
    return next((each.asks for each in found), None)


@cache
def _by_length() -> Mapping[tuple[str, int], tuple[tuple[list[str], Route], ...]]:
    """Routes by method and number of parts; of those that fit one path, the one with fewer names is first."""
    found: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
    for each in sorted(routes(), key=lambda route: route.path.count("{")):
        names = each.path.split("/")
        found.setdefault((each.method, len(names)), []).append((names, each))
    return {key: tuple(held) for key, held in found.items()}


def _fits(names: list[str], parts: list[str]) -> bool:
    return all(name == part or (name[:1] == "{" and part) for name, part in zip(names, parts, strict=True))
