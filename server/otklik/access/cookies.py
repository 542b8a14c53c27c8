"""The cookie that holds a session, and the mark of doors that ask for none."""

from litestar.datastructures import Cookie

from otklik.access.config import AccessSettings

PUBLIC = {"public": True}
"""Marks the doors that anybody may knock at."""


def session_cookie(settings: AccessSettings, value: str, max_age: int) -> Cookie:
    """Make the cookie of a session; with no value and no age it takes the former one away."""
    return Cookie(
        key=settings.cookie_name,
        value=value,
        max_age=max_age,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
