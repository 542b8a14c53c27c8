from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Content
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import (
    ConsentChanged,
    DeliveryReported,
    DeliveryStatus,
    HookCall,
    MessageReceived,
    Proof,
    ReachChanged,
)
from otklik.channels.smpp.inbound import parse
from otklik.channels.smpp.parts import Place, write_header
from otklik.channels.smpp.pdu import ShortMessage, Tag
from otklik.channels.smpp.receipts import other_forms
from otklik.channels.smpp.settings import read_settings
from tests.channels.smpp.bench import Loose, call_of, delivery, make_settings

_ACCOUNT = read_settings(make_settings(2775))


def _content(*messages: ShortMessage | None, **written: Loose) -> Content:
    happened = parse(call_of(*messages, **written), _ACCOUNT)
    assert isinstance(happened[0], MessageReceived)
    return happened[0].content


@pytest.mark.parametrize(
    ("text", "coding", "read"),
    [
        (b"Hello \x00", 0, "Hello @"),
        ("Где заказ?".encode("utf-16-be"), 8, "Где заказ?"),
        ("👋".encode("utf-16-be"), 8, "👋"),
        ("Café".encode("latin-1"), 3, "Café"),
        (b"plain", 1, "plain"),
        ("Привет".encode("iso8859-5"), 6, "Привет"),
        ("Флеш".encode("utf-16-be"), 0x18, "Флеш"),
        (b"Hello", 0xF0, "Hello"),
        (b"Hello", 0xC8, "Hello"),
        ("ждёт".encode("utf-16-be"), 0xE8, "ждёт"),
        (b"\xd8\x3d", 8, "\ufffd"),
        (b"\x04", 8, "\ufffd"),
        (b"", 0, ""),
        ("\u202eоборот".encode("utf-16-be"), 8, "\u202eоборот"),
        ("до\0после".encode("utf-16-be"), 8, "допосле"),
    ],
)
def test_texts_of_every_alphabet(text: bytes, coding: int, read: str) -> None:
    assert _content(delivery(text, data_coding=coding)).text == read


@pytest.mark.parametrize("coding", [2, 4, 0x14, 0xF4])
def test_data_that_is_no_text_is_shown_as_unsupported(coding: int) -> None:
    content = _content(delivery(b"\x01\x02", data_coding=coding))
    assert (content.kind, content.note) == (Kind.UNSUPPORTED, "binary")


def test_the_sender_is_a_person_with_a_number() -> None:
    message = parse(call_of(delivery()), _ACCOUNT)[0]
    assert isinstance(message, MessageReceived)
    sender = message.sender
    assert (sender.external_id, sender.phone, sender.proof) == ("+79161234567", "+79161234567", Proof.SELF)
    assert message.sent_at == datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "ton", "known"),
    [("89161234567", 2, "+79161234567"), ("900", 3, "900"), ("Sber", 5, "Sber"), ("", 0, "?")],
)
def test_other_senders(source: str, ton: int, known: str) -> None:
    message = parse(call_of(delivery(source=source, ton=ton)), _ACCOUNT)[0]
    assert isinstance(message, MessageReceived)
    assert message.sender.external_id == known


def test_parts_are_joined_before_they_are_read() -> None:
    octets = "👋 привет".encode("utf-16-be")
    first = delivery(write_header(Place(1, 2, 1)) + octets[:2], esm_class=0x40, data_coding=8)
    second = delivery(write_header(Place(1, 2, 2)) + octets[2:], esm_class=0x40, data_coding=8)
    assert _content(first, second).text == "👋 привет"


def test_a_part_that_never_came_leaves_a_mark() -> None:
    last = delivery(write_header(Place(1, 3, 3)) + b"end", esm_class=0x40)
    content = _content(None, None, last)
    assert (content.text, content.note) == ("[…][…]end", "missing_parts")


def test_a_repeat_says_so() -> None:
    assert _content(delivery(), key="a:1:2", repeat=True).note == "probable_duplicate"


@pytest.mark.parametrize(("text", "reachable"), [("СТОП", False), ("stop", False), ("START", True)])
def test_words_of_leaving_change_reach_and_are_shown(text: str, reachable: bool) -> None:  # noqa: FBT001 - a column of the table
    message, reach, consent = parse(call_of(delivery(text.encode("utf-16-be"), data_coding=8)), _ACCOUNT)
    assert isinstance(message, MessageReceived)
    assert isinstance(reach, ReachChanged)
    assert (message.content.text, reach.reachable) == (text, reachable)
    assert isinstance(consent, ConsentChanged)
    assert consent.given is reachable
    assert reach.reason == ("" if reachable else "opted_out")


