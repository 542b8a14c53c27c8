"""Pushes that really arrive: opened by another library, sent only while they are news, to devices that still count."""

from typing import Any

import msgspec
import pytest

from otklik.access.sessions import close_session, close_sessions_of
from otklik.conversations.events import TaskDue
from otklik.kit.secrets import Keyring
from otklik.kit.webpush import encode_key
from otklik.notifications.choices import Happening
from otklik.notifications.devices import get_key
from otklik.notifications.pushing import TTL_S
from otklik.notifications.words import Facts, compose
from tests.notifications.conftest import Hall
from tests.notifications.push_service import Received

ME = "/api/v1/operators/me"


async def lay_reply(hall: Hall, text: str = "Где заказ?") -> int:
    """Let a customer of Boris's write; returns the conversation."""
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    await hall.follow()
    await hall.hurry_pushes()
    hall.service.received.clear()
    hall.service.asked = 0
    await hall.write(hall.a, "Вера", text)
    await hall.follow()
    return placed.conversation_id


def shown(push: Received) -> tuple[str, str]:
    return push.payload["title"], push.payload["body"]


async def test_a_reply_is_pushed_to_the_device_of_its_holder(hall: Hall) -> None:
    mine = await hall.subscribe(hall.a.boris_browser)
    await hall.subscribe(hall.a.anna_browser)
    number = await lay_reply(hall)
    assert await hall.hurry_pushes() == 1
    [push] = hall.service.received
    assert push.subscription == mine.name
    assert shown(push) == ("Вера", "Где заказ?")
    assert push.payload["page"] == f"/inbox/all/{number}"
    assert push.payload["tag"] == push.headers["Topic"] == f"conversation-{number}"
    assert (push.headers["Urgency"], push.headers["TTL"]) == ("high", "14400")
    assert await hall.sql("select sent_at is not null from push_device where operator_id = %(id)s", id=hall.a.boris.id)
    assert await hall.hurry_pushes() == 0


