"""When the next request to a provider may go: a bucket per chat and one per inbox, in this process.

All lines of an inbox run in one lane, hence in one process, so memory is enough.
"""

import time
from collections.abc import Callable

from otklik.channelkit.capabilities import Capabilities

_MAX_CHATS = 20_000


class Bucket:
    """Fills at `rate` tokens a second up to `burst`."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst, self._tokens, self._at = rate, burst, burst, now

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self._rate

    def take(self) -> None:
        """Take the token that `wait` found."""
        self._tokens -= 1


class Limiter:
    """The buckets of every inbox this process sends for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._chats: dict[tuple[int, str], Bucket] = {}
        self._inboxes: dict[int, Bucket] = {}

    def reserve(self, inbox_id: int, chat: str, limits: Capabilities) -> float:
        """Take a turn and return 0, or return how many seconds to wait before asking again."""
        now = self._clock()
        if len(self._chats) > _MAX_CHATS:
            self._chats.clear()
        inbox = self._inboxes.setdefault(inbox_id, Bucket(limits.rate_per_second, max(limits.rate_per_second, 1), now))
        key = (inbox_id, chat)
        line = self._chats.setdefault(key, Bucket(limits.rate_per_chat, limits.rate_chat_burst, now))
        wait = max(inbox.wait(now), line.wait(now))
        if wait == 0:
            inbox.take()
            line.take()
        return wait
