"""Reading Safari's recording: the Opus packets of an MP4 file (ISO 14496-12), whole or in fragments."""

import struct
from collections.abc import Iterator

from otklik.kit.webm import NotOpus, Recording

MOST_PACKETS = 500_000
"""Nearly three hours in packets of 20 ms: a table that says more lies."""
_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf"})
_ENTRY_HEAD = 28
"""What stands before the boxes of a sound's description."""
_WIDE = 1


class OtherSound(NotOpus):
    """The file has sound in another form, such as AAC, which has to be made anew."""

    code = "voice_other_sound"


class _Track:
    """A sound track as far as it is known: tables of a whole file, defaults of fragments."""

    def __init__(self) -> None:
        self.number = 0
        self.head = b""
        self.other = False
        self.sizes: list[int] = []
        self.chunks: list[tuple[int, int]] = []
        self.places: list[int] = []
        self.packets: list[bytes] = []


def read_opus_mp4(data: bytes) -> Recording:
    """Return the first Opus track of an MP4 file; raises OtherSound for sound of another kind, NotOpus for none."""
    try:
        tracks = _read_tracks(data)
    except (struct.error, IndexError, ValueError):
        raise NotOpus("this is not a recording in MP4") from None
    for track in tracks:
        if track.head and track.packets:
            return Recording(track.head, track.packets)
    if any(track.other for track in tracks):
        raise OtherSound("the sound is not Opus")
    raise NotOpus("there is no Opus sound in the file")


def _read_tracks(data: bytes) -> list[_Track]:
    tracks: list[_Track] = []
    defaults: dict[int, int] = {}
    for name, start, stop in _boxes(data, 0, len(data)):
        if name == b"moov":
            tracks += _read_moov(data, start, stop, defaults)
        elif name == b"moof":
            _read_fragment(data, (start, stop), tracks, defaults)
    for track in tracks:
        _gather(data, track)
    return tracks


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Give each box between two places: its name, and where its contents begin and end; a cut one ends the reading."""
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == _WIDE:
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        stop = end if size == 0 else at + size
        if stop < start:
            raise ValueError
        yield name, start, min(stop, end)
        at = stop


def _within(data: bytes, start: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Give the boxes below a box, those of containers as well, in their order."""
    for name, inner, end in _boxes(data, start, stop):
        yield name, inner, end
        if name in _INSIDE:
            yield from _within(data, inner, end)


def _read_moov(data: bytes, start: int, stop: int, defaults: dict[int, int]) -> list[_Track]:
    tracks = []
    for name, inner, end in _boxes(data, start, stop):
        if name == b"trak":
            tracks.append(_read_track(data, inner, end))
        elif name == b"mvex":
            for kind, at, _ in _boxes(data, inner, end):
                if kind == b"trex":
                    number, _index, _duration, size = struct.unpack_from(">IIII", data, at + 4)
                    defaults[number] = size
    return tracks


def _read_track(data: bytes, start: int, stop: int) -> _Track:
    track = _Track()
    for name, at, end in _within(data, start, stop):
        match name:
            case b"tkhd":
                (track.number,) = struct.unpack_from(">I", data, at + (20 if data[at] else 12))
            case b"stsd":
                _read_description(data, at + 8, end, track)
            case b"stsz":
                same, count = struct.unpack_from(">II", data, at + 4)
                track.sizes = [same] * _few(count) if same else _numbers(data, at + 12, count, ">I", 4)
            case b"stsc":
                (count,) = struct.unpack_from(">I", data, at + 4)
                track.chunks = [struct.unpack_from(">II", data, at + 8 + 12 * n) for n in range(_few(count))]
            case b"stco" | b"co64":
                (count,) = struct.unpack_from(">I", data, at + 4)
                form, width = (">Q", 8) if name == b"co64" else (">I", 4)
                track.places = _numbers(data, at + 8, count, form, width)
            case _:
                pass
    return track


