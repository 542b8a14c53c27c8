"""Turning a message into calls of Viber. Pure: the same message always gives the same calls."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Settings
from otklik.channelkit.content import Button
from otklik.channelkit.fitting import Limits, reflow, short_payload, shorten, split_text
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channelkit.spelling import spell_links
from otklik.channelkit.tags import make_tag
from otklik.channels.viber.inbound import PRESSED

TEXT_MAX = 7000
CAPTION_MAX = 512
BUTTONS_MAX = 48
BUTTONS_PER_ROW = 3
ROWS_MAX = 24
LABEL_MAX = 80
PAYLOAD_MAX_BYTES = 200
SENDER_MAX = 28
PICTURE_MAX_BYTES = 1024 * 1024
VIDEO_MAX_BYTES = 26 * 1024 * 1024
VIDEO_MAX_S = 180
FILE_MAX_BYTES = 50 * 1024 * 1024
SEND = "send_message"
SILENT_FROM = 6
"""From this version of the app on a press writes no visible words."""
_COLUMNS = 6
_NAME_MAX = 256
_URL_MAX = 2000
_ONLY_BUTTONS = "👇"
_PICTURES = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "image/gif": (".gif",)}

Payload = dict[str, Any]


def render(message: OutboundMessage, settings: Settings) -> tuple[Part, ...]:
    """Return the calls that say this message, in order; the keys belong to the last: the next message hides them."""
    text = spell_links(message.text, message.marks)
    caption = _caption(message, text)
    parts = [_file_part(file, caption if file is caption_bearer(message.files) else "") for file in message.files]
    if not caption and text.strip():
        parts += [({"type": "text", "text": piece.text}, {}) for piece in split_text(text, (), Limits(each=TEXT_MAX))]
    if message.location is not None:
        place = {"lat": message.location.latitude, "lon": message.location.longitude}
        parts.append(({"type": "location", "location": place}, {}))
    if not parts:
        parts.append(({"type": "text", "text": message.text.strip() or _ONLY_BUTTONS}, {}))
    return _addressed(message, parts, settings)


def caption_bearer(files: Sequence[OutboundFile]) -> OutboundFile | None:
    """Return the picture under which words may stand: nothing else has any."""
    return next((file for file in files if as_what(file) == "picture"), None)


def _caption(message: OutboundMessage, text: str) -> str:
    return text if text.strip() and len(text) <= CAPTION_MAX and caption_bearer(message.files) else ""


def as_what(file: OutboundFile) -> str:
    """Return how a file travels: as a picture, a video or a file; what Viber would refuse goes as the last."""
    mime = file.mime.partition(";")[0].strip().lower()
    ending = PurePosixPath(file.name).suffix.lower()
    if file.kind in (Kind.IMAGE, Kind.ANIMATION) and ending in _PICTURES.get(mime, ()):
        return "picture" if file.size <= PICTURE_MAX_BYTES else "file"
    short = file.size <= VIDEO_MAX_BYTES and (file.duration_s or 0) <= VIDEO_MAX_S
    return "video" if file.kind in (Kind.VIDEO, Kind.VIDEO_NOTE) and mime == "video/mp4" and short else "file"


def _file_part(file: OutboundFile, caption: str) -> tuple[Payload, dict[str, OutboundFile]]:
    what = as_what(file)
    if what == "picture":
        return {"type": "picture", "text": caption}, {"media": file}
    if what == "video":
        duration = {"duration": round(file.duration_s)} if file.duration_s else {}
        return {"type": "video", "size": file.size, **duration}, {"media": file}
    return {"type": "file", "size": file.size, "file_name": _file_name(file)}, {"media": file}


def _file_name(file: OutboundFile) -> str:
    """Return a name with an ending, without which Viber takes no file, within its limit."""
    path = PurePosixPath(file.name or "file")
    ending = path.suffix[:16] or ".bin"
    stem = path.name.removesuffix(path.suffix) or "file"
    return stem[: _NAME_MAX - len(ending)] + ending


# Keys -------------------------------------------------------------------------------------------------------------


def keyboard(buttons: Sequence[Sequence[Button]]) -> Payload | None:
    """Return keys below the chat within Viber's limits, or None when there are no buttons."""
    flat = [button for row in buttons for button in row][:BUTTONS_MAX]
    if not flat:
        return None
    rows = reflow(_first_of(buttons, len(flat)), BUTTONS_PER_ROW)
    if len(rows) > ROWS_MAX:
        rows = reflow((tuple(flat),), -(-len(flat) // ROWS_MAX))
    keys = [_key(button, _COLUMNS // len(row)) for row in rows for button in row]
    return {"Type": "keyboard", "DefaultHeight": False, "Buttons": keys}


def _first_of(buttons: Sequence[Sequence[Button]], left: int) -> list[tuple[Button, ...]]:
    rows = []
    for row in buttons:
        rows.append(tuple(row[:left]))
        left -= len(rows[-1])
    return rows


def _key(button: Button, columns: int) -> Payload:
    frame: Payload = {"Columns": columns, "Rows": 1, "Text": shorten(button.title.strip(), LABEL_MAX) or "…"}
    if button.url:
        return frame | {"ActionType": "open-url", "ActionBody": button.url[:_URL_MAX], "Silent": True}
    sent = short_payload(button.payload or button.title, PAYLOAD_MAX_BYTES) or "-"
    return frame | {"ActionType": "reply", "ActionBody": PRESSED + sent, "Silent": True}


def plain(payload: Payload) -> Payload:
    """Return the same call for an older app: a press shows what it writes."""
    keys = payload.get("keyboard")
    if keys is None:
        return payload
    bare = [{name: value for name, value in key.items() if name != "Silent"} for key in keys["Buttons"]]
    return {**payload, "min_api_version": 1, "keyboard": {**keys, "Buttons": bare}}


# Addresses --------------------------------------------------------------------------------------------------------


def _addressed(
    message: OutboundMessage, parts: Sequence[tuple[Payload, dict[str, OutboundFile]]], settings: Settings
) -> tuple[Part, ...]:
    keys = keyboard(message.buttons)
    addressed = []
    for number, (content, files) in enumerate(parts):
        payload: Payload = {
            "receiver": message.recipient, "min_api_version": 1, "sender": {"name": sender_name(settings)},
            "tracking_data": make_tag(message.message_id, number), **content,
        }  # fmt: skip
        if number == len(parts) - 1 and keys is not None:
            payload |= {"min_api_version": SILENT_FROM, "keyboard": keys}
        addressed.append(Part(action=SEND, payload=payload, files=files))
    return tuple(addressed)


def sender_name(settings: Settings) -> str:
    """Return the name that stands over our messages."""
    return shorten(str(settings.get("sender_name") or "").strip(), SENDER_MAX) or "…"


def render_welcome(settings: Settings) -> Payload | None:
    """Return what is said to who opens the chat, if the administrator wants anything said."""
    text = str(settings.get("welcome") or "").strip()
    if not text:
        return None
    return {"sender": {"name": sender_name(settings)}, "type": "text", "text": text[:TEXT_MAX]}
