"""A bounce of a copy is shown at its address; a bounce of the addressee fails the letter."""

from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus, Sender
from otklik.kit.clock import utc_now
from otklik.messaging.delivery import apply_report
from tests.desk.post_office import VERA, PostOffice

BOSS = "boss@customer.example"


async def test_a_copy_that_bounces_does_not_fail_the_letter(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    posted = (await office.answer(number)).json()
    path = f"/api/v1/conversations/{number}/messages/{posted['id']}"
    await _bounce(office, BOSS.upper())
    shown = (await office.scene.a.anna_browser.get(path)).json()
    assert (shown["delivery"]["status"], shown["mail"]["refused"]) == ("sent", {BOSS.upper(): "5.1.1 unknown"})
    await _bounce(office, VERA)
    shown = (await office.scene.a.anna_browser.get(path)).json()
    assert shown["delivery"]["status"] == "failed"


async def _bounce(office: PostOffice, who: str) -> None:
    letter, _ = office.sent()
    report = DeliveryReported(
        key=f"b{who}", message_id=str(letter["Message-ID"]).strip("<>"), status=DeliveryStatus.FAILED, at=utc_now(),
        code="5.1.1", detail="5.1.1 unknown", sender=Sender(external_id=who),
    )  # fmt: skip
    inbox = await office.scene.directory.by_id(office.inbox_id)
    assert inbox is not None
    async with office.scene.db.system(office.scene.a.id) as tx:
        assert await apply_report(tx, inbox.record, report)


async def test_a_letter_that_failed_leaves_to_another_address_of_the_person(office: PostOffice) -> None:
    number = (await office.deliver(cc=BOSS)).conversation_id
    office.smtp.handler.answers[f"rcpt {VERA}"] = "550 5.1.1 no such user"
    posted = (await office.answer(number)).json()
    second = await office.scene.sql(
        """insert into identity (workspace_id, contact_id, inbox_id, external_id, email)
           select workspace_id, contact_id, inbox_id, 'vera@home.example', 'vera@home.example' from identity
           where external_id = %(who)s returning id""",
        who=VERA,
    )
    path = f"/api/v1/conversations/{number}/messages/{posted['id']}"
    again = await office.scene.a.anna_browser.post(f"{path}/retry", {"identity_id": second})
    assert again.status_code == 200, again.text
    await office.scene.send_all()
    letter, envelope = office.sent()
    assert (letter["To"], letter["Cc"], envelope) == ("vera@home.example", BOSS, ["vera@home.example", BOSS])
