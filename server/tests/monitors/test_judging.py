"""The rules of health and the arithmetic of the ledger, by tables."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from otklik.monitors.judging import judge, state_of
from otklik.monitors.ledger import make_hours, make_minutes, total
from otklik.monitors.records import LedgerEntry, MinuteRow, Refusal, Vitals
from otklik.monitors.troubles import explain, show_trouble

NOW = datetime(2026, 11, 23, 12, 30, 20, tzinfo=UTC)
WELL = Vitals(
    inbox_id=1, channel="telegram", name="Бот", status="active", sandbox=False, now=NOW, last_in_at=NOW,
    last_out_at=NOW, last_error=None, last_error_at=None, refused_calls=0, paused_until=None, expires_at=None,
    waiting=0, waiting_since=None, unprocessed=0, unprocessed_since=None, requests_hour=0, refusals_hour=0,
    requests_day=0, refusals_day=0, delays=0, delay_ms=0, delay_max_ms=0,
)  # fmt: skip
QUIET = LedgerEntry(at=NOW)


def _ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


@pytest.mark.parametrize(
    ("known", "state", "code"),
    [
        ({}, "green", None),
        ({"status": "paused"}, "paused", "paused"),
        ({"status": "paused", "waiting": 9, "waiting_since": _ago(hours=5)}, "paused", "paused"),
        ({"status": "setting_up"}, "amber", "setting_up"),
        ({"status": "failing", "last_error": "401 Unauthorized"}, "red", "failing"),
        ({"last_error": "429 Too Many Requests", "last_error_at": _ago(minutes=59)}, "amber", "last_error"),
        ({"last_error": "429 Too Many Requests", "last_error_at": _ago(minutes=61)}, "green", None),
        ({"waiting": 1, "waiting_since": _ago(seconds=59)}, "green", None),
        ({"waiting": 1, "waiting_since": _ago(seconds=61)}, "amber", "outbox"),
        ({"waiting": 1, "waiting_since": _ago(minutes=10)}, "red", "outbox"),
        ({"requests_hour": 4, "refusals_hour": 4}, "green", None),
        ({"requests_hour": 100, "refusals_hour": 9}, "green", None),
        ({"requests_hour": 100, "refusals_hour": 10}, "amber", "refusals"),
        ({"requests_hour": 100, "refusals_hour": 50}, "red", "refusals"),
        ({"expires_at": NOW + timedelta(days=8)}, "green", None),
        ({"expires_at": NOW + timedelta(days=6)}, "amber", "expiring"),
        ({"expires_at": NOW}, "red", "expired"),
        ({"delays": 2, "delay_ms": 119_999}, "green", None),
        ({"delays": 2, "delay_ms": 120_000}, "amber", "delay"),
        ({"unprocessed": 1, "unprocessed_since": _ago(days=3)}, "red", "unprocessed"),
    ],
)
def test_a_channel_is_judged(known: dict[str, Any], state: str, code: str | None) -> None:
    reasons = judge(replace(WELL, **known), QUIET, QUIET)
    assert state_of(reasons) == state
    assert [reason.code for reason in reasons] == ([code] if code else [])
    assert all(reason.words.ru and reason.words.en for reason in reasons)


def test_what_was_lost_is_red_within_the_hour_and_amber_for_the_day() -> None:
    lost = replace(QUIET, received=3, stored=1, lost=2)
    assert state_of(judge(WELL, lost, lost)) == "red"
    assert state_of(judge(WELL, QUIET, lost)) == "amber"
    kept = replace(QUIET, received=3, stored=1, lost=2, failed=2)
    assert judge(WELL, kept, kept) == [], "what stands on the failed list is told once, by the list"


def _row(minutes_ago: int, **counts: int) -> MinuteRow:
    known = dict.fromkeys(
        ("calls", "messages", "announced", "arrived", "repeated", "ignored", "unstored", "failed"), 0
    )  # fmt: skip
    minute = NOW.replace(second=0) - timedelta(minutes=minutes_ago)
    return MinuteRow(inbox_id=1, minute=minute, **{**known, **counts})


def test_every_delivery_has_an_outcome() -> None:
    rows = [_row(5, arrived=10, calls=6, failed=1, repeated=2, ignored=1, unstored=1, messages=5, announced=5)]
    entry = make_minutes(rows, NOW, 60)[5]
    assert (entry.received, entry.stored, entry.repeated, entry.ignored) == (10, 5, 2, 1)
    assert (entry.lost, entry.failed, entry.messages, entry.shown, entry.unshown) == (2, 1, 5, 5, 0)


def test_what_arrived_without_an_outcome_is_missing_once_its_minute_is_over() -> None:
    assert make_minutes([_row(5, arrived=3, calls=1)], NOW, 60)[5].lost == 2
    assert make_minutes([_row(1, arrived=3, calls=1)], NOW, 60)[1].lost == 0, "it may be being stored this moment"


def test_a_delivery_stored_in_the_next_minute_is_not_missing() -> None:
    entries = make_minutes([_row(6, arrived=3, calls=2), _row(5, arrived=1, calls=2)], NOW, 60)
    assert [entries[back].lost for back in (6, 5)] == [0, 0]
    entries = make_minutes([_row(6, arrived=4, calls=2), _row(5, arrived=1, calls=2)], NOW, 60)
    assert entries[6].lost == 1


def test_counts_of_doors_that_died_take_nothing_away() -> None:
    """The counts in memory are gone, the rows are there: more outcomes than arrivals is no loss."""
    entry = make_minutes([_row(5, arrived=0, calls=7, messages=7, announced=7)], NOW, 60)[5]
    assert (entry.received, entry.stored, entry.lost) == (7, 7, 0)


def test_a_message_no_desk_was_told_of_is_marked() -> None:
    assert make_minutes([_row(5, calls=2, messages=2, announced=1)], NOW, 60)[5].unshown == 1


def test_hours_and_totals_add_minutes_up() -> None:
    rows = [_row(40, calls=2, messages=2, announced=2), _row(35, calls=3, messages=3, announced=3), _row(5, calls=1)]
    hours = make_hours(rows, NOW, 24)
    assert (len(hours), hours[0].stored, hours[1].stored) == (24, 1, 5)
    assert total(hours, NOW).stored == 6
    assert make_minutes(rows, NOW, 60)[0].at == NOW.replace(second=0)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("401 Unauthorized", "access"),
        ("403 Forbidden: bot was blocked by the user", "gone"),
        ("400 Bad Request: chat not found", "gone"),
        ("429 Too Many Requests: retry after 7", "rate"),
        ("409 Conflict: terminated by other getUpdates request", "conflict"),
        ("400 Bad Request: message is too long", "size"),
        ("400 Bad Request: can't parse entities", "refused"),
        ("500 Internal Server Error: restart", "down"),
        ("HTTP 502, not JSON", "down"),
        ("cannot connect", "network"),
        ("535 5.7.8 Error: authentication failed", "access"),
        ("550 5.1.1 no such user", "gone"),
        ("certificate verify failed", "secure"),
        ("", "other"),
        ("🦆", "other"),
    ],
)
def test_a_providers_words_are_put_plainly(said: str, code: str) -> None:
    meaning = explain(said)
    assert meaning.code == code
    assert meaning.words.ru != meaning.words.en
    assert meaning.advice.ru
    assert meaning.advice.en


def test_a_trouble_keeps_the_providers_own_words() -> None:
    shown = show_trouble(Refusal(1, NOW, "sendMessage", "401 Unauthorized"))
    assert (shown.what, shown.detail, shown.code) == ("sendMessage", "401 Unauthorized", "access")
    assert shown.words.ru == "Сервис не принимает токен или пароль"
