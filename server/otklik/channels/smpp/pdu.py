"""The wire of SMPP 3.4: protocol data units to octets and back. Tolerant in reading, strict in writing."""

import struct
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from msgspec import Struct, field

HEADER_SIZE: Final = 16
PDU_MAX: Final = 70_000
_HEADER = struct.Struct(">IIII")
_TLV = struct.Struct(">HH")
_RESPONSE: Final = 0x80000000
_LATIN = "latin-1"


class Command(IntEnum):
    """What we say and hear."""

    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102
    DATA_SM = 0x103
    GENERIC_NACK = 0x80000000


class Tag(IntEnum):
    """The optional parameters we use."""

    RECEIPTED_MESSAGE_ID = 0x001E
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class BadPdu(ValueError):
    """The octets are no SMPP; whoever sent them cannot be talked to further."""


class Pdu(Struct, frozen=True):
    """One unit: its header, and the body as it came."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    @property
    def is_response(self) -> bool:
        """Whether it answers a request of ours."""
        return bool(self.command & _RESPONSE)

    @property
    def asked(self) -> int:
        """The command without the mark of an answer."""
        return self.command & ~_RESPONSE

    def encode(self) -> bytes:
        """Write it."""
        return _HEADER.pack(HEADER_SIZE + len(self.body), self.command, self.status, self.sequence) + self.body

    def answer(self, body: bytes = b"", status: int = 0) -> "Pdu":
        """Make the response to it."""
        return Pdu(self.command | _RESPONSE, status, self.sequence, body)


def read_length(header: bytes) -> int:
    """Return how long a unit is by the beginning of it; raises BadPdu for a length that cannot be."""
    length: int = _HEADER.unpack(header)[0]
    if not HEADER_SIZE <= length <= PDU_MAX:
        raise BadPdu(f"a unit of {length} octets")
    return length


def decode(octets: bytes) -> Pdu:
    """Read a whole unit; raises BadPdu."""
    if len(octets) < HEADER_SIZE:
        raise BadPdu("a unit without its header")
    length, command, status, sequence = _HEADER.unpack_from(octets)
    if length != len(octets):
        raise BadPdu("a unit of another length than it says")
    return Pdu(command, status, sequence, octets[HEADER_SIZE:])


class Address(Struct, frozen=True):
    """A number or name with its type and plan."""

    digits: str
    ton: int = 1
    npi: int = 1


class ShortMessage(Struct, frozen=True, kw_only=True):
    """The body that submit_sm and deliver_sm share. `text` is what stands in the field of the short message."""

    source: Address
    destination: Address
    text: bytes = b""
    esm_class: int = 0
    data_coding: int = 0
    registered_delivery: int = 0
    validity_period: str = ""
    service_type: str = ""
    tlvs: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The octets of the text, wherever they stand."""
        return self.text or self.tlvs.get(Tag.MESSAGE_PAYLOAD, b"")

    def encode(self) -> bytes:
        """Write the body of submit_sm (and of deliver_sm)."""
        return b"".join(
            (
                _string(self.service_type), _address(self.source), _address(self.destination),
                bytes((self.esm_class, 0, 0)), _string(""), _string(self.validity_period),
                bytes((self.registered_delivery, 0, self.data_coding, 0, len(self.text))), self.text,
                *(_TLV.pack(tag, len(value)) + value for tag, value in self.tlvs.items()),
            )
        )  # fmt: skip


def read_short_message(body: bytes) -> ShortMessage:
    """Read the body of deliver_sm or submit_sm; raises BadPdu when it ends too early."""
    reader = _Reader(body)
    service_type = reader.string()
    source, destination = reader.address(), reader.address()
    esm_class, _, _ = reader.octets(3)
    reader.string()
    validity = reader.string()
    registered, _, coding, _, length = reader.octets(5)
    text = reader.octets(length)
    return ShortMessage(
        source=source, destination=destination, text=text, esm_class=esm_class, data_coding=coding,
        registered_delivery=registered, validity_period=validity, service_type=service_type, tlvs=reader.tlvs(),
    )  # fmt: skip


class Bind(Struct, frozen=True, kw_only=True):
    """Who we are."""

    system_id: str
    password: str
    system_type: str = ""

    def __repr__(self) -> str:
        """Show no password."""
        return f"Bind({self.system_id})"

    def encode(self) -> bytes:
        """Write the body of a bind."""
        names = (self.system_id, self.password, self.system_type)
        return b"".join(_string(name) for name in names) + bytes((0x34, 0, 0)) + _string("")


def read_first_string(body: bytes) -> str:
    """Return the string that an answer begins with: an id of a message, or the name of the centre."""
    return body.split(b"\0", 1)[0].decode(_LATIN)


def _string(text: str) -> bytes:
    return text.replace("\0", "").encode(_LATIN, "replace") + b"\0"


def _address(address: Address) -> bytes:
    return bytes((address.ton, address.npi)) + _string(address.digits)


class _Reader:
    """Takes fields from the front of a body."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def octets(self, count: int) -> bytes:
        taken = self._body[self._at : self._at + count]
        if len(taken) < count:
            raise BadPdu("a body that ends too early")
        self._at += count
        return taken

    def string(self) -> str:
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise BadPdu("a string without an end")
        text = self._body[self._at : end].decode(_LATIN)
        self._at = end + 1
        return text

    def address(self) -> Address:
        ton, npi = self.octets(2)
        return Address(self.string(), ton, npi)

    def tlvs(self) -> dict[int, bytes]:
        """Read what follows; a parameter that is cut off is left out, the message itself is whole."""
        found: dict[int, bytes] = {}
        while self._at + _TLV.size <= len(self._body):
            tag, length = _TLV.unpack(self.octets(_TLV.size))
            if self._at + length > len(self._body):
                break
            found[tag] = self.octets(length)
        return found
