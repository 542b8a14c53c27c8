"""Hours of the week by the clock on a wall: whether a moment lies in them, and when they begin next."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

SPANS_MAX = 14

Hour = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Weekday = Annotated[int, Meta(ge=1, le=7)]
_WEEK = 8
"""Days to look ahead: today's hours may be over, and next week's are the first again."""


class WeekSpan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time of some days of the week (1 is Monday).

    One that ends before it begins ends on the next day; one that begins and ends at the same hour lasts a whole day.
    """

    days: Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7)]
    start: Hour
    end: Hour

    def covers(self, local: datetime) -> bool:
        """Say whether a moment, as the wall clock shows it, lies in this time."""
        start, end, hour = time.fromisoformat(self.start), time.fromisoformat(self.end), local.time()
        if start < end:
            return local.isoweekday() in self.days and start <= hour < end
        yesterday = (local - timedelta(days=1)).isoweekday()
        return (local.isoweekday() in self.days and hour >= start) or (yesterday in self.days and hour < end)


def is_within(spans: Sequence[WeekSpan], now: datetime, zone: str) -> bool:
    """Say whether an instant lies in one of the times; both ends are read from the wall clock of the zone."""
    local = now.astimezone(ZoneInfo(zone))
    return any(one.covers(local) for one in spans)


def next_start(spans: Sequence[WeekSpan], now: datetime, zone: str) -> datetime | None:
    """Return the next instant at which one of the times begins; None when there is none.

    An hour that the clock jumps over begins when the clock has jumped.
    """
    wall = ZoneInfo(zone)
    today = now.astimezone(wall).date()
    starts = [
        datetime.combine(day, time.fromisoformat(one.start), wall).astimezone(UTC)
        for day in (today + timedelta(days=ahead) for ahead in range(_WEEK))
        for one in spans
        if day.isoweekday() in one.days
    ]
    return min((one for one in starts if one > now), default=None)
