"""Letters about what was not seen: gathered, judged as they leave, handed over once, and ended by a link."""

import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from otklik.infra.mail import MailSender, MailTrouble
from otklik.infra.settings import BadSetting, load_settings
from otklik.notifications.choices import Choices, due_of
from otklik.notifications.mail_letter import Item, Letter, write_letter
from otklik.notifications.mailing import STOP_PAGE, Mailer
from tests.channels.email.servers import Smtp, free_port
from tests.notifications.conftest import Hall

MAIL = {"matrix": {"reply": {"mail": True}, "assigned": {"mail": True}, "queue": {"mail": True}}}

MUTE = """
insert into notification_mute (operator_id, conversation_id, workspace_id)
select assignee_id, id, workspace_id from conversation where assignee_id is not null
"""


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    """A mail server of others."""
    server = Smtp()
    server.start()
    yield server
    server.stop()


def mailer(hall: Hall, smtp: Smtp) -> Mailer:
    """Letters by way of the mail server."""
    url = f"smtp://{smtp.user}:{smtp.password}@127.0.0.1:{smtp.port}"
    return Mailer(hall.tools, MailSender(url, "desk@example.test"))


async def lay(hall: Hall, text: str = "Где заказ?", **choices: Any) -> int:
    """Let a customer of Boris's write, who wants letters; returns the conversation."""
    await hall.choose(hall.a.boris_browser, **{**MAIL, **choices})
    placed = await hall.write(hall.a, "Вера")
    await hall.settle(hall.a, placed.conversation_id, hall.a.boris.id)
    await hall.follow()
    await hall.do("delete from mail_notice")
    await hall.write(hall.a, "Вера", text)
    await hall.follow()
    return placed.conversation_id


async def hurry(hall: Hall) -> None:
    """Let the time of all letters come."""
    await hall.do("update mail_notice set due_at = now()")


def read(raw: bytes) -> EmailMessage:
    """Return a letter as its reader's program has it."""
    made = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


async def test_what_is_unseen_for_a_quarter_of_an_hour_comes_by_letter_once(hall: Hall, smtp: Smtp) -> None:
    number = await lay(hall)
    letters = mailer(hall, smtp)
    assert await letters.run() == 0, "not yet"
    wait = await hall.sql("select extract(epoch from due_at - now())::int from mail_notice")
    assert 14 * 60 < wait <= 15 * 60
    await hurry(hall)
    assert await letters.run() == 1
    assert await letters.run() == 0, "never twice"
    [raw] = smtp.handler.letters
    letter = read(raw)
    assert smtp.handler.recipients == [[hall.a.boris.email]]
    assert (letter["Subject"], letter["Auto-Submitted"]) == ("Вера", "auto-generated")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, page = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    for part in (plain.get_content(), page.get_content()):
        assert "Где заказ?" in part
        assert f"https://desk.example.test/inbox/all/{number}" in part
    assert await hall.sql("select count(*) from mail_notice") == 0


async def test_several_things_are_one_letter_and_several_lines_one_thing(hall: Hall, smtp: Smtp) -> None:
    await lay(hall)
    await hall.write(hall.a, "Вера", "Ау?")
    await hall.write(hall.a, "Глеб", "Новый вопрос")
    await hall.follow()
    await hurry(hall)
    assert await mailer(hall, smtp).run() >= 1
    [raw] = smtp.handler.letters
    letter = read(raw)
    assert letter["Subject"] == "2 непросмотренных события"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Ау?" in body.get_content()
    assert "Где заказ?" not in body.get_content(), "the latest of a conversation stands for it"


@pytest.mark.parametrize(
    "change",
    [
        "update read_mark set seq = 100",
        "update message set deleted_at = now()",
        MUTE,
        "update operator set disabled_at = now()",
        "update workspace set two_factor = 'everybody'",
        "update notification_setting set settings = jsonb_set(settings, '{matrix,reply,mail}', 'false')",
    ],
)
async def test_what_is_no_news_any_more_or_not_theirs_is_told_in_no_letter(hall: Hall, smtp: Smtp, change: str) -> None:
    await lay(hall)
    await hall.do(
        """insert into read_mark (conversation_id, operator_id, workspace_id, seq, in_seen)
           select id, assignee_id, workspace_id, 0, 0 from conversation where assignee_id is not null
           on conflict do nothing"""
    )
    await hall.do(change)
    await hurry(hall)
    assert await mailer(hall, smtp).run() == 0
    assert smtp.handler.letters == []
    assert await hall.sql("select count(*) from mail_notice") == 0


