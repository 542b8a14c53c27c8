# ruff: noqa: E501 - letters and their tables stand as they come
import base64
import importlib.util
import random
import struct
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.inbound import HookCall, MessageReceived, Proof
from otklik.channels.email.addresses import read_addresses
from otklik.channels.email.headers import decode_words, header_text, message_ids, parameters
from otklik.channels.email.inbound import HEAD_MAX
from otklik.channels.email.mime import MAX_DEPTH, MAX_PARTS, read_letter
from otklik.kit.mail_addresses import normalise_address
from tests.channels.email.letters import CHANNEL, HEAD, SETTINGS, call, content, html, message, plain, read


def test_a_plain_letter() -> None:
    letter = message(plain("Где мой заказ?\r\n"))
    assert letter.sender.external_id == "vera@customer.example"
    assert letter.sender.name == "Vera"
    assert letter.sender.proof is Proof.NONE
    assert letter.message_id == "a1@customer.example"
    assert letter.sent_at.isoformat() == "2026-11-22T07:00:05+00:00"
    assert letter.content.kind is Kind.MAIL
    assert letter.content.text == "Где мой заказ?"
    assert letter.content.mail is not None
    assert letter.content.mail.subject == "order"
    assert letter.content.mail.to == ("support@shop.example",)
    assert letter.content.mail.automatic == ""


def test_the_same_letter_by_another_road_has_the_same_key() -> None:
    text = plain("Где мой заказ?\r\n")
    moved = "Received: by mx2\r\nDelivered-To: support@shop.example\r\n" + text.replace("\r\n", "\n")
    assert message(text).key == message(moved).key
    assert message(text).key != message(plain("Другое\r\n")).key


def test_letters_without_an_id_differ_by_their_bytes() -> None:
    text = plain("x").replace("Message-ID: <a1@customer.example>\r\n", "")
    assert message(text).key == message(text).key
    assert message(text).key != message(text + "y").key
    assert message(text).message_id


def test_html_alone_becomes_text_and_the_original_is_kept() -> None:
    said = content(html("<p>Где <b>мой</b> заказ?</p><script>alert(1)</script>"))
    assert said.text == "Где мой заказ?"
    assert said.mail is not None
    assert "<script>" in said.mail.html


def test_an_empty_text_alternative_gives_way_to_html() -> None:
    letter = EmailMessage()
    letter["From"] = "a@b.example"
    letter.set_content(" \n")
    letter.add_alternative("<p>Правда</p>", subtype="html")
    assert content(letter.as_bytes()).text == "Правда"


@pytest.mark.parametrize(
    "charset", ["utf-8", "windows-1251", "koi8-r", "cp866", "iso-8859-5", "mac_cyrillic", "utf-16"]
)
def test_declared_charsets_are_read(charset: str) -> None:
    words = "Здравствуйте, где мой заказ номер 42?"
    body = base64.encodebytes(words.encode(charset)).decode()
    raw = f"{HEAD}Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}"
    assert content(raw).text == words


@pytest.mark.parametrize(
    "declared", ["", "x-unknown", "us-ascii", "nonsense", "iso-8859-1", "utf-8", '"', "idna", "hex"]
)
@pytest.mark.parametrize("real", ["windows-1251", "koi8-r", "utf-8"])
def test_wrong_and_unknown_charsets_are_guessed(declared: str, real: str) -> None:
    words = "Здравствуйте, подскажите пожалуйста, где мой заказ номер 42?"
    if (declared, real) == ("iso-8859-1", "utf-8"):
        pytest.skip("two bytes of Latin-1 look like letters too")
    raw = f"{HEAD}Content-Type: text/plain; charset={declared}\r\n\r\n".encode() + words.encode(real)
    assert content(raw).text == words


def test_accents_without_a_charset_are_not_taken_for_russian() -> None:
    words = "Schöne Grüße, für übermorgen wäre das möglich?"
    assert content(f"{HEAD}Content-Type: text/plain\r\n\r\n".encode() + words.encode("cp1252")).text == words


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?windows-1251?B?0PPx8ero6Q==?=", "Русский"),
        ("=?utf-8?B?0JfQsNC60LDQtyDi?= =?utf-8?B?hJYgNDI=?=", "Заказ № 42"),
        ("=?UTF-8?Q?=D0=97=D0=B0?= =?UTF-8?Q?=D0=BA=D0=B0=D0=B7?=", "Заказ"),
        ("Re: =?koi8-r?B?+sHLwdo=?= 42", "Re: Заказ 42"),
        ("=?utf-8*ru?Q?=D0=97?=", "З"),
        ("=?utf-8?B?0JfQ", "=?utf-8?B?0JfQ"),
        ("=?utf-8?Q?a_b=20c?=", "a b c"),
        ("=?nonsense?B?0JfQsNC60LDQtw==?=", "Заказ"),
    ],
)
def test_encoded_words(raw: str, text: str) -> None:
    assert decode_words(raw) == text


