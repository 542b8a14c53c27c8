"""Whom a letter goes to: everybody the customer named, those who were asked for, nobody in secret twice."""

from typing import Any

from otklik.desk.recipients import read_address, reply_to_all
from otklik.desk.schemas_mail import RECIPIENTS_MAX
from otklik.kit.ids import new_uuid7
from tests.desk.post_office import OWN, VERA, PostOffice, body
from tests.desk.scene import reply

BOSS, CLERK, AUDIT = "boss@customer.example", "clerk@customer.example", "audit@shop.example"


async def start_of(office: PostOffice, number: int) -> dict[str, Any]:
    identity = await office.scene.sql("select identity_id from conversation where id = %(id)s", id=number)
    shown = await office.scene.a.anna_browser.get(f"/api/v1/conversations/{number}/letter?identity_id={identity}")
    assert shown.status_code == 200, shown.text
    return dict(shown.json())


async def test_a_reply_keeps_everybody_the_letter_named(office: PostOffice) -> None:
    number = (
        await office.deliver(to=f"{OWN}, Clerk <{CLERK.upper()}>", cc=f"Boss <{BOSS}>, {CLERK}, {VERA}, {OWN}")
    ).conversation_id
    posted = await office.answer(number)
    assert posted.status_code == 201, posted.text
    letter, envelope = office.sent()
    assert [one.addr_spec for one in letter["To"].addresses] == [VERA, CLERK]
    assert [one.addr_spec for one in letter["Cc"].addresses] == [BOSS]
    assert envelope == [VERA, CLERK, BOSS]
    assert letter["In-Reply-To"] == "<m1@customer.example>"
    assert posted.json()["mail"]["to"] == [VERA, CLERK]
    assert posted.json()["mail"]["cc"] == [BOSS]


async def test_a_letter_to_us_alone_is_answered_to_the_customer(office: PostOffice) -> None:
    number = (await office.deliver(to=f"demouser+12.abc@shop.example, {OWN}")).conversation_id
    start = await start_of(office, number)
    assert (start["all"], start["reply"], start["reply_all"]) == (False, {"to": [VERA], "cc": []}, start["reply"])
    await office.answer(number)
    letter, envelope = office.sent()
    assert (letter["To"], letter["Cc"], envelope) == (VERA, None, [VERA])


async def test_no_mailbox_of_ours_gets_a_copy(office: PostOffice) -> None:
    settings = '{"address": " Audit@Shop.Example "}'
    await office.scene.do(
        "update inbox set settings = %(s)s::text::jsonb where id = %(id)s", s=settings, id=office.scene.a.mail
    )
    number = (await office.deliver(cc=f"{AUDIT}, audit+7.x@shop.example, {BOSS}")).conversation_id
    start = await start_of(office, number)
    assert (start["all"], start["reply_all"]) == (True, {"to": [VERA], "cc": [BOSS]})


async def test_an_automatic_letter_is_answered_to_its_sender_alone(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS, Auto_Submitted="auto-replied")).conversation_id
    start = await start_of(office, number)
    assert (start["all"], start["reply_all"]["cc"]) == (False, [BOSS])
    await office.answer(number)
    assert office.sent()[1] == [VERA]


