"""Which file travels as what, and what may stand under it."""

from typing import Any, Final

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.outbound import OutboundFile

_MEGABYTE = 1024 * 1024
IMAGE_MAX_BYTES: Final = 5 * _MEGABYTE
MOVING_MAX_BYTES: Final = 16 * _MEGABYTE
FILE_MAX_BYTES: Final = 100 * _MEGABYTE
STICKER_MAX_BYTES: Final = 100 * 1024
CAPTION_MAX: Final = 1024
CAPTIONED: Final = frozenset({"image", "video", "document"})
_NAME_MAX = 240
_IMAGES = frozenset({"image/jpeg", "image/png"})
_VIDEOS = frozenset({"video/mp4", "video/3gpp"})
_SOUNDS = frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})
_OTHER_NAMES = {"audio/mp3": "audio/mpeg", "audio/m4a": "audio/mp4", "audio/x-m4a": "audio/mp4",
                "application/ogg": "audio/ogg", "image/jpg": "image/jpeg"}  # fmt: skip


def mime_of(file: OutboundFile) -> str:
    """Return a type as WhatsApp names it, without parameters."""
    bare = file.mime.partition(";")[0].strip().lower()
    return _OTHER_NAMES.get(bare, bare) or "application/octet-stream"


def as_what(file: OutboundFile) -> str:
    """Return how a file travels; what WhatsApp would refuse as itself goes as a document."""
    mime = mime_of(file)
    if file.kind is Kind.IMAGE and mime in _IMAGES and file.size <= IMAGE_MAX_BYTES:
        return "image"
    if file.kind in (Kind.VIDEO, Kind.VIDEO_NOTE, Kind.ANIMATION) and mime in _VIDEOS:
        return "video" if file.size <= MOVING_MAX_BYTES else "document"
    if file.kind in (Kind.AUDIO, Kind.VOICE) and mime in _SOUNDS and file.size <= MOVING_MAX_BYTES:
        return "audio"
    if file.kind is Kind.STICKER and mime == "image/webp" and file.size <= STICKER_MAX_BYTES:
        return "sticker"
    return "document"


def describe(file: OutboundFile, caption: str = "") -> dict[str, Any]:
    """Return a message with a file, save for its handle, which the upload gives."""
    what = as_what(file)
    body: dict[str, Any] = {}
    if what in CAPTIONED and caption:
        body["caption"] = caption
    if what == "document":
        body["filename"] = (file.name or "file")[-_NAME_MAX:]
    if what == "audio" and file.kind is Kind.VOICE and mime_of(file) == "audio/ogg":
        body["voice"] = True
    return {"type": what, what: body}
