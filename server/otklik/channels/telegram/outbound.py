"""Turning a message into calls of the Bot API. Pure: the same message always gives the same calls."""

from collections.abc import Sequence
from typing import Any

from otklik.channelkit.capabilities import Kind, TextUnit
from otklik.channelkit.content import Button, Location
from otklik.channelkit.fitting import Limits, Piece, reflow, short_payload, shorten, split_text
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.telegram.addresses import read_address, read_message
from otklik.channels.telegram.entities import write_entities

TEXT_MAX = 4096
CAPTION_MAX = 1024
ALBUM_MAX = 10
BUTTONS_MAX = 100
BUTTONS_PER_ROW = 8
LABEL_MAX = 64
PAYLOAD_MAX_BYTES = 64
PHOTO_MAX_BYTES = 10 * 1024 * 1024
FILE_MAX_BYTES = 50 * 1024 * 1024

REACTIONS = tuple(
    "👍❤🔥👏😁🤔🎉🙏👌👎😢🤝💯🥰🤩🤯😱🤬🤮💩🕊🤡🥱🥴😍🐳🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)
_PHOTO_EDGES, _PHOTO_RATIO = 10_000, 20
_PHOTO_MIMES = frozenset({"image/jpeg", "image/png", "image/webp"})
_VIDEO_MIMES = frozenset({"video/mp4", "video/quicktime"})
_AUDIO_MIMES = frozenset({"audio/mpeg", "audio/mp3", "audio/mp4", "audio/m4a", "audio/x-m4a"})
_VOICE_MIMES = _AUDIO_MIMES | {"audio/ogg", "application/ogg"}
_STICKER_MIMES = frozenset({"image/webp", "video/webm", "application/x-tgsticker"})
_ANIMATION_MIMES = frozenset({"image/gif", "video/mp4"})
_METHODS = {
    "photo": "sendPhoto", "video": "sendVideo", "audio": "sendAudio", "voice": "sendVoice",
    "video_note": "sendVideoNote", "animation": "sendAnimation", "sticker": "sendSticker", "document": "sendDocument",
}  # fmt: skip
_VISUAL = frozenset({"photo", "video"})
_ALBUMS = {"photo": "visual", "video": "visual", "audio": "audio", "document": "document"}
_WITHOUT_CAPTION = frozenset({"sticker", "video_note"})

Payload = dict[str, Any]


def render(message: OutboundMessage) -> tuple[Part, ...]:
    """Return the calls that say this message, in order; buttons hang on the last one that can carry them."""
    groups = _groups(message)
    carrier = next((n for n, group in enumerate(groups) if method_field(group[0]) not in _WITHOUT_CAPTION), None)
    limits = Limits(each=TEXT_MAX, unit=TextUnit.UTF16, first=CAPTION_MAX if carrier is not None else None)
    pieces = split_text(message.text, message.marks, limits) if message.text.strip() else ()
    caption = pieces[0] if pieces and carrier is not None else None
    texts = pieces[1:] if caption else pieces
    parts = [_files_part(group, caption if n == carrier else None) for n, group in enumerate(groups)]
    parts += [Part(action="sendMessage", payload=_text_payload(piece)) for piece in texts]
    if message.location is not None:
        parts.append(_location_part(message.location))
    if not parts:
        parts.append(Part(action="sendMessage", payload={"text": message.text}))
    return _addressed(message, parts)


def method_field(file: OutboundFile) -> str:
    """Return the field in which a file travels; what Telegram would refuse as its kind goes as a document."""
    return _preferred(file) or "document"


def _preferred(file: OutboundFile) -> str:
    mime = file.mime.partition(";")[0].strip().lower()
    if file.kind is Kind.IMAGE and mime == "image/gif":
        return "animation"
    if file.kind is Kind.IMAGE:
        return "photo" if mime in _PHOTO_MIMES and _fits_photo(file) else ""
    if file.kind is Kind.VOICE:
        return "voice" if mime in _VOICE_MIMES else ""
    choices: dict[Kind, tuple[str, frozenset[str]]] = {
        Kind.VIDEO: ("video", _VIDEO_MIMES), Kind.AUDIO: ("audio", _AUDIO_MIMES),
        Kind.ANIMATION: ("animation", _ANIMATION_MIMES), Kind.STICKER: ("sticker", _STICKER_MIMES),
        Kind.VIDEO_NOTE: ("video_note", frozenset({"video/mp4"})),
    }  # fmt: skip
    field, mimes = choices.get(file.kind, ("", frozenset()))
    return field if mime in mimes else ""


def _fits_photo(file: OutboundFile) -> bool:
    if file.size > PHOTO_MAX_BYTES:
        return False
    width, height = file.width or 1, file.height or 1
    return width + height <= _PHOTO_EDGES and max(width, height) <= _PHOTO_RATIO * min(width, height)


# Files --------------------------------------------------------------------------------------------------------


def _groups(message: OutboundMessage) -> list[list[OutboundFile]]:
    """Put neighbours that may share an album together; an album cannot carry buttons, so the last file may not join."""
    groups: list[list[OutboundFile]] = []
    for file in message.files:
        album = _ALBUMS.get(method_field(file))
        if groups and album and _ALBUMS.get(method_field(groups[-1][0])) == album and len(groups[-1]) < ALBUM_MAX:
            groups[-1].append(file)
        else:
            groups.append([file])
    alone = message.buttons and not message.text.strip() and message.location is None
    if alone and groups and len(groups[-1]) > 1:
        groups.append([groups[-1].pop()])
    return groups


def _files_part(group: Sequence[OutboundFile], caption: Piece | None) -> Part:
    return _file_part(group[0], caption) if len(group) == 1 else _album_part(group, caption)


def _file_part(file: OutboundFile, caption: Piece | None) -> Part:
    field = method_field(file)
    payload = _caption(caption) | _sizes(file, field)
    if field == "video":
        payload["supports_streaming"] = True
    return Part(action=_METHODS[field], payload=payload, files={field: file})


def _album_part(group: Sequence[OutboundFile], caption: Piece | None) -> Part:
    """Make an album; its caption stands under pictures when the first has it, under documents when the last has it."""
    bearer = 0 if method_field(group[0]) in _VISUAL else len(group) - 1
    media: list[Payload] = []
    for number, file in enumerate(group):
        field = method_field(file)
        item: Payload = {"type": field, "media": f"attach://file{number}"}
        media.append(item | _sizes(file, field) | (_caption(caption) if number == bearer else {}))
    files = {f"file{number}": file for number, file in enumerate(group)}
    return Part(action="sendMediaGroup", payload={"media": media}, files=files)


def _caption(caption: Piece | None) -> Payload:
    if caption is None:
        return {}
    entities = write_entities(caption.text, caption.marks)
    return {"caption": caption.text} | ({"caption_entities": entities} if entities else {})


def _sizes(file: OutboundFile, field: str) -> Payload:
    known: dict[str, float | None] = {}
    if field in ("video", "animation"):
        known |= {"width": file.width, "height": file.height}
    if field in ("video", "animation", "audio", "voice", "video_note"):
        known["duration"] = file.duration_s
    return {name: round(value) for name, value in known.items() if value}


# Texts, places, buttons -----------------------------------------------------------------------------------------


def _text_payload(piece: Piece) -> Payload:
    entities = write_entities(piece.text, piece.marks)
    return {"text": piece.text} | ({"entities": entities} if entities else {})


def _location_part(location: Location) -> Part:
    payload: Payload = {"latitude": location.latitude, "longitude": location.longitude}
    if not location.title and not location.address:
        return Part(action="sendLocation", payload=payload)
    title, address = location.title or location.address, location.address or location.title
    return Part(action="sendVenue", payload=payload | {"title": title, "address": address})


def keyboard(buttons: Sequence[Sequence[Button]]) -> Payload | None:
    """Return an inline keyboard within Telegram's limits, or None when there are no buttons."""
    rows = reflow(buttons, BUTTONS_PER_ROW)
    left = BUTTONS_MAX
    written: list[list[Payload]] = []
    for row in rows:
        kept, left = row[:left], max(left - len(row), 0)
        if kept:
            written.append([_button(button) for button in kept])
    return {"inline_keyboard": written} if written else None


def _button(button: Button) -> Payload:
    title = shorten(button.title.strip(), LABEL_MAX, TextUnit.UTF16) or "…"
    if button.url:
        return {"text": title, "url": button.url}
    return {"text": title, "callback_data": short_payload(button.payload or button.title, PAYLOAD_MAX_BYTES) or "-"}


def _addressed(message: OutboundMessage, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Add to whom, the answered message on the first part, and the buttons on the last."""
    markup = keyboard(message.buttons)
    last = len(parts) - 1
    addressed = []
    for number, part in enumerate(parts):
        payload = {**recipient_fields(message.recipient), **part.payload}
        if number == 0:
            payload |= _reply(message)
        if number == last and markup is not None:
            payload["reply_markup"] = markup
        addressed.append(Part(action=part.action, payload=payload, files=part.files))
    return tuple(addressed)


def recipient_fields(recipient: str) -> Payload:
    """Return the fields that say to whom."""
    address = read_address(recipient)
    fields: Payload = {"chat_id": address.chat}
    return {"business_connection_id": address.connection} | fields if address.connection else fields


def _reply(message: OutboundMessage) -> Payload:
    """Point at the answered message, if it is in the same chat; if it is gone, the answer goes without."""
    if not message.reply_to:
        return {}
    try:
        address, number = read_message(message.reply_to)
    except ValueError:
        return {}
    if str(address) != message.recipient:
        return {}
    return {"reply_parameters": {"message_id": number, "allow_sending_without_reply": True}}


# Changing what was sent -----------------------------------------------------------------------------------------


def render_edit(external_id: str, message: OutboundMessage) -> Part:
    """Return the call that replaces the text, or the caption if the message has a file."""
    address, number = read_message(external_id)
    limit = CAPTION_MAX if message.files else TEXT_MAX
    piece = split_text(message.text, message.marks, Limits(each=limit, unit=TextUnit.UTF16, numbered=False))[0]
    payload: Payload = {**recipient_fields(str(address)), "message_id": number}
    markup = keyboard(message.buttons)
    if markup is not None:
        payload["reply_markup"] = markup
    if message.files:
        return Part(action="editMessageCaption", payload=payload | _caption(piece))
    return Part(action="editMessageText", payload=payload | _text_payload(piece))


def as_caption_edit(part: Part) -> Part:
    """Turn an edit of a text into the edit of a caption: the desk does not always know which it was."""
    payload = dict(part.payload)
    caption: Payload = {"caption": payload.pop("text")}
    entities = payload.pop("entities", None)
    if entities:
        caption["caption_entities"] = entities
    return Part(action="editMessageCaption", payload=payload | caption)


def render_reaction(external_id: str, emojis: Sequence[str]) -> Part:
    """Return the call that replaces our reaction on a message; a bot has one."""
    address, number = read_message(external_id)
    reaction = [{"type": "emoji", "emoji": emoji} for emoji in emojis[:1]]
    return Part(
        action="setMessageReaction", payload={"chat_id": address.chat, "message_id": number, "reaction": reaction}
    )


def render_delete(external_id: str) -> Part:
    """Return the call that takes a message back."""
    address, number = read_message(external_id)
    if address.connection:
        fields = {"business_connection_id": address.connection, "message_ids": [number]}
        return Part(action="deleteBusinessMessages", payload=fields)
    return Part(action="deleteMessage", payload={"chat_id": address.chat, "message_id": number})
