"""Passing a message on: it reaches the third person whole, the customer never, and answers are the third person's."""

from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from otklik.kit.ids import new_uuid7
from tests.desk.post_office import OWN, VERA, PostOffice, body
from tests.desk.scene import reply

PARTNER = "partner@supplier.example"


async def pass_on(office: PostOffice, number: int, message: int, **fields: Any) -> httpx.Response:
    data = {"client_id": str(new_uuid7()), "inbox_id": office.inbox_id, "to": [PARTNER], "text": "Посмотрите", **fields}
    posted = await office.scene.a.anna_browser.post(f"/api/v1/conversations/{number}/messages/{message}/forward", data)
    await office.scene.send_all()
    return posted


async def with_file(office: PostOffice) -> tuple[int, int]:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = f"Вера <{VERA}>", OWN, "Чайник"
    letter["Cc"], letter["Message-ID"] = "boss@customer.example", "<f1@customer.example>"
    letter.set_content("Чайник треснул")
    letter.add_alternative("<p>Чайник <b>треснул</b></p>", subtype="html")
    letter.add_attachment(b"%PDF-1.4 check", maintype="application", subtype="pdf", filename="чек.pdf")
    got = await office.bring(letter)
    return got.conversation_id, got.message_id


async def test_a_letter_is_passed_on_with_its_headers_and_files(office: PostOffice) -> None:
    await office.connect(signature="{{operator.name}}")
    number, message = await with_file(office)
    posted = await pass_on(office, number, message, bcc=["secret@shop.example"])
    assert posted.status_code == 201, posted.text
    letter, envelope = office.sent()
    assert envelope == [PARTNER, "secret@shop.example"]
    assert (letter["Subject"], letter["To"], letter["In-Reply-To"]) == ("Fwd: Чайник", PARTNER, None)
    plain = body(letter)
    assert plain.startswith(
        f"Посмотрите\n\n-- \n{office.scene.a.anna.name}\n\n-------- Пересылаемое сообщение --------\n"
    )
    for line in (
        f"От: Вера <{VERA}>",
        "Тема: Чайник",
        f"Кому: {OWN}",
        "Копия: boss@customer.example",
        "Чайник треснул",
    ):
        assert f"{line}\n" in plain + "\n", line
    assert "<b>треснул</b>" in body(letter, "html")
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("чек.pdf", b"%PDF-1.4 check")
    shown = posted.json()
    assert (shown["kind"], shown["note"], shown["direction"]) == ("forward", False, "out")
    assert (shown["mail"]["to"], shown["mail"]["forwards"]) == ([PARTNER], message)
    assert [one["name"] for one in shown["attachments"]] == ["чек.pdf"]


async def test_the_customer_goes_on_waiting_and_is_still_the_one_who_is_answered(office: PostOffice) -> None:
    number, message = await with_file(office)
    path = f"/api/v1/conversations/{number}"
    before = (await office.scene.a.anna_browser.get(path)).json()
    await pass_on(office, number, message, text="")
    after = (await office.scene.a.anna_browser.get(path)).json()
    for same in ("waiting_since", "status", "assignee", "inbox_id", "reply_identity_id", "subject", "failed"):
        assert after[same] == before[same], same
    assert after["preview"]["note"] is False
    await office.answer(number)
    letter, envelope = office.sent()
    assert envelope[0] == VERA
    assert PARTNER not in str(letter["References"])
    assert str(letter["References"]).split() == ["<f1@customer.example>"]


async def test_the_answer_of_the_third_person_is_not_taken_for_the_customers(office: PostOffice) -> None:
    number, message = await with_file(office)
    await pass_on(office, number, message)
    letter, _ = office.sent()
    answer = await office.deliver(
        "Заменим", sender=f"Партнёр <{PARTNER}>", to=str(letter["Reply-To"] or OWN),
        in_reply_to=str(letter["Message-ID"]), references=str(letter["Message-ID"]),
    )  # fmt: skip
    assert answer.conversation_id != number
    row = await office.scene.sql(
        "select jsonb_build_array(author_name, reply_to_id) from message where id = %(id)s", id=answer.message_id
    )
    assert row == ["Партнёр", None]
    again = await office.deliver("Спасибо", in_reply_to=str(letter["Message-ID"]))
    assert again.conversation_id == number


