"""A chat through the eyes of the person: plain JSON for a screen or a checker."""

from otklik.channels.telegram.fake.engine import Engine
from otklik.channels.telegram.fake.media import file_of
from otklik.channels.telegram.fake.state import Bot, Chat, Json, Stored, Value

_KINDS = (
    "text", "photo", "video", "animation", "video_note", "audio", "voice", "document", "sticker", "venue", "location",
    "contact",
)  # fmt: skip
_FILES = frozenset({"photo", "video", "animation", "video_note", "audio", "voice", "document", "sticker"})


def see_chat(engine: Engine, bot: Bot, chat: Chat) -> Json:
    """Describe the whole chat: messages, who types, what was answered to pressed buttons."""
    presses = [
        {"id": number, "message": press.message_id, "spinning": not press.answered, "text": press.text,
         "alert": press.alert}
        for number, press in bot.presses.items()
        if press.chat == str(chat.person)
    ]  # fmt: skip
    return {
        "version": engine.changes.version,
        "bot": {"name": bot.name, "username": bot.username},
        "started": chat.started,
        "blocked": chat.blocked,
        "typing": chat.action if chat.action_until > engine.now() else "",
        "keyboard": chat.keyboard,
        "presses": presses,
        "messages": [see_message(engine, stored) for stored in chat.messages.values()],
    }


def see_message(engine: Engine, stored: Stored) -> Json:
    """Describe one message."""
    message = stored.message
    kind = next((one for one in _KINDS if one in message), "other")
    return {
        "id": message["message_id"],
        "mine": not stored.by_bot,
        "at": message["date"],
        "kind": kind,
        "text": message.get("text") or message.get("caption") or "",
        "entities": message.get("entities") or message.get("caption_entities") or [],
        "file": _file(engine, message[kind]) if kind in _FILES else None,
        "location": message.get("venue") or message.get("location"),
        "contact": message.get("contact"),
        "album": message.get("media_group_id", ""),
        "reply_to": message.get("reply_to_message", {}).get("message_id"),
        "quote": message.get("quote", {}).get("text", ""),
        "buttons": message.get("reply_markup", {}).get("inline_keyboard", []),
        "edited": stored.edited,
        "reactions": stored.reactions,
    }


def _file(engine: Engine, described: Value) -> Json:
    stored = engine.world.files[file_of(described)]
    return {"id": stored.id, "name": stored.name, "mime": stored.mime, "size": len(stored.data)}
