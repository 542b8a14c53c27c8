"""Recordings made on the desk: what the browser wrote becomes what messengers take as a voice message."""

import asyncio
from collections.abc import Callable

from msgspec import structs

from otklik.infra.files import FileStore, WrittenFile
from otklik.infra.sounds import make_opus
from otklik.kit.errors import TooLarge
from otklik.kit.mp4 import OtherSound, read_opus_mp4
from otklik.kit.ogg import read_length, write_opus
from otklik.kit.webm import Recording, read_opus

VOICE_MAX_BYTES = 8 * 1024 * 1024
"""Three quarters of an hour as the desk records it; it is rewritten in memory."""
_WEBM = frozenset({"audio/webm", "video/webm"})
_MP4 = frozenset({"audio/mp4", "video/mp4", "audio/x-m4a"})
"""Safari's: Opus in newer ones, AAC in others."""


class VoiceTooLong(TooLarge):
    """The recording is over the limit."""

    code = "voice_too_long"


async def make_voice(store: FileStore, written: WrittenFile) -> WrittenFile:
    """Return the recording as Opus in Ogg, with its length; what no browser records in stays as it came.

    Opus itself is not touched, only what it is packed in; other sound is made anew by a program outside. Raises
    VoiceTooLong, NotOpus for anything but a recording, and NoProgram; the file that was brought is gone then.
    """
    mime = written.stored.mime
    if mime not in _WEBM | _MP4:
        return written
    try:
        if written.stored.size > VOICE_MAX_BYTES:
            raise VoiceTooLong("the recording is too long", extra={"limit": VOICE_MAX_BYTES})
        made, seconds = await _make(await store.read(written.stored.key), mime)
    finally:
        await store.remove(written.stored.key)
    again = await store.write(made, written.stored.name.rpartition(".")[0] + ".ogg", "audio/ogg")
    return structs.replace(again, stored=structs.replace(again.stored, duration_s=round(seconds, 1)))


async def _make(data: bytes, mime: str) -> tuple[bytes, float]:
    try:
        return await asyncio.to_thread(_repack, data, read_opus if mime in _WEBM else read_opus_mp4)
    except OtherSound:
        made = await make_opus(data)
        return made, await asyncio.to_thread(read_length, made)


def _repack(data: bytes, read: Callable[[bytes], Recording]) -> tuple[bytes, float]:
    recording = read(data)
    return write_opus(recording.head, recording.packets)
