"""Errors as answers: every deliberate error has a status, and its words reach whoever asked (RFC 9457)."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

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
from burnish.service.security.refusal import log_refusal
from burnish.wire.problem import Problem

LOG = logging.getLogger("burnish.service")

STATUSES: Sequence[tuple[type[BurnishError], int, str]] = (
    (Unsigned, 401, "unsigned"),
    (NotAllowed, 403, "not_allowed"),
    (NotFound, 404, "not_found"),
    (Conflict, 409, "conflict"),
    (TooMany, 429, "too_many"),
    (PhotoTooLarge, 413, "too_large"),
    (UnsupportedFormat, 415, "unsupported_format"),
    (BadInput, 422, "bad_input"),
    (ChatError, 502, "planner_unavailable"),
    (WriteFailed, 507, "not_written"),
    (Failure, 500, "failed"),
)
"""The first that fits."""

_TITLES = {
    400: "bad_request",
    404: "not_found",
    405: "not_allowed",
    413: "too_large",
    415: "unsupported_format",
}
_JSON = "application/problem+json"
_TOLD = {
    400: "The request is not one, or its path is not.",
    401: "Nobody is signed in.",
    403: "The request comes from elsewhere than this server's pages, or this person may not do that.",
    404: "Nothing of this id is there for this person.",
    409: "Something else was done meanwhile.",
    413: "More bytes or pixels than are taken.",
    415: "A format that is not read.",
    421: "Another server's name.",
    422: "The input is wrong; nothing was changed.",
    429: "Too many requests.",
    500: "The work could not be finished.",
    502: "The chat model that plans does not answer.",
    507: "The system refused to write.",
}

RESPONSES: Mapping[int | str, dict[str, Any]] = {
    status: {"description": told, "content": {_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, told in _TOLD.items()
}
"""What any route may answer besides its own."""


def problem_of(error: BurnishError) -> Problem:
    """What a deliberate error says over HTTP."""
    status, title = next((status, title) for kind, status, title in STATUSES if isinstance(error, kind))
    told = {"code": error.problem_code, "values": dict(error.problem_values)}
    return Problem.model_validate({"title": title, "status": status, "detail": str(error), **told})


def answer_problems(app: FastAPI) -> None:
    """Let every error of a route become a problem document."""
    app.add_exception_handler(BurnishError, _deliberate)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(
        problem.model_dump(mode="json"), problem.status, media_type=_JSON, headers=dict(headers or {})
    )


def _deliberate(request: Request, error: Exception) -> Response:
    """What a `PUT` carries and cannot be kept as it is, is a conflict (RFC 9110, section 9.3.4)."""
    assert isinstance(error, BurnishError)
    problem = problem_of(error)
    if request.method == "PUT" and problem.status == 422:
        problem = problem.model_copy(update={"status": 409})
    if problem.status >= 500:
        LOG.error("%s: %s", problem.title, error)
    elif problem.status in (401, 403, 429):
        log_refusal(problem.title, request.scope)
    waits = {"retry-after": str(error.retry_after_s)} if isinstance(error, TooMany) else None
    return _answer(problem, waits)


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()[:10]
    where = [".".join(str(part) for part in each["loc"]) for each in found]
    detail = "; ".join(f"{place}: {each['msg']}" for place, each in zip(where, found, strict=True))
    return _answer(Problem(title="bad_input", status=422, detail=detail[:2000], where=where))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = _TITLES.get(error.status_code, "failed")
    problem = Problem(title=title, status=error.status_code, detail=str(error.detail))
    headers = {"allow": ", ".join(_methods(request))} if error.status_code == 405 else error.headers
    return _answer(problem, headers)


def _methods(request: Request) -> list[str]:
    """Every method that a path has: routes of one path are several, and each knows only its own."""
    there: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            there |= getattr(route, "methods", None) or set()
    return sorted(there)


def _unexpected(request: Request, error: Exception) -> Response:
    """A defect of ours: the log has it, the answer has no innards."""
    LOG.exception("a defect while answering %s %s", request.method, request.url.path, exc_info=error)
    return _answer(
        Problem(title="failed", status=500, detail="something went wrong here; the server's log says what")
    )
