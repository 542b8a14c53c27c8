"""Writing first: to an address we know, to one nobody has, to a second address of a customer; never twice."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from otklik.kit.clock import utc_now
from otklik.kit.ids import new_uuid7
from tests.desk.post_office import OWN, VERA, PostOffice, body
from tests.desk.scene import Scene, reply

NEW = "new@customer.example"


async def begin(office: PostOffice, **fields: Any) -> httpx.Response:
    data = {"client_id": str(new_uuid7()), "text": "Ваш **заказ** готов", "formatting": "signs", **fields}
    return await office.scene.a.anna_browser.post("/api/v1/conversations", data)


def in_days(count: int) -> str:
    return (utc_now() + timedelta(days=count)).isoformat()


async def offered(office: PostOffice, contact_id: int | None = None) -> dict[str, Any]:
    params = {} if contact_id is None else {"contact_id": contact_id}
    answer = await office.scene.a.anna_browser.get("/api/v1/conversations/start", params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_an_address_nobody_has_becomes_a_person_whose_answer_comes_back(office: PostOffice) -> None:
    await office.connect()
    begun = await begin(
        office, inbox_id=office.inbox_id, address=f" {NEW.upper()} ", name="Новый Клиент", subject="Заказ готов",
        mail={"cc": ["boss@customer.example"], "bcc": ["secret@shop.example"]},
    )  # fmt: skip
    assert begun.status_code == 201, begun.text
    shown = begun.json()
    assert (shown["contact"]["name"], shown["subject"]) == ("Новый Клиент", "Заказ готов")
    assert shown["assignee"]["id"] == office.scene.a.anna.id
    await office.scene.send_all()
    letter, envelope = office.sent()
    assert envelope == [NEW, "boss@customer.example", "secret@shop.example"]
    assert (letter["To"], letter["Cc"], letter["Subject"]) == (NEW, "boss@customer.example", "Заказ готов")
    assert "Ваш <strong>заказ</strong> готов" in body(letter, "html") or "<b>заказ</b>" in body(letter, "html")
    came = await office.deliver("Спасибо!", sender=NEW, subject="Re: Заказ готов", in_reply_to=letter["Message-ID"])
    assert came.conversation_id == shown["id"]


async def test_a_second_address_of_a_customer_is_theirs(office: PostOffice) -> None:
    await office.connect()
    chat = await office.scene.write(office.scene.a, "Иван")
    await office.scene.a.anna_browser.post(f"/api/v1/conversations/{chat.conversation_id}/resolve")
    contact = await office.scene.sql("select contact_id from conversation where id = %(id)s", id=chat.conversation_id)
    await office.scene.do("update contact set email = %(email)s where id = %(id)s", email=NEW, id=contact)
    start = await offered(office, contact)
    assert (start["email"], start["running"]) == (NEW, None)
    assert [one["id"] for one in start["mailboxes"]] == [office.scene.a.mail, office.inbox_id]
    assert [(one["channel"], one["reachable"], one["unreachable_reason"]) for one in start["identities"]] == [
        ("parrot", False, "cannot_open")
    ]
    begun = await begin(office, contact_id=contact, inbox_id=office.inbox_id, address=NEW)
    assert begun.status_code == 201, begun.text
    assert begun.json()["contact"]["id"] == contact
    again = await offered(office, contact)
    assert again["running"] == begun.json()["id"]
    assert {one["channel"]: one["reachable"] for one in again["identities"]} == {"parrot": False, "email": True}


async def test_an_address_of_another_customer_is_not_taken_from_them(office: PostOffice) -> None:
    await office.connect()
    await office.deliver()
    chat = await office.scene.write(office.scene.a, "Иван")
    contact = await office.scene.sql("select contact_id from conversation where id = %(id)s", id=chat.conversation_id)
    refused = await begin(office, contact_id=contact, inbox_id=office.inbox_id, address=VERA)
    assert (refused.status_code, refused.json()["code"]) == (409, "address_taken")
    owner = await office.scene.sql("select contact_id from identity where external_id = %(email)s", email=VERA)
    assert refused.json()["contact_id"] == owner


async def test_a_conversation_that_goes_on_is_named_and_nothing_is_left_behind(office: PostOffice) -> None:
    await office.connect()
    running = (await office.deliver()).conversation_id
    refused = await begin(office, inbox_id=office.inbox_id, address=VERA)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_open")
    assert refused.json()["conversation_id"] == running
    await reply(office.scene.a.anna_browser, running, "и так дальше")


async def test_the_same_beginning_twice_and_at_once_is_one(office: PostOffice) -> None:
    await office.connect()
    wanted = {"client_id": str(new_uuid7()), "inbox_id": office.inbox_id, "address": NEW}
    answers = await asyncio.gather(*(begin(office, **wanted) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {201, 503}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    again = await begin(office, **wanted)
    assert again.status_code == 201
    assert await office.scene.sql("select count(*) from message where direction = 'out'") == 1


async def test_two_who_write_first_to_one_address_at_once_open_one_conversation(office: PostOffice) -> None:
    await office.connect()
    answers = await asyncio.gather(*(begin(office, inbox_id=office.inbox_id, address=NEW) for _ in range(4)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(201) == 1
    assert set(codes) <= {201, 409, 503}
    assert await office.scene.sql("select count(*) from conversation") == 1
    assert await office.scene.sql("select count(*) from identity") == 1


@pytest.mark.parametrize(
    "fields, field, code",
    [
        ({}, "inbox_id", "missing"),
        ({"identity_id": 1}, "contact_id", "missing"),
        ({"inbox_id": True, "address": "нет"}, "address", "bad_address"),
        ({"inbox_id": True, "address": "a@b"}, "address", "bad_address"),
        ({"inbox_id": True, "address": OWN}, "address", "own_address"),
        ({"inbox_id": True, "address": NEW, "mail": {"cc": ["кто"]}}, "mail.cc.0", "bad_address"),
        ({"inbox_id": False, "address": NEW}, "inbox_id", "not_carried"),
    ],
)
async def test_what_is_wrong_is_named_and_nobody_is_made(
    office: PostOffice, fields: dict[str, Any], field: str, code: str
) -> None:
    await office.connect()
    if "inbox_id" in fields:
        fields = {**fields, "inbox_id": office.inbox_id if fields["inbox_id"] else office.scene.a.chat}
    refused = await begin(office, **fields)
    assert refused.status_code == 422, refused.text
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [(field, code)]
    assert await office.scene.sql("select count(*) from contact") == 0


async def test_a_mailbox_that_is_paused_takes_no_beginning(office: PostOffice) -> None:
    await office.connect()
    await office.scene.set_inbox(office.inbox_id, "paused")
    refused = await begin(office, inbox_id=office.inbox_id, address=NEW)
    assert (refused.status_code, refused.json()["reason"]) == (409, "inbox_paused")
    assert office.inbox_id not in [one["id"] for one in (await offered(office))["mailboxes"]]


async def test_an_address_through_a_paused_mailbox_is_shown_shut(office: PostOffice) -> None:
    await office.connect()
    number = (await office.deliver()).conversation_id
    await office.scene.set_inbox(office.inbox_id, "paused")
    shown = (await office.scene.a.anna_browser.get(f"/api/v1/conversations/{number}")).json()
    assert [(one["reachable"], one["unreachable_reason"]) for one in shown["identities"]] == [(False, "inbox_paused")]


async def test_people_and_mailboxes_of_another_company_do_not_exist(office: PostOffice) -> None:
    await office.connect()
    stranger = await office.scene.write(office.scene.b, "Чужой")
    contact = await office.scene.sql(
        "select contact_id from conversation where id = %(id)s", id=stranger.conversation_id
    )
    anna = office.scene.a.anna_browser
    assert (await anna.get("/api/v1/conversations/start", params={"contact_id": contact})).status_code == 404
    assert (await begin(office, contact_id=contact, inbox_id=office.inbox_id, address=NEW)).status_code == 404
    assert (await begin(office, inbox_id=office.scene.b.mail, address=NEW)).status_code == 404


async def test_a_first_message_carries_its_buttons_and_none_with_a_variable_left(scene: Scene) -> None:
    anna, number = (
        scene.a.anna_browser,
        (await scene.write(scene.a, "ivan@example.test", inbox_id=scene.a.mail)).conversation_id,
    )
    before = (await anna.get(f"/api/v1/conversations/{number}")).json()
    await anna.post(f"/api/v1/conversations/{number}/resolve", {})
    first = {
        "contact_id": before["contact"]["id"], "identity_id": before["reply_identity_id"], "text": "Всё пришло?",
        "buttons": [[{"title": "Да, {{customer.phone}}"}]],
    }  # fmt: skip
    refused = await anna.post("/api/v1/conversations", {**first, "client_id": str(new_uuid7())})
    assert (refused.status_code, refused.json()["code"]) == (422, "unfilled_variables")
    good = {**first, "client_id": str(new_uuid7()), "buttons": [[{"title": "Да"}, {"title": "Нет"}]]}
    begun = await anna.post("/api/v1/conversations", good)
    assert begun.status_code == 201, begun.text
    items = (await anna.get(f"/api/v1/conversations/{begun.json()['id']}/messages")).json()["items"]
    assert [one["title"] for one in items[-1]["buttons"][0]] == ["Да", "Нет"]


async def test_a_first_message_waits_in_its_conversation_and_leaves_by_itself(office: PostOffice) -> None:
    await office.connect()
    fields = {"client_id": str(new_uuid7()), "inbox_id": office.inbox_id, "address": NEW, "subject": "Заказ готов"}
    at = in_days(1)
    answers = await asyncio.gather(*(begin(office, at=at, **fields) for _ in range(3)))
    assert {one.status_code for one in answers} <= {201, 503}
    begun = next(one.json() for one in answers if one.status_code == 201)
    assert begun["assignee"]["id"] == office.scene.a.anna.id
    assert await office.scene.sql("select count(*) from conversation") == 1
    held_in, anna = f"/api/v1/conversations/{begun['id']}/held", office.scene.a.anna_browser
    (held,) = (await anna.get(held_in)).json()["items"]
    assert (held["text"], held["scheduled"], held["unless_answered"]) == ("Ваш **заказ** готов", True, True)
    await office.scene.send_all()
    assert office.smtp.handler.letters == []
    await office.scene.do("update held_message set due_at = now() - interval '1 s'")
    await office.scene.release_due()
    await office.scene.send_all()
    letter, envelope = office.sent()
    assert (envelope, letter["Subject"]) == ([NEW], "Заказ готов")
    again = await begin(office, at=at, **fields)
    assert (again.status_code, again.json()["id"]) == (201, begun["id"])


async def test_a_first_message_that_waits_is_taken_back_in_its_conversation(office: PostOffice) -> None:
    await office.connect()
    begun = await begin(office, inbox_id=office.inbox_id, address=NEW, at=in_days(1), unless_answered=False)
    held_in, anna = f"/api/v1/conversations/{begun.json()['id']}/held", office.scene.a.anna_browser
    (held,) = (await anna.get(held_in)).json()["items"]
    assert held["unless_answered"] is False
    undone = await anna.post(f"{held_in}/{held['id']}/undo")
    assert undone.json()["draft"]["text"] == "Ваш **заказ** готов"
    assert (await anna.get(held_in)).json()["items"] == []


async def test_a_first_message_cannot_wait_for_what_is_over(office: PostOffice) -> None:
    await office.connect()
    for at, code in ((in_days(-1), "schedule_in_the_past"), (in_days(400), "schedule_too_far")):
        refused = await begin(office, inbox_id=office.inbox_id, address=NEW, at=at)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await office.scene.sql("select count(*) from contact") == 0
