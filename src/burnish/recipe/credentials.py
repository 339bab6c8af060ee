"""Content Credentials: signed provenance that says what was done to a picture, and with what.

C2PA Technical Specification 2.4: a manifest with a `c2pa.actions.v2` assertion (clause 18.15), signed with
the user's own key. Nothing here talks to the network: no timestamps, revocation checks or remote manifests.
"""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypedDict, cast

from burnish import __version__
from burnish.errors import BadInput, Failure, UnreadablePhoto, UnsupportedFormat

if TYPE_CHECKING:
    import c2pa
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

MIME_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "dng": "image/x-adobe-dng",
}
"""Formats that can carry credentials, by Burnish's name."""

ADJUSTED_COLOR = "c2pa.adjustedColor"
CROPPED = "c2pa.cropped"
EDITED = "c2pa.edited"
ENHANCED = "c2pa.enhanced"
FILTERED = "c2pa.filtered"
ORIENTATION = "c2pa.orientation"
RESIZED = "c2pa.resized"

STANDARD_ACTIONS = {
    "crop": CROPPED,
    "flip": ORIENTATION,
    "rotate": ORIENTATION,
    "perspective": ORIENTATION,
    "resize": RESIZED,
    "heal": EDITED,
    "background": EDITED,
    "denoise": ENHANCED,
    "sharpen": ENHANCED,
    "dehaze": FILTERED,
    "texture": FILTERED,
    "clarity": FILTERED,
    "blur": FILTERED,
    "fade": FILTERED,
    "glow": FILTERED,
    "vignette": FILTERED,
    "grain": FILTERED,
    "lut": FILTERED,
    "white_balance": ADJUSTED_COLOR,
    "exposure": ADJUSTED_COLOR,
    "brightness": ADJUSTED_COLOR,
    "contrast": ADJUSTED_COLOR,
    "tone": ADJUSTED_COLOR,
    "tone_curve": ADJUSTED_COLOR,
    "saturation": ADJUSTED_COLOR,
    "vibrance": ADJUSTED_COLOR,
    "hue": ADJUSTED_COLOR,
    "hsl": ADJUSTED_COLOR,
    "color_grading": ADJUSTED_COLOR,
    "black_and_white": ADJUSTED_COLOR,
    "recolor": ADJUSTED_COLOR,
}
"""What the standard calls the work of each tool; a tool that is not here is `c2pa.edited`.

`c2pa.color_adjustments` is deprecated in favor of `c2pa.adjustedColor`. `c2pa.removed` means that a component
ingredient was taken out, so retouching is the editorial `c2pa.edited`.
"""

_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"
"""IPTC: changed by people with tools that are not generative."""

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_OFFLINE: dict[str, Any] = {
    "version": 1,
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": []},
    # A thumbnail of the parent would show the picture before cropping and retouching.
    "builder": {"thumbnail": {"enabled": False}},
}


@dataclass(frozen=True)
class Action:
    """One step of a recipe as credentials tell it."""

    tool: str
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """JSON values."""

    reason: str = ""


@dataclass(frozen=True)
class Parent:
    """The photo that the picture was made from."""

    title: str
    format: str
    """A key of MIME_TYPES, or any other name for a format that cannot carry credentials."""

    data: Path | bytes | None = None
    """Its file, so that its own credentials travel along, whole, as the standard asks; None names it only."""

    digest: str = ""
    """SHA-256 of its file, as `sha256:` and hex digits."""


class Credentials(TypedDict):
    """What a picture's credentials say, and whether that can be believed."""

    state: str
    """Trusted, Valid (intact, its signer on no trust list), Invalid, or Remote (elsewhere, not fetched)."""

    title: str
    generator: str
    signer: str
    actions: list[dict[str, Any]]
    parents: list[str]
    problems: list[str]
    """Failure codes of C2PA clause 15.2; `signingCredential.untrusted` alone leaves the state Valid."""


