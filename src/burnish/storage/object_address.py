"""Where a bucket is: `s3://bucket/prefix?endpoint=…&region=…`, with nothing secret in it."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from burnish.errors import BadInput

EXAMPLE = "s3://bucket/prefix?endpoint=https://s3.example:9000&region=eu-central-1"
PATIENCE_S = 20.0
LONGEST_PATIENCE_S = 600.0

_OPTIONS = ("endpoint", "region", "style", "downloads", "patience_s")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
_PREFIX = re.compile(r"[A-Za-z0-9!_.'()*-]+(/[A-Za-z0-9!_.'()*-]+)*", re.ASCII)
"""Characters that every server and every tool takes as they are."""


@dataclass(frozen=True)
class ObjectAddress:
    """A bucket, what all keys begin with, and how it is spoken to."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    """`https://…` of another server than Amazon's; empty for that or what the environment names."""
    region: str = ""
    """Empty for what the environment names."""
    is_virtual: bool = False
    """Whether the bucket is part of the host's name, and not the first part of the path."""
    is_direct: bool = False
    """Whether browsers fetch finished exports from the bucket itself, by signed addresses that live minutes."""
    patience_s: float = PATIENCE_S
    """The longest that one thing may take, with every attempt at it; large bytes have more."""

    @property
    def place(self) -> str:
        """Bucket and prefix, for messages."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


def parse_address(url: str) -> ObjectAddress:
    """The address that this text is. Raises BadInput, which does not repeat what may be a secret."""
    try:
        parts = urlsplit(url)
        said = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise BadInput(f"the address of a bucket cannot be read; one is {EXAMPLE}") from None
    _check(parts, said)
    prefix = unquote(parts.path).strip("/")
    if prefix and (_PREFIX.fullmatch(prefix) is None or {".", ".."} & set(prefix.split("/"))):
        raise BadInput(
            f"a bucket's prefix {prefix!r}; letters, digits and !_.'()*- are allowed, and / between"
        )
    return ObjectAddress(
        parts.netloc, prefix, _endpoint(said.get("endpoint", "")), said.get("region", ""),
        _chosen(said, "style", "path", "virtual"), _chosen(said, "downloads", "served", "direct"),
        _patience(said.get("patience_s", str(PATIENCE_S))),
    )  # fmt: skip


def is_address(text: str) -> bool:
    """Whether this is meant to be the address of a bucket, and not a folder."""
    return text.startswith("s3:")


def _check(parts: SplitResult, said: dict[str, str]) -> None:
    if parts.scheme != "s3":
        raise BadInput(f"the address of a bucket begins with {parts.scheme!r}; 's3' is allowed: {EXAMPLE}")
    if "@" in parts.netloc:
        raise BadInput(
            "the address of a bucket holds a name or a key; give those by AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY in the environment"
        )
    if _BUCKET.fullmatch(parts.netloc) is None:
        raise BadInput(f"{parts.netloc!r} is no name of a bucket; 3 to 63 of a-z, 0-9, . and - are allowed")
    if parts.fragment:
        raise BadInput(f"the address of a bucket has a '#'; one is {EXAMPLE}")
    unknown = next((name for name in said if name not in _OPTIONS), None)
    if unknown is not None:
        raise BadInput(f"the address of a bucket says {unknown!r}; {', '.join(_OPTIONS)} are allowed")


def _endpoint(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        parts, has_port = None, False
    if parts is None or not has_port or parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(
            "endpoint: https://host:port or http://host:port of a server that speaks S3 is allowed"
        )
    if "@" in parts.netloc:
        raise BadInput(
            "endpoint: a name or a key is in it; give those by AWS_ACCESS_KEY_ID in the environment"
        )
    return text.rstrip("/")


def _chosen(said: dict[str, str], name: str, usual: str, other: str) -> bool:
    """Whether it is the other."""
    chosen = said.get(name, usual)
    if chosen not in (usual, other):
        raise BadInput(f"{name} {chosen!r}; {usual!r} and {other!r} are allowed")
    return chosen == other


def _patience(text: str) -> float:
    try:
        patience_s = float(text)
    except ValueError:
        patience_s = float("nan")
    if not 0 < patience_s <= LONGEST_PATIENCE_S:
        raise BadInput(f"patience_s {text!r}; seconds up to {LONGEST_PATIENCE_S:g} are allowed")
    return patience_s
