"""Reading a browser's recording: the Opus packets of a WebM file (RFC 8794, RFC 9559), nothing else of it."""

from collections.abc import Iterator

from msgspec import Struct

from otklik.kit.errors import Invalid

_TRACK, _NUMBER, _CODEC, _PRIVATE = 0xAE, 0xD7, 0x86, 0x63A2
_SIMPLE_BLOCK, _BLOCK = 0xA3, 0xA1
_INSIDE = frozenset({0x18538067, 0x1F43B675, 0x1654AE6B, _TRACK, 0xA0})
"""Segment, cluster, tracks, track, block group: their contents are read, all else is passed over."""
_LACED = 0x06


class Recording(Struct, frozen=True):
    """What a decoder needs: the header that opens the stream, and its packets in order."""

    head: bytes
    packets: list[bytes]


class NotOpus(Invalid):
    """The bytes are no recording that we can turn into a voice message."""

    code = "voice_unreadable"


def read_opus(data: bytes) -> Recording:
    """Return the first Opus track of a WebM file; raises NotOpus when there is none or the file is broken.

    A recording that was cut off in its last block is read up to there: that is how a browser leaves it when it stops.
    """
    reader = _Reader(data)
    try:
        reader.read()
    except (IndexError, ValueError):
        raise NotOpus("this is not a recording in WebM") from None
    if reader.track is None or not reader.packets:
        raise NotOpus("there is no Opus sound in the file")
    return Recording(reader.head, reader.packets)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._number = 0
        self._codec = b""
        self._private = b""
        self.track: int | None = None
        self.head = b""
        self.packets: list[bytes] = []

    def read(self) -> None:
        for name, payload in _elements(self._data):
            if name == _TRACK:
                self._number, self._codec, self._private = 0, b"", b""
            elif name == _NUMBER:
                self._number = int.from_bytes(payload)
            elif name == _CODEC:
                self._codec = payload.rstrip(b"\0")
            elif name == _PRIVATE:
                self._private = payload
            elif name in (_SIMPLE_BLOCK, _BLOCK):
                self._take(payload)
            self._choose()

    def _choose(self) -> None:
        """The order of a track's fields is free: it is ours once all three are known."""
        if self.track is None and self._number and self._codec == b"A_OPUS" and self._private.startswith(b"OpusHead"):
            self.track, self.head = self._number, self._private

    def _take(self, block: bytes) -> None:
        number, at = _read_number(block, 0)
        if number != self.track:
            return
        if block[at + 2] & _LACED:
            raise ValueError
        packet = block[at + 3 :]
        if packet:
            self.packets.append(packet)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give every element with its bytes; containers come without theirs, and what is in them follows."""
    if not data.startswith(b"\x1a\x45\xdf\xa3"):
        raise ValueError
    at = 0
    while at < len(data):
        width = _width(data[at], 4)
        name = int.from_bytes(data[at : at + width])
        size, start = _read_number(data, at + width) if at + width < len(data) else (0, len(data))
        if name in _INSIDE:
            yield name, b""
            at = start
        elif start + size > len(data):
            return
        else:
            yield name, data[start : start + size]
            at = start + size


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to eight bytes, and say where the next thing begins."""
    width = _width(data[at], 8)
    stop = at + width
    return int.from_bytes(data[at:stop]) & ((1 << 7 * width) - 1), stop


def _width(first: int, most: int) -> int:
    width = 9 - first.bit_length()
    if width > most:
        raise ValueError
    return width
