"""A provider's token is taken only where everything about it is right."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from burnish.app.team.id_tokens import Expected, claims_of
from burnish.app.team.provider import challenge, described
from burnish.errors import BadInput, Failure, Unsigned

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
KEY = RSAKey.generate_key(2048, {"kid": "k1"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1"})
CURVE = ECKey.generate_key("P-256", {"kid": "k2"})
KEYS = KeySet([RSAKey.import_key(KEY.as_dict(private=False)), ECKey.import_key(CURVE.as_dict(private=False))])
ISSUER = "https://id.example"
EXPECTED = Expected(ISSUER, "burnish", "n-1")
CLAIMS: dict[str, Any] = {
    "iss": ISSUER, "aud": "burnish", "sub": "ada", "nonce": "n-1", "iat": AT.timestamp(),
    "exp": AT.timestamp() + 300,
}  # fmt: skip


def signed(change: dict[str, Any] | None = None, key: Any = KEY, alg: str = "RS256") -> str:
    claims = {name: held for name, held in (CLAIMS | (change or {})).items() if held is not ...}
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


def test_what_is_right_is_taken():
    assert claims_of(signed(), KEYS, EXPECTED, AT)["sub"] == "ada"
    assert claims_of(signed(key=CURVE, alg="ES256"), KEYS, EXPECTED, AT)["sub"] == "ada"
    both = {"aud": ["burnish", "other"], "azp": "burnish"}
    assert claims_of(signed(both), KEYS, EXPECTED, AT)["sub"] == "ada"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"iss": "https://evil.example"}, "is from 'https://evil.example'"),
        ({"iss": f"{ISSUER}/"}, "is from"),
        ({"aud": "other"}, "for somebody else"),
        ({"aud": ...}, "for somebody else"),
        ({"aud": ["burnish", "other"]}, "given to None"),
        ({"azp": "other"}, "given to 'other'"),
        ({"exp": AT.timestamp() - 61}, "has ended"),
        ({"exp": ...}, "does not say 'exp'"),
        ({"exp": True}, "does not say 'exp'"),
        ({"iat": AT.timestamp() + 120}, "from the future"),
        ({"nbf": AT.timestamp() + 120}, "from the future"),
        ({"nonce": "n-2"}, "not made for this sign-in"),
        ({"nonce": ...}, "not made for this sign-in"),
        ({"sub": ""}, "who it is for"),
        ({"sub": 7}, "who it is for"),
    ],
)
def test_a_claim_that_is_wrong_is_named(change, why):
    with pytest.raises(Unsigned, match=why):
        claims_of(signed(change), KEYS, EXPECTED, AT)


def _unsigned(claims: dict[str, Any]) -> str:
    parts = [json.dumps({"alg": "none"}), json.dumps(claims)]
    return ".".join(base64.urlsafe_b64encode(each.encode()).rstrip(b"=").decode() for each in parts) + "."


def _with_public_key_as_secret() -> str:
    parts = [json.dumps(each).encode() for each in ({"alg": "HS256", "kid": "k1"}, CLAIMS)]
    said = b".".join(_plain(each) for each in parts)
    return b".".join([said, _plain(hmac.digest(KEY.as_pem(private=False), said, "sha256"))]).decode()


def _plain(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _tampered() -> str:
    head, _, mark = signed().split(".")
    body = base64.urlsafe_b64encode(json.dumps(CLAIMS | {"sub": "eve"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{mark}"


@pytest.mark.parametrize(
    "forge",
    [
        lambda: _unsigned(CLAIMS), _with_public_key_as_secret, _tampered, lambda: signed(key=OTHER),
        lambda: "", lambda: "a.b.c", lambda: "x" * 70_000, lambda: signed()[:-4],
    ],
)  # fmt: skip
def test_a_forged_one_is_refused(forge: Callable[[], str]):
    with pytest.raises(Unsigned, match=r"signature is not good|too long"):
        claims_of(forge(), KEYS, EXPECTED, AT)


def test_only_what_the_provider_says_it_signs_with_is_taken():
    only = Expected(ISSUER, "burnish", "n-1", ("RS256",))
    with pytest.raises(Unsigned, match="signature"):
        claims_of(signed(key=CURVE, alg="ES256"), KEYS, only, AT)


def test_the_clocks_may_be_a_minute_apart():
    assert claims_of(signed(), KEYS, EXPECTED, AT + timedelta(seconds=350))["sub"] == "ada"


def test_the_challenge_is_that_of_the_standard():
    """RFC 7636, appendix B."""
    assert (
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


SAYS = {
    "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/a", "token_endpoint": f"{ISSUER}/t",
    "jwks_uri": f"{ISSUER}/k", "id_token_signing_alg_values_supported": ["none", "HS256", "ES256", "RS256"],
}  # fmt: skip


def test_a_description_says_where_to_go_and_cannot_weaken_what_is_taken():
    found = described(SAYS, ISSUER)
    assert found.algorithms == ("RS256", "ES256")
    with pytest.raises(Failure, match="calls itself"):
        described(SAYS, "https://other.example")
    with pytest.raises(Failure, match="token_endpoint"):
        described(SAYS | {"token_endpoint": None}, ISSUER)
    with pytest.raises(BadInput, match="https is needed"):
        described(SAYS | {"jwks_uri": "http://id.example/k"}, ISSUER)
