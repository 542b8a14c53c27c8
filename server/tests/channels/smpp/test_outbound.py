from typing import Any

import pytest

from otklik.channelkit.content import Button, Location
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.outbound import OutboundMessage, Scope, SendErrorKind
from otklik.channels.smpp.outbound import render
from otklik.channels.smpp.parts import Place, find_place, split_header
from otklik.channels.smpp.pdu import Address, ShortMessage, Tag, read_short_message
from otklik.channels.smpp.refusals import bind_words, name_of, needs_a_person, send_error
from otklik.channels.smpp.settings import check_settings, read_settings
from tests.channels.smpp.bench import NUMBER, PASSWORD, PERSON, Loose, make_settings


def _render(text: str, settings: dict[str, Any] | None = None, **fields: Loose) -> list[ShortMessage]:
    message = OutboundMessage(message_id=300, conversation_id=1, recipient=PERSON, text=text, **fields)
    account = read_settings(make_settings(2775, **(settings or {})))
    parts = render(message, account)
    assert parts == render(message, account)
    return [read_short_message(bytes.fromhex(part.payload["body"])) for part in parts]


def test_a_short_text_is_one_submission() -> None:
    (one,) = _render("Hello @ {€}")
    assert one.text == b"Hello \x00 \x1b\x28\x1b\x65\x1b\x29"
    assert (one.data_coding, one.registered_delivery, one.esm_class) == (0, 1, 0)
    assert (one.source, one.destination) == (Address(NUMBER, 1, 1), Address("79161234567", 1, 1))
    assert one.validity_period == "000001000000000R"


def test_cyrillic_is_written_in_ucs2() -> None:
    (one,) = _render("Да, есть")
    assert (one.text.decode("utf-16-be"), one.data_coding) == ("Да, есть", 8)


def test_a_long_text_has_headers() -> None:
    parts = _render("я" * 150)
    assert [len(part.text) for part in parts] == [140, 140, 38]
    assert [find_place(part) for part in parts] == [Place(300 & 0xFF, 3, number) for number in (1, 2, 3)]
    assert b"".join(split_header(part)[1] for part in parts).decode("utf-16-be") == "я" * 150


def test_a_long_text_has_parameters() -> None:
    parts = _render("x" * 200, {"long_text": "sar"})
    assert [len(part.text) for part in parts] == [153, 47]
    assert [find_place(part) for part in parts] == [Place(300, 2, 1), Place(300, 2, 2)]
    assert all(part.esm_class == 0 for part in parts)


def test_a_long_text_travels_whole() -> None:
    (one,) = _render("x" * 200, {"long_text": "payload"})
    assert (one.text, one.tlvs[Tag.MESSAGE_PAYLOAD]) == (b"", b"x" * 200)


def test_a_text_beyond_all_parts_becomes_two_messages() -> None:
    parts = _render("слово " * 300)
    references = {place.reference for part in parts if (place := find_place(part))}
    assert references == {300 & 0xFF, 301 & 0xFF}


def test_latin_letters_save_parts() -> None:
    (one,) = _render("Ваш заказ готов, ждём вас сегодня до восьми вечера на складе у метро Тульская", {"latin": True})
    assert one.text.startswith(b"Vash zakaz gotov")


def test_a_centre_of_latin1_gets_latin1() -> None:
    latin = {"alphabet": "latin1"}
    assert [(one.text, one.data_coding) for one in _render("Ω ohm", latin)] == [("Ω ohm".encode("utf-16-be"), 8)]
    assert [(one.text, one.data_coding) for one in _render("@_é", latin)] == [("@_é".encode("latin-1"), 0)]
    assert [one.data_coding for one in _render("5 €", latin)] == [8]


def test_buttons_and_places_are_written_out() -> None:
    rows = ((Button("Да"), Button("Нет")), (Button("Сайт", url="https://shop.example/"),))
    (one,) = _render("Подходит?", buttons=rows)
    assert one.text.decode("utf-16-be") == "Подходит?\n\n1. Да\n2. Нет\n3. Сайт: https://shop.example/"
    (place,) = _render("", location=Location(55.7, 37.6, "Shop"))
    assert place.text == b"Shop\nhttps://maps.google.com/?q=55.700000,37.600000"


