"""A provider that signs people in: found by its own description, asked over HTTPS, believed only with its signature.

Sources: OpenID Connect Discovery 1.0; RFC 7636 (PKCE); RFC 9207 (the issuer in the answer); RFC 9700 (what else).
"""

import base64
import hashlib
import ipaddress
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus, urlencode, urlsplit

from burnish.app.team.id_tokens import ALGORITHMS, Expected, claims_of
from burnish.errors import BadInput, Failure, Unsigned
from burnish.models.settings import OidcSettings

if TYPE_CHECKING:
    import httpx2
    from joserfc.jwk import KeySet

TIMEOUT_S = 10.0
MOST_BYTES = 2**20
DESCRIBED_FOR = timedelta(hours=1)
KEYS_AGAIN_AFTER = timedelta(seconds=30)
"""How soon keys are fetched again for a token whose key is not known."""

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Description:
    """What a provider says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    sends_issuer: bool
    takes_basic: bool


@dataclass
class _Known:
    described_at: datetime | None = None
    description: Description | None = None
    keys_at: datetime | None = None
    keys: "KeySet | None" = None


@dataclass(frozen=True)
class Provider:
    """One provider. Safe to ask from several threads."""

    settings: OidcSettings
    client: "Callable[[], httpx2.Client]" = field(repr=False)
    """A connection, for one question."""
    _known: _Known = field(default_factory=_Known, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def address(self, redirect: str, state: str, nonce: str, verifier: str, at: datetime) -> str:
        """Where to send somebody's browser. Raises Failure where the provider does not answer."""
        asked = {
            "response_type": "code", "client_id": self.settings.client_id, "redirect_uri": redirect,
            "scope": " ".join(self.settings.scopes), "state": state, "nonce": nonce,
            "code_challenge": challenge(verifier), "code_challenge_method": "S256",
        }  # fmt: skip
        endpoint = self.description(at).authorization_endpoint
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def check_issuer(self, issuer: str | None, at: datetime) -> None:
        """Raise Unsigned where an answer is from another provider than was asked."""
        if issuer is None and not self.description(at).sends_issuer:
            return
        if issuer != self.settings.issuer:
            raise Unsigned(f"the answer is from {issuer!r}, not from the provider that was asked")

    def claims(self, code: str, verifier: str, nonce: str, redirect: str, at: datetime) -> Mapping[str, Any]:
        """What the provider says of whoever came back with a code. Raises Unsigned, Failure."""
        text = self._id_token(code, verifier, redirect, at)
        found = self.description(at)
        expected = Expected(self.settings.issuer, self.settings.client_id, nonce, found.algorithms)
        try:
            return claims_of(text, self._keys(found, at), expected, at)
        except Unsigned:
            fresh = self._fresh_keys(found, at)
            if fresh is None:
                raise
            return claims_of(text, fresh, expected, at)

    def description(self, at: datetime) -> Description:
        """What the provider says of itself, not older than an hour. Raises Failure."""
        known = self._known
        with self._lock:
            if (
                known.description is None
                or known.described_at is None
                or at - known.described_at >= DESCRIBED_FOR
            ):
                document = self._fetched(self.settings.issuer.rstrip("/") + WELL_KNOWN)
                known.description, known.described_at = described(document, self.settings.issuer), at
            return known.description

    def _id_token(self, code: str, verifier: str, redirect: str, at: datetime) -> str:
        found, own = self.description(at), self.settings
        secret = own.client_secret.get_secret_value()
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier,
        }  # fmt: skip
        headers = {"accept": "application/json"}
        if secret and found.takes_basic:
            pair = f"{quote_plus(own.client_id)}:{quote_plus(secret)}".encode()
            headers["authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        else:
            form |= {"client_id": own.client_id} | ({"client_secret": secret} if secret else {})
        answer = self._asked("POST", found.token_endpoint, headers=headers, data=form)
        if 400 <= answer.status_code < 500:
            raise Unsigned("the provider does not know this sign-in (any more); begin again")
        text = _object(answer, found.token_endpoint).get("id_token")
        if not isinstance(text, str):
            raise Failure(f"{found.token_endpoint!r} answered without an ID token")
        return text

    def _keys(self, found: Description, at: datetime) -> "KeySet":
        known = self._known
        with self._lock:
            if known.keys is None or known.keys_at is None or at - known.keys_at >= DESCRIBED_FOR:
                known.keys, known.keys_at = self._fetched_keys(found), at
            return known.keys

    def _fresh_keys(self, found: Description, at: datetime) -> "KeySet | None":
        """Keys may have been changed; None where they were fetched just now."""
        known = self._known
        with self._lock:
            if known.keys_at is not None and at - known.keys_at < KEYS_AGAIN_AFTER:
                return None
            known.keys, known.keys_at = self._fetched_keys(found), at
            return known.keys

    def _fetched_keys(self, found: Description) -> "KeySet":
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        document = self._fetched(found.jwks_uri)
        try:
            return KeySet.import_key_set(cast("Any", document))
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Failure(f"{found.jwks_uri!r} has no keys that can be read: {error}") from None

    def _fetched(self, url: str) -> dict[str, Any]:
        return _object(self._asked("GET", url, headers={"accept": "application/json"}), url)

    def _asked(self, method: str, url: str, **how: Any) -> "httpx2.Response":
        import httpx2

        try:
            with self.client() as client, client.stream(method, url, **how) as answer:
                data = b""
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > MOST_BYTES:
                        raise Failure(f"{url!r} answers with more than {MOST_BYTES} bytes")
                return httpx2.Response(answer.status_code, content=data, request=answer.request)
        except httpx2.HTTPError as error:
            raise Failure(f"{url!r} does not answer: {str(error) or type(error).__name__}") from error


def provider(settings: OidcSettings) -> Provider:
    """The provider of the settings. Raises BadInput where it cannot be used."""
    if find_spec("joserfc") is None:
        raise BadInput("signing in by a provider needs the extra 'team': pip install 'burnish[team]'")
    _check_secure(settings.issuer, "oidc.issuer")

    def client() -> "httpx2.Client":
        import httpx2

        return httpx2.Client(timeout=TIMEOUT_S, follow_redirects=False)

    return Provider(settings, client)


def challenge(verifier: str) -> str:
    """What is sent ahead of a verifier (RFC 7636, section 4.2, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def described(document: Mapping[str, Any], issuer: str) -> Description:
    """A provider's description. Raises Failure where it is another's, or lacks something."""
    if document.get("issuer") != issuer:
        raise Failure(f"the provider at {issuer!r} calls itself {document.get('issuer')!r}; name it by that")
    ends = {name: document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    for name, url in ends.items():
        if not isinstance(url, str):
            raise Failure(f"the provider at {issuer!r} does not say its {name!r}")
        _check_secure(url, name)
    says = _texts(document.get("id_token_signing_alg_values_supported"))
    methods = _texts(document.get("token_endpoint_auth_methods_supported"))
    return Description(
        str(ends["authorization_endpoint"]), str(ends["token_endpoint"]), str(ends["jwks_uri"]),
        tuple(each for each in ALGORITHMS if each in says) or ("RS256",),
        document.get("authorization_response_iss_parameter_supported") is True,
        not methods or "client_secret_basic" in methods,
    )  # fmt: skip


def _texts(found: Any) -> list[str]:
    return (
        [each for each in cast("list[Any]", found) if isinstance(each, str)]
        if isinstance(found, list)
        else []
    )


def _object(answer: "httpx2.Response", url: str) -> dict[str, Any]:
    if not answer.is_success:
        raise Failure(f"{url!r} answers with status {answer.status_code}")
    try:
        document: Any = answer.json()
    except ValueError:
        raise Failure(f"{url!r} answers with what is no JSON") from None
    if not isinstance(document, dict):
        raise Failure(f"{url!r} answers with what is no JSON object")
    return cast("dict[str, Any]", document)


def _check_secure(url: str, what: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or "")):
        return
    raise BadInput(f"{what} {url!r}; https is needed, http only on this machine")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
