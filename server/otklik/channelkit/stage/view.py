"""A chat through the eyes of the person: plain JSON for the phone of the sandbox or a checker."""

from otklik.channelkit.stage.world import Account, Chat, Json, Key, Message, World


def see_chat(world: World, account: Account, chat: Chat, now: float, can: frozenset[str]) -> Json:
    """Describe the whole chat. `can` names what the person may do in this messenger."""
    presses = [{"id": number, **press} for number, press in chat.presses.items()]
    keyboard = {"keyboard": [[_see_key(key) for key in row] for row in chat.keyboard]} if chat.keyboard else None
    return {
        "version": world.version,
        "bot": {"name": account.name, "username": account.username},
        "started": chat.started,
        "blocked": chat.blocked,
        "typing": "typing" if chat.typing_until > now else "",
        "keyboard": keyboard,
        "presses": presses,
        "can": sorted(can),
        "messages": [see_message(world, message) for message in chat.messages.values()],
    }


def see_message(world: World, message: Message) -> Json:
    """Describe one message; of several files the first stands for all in `file`."""
    files = [_see_file(world, number) for number in message.files if number in world.files]
    return {
        "id": message.id,
        "ref": message.ref,
        "mine": message.mine,
        "at": int(message.at),
        "kind": message.kind,
        "text": message.text,
        "entities": message.marks,
        "file": files[0] if files else None,
        "files": files,
        "location": _plain(message.location),
        "contact": _plain(message.contact),
        "album": message.album,
        "reply_to": message.reply_to,
        "quote": message.quote,
        "buttons": [[_see_key(key) for key in row] for row in message.keys],
        "edited": message.edited,
        "status": message.status,
        "reactions": message.reactions,
    }


def _see_key(key: Key) -> Json:
    return {"text": key.text} | ({"url": key.url} if key.url else {})


def _see_file(world: World, number: str) -> Json:
    file = world.files[number]
    return {"id": file.id, "name": file.name, "mime": file.mime, "size": len(file.data)}


def _plain(value: object) -> Json | None:
    if value is None:
        return None
    return {name: getattr(value, name) for name in value.__struct_fields__}  # type: ignore[attr-defined]
