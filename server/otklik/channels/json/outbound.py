"""Turning a message into requests. Pure: the same message always gives the same requests.

Every request has the body of our own shape; what the other side wants instead is made of it when it is sent.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.fitting import Limits, Piece, buttons_as_text, reflow, short_payload, shorten, split_text
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.json.settings import Settings, read_capabilities

Body = dict[str, Any]


def render(message: OutboundMessage, settings: Settings) -> tuple[Part, ...]:
    """Return the requests that say this message: the answer on the first, the buttons on the last."""
    able = read_capabilities(settings)
    pieces = _pieces(message, able)
    albums = _batches(message.files, able.album_max) if able.album_max else []
    count = max(len(pieces), len(albums), 1)
    parts = []
    for n in range(count):
        piece = pieces[n] if n < len(pieces) else None
        files = albums[n] if n < len(albums) else ()
        said = _said(piece, files)
        if n == 0 and message.reply_to and able.reply_to:
            said["reply_to"] = message.reply_to
        if n == count - 1:
            said |= _closing(message, able)
        body = _body("message", f"otk-{message.message_id}-{n + 1}", message.recipient, said)
        if message.author_name:
            body["author"] = {"name": message.author_name}
        parts.append(Part(action="message", payload=body, files={f"file{i}": file for i, file in enumerate(files)}))
    return tuple(parts)


def render_edit(external_id: str, message: OutboundMessage, settings: Settings) -> Part:
    """Return the request that replaces the text of a message."""
    able = read_capabilities(settings)
    said = {"text": message.text, **_marks(message.marks)} | _closing(message, able)
    return Part(action="edited", payload=_change("edited", external_id, message.recipient, said))


def render_delete(external_id: str, recipient: str) -> Part:
    """Return the request that takes a message back."""
    return Part(action="deleted", payload=_change("deleted", external_id, recipient, {}))


def render_reaction(external_id: str, emojis: Sequence[str]) -> Part:
    """Return the request that replaces our reaction on a message."""
    body: Body = {"event": "reaction", "message": {"id": external_id}, "reaction": list(emojis)}
    return Part(action="reaction", payload=body)


def render_typing(recipient: str) -> Part:
    """Return the request that shows that we are typing."""
    return Part(action="typing", payload={"event": "typing", "user": {"id": recipient}, "typing": True})


def render_ping() -> Part:
    """Return the request that only asks whether anybody is there."""
    return Part(action="ping", payload={"event": "ping"})


def _batches(files: Sequence[OutboundFile], most: int) -> Sequence[Sequence[OutboundFile]]:
    return [files[start : start + most] for start in range(0, len(files), most)]


def _pieces(message: OutboundMessage, able: Capabilities) -> tuple[Piece, ...]:
    piece = Piece(message.text, message.marks if able.marks else ())
    if message.buttons and not able.buttons_max:
        piece = buttons_as_text(piece, message.buttons)
    if not piece.text.strip():
        return ()
    return split_text(piece.text, piece.marks, Limits(each=able.text_max, unit=able.text_unit))


def _said(piece: Piece | None, files: Sequence[OutboundFile]) -> Body:
    said: Body = {"text": piece.text, **_marks(piece.marks)} if piece is not None else {}
    if files:
        said["files"] = [
            {"name": file.name, "type": file.mime, "kind": str(file.kind), "size": file.size} for file in files
        ]
    return said


def _marks(marks: Sequence[Mark]) -> Body:
    return {"formatting": [msgspec.to_builtins(mark) for mark in marks]} if marks else {}


def _closing(message: OutboundMessage, able: Capabilities) -> Body:
    closing: Body = {}
    if message.location is not None:
        closing["location"] = _location(message.location)
    if message.buttons and able.buttons_max:
        closing["buttons"] = _buttons(message.buttons, able)
    return closing


def _location(location: Location) -> Body:
    return {name: value for name, value in msgspec.to_builtins(location).items() if value != ""}


def _buttons(buttons: Sequence[Sequence[Button]], able: Capabilities) -> list[list[Body]]:
    left = able.buttons_max
    rows: list[list[Body]] = []
    for row in reflow(buttons, able.buttons_per_row):
        kept, left = row[:left], max(left - len(row), 0)
        if kept:
            rows.append([_button(one, able) for one in kept])
    return rows


def _button(button: Button, able: Capabilities) -> Body:
    title = shorten(button.title.strip(), able.button_label_max, able.text_unit) or "…"
    if button.url:
        return {"title": title, "url": button.url}
    return {"title": title, "payload": short_payload(button.payload or button.title, able.button_payload_max)}


def _body(event: str, key: str, recipient: str, said: Mapping[str, Any]) -> Body:
    return {"event": event, "id": key, "user": {"id": recipient}, "message": {"id": key, **said}}


def _change(event: str, external_id: str, recipient: str, said: Mapping[str, Any]) -> Body:
    """Make the body of a change: it has no key of its own, because the same change may be wanted again later."""
    return {"event": event, "user": {"id": recipient}, "message": {"id": external_id, **said}}