async def test_in_quiet_hours_letters_wait(hall: Hall, smtp: Smtp) -> None:
    always = [{"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "00:00"}]
    await lay(hall, quiet=always)
    await hurry(hall)
    assert await mailer(hall, smtp).run() == 0
    await hall.choose(hall.a.boris_browser, **MAIL)
    await hurry(hall)
    assert await mailer(hall, smtp).run() == 1


async def test_a_discreet_letter_names_nobody(hall: Hall, smtp: Smtp) -> None:
    await lay(hall, discreet=True)
    await hurry(hall)
    await mailer(hall, smtp).run()
    body = read(smtp.handler.letters[0]).get_body(("plain",))
    assert body is not None
    assert "Вера" not in body.get_content()
    assert "Где заказ?" not in body.get_content()
    assert "Новое сообщение от клиента" in body.get_content()


class Broken:
    """A mail server that fails in one way."""

    ready = True
    sender = "desk@example.test"

    def __init__(self, trouble: MailTrouble) -> None:
        self.trouble = trouble
        self.asked = 0

    async def send(self, _letter: EmailMessage) -> None:
        """Fail."""
        self.asked += 1
        raise self.trouble


@pytest.mark.parametrize(
    "trouble, left", [(MailTrouble("x"), 1), (MailTrouble("x", uncertain=True), 0), (MailTrouble("x", final=True), 0)]
)
async def test_a_letter_that_may_have_left_is_not_sent_again(hall: Hall, trouble: MailTrouble, left: int) -> None:
    await lay(hall)
    await hurry(hall)
    broken = Broken(trouble)
    letters = Mailer(hall.tools, broken)  # type: ignore[arg-type]  # an honest stand-in
    assert await letters.run() == 0
    assert await hall.sql("select count(*) from mail_notice where claim is null") == left
    for _ in range(10):
        await hurry(hall)
        await letters.run()
    assert broken.asked == (6 if left else 1), "six tries and no more"
    assert await hall.sql("select count(*) from mail_notice") == 0


async def test_what_stood_in_a_letter_whose_process_died_is_told_by_no_other(hall: Hall, smtp: Smtp) -> None:
    await lay(hall)
    await hall.do("update mail_notice set due_at = now(), claim = gen_random_uuid(), claimed_at = now()")
    assert await mailer(hall, smtp).run() == 0
    await hall.do("update mail_notice set claimed_at = now() - interval '2 hours'")
    assert await mailer(hall, smtp).run() == 0
    assert await hall.sql("select count(*) from mail_notice") == 0


async def test_the_link_ends_letters_by_a_button_and_by_one_click(hall: Hall, smtp: Smtp) -> None:
    await lay(hall)
    await hurry(hall)
    await mailer(hall, smtp).run()
    link = read(smtp.handler.letters[0])["List-Unsubscribe"].strip("<>").removeprefix("https://desk.example.test")
    assert link.startswith(STOP_PAGE)
    stranger = hall.browsers.stranger()
    asked = await stranger.get(link)
    assert asked.status_code == 200
    assert "<form" in asked.text
    mine = "/api/v1/operators/me/notifications"
    assert (await hall.a.boris_browser.get(mine)).json()["choices"]["matrix"]["reply"]["mail"] is True
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    forged = await stranger.request("POST", f"{STOP_PAGE}?token=x", content=b"", headers=headers)
    assert "not valid" in forged.text
    assert (await hall.a.boris_browser.get(mine)).json()["choices"]["matrix"]["reply"]["mail"] is True
    done = await stranger.request("POST", link, content=b"List-Unsubscribe=One-Click", headers=headers)
    assert done.status_code == 200
    shown = (await hall.a.boris_browser.get(mine)).json()
    assert not any(one["mail"] for one in shown["choices"]["matrix"].values())
    assert shown["mail_ready"] is True


async def test_without_a_server_there_are_no_letters(hall: Hall) -> None:
    await lay(hall)
    await hurry(hall)
    assert await Mailer(hall.tools, MailSender("", "")).run() == 0


async def test_nobody_answers() -> None:
    letter = EmailMessage()
    with pytest.raises(MailTrouble) as trouble:
        await MailSender(f"smtp://127.0.0.1:{free_port()}", "a@b.test").send(letter)
    assert not trouble.value.uncertain


def test_when_letters_are_due() -> None:
    now = datetime(2026, 11, 23, 17, 40, 5, tzinfo=UTC)
    assert due_of(Choices(), now, "UTC") == now + timedelta(minutes=15)
    assert due_of(Choices(mail_pace="hourly"), now, "UTC") == datetime(2026, 11, 23, 18, tzinfo=UTC)
    daily = Choices(mail_pace="daily", mail_at="09:00")
    assert due_of(daily, now, "Europe/Moscow") == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert due_of(Choices(mail_pace="daily", mail_at="21:00"), now, "Europe/Moscow") == datetime(
        2026, 11, 23, 18, tzinfo=UTC
    )


def test_what_people_wrote_is_no_markup_and_twenty_are_shown() -> None:
    item = Item("<b>Вера</b>", "<script>alert(1)</script>", datetime(2026, 11, 23, tzinfo=UTC), "https://x.test/1")
    letter = write_letter(Letter(
        to="a@b.test", sender="d@b.test", locale="en", zone="Europe/Moscow", items=[item] * 25,
        settings_url="https://x.test/s", stop_url="https://x.test/stop", message_id="1@x.test",
    ))  # fmt: skip
    page = letter.get_body(("html",))
    assert page is not None
    assert "<script>" not in page.get_content()
    assert page.get_content().count("https://x.test/1") == 20
    assert "And 5 more" in page.get_content()
    assert letter["Subject"] == "25 things you have not seen"


@pytest.mark.parametrize(
    "settings", [{"OTKLIK_SMTP_URL": "http://x"}, {"OTKLIK_SMTP_URL": "smtps://mail.test"},
                 {"OTKLIK_SMTP_URL": "smtps://", "OTKLIK_MAIL_FROM": "a@b.test"}]
)  # fmt: skip
def test_settings_that_cannot_work_stop_the_start(settings: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        load_settings(settings)