def test_a_header_cannot_hide_a_line_end() -> None:
    hidden = base64.b64encode("Привет\r\nBcc: all@victims.example".encode()).decode()
    subject = header_text(f"=?utf-8?B?{hidden}?=".encode())
    assert subject == "Привет Bcc: all@victims.example"


def test_eight_bit_headers_are_read() -> None:
    raw = b"From: \xc2\xe5\xf0\xe0 \xc8\xe2\xe0\xed\xee\xe2\xe0 <v@c.example>\r\nSubject: \xd0\x97\xd0\xb0\xd0\xba\xd0\xb0\xd0\xb7\r\n\r\nx"
    letter = message(raw)
    assert letter.sender.name == "Вера Иванова"
    assert letter.content.mail is not None
    assert letter.content.mail.subject == "Заказ"


@pytest.mark.parametrize(
    ("header", "addresses"),
    [
        ("a@b.example", ["a@b.example"]),
        ('"Иванова, Вера" <Vera@B.Example>, c@d.example', ["vera@b.example", "c@d.example"]),
        ('"a@good.example" <b@evil.example>', ["b@evil.example"]),
        ("a@good.example <b@evil.example>", ["b@evil.example"]),
        ("b@evil.example (a@good.example)", ["b@evil.example"]),
        ("Friends: a@b.example, c@d.example;", ["a@b.example", "c@d.example"]),
        ("<@route.example:a@b.example>", ["a@b.example"]),
        ("undisclosed-recipients:;", []),
        ("a@почта.рф", ["a@xn--80a1acny.xn--p1ai"]),
        ('"', []), ("<", []), ("<>", []), ("a@", []), ("@b", []), ("a@b@c.example", []), ("a b@c.example>", ["ab@c.example"]),
        ('"odd \\" name" <a@b.example>', ["a@b.example"]),
    ],
)  # fmt: skip
def test_addresses(header: str, addresses: list[str]) -> None:
    assert [box.address for box in read_addresses(header.encode())] == addresses


def test_case_of_an_address_makes_no_second_person() -> None:
    assert normalise_address("Vera.I@Customer.EXAMPLE.") == "vera.i@customer.example"


@pytest.mark.parametrize(
    "heads",
    [
        "From: a@good.example\r\nFrom: b@evil.example\r\n",
        "From: a@good.example, b@evil.example\r\n",
        "From: \r\nSender: a@good.example\r\n",
    ],
)
def test_a_doubtful_author_is_never_verified(heads: str) -> None:
    results = "Authentication-Results: mx.shop.example; dmarc=pass header.from=good.example\r\n"
    said = message(f"{results}{heads}\r\nx")
    assert said.content.mail is not None
    assert said.content.mail.authentic == "unverified"
    assert said.sender.proof is Proof.NONE


def test_tricks_in_names_are_taken_out() -> None:
    name = message("From: =?utf-8?Q?=E2=80=AEtroppus=E2=80=8B?= <a@b.example>\r\n\r\nx").sender.name
    assert name == "troppus"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="=?utf-8?B?0YHRh9GR0YIucGRm?="', "счёт.pdf"),
        ("attachment; filename*=utf-8''%D1%81%D1%87%D1%91%D1%82.pdf", "счёт.pdf"),
        ("attachment; filename*0*=utf-8''%D1%81%D1; filename*1*=%87%D1%91%D1%82; filename*2=.pdf", "счёт.pdf"),
        ("attachment; filename*=windows-1251''%F1%F7%B8%F2.pdf", "счёт.pdf"),
        ("attachment; filename=..\\..\\evil.exe", "evil.exe"),
        ('attachment; filename="/etc/passwd"', "passwd"),
        ('attachment; filename="a\u202egpj.exe"', "agpj.exe"),
        ("attachment", "application"),
    ],
)  # fmt: skip
def test_file_names(disposition: str, name: str) -> None:
    raw = (
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n'
        f"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: {disposition}\r\n\r\nPDF\r\n--b--\r\n"
    )
    said = content(raw)
    assert said.text == "hi"
    assert said.attachments[0].name == name.replace("application", "application.pdf")
    assert said.attachments[0].data == b"PDF"


def test_inline_pictures_keep_their_content_id() -> None:
    raw = (
        f'{HEAD}Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src="cid:p1@x">\r\n'
        "--b\r\nContent-Type: image/png\r\nContent-ID: <p1@x>\r\nContent-Disposition: inline\r\n\r\nPNG\r\n--b--\r\n"
    )
    (picture,) = content(raw).attachments
    assert (picture.kind, picture.content_id, picture.inline) == (Kind.IMAGE, "p1@x", True)


