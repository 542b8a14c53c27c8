"""What MAX refuses in a message: its limits, as its schema and its pages tell them."""

import re
from html import unescape
from typing import Any

from otklik.channelkit.stage import Key
from otklik.channels.max.fake.answers import bad

Json = dict[str, Any]
_TEXT_MAX, _LABEL_MAX, _PAYLOAD_MAX, _URL_MAX = 4000, 128, 1024, 2048
_ROWS_MAX, _ROW_MAX, _LINK_ROW_MAX, _KEYS_MAX = 30, 7, 3, 210
_TYPES = frozenset({"image", "video", "audio", "file", "sticker", "contact", "inline_keyboard", "location", "share"})
_ALONE = frozenset({"audio", "file", "contact", "sticker"})
_FORMATS = frozenset({None, "markdown", "html"})
_TAG = re.compile(r"</?(?:i|em|b|strong|del|s|ins|u|a|pre|code|mark|h1)(?:\s[^<>]*)?>")


def check_body(body: Json) -> None:
    """Refuse a body that MAX would refuse; raises Refused."""
    text = body.get("text")
    if text is not None and not isinstance(text, str):
        raise bad("text: string expected")
    if text is not None and len(text.encode("utf-16-le")) // 2 > _TEXT_MAX:
        raise bad("text: size must be between 0 and 4000")
    if body.get("format") not in _FORMATS:
        raise bad("format: unknown value")
    attachments = body.get("attachments")
    if attachments is not None and not isinstance(attachments, list):
        raise bad("attachments: array expected")
    kinds = [one.get("type") if isinstance(one, dict) else None for one in attachments or ()]
    if not set(kinds) <= _TYPES:
        raise bad("attachments: unknown type")
    if len(kinds) > 1 and _ALONE & set(kinds):
        raise bad("attachments: must be the only attachment in message")


def check_not_empty(body: Json) -> None:
    """Refuse a message that says nothing."""
    shown = [one for one in body.get("attachments") or () if one["type"] != "inline_keyboard"]
    if not (body.get("text") or "").strip() and not shown:
        raise bad("Message text or attachments expected")


def read_text(body: Json) -> str:
    """Return the words as the person sees them: tags become formatting, which this phone does not show."""
    text = str(body.get("text") or "")
    return unescape(_TAG.sub("", text)) if body.get("format") == "html" else text


def read_keys(attachment: Json) -> list[list[Key]]:
    """Read a keyboard; raises Refused."""
    rows = attachment.get("payload", {}).get("buttons")
    if not isinstance(rows, list) or not rows or len(rows) > _ROWS_MAX or sum(map(len, rows)) > _KEYS_MAX:
        raise bad("buttons: wrong number of rows or buttons")
    for row in rows:
        links = any(button.get("type") == "link" for button in row)
        if not row or len(row) > (_LINK_ROW_MAX if links else _ROW_MAX):
            raise bad("buttons: wrong number of buttons in a row")
    return [[_key(button) for button in row] for row in rows]


def _key(button: Json) -> Key:
    text, payload, url = button.get("text", ""), button.get("payload", ""), button.get("url", "")
    if not isinstance(text, str) or not 1 <= len(text) <= _LABEL_MAX:
        raise bad("button text: size must be between 1 and 128")
    if button.get("type") == "callback" and payload and len(payload) <= _PAYLOAD_MAX:
        return Key(text=text, payload=payload)
    if button.get("type") == "link" and url and len(url) <= _URL_MAX:
        return Key(text=text, url=url)
    raise bad("button: unknown type, or payload or url is missing")
