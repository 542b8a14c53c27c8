import asyncio
import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any, Self

import pytest

from otklik.channelkit.channel import ChannelContext, PollBatch
from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus, Happening, MessageReceived
from otklik.channelkit.outbound import MailHeaders, OutboundMessage, SendError, SendErrorKind, Sent
from otklik.channels.email.channel import EmailChannel
from otklik.channels.email.checks import MailboxTrial
from otklik.channels.email.oauth import Tokens
from otklik.channels.email.thread import reply_token, sub_address
from tests.channels.email.letters import SECRET
from tests.channels.email.real_mail import RealMail, available
from tests.channels.email.servers import LOCAL_GUARD, make_channel, make_context, make_settings

pytestmark = [pytest.mark.realmail, pytest.mark.skipif(not available(), reason="Postfix and Dovecot are not here")]


@pytest.fixture(scope="module")
def mail() -> Iterator[RealMail]:
    """A running mail system."""
    system = RealMail()
    try:
        system.start()
        yield system
    finally:
        system.stop()


def _context(mail: RealMail, user: str = "support@example.test", **changes: Any) -> ChannelContext:
    return make_context(
        make_settings(
            mail.imap,
            mail.smtp,
            address=user,
            imap_user=user,
            imap_password=mail.password,
            smtp_user=user,
            sub_addressing=True,
            **changes,
        )
    )


class Reader:
    """Reads a mailbox in the background and keeps what it understood."""

    def __init__(self, channel: EmailChannel, context: ChannelContext) -> None:
        self._channel, self._context = channel, context
        self.found: list[Happening] = []
        self.batches: list[PollBatch] = []
        self._ready = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._line = await self._channel.open_poller(self._context)
        self._task = asyncio.create_task(self._read())
        await asyncio.wait_for(self._ready.wait(), 60)
        await asyncio.sleep(1)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._line.close()

    async def _read(self) -> None:
        async for batch in self._line.batches({}):
            self.batches.append(batch)
            for call in batch.calls:
                self.found += self._channel.parse(call, self._context.settings)
            self._ready.set()

    async def next(self, number: int = 1, seconds: float = 60) -> Happening:
        """Return the n-th thing that came."""
        async with asyncio.timeout(seconds):
            while len(self.found) < number:  # noqa: ASYNC110 - a test may poll
                await asyncio.sleep(0.05)
        return self.found[number - 1]


def _submit(
    mail: RealMail, to: str, text: str = "Где мой заказ?", sender: str = "vera@customer.test", **headers: str
) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, "Заказ"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    with smtplib.SMTP("127.0.0.1", mail.smtp, timeout=60) as client:
        client.send_message(letter)


async def _send(channel: EmailChannel, context: ChannelContext, **changes: Any) -> Any:
    fields: dict[str, Any] = {
        "message_id": 7,
        "conversation_id": 81,
        "recipient": "vera@customer.test",
        "text": "Заказ в пути.",
    }
    (part,) = channel.render(OutboundMessage(**(fields | changes)), context.settings)
    return await channel.send(part, context)


async def test_a_letter_is_pushed_at_once(mail: RealMail) -> None:
    channel, context = make_channel(idle_s=300), _context(mail)
    async with Reader(channel, context) as reader:
        begun = time.monotonic()
        await asyncio.to_thread(_submit, mail, "support@example.test")
        message = await reader.next()
        assert time.monotonic() - begun < 30
    assert isinstance(message, MessageReceived)
    assert message.content.text == "Где мой заказ?"
    assert message.sender.external_id == "vera@customer.test"
    assert message.content.mail is not None
    assert message.content.mail.automatic == ""


async def test_an_answer_to_a_sub_address_finds_its_conversation(mail: RealMail) -> None:
    channel, context = make_channel(), _context(mail)
    async with Reader(channel, context) as reader:
        await asyncio.to_thread(_submit, mail, sub_address("support@example.test", reply_token(SECRET, 4242)))
        message = await reader.next()
    assert isinstance(message, MessageReceived)
    assert message.thread is not None
    assert message.thread.conversation_id == 4242