def sign(
    picture: Path | bytes,
    *,
    recipe_actions: Sequence[Action],
    certificate_pem: bytes,
    private_key_pem: bytes,
    title: str,
    format: str,  # noqa: A002
    parent: Parent | None = None,
) -> bytes:
    """The encoded picture with credentials inside; its pixels and other metadata stay as they are.

    The certificate chain has the signer's first; the key is EC P-256, P-384 or P-521, Ed25519, or RSA.

    Raises:
        BadInput: an unusable key or certificate, or parameters that are not JSON.
        UnsupportedFormat: a format that cannot carry credentials.
        Failure: the C2PA library is not installed, or it could not sign this picture.
    """
    library = _library()
    mime_type = _mime_type(format)
    algorithm, key = _checked_key(certificate_pem, private_key_pem)
    manifest = _manifest(recipe_actions, title, mime_type, parent)
    signed = io.BytesIO()
    try:
        information = library.C2paSignerInfo(algorithm, certificate_pem, key, None)
        with (
            library.Context.from_dict(_OFFLINE) as context,
            library.Signer.from_info(information) as signer,
            library.Builder(manifest, context=context) as builder,
            _stream(picture) as source,
        ):
            _add_parent(builder, parent)
            builder.sign(signer, mime_type, source, signed)
    except library.C2paError.Signature as error:
        raise BadInput(f"this certificate cannot sign Content Credentials: {error}") from error
    except library.C2paError as error:
        raise Failure(f"Content Credentials could not be added to {title!r}: {error}") from error
    return signed.getvalue()


def read_credentials(path: Path) -> Credentials | None:
    """The credentials inside a picture file, checked against its bytes; None when it has none.

    Raises:
        UnreadablePhoto: the file cannot be read, or its credentials are damaged beyond reading.
        UnsupportedFormat: a kind of file that cannot carry credentials.
        Failure: the C2PA library is not installed.
    """
    library = _library()
    try:
        with (
            _stream(path) as source,
            library.Context.from_dict(_OFFLINE) as context,
            library.Reader(None, source, context=context) as reader,
        ):
            return _credentials(json.loads(reader.json()))
    except library.C2paError.ManifestNotFound:
        return None
    except library.C2paError.NotSupported as error:
        raise UnsupportedFormat(
            f"{path.name!r} is no kind of file that carries Content Credentials"
        ) from error
    except library.C2paError as error:
        if str(error).startswith("Remote"):
            return _remote(str(error))
        raise UnreadablePhoto(f"the Content Credentials of {path.name!r} cannot be read: {error}") from error


def _library() -> Any:
    try:
        import c2pa
    except ImportError as error:
        raise Failure("Content Credentials need the C2PA library: pip install 'burnish[c2pa]'") from error
    return c2pa


def _mime_type(name: str) -> str:
    if name not in MIME_TYPES:
        raise UnsupportedFormat(f"{name!r} cannot carry Content Credentials; {', '.join(MIME_TYPES)} can")
    return MIME_TYPES[name]


def _stream(source: Path | bytes) -> AbstractContextManager[BinaryIO]:
    if isinstance(source, bytes):
        return nullcontext(io.BytesIO(source))
    try:
        return source.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadablePhoto(f"cannot read {str(source)!r}: {reason}") from error


def _checked_key(certificate_pem: bytes, private_key_pem: bytes) -> tuple[str, bytes]:
    """The signing algorithm, and the key as PKCS #8, the one form that the library reads."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    try:
        chain = x509.load_pem_x509_certificates(certificate_pem)
        signer = chain[0].public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput(
            "the certificate must be a PEM file: the signer's certificate, then its issuers'"
        ) from error
    try:
        key = serialization.load_pem_private_key(private_key_pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadInput("the private key must be an unencrypted PEM file") from error
    if key.public_key() != signer:
        raise BadInput("the private key does not belong to the first certificate of the chain")
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _algorithm(key), encoded


def _algorithm(key: "PrivateKeyTypes") -> str:
    """The algorithm for a key (C2PA clause 13.2.1)."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048:
        return "ps256"
    raise BadInput("the private key must be EC P-256, P-384 or P-521, Ed25519, or RSA of at least 2048 bits")


