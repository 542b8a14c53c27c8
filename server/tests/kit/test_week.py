"""Hours of the week by a wall clock that jumps twice a year."""

from datetime import UTC, datetime

import msgspec
import pytest

from otklik.kit.week import WeekSpan, is_within, next_start

WORK = WeekSpan(days=(1, 2, 3, 4, 5), start="09:00", end="18:00")
NIGHT = WeekSpan(days=(5,), start="22:00", end="02:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "inside"),
    [
        ("2026-11-23T05:59", False), ("2026-11-23T06:00", True), ("2026-11-23T14:59", True),
        ("2026-11-23T15:00", False), ("2026-11-22T10:00", False),
    ],
)  # fmt: skip
def test_work_begins_and_ends_by_the_clock_of_the_zone(now: str, inside: bool) -> None:  # noqa: FBT001 - a case
    assert is_within([WORK], at(now), "Europe/Moscow") is inside


@pytest.mark.parametrize(
    ("now", "inside"), [("2026-11-27T22:30", True), ("2026-11-28T01:59", True), ("2026-11-28T02:00", False)]
)
def test_hours_over_midnight_belong_to_the_day_they_begin(now: str, inside: bool) -> None:  # noqa: FBT001 - a case
    assert is_within([NIGHT], at(now), "UTC") is inside


@pytest.mark.parametrize(
    ("spans", "zone", "now", "start"),
    [
        ([WORK], "Europe/Moscow", "2026-11-23T03:00", "2026-11-23T06:00"),
        ([WORK], "Europe/Moscow", "2026-11-27T16:00", "2026-11-30T06:00"),
        ([WORK, NIGHT], "UTC", "2026-11-27T19:00", "2026-11-27T22:00"),
        # The clock goes forward at two on the 29th of March: nine o'clock comes an hour earlier by UTC.
        ([WeekSpan(days=(6, 7), start="09:00", end="10:00")], "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T07:00"),
        # Half past two does not exist that night.
        ([WeekSpan(days=(7,), start="02:30", end="04:00")], "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T01:30"),
        # A whole day of the week, asked on that day after it began.
        ([WeekSpan(days=(7,), start="00:00", end="00:00")], "UTC", "2026-11-22T10:00", "2026-11-29T00:00"),
    ],
)  # fmt: skip
def test_when_the_hours_begin_next(spans: list[WeekSpan], zone: str, now: str, start: str) -> None:
    assert next_start(spans, at(now), zone) == at(start)


def test_no_hours_never_begin() -> None:
    assert next_start([], at("2026-11-23T03:00"), "UTC") is None


@pytest.mark.parametrize(
    "wrong", [{"days": [], "start": "09:00", "end": "18:00"}, {"days": [8], "start": "09:00", "end": "18:00"},
              {"days": [1], "start": "24:00", "end": "18:00"}, {"days": [1], "start": "9:00", "end": "18:00"},
              {"days": [1], "start": "09:00"}, {"days": [1], "start": "09:00", "end": "18:00", "more": 1}],
)  # fmt: skip
def test_wrong_hours_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, WeekSpan)
