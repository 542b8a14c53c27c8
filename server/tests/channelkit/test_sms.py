import json
from pathlib import Path
from typing import Any

import pytest
import smpplib.consts  # type: ignore[import-untyped]
import smpplib.gsm  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.fitting import Limits, measure, split_text
from otklik.channelkit.phones import is_country, is_phone, read_caller, read_phone
from otklik.channelkit.sms import (
    ALONE,
    JOINED,
    Alphabet,
    Size,
    alphabet_of,
    cut_sms,
    decode_gsm,
    decode_ucs2,
    encode_gsm,
    encode_sms,
    measure_sms,
    read_wish,
    write_latin,
)
from otklik.kit.text import utf16_length

_WEB = Path(__file__).parents[3] / "web/apps/desk/src/shared/sms.vectors.json"
EXAMPLES: list[dict[str, Any]] = json.loads(_WEB.read_text("utf-8"))
_GSM_TEXT = st.text(st.sampled_from("abcXYZ 019@£$¥èé\n_ΔΦ^{}\\[~]|€"), max_size=700)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", Size(Alphabet.GSM7, 0, 1)),
        ("a" * 160, Size(Alphabet.GSM7, 160, 1)),
        ("a" * 161, Size(Alphabet.GSM7, 161, 2)),
        ("a" * 306, Size(Alphabet.GSM7, 306, 2)),
        ("a" * 307, Size(Alphabet.GSM7, 307, 3)),
        ("€" * 80, Size(Alphabet.GSM7, 160, 1)),
        ("€" * 81, Size(Alphabet.GSM7, 162, 2)),
        ("я" * 70, Size(Alphabet.UCS2, 70, 1)),
        ("я" * 71, Size(Alphabet.UCS2, 71, 2)),
        ("я" * 200, Size(Alphabet.UCS2, 200, 3)),
        ("a" * 100 + "я", Size(Alphabet.UCS2, 101, 2)),
        ("👋" * 35, Size(Alphabet.UCS2, 70, 1)),
        ("👋" * 36, Size(Alphabet.UCS2, 72, 2)),
        ("`", Size(Alphabet.UCS2, 1, 1)),
        ("\x00", Size(Alphabet.UCS2, 1, 1)),
        ("\x1b", Size(Alphabet.UCS2, 1, 1)),
    ],
)
def test_texts_are_counted_as_the_operator_counts(text: str, size: Size) -> None:
    assert measure_sms(text) == size


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one['units']} {one['alphabet']}" for one in EXAMPLES])
def test_the_examples_that_the_web_is_held_to(example: dict[str, Any]) -> None:
    size = measure_sms(example["text"])
    assert [size.alphabet, size.units, size.parts] == [example["alphabet"], example["units"], example["parts"]]
    last = measure_sms(cut_sms(example["text"])[-1])
    if last.alphabet is size.alphabet:
        assert (ALONE if size.parts == 1 else JOINED)[size.alphabet] - last.units == example["room"]


def test_what_counts_two_is_never_cut_in_half() -> None:
    assert [len(part) for part in cut_sms("a" * 152 + "€" + "b" * 20)] == [152, 21]
    assert [utf16_length(part) for part in cut_sms("я" * 66 + "👋" + "я" * 10)] == [66, 12]


@given(st.text(max_size=700) | _GSM_TEXT)
def test_no_cut_loses_anything_or_makes_a_part_too_long(text: str) -> None:
    parts = cut_sms(text)
    assert "".join(parts) == text
    alphabet = alphabet_of(text)
    most = (ALONE if len(parts) == 1 else JOINED)[alphabet]
    for part in parts:
        written = encode_gsm(part) if alphabet is Alphabet.GSM7 else part.encode("utf-16-be", "surrogatepass")
        assert len(written) <= (most if alphabet is Alphabet.GSM7 else most * 2)


@given(_GSM_TEXT)
def test_gsm_comes_back_as_it_was(text: str) -> None:
    assert decode_gsm(encode_gsm(text)) == text


@given(st.binary(max_size=200))
def test_any_octets_can_be_read(octets: bytes) -> None:
    assert isinstance(decode_gsm(octets), str)
    assert isinstance(decode_ucs2(octets), str)


@pytest.mark.parametrize("text", ["a" * 161, "я" * 71, "я" * 400, "€" * 80, "x" * 160])
def test_another_library_cuts_into_as_many_parts(text: str) -> None:
    parts, _, _ = smpplib.gsm.make_parts(text)
    assert len(parts) == measure_sms(text).parts


@given(_GSM_TEXT)
def test_another_library_writes_the_same_octets(text: str) -> None:
    assert smpplib.gsm.gsm_encode(text) == encode_gsm(text)


def test_lone_surrogates_and_unknown_characters_do_not_stop_a_message() -> None:
    assert encode_sms("\ud83d") == b"\xd8\x3d"
    assert encode_gsm("я") == b"?"
    assert decode_ucs2(b"\xd8\x3d") == "\ufffd"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("STOP", False), ("стоп", False), (" СТОП! ", False), ("ОТПИСКА", False), ("START", True), ("Старт.", True),
        ("стоп машина", None), ("", None), ("не отписка", None),
    ],
)  # fmt: skip
def test_words_of_leaving_and_coming_back(text: str, wish: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert read_wish(text) is wish


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Ваш заказ готов — ждём!", "Vash zakaz gotov - zhdyom!"),
        ("ЩЁЛКОВСКОЕ шоссе, Щёлково", "SCHYOLKOVSKOE shosse, Schyolkovo"),
        ("Подъезд №3, «Ясень», 100 ₽", 'Podezd No.3, "Yasen", 100 rub.'),
        ("Їжак і ґава", "Yizhak i gava"),
        ("日本 👋", "日本 👋"),
    ],
)
def test_cyrillic_can_be_written_with_latin_letters(text: str, latin: str) -> None:
    assert write_latin(text) == latin


def test_russian_in_latin_letters_fits_gsm() -> None:
    assert alphabet_of(write_latin("Съешь же ещё этих мягких французских булок, да выпей чаю… №1")) is Alphabet.GSM7


def test_a_very_long_text_becomes_several_messages() -> None:
    pieces = split_text("слово " * 400, (), Limits(each=1600, unit=TextUnit.SMS))
    assert [measure(piece.text, TextUnit.SMS) <= 1600 for piece in pieces] == [True, True]
    assert measure("👋", TextUnit.SMS) == 2


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+7 (916) 123-45-67", "+79161234567"), ("8 916 123 45 67", "+79161234567"), ("79161234567", "+79161234567"),
        ("+44 20 7946 0958", "+442079460958"), ("12", ""), ("", ""), ("vera", ""), ("+7916123", ""),
        ("+7 916 123-45-67 доб. 5", ""), ("9" * 50, ""), ("+79161234567\x00", "+79161234567"),
    ],
)  # fmt: skip
def test_numbers_that_people_type(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("79161234567", "+79161234567"), ("+79161234567", "+79161234567"), ("89161234567", "+79161234567"),
        ("9161234567", "+79161234567"), ("442079460958", "+442079460958"), ("1234", "1234"), ("Sber", "Sber"),
        ("МТС", "МТС"), ("000000000000", "000000000000"),
    ],
)  # fmt: skip
def test_addresses_that_operators_name(address: str, kept: str) -> None:
    assert read_caller(address) == kept


def test_what_is_a_number_and_what_a_country() -> None:
    assert is_phone("+79161234567")
    assert not is_phone("79161234567")
    assert not is_phone("Shop")
    assert is_country("KZ")
    assert not is_country("XX")
