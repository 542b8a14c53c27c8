# ruff: noqa: E501 - letters and their tables stand as they come
import pytest

from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus, MessageReceived
from otklik.channels.email.inbound import loop_marks
from otklik.channels.email.settings import read_settings
from otklik.channels.email.thread import own_message_id
from tests.channels.email.letters import HEAD, SECRET, SETTINGS, message, plain, read

OURS = own_message_id(SECRET, 81, "7", "shop.example")
LOOP = next(iter(loop_marks(read_settings(SETTINGS))))

VACATION = (
    "Return-Path: <vera@customer.example>\r\nFrom: <vera@customer.example>\r\nTo: <support@shop.example>\r\n"
    f"Subject: Auto: Re: order\r\nIn-Reply-To: <{OURS}>\r\nReferences: <{OURS}>\r\n"
    "Auto-Submitted: auto-replied (vacation)\r\nPrecedence: bulk\r\nX-Auto-Response-Suppress: All\r\n"
    "X-Sieve: Pigeonhole Sieve\r\n\r\nЯ в отпуске."
)


def _bounce(message_id: str = OURS, action: str = "failed", status: str = "5.1.1", extra: str = "") -> str:
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.shop.example (Mail Delivery System)\r\nTo: support@shop.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <b1@mx.shop.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B1"\r\n\r\n'
        "--B1\r\nContent-Description: Notification\r\n\r\nI'm sorry\r\n"
        "--B1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.shop.example\r\n"
        f"{extra}\r\nFinal-Recipient: rfc822; vera@customer.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <vera@customer.example>: no such user\r\n"
        "--B1\r\nContent-Type: message/rfc822\r\n\r\nFrom: support@shop.example\r\nTo: vera@customer.example\r\n"
        f"Message-ID: <{message_id}>\r\n\r\nx\r\n--B1--\r\n"
    )


ROBOTS = {
    "vacation": (VACATION, "auto_reply"),
    "auto_submitted_no": (plain("x", "Auto-Submitted: no\r\n"), ""),
    "auto_generated": (plain("x", "Auto-Submitted: (nested (comment)) auto-generated; x=y\r\n"), "auto_reply"),
    "empty_return_path": ("Return-Path: <>\r\n" + plain("x"), "auto_reply"),
    "outlook_oof": (plain("x", "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n"), "auto_reply"),
    "x_autoreply": (plain("x", "X-Autoreply: yes\r\n"), "auto_reply"),
    "precedence_auto": (plain("x", "Precedence: auto_reply\r\n"), "auto_reply"),
    "bulk": (plain("x", "Precedence: bulk\r\n"), "list"),
    "list": (plain("x", "List-Id: <news.example>\r\n"), "list"),
    "newsletter": (plain("x", "List-Unsubscribe: <https://x.example/u>\r\nFeedback-ID: 1\r\n"), "list"),
    "noreply": (plain("x").replace("Vera@Customer.Example", "no-reply@bank.example"), "auto_reply"),
    "noreply_tagged": (plain("x").replace("Vera@Customer.Example", "noreply+42@bank.example"), "auto_reply"),
    "person_named_nora": (plain("x").replace("Vera@Customer.Example", "nora.reply@home.example"), ""),
    "own_address": (plain("x").replace("Vera@Customer.Example", "Support@Shop.Example"), "loop"),
    "own_loop_mark": (plain("x", f"X-Otklik-Loop: {LOOP}\r\n"), "loop"),
    "another_desk": (plain("x", "X-Otklik-Loop: 0123456789abcdef01234567\r\n"), ""),
    "receipt": (
        (
            f"{HEAD}Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nread\r\n"
            "--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; displayed\r\n--b--\r\n"
        ),
        "receipt",
    ),
    "foreign_bounce": (_bounce("other@elsewhere.example"), "bounce"),
    "person": (plain("x"), ""),
    "person_with_exchange_headers": (plain("x", "X-Auto-Response-Suppress: None\r\nPrecedence: normal\r\n"), ""),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_are_told_from_people(name: str) -> None:
    raw, kind = ROBOTS[name]
    mail = message(raw).content.mail
    assert mail is not None
    assert mail.automatic == kind


def test_a_vacation_answer_belongs_to_the_conversation() -> None:
    thread = message(VACATION).thread
    assert thread is not None
    assert thread.conversation_id == 81


def test_a_bounce_fails_the_letter_it_is_about() -> None:
    (report,) = read(_bounce())
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.status, report.code) == (OURS, DeliveryStatus.FAILED, "5.1.1")
    assert "no such user" in report.detail
    assert report.sender is not None
    assert report.sender.external_id == "vera@customer.example"


def test_a_delayed_letter_has_not_failed() -> None:
    (report,) = read(_bounce(action="delayed", status="4.4.1"))
    assert isinstance(report, DeliveryReported)
    assert report.status is DeliveryStatus.SENT


def test_the_envelope_id_is_enough_to_find_the_letter() -> None:
    (report,) = read(_bounce("changed@relay.example", extra=f"Original-Envelope-Id: {OURS}\r\n"))
    assert isinstance(report, DeliveryReported)
    assert report.message_id == OURS


def test_a_forged_bounce_marks_nothing() -> None:
    forged = OURS.replace(".7.", ".8.")
    (happening,) = read(_bounce(forged))
    assert isinstance(happening, MessageReceived)


def test_a_bounce_without_the_standard_part_is_understood() -> None:
    raw = (
        "Return-Path: <>\r\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\r\nTo: support@shop.example\r\n"
        "X-Failed-Recipients: vera@customer.example\r\nSubject: Mail delivery failed\r\n\r\n"
        "  vera@customer.example\r\n    SMTP error: 550 5.1.1 User unknown\r\n\r\n------ This is a copy ------\r\n"
        f"Message-ID: <{OURS}>\r\nSubject: x\r\n"
    )
    (report,) = read(raw)
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.code, report.status) == (OURS, "5.1.1", DeliveryStatus.FAILED)


def test_a_report_about_two_people_is_two_facts() -> None:
    raw = _bounce().replace(
        "--B1\r\nContent-Type: message/rfc822",
        "\r\nFinal-Recipient: rfc822; b@customer.example\r\nAction: failed\r\nStatus: 5.2.2\r\n--B1\r\nContent-Type: message/rfc822",
    )
    reports = read(raw)
    assert [report.code for report in reports if isinstance(report, DeliveryReported)] == ["5.1.1", "5.2.2"]
    assert len({report.key for report in reports}) == 2
