"""Problem documents become the errors that were raised on the server."""

from collections.abc import Mapping

import httpx2
from pydantic import ValidationError

from burnish.errors import (
    BadInput,
    BurnishError,
    ChatError,
    Conflict,
    Failure,
    NotAllowed,
    NotFound,
    PhotoTooLarge,
    TooMany,
    Unsigned,
    UnsupportedFormat,
    WriteFailed,
)
from burnish.wire.problem import Problem

_KINDS: Mapping[str, type[BurnishError]] = {
    "not_found": NotFound, "conflict": Conflict, "too_large": PhotoTooLarge,
    "unsupported_format": UnsupportedFormat, "bad_input": BadInput, "planner_unavailable": ChatError,
    "not_written": WriteFailed, "failed": Failure, "unsigned": Unsigned, "not_allowed": NotAllowed,
    "too_many": TooMany,
}  # fmt: skip
"""By the problem's title."""

_BY_STATUS: Mapping[int, type[BurnishError]] = {
    401: Unsigned, 403: NotAllowed, 404: NotFound, 409: Conflict, 413: PhotoTooLarge, 415: UnsupportedFormat,
    429: TooMany,
}  # fmt: skip
"""For titles that this version does not know."""


def error_of(problem: Problem) -> BurnishError:
    """The error that a problem document tells of."""
    by_status = _BY_STATUS.get(problem.status, BadInput if problem.status < 500 else Failure)
    return _KINDS.get(problem.title, by_status)(problem.detail).coded(problem.code, **problem.values)


def problem_in(answer: httpx2.Response) -> Problem:
    """The problem document of an answer that was read; one of our own where something between answered."""
    try:
        return Problem.model_validate_json(answer.content, extra="ignore")
    except ValidationError:
        detail = f"{answer.request.url} answered {answer.status_code} without saying why"
        return Problem(title="", status=answer.status_code, detail=detail)
