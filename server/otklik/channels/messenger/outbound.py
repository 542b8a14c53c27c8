"""Turning a message into calls. Pure: the same message always gives the same calls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.content import Button, Location
from otklik.channelkit.fitting import Limits, Piece, buttons_as_text, measure, split_text
from otklik.channelkit.meta.presses import join_payload
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channelkit.tags import make_tag
from otklik.channels.messenger.media import describe

TEXT_MAX: Final = 2000
TEXT_UNIT: Final = TextUnit.UTF16
"""The provider says "characters"; counted in the longer way a text fits however it counts."""
BODY_MAX: Final = 640
TITLE_MAX: Final = 20
BUTTONS_MAX: Final = 3
QUICK_MAX: Final = 13
SEND: Final = "messages"
FILE: Final = "file"
REACTIONS: Final = ("❤️", "👍", "👎", "😆", "😮", "😢", "😠")
_ONLY_BUTTONS = "👇"
_MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}"

Payload = dict[str, Any]
Write = Callable[[str], Payload]
Step = tuple[Write, Mapping[str, OutboundFile]]


def render(message: OutboundMessage) -> tuple[Part, ...]:
    """Return the calls that say this message, in order: files first, buttons on the last words."""
    parts = []
    for number, (write, files) in enumerate(_say(message)):
        tag = make_tag(message.message_id, number)
        payload = {
            "recipient": {"id": message.recipient}, **_kind(message), "message": {**write(tag), "metadata": tag}
        }  # fmt: skip
        if number == 0 and message.reply_to:
            payload["reply_to"] = {"mid": message.reply_to}
        parts.append(Part(action=SEND, payload=payload, files=dict(files)))
    return tuple(parts)


def render_action(recipient: str, action: str, **payload: str) -> Payload:
    """Return a call that says nothing: typing, seen, a reaction."""
    said: Payload = {"recipient": {"id": recipient}, "sender_action": action}
    return said | ({"payload": payload} if payload else {})


def _kind(message: OutboundMessage) -> Payload:
    """Say by which right we write: within a day everybody may, within seven a person."""
    if message.late:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {"messaging_type": "RESPONSE"}


def _say(message: OutboundMessage) -> list[Step]:
    steps: list[Step] = [(_always(describe(file)), {FILE: file}) for file in message.files]
    flat = [button for row in message.buttons for button in row]
    said = message.text
    if message.location is not None:
        said = "\n\n".join(one for one in (said.strip(), _place(message.location)) if one)
    return [*steps, *((write, {}) for write in _words(said, flat))] or [(_always({"text": _ONLY_BUTTONS}), {})]


def _words(said: str, buttons: Sequence[Button]) -> list[Write]:
    """Return the words; buttons hang on the last of them, or stand there as text where Messenger has none such."""
    if buttons and len(buttons) <= BUTTONS_MAX and all(_fits(one) for one in buttons):
        *before, last = _cut(said or _ONLY_BUTTONS)
        *more, body = _cut(last, BODY_MAX)
        return [*(_always({"text": one}) for one in (*before, *more)), _template(body, buttons)]
    replies, links = [one for one in buttons if not one.url], [one for one in buttons if one.url]
    if replies and len(replies) <= QUICK_MAX and all(_fits(one) for one in replies):
        *before, last = _cut(_with_links(said, links) or _ONLY_BUTTONS)
        return [*(_always({"text": one}) for one in before), _offer(last, replies)]
    written = _with_links(said, links) if not replies else buttons_as_text(Piece(said), (buttons,)).text
    return [_always({"text": one}) for one in _cut(written)] if written.strip() else []


def _fits(button: Button) -> bool:
    title = button.title.strip()
    return 0 < measure(title, TEXT_UNIT) <= TITLE_MAX and (not button.url or button.url.startswith("https://"))


def _with_links(said: str, links: Sequence[Button]) -> str:
    lines = "\n".join(f"{one.title}: {one.url}" for one in links)
    return "\n\n".join(one for one in (said.strip() if lines else said, lines) if one.strip())


def _cut(said: str, limit: int = TEXT_MAX) -> list[str]:
    pieces = split_text(said, (), Limits(each=limit, unit=TEXT_UNIT, numbered=limit == TEXT_MAX))
    return [piece.text for piece in pieces]


def _place(place: Location) -> str:
    link = _MAP.format(place.latitude, place.longitude)
    return "\n".join(one for one in (place.title, place.address, link) if one)


def _always(message: Payload) -> Write:
    return lambda _: message


def _template(body: str, buttons: Sequence[Button]) -> Write:
    def write(tag: str) -> Payload:
        shown = [_button(tag, one) for one in buttons]
        payload = {"template_type": "button", "text": body, "buttons": shown}
        return {"attachment": {"type": "template", "payload": payload}}

    return write


def _button(tag: str, button: Button) -> Payload:
    title = button.title.strip()
    if button.url:
        return {"type": "web_url", "title": title, "url": button.url}
    return {"type": "postback", "title": title, "payload": join_payload(tag, button.payload or title)}


def _offer(body: str, buttons: Sequence[Button]) -> Write:
    def write(tag: str) -> Payload:
        shown = [
            {
                "content_type": "text", "title": one.title.strip(),
                "payload": join_payload(tag, one.payload or one.title.strip()),
            }
            for one in buttons
        ]  # fmt: skip
        return {"text": body, "quick_replies": shown}

    return write
