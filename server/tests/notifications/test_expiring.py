"""The end of a channel's access is told of ahead, step by step, each once."""

from datetime import timedelta
from typing import Any

import pytest

from otklik.kit.clock import utc_now
from otklik.notifications.expiring import find_step, warn_of_ends
from tests.notifications.conftest import Hall
from tests.notifications.test_outages import hurry, keeper, news

__all__ = ["keeper"]


async def end_in(hall: Hall, **left: float) -> int:
    """Let the access of the company's channel end so much later."""
    number: int = await hall.sql("select min(id) from inbox where workspace_id = %(id)s", id=hall.a.id)
    await hall.do(
        """update inbox set status = 'active', sandbox = false, demo = false,
               account = jsonb_build_object('id', '1', 'name', 'bot', 'expires_at', %(ends)s::text)
           where id = %(id)s""",
        ends=(utc_now() + timedelta(**left)).isoformat(), id=number,
    )  # fmt: skip
    return number


async def warn(hall: Hall) -> None:
    """Warn, and wait until it has been heard."""
    await warn_of_ends(hall.db)
    await hall.follow()


@pytest.mark.parametrize(
    ("hours", "step"),
    [(24 * 15, None), (24 * 14, 14), (24 * 7.5, 14), (24 * 7, 7), (30, 3), (24, 1), (1, 1), (0, 0), (-500, 0)],
)
def test_the_step_is_the_fewest_days_that_are_left(hours: float, step: int | None) -> None:
    now = utc_now()
    assert find_step(now + timedelta(hours=hours), now) == step


async def test_each_step_is_told_once_and_renewed_access_anew(hall: Hall, keeper: Any) -> None:
    await hall.subscribe(hall.a.anna_browser)
    for left, words in ((15, []), (13, ["осталось дней: 14"]), (12, []), (6, ["осталось дней: 7"])):
        await end_in(hall, days=left)
        if left in {12, 6}:  # the same end, nearer
            await hall.do(
                """update inbox_expiry_told set expires_at =
                   (select (account ->> 'expires_at')::timestamptz from inbox where id = inbox_id)"""
            )
        await warn(hall)
        await warn(hall)
        told = [title for _, title in news(hall, keeper.id)]
        assert [one.rpartition(", ")[2] for one in told] == words, left
    assert news(hall, hall.a.boris.id) == [], "who does not look after channels is told nothing"
    assert await hurry(hall) == 1, "the last of them says all"
    assert len(hall.service.received) == 1
    await end_in(hall, days=60)
    await warn(hall)
    await end_in(hall, days=2)
    await warn(hall)
    assert len(news(hall, keeper.id)) == 1


async def test_a_push_about_access_that_was_renewed_is_not_sent(hall: Hall, keeper: Any) -> None:
    await hall.subscribe(hall.a.anna_browser)
    await end_in(hall, days=1)
    await warn(hall)
    await end_in(hall, days=60)
    await hurry(hall)
    assert hall.service.received == []


async def test_access_that_has_ended_is_said_so_and_a_practice_channel_is_left_alone(hall: Hall, keeper: Any) -> None:
    number = await end_in(hall, days=-1)
    await hall.do("update inbox set sandbox = true where id = %(id)s", id=number)
    await warn(hall)
    assert news(hall, keeper.id) == []
    await hall.do("update inbox set sandbox = false where id = %(id)s", id=number)
    await warn(hall)
    [(failing, title)] = news(hall, keeper.id)
    assert failing
    assert title.endswith("срок доступа вышел")
