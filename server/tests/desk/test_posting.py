# ruff: noqa: N802 - ids of the attack and fault lists keep their capital letter
import asyncio
from typing import Any
from uuid import uuid4

import pytest

from otklik.channelkit.outbound import SendError, SendErrorKind, Sent
from tests.desk.scene import Scene, reply, upload


async def test_a_reply_is_queued_and_nobody_waits_any_more(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    posted = await reply(scene.a.anna_browser, written.conversation_id, "Уже везём", reply_to=written.message_id)
    assert posted.status_code == 201, posted.text
    message = posted.json()
    assert (message["direction"], message["note"], message["delivery"]["status"]) == ("out", False, "queued")
    assert message["author"] == {"kind": "operator", "id": scene.a.anna.id, "name": scene.a.anna.name}
    assert message["reply_to"]["text"] == "Здравствуйте"
    row = (await scene.a.anna_browser.get(f"/api/v1/conversations?ids={written.conversation_id}")).json()["items"][0]
    assert (row["waiting_since"], row["preview"]["text"], row["assignee"]["id"]) == (None, "Уже везём", scene.a.anna.id)
    await scene.send_all()
    assert scene.parrot.said == [("send", "Уже везём")]


async def test_a_note_stays_inside_and_the_customer_still_waits(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    note = (await reply(scene.a.anna_browser, number, "он злится", kind="note")).json()
    assert (note["note"], note["delivery"]) == (True, None)
    shown = (await scene.a.anna_browser.get(f"/api/v1/conversations/{number}")).json()
    assert shown["waiting_since"] is not None
    assert shown["preview"]["note"] is True
    assert await scene.sql("select count(*) from outbox") == 0


async def test_flt_F61_one_client_id_is_one_message_however_often_it_comes(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    client_id = str(uuid4())
    answers = await asyncio.gather(*(reply(scene.a.anna_browser, number, "раз", client_id=client_id) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await scene.sql("select count(*) from message where direction = 'out'") == 1
    assert await scene.sql("select count(*) from outbox") == 1


async def test_a_known_client_id_answers_even_after_the_customer_left(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    client_id = str(uuid4())
    first = await reply(scene.a.anna_browser, number, "раз", client_id=client_id)
    await scene.do("update identity set reachable = false")
    again = await reply(scene.a.anna_browser, number, "раз", client_id=client_id)
    assert again.json()["id"] == first.json()["id"]


async def test_an_idempotency_key_gives_the_stored_answer_and_refuses_another_body(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    path, key = f"/api/v1/conversations/{number}/messages", {"Idempotency-Key": str(uuid4())}
    body = {"client_id": str(uuid4()), "text": "раз"}
    answers = await asyncio.gather(*(scene.a.anna_browser.post(path, body, headers=key) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    other = await scene.a.anna_browser.post(path, {**body, "text": "два"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")


async def test_flt_F62_two_operators_at_once_one_is_told(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    number = written.conversation_id
    answers = await asyncio.gather(
        reply(scene.a.anna_browser, number, "от Анны", seen_seq=1),
        reply(scene.a.boris_browser, number, "от Бориса", seen_seq=1),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    told = next(answer.json() for answer in answers if answer.status_code == 409)
    won = next(answer.json() for answer in answers if answer.status_code == 201)
    assert (told["code"], told["by"]["id"], told["seq"]) == ("answered_meanwhile", won["author"]["id"], won["seq"])
    loser = scene.a.boris_browser if won["author"]["id"] == scene.a.anna.id else scene.a.anna_browser
    assert (await reply(loser, number, "всё равно", seen_seq=told["seq"])).status_code == 201
    own = loser.post(
        f"/api/v1/conversations/{number}/messages",
        {"client_id": str(uuid4()), "text": "и ещё", "seen_seq": won["seq"]},
    )
    assert (await own).status_code == 201


async def test_flt_F62_transfer_and_answer_at_once_both_stand(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    given, posted = await asyncio.gather(
        scene.a.boris_browser.post(f"/api/v1/conversations/{number}/assign", {"operator_id": scene.a.boris.id}),
        reply(scene.a.anna_browser, number, "ответ"),
    )
    assert (given.status_code, posted.status_code) == (200, 201)
    shown = (await scene.a.anna_browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    assert [one["seq"] for one in shown] == [1, 2, 3]
    assert {one["kind"] for one in shown} == {"text", "event"}


async def test_flt_F62_closing_while_the_customer_writes_reopens(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    await asyncio.gather(
        scene.a.anna_browser.post(f"/api/v1/conversations/{number}/resolve"), scene.write(scene.a, "Иван", "стойте")
    )
    await scene.write(scene.a, "Иван", "вы тут?")
    shown = (await scene.a.anna_browser.get(f"/api/v1/conversations/{number}")).json()
    assert (shown["status"], shown["unread"]) == ("open", 3)


@pytest.mark.parametrize(
    "text",
    ["я" * 100_000, "👩‍👩‍👧‍👦🇷🇺", "\u202eתירבע עברית\u202c", "a\u0000b\ud7ff", "<script>alert(1)</script>", "x\r\ny"],
    ids=["long", "emoji", "rtl", "nul", "markup", "lines"],
)
async def test_any_text_survives(scene: Scene, text: str) -> None:
    number = (await scene.write(scene.a, "Иван", text)).conversation_id
    posted = await reply(scene.a.anna_browser, number, text)
    assert posted.status_code == 201, posted.text[:300]
    expected = text.replace("\u0000", "").replace("\r\n", "\n")
    items = (await scene.a.anna_browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    assert [one["text"] for one in items] == [expected, expected]


@pytest.mark.parametrize(
    "fields, field, code",
    [
        ({"text": "я" * 100_001}, "text", "too_long"),
        ({"attachments": [1, 2, 3, 4]}, "attachments", "too_many"),
        ({"attachments": [1, 1]}, "attachments", "repeated"),
        ({"subject": "Тема"}, "subject", "not_carried"),
        ({"buttons": [[{"title": str(n)} for n in range(4)]]}, "buttons", "too_many_buttons"),
        ({"buttons": [[{"title": "x", "url": "javascript:alert(1)"}]]}, "buttons.0.0.url", "bad_format"),
        ({"author": "me"}, "author", "unknown"),
        ({"seen_seq": -1}, "seen_seq", "too_small"),
        ({"client_id": "nonsense"}, "client_id", "bad_format"),
    ],
)
async def test_what_is_wrong_is_named(scene: Scene, fields: dict[str, Any], field: str, code: str) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    answer = await reply(scene.a.anna_browser, number, **{"text": "да", **fields})
    assert answer.status_code == 422, answer.text
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]


async def test_an_empty_message_is_refused(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    for kind in ("reply", "note"):
        answer = await reply(scene.a.anna_browser, number, " \n", kind=kind)
        assert (answer.status_code, answer.json()["code"]) == (422, "empty_message")


async def test_files_of_the_wrong_kind_or_size_are_named(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    large = (await upload(scene.a.anna_browser, b"x" * 1001)).json()["id"]
    fine = (await upload(scene.a.anna_browser, b"x" * 1000)).json()["id"]
    refused = await reply(scene.a.anna_browser, number, attachments=[fine, large])
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("attachments.1", "file_too_large")]
    posted = await reply(scene.a.anna_browser, number, "", attachments=[fine])
    assert posted.status_code == 201, posted.text
    message = posted.json()
    assert (message["kind"], message["attachments"][0]["bytes"]) == ("document", 1000)
    again = await reply(scene.a.anna_browser, number, attachments=[fine])
    assert (again.status_code, again.json()["code"]) == (404, "upload_not_found")


@pytest.mark.parametrize(
    "query, status, reason",
    [
        ("update identity set reachable = false, unreachable_reason = 'blocked'", "active", "unreachable"),
        ("", "paused", "inbox_paused"),
        ("", "setting_up", "inbox_unfinished"),
        ("update inbox set deleted_at = now() where channel = 'parrot'", "active", "no_address"),
    ],
)
async def test_a_closed_channel_says_why(scene: Scene, query: str, status: str, reason: str) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    await scene.set_inbox(scene.a.chat, status)
    if query:
        await scene.do(query)
    answer = await reply(scene.a.anna_browser, number)
    assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (409, "closed_channel", reason)


async def joined_with_letters(scene: Scene) -> tuple[int, int]:
    """Let a customer of the chat have an address for letters too; returns the conversation and that address."""
    number = (await scene.write(scene.a, "Иван")).conversation_id
    other = await scene.write(scene.a, "ivan@example.test", inbox_id=scene.a.mail)
    await scene.do(
        """update identity set contact_id = (select contact_id from conversation where id = %(id)s)
           where id = (select identity_id from conversation where id = %(other)s)""",
        id=number, other=other.conversation_id,
    )  # fmt: skip
    address = await scene.sql("select identity_id from conversation where id = %(id)s", id=other.conversation_id)
    return number, int(address)


async def test_a_closed_channel_names_what_is_open_instead(scene: Scene) -> None:
    number, _ = await joined_with_letters(scene)
    await scene.set_inbox(scene.a.chat, "paused")
    answer = await reply(scene.a.anna_browser, number)
    offered = answer.json()["alternatives"]
    assert [one["channel"] for one in offered] == ["letters"]
    assert set(answer.json()["words"]) == {"ru", "en"}
    posted = await reply(scene.a.anna_browser, number, identity_id=offered[0]["identity_id"], subject="О заказе")
    assert posted.status_code == 201
    shown = (await scene.a.anna_browser.get(f"/api/v1/conversations/{number}")).json()
    assert (shown["channels"], shown["subject"]) == (["letters", "parrot"], "О заказе")


async def test_a_failed_message_is_shown_counted_and_sent_again(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    message = (await reply(scene.a.anna_browser, number, "раз")).json()
    scene.parrot.answers = [SendError(kind=SendErrorKind.FORMAT, code="400", detail="bad")]
    await scene.send_all()
    path = f"/api/v1/conversations/{number}/messages/{message['id']}"
    shown = (await scene.a.anna_browser.get(path)).json()["delivery"]
    assert (shown["status"], shown["error"]["code"], shown["error"]["provider_code"]) == ("failed", "format", "400")
    assert shown["error"]["detail"]["ru"] == "Канал не принял такое сообщение. (bad)"
    failed = (await scene.a.anna_browser.get("/api/v1/conversations?view=failed")).json()["items"]
    assert [row["failed"] for row in failed] == [1]
    again = await scene.a.anna_browser.post(f"{path}/retry")
    assert (again.status_code, again.json()["delivery"]["status"]) == (200, "queued"), again.text
    assert (await scene.a.anna_browser.post(f"{path}/retry")).status_code == 200
    await scene.send_all()
    assert (await scene.a.anna_browser.get(path)).json()["delivery"]["status"] == "sent"
    assert (await scene.a.anna_browser.get("/api/v1/conversations?view=failed")).json()["items"] == []
    late = await scene.a.anna_browser.post(f"{path}/retry")
    assert (late.status_code, late.json()["code"]) == (409, "cannot_change")


async def test_what_failed_in_one_channel_leaves_by_another(scene: Scene) -> None:
    number, letters = await joined_with_letters(scene)
    anna = scene.a.anna_browser
    message = (await reply(anna, number, "Ваш заказ готов 📦")).json()
    scene.parrot.answers = [SendError(kind=SendErrorKind.FORMAT, code="400", detail="bad")]
    await scene.send_all()
    path = f"/api/v1/conversations/{number}/messages/{message['id']}/retry"
    strangers = await anna.post(path, {"identity_id": 2**40})
    assert (strangers.status_code, strangers.json()["code"]) == (404, "identity_not_found")
    moved = await anna.post(path, {"identity_id": letters})
    assert (moved.status_code, moved.json()["delivery"]["status"]) == (200, "queued"), moved.text
    assert moved.json()["identity_id"] == letters
    twice = await anna.post(path, {"identity_id": letters})
    assert twice.status_code == 200, "the same wish again changes nothing"
    await scene.send_all()
    shown = (await anna.get(f"/api/v1/conversations/{number}/messages/{message['id']}")).json()
    assert shown["delivery"]["status"] == "sent"
    assert await scene.sql("select count(*) from delivery") == 1
    late = await anna.post(path, {"identity_id": letters})
    assert (late.status_code, late.json()["code"]) == (409, "cannot_change")


async def test_what_arrived_in_part_stays_in_its_channel(scene: Scene) -> None:
    number, letters = await joined_with_letters(scene)
    message = (await reply(scene.a.anna_browser, number, "а" * 4000 + "б")).json()
    scene.parrot.answers = [Sent(external_id="p1"), SendError(kind=SendErrorKind.FORMAT, code="400")]
    await scene.send_all()
    path = f"/api/v1/conversations/{number}/messages/{message['id']}/retry"
    refused = await scene.a.anna_browser.post(path, {"identity_id": letters})
    assert (refused.status_code, refused.json()["code"]) == (409, "sent_in_part")


async def test_sending_again_begins_at_the_part_that_failed(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    message = (await reply(scene.a.anna_browser, number, "а" * 4000 + "б")).json()
    scene.parrot.answers = [Sent(external_id="p1"), SendError(kind=SendErrorKind.UNCERTAIN, code="timeout")]
    await scene.send_all()
    path = f"/api/v1/conversations/{number}/messages/{message['id']}/retry"
    unconfirmed = await scene.a.anna_browser.post(path, {})
    assert (unconfirmed.status_code, unconfirmed.json()["code"]) == (409, "confirm_needed")
    assert (await scene.a.anna_browser.post(path, {"confirm": True})).status_code == 200
    await scene.send_all()
    assert [text for _, text in scene.parrot.said] == ["а" * 4000, "б", "б"]


async def test_windows_of_a_long_conversation(scene: Scene) -> None:
    written = await scene.write_many(scene.a, ["Иван"] * 12)
    path = f"/api/v1/conversations/{written[0].conversation_id}/messages"
    newest = (await scene.a.anna_browser.get(f"{path}?limit=5")).json()
    assert [one["seq"] for one in newest["items"]] == [8, 9, 10, 11, 12]
    assert (newest["first_seq"], newest["last_seq"]) == (8, 12)
    older = (await scene.a.anna_browser.get(f"{path}?limit=5&before_seq=8")).json()["items"]
    assert [one["seq"] for one in older] == [3, 4, 5, 6, 7]
    newer = (await scene.a.anna_browser.get(f"{path}?limit=5&after_seq=4")).json()["items"]
    assert [one["seq"] for one in newer] == [5, 6, 7, 8, 9]
    beyond = (await scene.a.anna_browser.get(f"{path}?after_seq=12")).json()
    assert beyond == {"items": [], "first_seq": None, "last_seq": None}