def test_a_letter_inside_a_letter_is_a_file() -> None:
    raw = (
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nсм. вложение\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
        "From: x@y.example\r\nSubject: =?utf-8?B?0JfQsNC60LDQtw==?=\r\n\r\ninside\r\n--b--\r\n"
    )
    said = content(raw)
    assert said.text == "см. вложение"
    assert said.attachments[0].name == "Заказ.eml"


@pytest.mark.parametrize(
    ("kind", "note"),
    [("application/pkcs7-mime; name=smime.p7m", "encrypted"), ("text/calendar; method=REQUEST", "calendar")],
)
def test_special_contents_are_noted(kind: str, note: str) -> None:
    said = content(f"{HEAD}Content-Type: {kind}\r\n\r\nxx")
    assert said.note == note
    assert said.attachments


def _attribute(level: int, number: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, kind, len(data)) + data + b"\0\0"


def test_files_inside_winmail_are_taken_out() -> None:
    long_name = "Счёт на оплату.pdf".encode("utf-16-le") + b"\0\0"
    padded = long_name + b"\0" * (-len(long_name) % 4)
    properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(long_name)) + padded
    packed = (
        struct.pack("<IH", 0x223E9F78, 1)
        + _attribute(1, 0x800C, 2, "Внутри".encode("cp1251") + b"\0")
        + _attribute(2, 0x9002, 6, b"\0" * 14)
        + _attribute(2, 0x8010, 1, b"S4ET~1.PDF\0")
        + _attribute(2, 0x800F, 6, b"%PDF")
        + _attribute(2, 0x9005, 6, properties)
    )
    head = f"{HEAD}Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    said = content(head + base64.encodebytes(packed))
    assert said.text == "Внутри"
    (file,) = said.attachments
    assert (file.name, file.data) == ("Счёт на оплату.pdf", b"%PDF")
    for end in range(0, len(packed), 3):
        assert content(head + base64.encodebytes(packed[:end])).attachments


