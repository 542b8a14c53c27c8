from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.outbound import MailHeaders, OutboundFile, OutboundMessage, Scope, SendError, SendErrorKind, Sent
from otklik.channels.email.channel import EmailChannel
from otklik.channels.email.replies import CONNECT, DATA, LOGIN, RECIPIENT, SENDER, read_reply
from tests.channels.email.letters import message
from tests.channels.email.servers import Files, Notes, Smtp, free_port, make_channel, make_context, make_settings


def _message(**changes: Any) -> OutboundMessage:
    fields: dict[str, Any] = {
        "message_id": 7,
        "conversation_id": 81,
        "recipient": "vera@customer.example",
        "text": "Заказ в пути.",
    }
    return OutboundMessage(**(fields | changes))


async def _send(
    smtp: Smtp | int, channel: EmailChannel | None = None, outbound: OutboundMessage | None = None, **changes: Any
) -> Any:
    settings = make_settings(1, smtp if isinstance(smtp, int) else smtp.port, **changes)
    channel = channel or make_channel()
    (part,) = channel.render(outbound or _message(), settings)
    return await channel.send(part, make_context(settings))


async def test_a_letter_arrives_and_is_only_sent(smtp: Smtp) -> None:
    result = await _send(smtp)
    assert isinstance(result, Sent)
    assert not result.delivered
    (raw,) = smtp.handler.letters
    got = message(raw)
    assert got.content.text == "Заказ в пути."
    assert got.message_id == result.external_id
    assert smtp.handler.recipients == [["vera@customer.example"]]
    again = await _send(smtp)
    assert again == result


REFUSALS = [
    ("mail", "451 4.3.0 try later", SendErrorKind.RETRY, "4.3.0"),
    ("mail", "421 4.7.0 too many messages, slow down", SendErrorKind.RATE, "4.7.0"),
    ("mail", "553 5.7.1 Sender address rejected: not owned by user", SendErrorKind.AUTH, "5.7.1"),
    ("mail", "552 5.3.4 message too big", SendErrorKind.FORMAT, "5.3.4"),
    ("rcpt", "550 5.1.1 no such user", SendErrorKind.GONE, "5.1.1"),
    ("rcpt", "550 No such user here", SendErrorKind.GONE, "550"),
    ("rcpt", "553 5.1.3 bad address", SendErrorKind.GONE, "5.1.3"),
    ("rcpt", "450 4.7.1 greylisted", SendErrorKind.RETRY, "4.7.1"),
    ("rcpt", "452 4.2.2 mailbox full", SendErrorKind.RETRY, "4.2.2"),
    ("rcpt", "552 5.2.2 mailbox full", SendErrorKind.RETRY, "5.2.2"),
    ("rcpt", "550 5.7.1 rejected by policy", SendErrorKind.POLICY, "5.7.1"),
    ("data", "554 5.7.1 spam", SendErrorKind.POLICY, "5.7.1"),
    ("data", "554 transaction failed", SendErrorKind.POLICY, "554"),
    ("data", "552 5.3.4 too big", SendErrorKind.FORMAT, "5.3.4"),
    ("data", "451 4.3.2 try later", SendErrorKind.RETRY, "4.3.2"),
    ("data", "550 5.1.1 no such user", SendErrorKind.GONE, "5.1.1"),
]


@pytest.mark.parametrize(("stage", "answer", "kind", "code"), REFUSALS)
async def test_refusals_of_a_server(smtp: Smtp, stage: str, answer: str, kind: SendErrorKind, code: str) -> None:
    smtp.handler.answers[stage] = answer
    result = await _send(smtp)
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (kind, code)
    assert smtp.handler.letters == []


@pytest.mark.parametrize(
    ("code", "text", "stage", "kind"),
    [
        (535, "5.7.8 bad credentials", LOGIN, SendErrorKind.AUTH),
        (454, "4.7.0 temporary authentication failure", LOGIN, SendErrorKind.AUTH),
        (530, "5.7.0 must issue STARTTLS", SENDER, SendErrorKind.AUTH),
        (554, "5.7.1 you are blocked", CONNECT, SendErrorKind.AUTH),
        (421, "4.3.2 service not available", CONNECT, SendErrorKind.RETRY),
        (550, "5.4.4 no such domain", RECIPIENT, SendErrorKind.GONE),
        (555, "5.5.4 unsupported option", SENDER, SendErrorKind.FORMAT),
        (550, "5.7.26 DMARC", DATA, SendErrorKind.POLICY),
    ],
)
def test_replies_are_classified(code: int, text: str, stage: str, kind: SendErrorKind) -> None:
    assert read_reply(code, text, stage).kind is kind


