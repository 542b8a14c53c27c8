"""Calls to hosts whose names a person typed, for protocols other than HTTP: judged before a byte is sent."""

from collections.abc import Awaitable, Callable, Sequence

Guard = Callable[[str], Awaitable[Sequence[str]]]
"""Resolves a host name and returns the addresses we may call; raises AddressRefused when there is none."""


class AddressRefused(Exception):
    """The name leads to a place we must not call."""
