"""What a server that speaks S3 complains about, in our words: keys and signatures in its answers are not told."""

import re

_CODE = re.compile(r"<Code>([A-Za-z0-9.]{1,64})</Code>")
_STATUS = re.compile(r"status code: (\d{3})")
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 507, 509})
_PASSING_CODES = frozenset(
    {
        "RequestTimeout", "SlowDown", "BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody",
        "XAmzContentChecksumMismatch", "OperationAborted", "InternalError", "ServiceUnavailable",
    }
)  # fmt: skip
"""https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""
_WORDS = {
    "NoSuchBucket": "there is no such bucket",
    "AccessDenied": "these credentials may not do this",
    "InvalidAccessKeyId": "the server does not know this access key",
    "SignatureDoesNotMatch": "the secret key is not the access key's",
    "ExpiredToken": "the credentials have ended",
    "RequestTimeTooSkewed": "the clock of this machine is not the server's",
    "AuthorizationHeaderMalformed": "the bucket is in another region; name it by region= in its address",
    "PermanentRedirect": "the bucket is in another region; name it by region= in its address",
    "BadDigest": "the bytes were altered on their way",
    "XAmzContentSHA256Mismatch": "the bytes were altered on their way",
    "QuotaExceeded": "there is no room",
    "EntityTooLarge": "the bytes are more than the server takes",
}
_METADATA_SERVICE = "169.254.169.254"


def is_passing(error: Exception) -> bool:
    """Whether the same may succeed when it is tried again."""
    text = str(error)
    if _METADATA_SERVICE in text:
        return False
    if _code(text) in _PASSING_CODES:
        return True
    status = _status(text)
    return status is None or status in _PASSING


def says_no_bucket(error: Exception) -> bool:
    """Whether it is the bucket that is not there, and not an object in it."""
    return _code(str(error)) == "NoSuchBucket"


def reason_of(error: Exception) -> str:
    """The cause in a few words of ours."""
    text = str(error)
    code, status = _code(text), _status(text)
    if _METADATA_SERVICE in text:
        return "no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"
    if code in _WORDS:
        return _WORDS[code]
    if status is not None:
        return f"the server answered {status}{f' {code}' if code else ''}"
    if isinstance(error, TimeoutError) or "kind: Timeout" in text:
        return "no answer in time"
    if "kind: Connect" in text:
        return "the server cannot be reached"
    if "kind: Interrupted" in text or "kind: Body" in text:
        return "the connection was lost"
    return "what came is no whole answer of S3"


def _code(text: str) -> str:
    found = _CODE.search(text)
    return "" if found is None else found[1]


def _status(text: str) -> int | None:
    found = _STATUS.search(text)
    return None if found is None else int(found[1])
