"""The arithmetic of the ledger: what was received, what became of it, and what is missing. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from otklik.monitors.records import LedgerEntry, MinuteRow

_OPEN = timedelta(minutes=2)
"""A minute so young may still hold deliveries that are being stored."""


def make_minutes(rows: Sequence[MinuteRow], now: datetime, count: int) -> list[LedgerEntry]:
    """Return the last `count` minutes of one inbox, empty ones too, the newest first."""
    known = {row.minute: row for row in rows}
    last = now.replace(second=0, microsecond=0)
    missing = _find_missing(rows, now)
    minutes = [last - timedelta(minutes=back) for back in range(count)]
    return [_entry(minute, known.get(minute), missing.get(minute, 0)) for minute in minutes]


def make_hours(rows: Sequence[MinuteRow], now: datetime, count: int) -> list[LedgerEntry]:
    """Return the last `count` hours, empty ones too, the newest first."""
    last = now.replace(minute=0, second=0, microsecond=0)
    missing = _find_missing(rows, now)
    entries = {at: LedgerEntry(at=at) for at in (last - timedelta(hours=back) for back in range(count))}
    for row in rows:
        hour = row.minute.replace(minute=0)
        if hour in entries:
            entries[hour] = _add(entries[hour], _entry(row.minute, row, missing.get(row.minute, 0)))
    return list(entries.values())


def total(entries: Sequence[LedgerEntry], at: datetime) -> LedgerEntry:
    """Add entries up."""
    whole = LedgerEntry(at=at)
    for entry in entries:
        whole = _add(whole, entry)
    return whole


def _find_missing(rows: Sequence[MinuteRow], now: datetime) -> dict[datetime, int]:
    """Count deliveries that arrived and of which no outcome is known, minute by minute.

    One that arrives at the end of a minute is stored in the next, so what is too many there is taken from what is
    missing here.
    """
    missing: dict[datetime, int] = {}
    spare = {row.minute: max(0, _outcomes(row) - row.arrived) for row in rows}
    for row in rows:
        lacking = max(0, row.arrived - _outcomes(row))
        following = row.minute + timedelta(minutes=1)
        borrowed = min(lacking, spare.get(following, 0))
        if borrowed:
            spare[following] -= borrowed
        if lacking > borrowed and row.minute < now - _OPEN:
            missing[row.minute] = lacking - borrowed
    return missing


def _outcomes(row: MinuteRow) -> int:
    return row.calls + row.repeated + row.ignored + row.unstored


def _entry(at: datetime, row: MinuteRow | None, missing: int) -> LedgerEntry:
    if row is None:
        return LedgerEntry(at=at)
    return LedgerEntry(
        at=at, received=_outcomes(row) + missing, stored=row.calls - row.failed, repeated=row.repeated,
        ignored=row.ignored, lost=row.failed + row.unstored + missing, failed=row.failed, messages=row.messages,
        shown=row.announced, unshown=max(0, row.messages - row.announced),
    )  # fmt: skip


def _add(one: LedgerEntry, other: LedgerEntry) -> LedgerEntry:
    sums = {name: getattr(one, name) + getattr(other, name) for name in LedgerEntry.__struct_fields__ if name != "at"}
    return LedgerEntry(at=one.at, **sums)
