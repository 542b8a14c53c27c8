"""Recordings made on the desk: what the browser wrote becomes what messengers take as a voice message."""

import asyncio

from msgspec import structs

from otklik.infra.files import FileStore, WrittenFile
from otklik.kit.errors import TooLarge
from otklik.kit.ogg import write_opus
from otklik.kit.webm import read_opus

VOICE_MAX_BYTES = 8 * 1024 * 1024
"""Three quarters of an hour as the desk records it; it is rewritten in memory."""
_BROWSERS_OWN = frozenset({"audio/webm", "video/webm"})


class VoiceTooLong(TooLarge):
    """The recording is over the limit."""

    code = "voice_too_long"


async def make_voice(store: FileStore, written: WrittenFile) -> WrittenFile:
    """Return the recording as Opus in Ogg, with its length; what is no WebM stays as it came.

    The sound itself is not touched, only what it is packed in. Raises VoiceTooLong, and NotOpus for anything but
    a recording; the file that was brought is gone then.
    """
    if written.stored.mime not in _BROWSERS_OWN:
        return written
    try:
        if written.stored.size > VOICE_MAX_BYTES:
            raise VoiceTooLong("the recording is too long", extra={"limit": VOICE_MAX_BYTES})
        made, seconds = await asyncio.to_thread(_repack, await store.read(written.stored.key))
    finally:
        await store.remove(written.stored.key)
    again = await store.write(made, written.stored.name.rpartition(".")[0] + ".ogg", "audio/ogg")
    return structs.replace(again, stored=structs.replace(again.stored, duration_s=round(seconds, 1)))


def _repack(data: bytes) -> tuple[bytes, float]:
    recording = read_opus(data)
    return write_opus(recording.head, recording.packets)