def test_limits_are_kept_and_told() -> None:
    parts = "".join(f"--b\r\nContent-Type: text/plain\r\n\r\n{n}\r\n" for n in range(5000))
    said = content(f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n{parts}--b--\r\n')
    assert said.note == "too_many_parts"
    assert len(said.text.split()) <= MAX_PARTS
    long = content(plain("а" * 300_000))
    assert len(long.text) == 100_000
    assert long.note == "cut"


@pytest.mark.timeout(20)
def test_nesting_without_end_is_bounded() -> None:
    raw = HEAD
    for level in range(3000):
        raw += f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
    letter = read_letter((raw + "\r\nx").encode())
    assert letter.cut
    assert sum(1 for _ in letter.walk()) <= MAX_DEPTH + 1
    assert message(raw + "\r\nx").key


@pytest.mark.timeout(20)
def test_a_huge_header_is_bounded() -> None:
    assert (
        message("From: a@b.example\r\nSubject: " + "x" * 10_000_000 + "\r\n\r\nhi").sender.external_id == "a@b.example"
    )
    assert message("From: a@b.example\r\n" + "References: <x@y>\r\n" * 100_000 + "\r\nhi").key


def test_nul_and_lone_surrogates_do_not_reach_the_database() -> None:
    said = content(plain("a\0b").encode() + b"\xed\xa0\x80")
    assert "\0" not in said.text
    said.text.encode("utf-8")


def test_a_letter_too_large_keeps_its_headers() -> None:
    letter = message(HEAD + "\r\n", left_out="too_large", size="31000000")
    assert letter.content.note == "too_large"
    (stub,) = letter.content.attachments
    assert (stub.reason, stub.size, stub.data) == ("too_large", 31_000_000, None)


def test_flowed_text_is_joined() -> None:
    raw = f"{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nГде \r\nмой заказ?\r\n-- \r\nВера\r\n"
    assert content(raw).text == "Где мой заказ?"


# The standard library's own letters ---------------------------------------------------------------------------


def _library_letters() -> list[Path]:
    found = importlib.util.find_spec("test.test_email")
    if found is None or not found.submodule_search_locations:
        return []
    return sorted(Path(found.submodule_search_locations[0], "data").glob("msg_*.txt"))


@pytest.mark.skipif(not _library_letters(), reason="this Python comes without its tests")
def test_the_standard_librarys_letters_are_all_read_alike() -> None:
    letters = _library_letters()
    assert len(letters) > 40
    for path in letters:
        raw = path.read_bytes()
        assert read(raw), path.name
        theirs = message_from_bytes(raw, policy=policy.compat32)
        ours = read_letter(raw)
        if path.name == "msg_37.txt":  # an empty part between two boundary lines, which the library drops
            continue
        if theirs.defects or not theirs.is_multipart() or theirs.get_content_maintype() == "message":
            continue
        for child, part in zip(ours.children, theirs.get_payload(), strict=True):
            empty = part.get_content_maintype() == "multipart" and not part.is_multipart()
            assert child.kind == ("text/plain" if empty else part.get_content_type()), path.name


def test_letters_of_the_standard_library_come_back_whole() -> None:
    letter = EmailMessage()
    letter["From"] = "Вера Иванова <vera@customer.example>"
    letter["To"] = "support@shop.example"
    letter["Subject"] = "Очень длинная тема письма, которую библиотека разобьёт на много закодированных слов подряд"
    letter["Message-ID"] = "<q@customer.example>"
    letter.set_content("Текст письма с длинной строкой " * 20)
    letter.add_attachment(
        b"\x00\x01binary", maintype="application", subtype="octet-stream", filename="Счёт на оплату № 42.bin"
    )
    for rules in (policy.SMTP, policy.default, policy.SMTPUTF8):
        got = message(letter.as_bytes(policy=rules))
        assert got.sender.name == "Вера Иванова"
        assert got.content.mail is not None
        assert got.content.mail.subject == letter["Subject"]
        assert got.content.text.split() == ("Текст письма с длинной строкой " * 20).split()
        assert got.content.attachments[0].name == "Счёт на оплату № 42.bin"
        assert got.content.attachments[0].data == b"\x00\x01binary"


# Broken headers: anybody may send them ------------------------------------------------------------------------

_HEADERS = (
    "From", "To", "Cc", "Reply-To", "Subject", "Message-ID", "References", "Date", "Content-Type", "Content-Disposition",
    "Content-Transfer-Encoding", "Authentication-Results", "Return-Path", "Auto-Submitted", "Delivered-To", "DKIM-Signature",
)  # fmt: skip
_SIGNS = "<>@\"\\(),;:=?*'%[]. \t\r\nabz0+-_/\0\x7f\x80\xff&#!|{}~`^$\u0416\u202e"


def test_no_short_header_value_stops_the_reader() -> None:
    chance = random.Random(20261122)  # noqa: S311 - a fixed seed makes the fuzz repeatable
    for header in _HEADERS:
        for _ in range(200):
            value = "".join(chance.choice(_SIGNS) for _ in range(chance.randint(0, 14)))
            raw = f"{header}: {value}\r\n\r\nhello".encode("utf-8" if chance.random() < 0.5 else "latin-1", "replace")
            CHANNEL.parse(call(raw), SETTINGS)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reader(raw: bytes) -> None:
    for happening in CHANNEL.parse(HookCall(body=raw, polled=True), SETTINGS):
        assert isinstance(happening, MessageReceived)
        assert happening.key


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([
    "--b\r\n", "--b--\r\n", "--c\r\n", "\r\n", "Content-Type: multipart/mixed; boundary=b\r\n", "=?utf-8?B?", "?=",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", "text\r\n", "> quote\r\n",
    "Content-Type: message/delivery-status\r\n", "Content-Type: application/ms-tnef\r\n", "From: a@b.example\r\n",
    "Content-Type: text/html\r\n", "<div><p>", "</div>", "Content-Transfer-Encoding: base64\r\n", "AAAA\x00",
    "Action: failed\r\nFinal-Recipient: rfc822; a@b.example\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "=3",
    "Content-Type: message/rfc822\r\n", "Content-Type: text/plain; format=flowed\r\n", "begin 644 x\r\n", "\x0c", "\u0436",
]), max_size=30))  # fmt: skip
def test_no_heap_of_mail_pieces_stops_the_reader(pieces: list[str]) -> None:
    CHANNEL.parse(call("".join(pieces)), SETTINGS)


@given(st.binary(max_size=80))
def test_pure_readers_take_anything(value: bytes) -> None:
    read_addresses(value)
    parameters(value)
    message_ids(value)
    header_text(value)


def test_the_headers_are_kept_as_they_came_up_to_a_limit() -> None:
    raw = b"From: vera@customer.example\r\nX-Odd: \xef\xf0\xe8\r\n\tfolded\r\nSubject: x\x00y\r\n\r\nbody"
    mail = message(raw).content.mail
    assert mail is not None
    assert mail.head == "From: vera@customer.example\nX-Odd: при\n\tfolded\nSubject: xy"
    endless = message(b"X-A: " + b"a" * 100_000 + b"\r\n\r\nbody").content.mail
    assert endless is not None
    assert len(endless.head) == HEAD_MAX
