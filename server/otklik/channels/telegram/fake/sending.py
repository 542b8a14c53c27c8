"""Methods that put a message into a chat."""

from collections.abc import Callable

from otklik.channels.telegram.fake.checks import CAPTION_MAX, TEXT_MAX, check_text, checked_markup, checked_text
from otklik.channels.telegram.fake.engine import Engine, quotable
from otklik.channels.telegram.fake.errors import bad_request
from otklik.channels.telegram.fake.media import as_document, describe, take_file
from otklik.channels.telegram.fake.params import Params
from otklik.channels.telegram.fake.state import Bot, Chat, Json

_WITHOUT_CAPTION = ("sticker", "video_note")
_ALBUM_KINDS = frozenset({"photo", "video", "audio", "document"})
_QUOTE_MAX = 1024
_ALBUM_SIZES = range(2, 11)
_POLES, _DATE_LINE = 90, 180


def send_message(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do sendMessage."""
    chat = engine.target(bot, params)
    text, entities = checked_text(params, "text", "entities", TEXT_MAX)
    return _put(engine, bot, chat, params, {"text": text} | _some("entities", entities))


def send_file(kind: str) -> Callable[[Engine, Bot, Params], Json]:
    """Make the method that sends one file of a kind."""

    def send(engine: Engine, bot: Bot, params: Params) -> Json:
        chat = engine.target(bot, params)
        stored = take_file(engine.world, bot, params, kind, params.values.get(kind))
        given = {name: params.integer(name) for name in ("width", "height", "duration") if name in params.values}
        described = describe(stored, given)
        content: Json = {kind: described}
        if kind == "animation":
            content["document"] = as_document(described)
        if kind not in _WITHOUT_CAPTION:
            caption, entities = checked_text(params, "caption", "caption_entities", CAPTION_MAX)
            content |= _some("caption", caption) | _some("caption_entities", entities)
        return _put(engine, bot, chat, params, content)

    return send


def send_media_group(engine: Engine, bot: Bot, params: Params) -> list[Json]:
    """Do sendMediaGroup."""
    chat = engine.target(bot, params)
    media = params.json("media")
    if not isinstance(media, list) or len(media) not in _ALBUM_SIZES:
        bad_request("wrong number of messages to send as an album")
    kinds = {item.get("type") for item in media}
    if not kinds <= _ALBUM_KINDS:
        bad_request("can't parse media: type must be one of photo, video, audio or document")
    for kind in ("audio", "document"):
        if kind in kinds and len(kinds) > 1:
            bad_request(f"{kind} can't be mixed with other media types")
    contents = [_album_item(engine, bot, params, item) for item in media]
    group = str(engine.world.next_id)
    engine.world.next_id += 1
    return [_put(engine, bot, chat, params, {**content, "media_group_id": group}) for content in contents]


def _album_item(engine: Engine, bot: Bot, params: Params, item: Json) -> Json:
    kind = item["type"]
    entities = check_text(item.get("caption", ""), item.get("caption_entities"), "caption", CAPTION_MAX)
    stored = take_file(engine.world, bot, params, kind, item.get("media"))
    return {kind: describe(stored, item)} | _some("caption", item.get("caption")) | _some("caption_entities", entities)


def send_location(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do sendLocation."""
    chat = engine.target(bot, params)
    return _put(engine, bot, chat, params, {"location": _point(params)})


def send_venue(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do sendVenue."""
    chat = engine.target(bot, params)
    title, address = params.text("title"), params.text("address")
    if not title or not address:
        bad_request("VENUE_INVALID")
    point = _point(params)
    venue = {"location": point, "title": title, "address": address}
    return _put(engine, bot, chat, params, {"location": point, "venue": venue})


def send_contact(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do sendContact."""
    chat = engine.target(bot, params)
    card = {"phone_number": params.text("phone_number"), "first_name": params.text("first_name")}
    if not all(card.values()):
        bad_request("phone number and first name must be non-empty")
    return _put(engine, bot, chat, params, {"contact": card | _some("last_name", params.text("last_name"))})


def _point(params: Params) -> Json:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if abs(latitude) > _POLES or abs(longitude) > _DATE_LINE:
        bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def _put(engine: Engine, bot: Bot, chat: Chat, params: Params, content: Json) -> Json:
    markup = checked_markup(params)
    if markup is not None and "media_group_id" in content:
        bad_request("reply markup is not allowed in an album")
    if markup is not None and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    elif markup is not None:
        chat.keyboard = None if markup.get("remove_keyboard") else markup
    return engine.append(bot, chat, content | _reply(chat, params), by_bot=True).message


def _reply(chat: Chat, params: Params) -> Json:
    wanted = params.json("reply_parameters")
    if not wanted:
        return {}
    target = chat.messages.get(str(wanted.get("message_id")))
    if target is None:
        if not wanted.get("allow_sending_without_reply"):
            bad_request("message to be replied not found")
        return {}
    reply: Json = {"reply_to_message": quotable(target.message)}
    quote = wanted.get("quote")
    if quote:
        body = target.message.get("text") or target.message.get("caption") or ""
        if len(quote) > _QUOTE_MAX or quote not in body:
            bad_request("QUOTE_TEXT_INVALID")
        reply["quote"] = {"text": quote, "position": len(body[: body.index(quote)]), "is_manual": True}
    return reply


def _some(name: str, value: object) -> Json:
    return {name: value} if value else {}


METHODS = {
    "sendmessage": send_message,
    "sendphoto": send_file("photo"),
    "sendvideo": send_file("video"),
    "sendanimation": send_file("animation"),
    "sendaudio": send_file("audio"),
    "sendvoice": send_file("voice"),
    "sendvideonote": send_file("video_note"),
    "senddocument": send_file("document"),
    "sendsticker": send_file("sticker"),
    "sendmediagroup": send_media_group,
    "sendlocation": send_location,
    "sendvenue": send_venue,
    "sendcontact": send_contact,
}
