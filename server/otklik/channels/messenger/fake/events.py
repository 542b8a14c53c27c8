"""What the app is told, in the words of the Messenger Platform."""

from typing import Any

from otklik.channelkit.stage import (
    Chat,
    Edited,
    Fact,
    File,
    Key,
    Message,
    Pressed,
    Reacted,
    Saw,
    Started,
    World,
    Wrote,
)

Json = dict[str, Any]
_TYPES = {"photo": "image", "video": "video", "video_note": "video", "animation": "video", "audio": "audio",
          "voice": "audio", "sticker": "sticker"}  # fmt: skip
_NAMES = {"❤️": "love", "👍": "like", "👎": "dislike", "😆": "smile", "😮": "wow", "😢": "sad", "😠": "angry"}


def translate(world: World, fact: Fact, host: str, ids: tuple[str, int]) -> Json | None:
    """Return the event that tells of what the person did; None for what Messenger keeps to itself."""
    mid, at = ids
    said: Json | None = None
    match fact:
        case Wrote(message=message):
            said = {"message": {"mid": message.ref, **describe(world, fact.chat, message, host)}}
        case Edited(message=message):
            edits = int(message.extra.get("edits", 0)) + 1
            message.extra["edits"] = edits
            said = {"message_edit": {"mid": message.ref, "text": message.text, "num_edit": edits}}
        case Reacted(message=message, emojis=emojis):
            body = {"mid": message.ref, "action": "react" if emojis else "unreact"}
            if emojis:
                body |= {"reaction": _NAMES.get(emojis[-1], "other"), "emoji": emojis[-1]}
            said = {"reaction": body}
        case Pressed(key=key):
            said = _press(key, mid)
        case Started(ref=ref):
            referral = {"referral": {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}} if ref else {}
            said = {"postback": {"mid": mid, "title": "Начать", "payload": "GET_STARTED", **referral}}
        case Saw(message=message) if message.status == "read":
            said = {"read": {"watermark": at}}
        case Saw(message=message):
            said = {"delivery": {"mids": [message.ref], "watermark": at}}
        case _:
            pass
    return said


def _press(key: Key, mid: str) -> Json:
    if key.extra.get("press") == "quick":
        return {"message": {"mid": mid, "text": key.text, "quick_reply": {"payload": key.payload}}}
    return {"postback": {"mid": mid, "title": key.text, "payload": key.payload}}


def describe(world: World, chat: Chat, message: Message, host: str) -> Json:
    """Describe a message of a person."""
    body: Json = {"text": message.text} if message.text else {}
    if message.files:
        body["attachments"] = [_attach(world.files[one], host) for one in message.files]
    if message.location is not None:
        point = {"lat": message.location.latitude, "long": message.location.longitude}
        body["attachments"] = [{"type": "location", "payload": {"coordinates": point}}]
    answered = chat.messages.get(str(message.reply_to)) if message.reply_to is not None else None
    return body | ({"reply_to": {"mid": answered.ref}} if answered is not None else {})


def _attach(file: File, host: str) -> Json:
    kind = _TYPES.get(file.kind, "file")
    payload: Json = {"url": f"{host}/cdn/{file.id}/{file.name or file.id}?oh=00_Af&oe=6745"}
    if kind == "sticker":
        payload["sticker_id"] = 369239263222822
    return {"type": kind, "payload": payload}
