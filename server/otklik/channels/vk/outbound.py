"""Turning a message into calls of VK. Pure: the same message always gives the same calls."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Kind, TextUnit
from otklik.channelkit.content import Button
from otklik.channelkit.fitting import Limits, reflow, short_payload, shorten, split_text
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channelkit.spelling import spell_links
from otklik.channelkit.tags import make_tag
from otklik.channels.vk.addresses import Spot, read_spot
from otklik.channels.vk.payloads import TAG

TEXT_MAX = 4096
ALBUM_MAX = 10
BUTTONS_MAX = 10
BUTTONS_PER_ROW = 4
ROWS_MAX = 6
LABEL_MAX = 40
PAYLOAD_MAX_BYTES = 120
"""VK takes 255 signs of JSON; escaping may double a sign, and the frame around it needs a few."""
PHOTO_MAX_BYTES = 50 * 1024 * 1024
FILE_MAX_BYTES = 200 * 1024 * 1024
SEND = "messages.send"
_URL_MAX = 2000
_RANDOM_MAX = 2**31 - 1
_PHOTO_EDGES, _PHOTO_RATIO = 14_000, 20
_PHOTO_MIMES = frozenset({"image/jpeg", "image/png"})
_VOICE_MIMES = frozenset({"audio/ogg", "application/ogg", "audio/opus"})

Payload = dict[str, Any]


def render(message: OutboundMessage) -> tuple[Part, ...]:
    """Return the calls that say this message, in order; buttons hang on the last one that can carry them."""
    groups = _groups(message.files)
    text = spell_links(message.text, message.marks)
    limits = Limits(each=TEXT_MAX, unit=TextUnit.UTF16)
    texts = [piece.text for piece in split_text(text, (), limits)] if text.strip() else []
    parts: list[tuple[Payload, Sequence[OutboundFile]]] = []
    for group in groups:
        caption = texts.pop(0) if texts and upload_kind(group[0]) != "voice" else ""
        parts.append(({"message": caption} if caption else {}, group))
    parts += [({"message": piece}, ()) for piece in texts]
    if message.location is not None:
        parts.append((_place(message), ()))
    if not parts or (message.buttons and not any("message" in payload for payload, _ in parts)):
        parts.append(({"message": message.text.strip() or _ONLY_BUTTONS}, ()))
    return _addressed(message, parts)


_ONLY_BUTTONS = "👇"
"""Stands over buttons that came without a word: VK sends no empty message."""


def upload_kind(file: OutboundFile) -> str:
    """Return how a file travels: as a photo, a voice message or a document; what VK would refuse goes as the last."""
    mime = file.mime.partition(";")[0].strip().lower()
    if file.kind is Kind.IMAGE and mime in _PHOTO_MIMES and _fits_photo(file):
        return "photo"
    if file.kind is Kind.VOICE and mime in _VOICE_MIMES:
        return "voice"
    return "doc"


def _fits_photo(file: OutboundFile) -> bool:
    if file.size > PHOTO_MAX_BYTES:
        return False
    width, height = file.width or 1, file.height or 1
    return width + height <= _PHOTO_EDGES and max(width, height) <= _PHOTO_RATIO * min(width, height)


def _groups(files: Sequence[OutboundFile]) -> list[list[OutboundFile]]:
    """Put up to ten neighbours into one message; a voice message is always alone."""
    groups: list[list[OutboundFile]] = []
    for file in files:
        joins = groups and "voice" not in (upload_kind(file), upload_kind(groups[-1][0]))
        if joins and len(groups[-1]) < ALBUM_MAX:
            groups[-1].append(file)
        else:
            groups.append([file])
    return groups


def _place(message: OutboundMessage) -> Payload:
    location = message.location
    assert location is not None  # noqa: S101 - asked by the caller
    words = "\n".join(part for part in (location.title, location.address) if part)
    place: Payload = {"lat": location.latitude, "long": location.longitude}
    return place | ({"message": words} if words else {})


# Buttons ----------------------------------------------------------------------------------------------------------


def keyboard(buttons: Sequence[Sequence[Button]]) -> Payload | None:
    """Return a keyboard under the message within VK's limits, or None when there are no buttons."""
    flat = [button for row in buttons for button in row][:BUTTONS_MAX]
    if not flat:
        return None
    rows = reflow(_first_of(buttons, len(flat)), BUTTONS_PER_ROW)
    if len(rows) > ROWS_MAX:
        rows = reflow((tuple(flat),), -(-len(flat) // ROWS_MAX))
    return {"inline": True, "buttons": [[_button(button) for button in row] for row in rows]}


def _first_of(buttons: Sequence[Sequence[Button]], left: int) -> list[tuple[Button, ...]]:
    rows = []
    for row in buttons:
        rows.append(tuple(row[:left]))
        left -= len(rows[-1])
    return rows


def _button(button: Button) -> Payload:
    title = shorten(button.title.strip(), LABEL_MAX, TextUnit.UTF16) or "…"
    if button.url:
        return {"action": {"type": "open_link", "link": button.url[:_URL_MAX], "label": title}}
    sent = short_payload(button.payload or button.title, PAYLOAD_MAX_BYTES) or "-"
    payload = msgspec.json.encode({"p": sent}).decode()
    return {"action": {"type": "callback", "label": title, "payload": payload}, "color": "secondary"}


# Addresses --------------------------------------------------------------------------------------------------------


def _addressed(message: OutboundMessage, parts: Sequence[tuple[Payload, Sequence[OutboundFile]]]) -> tuple[Part, ...]:
    """Add to whom, the number that VK tells repeats by, the answered message first, and the buttons last."""
    markup = keyboard(message.buttons)
    bearer = max((n for n, (payload, _) in enumerate(parts) if "message" in payload), default=-1)
    addressed = []
    for number, (content, files) in enumerate(parts):
        payload = dict(content)
        if number == 0:
            payload |= _reply(message)
        if number == bearer and markup is not None:
            payload["keyboard"] = msgspec.json.encode(markup).decode()
        keys = [file.key for file in files]
        payload |= {
            "peer_ids": message.recipient,
            "random_id": _random_id(message.message_id, number, payload, keys),
            "payload": msgspec.json.encode({TAG: make_tag(message.message_id, number)}).decode(),
        }
        addressed.append(
            Part(action=SEND, payload=payload, files={f"file{place}": file for place, file in enumerate(files)})
        )
    return tuple(addressed)


def _random_id(message_id: int, number: int, payload: Payload, keys: Sequence[str]) -> int:
    """Return the number by which VK tells a repeat: the same for every attempt, another for another text."""
    raw = msgspec.json.encode([message_id, number, payload, keys], order="deterministic")
    return 1 + int.from_bytes(hashlib.sha256(raw).digest()[:8]) % _RANDOM_MAX


def _reply(message: OutboundMessage) -> Payload:
    """Point at the answered message, if it is in the same conversation."""
    spot = _find_spot(message.reply_to)
    if spot is None or not spot.cmid or str(spot.peer) != message.recipient:
        return {}
    forward = {"peer_id": spot.peer, "conversation_message_ids": [spot.cmid], "is_reply": 1}
    return {"forward": msgspec.json.encode(forward).decode()}


def _find_spot(external_id: str) -> Spot | None:
    try:
        return read_spot(external_id)
    except ValueError:
        return None


# Changing what was sent -------------------------------------------------------------------------------------------


def render_edit(external_id: str, message: OutboundMessage) -> Part:
    """Return the call that replaces the text; VK takes away the files that an edit does not name again."""
    text = spell_links(message.text, message.marks)
    piece = split_text(text, (), Limits(each=TEXT_MAX, unit=TextUnit.UTF16, numbered=False))[0]
    payload = _pointing(read_spot(external_id)) | {"message": piece.text, "keep_forward_messages": 1}
    markup = keyboard(message.buttons)
    if markup is not None:
        payload["keyboard"] = msgspec.json.encode(markup).decode()
    files = {f"file{place}": file for place, file in enumerate(message.files[:ALBUM_MAX])}
    return Part(action="messages.edit", payload=payload, files=files)


def render_delete(external_id: str) -> Part:
    """Return the call that takes a message back, for the person too."""
    spot = read_spot(external_id)
    which: Payload = {"cmids": spot.cmid} if spot.cmid else {"message_ids": spot.message_id}
    return Part(action="messages.delete", payload={"peer_id": spot.peer, "delete_for_all": 1} | which)


def render_reaction(external_id: str, number: int | None) -> Part:
    """Return the call that puts our reaction on a message, or takes it away."""
    spot = read_spot(external_id)
    payload: Payload = {"peer_id": spot.peer, "cmid": spot.cmid}
    if number is None:
        return Part(action="messages.deleteReaction", payload=payload)
    return Part(action="messages.sendReaction", payload=payload | {"reaction_id": number})


def _pointing(spot: Spot) -> Payload:
    which: Payload = {"cmid": spot.cmid} if spot.cmid else {"message_id": spot.message_id}
    return {"peer_id": spot.peer} | which
