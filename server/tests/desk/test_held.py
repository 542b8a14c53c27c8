"""Replies that wait: they leave once, are taken back whole, stop for a reason, and no way loses a word or a file."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from otklik.conversations.events import HeldChanged
from otklik.infra.events import LoggedEvent
from otklik.infra.sweeps import sweep_files, sweep_tables
from otklik.kit.clock import utc_now
from otklik.kit.ids import new_uuid7
from otklik.realtime.hub import collect
from tests.browser import Browser
from tests.desk.scene import Scene, in_future, reply, upload


async def hold(browser: Browser, number: int, text: str = "Уже едет", **fields: Any) -> httpx.Response:
    message = {"client_id": str(new_uuid7()), "text": text, **fields.pop("message", {})}
    if "at" not in fields:
        fields.setdefault("delay_s", 20)
    return await browser.post(f"/api/v1/conversations/{number}/held", {"message": message, **fields})


async def waiting(browser: Browser, number: int) -> list[dict[str, Any]]:
    answer = await browser.get(f"/api/v1/conversations/{number}/held")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def texts(browser: Browser, number: int) -> list[str]:
    items = (await browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    return [one["text"] for one in items if one["direction"] == "out"]


async def come_due(scene: Scene, number: int) -> None:
    await scene.do("update held_message set due_at = now() - interval '1 s' where conversation_id = %(id)s", id=number)
    await scene.release_due()


async def draft_of(browser: Browser, number: int) -> dict[str, Any]:
    items = (await browser.get(f"/api/v1/conversations/{number}/drafts")).json()["items"]
    return next(one for one in items if one["tab"] == "reply")


async def test_a_reply_waits_its_seconds_and_leaves_once(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    held = await hold(anna, number, "Здравствуйте 👨‍👩‍👧\x00", delay_s=5)
    assert held.status_code == 201, held.text
    assert 0 < held.json()["due_in_ms"] <= 5000
    await scene.release_due()
    assert await texts(anna, number) == []
    assert (await anna.get(f"/api/v1/conversations/{number}")).json()["waiting_since"] is not None
    await come_due(scene, number)
    await scene.release_due()
    await scene.send_all()
    assert await texts(anna, number) == ["Здравствуйте 👨‍👩‍👧"]
    assert scene.parrot.said == [("send", "Здравствуйте 👨‍👩‍👧")]
    assert await waiting(anna, number) == []


async def test_the_same_client_id_waits_once_and_is_posted_once(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    mine = {"client_id": str(new_uuid7())}
    first, second = await asyncio.gather(hold(anna, number, message=mine), hold(anna, number, message=mine))
    assert first.json()["id"] == second.json()["id"]
    await come_due(scene, number)
    again = await hold(anna, number, message=mine)
    assert (again.json()["state"], len(await texts(anna, number))) == ("sent", 1)


async def test_undo_puts_text_files_and_quote_before_what_was_written_since(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    number, anna = written.conversation_id, scene.a.anna_browser
    file = (await upload(anna, b"x" * 30, "счёт.txt")).json()
    message = {"attachments": [file["id"]], "reply_to": written.message_id}
    draft = {"revision": 3, "device": "desk"}
    held = (await hold(anna, number, "Вот счёт", message={**message, "draft": draft})).json()
    assert (held["attachments"][0]["name"], held["reply_to"]["text"]) == ("счёт.txt", "Здравствуйте")
    body = {"text": "и чек", "revision": 4, "device": "desk"}
    await anna.put(f"/api/v1/conversations/{number}/drafts/reply", body)
    back = await anna.post(f"/api/v1/conversations/{number}/held/{held['id']}/undo")
    assert back.status_code == 200, back.text
    kept = back.json()["draft"]
    assert (kept["text"], kept["revision"]) == ("Вот счёт\n\nи чек", 5)
    assert [one["name"] for one in kept["attachments"]] == ["счёт.txt"]
    assert kept["reply_to"]["id"] == written.message_id
    await come_due(scene, number)
    assert await texts(anna, number) == []
    sent = await reply(anna, number, kept["text"], attachments=[file["id"]])
    assert sent.status_code == 201, sent.text


async def test_undo_after_it_left_says_so(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    held = (await hold(anna, number)).json()
    await come_due(scene, number)
    late = await anna.post(f"/api/v1/conversations/{number}/held/{held['id']}/undo")
    assert (late.status_code, late.json()["code"]) == (409, "already_sent")
    assert late.json()["message_id"] is not None
    russian = await anna.post(
        f"/api/v1/conversations/{number}/held/{held['id']}/undo", headers={"Accept-Language": "ru"}
    )
    assert russian.json()["detail"] == "Сообщение уже ушло клиенту, вернуть его нельзя."


async def test_undo_and_leaving_at_once_end_in_one_of_the_two(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    for _ in range(6):
        held = (await hold(anna, number, "или так")).json()
        await scene.do("update held_message set due_at = now() where id = %(id)s", id=held["id"])
        before = len(await texts(anna, number))
        _, back = await asyncio.gather(
            scene.release_due(), anna.post(f"/api/v1/conversations/{number}/held/{held['id']}/undo")
        )
        left = len(await texts(anna, number)) - before
        assert (back.status_code, left) in {(200, 0), (409, 1)}


async def test_what_cannot_leave_stops_with_its_reason_and_goes_back_to_the_draft(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    held = (await hold(anna, number, "важное")).json()
    await scene.set_inbox(scene.a.chat, "paused")
    await scene.do("update identity set reachable = false, unreachable_reason = 'blocked'")
    await come_due(scene, number)
    (stopped,) = await waiting(scene.a.boris_browser, number)
    assert (stopped["state"], stopped["reason"]) == ("stopped", "closed_channel")
    refused = await anna.post(f"/api/v1/conversations/{number}/held/{held['id']}/send")
    assert (refused.status_code, refused.json()["code"]) == (409, "closed_channel")
    assert (await waiting(anna, number))[0]["state"] == "stopped"
    await anna.post(f"/api/v1/conversations/{number}/held/{held['id']}/undo")
    assert (await draft_of(anna, number))["text"] == "важное"


async def test_a_colleague_who_was_faster_stops_the_seconds_but_not_a_schedule(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    number, anna, boris = written.conversation_id, scene.a.anna_browser, scene.a.boris_browser
    await hold(anna, number, "ответ Анны", message={"seen_seq": written.seq})
    await hold(anna, number, "на завтра", at=in_future_days(1), message={"seen_seq": written.seq})
    await reply(boris, number, "ответ Бориса")
    refused = await hold(anna, number, "ещё", message={"seen_seq": written.seq})
    assert (refused.status_code, refused.json()["code"]) == (409, "answered_meanwhile")
    await come_due(scene, number)
    assert await texts(anna, number) == ["ответ Бориса", "на завтра"]
    (stopped,) = await waiting(anna, number)
    assert (stopped["text"], stopped["reason"]) == ("ответ Анны", "answered_meanwhile")
    sent = await anna.post(f"/api/v1/conversations/{number}/held/{stopped['id']}/send")
    assert sent.json()["state"] == "sent", sent.text
    assert (await texts(anna, number))[-1] == "ответ Анны"


def in_future_days(days: int) -> str:
    return (utc_now() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("unless", "left"), [(True, []), (False, ["Завтра откроемся"])])
async def test_a_customer_who_writes_before_stops_a_scheduled_message(
    scene: Scene, *, unless: bool, left: list[str]
) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await hold(anna, number, "Завтра откроемся", at=in_future_days(1), unless_answered=unless)
    await scene.write(scene.a, "Иван", "Уже не надо")
    await come_due(scene, number)
    assert await texts(anna, number) == left
    assert [one["reason"] for one in await waiting(anna, number)] == (["customer_wrote"] if unless else [])


async def test_a_stopped_message_waits_again_when_its_time_is_changed(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    held = (await hold(anna, number, "Завтра", at=in_future_days(1))).json()
    await scene.write(scene.a, "Иван", "Стойте")
    await come_due(scene, number)
    where = f"/api/v1/conversations/{number}/held/{held['id']}"
    past = await anna.patch(where, {"text": "Послезавтра"})
    assert (past.status_code, past.json()["code"]) == (422, "schedule_in_the_past")
    changed = await anna.patch(where, {"text": "Послезавтра", "at": in_future_days(2)})
    assert (changed.json()["state"], changed.json()["text"]) == ("waiting", "Послезавтра")
    stale = await anna.patch(where, {"text": "Никогда", "expected_version": held["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "held_changed")
    empty = await anna.patch(where, {"text": "  "})
    assert (empty.status_code, empty.json()["code"]) == (422, "empty_message")
    await come_due(scene, number)
    assert await texts(anna, number) == ["Послезавтра"]


async def test_sending_closes_the_conversation_where_that_was_asked(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await hold(anna, number, "Готово", resolve=True)
    assert (await anna.get(f"/api/v1/conversations/{number}")).json()["status"] == "open"
    await come_due(scene, number)
    shown = (await anna.get(f"/api/v1/conversations/{number}")).json()
    assert (shown["status"], shown["waiting_since"]) == ("resolved", None)


async def test_limits_and_times_are_named(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"at": "2020-01-01T00:00:00+00:00"}, "schedule_in_the_past"),
        ({"at": in_future(2099)}, "schedule_too_far"),
        ({"message": {"kind": "note"}}, "note_not_held"),
        ({"at": in_future_days(1), "delay_s": 5}, "invalid"),
        ({"delay_s": 61}, "invalid"),
        ({"message": {"text": "{{customer.name}}"}}, "unfilled_variables"),
    ]
    for fields, code in wrong:
        answer = await hold(anna, number, **fields)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    for _ in range(20):
        assert (await hold(anna, number)).status_code == 201
    full = await hold(anna, number)
    assert (full.status_code, full.json()["code"]) == (409, "too_many_held")


async def test_other_peoples_waiting_messages_are_seen_and_left_alone(scene: Scene) -> None:
    number, anna, boris = (
        (await scene.write(scene.a, "Иван")).conversation_id,
        scene.a.anna_browser,
        scene.a.boris_browser,
    )
    held = (await hold(anna, number, "моё", at=in_future_days(1))).json()
    assert [one["author"]["name"] for one in await waiting(boris, number)] == [held["author"]["name"]]
    await scene.do("update operator set role = 'operator' where id = %(id)s", id=scene.a.boris.id)
    where = f"/api/v1/conversations/{number}/held/{held['id']}"
    answers = [await boris.post(where + "/undo"), await boris.post(where + "/send"), await boris.patch(where, {})]
    assert [one.status_code for one in answers] == [403, 403, 403]
    foreign = await scene.b.anna_browser.post(where + "/undo")
    assert foreign.status_code == 404
    assert (await scene.b.anna_browser.get(f"/api/v1/conversations/{number}/held")).status_code == 404


async def test_a_waiting_message_follows_its_conversation_into_another(scene: Scene) -> None:
    first = await scene.write(scene.a, "Иван")
    anna = scene.a.anna_browser
    await hold(anna, first.conversation_id, "Ответ", at=in_future_days(1), unless_answered=False)
    await anna.post(f"/api/v1/conversations/{first.conversation_id}/resolve", {})
    await scene.do("update conversation set resolved_at = now() - interval '30 days', takes_new = false")
    second = await scene.write(scene.a, "Иван", "Снова я")
    assert second.conversation_id != first.conversation_id
    merged = await anna.post(
        f"/api/v1/conversations/{first.conversation_id}/merge", {"into_id": second.conversation_id}
    )
    assert merged.status_code == 200, merged.text
    assert [one["text"] for one in await waiting(anna, second.conversation_id)] == ["Ответ"]
    await come_due(scene, second.conversation_id)
    assert "Ответ" in await texts(anna, second.conversation_id)


async def test_files_of_a_waiting_message_stay_and_old_ones_are_swept(scene: Scene, tmp_path: Path) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    file = (await upload(anna, b"x" * 30)).json()
    held = (await hold(anna, number, at=in_future_days(30), message={"attachments": [file["id"]]})).json()
    await scene.do("update attachment set created_at = now() - interval '3 days'")
    await sweep_files(scene.db, tmp_path)
    assert len((await waiting(anna, number))[0]["attachments"]) == 1
    await anna.post(f"/api/v1/conversations/{number}/held/{held['id']}/undo")
    await scene.do("update held_message set changed_at = now() - interval '8 days'")
    await sweep_tables(scene.db, journal_days=30, event_days=14)
    assert await scene.sql("select count(*) from held_message") == 0


async def test_colleagues_hear_that_something_waits(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await hold(anna, number)
    count = await scene.sql("select count(*) from event where kind = %(kind)s", kind=HeldChanged.kind)
    assert count == 1
    event = LoggedEvent(1, 1, scene.a.id, HeldChanged.kind, None, None, None, {"held_in": number})
    assert collect([event]).held == {number}
