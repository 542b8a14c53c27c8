"""Turning a message into calls. Pure: the same message always gives the same calls."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from otklik.channelkit.channel import Settings
from otklik.channelkit.content import Button, Location
from otklik.channelkit.fitting import Piece, buttons_as_text
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channelkit.tags import make_tag
from otklik.channels.whatsapp import interactive
from otklik.channels.whatsapp.addresses import recipient_fields
from otklik.channels.whatsapp.markup import cut
from otklik.channels.whatsapp.media import CAPTION_MAX, CAPTIONED, as_what, describe
from otklik.channels.whatsapp.templates import write_template

TEXT_MAX: Final = 4096
SEND: Final = "messages"
FILE: Final = "media"
REACTIONS: Final = ("👍", "❤️", "😂", "😮", "😢", "🙏", "👏", "🎉", "🔥", "👌", "😊", "🤝")
_ONLY_BUTTONS = "👇"
_LINKS = ("http://", "https://", "www.")
_PLACE_MAX = 1000

Payload = dict[str, Any]
Step = tuple[Payload, Mapping[str, OutboundFile]]


def render(message: OutboundMessage, settings: Settings) -> tuple[Part, ...]:
    """Return the calls that say this message, in order; a template stands in the place of everything else."""
    if message.template is not None:
        chosen = message.template
        files = {FILE: chosen.file} if chosen.file is not None else {}
        return _addressed(message, [(write_template(chosen), files)])
    opener = str(settings.get("list_button") or interactive.OPENER)
    return _addressed(message, _say(message, opener))


def render_reaction(external_id: str, recipient: str, emojis: Sequence[str]) -> Payload:
    """Return the call that sets our reaction on a message, or takes it away."""
    body = {"message_id": external_id, "emoji": emojis[0] if emojis else ""}
    return {**_envelope(recipient), "type": "reaction", "reaction": body}


def render_read(external_id: str, *, typing: bool = False) -> Payload:
    """Return the call that marks a message and those before it as read, perhaps with the sign of typing."""
    body: Payload = {"messaging_product": "whatsapp", "status": "read", "message_id": external_id}
    return body | ({"typing_indicator": {"type": "text"}} if typing else {})


# What is said -----------------------------------------------------------------------------------------------------


def _say(message: OutboundMessage, opener: str) -> list[Step]:
    flat = [button for row in message.buttons for button in row]
    replies, links = [one for one in flat if not one.url], [one for one in flat if one.url]
    shown = replies if len(replies) <= interactive.ROWS_MAX else []
    single = links if len(links) == 1 else []
    written = [] if shown == replies else replies
    said = _under(message.text, [*written, *([] if single else links)])
    caption = "" if shown else _caption(message, said)
    steps: list[Step] = [(describe(file, caption if file is _bearer(message.files) else ""), {FILE: file})
                         for file in message.files]  # fmt: skip
    if not caption:
        steps += _texts(message, said, shown, opener)
    if message.location is not None:
        steps.append((_place(message.location), {}))
    steps += [(interactive.link(one), {}) for one in single]
    return steps or [(_text(message.text.strip() or _ONLY_BUTTONS), {})]


def _under(text: str, buttons: Sequence[Button]) -> str:
    """Write what is no button here under the text."""
    if buttons and all(one.url for one in buttons):
        lines = "\n".join(f"{one.title}: {one.url}" for one in buttons)
        return f"{text}\n\n{lines}" if text.strip() else lines
    return buttons_as_text(Piece(text), (buttons,)).text if buttons else text


def _bearer(files: Sequence[OutboundFile]) -> OutboundFile | None:
    return next((file for file in files if as_what(file) in CAPTIONED), None)


def _caption(message: OutboundMessage, said: str) -> str:
    """Return the words that stand under a file, if they all fit there."""
    if not said.strip() or _bearer(message.files) is None:
        return ""
    pieces = cut(said, message.marks, CAPTION_MAX)
    return pieces[0] if len(pieces) == 1 else ""


def _texts(message: OutboundMessage, said: str, shown: Sequence[Button], opener: str) -> list[Step]:
    """Return the words; buttons hang on the last of them, which has to be short for that."""
    pieces = list(cut(said, message.marks, TEXT_MAX)) if said.strip() else []
    if not shown:
        return [(_text(piece), {}) for piece in pieces]
    if not pieces:
        pieces = [_ONLY_BUTTONS]
    if len(pieces[-1]) > interactive.BODY_MAX:
        pieces[-1:] = cut(pieces[-1], (), interactive.BODY_MAX)
    return [*((_text(piece), {}) for piece in pieces[:-1]), (interactive.offer(pieces[-1], shown, opener), {})]


def _text(body: str) -> Payload:
    return {"type": "text", "text": {"body": body, "preview_url": any(sign in body for sign in _LINKS)}}


def _place(place: Location) -> Payload:
    point: Payload = {"latitude": place.latitude, "longitude": place.longitude}
    named = {"name": place.title[:_PLACE_MAX], "address": place.address[:_PLACE_MAX]}
    return {"type": "location", "location": point | {name: value for name, value in named.items() if value}}


# To whom ----------------------------------------------------------------------------------------------------------


def _envelope(recipient: str) -> Payload:
    return {"messaging_product": "whatsapp", "recipient_type": "individual", **recipient_fields(recipient)}


def _addressed(message: OutboundMessage, steps: Sequence[Step]) -> tuple[Part, ...]:
    parts = []
    for number, (content, files) in enumerate(steps):
        payload = {
            **_envelope(message.recipient), "biz_opaque_callback_data": make_tag(message.message_id, number), **content
        }  # fmt: skip
        if number == 0 and message.reply_to:
            payload["context"] = {"message_id": message.reply_to}
        parts.append(Part(action=SEND, payload=payload, files=dict(files)))
    return tuple(parts)
