"""Turning a message into calls of MAX. Pure: the same message always gives the same calls."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from otklik.channelkit.capabilities import Kind, TextUnit
from otklik.channelkit.content import Button, Location
from otklik.channelkit.fitting import reflow, short_payload, shorten
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.max.addresses import query_of
from otklik.channels.max.markup import Written, cut

SEND = "POST /messages"
ALBUM_MAX = 10
BUTTONS_MAX = 210
ROWS_MAX = 30
BUTTONS_PER_ROW = 7
LINKS_PER_ROW = 3
LABEL_MAX = 128
PAYLOAD_MAX_BYTES = 1024
IMAGE_MAX_BYTES = 50 * 1024 * 1024
VIDEO_MAX_BYTES = 250 * 1024 * 1024
FILE_MAX_BYTES = 250 * 1024 * 1024
_EDGE_MAX = 7680
_UNDER_FILES = "👇"
_IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/tiff", "image/bmp", "image/heic"})
_VIDEOS = frozenset({"video/mp4", "video/quicktime", "video/x-matroska", "video/webm"})
_AUDIOS = frozenset({
    "audio/mpeg", "audio/mp3", "audio/wav", "audio/x-wav", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/ogg",
    "audio/aac",
})  # fmt: skip
_VISUAL = frozenset({"image", "video"})

Payload = dict[str, Any]


def render(message: OutboundMessage) -> tuple[Part, ...]:
    """Return the calls that say this message, in order; buttons hang on the last one.

    Sound and documents must be alone in their message, so buttons never go with them: the words, or a pointing hand,
    follow as a message of their own.
    """
    groups = _groups(message.files)
    texts = list(cut(message.text, message.marks)) if message.text.strip() else []
    buttons = keyboard(message.buttons)
    caption = texts.pop(0) if groups and texts and not _needs_words_below(groups, texts, buttons) else None
    parts = [_files_part(group, caption if number == 0 else None) for number, group in enumerate(groups)]
    parts += [Part(action=SEND, payload={"body": body_of(text)}) for text in texts]
    if message.location is not None:
        parts.append(Part(action=SEND, payload={"body": _place(message.location)}))
    if not parts:
        parts.append(Part(action=SEND, payload={"body": body_of(Written(message.text))}))
    if buttons is not None and not _carries_buttons(parts[-1]):
        parts.append(Part(action=SEND, payload={"body": body_of(Written(_UNDER_FILES))}))
    return _addressed(message, parts, buttons)


def upload_type(file: OutboundFile) -> str:
    """Return as what a file is uploaded; what MAX would refuse as its kind goes as a document."""
    mime = file.mime.partition(";")[0].strip().lower()
    if file.kind in (Kind.IMAGE, Kind.STICKER, Kind.ANIMATION) and mime in _IMAGES:
        return (
            "image" if file.size <= IMAGE_MAX_BYTES and max(file.width or 0, file.height or 0) <= _EDGE_MAX else "file"
        )
    if file.kind in (Kind.VIDEO, Kind.VIDEO_NOTE, Kind.ANIMATION) and mime in _VIDEOS:
        return "video" if file.size <= VIDEO_MAX_BYTES else "file"
    return "audio" if file.kind in (Kind.AUDIO, Kind.VOICE) and mime in _AUDIOS else "file"


def body_of(text: Written | None, attachments: Sequence[Payload] = ()) -> Payload:
    """Return the body of a message. What is empty is sent as null: the schema asks for it, the server does not mind."""
    body: Payload = {"text": text.text if text else None, "attachments": list(attachments) or None, "link": None}
    return body | {"format": "html"} if text and text.html else body


# Files and places -----------------------------------------------------------------------------------------------


def _groups(files: Sequence[OutboundFile]) -> list[list[OutboundFile]]:
    """Put neighbouring pictures and videos together; everything else must be alone."""
    groups: list[list[OutboundFile]] = []
    for file in files:
        joins = groups and _is_visual(file) and _is_visual(groups[-1][0]) and len(groups[-1]) < ALBUM_MAX
        if joins:
            groups[-1].append(file)
        else:
            groups.append([file])
    return groups


def _is_visual(file: OutboundFile) -> bool:
    return upload_type(file) in _VISUAL


def _needs_words_below(
    groups: Sequence[Sequence[OutboundFile]], texts: Sequence[Written], buttons: Payload | None
) -> bool:
    """Whether the only words must stand below the files, so that buttons have something to hang on."""
    return buttons is not None and len(texts) == 1 and not _is_visual(groups[-1][0])


def _carries_buttons(part: Part) -> bool:
    return all(_is_visual(file) for file in part.files.values())


def _files_part(group: Sequence[OutboundFile], caption: Written | None) -> Part:
    files = {str(number): file for number, file in enumerate(group)}
    return Part(action=SEND, payload={"body": body_of(caption)}, files=files)


def _place(location: Location) -> Payload:
    words = "\n".join(part for part in (location.title, location.address) if part)
    point = {"type": "location", "latitude": location.latitude, "longitude": location.longitude}
    return body_of(Written(words) if words else None, [point])


# Buttons --------------------------------------------------------------------------------------------------------


def keyboard(buttons: Sequence[Sequence[Button]]) -> Payload | None:
    """Return an inline keyboard within MAX's limits, or None when there are no buttons."""
    rows = [one for row in buttons for one in reflow([row], _per_row(row))]
    if len(rows) > ROWS_MAX:
        every = tuple(chain.from_iterable(rows))
        rows = list(reflow([every], _per_row(every)))[:ROWS_MAX]
    written = [[_button(button) for button in row] for row in rows]
    return {"type": "inline_keyboard", "payload": {"buttons": written}} if written else None