async def test_the_newest_letter_counts(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    await office.deliver("И ещё", in_reply_to="<m1@customer.example>")
    assert (await start_of(office, number))["all"] is False


async def test_copies_are_whom_the_operator_names_and_a_blind_one_stands_nowhere(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    mail = {"to": [f" {VERA.upper()} "], "cc": [CLERK, CLERK.upper()], "bcc": ["secret@shop.example", CLERK]}
    posted = await office.answer(number, mail=mail)
    letter, envelope = office.sent()
    assert (letter["To"], letter["Cc"], letter["Bcc"]) == (VERA, CLERK, None)
    assert envelope == [VERA, CLERK, "secret@shop.example"]
    assert b"secret@" not in office.smtp.handler.letters[-1]
    assert posted.json()["mail"]["bcc"] == ["secret@shop.example"]


async def test_only_the_customer_when_no_address_is_named(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    await office.answer(number, mail={})
    assert office.sent()[1] == [VERA]


async def test_the_customer_may_be_left_out(office: PostOffice) -> None:
    number = (await office.deliver()).conversation_id
    office.smtp.handler.answers[f"rcpt {BOSS}"] = "550 5.1.1 no such user"
    await office.answer(number, mail={"to": [BOSS]})
    reachable = await office.scene.sql("select reachable from identity where external_id = %(who)s", who=VERA)
    assert reachable is True, "that somebody else has no mailbox says nothing about the customer"
    office.smtp.handler.answers.clear()
    await office.answer(number, mail={"to": [BOSS]})
    assert office.sent()[1] == [BOSS]


async def test_each_wrong_address_is_named_by_its_place(office: PostOffice) -> None:
    number = (await office.deliver()).conversation_id
    wrong = {"to": [VERA, "boss"], "cc": ["a b@c.d"], "bcc": ["x@y", "ok@c.example"]}
    refused = await office.answer(number, mail=wrong)
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [
        ("mail.to.1", "bad_address"), ("mail.cc.0", "bad_address"), ("mail.bcc.0", "bad_address"),
    ]  # fmt: skip
    assert office.smtp.handler.letters == []


async def test_fifty_people_may_be_written_to_and_one_more_may_not(office: PostOffice) -> None:
    number = (await office.deliver()).conversation_id
    many = [f"p{one}@customer.example" for one in range(RECIPIENTS_MAX)]
    refused = await office.answer(number, mail={"to": [VERA], "bcc": many})
    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["field"], fault["code"]) == (422, "mail.to", "too_many_recipients")
    posted = await office.answer(number, mail={"to": [VERA], "bcc": many[1:]})
    assert posted.status_code == 201, posted.text
    assert len(office.sent()[1]) == RECIPIENTS_MAX


async def test_a_channel_without_letters_refuses_recipients(office: PostOffice) -> None:
    number = (await office.scene.write(office.scene.a, "Иван")).conversation_id
    refused = await reply(office.scene.a.anna_browser, number, mail={"cc": [BOSS]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "mail")
    assert (await reply(office.scene.a.anna_browser, number, mail={})).status_code == 201


async def test_the_same_reply_twice_is_one_letter(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    once = str(new_uuid7())
    for _ in range(2):
        await office.answer(number, client_id=once, mail={"to": [VERA], "cc": [CLERK]})
    assert len(office.smtp.handler.letters) == 1


async def test_a_refused_copy_is_shown_and_the_letter_is_sent(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    office.smtp.handler.answers[f"rcpt {BOSS}"] = "550 5.1.1 no such user"
    posted = (await office.answer(number)).json()
    shown = await office.scene.a.anna_browser.get(f"/api/v1/conversations/{number}/messages/{posted['id']}")
    assert shown.json()["delivery"]["status"] == "sent"
    assert "no such user" in shown.json()["mail"]["refused"][BOSS]


async def test_recipients_wait_with_their_message_and_come_back_into_the_draft(office: PostOffice) -> None:
    number, anna = (await office.deliver(cc=BOSS)).conversation_id, office.scene.a.anna_browser
    mail = {"to": [VERA], "cc": [CLERK], "bcc": [AUDIT], "quote": False}
    message = {"client_id": str(new_uuid7()), "text": "Позже", "mail": mail}
    held = await anna.post(f"/api/v1/conversations/{number}/held", {"message": message, "delay_s": 20})
    assert held.json()["mail"] == mail, held.text
    back = await anna.post(f"/api/v1/conversations/{number}/held/{held.json()['id']}/undo", {})
    assert back.json()["draft"]["mail"] == mail
    again = {**message, "client_id": str(new_uuid7())}
    await anna.post(f"/api/v1/conversations/{number}/held", {"message": again, "delay_s": 20})
    await office.scene.do("update held_message set due_at = now() - interval '1 s'")
    await office.scene.release_due()
    await office.scene.send_all()
    letter, envelope = office.sent()
    assert envelope == [VERA, CLERK, AUDIT]
    assert "Где заказ?" not in body(letter)


async def test_a_draft_keeps_its_recipients_even_unfinished_ones(office: PostOffice) -> None:
    number, anna = (await office.deliver()).conversation_id, office.scene.a.anna_browser
    path = f"/api/v1/conversations/{number}/drafts/reply"
    mail = {"to": [VERA], "cc": ["bo"], "bcc": [], "quote": None}
    saved = await anna.put(path, {"text": "Да", "revision": 1, "device": "d", "mail": mail})
    assert saved.json()["mail"] == mail, saved.text
    emptied = await anna.put(path, {"text": "", "revision": 2, "device": "d", "mail": mail})
    assert emptied.json()["mail"] is None


def test_everybody_is_answered_once_and_never_more_than_may_be() -> None:
    many = [f"p{one}@c.example" for one in range(70)]
    everybody = reply_to_all(VERA, many, [VERA, *many], set())
    assert (len(everybody.to), everybody.cc) == (RECIPIENTS_MAX, ())


def test_addresses_are_read_strictly() -> None:
    assert read_address(" Вера@Почта.РФ ") == "вера@xn--80a1acny.xn--p1ai"
    for bad in ("", "a@b", "a@b.c d", "a,b@c.d", "a@b@c.d", "<a@b.c>", "a@b..c", "a\nb@c.d"):
        assert read_address(bad) == "", bad
