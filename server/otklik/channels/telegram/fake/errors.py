"""Refusals in the words of the real server."""

from typing import NoReturn


class ApiError(Exception):
    """A refusal of the Bot API."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


class Hang(Exception):
    """Accepted, but the answer never leaves."""


def bad_request(words: str) -> NoReturn:
    """Refuse what the caller asked."""
    raise ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> NoReturn:
    """Refuse because of what the other side decided."""
    raise ApiError(403, f"Forbidden: {words}")


def too_many(seconds: int) -> NoReturn:
    """Ask to wait."""
    raise ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
