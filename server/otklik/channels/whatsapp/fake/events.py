"""What the account is told, in the words of the Cloud API."""

import base64
import hashlib
from typing import Any

from otklik.channelkit.stage import (
    Account,
    Chat,
    Edited,
    Erased,
    Fact,
    File,
    Message,
    Person,
    Pressed,
    Reacted,
    Saw,
    Started,
    World,
    Wrote,
)
from otklik.channels.whatsapp.fake.errors import describe as describe_error

Json = dict[str, Any]
_TYPES = {"photo": "image", "video": "video", "video_note": "video", "animation": "video", "audio": "audio",
          "voice": "audio", "sticker": "sticker"}  # fmt: skip
_CAPTIONED = frozenset({"image", "video", "document"})
_PRICING = {"billable": False, "pricing_model": "PMP", "type": "free_customer_service", "category": "service"}


def envelope(account: Account, field: str, value: Json, at: int) -> Json:
    """Return a delivery with one change."""
    change = {"field": field, "value": value}
    entry = {"id": account.extra["waba"], "time": at, "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def about_number(account: Account, **value: Any) -> Json:  # noqa: ANN401 - fields of a change
    """Return the value of a change that concerns our number."""
    metadata = {"display_phone_number": account.extra["phone"], "phone_number_id": account.id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **value}


def card_of(person: Person) -> Json:
    """Describe a person; who hides the number has none here."""
    profile = {"name": person.name} | ({"username": person.username} if person.username else {})
    return {"profile": profile, "user_id": person.ref} | ({"wa_id": digits(person)} if person.phone else {})


def digits(person: Person) -> str:
    """Return a number as WhatsApp writes it."""
    return "".join(one for one in person.phone if one.isdecimal())


def translate(world: World, fact: Fact, number: int) -> Json | None:
    """Return the message that tells of what the person did; None for what WhatsApp keeps to itself."""
    said: Json | None = None
    match fact:
        case Wrote(message=message):
            referral = fact.chat.extra.pop("referral", None)
            said = {**describe(world, fact.chat, message), "id": message.ref}
            said |= {"referral": referral} if referral else {}
        case Edited(message=message):
            new = describe(world, fact.chat, message)
            said = {"type": "edit", "edit": {"original_message_id": message.ref, "message": new}}
        case Erased(message=message):
            said = {"type": "revoke", "revoke": {"original_message_id": message.ref}}
        case Reacted(message=message, emojis=emojis):
            emoji = {"emoji": emojis[-1]} if emojis else {}
            said = {"type": "reaction", "reaction": {"message_id": message.ref, **emoji}}
        case Pressed(message=message, key=key):
            said = _describe_press(message, key.text, key.payload, str(key.extra.get("press", "")))
        case Started(ref=ref):
            said = {"type": "request_welcome"} | ({"referral": fact.chat.extra["referral"]} if ref else {})
        case _:
            return None
    who = {"from_user_id": fact.person.ref} | ({"from": digits(fact.person)} if fact.person.phone else {})
    return {"id": f"wamid.EV{number}", **who, **said} if said else None


def _describe_press(message: Message, title: str, payload: str, press: str) -> Json | None:
    context = {"context": {"from": "0", "id": message.ref}}
    if press == "button":
        return {"type": "button", "button": {"payload": payload, "text": title}, **context}
    if not press:
        return None
    chosen = {"id": payload, "title": title}
    return {"type": "interactive", "interactive": {"type": press, press: chosen}, **context}


def describe(world: World, chat: Chat, message: Message) -> Json:
    """Describe a message of a person."""
    body: Json
    if message.files:
        body = _describe_file(world.files[message.files[0]], message.text)
    elif message.location is not None:
        point = {"latitude": message.location.latitude, "longitude": message.location.longitude}
        body = {"type": "location", "location": point}
    elif message.contact is not None:
        name = {"formatted_name": message.contact.first_name, "first_name": message.contact.first_name}
        phones = [{"phone": message.contact.phone_number, "type": "CELL"}]
        body = {"type": "contacts", "contacts": [{"name": name, "phones": phones}]}
    else:
        body = {"type": "text", "text": {"body": message.text}}
    answered = chat.messages.get(str(message.reply_to)) if message.reply_to is not None else None
    if answered is not None:
        body["context"] = {"from": "0", "id": answered.ref}
    if message.forwarded_from:
        body["context"] = {"forwarded": True}
    return body


def _describe_file(file: File, caption: str) -> Json:
    kind = _TYPES.get(file.kind, "document")
    sum_ = base64.b64encode(hashlib.sha256(file.data).digest()).decode()
    body: Json = {"id": file.id, "mime_type": file.mime, "sha256": sum_}
    if kind in _CAPTIONED and caption:
        body["caption"] = caption
    if kind == "document":
        body["filename"] = file.name
    if kind == "audio":
        body["voice"] = file.kind == "voice"
    if kind == "sticker":
        body["animated"] = False
    return {"type": kind, kind: body}


def status_of(person: Person | None, message: Json, status: str, at: int, error: int = 0) -> Json:
    """Say how far a message of ours has come; `message` is its id and our own tag."""
    told: Json = {"id": message["id"], "status": status, "timestamp": str(at)}
    if person is not None:
        told |= {"recipient_user_id": person.ref} | ({"recipient_id": digits(person)} if person.phone else {})
    else:
        told["recipient_id"] = message["to"]
    if message.get("tag"):
        told["biz_opaque_callback_data"] = message["tag"]
    return told | ({"errors": [describe_error(error)]} if error else {"pricing": _PRICING})


def seen(fact: Saw) -> Json:
    """Return what a status is about."""
    return {"id": fact.message.ref, "tag": fact.message.extra.get("tag", "")}
