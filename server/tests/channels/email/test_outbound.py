from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Location, Mark
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.outbound import MailHeaders, OutboundFile, OutboundMessage, QuotedLetter
from otklik.channels.email.letter import File, Letter, write_letter
from otklik.channels.email.outbound import answer_subject, compose, render_letters, trim_references
from otklik.channels.email.richtext import to_html
from otklik.channels.email.settings import SIGNATURE_MAX, check_settings, read_settings
from tests.channels.email.letters import SECRET, SETTINGS, message

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
BOX = read_settings(SETTINGS)


def _outbound(**changes: Any) -> OutboundMessage:
    fields: dict[str, Any] = {
        "message_id": 7,
        "conversation_id": 81,
        "recipient": "Vera@Customer.Example",
        "text": "Заказ в пути.",
        "author_name": "Анна",
        "mail": MailHeaders(
            subject="Где заказ?",
            in_reply_to="a1@customer.example",
            references=("a0@customer.example", "a1@customer.example"),
        ),
    }
    return OutboundMessage(**(fields | changes))


def _written(outbound: OutboundMessage, files: tuple[File, ...] = ()) -> bytes:
    (part,) = render_letters(outbound, SETTINGS)
    return write_letter(compose(part.payload, files, BOX, NOW))


def _reread(raw: bytes) -> EmailMessage:
    """Read with the standard library: a program we did not write."""
    return message_from_bytes(raw, policy=policy.default)


def test_a_letter_says_what_it_should() -> None:
    letter = _reread(_written(_outbound()))
    assert letter["From"].addresses == (Address("Анна, Магазин", "support", "shop.example"),)
    assert letter["To"] == "vera@customer.example"
    assert letter["Subject"] == "Re: Где заказ?"
    assert letter["In-Reply-To"] == "<a1@customer.example>"
    assert letter["References"].split() == ["<a0@customer.example>", "<a1@customer.example>"]
    assert letter["Message-ID"].startswith("<o.81.7.")
    assert letter["Reply-To"].startswith("support+81.")
    assert letter["X-Otklik-Loop"]
    assert letter["Auto-Submitted"] is None
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().strip() == "Заказ в пути."
    assert "Заказ в пути." in html.get_content()
    assert letter.defects == []


def test_the_same_message_is_the_same_letter() -> None:
    assert _written(_outbound()) == _written(_outbound())
    assert _reread(_written(_outbound(message_id=8)))["Message-ID"] != _reread(_written(_outbound()))["Message-ID"]


def test_our_own_reader_finds_the_way_back() -> None:
    sent = _reread(_written(_outbound()))
    answer = message(f"From: vera@customer.example\r\nTo: {sent['Reply-To']}\r\n\r\nok")
    assert answer.thread is not None
    assert answer.thread.conversation_id == 81
    by_id = message(f"From: vera@customer.example\r\nIn-Reply-To: {sent['Message-ID']}\r\n\r\nok")
    assert by_id.thread is not None
    assert by_id.thread.conversation_id == 81


def test_an_automatic_letter_says_so() -> None:
    letter = _reread(_written(_outbound(mail=MailHeaders(subject="x", automatic=True))))
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Subject"] == "x"


def test_a_broadcast_can_be_left_with_one_click() -> None:
    address = "https://desk.shop.example/u/" + "x" * 200
    letter = _reread(_written(_outbound(mail=MailHeaders(subject="x", unsubscribe=address))))
    assert letter["List-Unsubscribe"] == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Заказ", "Re: Заказ"),
        ("Re: Заказ", "Re: Заказ"),
        ("RE: re: Заказ", "Re: Заказ"),
        ("Отв: Заказ", "Re: Заказ"),
        ("Re[2]: Заказ", "Re: Заказ"),
        ("AW: Заказ", "Re: Заказ"),
        ("Fwd: Заказ", "Re: Fwd: Заказ"),
        ("Реклама", "Re: Реклама"),
        ("", "Re:"),
    ],
)
def test_re_stands_once(subject: str, answer: str) -> None:
    assert answer_subject(subject, reply=True) == answer


def test_references_keep_the_first_and_the_newest() -> None:
    ids = [f"{n}@x.example" for n in range(100)]
    kept = trim_references(ids, "99@x.example")
    assert kept == ("0@x.example", *ids[80:])


EVIL = [
    "Привет\r\nBcc: all@victims.example",
    "x\nBcc: a@b.example",
    "x\rBcc: a@b.example",
    "x\x00\x0bBcc: a@b.example",
    "=?utf-8?B?eA0KQmNjOiBhbGxAdmljdGltcy5leGFtcGxl?=",
    "=?utf-8?Q?x=0D=0ABcc:_a@b.example?=",
    "x\u2028Bcc: a@b.example",
    "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3D0D=3D0ABcc=3A_a=40b=3F=3D?=",
    "a" * 3000,
    '"; x\\',
    "<a@b.example>, c",
]


