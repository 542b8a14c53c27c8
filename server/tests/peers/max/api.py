"""What MAX's published OpenAPI description says about requests, as bare facts.

Names, types, limits and which fields are required, derived from schema_2026_07_01 (version 0.0.32) of the repository
max-messenger-bot/max-bot-api-schemas (Unlicense). Descriptions are not included. One thing differs on purpose: the
token travels in a header, as the server demands since 2026, and not in the address, as the description still says.
"""

from typing import Any

Json = dict[str, Any]
VERSION = "0.0.32"
SECURITY_HEADER = "authorization"


def _text(least: int = 0, most: int | None = None, *, null: bool = False) -> Json:
    kind: Any = ["string", "null"] if null else "string"
    shape: Json = {"type": kind, "minLength": least}
    return shape if most is None else shape | {"maxLength": most}


def _object(required: str = "", **properties: Json) -> Json:
    return {
        "type": "object", "properties": properties, "required": required.split(), "additionalProperties": False,
    }  # fmt: skip


def _only(*values: str | None) -> Json:
    return {"enum": list(values)}


_NUMBER: Json = {"type": "number"}
_LABEL = _text(1, 128)
_BUTTON: Json = {
    "oneOf": [
        _object("type text payload", type=_only("callback"), text=_LABEL, payload=_text(0, 1024)),
        _object("type text url", type=_only("link"), text=_LABEL, url=_text(0, 2048)),
        _object("type text", type=_only("request_contact"), text=_LABEL),
        _object("type text", type=_only("request_geo_location"), text=_LABEL, quick={"type": "boolean"}),
        _object("type text", type=_only("message"), text=_LABEL),
        _object("type text payload", type=_only("clipboard"), text=_LABEL, payload=_text(0, 1024)),
    ]
}
_TOKEN = _object("token", token=_text())
_UPLOADED = _object(token=_text())
_ATTACHMENT: Json = {
    "oneOf": [
        _object(
            "type payload", type=_only("image"),
            payload=_object(
                url=_text(1, null=True), token=_text(null=True),
                photos={"type": ["object", "null"], "additionalProperties": _TOKEN},
            ),
        ),
        _object("type payload", type=_only("video"), payload=_UPLOADED),
        _object("type payload", type=_only("audio"), payload=_UPLOADED),
        _object("type payload", type=_only("file"), payload=_UPLOADED),
        _object("type payload", type=_only("sticker"), payload=_object("code", code=_text())),
        _object(
            "type payload", type=_only("inline_keyboard"),
            payload=_object(
                "buttons", buttons={"type": "array", "minItems": 1, "items": {"type": "array", "items": _BUTTON}}
            ),
        ),
        _object("type latitude longitude", type=_only("location"), latitude=_NUMBER, longitude=_NUMBER),
    ]
}  # fmt: skip
_LINK = {"oneOf": [{"type": "null"}, _object("type mid", type=_only("forward", "reply"), mid=_text())]}
MESSAGE = _object(
    "text attachments link", text=_text(0, 4000, null=True), link=_LINK, notify={"type": "boolean"},
    attachments={"type": ["array", "null"], "items": _ATTACHMENT}, format=_only("markdown", "html", None),
)  # fmt: skip
_KINDS = {"type": "array", "uniqueItems": True, "items": {"type": "string"}}
ALONE = frozenset({"audio", "file", "contact", "sticker"})
"""Each must be the only attachment of its message."""

INTEGER = r"-?\d+"
CALLS: dict[str, tuple[dict[str, str], frozenset[str], Json | None]] = {
    "GET /me": ({}, frozenset(), None),
    "GET /subscriptions": ({}, frozenset(), None),
    "POST /subscriptions": ({}, frozenset(), _object(
        "url", url=_text(), update_types=_KINDS,
        secret={"type": "string", "pattern": "^[a-zA-Z0-9_-]{5,256}$", "minLength": 5, "maxLength": 256},
    )),
    "DELETE /subscriptions": ({"url": ".*"}, frozenset({"url"}), None),
    "GET /updates": ({
        "limit": r"[1-9]\d{0,2}|1000", "timeout": r"[0-8]?\d|90", "marker": INTEGER, "types": r"[a-z_,]+",
    }, frozenset(), None),
    "POST /uploads": ({"type": "image|video|audio|file"}, frozenset({"type"}), None),
    "GET /messages": ({"chat_id": INTEGER, "message_ids": ".+", "from": INTEGER, "to": INTEGER, "count": r"\d+"},
                      frozenset(), None),
    "POST /messages": ({"user_id": INTEGER, "chat_id": INTEGER, "disable_link_preview": "true|false"}, frozenset(),
                       MESSAGE),
    "PUT /messages": ({"message_id": ".+"}, frozenset({"message_id"}), MESSAGE),
    "DELETE /messages": ({"message_id": ".+"}, frozenset({"message_id"}), None),
    "GET /messages/{id}": ({}, frozenset(), None),
    "GET /videos/{id}": ({}, frozenset(), None),
    "GET /chats/{id}": ({}, frozenset(), None),
    "POST /chats/{id}/actions": ({}, frozenset(), _object("action", action=_only(
        "typing_on", "sending_photo", "sending_video", "sending_audio", "sending_file",
    ))),
    "POST /answers": ({"callback_id": r"(?!\s*$).+"}, frozenset({"callback_id"}), _object(
        message={"oneOf": [{"type": "null"}, MESSAGE]}, notification=_text(null=True),
    )),
}  # fmt: skip