async def test_a_bounce_comes_back_to_its_letter(mail: RealMail) -> None:
    channel, context = make_channel(), _context(mail)
    async with Reader(channel, context) as reader:
        sent = await _send(channel, context, recipient="nobody@elsewhere.test")
        assert isinstance(sent, Sent)
        report = await reader.next()
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.status) == (sent.external_id, DeliveryStatus.FAILED)
    assert report.code.startswith("5.4.")
    assert report.detail


async def test_an_unknown_mailbox_bounces_too(mail: RealMail) -> None:
    channel, context = make_channel(), _context(mail)
    async with Reader(channel, context) as reader:
        sent = await _send(channel, context, recipient="unknown@customer.test")
        assert isinstance(sent, Sent)
        report = await reader.next()
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.code) == (sent.external_id, "5.1.1")


async def test_a_vacation_answer_is_automatic_and_stays_in_its_conversation(mail: RealMail) -> None:
    mail.send_away("away@customer.test")
    channel, context = make_channel(), _context(mail)
    async with Reader(channel, context) as reader:
        sent = await _send(channel, context, recipient="away@customer.test", mail=MailHeaders(subject="Заказ"))
        assert isinstance(sent, Sent)
        message = await reader.next()
    assert isinstance(message, MessageReceived)
    assert message.content.mail is not None
    assert message.content.mail.automatic == "auto_reply"
    assert message.thread is not None
    assert message.thread.conversation_id == 81
    assert "I am away." in message.content.text


async def test_a_letter_over_the_servers_limit_is_refused_before_it_is_sent(mail: RealMail) -> None:
    result = await _send(make_channel(), _context(mail), text="слово " * 300_000)
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (SendErrorKind.FORMAT, "too_large")


async def test_the_person_gets_the_letter_as_it_was_written(mail: RealMail) -> None:
    channel = make_channel()
    theirs = _context(mail, "vera@customer.test")
    async with Reader(channel, theirs) as reader:
        assert isinstance(await _send(channel, _context(mail), author_name="Анна"), Sent)
        message = await reader.next()
    assert isinstance(message, MessageReceived)
    assert message.content.text == "Заказ в пути."
    assert message.sender.name == "Анна, Магазин"
    assert message.content.mail is not None
    assert message.content.mail.reply_to.startswith("support+81.")


async def test_connecting_sends_itself_a_letter_and_removes_it(mail: RealMail) -> None:
    channel, context = make_channel(), _context(mail)
    async with Reader(channel, context) as reader:
        report = await MailboxTrial(context, LOCAL_GUARD, Tokens()).run(probe=True, probe_wait_s=60)
        await asyncio.sleep(2)
        assert reader.found == []
    assert report.ok, report.checks
    assert report.checks[-1].name == "sub_addressing"


async def test_a_copy_is_found_in_sent(mail: RealMail) -> None:
    channel = make_channel()
    sent_box = _context(mail, imap_folder="Sent", append_sent=True)
    async with Reader(channel, sent_box) as reader:
        assert isinstance(await _send(channel, sent_box), Sent)
        await channel.settle()
        copy = await reader.next()
    assert isinstance(copy, MessageReceived)
    assert copy.content.mail is not None
    assert copy.content.mail.automatic == "loop"


async def test_our_own_letter_to_ourselves_is_a_loop(mail: RealMail) -> None:
    channel, context = make_channel(), _context(mail)
    async with Reader(channel, context) as reader:
        await _send(channel, context, recipient="support@example.test")
        message = await reader.next()
    assert isinstance(message, MessageReceived)
    assert message.content.mail is not None
    assert message.content.mail.automatic == "loop"


async def test_a_blind_copy_arrives_and_no_letter_names_it(mail: RealMail) -> None:
    channel = make_channel()
    hidden, named = _context(mail, "away@customer.test"), _context(mail, "vera@customer.test")
    async with Reader(channel, hidden) as blind, Reader(channel, named) as open_:
        headers = MailHeaders(
            subject="Заказ", to=("vera@customer.test",), cc=("support@example.test",), bcc=("away@customer.test",)
        )
        assert isinstance(await _send(channel, _context(mail), mail=headers), Sent)
        got, seen = await blind.next(), await open_.next()
    for letter in (got, seen):
        assert isinstance(letter, MessageReceived)
        assert letter.content.mail is not None
        assert (letter.content.mail.to, letter.content.mail.cc) == (("vera@customer.test",), ("support@example.test",))
        assert "bcc:" not in letter.content.mail.head.lower()
