"""The other side of this channel: our own visitor's room, which shows people what they are offered."""

from collections.abc import Mapping
from typing import Any, Protocol

from otklik.channelkit.outbound import OutboundFile, SendError, SendErrorKind
from otklik.kit.errors import Forbidden, NotFound, OtklikError, RateLimited, Unauthorized


class Offers(Protocol):
    """Where messages are offered. Raises NotFound for a visitor who ended their session, Unavailable, RateLimited."""

    async def offer(self, inbox_id: int, payload: Mapping[str, Any], files: Mapping[str, OutboundFile]) -> None:
        """Offer a part of a message to the visitor named in it; the same part again is the same offer."""
        ...

    async def change(self, inbox_id: int, external_id: str, text: str) -> None:
        """Offer another text in its place."""
        ...

    async def withdraw(self, inbox_id: int, external_id: str) -> None:
        """Take an offer back."""
        ...


class NoOffers:
    """Takes every offer and shows it to nobody: for a channel without a visitor's room."""

    async def offer(self, inbox_id: int, payload: Mapping[str, Any], files: Mapping[str, OutboundFile]) -> None:
        """Take the offer."""

    async def change(self, inbox_id: int, external_id: str, text: str) -> None:
        """Take the change."""

    async def withdraw(self, inbox_id: int, external_id: str) -> None:
        """Take it back."""


def send_error(error: OtklikError) -> SendError:
    """Say what a refusal of our own room means. Offers may be repeated, so whatever is unknown is tried again."""
    wait = error.retry_after if isinstance(error, RateLimited) else None
    return SendError(kind=_kind_of(error), code=error.slug, detail=error.detail, retry_after_s=wait)


def _kind_of(error: OtklikError) -> SendErrorKind:
    match error:
        case RateLimited():
            return SendErrorKind.RATE
        case NotFound():
            return SendErrorKind.GONE
        case Forbidden() | Unauthorized():
            return SendErrorKind.AUTH
        case _:
            return SendErrorKind.RETRY
