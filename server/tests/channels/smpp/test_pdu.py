import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.channels.smpp.parts import Place, find_place, split_header, write_header, write_parameters
from otklik.channels.smpp.pdu import (
    Address,
    BadPdu,
    Bind,
    Command,
    Pdu,
    ShortMessage,
    Tag,
    decode,
    read_first_string,
    read_length,
    read_short_message,
)

_BIND = bytes.fromhex("000000210000000900000000000000016465736b00736563726574000034000000")
_SUBMIT = bytes.fromhex(
    "0000004000000004000000000000000200050053686f70000101373931363132333435363700000000000001000800"
    "1004140430002c0020043504410442044c"
)


def test_a_bind_is_written_as_another_program_writes_it() -> None:
    body = Bind(system_id="desk", password="secret").encode()
    assert Pdu(Command.BIND_TRANSCEIVER, 0, 1, body).encode() == _BIND
    assert "secret" not in repr(Bind(system_id="desk", password="secret"))


def test_a_submission_is_written_and_read_as_another_program_does() -> None:
    message = ShortMessage(
        source=Address("Shop", 5, 0), destination=Address("79161234567"), text="Да, есть".encode("utf-16-be"),
        data_coding=8, registered_delivery=1,
    )  # fmt: skip
    assert Pdu(Command.SUBMIT_SM, 0, 2, message.encode()).encode() == _SUBMIT
    assert read_short_message(decode(_SUBMIT).body) == message


def test_answers_carry_the_number_of_the_question() -> None:
    answer = decode(_BIND).answer(b"smsc\0")
    assert (answer.command, answer.sequence, answer.is_response) == (0x80000009, 1, True)
    assert answer.asked == Command.BIND_TRANSCEIVER
    assert read_first_string(answer.body) == "smsc"
    assert read_first_string(b"") == ""


def test_long_texts_stand_in_a_parameter() -> None:
    message = ShortMessage(source=Address("1"), destination=Address("2"), tlvs={Tag.MESSAGE_PAYLOAD: b"x" * 400})
    assert read_short_message(message.encode()).content == b"x" * 400


def test_a_parameter_that_is_cut_off_harms_only_itself() -> None:
    whole = ShortMessage(source=Address("1"), destination=Address("2"), text=b"hi", tlvs={Tag.MESSAGE_STATE: b"\x02"})
    assert read_short_message(whole.encode()[:-1]).text == b"hi"


@pytest.mark.parametrize("octets", [b"", b"\0" * 15, b"\0\0\0\x10" + b"\0" * 20])
def test_what_is_no_unit_is_refused(octets: bytes) -> None:
    with pytest.raises(BadPdu):
        decode(octets)


@pytest.mark.parametrize("length", [0, 15, 70_001, 0xFFFFFFFF])
def test_a_length_that_cannot_be_ends_the_talk(length: int) -> None:
    with pytest.raises(BadPdu):
        read_length(length.to_bytes(4) + b"\0" * 12)


@given(st.binary(max_size=300))
def test_no_body_raises_anything_else(body: bytes) -> None:
    try:
        message = read_short_message(body)
    except BadPdu:
        return
    find_place(message)
    split_header(message)


@given(st.binary(max_size=140), st.integers(0, 255))
def test_what_is_written_is_read(text: bytes, coding: int) -> None:
    message = ShortMessage(source=Address("79161234567"), destination=Address("7"), text=text, data_coding=coding)
    assert read_short_message(message.encode()) == message


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (write_header(Place(0x1FF, 3, 2)), Place(0xFF, 3, 2)),
        (bytes.fromhex("06080401020302"), Place(0x102, 3, 2)),
        (bytes.fromhex("0a050400010002000309 0201".replace(" ", "")), None),
        (bytes.fromhex("0b0504000100020003090201"), Place(9, 2, 1)),
        (write_header(Place(1, 1, 1)), None),
        (write_header(Place(1, 3, 4)), None),
        (write_header(Place(1, 3, 0)), None),
        (b"\x20\x00", None),
        (b"", None),
    ],
)
def test_the_place_of_a_part_by_its_header(header: bytes, place: Place | None) -> None:
    message = ShortMessage(source=Address("1"), destination=Address("2"), esm_class=0x40, text=header + b"")
    assert find_place(message) == place


def test_the_place_of_a_part_by_its_parameters() -> None:
    place = Place(0x1234, 3, 2)
    message = ShortMessage(source=Address("1"), destination=Address("2"), text=b"x", tlvs=write_parameters(place))
    assert find_place(message) == place
    assert split_header(message) == (b"", b"x")