async def test_a_wrong_password_stops_the_inbox(smtp: Smtp) -> None:
    result = await _send(smtp, smtp_password="wrong")
    assert isinstance(result, SendError)
    assert (result.kind, result.scope) == (SendErrorKind.AUTH, Scope.INBOX)
    smtp.login_answer = AuthResult(success=False, handled=False, message="454 4.7.0 Temporary authentication failure")
    assert (await _send(smtp)).kind is SendErrorKind.AUTH


async def test_a_line_that_breaks_before_the_letter_is_tried_again(smtp: Smtp) -> None:
    smtp.handler.drop_at = "rcpt"
    result = await _send(smtp)
    assert isinstance(result, SendError)
    assert result.kind is SendErrorKind.RETRY
    assert smtp.handler.letters == []


async def test_a_line_that_breaks_after_the_dot_is_uncertain(smtp: Smtp) -> None:
    smtp.handler.drop_at = "data"
    result = await _send(smtp)
    assert isinstance(result, SendError)
    assert result.kind is SendErrorKind.UNCERTAIN
    assert len(smtp.handler.letters) == 1


async def test_a_server_that_is_away_is_tried_again() -> None:
    result = await _send(free_port())
    assert isinstance(result, SendError)
    assert result.kind is SendErrorKind.RETRY


async def test_one_refused_copy_does_not_send_the_others_again(smtp: Smtp) -> None:
    smtp.handler.answers["rcpt bad@c.example"] = "550 5.1.1 no such user"
    copies = ("ok@c.example", "bad@c.example", "ok2@c.example")
    result = await _send(smtp, outbound=_message(mail=MailHeaders(subject="x", cc=copies)))
    assert isinstance(result, Sent)
    assert result.refused == {"bad@c.example": "550 5.1.1 no such user"}
    assert smtp.handler.recipients == [["vera@customer.example", "ok@c.example", "ok2@c.example"]]


async def test_the_servers_size_limit_is_respected_before_sending() -> None:
    smtp = Smtp(data_size_limit=2000)
    smtp.start()
    try:
        result = await _send(smtp, outbound=_message(text="x" * 5000))
    finally:
        smtp.stop()
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (SendErrorKind.FORMAT, "too_large")


async def test_starttls_that_is_not_offered_is_refused(smtp: Smtp) -> None:
    result = await _send(smtp, smtp_security="starttls")
    assert isinstance(result, SendError)
    assert result.kind is SendErrorKind.AUTH
    assert smtp.handler.letters == []


async def test_a_password_never_travels_plain_to_a_public_server() -> None:
    result = await _send(25, smtp_host="1.1.1.1")
    assert isinstance(result, SendError)
    assert (result.kind, result.code) == (SendErrorKind.AUTH, "refused_address")


async def test_servers_inside_are_refused_unless_allowed(smtp: Smtp) -> None:
    result = await _send(smtp, channel=EmailChannel())
    assert isinstance(result, SendError)
    assert result.code == "refused_address"


async def test_an_address_outside_ascii_needs_a_server_that_takes_it() -> None:
    smtp = Smtp(enable_SMTPUTF8=False)
    smtp.start()
    try:
        result = await _send(smtp, outbound=_message(recipient="вера@customer.example"))
    finally:
        smtp.stop()
    assert isinstance(result, SendError)
    assert result.code == "no_smtputf8"


async def test_a_file_travels_whole(smtp: Smtp) -> None:
    file = OutboundFile(key="k1", kind=Kind.DOCUMENT, name="счёт.pdf", mime="application/pdf", size=5)
    settings = make_settings(1, smtp.port)
    context = make_context(settings)
    assert isinstance(context.files, Files)
    context.files.stored["k1"] = b"%PDF\xff"
    channel = make_channel()
    (part,) = channel.render(_message(files=(file,)), settings)
    assert isinstance(await channel.send(part, context), Sent)
    (attachment,) = message(smtp.handler.letters[0]).content.attachments
    assert (attachment.name, attachment.data) == ("счёт.pdf", b"%PDF\xff")
    context.files.stored.clear()
    gone = await channel.send(part, context)
    assert isinstance(gone, SendError)
    assert gone.kind is SendErrorKind.FORMAT


async def test_the_daily_cap_makes_letters_wait(smtp: Smtp) -> None:
    channel = make_channel()
    assert isinstance(await _send(smtp, channel, daily_cap=1), Sent)
    second = await _send(smtp, channel, daily_cap=1)
    assert isinstance(second, SendError)
    assert (second.kind, second.scope) == (SendErrorKind.RATE, Scope.INBOX)
    assert 0 < (second.retry_after_s or 0) <= 86400


async def test_the_log_tells_no_secret_and_no_text(smtp: Smtp) -> None:
    settings = make_settings(1, smtp.port, smtp_password="very-secret")
    context = make_context(settings)
    channel = make_channel()
    (part,) = channel.render(_message(), settings)
    await channel.send(part, replace(context))
    assert isinstance(context.log, Notes)
    assert context.log.lines
    assert not any(word in line for line in context.log.lines for word in ("very-secret", "Заказ"))
