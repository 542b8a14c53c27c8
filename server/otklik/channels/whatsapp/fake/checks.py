"""What WhatsApp looks at in a message before it takes it."""

from typing import Any

from msgspec import Struct

from otklik.channelkit.stage import Key
from otklik.channelkit.stage.world import Point
from otklik.channels.whatsapp.fake.errors import refuse

Json = dict[str, Any]
_MEGABYTE = 1024 * 1024
TYPES = {
    "image": (frozenset({"image/jpeg", "image/png"}), 5 * _MEGABYTE),
    "video": (frozenset({"video/mp4", "video/3gpp"}), 16 * _MEGABYTE),
    "audio": (frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}), 16 * _MEGABYTE),
    "sticker": (frozenset({"image/webp"}), 500 * 1024),
    "document": (frozenset[str](), 100 * _MEGABYTE),
}
KINDS = {"image": "photo", "audio": "audio", "video": "video", "document": "document", "sticker": "sticker"}
_TEXT_MAX, _CAPTION_MAX, _BODY_MAX, _TITLE_MAX, _ROW_MAX, _LABEL_MAX = 4096, 1024, 1024, 20, 24, 72
_ID_MAX, _ROW_ID_MAX, _TAG_MAX, _BUTTONS, _ROWS = 256, 200, 512, 3, 10


class Content(Struct, kw_only=True):
    """What the person will see of a message."""

    kind: str = "text"
    text: str = ""
    file: str = ""
    keys: list[list[Key]] = []
    location: Point | None = None


def check_frame(body: Json) -> None:
    """Refuse what is wrong around the message."""
    if body.get("messaging_product") != "whatsapp":
        refuse(100, "messaging_product is required")
    if body.get("recipient_type", "individual") != "individual" or not (body.get("to") or body.get("recipient")):
        refuse(131008, "to or recipient is required")
    if len(str(body.get("biz_opaque_callback_data", ""))) > _TAG_MAX:
        refuse(131009, "biz_opaque_callback_data is too long")


def read_content(body: Json) -> Content:
    """Read a message that is no template, no reaction; refuse what WhatsApp would."""
    kind = str(body.get("type", "text"))
    part = body.get(kind)
    if not isinstance(part, dict):
        refuse(131008, f"{kind} is required")
    match kind:
        case "text":
            if not 0 < len(part.get("body", "")) <= _TEXT_MAX:
                refuse(100, "text.body")
            return Content(text=part["body"])
        case "location":
            point = Point(
                latitude=part["latitude"], longitude=part["longitude"], title=part.get("name", ""),
                address=part.get("address", ""),
            )  # fmt: skip
            return Content(kind="location", location=point)
        case "interactive":
            return _read_interactive(part)
        case _ if kind in TYPES:
            if not part.get("id") or len(part.get("caption", "")) > _CAPTION_MAX:
                refuse(131009, f"{kind}.id or caption")
            if "caption" in part and kind in ("audio", "sticker"):
                refuse(100, f"{kind} has no caption")
            shown = "voice" if part.get("voice") else KINDS[kind]
            return Content(kind=shown, text=part.get("caption", ""), file=part["id"])
        case _:
            return refuse(100, f"type {kind}")


def _read_interactive(part: Json) -> Content:
    text = (part.get("body") or {}).get("text", "")
    if not 0 < len(text) <= _BODY_MAX:
        refuse(131009, "interactive.body.text")
    action = part.get("action") or {}
    match part.get("type"):
        case "button":
            return Content(text=text, keys=[[key] for key in _read_buttons(action)])
        case "list":
            return Content(text=text, keys=[[key] for key in _read_rows(action)])
        case "cta_url":
            wanted = action.get("parameters") or {}
            if action.get("name") != "cta_url" or not 0 < len(wanted.get("display_text", "")) <= _TITLE_MAX:
                refuse(131009, "cta_url")
            if not str(wanted.get("url", "")).startswith(("http://", "https://")):
                refuse(131009, "cta_url.url")
            return Content(text=text, keys=[[Key(text=wanted["display_text"], url=wanted["url"])]])
        case _:
            return refuse(131009, "interactive.type")


def _read_buttons(action: Json) -> list[Key]:
    replies = [one.get("reply") or {} for one in action.get("buttons", []) if one.get("type") == "reply"]
    titles, names = [one.get("title", "") for one in replies], [one.get("id", "") for one in replies]
    if not 0 < len(replies) <= _BUTTONS or len(set(titles)) < len(titles) or len(set(names)) < len(names):
        refuse(131009, "buttons")
    if not all(0 < len(one) <= _TITLE_MAX for one in titles) or not all(0 < len(one) <= _ID_MAX for one in names):
        refuse(131009, "button title or id")
    return [Key(text=one["title"], payload=one["id"], extra={"press": "button_reply"}) for one in replies]


def _read_rows(action: Json) -> list[Key]:
    rows = [row for section in action.get("sections", []) for row in section.get("rows", [])]
    names = [row.get("id", "") for row in rows]
    if not 0 < len(action.get("button", "")) <= _TITLE_MAX or not 0 < len(rows) <= _ROWS:
        refuse(131009, "list")
    if len(set(names)) < len(names) or not all(0 < len(one) <= _ROW_ID_MAX for one in names):
        refuse(131009, "row id")
    for row in rows:
        if not 0 < len(row.get("title", "")) <= _ROW_MAX or len(row.get("description", "")) > _LABEL_MAX:
            refuse(131009, "row title or description")
    return [Key(text=row["title"], payload=row["id"], extra={"press": "list_reply"}) for row in rows]