def _manifest(actions: Sequence[Action], title: str, mime_type: str, parent: Parent | None) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "claim_generator_info": [_agent()],
        "title": title,
        "format": mime_type,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [_origin(parent), *map(_told, actions)]}}
        ],
    }
    if parent is not None and not _travels(parent):
        manifest["ingredients"] = [_ingredient(parent)]
    return manifest


def _agent() -> dict[str, str]:
    return {"name": "Burnish", "version": __version__}


def _origin(parent: Parent | None) -> dict[str, Any]:
    """The action that the standard wants first: what was opened, or that the picture came to be here."""
    if parent is None:
        return {"action": "c2pa.created", "digitalSourceType": _SOURCE_TYPE, "softwareAgent": _agent()}
    return {"action": "c2pa.opened", "softwareAgent": _agent(), "parameters": {"ingredientIds": ["parent"]}}


def _told(action: Action) -> dict[str, Any]:
    try:
        params = json.loads(json.dumps(dict(action.params), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise BadInput(f"the parameters of {action.tool!r} are not JSON: {error}") from error
    told: dict[str, Any] = {
        "action": STANDARD_ACTIONS.get(action.tool, EDITED),
        "softwareAgent": _agent(),
        "parameters": {"burnish.tool": action.tool, "burnish.parameters": params},
    }
    if action.tool in STANDARD_ACTIONS:
        # Of another's tool nobody here can promise that it is not generative.
        told["digitalSourceType"] = _SOURCE_TYPE
    return told | ({"description": action.reason} if action.reason else {})


def _travels(parent: Parent) -> bool:
    return parent.data is not None and parent.format in MIME_TYPES


def _ingredient(parent: Parent) -> dict[str, str]:
    ingredient = {"title": parent.title, "relationship": "parentOf", "label": "parent"}
    if not _travels(parent):
        ingredient["format"] = MIME_TYPES.get(parent.format, f"image/x-{parent.format}")
    return ingredient | ({"description": parent.digest} if parent.digest else {})


def _add_parent(builder: "c2pa.Builder", parent: Parent | None) -> None:
    if parent is None or parent.data is None or not _travels(parent):
        return
    with _stream(parent.data) as source:
        builder.add_ingredient(_ingredient(parent), MIME_TYPES[parent.format], source)


def _credentials(store: Mapping[str, Any]) -> Credentials:
    """The active manifest of a manifest store, in few words."""
    manifest = cast("Mapping[str, Any]", store["manifests"][store["active_manifest"]])
    generators = manifest.get("claim_generator_info") or [{"name": manifest.get("claim_generator", "")}]
    first = generators[0]
    assertions = [a for a in manifest.get("assertions", ()) if a["label"].startswith("c2pa.actions")]
    signature = manifest.get("signature_info", {})
    return {
        "state": store.get("validation_state", "Invalid"),
        "title": manifest.get("title") or "",
        "generator": "/".join(filter(None, (first.get("name"), first.get("version")))),
        "signer": signature.get("common_name") or signature.get("issuer") or "",
        "actions": [action for assertion in assertions for action in assertion["data"]["actions"]],
        "parents": [
            i.get("title") or "" for i in manifest.get("ingredients", ()) if i["relationship"] == "parentOf"
        ],
        "problems": sorted({status["code"] for status in store.get("validation_status", ())}),
    }


def _remote(problem: str) -> Credentials:
    return {
        "state": "Remote",
        "title": "",
        "generator": "",
        "signer": "",
        "actions": [],
        "parents": [],
        "problems": [problem],
    }