def test_nothing_to_say_is_no_submission() -> None:
    assert _render(" \0 ") == []


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("Shop", Address("Shop", 5, 0)), ("1234", Address("1234", 3, 0)), ("+74950000000", Address(NUMBER, 1, 1)),
        ("", Address("", 0, 0)),
    ],
)  # fmt: skip
def test_senders(sender: str, address: Address) -> None:
    assert _render("x", {"sender": sender})[0].source == address


@pytest.mark.parametrize(
    ("recipient", "address"),
    [("+79161234567", Address("79161234567", 1, 1)), ("900", Address("900", 0, 0)), ("Sber", Address("Sber", 5, 0))],
)
def test_recipients(recipient: str, address: Address) -> None:
    message = OutboundMessage(message_id=1, conversation_id=1, recipient=recipient, text="x")
    part = render(message, read_settings(make_settings(1)))[0]
    assert read_short_message(bytes.fromhex(part.payload["body"])).destination == address


_FORMAT = (0x01, 0x0A, 0x33, 0x34, 0x40, 0x42, 0x43, 0x44, 0x48, 0x49, 0x50, 0x51, 0x61, 0x62, 0xC0, 0xC1, 0xC2, 0xC3,
           0xC4, 0x77)  # fmt: skip
_TABLE = (
    [(0x58, SendErrorKind.RATE), (0x14, SendErrorKind.RATE), (0x0B, SendErrorKind.GONE)]
    + [(status, SendErrorKind.RETRY) for status in (0x08, 0x45, 0xFE, 0x64)]
    + [(status, SendErrorKind.POLICY) for status in (0x65, 0x66, 0x400, 0x4FF)]
    + [(status, SendErrorKind.AUTH) for status in (0x04, 0x05, 0x0D, 0x0E, 0x0F)]
    + [(status, SendErrorKind.FORMAT) for status in _FORMAT]
)


@pytest.mark.parametrize(("status", "kind"), _TABLE)
def test_refusals(status: int, kind: SendErrorKind) -> None:
    error = send_error(status, wait_s=4)
    assert error.kind is kind
    assert f"{status:X}" in error.code
    assert error.retry_after_s == (4 if kind is SendErrorKind.RATE else None)
    assert (error.scope is Scope.INBOX) == (kind in (SendErrorKind.RATE, SendErrorKind.AUTH))


@pytest.mark.parametrize("status", [0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x58, 0x499])
def test_every_refused_bind_has_words(status: int) -> None:
    words = bind_words(status)
    assert words.ru
    assert words.en
    assert needs_a_person(status) == (status in (0x0E, 0x0F))
    assert name_of(status)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"host": ""}, "host"), ({"host": "a b"}, "host"), ({"port": 0}, "port"), ({"port": "x"}, "port"),
        ({"security": "ssl"}, "security"), ({"authority": "hello"}, "authority"),
        ({"authority": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}, "authority"),
        ({"system_id": ""}, "system_id"), ({"system_id": "имя"}, "system_id"), ({"password": ""}, "password"),
        ({"system_type": "тип"}, "system_type"), ({"sender": "Магазин"}, "sender"), ({"sender": "A" * 12}, "sender"),
        ({"country": "XX"}, "country"), ({"long_text": "x"}, "long_text"), ({"alphabet": "x"}, "alphabet"),
        ({"window": 0}, "window"), ({"rate": 0}, "rate"), ({"rate": 1000}, "rate"), ({"validity_h": 999}, "validity_h"),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(BadSettings) as caught:
        check_settings({**make_settings(2775), **settings})
    assert [error.field for error in caught.value.errors] == [f"settings.{field}"]


def test_good_settings_pass_and_show_no_password() -> None:
    settings = make_settings(2775, country="kz", authority="", window=5)
    check_settings(settings)
    assert PASSWORD not in repr(read_settings(settings))
