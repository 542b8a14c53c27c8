"""Parts of long texts: what says that a message is one of several, in both ways that telephones' centres use."""

from typing import Final

from msgspec import Struct

from otklik.channels.smpp.pdu import ShortMessage, Tag

_UDHI: Final = 0x40
_CONCAT_8: Final = 0x00
_CONCAT_16: Final = 0x08
_TOTAL_MAX: Final = 255


class Place(Struct, frozen=True):
    """Which part of which long text; `number` counts from one."""

    reference: int
    total: int
    number: int


def split_header(message: ShortMessage) -> tuple[bytes, bytes]:
    """Return the user data header, without its length, and the text after it."""
    content = message.content
    if not message.esm_class & _UDHI or not content:
        return b"", content
    size = content[0]
    if size + 1 > len(content):
        return b"", content
    return content[1 : size + 1], content[size + 1 :]


def find_place(message: ShortMessage) -> Place | None:
    """Return the place of a part; None for a message that stands alone."""
    header, _ = split_header(message)
    place = _in_header(header) or _in_parameters(message)
    if place is None or not 1 < place.total <= _TOTAL_MAX or not 1 <= place.number <= place.total:
        return None
    return place


def _in_header(header: bytes) -> Place | None:
    at = 0
    while at + 2 <= len(header):
        kind, size = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + size]
        if kind == _CONCAT_8 and len(value) == 3:  # noqa: PLR2004 - reference, total, number
            return Place(value[0], value[1], value[2])
        if kind == _CONCAT_16 and len(value) == 4:  # noqa: PLR2004 - the same with a longer reference
            return Place(int.from_bytes(value[:2]), value[2], value[3])
        at += 2 + size
    return None


def _in_parameters(message: ShortMessage) -> Place | None:
    tags = (Tag.SAR_MSG_REF_NUM, Tag.SAR_TOTAL_SEGMENTS, Tag.SAR_SEGMENT_SEQNUM)
    values = [message.tlvs.get(tag) for tag in tags]
    if not all(values):
        return None
    reference, total, number = (int.from_bytes(value or b"") for value in values)
    return Place(reference, total, number)


def write_header(place: Place) -> bytes:
    """Write the user data header of a part."""
    return bytes((5, _CONCAT_8, 3, place.reference & 0xFF, place.total, place.number))


def write_parameters(place: Place) -> dict[int, bytes]:
    """Write the same as optional parameters."""
    return {
        Tag.SAR_MSG_REF_NUM: (place.reference & 0xFFFF).to_bytes(2),
        Tag.SAR_TOTAL_SEGMENTS: bytes((place.total,)),
        Tag.SAR_SEGMENT_SEQNUM: bytes((place.number,)),
    }
