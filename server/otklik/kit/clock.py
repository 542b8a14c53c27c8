"""The only source of the current time, so that tests can move it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the current instant, always aware and in UTC."""
    return datetime.now(UTC)
