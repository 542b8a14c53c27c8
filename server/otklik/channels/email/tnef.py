"""The inside of winmail.dat (Outlook's TNEF): the plain text and the files, read defensively."""

import struct
from collections.abc import Iterator

from msgspec import Struct

from otklik.channels.email.charsets import decode

_SIGNATURE = 0x223E9F78
_ATTACHMENT_START = 0x9002
_ATTACHMENT_TITLE = 0x8010
_ATTACHMENT_DATA = 0x800F
_ATTACHMENT_PROPS = 0x9005
_BODY = 0x800C
_MESSAGE_PROPS = 0x9003
_HEAD = struct.Struct("<BHHI")
_CHECKSUM = 2
_MAX_FILES = 100

_P_BODY = 0x1000
_P_DATA = 0x3701
_P_LONG_NAME = 0x3707
_P_MIME = 0x370E
_NAMED = 0x8000
_MULTI = 0x1000
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_GUID = 16


class PackedFile(Struct, frozen=True):
    """One file inside."""

    name: str
    mime: str
    data: bytes


class Packed(Struct, frozen=True):
    """What a winmail.dat holds."""

    text: str
    files: tuple[PackedFile, ...]


class _Bytes:
    """A place in bytes that raises ValueError at the end instead of giving less."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        if size < 0 or len(piece) < size:
            message = "cut short"
            raise ValueError(message)
        self.at += size
        return piece

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def word(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def padded(self, size: int) -> bytes:
        piece = self.take(size)
        self.at = min(len(self.data), self.at + -size % 4)
        return piece


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    reader = _Bytes(data)
    if reader.number() != _SIGNATURE:
        return
    reader.take(2)
    while reader.at + _HEAD.size <= len(data):
        _level, number, _kind, size = _HEAD.unpack(reader.take(_HEAD.size))
        body = reader.take(size)
        reader.at += _CHECKSUM
        yield number, body


def _skip_name(reader: _Bytes) -> None:
    reader.take(_GUID)
    if reader.number() == 0:
        reader.number()
    else:
        reader.padded(reader.number())


def _value(reader: _Bytes, kind: int) -> bytes:
    if kind in {_STRING8, _UNICODE, _OBJECT, _BINARY}:
        return reader.padded(reader.number())
    if kind not in _SIZES:
        message = "unknown kind of property"
        raise ValueError(message)
    return reader.take(_SIZES[kind])


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    """Read MAPI properties until the first that cannot be read."""
    found: dict[int, tuple[int, bytes]] = {}
    reader = _Bytes(data)
    try:
        for _ in range(min(reader.number(), 2000)):
            kind, number = reader.word(), reader.word()
            if number >= _NAMED:
                _skip_name(reader)
            base = kind & ~_MULTI
            many = kind & _MULTI or base in {_STRING8, _UNICODE, _OBJECT, _BINARY}
            for _value_number in range(reader.number() if many else 1):
                found.setdefault(number, (base, _value(reader, base)))
    except ValueError:
        pass
    return found


def _string(properties: dict[int, tuple[int, bytes]], number: int) -> str:
    kind, data = properties.get(number, (0, b""))
    text = data.decode("utf-16-le", "replace") if kind == _UNICODE else decode(data)
    return text.split("\0", 1)[0]


class _Draft:
    """A file while its attributes arrive."""

    def __init__(self) -> None:
        self.title = b""
        self.data = b""
        self.properties: dict[int, tuple[int, bytes]] = {}

    def finished(self) -> PackedFile:
        title = decode(self.title.split(b"\0", 1)[0])
        name = _string(self.properties, _P_LONG_NAME) or title
        data = self.data or self.properties.get(_P_DATA, (0, b""))[1]
        return PackedFile(name, _string(self.properties, _P_MIME), data)


def _put(draft: _Draft, number: int, body: bytes) -> None:
    if number == _ATTACHMENT_TITLE:
        draft.title = body
    elif number == _ATTACHMENT_DATA:
        draft.data = body
    elif number == _ATTACHMENT_PROPS:
        draft.properties = _properties(body)


def open_winmail(data: bytes) -> Packed:
    """Open a winmail.dat; what is broken or unknown is left out, checksums are not asked."""
    text = ""
    drafts: list[_Draft] = []
    try:
        for number, body in _attributes(data):
            if number == _ATTACHMENT_START and len(drafts) < _MAX_FILES:
                drafts.append(_Draft())
            elif number == _BODY:
                text = text or decode(body.split(b"\0", 1)[0])
            elif number == _MESSAGE_PROPS:
                text = text or _string(_properties(body), _P_BODY)
            elif drafts:
                _put(drafts[-1], number, body)
    except ValueError:
        pass
    files = (draft.finished() for draft in drafts)
    return Packed(text, tuple(file for file in files if file.data))
