"""Files of the fake: uploads become handles, handles become files again, pictures know their size."""

import base64
import struct

from otklik.channels.telegram.fake.errors import ApiError, bad_request
from otklik.channels.telegram.fake.params import Params
from otklik.channels.telegram.fake.state import Bot, Json, StoredFile, Value, World
from otklik.kit.http import FilePart

DOWNLOAD_MAX = 20 * 1024 * 1024
UPLOAD_MAX = 50 * 1024 * 1024
PHOTO_MAX = 10 * 1024 * 1024
_FOLDERS = {"photo": "photos", "video": "videos", "voice": "voice", "sticker": "stickers", "audio": "music"}
_ENDINGS = {"photo": ".jpg", "video": ".mp4", "voice": ".oga", "video_note": ".mp4", "animation": ".mp4"}
_MIMES = {
    "photo": "image/jpeg", "video": "video/mp4", "voice": "audio/ogg", "video_note": "video/mp4",
    "animation": "video/mp4", "audio": "audio/mpeg", "sticker": "image/webp", "document": "application/octet-stream",
}  # fmt: skip
_MARKER = 0xFF
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PHOTO_EDGES = 10_000
_PHOTO_RATIO = 20


def take_file(world: World, bot: Bot, params: Params, kind: str, given: Value) -> StoredFile:
    """Return the file that a parameter names: an upload of this call, or a handle of this bot."""
    if isinstance(given, str) and given.startswith("attach://"):
        upload = params.files.get(given.removeprefix("attach://"))
    else:
        upload = params.files.get(kind) if not given else None
    if upload is not None:
        return add_file(world, bot, kind, check_upload(kind, upload))
    if not given:
        bad_request(f"there is no {kind} in the request")
    if str(given).startswith(("http://", "https://")):
        bad_request("failed to get HTTP URL content")
    return known_file(world, bot, str(given), kind)


def known_file(world: World, bot: Bot, handle: str, kind: str = "") -> StoredFile:
    """Return a file by its handle; handles of another bot are worth nothing."""
    stored = world.files.get(handle)
    if stored is None or stored.bot_id != bot.id:
        bad_request("wrong file identifier/HTTP URL specified")
    if kind and stored.kind != kind and {stored.kind, kind} != {"document", "animation"}:
        bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def check_upload(kind: str, upload: FilePart) -> FilePart:
    """Refuse what the server refuses."""
    if not upload.data:
        bad_request("file must be non-empty")
    if len(upload.data) > UPLOAD_MAX:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        if len(upload.data) > PHOTO_MAX:
            bad_request("file is too big for a photo")
        width, height = picture_size(upload.data) or bad_request("IMAGE_PROCESS_FAILED")
        if width + height > _PHOTO_EDGES or max(width, height) > _PHOTO_RATIO * min(width, height):
            bad_request("PHOTO_INVALID_DIMENSIONS")
    return upload


def add_file(world: World, bot: Bot, kind: str, upload: FilePart) -> StoredFile:
    """Keep a file for one bot."""
    number, world.next_id = world.next_id, world.next_id + 1
    seal = base64.urlsafe_b64encode(f"{bot.id}:{number}:{kind}".encode()).decode().rstrip("=")
    ending = "." + upload.name.rpartition(".")[2] if "." in upload.name else _ENDINGS.get(kind, ".bin")
    stored = StoredFile(
        id=f"AgF{seal}", unique_id=f"AQ{number}", bot_id=bot.id, kind=kind, data=upload.data, name=upload.name,
        mime=_mime(kind, upload.mime), path=f"{_FOLDERS.get(kind, 'documents')}/file_{number}{ending}",
    )  # fmt: skip
    world.files[stored.id] = stored
    return stored


def _mime(kind: str, given: str) -> str:
    return given if given and given != "application/octet-stream" else _MIMES.get(kind, given)


def describe(stored: StoredFile, given: Json) -> Value:
    """Return the field of a message that describes the file; `given` holds what the sender said about it."""
    base: Json = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}
    width, height = picture_size(stored.data) or (given.get("width") or 512, given.get("height") or 512)
    if stored.kind == "photo":
        small = {**base, "file_unique_id": stored.unique_id + "s", "width": 90, "height": 90, "file_size": 1000}
        return [small, {**base, "width": width, "height": height}]
    if stored.kind == "sticker":
        return {
            **base, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False,
            "emoji": given.get("emoji") or "🙂",
        }  # fmt: skip
    if stored.kind == "video_note":
        return {**base, "length": 384, "duration": given.get("duration") or 0}
    base["mime_type"] = stored.mime
    if stored.kind in ("video", "animation"):
        base |= {"width": width, "height": height}
    if stored.kind in ("video", "animation", "audio", "voice"):
        base["duration"] = given.get("duration") or 0
    if stored.name and stored.kind != "voice":
        base["file_name"] = stored.name
    return base


def as_document(described: Json) -> Json:
    """Describe an animation a second time, as the document that old programs look for."""
    return {name: value for name, value in described.items() if name not in ("width", "height", "duration")}


def file_of(value: Value) -> str:
    """Return the handle in a media field of a message."""
    return str(value[-1]["file_id"] if isinstance(value, list) else value["file_id"])


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF, WebP or JPEG; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[16:24][7:]:
        return struct.unpack(">II", data[16:24])
    if data.startswith((b"GIF87a", b"GIF89a")) and data[6:10][3:]:
        return struct.unpack("<HH", data[6:10])
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return (512, 512)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(data) and data[place] == _MARKER:
        marker = data[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
    return (1, 1)
