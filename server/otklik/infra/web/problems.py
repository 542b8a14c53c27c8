"""Refusals become answers: the family gives the status, the code stays, the words follow the caller's language."""

import math
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct
from psycopg import DataError

from otklik.infra.web.bodies import field_error
from otklik.infra.web.words import Language, preferred_language, say, say_field
from otklik.kit.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    OtklikError,
    RateLimited,
    TooLarge,
    Unauthorized,
    Unavailable,
)

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"

_STATUSES: tuple[tuple[type[OtklikError], int], ...] = (
    (Invalid, 422),
    (Unauthorized, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (TooLarge, 413),
    (RateLimited, 429),
    (Unavailable, 503),
)
_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "rate_limited",
    503: "unavailable",
}
_DETAILS = {
    404: "not found",
    405: "this method is not supported here",
    413: "the request is larger than allowed",
    500: "something went wrong on our side; it has been recorded",
}
_SERVER_FAULT = 500


class Problem(Struct, frozen=True, kw_only=True):
    """An answer of refusal (RFC 9457). `code` is stable; `extra` members stand beside the others on the wire."""

    status: int
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    extra: tuple[tuple[str, object], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def to_json(self, language: Language) -> bytes:
        """Encode for the wire, in the caller's language."""
        body: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": say(self.code, self.detail, language),
            "code": self.code,
        }
        if self.errors:
            body["errors"] = [
                FieldError(error.field, error.code, say_field(error.code, error.message, language))
                for error in self.errors
            ]
        return msgspec.json.encode(dict(self.extra) | body)


def describe(error: Exception) -> Problem:
    """Turn any exception into the answer it deserves; what is not a refusal is a fault of ours and says nothing."""
    if isinstance(error, OtklikError):
        return _refusal(error)
    if isinstance(error, ValidationException):
        return Problem(status=422, code="invalid", detail="some fields are wrong", errors=_fields(error))
    if isinstance(error, HTTPException) and error.status_code < _SERVER_FAULT:
        return _http(error)
    if isinstance(error, RecursionError):
        return Problem(status=400, code="bad_request", detail="the body is nested too deeply")
    if isinstance(error, DataError):
        return Problem(status=422, code="invalid", detail="a value cannot be stored")
    return Problem(status=500, code="internal", detail=_DETAILS[500])


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a request that failed; the framework's handler for every exception."""
    problem = describe(error)
    if problem.status == _SERVER_FAULT:
        log.error("http.fault", error=type(error).__name__, exc_info=error)
    elif isinstance(error, DataError):
        log.warning("http.unstorable", error=type(error).__name__)
    language = preferred_language(request.headers.get("accept-language", ""))
    return Response(
        problem.to_json(language),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )


def _refusal(error: OtklikError) -> Problem:
    status = next((status for family, status in _STATUSES if isinstance(error, family)), 400)
    headers: tuple[tuple[str, str], ...] = ()
    if isinstance(error, RateLimited):
        headers = (("Retry-After", str(max(1, math.ceil(error.retry_after)))),)
    elif isinstance(error, Unavailable):
        headers = (("Retry-After", "1"),)
    elif isinstance(error, Unauthorized):
        headers = (("WWW-Authenticate", "Bearer"),)
    return Problem(
        status=status,
        code=error.slug,
        detail=error.detail,
        errors=error.errors if isinstance(error, Invalid) else (),
        extra=tuple(error.extra.items()),
        headers=headers,
    )


def _http(error: HTTPException) -> Problem:
    status = error.status_code
    return Problem(
        status=status,
        code=_CODES.get(status, "bad_request"),
        detail=_DETAILS.get(status, error.detail),
        headers=tuple((error.headers or {}).items()),
    )


def _fields(error: ValidationException) -> tuple[FieldError, ...]:
    found = error.extra if isinstance(error.extra, list) else []
    fields = []
    for item in found:
        key = str(item.get("key", ""))
        if key == "data":
            fields.append(FieldError("", "missing", "a body is required"))
        else:
            fields.append(field_error(str(item.get("message", "")), key))
    return tuple(fields)