def _per_row(row: Sequence[Button]) -> int:
    return LINKS_PER_ROW if any(button.url for button in row) else BUTTONS_PER_ROW


def _button(button: Button) -> Payload:
    title = shorten(button.title.strip(), LABEL_MAX, TextUnit.UTF16) or "…"
    if button.url:
        return {"type": "link", "text": title, "url": button.url}
    payload = short_payload(button.payload or button.title, PAYLOAD_MAX_BYTES) or "-"
    return {"type": "callback", "text": title, "payload": payload}


def _addressed(message: OutboundMessage, parts: Sequence[Part], buttons: Payload | None) -> tuple[Part, ...]:
    """Add to whom, the answered message on the first part, and the buttons on the last."""
    addressed = []
    for number, part in enumerate(parts):
        body: Payload = dict(part.payload["body"])
        if number == 0 and message.reply_to:
            body["link"] = {"type": "reply", "mid": message.reply_to}
        if number == len(parts) - 1 and buttons is not None:
            body["attachments"] = [*(body["attachments"] or ()), buttons]
        payload = {"query": query_of(message.recipient), "body": body}
        addressed.append(Part(action=part.action, payload=payload, files=part.files))
    return tuple(addressed)


# Changing what was sent -----------------------------------------------------------------------------------------


def render_edit(message: OutboundMessage) -> Payload:
    """Return the body that replaces the words of a sent message, with its buttons.

    `null` keeps what is attached, an empty list removes it: so files are kept, unless their handles are known and the
    buttons can be set anew beside them.
    """
    words = cut(message.text, message.marks)[0] if message.text.strip() else Written(message.text)
    body = body_of(words)
    buttons = keyboard(message.buttons)
    if not message.files:
        body["attachments"] = [buttons] if buttons else []
    elif all(file.ref for file in message.files):
        kept = [attach(file, file.ref) for file in message.files]
        body["attachments"] = [*kept, buttons] if buttons else kept
    return body


def attach(file: OutboundFile, token: str) -> Payload:
    """Return a file that MAX has already as an attachment."""
    return {"type": upload_type(file), "payload": {"token": token}}
