"""Turning a message into calls of Odnoklassniki. Pure: the same message always gives the same calls."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from otklik.channelkit.capabilities import Kind, TextUnit
from otklik.channelkit.content import Button, Location
from otklik.channelkit.fitting import Limits, Piece, buttons_as_text, reflow, short_payload, shorten, split_text
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.ok.addresses import path_piece, read_recipient

TEXT_MAX = 2000
ATTACHMENTS_MAX = 5
BUTTONS_MAX = 12
BUTTONS_PER_ROW = 3
LABEL_MAX = 40
PAYLOAD_MAX_BYTES = 255
IMAGE_MAX_BYTES = 10 * 1024 * 1024
FILE_MAX_BYTES = 50 * 1024 * 1024
_IMAGES = frozenset({"image/jpeg", "image/png", "image/gif"})
_VIDEOS = frozenset({"video/mp4", "video/quicktime", "video/webm"})
_AUDIOS = frozenset({"audio/mpeg", "audio/mp3", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/ogg", "audio/wav"})
_MAP = "https://www.openstreetmap.org/?mlat={0:.6f}&mlon={1:.6f}#map=17/{0:.6f}/{1:.6f}"

Payload = dict[str, Any]


def render(message: OutboundMessage) -> tuple[Part, ...]:
    """Return the calls that say this message, in order; buttons hang on the last one.

    `plain` are the words with the buttons as a numbered list, for when Odnoklassniki refuses the keyboard.
    """
    texts = list(_texts(message))
    files = list(message.files)
    groups = [files[start : start + ATTACHMENTS_MAX] for start in range(0, len(files), ATTACHMENTS_MAX)]
    caption = texts.pop(0) if groups and texts else ""
    parts = [_part(message, "" if number else caption, group) for number, group in enumerate(groups)]
    parts += [_part(message, text, ()) for text in texts]
    if not parts:
        parts.append(_part(message, message.text, ()))
    return _finished(message, parts)


def upload_type(file: OutboundFile) -> str:
    """Return as what a file is uploaded; what may be refused as its kind goes as a document."""
    mime = file.mime.partition(";")[0].strip().lower()
    if file.kind in (Kind.IMAGE, Kind.ANIMATION, Kind.STICKER) and mime in _IMAGES and file.size <= IMAGE_MAX_BYTES:
        return "IMAGE"
    if file.kind in (Kind.VIDEO, Kind.VIDEO_NOTE, Kind.ANIMATION) and mime in _VIDEOS:
        return "VIDEO"
    return "AUDIO" if file.kind in (Kind.AUDIO, Kind.VOICE) and mime in _AUDIOS else "FILE"


def keyboard(buttons: Sequence[Sequence[Button]]) -> Payload | None:
    """Return an inline keyboard, or None when there are no buttons."""
    rows = reflow([row[:BUTTONS_MAX] for row in buttons], BUTTONS_PER_ROW)
    written = [[_button(button) for button in row] for row in rows]
    return {"type": "INLINE_KEYBOARD", "payload": {"keyboard": {"buttons": written}}} if written else None


def action_of(recipient: str) -> str:
    """Return the call that writes to somebody."""
    chat = read_recipient(recipient).get("chat_id")
    return f"POST /me/messages/{path_piece(chat)}" if chat else "POST /me/messages"


def attach(attachments: Sequence[Payload]) -> Payload:
    """Return attachments in the form that their number asks for."""
    if not attachments:
        return {}
    return {"attachment": attachments[0]} if len(attachments) == 1 else {"attachments": list(attachments)}


def _texts(message: OutboundMessage) -> Sequence[str]:
    words = message.text
    if message.location is not None:
        words = "\n".join(part for part in (words.strip(), _place(message.location)) if part)
    if not words.strip():
        return ()
    return [piece.text for piece in split_text(words, (), Limits(each=TEXT_MAX, unit=TextUnit.UTF16))]


def _place(location: Location) -> str:
    """Write a place in words: a message of ours cannot carry one."""
    address = _MAP.format(location.latitude, location.longitude)
    return "\n".join(part for part in (location.title, location.address, address) if part)


def _part(message: OutboundMessage, text: str, files: Sequence[OutboundFile]) -> Part:
    body = {"text": text} if text else {}
    payload = {"recipient": read_recipient(message.recipient), "message": body}
    return Part(
        action=action_of(message.recipient), payload=payload,
        files={str(number): file for number, file in enumerate(files)},
    )  # fmt: skip


def _button(button: Button) -> Payload:
    title = shorten(button.title.strip(), LABEL_MAX, TextUnit.UTF16) or "…"
    if button.url:
        return {"type": "LINK", "text": title, "intent": "DEFAULT", "url": button.url}
    payload = short_payload(button.payload or button.title, PAYLOAD_MAX_BYTES) or "-"
    return {"type": "CALLBACK", "text": title, "intent": "DEFAULT", "payload": payload}


def _finished(message: OutboundMessage, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Add the answered message to the first part and the buttons to the last, on a part of their own if it is full."""
    keys = keyboard(message.buttons)
    plain = buttons_as_text(Piece(""), tuple(chain([tuple(chain.from_iterable(message.buttons))]))).text
    finished = list(parts)
    if keys is not None and len(finished[-1].files) == ATTACHMENTS_MAX:
        finished.append(_part(message, "👇", ()))
    if message.reply_to:
        finished[0] = _with(finished[0], {"reply_to": message.reply_to})
    if keys is not None:
        last = finished[-1]
        finished[-1] = Part(
            action=last.action, payload={**last.payload, "keyboard": keys, "plain": plain}, files=last.files
        )
    return tuple(finished)


def _with(part: Part, more: Payload) -> Part:
    payload = {**part.payload, "message": {**part.payload["message"], **more}}
    return Part(action=part.action, payload=payload, files=part.files)
