"""What the real server checks before it accepts a message."""

import re

from otklik.channels.telegram.fake.errors import bad_request
from otklik.channels.telegram.fake.params import Params
from otklik.channels.telegram.fake.state import Json, Value, names

TEXT_MAX = 4096
CAPTION_MAX = 1024
BUTTONS_MAX = 100
CALLBACK_MAX_BYTES = 64
_ENTITIES_MAX = 100
_ENTITY_KINDS = names(
    """mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler
    blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"""
)
_ACTIONS = (
    "callback_data", "url", "web_app", "copy_text", "switch_inline_query", "switch_inline_query_current_chat", "pay",
)  # fmt: skip
_URL = re.compile(r"(?:https?|tg)://[^\s/?#]+\S*|t\.me/\S+", re.IGNORECASE)


def utf16(text: str) -> list[int]:
    """Return the places between characters in UTF-16 units, the end included."""
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    return places


def checked_text(params: Params, field: str, entities_field: str, limit: int) -> tuple[str, list[Json]]:
    """Return a text and its entities, or refuse."""
    text = params.text(field)
    if params.text("parse_mode"):
        bad_request("unsupported parse_mode")
    return text, check_text(text, params.json(entities_field), field, limit)


def check_text(text: str, entities: Value, field: str, limit: int) -> list[Json]:
    """Return the entities of an acceptable text, or refuse."""
    if field == "text" and not text.strip():
        bad_request("message text is empty")
    if utf16(text)[-1] > limit:
        bad_request("message is too long" if field == "text" else "message caption is too long")
    return check_entities(text, entities or [])


def check_entities(text: str, entities: Value) -> list[Json]:
    """Refuse entities that do not lie on characters of the text."""
    if not isinstance(entities, list) or len(entities) > _ENTITIES_MAX:
        bad_request("can't parse entities: ENTITIES_TOO_LONG")
    places = set(utf16(text))
    for entity in entities:
        kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
        if kind not in _ENTITY_KINDS:
            bad_request(f"can't parse entities: unsupported type {kind}")
        if not isinstance(offset, int) or not isinstance(length, int) or length <= 0:
            bad_request("can't parse entities: receive an entity with incorrect offset or length")
        if offset not in places or offset + length not in places:
            bad_request("can't parse entities: ENTITY_BOUNDS_INVALID")
        if kind == "text_link" and not entity.get("url"):
            bad_request("can't parse entities: URL is empty")
    return entities


def checked_markup(params: Params, *, inline_only: bool = False) -> Json | None:
    """Return an acceptable keyboard, None when there is none, or refuse."""
    markup = params.json("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if inline_only:
            bad_request("inline keyboard expected")
        return markup
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > BUTTONS_MAX:
        bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return markup if buttons else None


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if sum(action in button for action in _ACTIONS) != 1:
        bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_MAX_BYTES:
        bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
