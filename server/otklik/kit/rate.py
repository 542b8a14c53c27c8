"""Limits on how often something may happen, kept in memory, per key, and bounded in size.

A restart forgets the counts, and each process counts for itself: the limits slow guessing and floods down, they are
no bookkeeping. When more keys come than fit, the one unused for longest is forgotten.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

Clock = Callable[[], float]

_MOST_KEYS = 50_000


class TokenBuckets:
    """Lets `burst` events through at once and one more each `period_s / burst` seconds."""

    def __init__(
        self, burst: int, period_s: float, *, most_keys: int = _MOST_KEYS, clock: Clock = time.monotonic
    ) -> None:
        self._burst = float(burst)
        self._per_second = burst / period_s
        self._most_keys = most_keys
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1.0) -> float:
        """Spend from the key's bucket and return 0, or spend nothing and return the seconds to wait."""
        now = self._clock()
        tokens = self._level(key, now)
        short = cost - tokens
        if short <= 0:
            tokens -= cost
        self._keep(key, tokens, now)
        return max(0.0, short / self._per_second)

    def wait(self, key: str, cost: float = 1.0) -> float:
        """Return the seconds to wait before `take` would succeed, without spending."""
        return max(0.0, (cost - self._level(key, self._clock())) / self._per_second)

    def refill(self, key: str) -> None:
        """Forget what the key has spent."""
        self._buckets.pop(key, None)

    def __len__(self) -> int:
        return len(self._buckets)

    def _level(self, key: str, now: float) -> float:
        tokens, seen = self._buckets.get(key, (self._burst, now))
        return min(self._burst, tokens + (now - seen) * self._per_second)

    def _keep(self, key: str, tokens: float, now: float) -> None:
        self._buckets[key] = (tokens, now)
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)


class SlidingWindow:
    """Lets at most `limit` events through in any `period_s` seconds."""

    def __init__(
        self, limit: int, period_s: float, *, most_keys: int = _MOST_KEYS, clock: Clock = time.monotonic
    ) -> None:
        self._limit = limit
        self._period_s = period_s
        self._most_keys = most_keys
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Count one event and return 0, or count nothing and return the seconds to wait."""
        now = self._clock()
        times = self._times.setdefault(key, deque(maxlen=self._limit))
        self._times.move_to_end(key)
        while len(self._times) > self._most_keys:
            self._times.popitem(last=False)
        while times and times[0] <= now - self._period_s:
            times.popleft()
        if len(times) >= self._limit:
            return times[0] + self._period_s - now
        times.append(now)
        return 0.0

    def __len__(self) -> int:
        return len(self._times)
