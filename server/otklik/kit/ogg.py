"""Opus packets as an Ogg file (RFC 3533, RFC 7845): the form in which messengers take voice messages."""

import struct
from collections.abc import Iterator, Sequence

from otklik.kit.errors import Invalid

RATE = 48_000
"""Opus counts its time in samples of this rate, whatever was recorded."""
_SERIAL = 1
_FIRST, _LAST = 0x02, 0x04
_SEGMENTS = 255
_PAGE_SAMPLES = RATE
"""A page a second: a player that jumps lands within it."""
_TAGS = b"OpusTags" + struct.pack("<I", 6) + b"otklik" + struct.pack("<I", 0)
_SPANS = (
    *(480, 960, 1920, 2880) * 3,
    *(480, 960) * 2,
    *(120, 240, 480, 960) * 4,
)
"""Samples of one frame by the configuration in the upper five bits of a packet's first byte."""
_FRAMES = {0: 1, 1: 2, 2: 2}
"""Frames of a packet by its lowest two bits; 3 says that the next byte counts them."""
_LONGEST_PACKET = 5760


def write_opus(head: bytes, packets: Sequence[bytes]) -> tuple[bytes, float]:
    """Return the file and its length in seconds; raises Invalid when a packet is no Opus packet."""
    skipped = int.from_bytes(head[10:12], "little")
    pages = [_page(head, [len(head)], 0, 0, _FIRST), _page(_TAGS, [len(_TAGS)], 0, 1, 0)]
    groups = list(_group(packets))
    position = 0
    for number, (group, samples) in enumerate(groups):
        position += samples
        flags = _LAST if number == len(groups) - 1 else 0
        pages.append(_page(b"".join(group), [len(packet) for packet in group], position, number + 2, flags))
    return b"".join(pages), max(0, position - skipped) / RATE


def read_length(data: bytes) -> float:
    """Return the seconds of an Ogg file with Opus: where its last page ends, less what a player leaves out."""
    last = data.rfind(b"OggS")
    head = data.find(b"OpusHead")
    if last < 0 or head < 0 or last + 14 > len(data):
        raise Invalid("the sound is damaged", code="voice_unreadable")
    skipped = int.from_bytes(data[head + 10 : head + 12], "little")
    return max(0, int.from_bytes(data[last + 6 : last + 14], "little", signed=True) - skipped) / RATE


def _group(packets: Sequence[bytes]) -> Iterator[tuple[list[bytes], int]]:
    """Give the packets of each page and how many samples they hold."""
    group: list[bytes] = []
    samples = segments = 0
    for packet in packets:
        needed = len(packet) // _SEGMENTS + 1
        if group and (samples >= _PAGE_SAMPLES or segments + needed > _SEGMENTS):
            yield group, samples
            group, samples, segments = [], 0, 0
        group.append(packet)
        samples += _count_samples(packet)
        segments += needed
    if group:
        yield group, samples


def _count_samples(packet: bytes) -> int:
    first = packet[0]
    frames = _FRAMES.get(first & 3) or _count_frames(packet)
    samples = _SPANS[first >> 3] * frames
    if not 0 < samples <= _LONGEST_PACKET or len(packet) >= _SEGMENTS * _SEGMENTS:
        raise Invalid("the sound is damaged", code="voice_unreadable")
    return samples


def _count_frames(packet: bytes) -> int:
    return packet[1] & 0x3F if len(packet) > 1 else 0


def _page(data: bytes, sizes: Sequence[int], position: int, number: int, flags: int) -> bytes:
    laces = b"".join(b"\xff" * (size // _SEGMENTS) + bytes([size % _SEGMENTS]) for size in sizes)
    opening = struct.pack("<4sBBqII", b"OggS", 0, flags, position, _SERIAL, number)
    rest = bytes([len(laces)]) + laces + data
    return opening + struct.pack("<I", _checksum(opening + b"\0\0\0\0" + rest)) + rest


def _make_table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


_TABLE = _make_table()


def _checksum(data: bytes) -> int:
    """Ogg's own: the polynomial of zlib's, but not reflected, so zlib cannot do it."""
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
