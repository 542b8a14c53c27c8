"""What Messenger looks at in a message before it takes it."""

from typing import Any

from msgspec import Struct

from otklik.channelkit.stage import Key
from otklik.channels.messenger.fake.errors import refuse
from otklik.kit.text import utf16_length

Json = dict[str, Any]
KINDS = {"image": "photo", "audio": "audio", "video": "video", "file": "document"}
_TEXT_MAX, _BODY_MAX, _TITLE_MAX, _PAYLOAD_MAX, _QUICK, _BUTTONS = 2000, 640, 20, 1000, 13, 3


class Content(Struct, kw_only=True):
    """What the person will see of a message."""

    kind: str = "text"
    text: str = ""
    file: str = ""
    keys: list[list[Key]] = []


def read_content(message: Json) -> Content:
    """Read a message; refuse what Messenger would."""
    if len(str(message.get("metadata", ""))) > _PAYLOAD_MAX:
        refuse(100, "metadata is too long")
    attachment = message.get("attachment")
    if attachment is None:
        text = str(message.get("text", ""))
        if not 0 < utf16_length(text) <= _TEXT_MAX:
            refuse(100, "Length of param message[text] must be less than or equal to 2000")
        return Content(text=text, keys=_quick(message.get("quick_replies") or []))
    if "text" in message:
        refuse(100, "text and attachment exclude one another")
    payload = attachment.get("payload") or {}
    if attachment.get("type") == "template":
        return _template(payload)
    kind = KINDS.get(str(attachment.get("type")))
    if kind is None or not payload.get("attachment_id"):
        refuse(100, "attachment type or address", 2018047)
    return Content(kind=kind, file=str(payload["attachment_id"]))


def _template(payload: Json) -> Content:
    text = str(payload.get("text", ""))
    if payload.get("template_type") != "button" or not 0 < utf16_length(text) <= _BODY_MAX:
        refuse(100, "template")
    shown = [_button(one) for one in payload.get("buttons") or []]
    if not 0 < len(shown) <= _BUTTONS:
        refuse(100, "buttons")
    return Content(text=text, keys=[[key] for key in shown])


def _button(one: Json) -> Key:
    title = _title(one)
    if one.get("type") == "web_url":
        if not str(one.get("url", "")).startswith(("https://", "http://")):
            refuse(100, "url")
        return Key(text=title, url=one["url"])
    if one.get("type") != "postback":
        refuse(100, "button type")
    return Key(text=title, payload=_payload(one), extra={"press": "postback"})


def _quick(replies: list[Json]) -> list[list[Key]]:
    if len(replies) > _QUICK or any(one.get("content_type") != "text" for one in replies):
        refuse(100, "quick_replies")
    return [[Key(text=_title(one), payload=_payload(one), extra={"press": "quick"})] for one in replies]


def _title(one: Json) -> str:
    title = str(one.get("title", ""))
    if not 0 < utf16_length(title) <= _TITLE_MAX:
        refuse(100, "title")
    return title


def _payload(one: Json) -> str:
    payload = str(one.get("payload", ""))
    if not 0 < len(payload.encode()) <= _PAYLOAD_MAX:
        refuse(100, "payload")
    return payload
