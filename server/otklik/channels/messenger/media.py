"""Which file travels as what."""

from typing import Any, Final

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.outbound import OutboundFile

_MEGABYTE = 1024 * 1024
IMAGE_MAX_BYTES: Final = 8 * _MEGABYTE
FILE_MAX_BYTES: Final = 25 * _MEGABYTE
_IMAGES = frozenset({"image/jpeg", "image/png", "image/gif"})
_VIDEOS = frozenset({"video/mp4", "video/quicktime", "video/webm", "video/ogg"})
_SOUNDS = frozenset({"audio/aac", "audio/mp4", "audio/mpeg", "audio/wav", "audio/x-wav", "audio/x-m4a", "audio/m4a"})


def as_what(file: OutboundFile) -> str:
    """Return how a file travels; what Messenger would not show goes as a document."""
    mime = mime_of(file)
    if file.kind in (Kind.IMAGE, Kind.ANIMATION, Kind.STICKER) and mime in _IMAGES and file.size <= IMAGE_MAX_BYTES:
        return "image"
    if file.kind in (Kind.VIDEO, Kind.VIDEO_NOTE, Kind.ANIMATION) and mime in _VIDEOS:
        return "video"
    if file.kind in (Kind.AUDIO, Kind.VOICE) and mime in _SOUNDS:
        return "audio"
    return "file"


def mime_of(file: OutboundFile) -> str:
    """Return a type without its parameters."""
    return file.mime.partition(";")[0].strip().lower() or "application/octet-stream"


def describe(file: OutboundFile) -> dict[str, Any]:
    """Return a message with a file, save for its handle, which the upload gives."""
    return {"attachment": {"type": as_what(file), "payload": {}}}