async def test_the_queue_is_pushed_only_when_chosen(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await hall.write(hall.a, "Вера")
    await hall.follow()
    assert await hall.hurry_pushes() == 0
    await hall.choose(hall.a.boris_browser, matrix={"queue": {"push": True}})
    await hall.write(hall.a, "Глеб")
    await hall.follow()
    await hall.hurry_pushes()
    assert [shown(push)[0] for push in hall.service.received] == ["Новый диалог · Глеб"]


async def test_a_desk_that_is_looked_at_needs_no_push(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await hall.do(
        """insert into notification_sight values (%(id)s, %(workspace)s, now() + interval '20 seconds')""",
        id=hall.a.boris.id, workspace=hall.a.id,
    )  # fmt: skip
    await hall.do(
        "insert into operator_seen (operator_id, workspace_id, active_at) values (%(id)s, %(workspace)s, now())",
        id=hall.a.boris.id, workspace=hall.a.id,
    )  # fmt: skip
    await lay_reply(hall)
    assert await hall.hurry_pushes() == 0
    await hall.choose(hall.a.boris_browser, push_always=True)
    await hall.write(hall.a, "Вера", "Ау")
    await hall.follow()
    assert await hall.hurry_pushes() == 1
    await hall.choose(hall.a.boris_browser, push_always=False)
    await hall.do("update operator_seen set active_at = now() - interval '4 minutes'")
    await hall.write(hall.a, "Вера", "Есть кто?")
    await hall.follow()
    assert await hall.hurry_pushes() == 1, "a desk that lies open before nobody"


async def test_several_lines_at_once_make_one_push(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await lay_reply(hall, "Раз")
    await hall.write(hall.a, "Вера", "Два")
    await hall.follow()
    assert await hall.hurry_pushes() == 1
    assert [shown(push)[1] for push in hall.service.received] == ["Два"]


async def test_discreet_pushes_name_nobody(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await hall.choose(hall.a.boris_browser, discreet=True)
    await lay_reply(hall)
    await hall.hurry_pushes()
    assert [shown(push) for push in hall.service.received] == [("Отклик", "Новое сообщение от клиента")]


async def read_it(hall: Hall, number: int) -> None:
    body = {"seq": await hall.sql("select last_seq from conversation where id = %(id)s", id=number)}
    answer = await hall.a.boris_browser.post(f"/api/v1/conversations/{number}/read", body)
    assert answer.status_code < 300, answer.text


async def mute_it(hall: Hall, number: int) -> None:
    await hall.a.boris_browser.put(f"{ME}/mutes/{number}")


async def delete_it(hall: Hall, number: int) -> None:
    await hall.do("update message set deleted_at = now(), text = '' where conversation_id = %(id)s", id=number)


async def leave_it(hall: Hall, _number: int) -> None:
    await hall.do("update operator set disabled_at = now() where id = %(id)s", id=hall.a.boris.id)


async def silence_it(hall: Hall, _number: int) -> None:
    await hall.choose(hall.a.boris_browser, quiet=[{"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "00:00"}])


async def hide_it(hall: Hall, _number: int) -> None:
    async def see_nothing(*_: Any) -> frozenset[int]:
        return frozenset()

    hall.tools = msgspec.structs.replace(hall.tools, see=see_nothing)


@pytest.mark.parametrize("deed", [read_it, mute_it, delete_it, leave_it, silence_it, hide_it])
async def test_what_is_no_news_any_more_does_not_leave(hall: Hall, deed: Any) -> None:
    await hall.subscribe(hall.a.boris_browser)
    number = await lay_reply(hall)
    await deed(hall, number)
    assert await hall.hurry_pushes() == 1
    assert hall.service.asked == 0


async def test_a_subscription_that_is_gone_is_removed(hall: Hall) -> None:
    gone, there = await hall.subscribe(hall.a.boris_browser), await hall.subscribe(hall.a.boris_browser)
    hall.service.forget(gone)
    await lay_reply(hall)
    await hall.hurry_pushes()
    assert [push.subscription for push in hall.service.received] == [there.name]
    assert len((await hall.a.boris_browser.get(f"{ME}/devices")).json()["items"]) == 1


async def test_only_the_device_that_failed_is_tried_again_and_later_as_told(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await hall.subscribe(hall.a.boris_browser)
    await lay_reply(hall)
    hall.service.answers.append((429, {"Retry-After": "120"}))
    await hall.hurry_pushes()
    assert len(hall.service.received) == 1
    wait = await hall.sql(
        "select extract(epoch from run_at - now())::float8 from job where kind = 'notifications.push'"
    )
    assert 100 < wait <= 120
    assert await hall.hurry_pushes() == 1
    assert len({push.subscription for push in hall.service.received}) == 2


async def test_a_service_that_stays_away_is_given_up(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await lay_reply(hall)
    hall.service.answers += [(503, {})] * 20
    rounds = 0
    while await hall.hurry_pushes():
        rounds += 1
        assert rounds < 10
    assert hall.service.asked == 6
    assert await hall.sql("select count(*) from job_dead") == 0


async def test_a_device_refused_five_times_in_a_row_is_removed(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await lay_reply(hall)
    for number in range(5):
        assert await hall.sql("select count(*) from push_device") == 1
        hall.service.answers.append((403, {}))
        await hall.hurry_pushes()
        await hall.write(hall.a, "Вера", f"Строка {number}")
        await hall.follow()
    assert await hall.sql("select count(*) from push_device") == 0


async def test_a_test_says_what_the_service_says(hall: Hall) -> None:
    mine = await hall.subscribe(hall.a.boris_browser)
    [device] = (await hall.a.boris_browser.get(f"{ME}/devices")).json()["items"]
    path = f"{ME}/devices/{device['id']}/test"
    assert device["here"] is True
    assert device["service"] == "127.0.0.1"
    assert (await hall.a.boris_browser.post(path)).status_code == 204
    assert shown(hall.service.received[0]) == ("Отклик", "Уведомления приходят на это устройство.")
    hall.service.answers.append((403, {}))
    refused = await hall.a.boris_browser.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "push_refused")
    hall.service.answers.append((503, {}))
    away = await hall.a.boris_browser.post(path)
    assert (away.status_code, away.json()["code"]) == (503, "push_unreachable")
    assert (await hall.a.anna_browser.post(path)).json()["code"] == "device_not_found"
    hall.service.forget(mine)
    gone = await hall.a.boris_browser.post(path)
    assert (gone.status_code, gone.json()["code"]) == (409, "device_gone")
    assert (await hall.a.boris_browser.get(f"{ME}/devices")).json()["items"] == []


async def test_a_browser_belongs_to_who_signed_in_last(hall: Hall) -> None:
    made = await hall.subscribe(hall.a.boris_browser)
    await hall.a.anna_browser.put(f"{ME}/devices", made.body)
    assert (await hall.a.boris_browser.get(f"{ME}/devices")).json()["items"] == []
    assert len((await hall.a.anna_browser.get(f"{ME}/devices")).json()["items"]) == 1


async def test_no_more_than_ten_devices(hall: Hall) -> None:
    subscriptions = [await hall.subscribe(hall.a.boris_browser) for _ in range(10)]
    key = (await hall.a.boris_browser.get(f"{ME}/push-key")).json()["key"]
    refused = await hall.a.boris_browser.put(f"{ME}/devices", hall.service.subscribe(key).body)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_devices")
    assert (await hall.a.boris_browser.put(f"{ME}/devices", subscriptions[3].body)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://push.example.net/x"},
        {"endpoint": "https://user@push.example.net/x"},
        {"endpoint": "javascript:alert(1)//"},
        {"p256dh": "A" * 87},
        {"auth": "A" * 20},
        {"endpoint": "https://push.example.net/" + "x" * 1000},
    ],
)
async def test_odd_subscriptions_are_refused(hall: Hall, change: dict[str, str]) -> None:
    key = (await hall.a.boris_browser.get(f"{ME}/push-key")).json()["key"]
    body = {**hall.service.subscribe(key).body, **change}
    assert (await hall.a.boris_browser.put(f"{ME}/devices", body)).status_code == 422


async def test_an_address_inside_is_not_called(hall: Hall) -> None:
    made = await hall.subscribe(hall.a.boris_browser)
    await hall.a.boris_browser.put(f"{ME}/devices", {**made.body, "endpoint": "http://10.0.0.7/x"})
    [_, inside] = (await hall.a.boris_browser.get(f"{ME}/devices")).json()["items"]
    answer = await hall.a.boris_browser.post(f"{ME}/devices/{inside['id']}/test")
    assert answer.json()["code"] == "push_unreachable"


async def test_addresses_and_the_private_key_rest_sealed(hall: Hall) -> None:
    made = await hall.subscribe(hall.a.boris_browser)
    stored = bytes(await hall.sql("select address from push_device"))
    assert made.endpoint.encode() not in stored
    assert made.secret not in stored
    public, private = (
        await hall.sql("select public_key from push_key"),
        await hall.sql("select private_key from push_key"),
    )
    assert len(public) == 65
    assert len(private) > 32


async def test_signing_out_ends_the_pushes_of_that_browser_only(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    other = await hall.browsers.of(hall.a.boris)
    stays = await hall.subscribe(other)
    session = await hall.sql("select min(session_id) from push_device")
    async with hall.db.workspace(hall.a.id) as tx:
        await close_session(tx, session)
    await lay_reply(hall)
    await hall.hurry_pushes()
    assert [push.subscription for push in hall.service.received] == [stays.name]


async def test_a_new_password_ends_all_devices_but_the_one_at_hand(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    other = await hall.browsers.of(hall.a.boris)
    await hall.subscribe(other)
    kept, silent = (
        await hall.sql("select min(session_id) from push_device"),
        await hall.sql("select max(session_id) from push_device"),
    )
    await hall.do("delete from session where id = %(id)s", id=silent)  # it had ended by silence long before
    async with hall.db.workspace(hall.a.id) as tx:
        await close_sessions_of(tx, hall.a.boris.id, keep=kept)
    assert await hall.sql("select array_agg(session_id) from push_device") == [kept]


async def test_a_lost_key_file_makes_new_keys_and_forgets_devices_that_trust_the_old(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    before = (await hall.a.boris_browser.get(f"{ME}/push-key")).json()["key"]
    assert (await hall.a.anna_browser.get(f"{ME}/push-key")).json()["key"] == before
    async with hall.db.workspace(hall.a.id) as tx:
        after = encode_key((await get_key(tx, Keyring(1, {1: bytes(range(32))}))).public)
    assert after != before
    assert await hall.sql("select count(*) from push_device") == 0


async def test_choices_are_kept_and_refused(hall: Hall) -> None:
    browser = hall.a.boris_browser
    usual = (await browser.get(f"{ME}/notifications")).json()
    assert usual["company_time_zone"] == "Europe/Moscow"
    assert usual["choices"]["matrix"]["queue"]["push"] is False
    chosen = {**usual["choices"], "volume": 15, "repeat": True, "time_zone": "Asia/Omsk"}
    assert (await browser.put(f"{ME}/notifications", chosen)).json()["choices"]["volume"] == 15
    assert (await browser.get(f"{ME}/notifications")).json()["choices"] == chosen
    for wrong in (
        {"volume": 101}, {"time_zone": "Mars/Olympus"}, {"matrix": {"queue": {"tone": "siren"}}}, {"sirens": True},
        {"quiet": [{"days": [], "start": "10:00", "end": "11:00"}]},
        {"quiet": [{"days": [8], "start": "10:00", "end": "11:00"}]},
        {"quiet": [{"days": [1], "start": "25:00", "end": "11:00"}]},
        {"quiet": [{"days": [1], "start": "10:00", "end": "11:00"}] * 15},
    ):  # fmt: skip
        assert (await browser.put(f"{ME}/notifications", wrong)).status_code == 422, wrong
    token = await hall.browsers.of_token(hall.a.id)
    assert (await token.get(f"{ME}/notifications")).status_code == 403


async def test_mutes_know_their_bounds(hall: Hall) -> None:
    foreign = await hall.write(hall.b, "Чужой")
    assert (await hall.a.boris_browser.put(f"{ME}/mutes/{foreign.conversation_id}")).status_code == 404
    placed = await hall.write(hall.a, "Вера")
    await hall.do(
        """with many as (
               insert into conversation (workspace_id, contact_id, status, takes_new, inbox_id, identity_id)
               select workspace_id, contact_id, 'resolved', false, inbox_id, identity_id
               from conversation, generate_series(1, 500) where id = %(id)s returning id)
           insert into notification_mute (operator_id, conversation_id, workspace_id)
           select %(boris)s, id, %(workspace)s from many""",
        id=placed.conversation_id, boris=hall.a.boris.id, workspace=hall.a.id,
    )  # fmt: skip
    refused = await hall.a.boris_browser.put(f"{ME}/mutes/{placed.conversation_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_mutes")
    assert (await hall.a.anna_browser.put(f"{ME}/mutes/{placed.conversation_id}")).status_code == 200


async def test_ones_own_desks_hear_of_a_change(hall: Hall) -> None:
    hall.told.clear()
    await hall.choose(hall.a.boris_browser, volume=5)
    await hall.follow()
    assert hall.told == {hall.a.boris.id: [{"type": "notification_settings"}]}


async def test_who_has_still_to_set_up_the_second_factor_gets_no_pushes(hall: Hall) -> None:
    await hall.subscribe(hall.a.boris_browser)
    await lay_reply(hall)
    await hall.do("update workspace set two_factor = 'everybody'")
    assert await hall.hurry_pushes() == 1
    assert hall.service.received == [], "the demand came while the push waited"
    await hall.do("delete from job where kind = 'notifications.push'")
    await hall.write(hall.a, "Вера", "Ау?")
    await hall.follow()
    assert await hall.hurry_pushes() == 0
    await hall.do(
        """insert into second_factor (operator_id, workspace_id, secret, confirmed_at)
           select id, workspace_id, '\\x00', now() from operator"""
    )
    await hall.write(hall.a, "Вера", "Есть кто?")
    await hall.follow()
    assert await hall.hurry_pushes() == 1
    assert len(hall.service.received) == 1


async def test_a_due_task_is_named_on_the_desk_and_in_the_push(hall: Hall) -> None:
    placed = await hall.write(hall.a, "Вера")
    await hall.subscribe(hall.a.boris_browser)
    await hall.follow()
    hall.told.clear()
    async with hall.db.workspace(hall.a.id) as tx:
        due = {"task_id": 1, "operator_id": hall.a.boris.id, "title": "Перезвонить Вере"}
        await tx.announce(TaskDue(workspace_id=hall.a.id, conversation_id=placed.conversation_id, data=due))
    await hall.follow()
    [frame] = hall.told.take(hall.a.boris.id)
    assert (frame["title"], frame["body"]) == ("Срок задачи · Вера", "Перезвонить Вере")
    assert hall.told.take(hall.a.anna.id) == []
    await hall.hurry_pushes()
    assert [shown(push) for push in hall.service.received] == [("Срок задачи · Вера", "Перезвонить Вере")]


def test_a_task_whose_title_is_not_known_tells_where_to_look() -> None:
    facts = Facts(contact="Вера", kind="task")
    assert compose(Happening.TASK, facts, "ru").body == "Откройте диалог или «Мои задачи»."
    assert compose(Happening.TASK, facts, "en").body == "Open the conversation or “My tasks”."


def test_everything_that_may_be_told_can_be_pushed() -> None:
    assert set(TTL_S) == set(Happening)
