"""What a provider says of somebody, once it is certain that it said so, to us, just now.

Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 (which algorithms, and never the token's own word for it).
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from burnish.errors import Unsigned

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a private key that only the provider has. `none` and HMAC with a shared secret are never taken."""

CLOCKS_APART = timedelta(seconds=60)
"""How far the provider's clock may be from ours."""

MOST_CHARACTERS = 64 * 1024


@dataclass(frozen=True)
class Expected:
    """What a token has to say."""

    issuer: str
    client_id: str
    nonce: str
    algorithms: Sequence[str] = ALGORITHMS


def claims_of(text: str, keys: "KeySet", expected: Expected, at: datetime) -> Mapping[str, Any]:
    """What an ID token claims. Raises Unsigned, which says what is wrong with it."""
    claims = _verified(text, keys, expected.algorithms)
    if claims.get("iss") != expected.issuer:
        raise _bad(f"it is from {claims.get('iss')!r}, not from {expected.issuer!r}")
    _check_audience(claims, expected.client_id)
    _check_times(claims, at)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise _bad("it was not made for this sign-in")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:
        raise _bad("it does not say who it is for")
    return claims


def _verified(text: str, keys: "KeySet", algorithms: Sequence[str]) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError

    if len(text) > MOST_CHARACTERS:
        raise _bad("it is too long")
    try:
        token = jwt.decode(text, keys, algorithms=list(algorithms))
    except (JoseError, ValueError) as error:
        raise _bad(f"its signature is not good ({type(error).__name__})") from None
    return token.claims


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    if not isinstance(named, list) or client_id not in cast("list[Any]", named):
        raise _bad("it is for somebody else than this server")
    party = claims.get("azp")
    if (party is not None or len(cast("list[Any]", named)) > 1) and party != client_id:
        raise _bad(f"it was given to {party!r}, not to this server")


def _check_times(claims: Mapping[str, Any], at: datetime) -> None:
    now, apart = at.timestamp(), CLOCKS_APART.total_seconds()
    if _time(claims, "exp") <= now - apart:
        raise _bad("it has ended")
    if _time(claims, "iat") > now + apart or ("nbf" in claims and _time(claims, "nbf") > now + apart):
        raise _bad("it is from the future: one of the two clocks is wrong")


def _time(claims: Mapping[str, Any], name: str) -> float:
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise _bad(f"it does not say {name!r}")
    return float(found)


def _bad(why: str) -> Unsigned:
    return Unsigned(f"the provider's token is not taken: {why}")