async def test_a_message_of_a_chat_is_passed_on_and_the_customer_does_not_see_it(office: PostOffice) -> None:
    written = await office.scene.write(office.scene.a, "Иван", "Не работает")
    posted = await pass_on(office, written.conversation_id, written.message_id, subject="Сбой")
    assert posted.status_code == 201, posted.text
    letter, _ = office.sent()
    assert letter["Subject"] == "Сбой"
    assert "От: Иван\n" in body(letter)
    assert await office.scene.sql("select note from message where id = %(id)s", id=posted.json()["id"]) is True


async def test_the_same_twice_is_one_letter(office: PostOffice) -> None:
    number, message = await with_file(office)
    once = str(new_uuid7())
    first, second = [await pass_on(office, number, message, client_id=once) for _ in range(2)]
    assert first.json()["id"] == second.json()["id"]
    assert len(office.smtp.handler.letters) == 1


@pytest.mark.parametrize(("fields", "field", "code"), [
    ({"to": []}, "to", "required"), ({"to": ["boss"]}, "to.0", "bad_address"), ({"cc": ["x"]}, "cc.0", "bad_address"),
])  # fmt: skip
async def test_wrong_recipients_are_named(office: PostOffice, fields: dict[str, Any], field: str, code: str) -> None:
    number, message = await with_file(office)
    refused = await pass_on(office, number, message, **fields)
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [(field, code)]


async def test_notes_and_letters_of_others_stay_in_the_house(office: PostOffice) -> None:
    number, message = await with_file(office)
    note = (await reply(office.scene.a.anna_browser, number, "Секрет", kind="note")).json()["id"]
    refused = await pass_on(office, number, note)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_forwardable")
    other = await office.scene.a.anna_browser.get(f"/api/v1/conversations/{number}/messages/{note}/forward")
    assert other.status_code == 409
    data = {"client_id": str(new_uuid7()), "inbox_id": office.inbox_id, "to": [PARTNER]}
    stranger = await office.scene.b.anna_browser.post(
        f"/api/v1/conversations/{number}/messages/{message}/forward", data
    )
    assert stranger.status_code == 404
    chat = await pass_on(office, number, message, inbox_id=office.scene.a.chat)
    assert (chat.status_code, chat.json()["errors"][0]["field"]) == (422, "inbox_id")
    await office.scene.set_inbox(office.inbox_id, "paused")
    assert (await pass_on(office, number, message)).json()["code"] == "closed_channel"
    assert office.smtp.handler.letters == []


async def test_what_was_passed_on_fails_is_repeated_and_cannot_be_changed(office: PostOffice) -> None:
    number, message = await with_file(office)
    office.smtp.handler.answers["data"] = "554 5.6.0 no"
    posted = (await pass_on(office, number, message)).json()
    path = f"/api/v1/conversations/{number}/messages/{posted['id']}"
    anna = office.scene.a.anna_browser
    assert (await anna.get(path)).json()["delivery"]["status"] == "failed"
    office.smtp.handler.answers.clear()
    elsewhere = await anna.post(f"{path}/retry", {"identity_id": posted["identity_id"] + 1000})
    assert elsewhere.status_code == 409
    assert (await anna.post(f"{path}/retry", {})).status_code == 200
    await office.scene.send_all()
    assert office.sent()[1] == [PARTNER]
    assert (await anna.patch(path, {"text": "Иначе"})).status_code == 409
    assert (await anna.delete(path)).status_code == 409


async def test_the_mailboxes_that_work_are_offered(office: PostOffice) -> None:
    number, message = await with_file(office)
    await office.scene.set_inbox(office.scene.a.mail, "paused")
    start = await office.scene.a.anna_browser.get(f"/api/v1/conversations/{number}/messages/{message}/forward")
    assert start.json() == {
        "subject": "Fwd: Чайник", "mailboxes": [{"id": office.inbox_id, "name": "email", "address": OWN}],
        "recipients_max": 50,
    }  # fmt: skip
