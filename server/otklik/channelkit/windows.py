"""How long after the customer's last word a channel lets us write."""

from datetime import datetime, timedelta
from enum import StrEnum

from otklik.channelkit.capabilities import Capabilities


class Opening(StrEnum):
    """How a window stands: free for all, for a person only and marked as one, or shut."""

    OPEN = "open"
    LATE = "late"
    SHUT = "shut"


def find_opening(capabilities: Capabilities, last_wrote_at: datetime | None, now: datetime) -> Opening:
    """Return how the window of an address stands; who never wrote has none open."""
    if not capabilities.reply_window_s:
        return Opening.OPEN
    if last_wrote_at is None:
        return Opening.SHUT
    past = now - last_wrote_at
    if past < timedelta(seconds=capabilities.reply_window_s):
        return Opening.OPEN
    return Opening.LATE if past < timedelta(seconds=capabilities.human_window_s) else Opening.SHUT
