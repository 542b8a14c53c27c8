"""Wishes to be called back: the times that are offered, the message, the task, and that twice is once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from otklik.kit.ids import new_uuid7
from otklik.kit.week import WeekSpan
from otklik.visitor.calling_back import SLOTS_MAX, list_slots
from otklik.visitor.limits import CALLBACKS_AN_HOUR
from tests.visitor.conftest import Guest, Scene

MOSCOW = "Europe/Moscow"
FRIDAY = datetime(2026, 11, 27, 14, 20, tzinfo=UTC)  # 17:20 in Moscow
OFFICE = (WeekSpan(days=(1, 2, 3, 4, 5), start="09:00", end="18:00"),)


async def enter(scene: Scene, **settings: Any) -> Guest:
    await scene.change(scene.a, **{"callback": True, **settings})
    guest = scene.guest(scene.a)
    await guest.enter()
    return guest


async def slots_of(guest: Guest) -> list[str]:
    answer = await guest.call("GET", "callbacks/slots")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["slots"])


async def ask(guest: Guest, at: str, phone: str = "+7 900 123-45-67", client_id: str = "") -> Any:
    return await guest.call("POST", "callbacks", {"client_id": client_id or str(new_uuid7()), "phone": phone, "at": at})


def test_times_lie_within_the_hours_and_not_too_soon() -> None:
    slots = list_slots(OFFICE, FRIDAY, MOSCOW)
    assert slots[0] == datetime(2026, 11, 30, 6, 0, tzinfo=UTC), "17:30 is too soon, then comes the weekend"
    assert slots[1] - slots[0] == timedelta(minutes=30)
    assert len(slots) == SLOTS_MAX
    assert list_slots(OFFICE, FRIDAY - timedelta(minutes=10), MOSCOW)[0] == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    assert list_slots((), FRIDAY, MOSCOW)[0] == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


async def test_a_wish_is_a_message_and_a_task_with_its_time(scene: Scene) -> None:
    guest = await enter(scene)
    at = (await slots_of(guest))[2]
    assert (await ask(guest, at)).status_code == 204
    [(title, due, seq, line)] = await scene.rows(
        """select t.title, t.due_at, m.text, (select content->'event'->>'kind' from message
               where direction = 'system' and conversation_id = t.conversation_id)
           from todo t join message m on m.id = t.message_id"""
    )
    assert (title, due, line) == ("Перезвонить: +7 900 123-45-67", datetime.fromisoformat(at), "task")
    assert seq.startswith("Перезвоните мне, пожалуйста: +7 900 123-45-67, ")
    assert (await scene.rows("select count(*) from job where kind = 'conversations.remind'")) == [(1,)]
    assert (await scene.rows("select waiting_since is not null from conversation")) == [(True,)]


async def test_asked_twice_it_is_one_task(scene: Scene) -> None:
    guest = await enter(scene)
    at, client_id = (await slots_of(guest))[0], str(new_uuid7())
    answers = await asyncio.gather(*(ask(guest, at, client_id=client_id) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [204] * 3
    assert (await scene.rows("select count(*) from todo")) == [(1,)]


@pytest.mark.parametrize("phone", ["", "abc", "12", "+" + "1" * 16, "+7 900 <script>", "8" * 41])
async def test_what_is_no_number_is_refused_beside_its_field(scene: Scene, phone: str) -> None:
    guest = await enter(scene)
    answer = await ask(guest, (await slots_of(guest))[0], phone)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "phone")
    assert (await scene.rows("select count(*) from message")) == [(0,)]


async def test_only_what_is_offered_can_be_chosen(scene: Scene) -> None:
    guest = await enter(scene)
    answer = await ask(guest, "2026-01-01T00:00:00Z")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "no_such_slot")


async def test_where_nobody_calls_back_it_is_refused(scene: Scene) -> None:
    guest = await enter(scene, callback=False)
    for answer in (await guest.call("GET", "callbacks/slots"), await ask(guest, "2026-01-01T00:00:00Z")):
        assert (answer.status_code, answer.json()["code"]) == (409, "callbacks_off")


async def test_five_wishes_an_hour(scene: Scene) -> None:
    guest = await enter(scene)
    at = (await slots_of(guest))[0]
    codes = [(await ask(guest, at)).status_code for _ in range(CALLBACKS_AN_HOUR + 1)]
    assert codes == [204] * CALLBACKS_AN_HOUR + [429]