def _receipt(text: str = "", **tlvs: bytes) -> ShortMessage:
    tags = {"id": Tag.RECEIPTED_MESSAGE_ID, "state": Tag.MESSAGE_STATE}
    return delivery(text.encode(), esm_class=0x04, tlvs={tags[name]: value for name, value in tlvs.items()})


_TEXT = "id:{id} sub:001 dlvrd:001 submit date:2611221000 done date:2611221000 stat:{stat} err:000 text:"


@pytest.mark.parametrize(
    ("message", "named", "status"),
    [
        (_receipt(_TEXT.format(id="id1", stat="DELIVRD")), "id1", DeliveryStatus.DELIVERED),
        (_receipt(_TEXT.format(id="id1", stat="ACCEPTD")), "id1", DeliveryStatus.DELIVERED),
        (_receipt(_TEXT.format(id="id1", stat="EXPIRED")), "id1", DeliveryStatus.FAILED),
        (_receipt(_TEXT.format(id="id1", stat="DELETED")), "id1", DeliveryStatus.FAILED),
        (_receipt(_TEXT.format(id="id1", stat="UNDELIV")), "id1", DeliveryStatus.FAILED),
        (_receipt(_TEXT.format(id="id1", stat="REJECTD")), "id1", DeliveryStatus.FAILED),
        (_receipt(_TEXT.format(id="id1", stat="UNKNOWN")), "id1", DeliveryStatus.UNCERTAIN),
        (_receipt("ID:7 STAT:Delivered ERR:0 Text:id:9 stat:UNDELIV"), "7", DeliveryStatus.DELIVERED),
        (_receipt("stat:UNDELIV id:7"), "7", DeliveryStatus.FAILED),
        (_receipt(id=b"abc\0", state=b"\x02"), "abc", DeliveryStatus.DELIVERED),
        (_receipt(id=b"abc", state=b"\x03"), "abc", DeliveryStatus.FAILED),
        (_receipt(id=b"abc", state=b"\x04"), "abc", DeliveryStatus.FAILED),
        (_receipt(id=b"abc", state=b"\x05"), "abc", DeliveryStatus.FAILED),
        (_receipt(id=b"abc", state=b"\x06"), "abc", DeliveryStatus.DELIVERED),
        (_receipt(id=b"abc", state=b"\x07"), "abc", DeliveryStatus.UNCERTAIN),
        (_receipt(id=b"abc", state=b"\x08"), "abc", DeliveryStatus.FAILED),
        (_receipt(_TEXT.format(id="11", stat="UNDELIV"), id=b"b", state=b"\x02"), "b", DeliveryStatus.DELIVERED),
    ],
)
def test_reports(message: ShortMessage, named: str, status: DeliveryStatus) -> None:
    report = parse(call_of(message), _ACCOUNT)[0]
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.status) == (named, status)
    assert report.sender is not None
    assert report.sender.external_id == "+79161234567"


@pytest.mark.parametrize("stat", ["ENROUTE", "SCHEDULED", "", "SOMETHING"])
def test_a_message_on_its_way_changes_nothing(stat: str) -> None:
    assert parse(call_of(_receipt(_TEXT.format(id="1", stat=stat))), _ACCOUNT) == ()
    assert parse(call_of(_receipt(id=b"1", state=b"\x01")), _ACCOUNT) == ()
    assert parse(call_of(_receipt(id=b"1", state=b"\x00")), _ACCOUNT) == ()


def test_a_report_of_nothing_cannot_be_read() -> None:
    with pytest.raises(UnknownShape):
        parse(call_of(_receipt("nonsense")), _ACCOUNT)


@pytest.mark.parametrize(
    ("said", "answered"), [("3735928559", "deadbeef"), ("3735928559", "DEADBEEF"), ("deadbeef", "3735928559"),
                           ("12", "c"), ("12", "0000000C"), ("00000012", "12"), ("1A", "26")]
)  # fmt: skip
def test_an_id_is_known_in_its_other_writing(said: str, answered: str) -> None:
    assert answered in other_forms(said)
    assert said not in other_forms(said)


def test_ids_that_are_no_numbers_have_one_writing() -> None:
    assert other_forms("msg-77") == ()
    assert other_forms("1" * 30) == ()


@given(st.binary(max_size=200))
def test_nothing_but_an_unknown_shape_is_raised(body: bytes) -> None:
    with suppress(UnknownShape):
        parse(HookCall(body=body, polled=True), _ACCOUNT)


@given(st.binary(max_size=120), st.integers(0, 255), st.integers(0, 255))
def test_any_delivery_that_is_one_is_read(text: bytes, coding: int, esm_class: int) -> None:
    try:
        parse(call_of(delivery(text, data_coding=coding, esm_class=esm_class)), _ACCOUNT)
    except UnknownShape:
        assert esm_class & 0x3C == 0x04
