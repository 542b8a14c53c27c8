"""What a bot is told, in the words of Viber."""

from otklik.channelkit.stage import Blocked, Fact, File, Message, Person, Pressed, Saw, Started, World, Wrote
from otklik.channelkit.stage.world import Json

_TYPES = {"photo": "picture", "animation": "picture", "video": "video", "sticker": "sticker"}


def describe_person(person: Person, host: str) -> Json:
    """Describe a person."""
    avatar = f"{host}/avatar/{person.id}" if person.photo else ""
    return {"id": person.ref, "name": person.name, "avatar": avatar, "country": "RU", "language": person.language,
            "api_version": int(person.extra.get("api_version", 10))}  # fmt: skip


def describe(world: World, message: Message, host: str) -> Json:
    """Describe a message of a person."""
    body: Json
    if message.files:
        body = _describe_file(world.files[message.files[0]], message, host)
    elif message.location is not None:
        body = {"type": "location", "location": {"lat": message.location.latitude, "lon": message.location.longitude}}
    elif message.contact is not None:
        card = {"name": message.contact.first_name, "phone_number": message.contact.phone_number}
        body = {"type": "contact", "contact": card}
    else:
        body = {"type": "text", "text": message.text}
    raw: Json = message.extra.get("raw", {})
    return body | raw


def _describe_file(file: File, message: Message, host: str) -> Json:
    kind = _TYPES.get(file.kind, "file")
    body: Json = {"type": kind, "media": f"{host}/media/{file.id}"}
    if kind == "sticker":
        return body | {"sticker_id": 46105}
    if kind == "picture":
        body["text"] = message.text
    if kind == "video":
        body["duration"] = round(file.duration) or 1
    return body | {"file_name": file.name or "file.bin", "size": len(file.data)}


def translate(world: World, fact: Fact, host: str) -> Json | None:
    """Say what the person did; None for what Viber keeps to itself. The time and the number are added by the fake."""
    who = describe_person(fact.person, host)
    tracking = {"tracking_data": fact.chat.extra["tracking"]} if fact.chat.extra.get("tracking") else {}
    event: Json | None = None
    match fact:
        case Wrote(message=message):
            body = describe(world, message, host) | tracking
            event = {"event": "message", "sender": who, "message": body, "silent": False}
        case Pressed(key=key):
            body = {"type": "text", "text": key.payload} | tracking
            event = {"event": "message", "sender": who, "message": body, "silent": bool(key.extra.get("silent"))}
        case Started(ref=ref):
            known = bool(fact.chat.extra.get("subscribed"))
            context = {"context": ref} if ref else {}
            event = {"event": "conversation_started", "type": "open", "user": who, "subscribed": known, **context}
        case Blocked(on=True):
            event = {"event": "unsubscribed", "user_id": fact.person.ref}
        case Blocked():
            event = {"event": "subscribed", "user": who}
        case Saw(message=message):
            name = "seen" if message.status == "read" else "delivered"
            event = {"event": name, "user_id": fact.person.ref, "message_token": int(message.extra["token"])}
        case _:
            pass
    return event