@pytest.mark.parametrize("value", EVIL, ids=range(len(EVIL)))
def test_no_value_begins_a_header_of_its_own(value: str) -> None:
    raw = _written(
        _outbound(
            author_name=value,
            mail=MailHeaders(
                subject=value,
                in_reply_to=value,
                references=(value, "a@b.example"),
                message_id=value,
                reply_to=value,
                cc=(value,),
                unsubscribe=value,
            ),
        ),
        (File(value, f"text/{value}", b"x"),),
    )
    for read_as in (policy.default, policy.compat32):
        letter = message_from_bytes(raw, policy=read_as)
        assert letter["Bcc"] is None
        assert "Bcc" not in str(letter.get_all("To"))
    assert [line for line in raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n") if b"\n" in line or b"\r" in line] == []
    assert len(_reread(raw)["From"].addresses) == 1
    assert len(_reread(raw)["To"].addresses) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_subject_and_name_survive_the_journey(subject: str, text: str) -> None:
    raw = write_letter(
        Letter(
            sender="a@b.example",
            sender_name=subject,
            to=("c@d.example",),
            subject=subject,
            message_id="x@b.example",
            date=NOW,
            text=text,
        )
    )
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    letter = message(raw)
    assert letter.sender.external_id == "a@b.example"
    assert _reread(raw)["To"] == "c@d.example"


@pytest.mark.parametrize(
    "name", ["счёт № 42.pdf", "a.pdf", "a b.pdf", "я" * 170 + ".pdf", 'q"uo\\te.pdf', "%41.pdf", "../../x"]
)
def test_file_names_survive(name: str) -> None:
    raw = _written(_outbound(), (File(name, "application/pdf", b"%PDF\x00"),))
    (attachment,) = list(_reread(raw).iter_attachments())
    assert attachment.get_filename() == name
    assert attachment.get_content() == b"%PDF\x00"
    (ours,) = message(raw).content.attachments
    assert ours.data == b"%PDF\x00"


def test_large_files_are_spread_over_letters() -> None:
    files = tuple(
        OutboundFile(key=str(n), kind=Kind.DOCUMENT, name=f"{n}", mime="x/y", size=10_000_000) for n in range(3)
    )
    parts = render_letters(_outbound(files=files), SETTINGS)
    assert [len(part.files) for part in parts] == [1, 1, 1]
    ids = [compose(part.payload, (), BOX, NOW).message_id for part in parts]
    assert len(set(ids)) == 3
    assert all(id_.startswith("o.81.7") for id_ in ids)
    assert parts[1].payload["text"] == ""


def test_marks_become_tags_that_nest() -> None:
    text = "жирный и курсив <тег>"
    html = to_html(
        text,
        (
            Mark("bold", 0, 10),
            Mark("italic", 7, 8),
            Mark("link", 16, 5, "https://x.example/?a=1&b=2"),
            Mark("odd", 0, 3),
        ),
    )
    assert html == (
        "<html><body><div><b>жирный <i>и к</i></b><i>урсив</i> "
        '<a href="https://x.example/?a=1&amp;b=2">&lt;тег&gt;</a></div></body></html>\n'
    ).replace("&lt;тег&gt;", "&lt;тег&gt;")


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://x"onclick=1', "", "https://x\n", "data:text/html,x"])
def test_a_dangerous_link_stays_text(url: str) -> None:
    assert "<a" not in to_html("x", (Mark("link", 0, 1, url),))


def test_a_place_is_written_in_words() -> None:
    letter = _written(_outbound(text="", location=Location(55.75, 37.61, "Склад", "ул. Ленина, 1")))
    plain = _reread(letter).get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == "Склад, ул. Ленина, 1 55.750000, 37.610000"


def test_secrets_stay_out_of_reprs() -> None:
    assert "letmein" not in repr(BOX)
    assert SECRET not in repr(BOX)


QUOTE = QuotedLetter(
    author="Вера\r\nBcc: all@victims.example", address="vera@customer.example", language="ru", text="Где?\n> старое",
    at=datetime(2026, 11, 22, 10, 5, tzinfo=UTC), html="<p>Где?</p><script>alert(1)</script><img src='cid:x'>",
)  # fmt: skip


def test_the_quote_stands_below_in_both_forms_and_begins_no_header() -> None:
    letter = _reread(_written(_outbound(mail=MailHeaders(subject="x", quote=QUOTE, signature="Анна <b>"))))
    assert letter["Bcc"] is None
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    text, page = plain.get_content().replace("\r\n", "\n"), html.get_content()
    assert text.startswith("Заказ в пути.\n\n-- \nАнна <b>\n\n22.11.2026, 10:05, Вера")
    assert text.endswith("пишет:\n> Где?\n>> старое\n")
    assert "<p>Где?</p>" in page.partition("<blockquote")[2]
    assert "Анна &lt;b&gt;" in page
    for bad in ("script", "cid:"):
        assert bad not in page


def test_only_the_first_of_several_letters_carries_what_stands_below() -> None:
    big = OutboundFile(key="k", kind=Kind.DOCUMENT, name="a", mime="text/plain", size=15 * 1024 * 1024)
    parts = render_letters(_outbound(files=(big, big), mail=MailHeaders(quote=QUOTE, signature="Анна")), SETTINGS)
    assert ["Где?" in part.payload["text"] for part in parts] == [True, False]


@pytest.mark.parametrize("size", [2_000, 2_001])
def test_a_signature_has_a_limit(size: int) -> None:
    settings = {**SETTINGS, "signature": "я" * size}
    if size <= SIGNATURE_MAX:
        check_settings(settings)
        return
    with pytest.raises(BadSettings) as caught:
        check_settings(settings)
    assert [(one.field, one.code) for one in caught.value.errors] == [("signature", "longer_than")]


def test_a_signature_knows_its_variables() -> None:
    check_settings({**SETTINGS, "signature": '{{operator.name}} {{customer.phone|default:"-"}}'})
    with pytest.raises(BadSettings) as caught:
        check_settings({**SETTINGS, "signature": "{{operator.salary}}"})
    assert [(one.field, one.code) for one in caught.value.errors] == [("signature", "unknown_variable")]
