"""Families of refusals. A room derives named ones; the web edge maps a family to a status once.

OtklikError
├── Invalid         422  the request is understood and wrong; may name fields
├── Unauthorized    401  who are you?
├── Forbidden       403  you may not
├── NotFound        404  absent, or not yours: the two are never told apart
├── Conflict        409  true a moment ago
├── TooLarge        413
├── RateLimited     429  with `retry_after` seconds
└── Unavailable     503  try again
"""

from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct


class FieldError(Struct, frozen=True):
    """What is wrong with one field: a path such as `settings.token`, a slug, and words in English."""

    field: str
    code: str
    message: str


class OtklikError(Exception):
    """A refusal with a stable `code` that the desk translates and words in English."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str, *, code: str | None = None, extra: Mapping[str, object] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.slug = code or self.code
        self.extra: Mapping[str, object] = extra or {}


class Invalid(OtklikError):
    """The request is understood and wrong."""

    code = "invalid"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: tuple[FieldError, ...] = (),
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail, code=code, extra=extra)
        self.errors = errors


class Unauthorized(OtklikError):
    """The caller has not proved who they are."""

    code = "unauthorized"


class Forbidden(OtklikError):
    """The caller is known and lacks the right."""

    code = "forbidden"


class NotFound(OtklikError):
    """Absent, or not visible to this caller."""

    code = "not_found"


class Conflict(OtklikError):
    """The world moved on since the caller looked."""

    code = "conflict"


class TooMany(Conflict):
    """As many are kept as may be; extra: limit. A subclass names its code and `what`."""

    what: ClassVar[str]

    def __init__(self, limit: int) -> None:
        super().__init__(f"there can be at most {limit} {self.what}", extra={"limit": limit})


class SavedMeanwhile(Conflict):
    """Somebody saved the same thing first; extra: the version it has now. A subclass names `what`."""

    code = "stale"
    what: ClassVar[str]

    def __init__(self, version: int) -> None:
        super().__init__(f"somebody changed this {self.what} first", extra={"version": version})


class TooLarge(OtklikError):
    """Over a stated limit of size."""

    code = "too_large"


class RateLimited(OtklikError):
    """Too many attempts; `retry_after` is in seconds."""

    code = "rate_limited"

    def __init__(self, detail: str, *, retry_after: float) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(OtklikError):
    """Something we depend on does not answer; nothing was accepted."""

    code = "unavailable"