def _read_description(data: bytes, start: int, stop: int, track: _Track) -> None:
    for name, at, end in _boxes(data, start, stop):
        if name == b"Opus":
            track.head = next(
                (_make_head(data, inner) for kind, inner, _ in _boxes(data, at + _ENTRY_HEAD, end) if kind == b"dOps"),
                b"",
            )
        elif name in {b"mp4a", b"alac", b"ac-3", b"fLaC", b".mp3"}:
            track.other = True
        return


def _make_head(data: bytes, at: int) -> bytes:
    """Turn the description of an MP4 into the header of an Ogg: the same fields, their bytes the other way round."""
    _version, channels, skipped, rate, gain, family = struct.unpack_from(">BBHIhB", data, at)
    if family or channels not in {1, 2}:
        raise ValueError
    return b"OpusHead" + struct.pack("<BBHIhB", 1, channels, skipped, rate, gain, 0)


def _numbers(data: bytes, at: int, count: int, form: str, width: int) -> list[int]:
    return [int(struct.unpack_from(form, data, at + width * n)[0]) for n in range(_few(count))]


def _few(count: int) -> int:
    if count > MOST_PACKETS:
        raise ValueError
    return count


def _gather(data: bytes, track: _Track) -> None:
    """Take the packets of a whole file: chunk by chunk, as many from each as the table says."""
    taken = 0
    for number, place in enumerate(track.places, start=1):
        many = next((per for first, per in reversed(track.chunks) if first <= number), 0)
        for size in track.sizes[taken : taken + many]:
            _take(data, place, size, track)
            place += size  # noqa: PLW2901 - it walks through the chunk
        taken += many


def _take(data: bytes, place: int, size: int, track: _Track) -> None:
    packet = data[place : place + size]
    if packet and len(packet) == size:
        track.packets.append(packet)


def _read_fragment(data: bytes, span: tuple[int, int], tracks: list[_Track], defaults: dict[int, int]) -> None:
    for name, start, stop in _boxes(data, *span):
        if name == b"traf":
            _read_run(data, (start, stop), (span[0] - 8, tracks, defaults))


def _read_run(data: bytes, span: tuple[int, int], around: tuple[int, list[_Track], dict[int, int]]) -> None:
    """Take the packets of one track in one fragment."""
    base, tracks, defaults = around
    track, usual, place = _Track(), 0, base
    for name, at, _ in _boxes(data, *span):
        flags = int.from_bytes(data[at + 1 : at + 4])
        if name == b"tfhd":
            (number,) = struct.unpack_from(">I", data, at + 4)
            track = next((one for one in tracks if one.number == number), _Track())
            usual, base = _read_fragment_head(data, at + 8, flags, (defaults.get(number, 0), base))
            place = base
        elif name == b"trun":
            place = _read_packets(data, (at, flags), (base, place, usual), track)


def _read_fragment_head(data: bytes, at: int, flags: int, known: tuple[int, int]) -> tuple[int, int]:
    """Return the usual size of a packet, and from where places are counted."""
    usual, base = known
    if flags & 0x1:
        (base,) = struct.unpack_from(">Q", data, at)
        at += 8
    at += 4 * bool(flags & 0x2) + 4 * bool(flags & 0x8)
    if flags & 0x10:
        (usual,) = struct.unpack_from(">I", data, at)
    return usual, base


def _read_packets(data: bytes, box: tuple[int, int], places: tuple[int, int, int], track: _Track) -> int:
    """Take the packets of one run; returns where the next one goes on."""
    (at, flags), (base, place, usual) = box, places
    (count,) = struct.unpack_from(">I", data, at + 4)
    at += 8
    if flags & 0x1:
        place = base + struct.unpack_from(">i", data, at)[0]
        at += 4
    at += 4 * bool(flags & 0x4)
    before, after = 4 * bool(flags & 0x100), 4 * bool(flags & 0x400) + 4 * bool(flags & 0x800)
    for _ in range(_few(count)):
        at += before
        size = usual
        if flags & 0x200:
            (size,) = struct.unpack_from(">I", data, at)
            at += 4
        at += after
        _take(data, place, size, track)
        place += size
    return place
