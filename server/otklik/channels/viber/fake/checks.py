"""What Viber looks at in a message before it takes it."""

from typing import NoReturn
from urllib.parse import urlsplit

import msgspec

from otklik.channelkit.fakes import FakeAnswer, json_answer
from otklik.channelkit.stage import Key, Refused
from otklik.channelkit.stage.world import Json

WORDS = {
    1: "invalidUrl", 2: "invalidAuthToken", 3: "badData", 4: "missingData", 5: "receiverNotRegistered",
    6: "receiverNotSubscribed", 7: "publicAccountBlocked", 11: "receiverNoSuitableDevice", 12: "tooManyRequests",
    13: "apiVersionNotSupported", 14: "incompatibleWithVersion", 999: "generalError",
}  # fmt: skip
_SIZES = {"picture": 3 * 1024 * 1024, "video": 26 * 1024 * 1024, "file": 50 * 1024 * 1024}
_WHOLE_MAX = 30 * 1024
_TEXT_MAX, _CAPTION_MAX, _NAME_MAX, _TRACKING_MAX = 7000, 512, 28, 4000
_COLUMNS, _ROWS, _BODY_MAX, _LABEL_MAX = 6, 24, 250, 250
_PICTURES = (".jpeg", ".jpg", ".png", ".gif")
_SILENT_FROM = 6


def refusal(status: int, detail: str = "") -> FakeAnswer:
    """Return the answer to a call that is refused: HTTP 200, and the truth inside."""
    return json_answer({"status": status, "status_message": WORDS[status] + (f": {detail}" if detail else "")})


def refuse(status: int, detail: str = "") -> NoReturn:
    """Refuse the call."""
    raise Refused(refusal(status, detail))


def check_message(body: Json) -> None:
    """Refuse a message that is not as Viber wants it."""
    if len(msgspec.json.encode(body)) > _WHOLE_MAX:
        refuse(3, "request is too large")
    name = (body.get("sender") or {}).get("name", "")
    if not name or len(name) > _NAME_MAX:
        refuse(3, "sender.name")
    if len(body.get("tracking_data", "")) > _TRACKING_MAX:
        refuse(3, "tracking_data")
    kind = body.get("type")
    if kind == "text" and not 0 < len(body.get("text", "")) <= _TEXT_MAX:
        refuse(3, "text")
    if kind == "picture" and ("text" not in body or len(body["text"]) > _CAPTION_MAX):
        refuse(3, "text of the picture")
    if kind in _SIZES:
        _check_media(str(kind), body)
    elif kind not in ("text", "location", "contact", "url", "sticker"):
        refuse(3, "type")


def _check_media(kind: str, body: Json) -> None:
    path = urlsplit(body.get("media", "")).path.lower()
    if not body.get("media", "").startswith(("http://", "https://")):
        refuse(3, "media")
    if kind == "picture" and not path.endswith(_PICTURES):
        refuse(3, "media of the picture")
    if kind in ("video", "file") and not 0 < int(body.get("size") or 0) <= _SIZES[kind]:
        refuse(3, "size")
    if kind == "file" and "." not in body.get("file_name", ""):
        refuse(3, "file_name")


def read_keys(body: Json, app_version: int) -> list[list[Key]]:
    """Lay the keys of a message in rows, or refuse them."""
    keyboard = body.get("keyboard")
    if int(body.get("min_api_version") or 1) > app_version:
        refuse(14, "min_api_version")
    if keyboard is None:
        return []
    if keyboard.get("Type") != "keyboard" or not keyboard.get("Buttons"):
        refuse(3, "keyboard")
    rows: list[list[Key]] = []
    left = 0
    for button in keyboard["Buttons"]:
        columns = int(button.get("Columns", _COLUMNS))
        if not 1 <= columns <= _COLUMNS:
            refuse(3, "Columns")
        if left < columns:
            rows.append([])
            left = _COLUMNS
        left -= columns
        rows[-1].append(_read_key(button, int(body.get("min_api_version") or 1)))
    return rows if len(rows) <= _ROWS else refuse(3, "too many rows")


def _read_key(button: Json, version: int) -> Key:
    body, label = button.get("ActionBody", ""), button.get("Text", "")
    if not body or not label or len(label) > _LABEL_MAX:
        refuse(3, "button")
    if button.get("Silent") and version < _SILENT_FROM:
        refuse(3, "Silent needs min_api_version 6")
    if button.get("ActionType", "reply") == "open-url":
        return Key(text=label, url=body)
    if len(body) > _BODY_MAX:
        refuse(3, "ActionBody")
    return Key(text=label, payload=body, extra={"silent": bool(button.get("Silent"))})
