"""What a community is told: events for its callback servers and for the line at which it may ask."""

import msgspec

from otklik.channelkit.stage import (
    Account,
    Blocked,
    Chat,
    Edited,
    Fact,
    File,
    Message,
    Pressed,
    Reacted,
    Saw,
    Started,
    Typed,
    World,
    Wrote,
)
from otklik.channelkit.stage.world import Json
from otklik.channels.vk.reactions import number_of

ABILITIES = {"button_actions": ["text", "open_link", "callback"], "keyboard": True, "inline_keyboard": True,
             "carousel": True, "lang_id": 0}  # fmt: skip


def group_id(account: Account) -> int:
    """Return the number of a community."""
    return int(account.id)


def message_number(chat: Chat, cmid: int) -> int:
    """Return the number of a message over the whole community."""
    return chat.person % 100_000 * 100_000 + cmid


def describe(world: World, account: Account, chat: Chat, message: Message, host: str) -> Json:
    """Describe a message as VK does."""
    body: Json = {
        "id": message_number(chat, message.id), "date": int(message.at), "peer_id": chat.person,
        "from_id": chat.person if message.mine else -group_id(account), "text": message.text,
        "conversation_message_id": message.id, "out": 0 if message.mine else 1, "version": 10_000_000 + message.id,
        "important": False, "is_hidden": False, "random_id": message.extra.get("random_id", 0), "fwd_messages": [],
        "attachments": [_attachment(world.files[number], chat, host) for number in message.files],
    }  # fmt: skip
    if message.location is not None:
        point = {"latitude": message.location.latitude, "longitude": message.location.longitude}
        body["geo"] = {"type": "point", "coordinates": point}
    if message.reply_to is not None:
        answered = chat.messages[str(message.reply_to)]
        body["reply_message"] = {
            "id": message_number(chat, answered.id), "date": int(answered.at), "peer_id": chat.person,
            "from_id": chat.person if answered.mine else -group_id(account), "text": answered.text,
            "conversation_message_id": answered.id, "attachments": [],
        }  # fmt: skip
    raw: Json = message.extra.get("raw", {})
    return body | raw


def _attachment(file: File, chat: Chat, host: str) -> Json:
    number, url = int(file.id[1:]), f"{host}/file/{file.id}"
    owned = {"id": number, "owner_id": chat.person, "access_key": "k"}
    match file.kind:
        case "photo":
            sizes = [{"type": "x", "url": url, "width": file.width or 604, "height": file.height or 453}]
            return {"type": "photo", "photo": {**owned, "album_id": -3, "date": 0, "has_tags": False, "sizes": sizes}}
        case "voice":
            links = {"link_ogg": url, "link_mp3": url, "waveform": [0, 5, 9], "duration": int(file.duration) or 1}
            return {"type": "audio_message", "audio_message": {**owned, **links}}
        case "sticker":
            images = [{"url": url, "width": 64, "height": 64}]
            sticker = {"inner_type": "base_sticker_new", "sticker_id": number, "product_id": 1, "images": images}
            return {"type": "sticker", "sticker": sticker}
        case "video":
            return {"type": "video", "video": {**owned, "title": file.name or "Видео", "duration": 3}}
        case _:
            ext = file.name.rpartition(".")[2] if "." in file.name else ""
            doc = {"title": file.name or "file", "size": len(file.data), "ext": ext, "date": 0, "type": 1, "url": url}
            return {"type": "doc", "doc": {**owned, **doc}}


def translate(world: World, fact: Fact, host: str) -> tuple[str, Json] | None:
    """Say what the person did in the words of VK; None for what VK keeps to itself."""
    account, chat, person = fact.account, fact.chat, fact.person.id
    event: tuple[str, Json]
    match fact:
        case Wrote(message=message, ref=ref):
            body = describe(world, account, chat, message, host) | ({"ref": ref, "ref_source": "link"} if ref else {})
            event = "message_new", {"message": body, "client_info": ABILITIES}
        case Edited(message=message):
            body = describe(world, account, chat, message, host)
            event = "message_edit", body | {"update_time": int(message.at) + 1}
        case Pressed(message=message, key=key, number=number):
            payload = msgspec.json.decode(key.payload or "null")
            event = "message_event", {
                "user_id": person, "peer_id": person, "event_id": number, "payload": payload,
                "conversation_message_id": message.id,
            }  # fmt: skip
        case Reacted(message=message, emojis=emojis):
            reaction = {"reaction_id": number_of(emojis[0]) or 64} if emojis else {}
            event = "message_reaction_event", {
                "reacted_id": person, "peer_id": person, "cmid": message.id, **reaction,
            }  # fmt: skip
        case Blocked(on=on):
            event = ("message_deny", {"user_id": person}) if on else ("message_allow", {"user_id": person, "key": ""})
        case Typed():
            event = "message_typing_state", {"state": "typing", "from_id": person, "to_id": -group_id(account)}
        case Saw(message=message) if message.status == "read":
            event = "message_read", {
                "from_id": person, "peer_id": person, "read_message_id": message_number(chat, message.id),
                "conversation_message_id": message.id,
            }  # fmt: skip
        case Started() | _:
            return None
    return event
