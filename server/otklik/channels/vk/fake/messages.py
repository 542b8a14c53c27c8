"""Methods that say something to a person, or change what was said."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import msgspec

from otklik.channelkit.fakes import Moods
from otklik.channelkit.stage import Account, Chat, Key, Message, Person, Point, World
from otklik.channelkit.stage.world import Json
from otklik.channels.vk.fake.errors import WORDS, refuse
from otklik.channels.vk.fake.events import message_number
from otklik.channels.vk.fake.params import Params
from otklik.channels.vk.reactions import emoji_of

_TEXT_MAX = 4096
_ATTACHMENTS_MAX = 10
_ROWS_MAX, _ROW_MAX, _KEYS_MAX, _LABEL_MAX, _PAYLOAD_MAX = 6, 5, 10, 40, 255
_TYPING_S = 10
_DAY_S = 24 * 3600
_PEERS_MAX = 100
Value = Any
"""Whatever stands in an answer."""


class Town(Protocol):
    """What these methods need of the fake."""

    world: World

    @property
    def moods(self) -> Moods:
        """What goes wrong."""
        ...

    def now(self) -> float:
        """Return the time in seconds."""
        ...

    def touch(self) -> None:
        """Tell those who watch."""
        ...

    def find_person(self, ref: str) -> Person | None:
        """Return somebody by number."""
        ...

    def write(self, account: Account, chat: Chat, **content: Any) -> Message:  # noqa: ANN401 - fields of a message
        """Let our side write."""
        ...

    def tell_reply(self, account: Account, chat: Chat, message: Message) -> None:
        """Tell the community what it wrote itself."""
        ...


async def send(town: Town, account: Account, params: Params) -> Value:
    random_id = params.needed("random_id")
    many = params.numbers("peer_ids")
    if not many:
        peer = params.number("peer_id") or params.number("user_id")
        code = _find_obstacle(town, account, peer)
        return refuse(code) if code else message_number(*_write(town, account, peer, random_id, params))
    if len(many) > _PEERS_MAX:
        refuse(100, "peer_ids is invalid")
    return [_send_one(town, account, peer, random_id, params) for peer in many]


def _send_one(town: Town, account: Account, peer: int, random_id: int, params: Params) -> Json:
    code = _find_obstacle(town, account, peer)
    if code:
        return {"peer_id": peer, "message_id": 0, "error": {"code": code, "description": WORDS[code]}}
    chat, cmid = _write(town, account, peer, random_id, params)
    bare = town.moods.take("without_cmid") is not None
    number = {} if bare else {"conversation_message_id": cmid}
    return {"peer_id": peer, "message_id": message_number(chat, cmid), **number}


def _find_obstacle(town: Town, account: Account, peer: int) -> int:
    person = town.find_person(str(peer))
    chat = account.chats.get(str(peer))
    if person is not None and person.gone:
        return 18
    if person is None or chat is None or not chat.started or chat.blocked or town.moods.take("blocked") is not None:
        return 901
    return 0


def _write(town: Town, account: Account, peer: int, random_id: int, params: Params) -> tuple[Chat, int]:
    chat = account.chats[str(peer)]
    known = account.extra["sent"].setdefault(str(peer), {})
    if random_id and str(random_id) in known:
        return chat, known[str(random_id)]
    content = _read_content(town, params)
    place = None
    if params.text("lat"):
        place = Point(latitude=float(params.text("lat")), longitude=float(params.text("long")))
    if not content["text"] and not content["files"] and place is None:
        refuse(100, "message is empty or invalid")
    message = town.write(
        account,
        chat,
        location=place,
        reply_to=_answered(chat, params),
        extra={"random_id": random_id, "raw": _payload(params)},
        **content,
    )
    if place is not None:
        message.kind = "location"
    known[str(random_id)] = message.id
    town.tell_reply(account, chat, message)
    return chat, message.id


def _payload(params: Params) -> Json:
    """Keep the hidden word of a message; VK brings it back when it tells of the message."""
    if not params.text("payload"):
        return {}
    params.json("payload")
    return {"payload": params.text("payload")}


def _read_content(town: Town, params: Params) -> Json:
    text = params.text("message")
    if len(text) > _TEXT_MAX:
        refuse(914)
    files = [_find_file(town, handle) for handle in params.text("attachment").split(",") if handle]
    if len(files) > _ATTACHMENTS_MAX:
        refuse(100, "attachment: too many")
    if len(files) > 1 and any(town.world.files[one].kind == "voice" for one in files):
        refuse(100, "attachment: audio_message should be alone")
    kind = town.world.files[files[0]].kind if files else "text"
    return {"text": text, "files": files, "kind": kind, "keys": _read_keyboard(params)}


def _find_file(town: Town, handle: str) -> str:
    for number, file in town.world.files.items():
        if file.extra.get("handle") == handle:
            return number
    return refuse(100, "attachment is invalid")


def _answered(chat: Chat, params: Params) -> int | None:
    forward = params.json("forward")
    if forward is None:
        return None
    numbers = forward.get("conversation_message_ids") or []
    if forward.get("peer_id") != chat.person or not numbers or str(numbers[0]) not in chat.messages:
        refuse(100, "forward is invalid")
    return int(numbers[0]) if forward.get("is_reply") else None


def _read_keyboard(params: Params) -> list[list[Key]]:
    keyboard = params.json("keyboard")
    if keyboard is None:
        return []
    rows = keyboard.get("buttons", [])
    if not keyboard.get("inline") or len(rows) > _ROWS_MAX or sum(len(row) for row in rows) > _KEYS_MAX:
        refuse(911)
    if any(not row or len(row) > _ROW_MAX for row in rows):
        refuse(911)
    return [[_read_key(button) for button in row] for row in rows]


def _read_key(button: Json) -> Key:
    action = button.get("action", {})
    label, payload = action.get("label", ""), action.get("payload", "")
    if not label or len(label) > _LABEL_MAX or len(payload) > _PAYLOAD_MAX:
        refuse(911)
    if action.get("type") == "open_link":
        if "color" in button or not action.get("link", "").startswith(("http://", "https://")):
            refuse(911)
        return Key(text=label, url=action["link"])
    if action.get("type") not in ("callback", "text"):
        refuse(911)
    try:
        msgspec.json.decode(payload)
    except msgspec.MsgspecError:
        refuse(911)
    return Key(text=label, payload=payload)


async def edit(town: Town, account: Account, params: Params) -> Value:
    message = _mine(account, params, 909, town.now())
    content = _read_content(town, params)
    if not content["text"] and not content["files"]:
        refuse(100, "message is empty or invalid")
    message.text, message.files, message.keys = content["text"], content["files"], content["keys"]
    message.edited = True
    town.touch()
    return 1


async def delete(town: Town, account: Account, params: Params) -> Value:
    chat = _chat(account, params)
    numbers = params.numbers("cmids") or [number % 100_000 for number in params.numbers("message_ids")]
    done: Json = {}
    for number in numbers:
        stored = chat.messages.get(str(number))
        if stored is not None and town.now() - stored.at > _DAY_S:
            refuse(924)
        done[str(number)] = 1 if chat.messages.pop(str(number), None) else 0
    town.touch()
    return done


async def set_activity(town: Town, account: Account, params: Params) -> Value:
    if params.text("type") not in ("typing", "audiomessage", "photo", "video", "file"):
        refuse(100, "type is invalid")
    _chat(account, params).typing_until = town.now() + _TYPING_S
    town.touch()
    return 1


async def mark_read(town: Town, account: Account, params: Params) -> Value:
    chat = _chat(account, params)
    last = params.number("up_to_cmid")
    for message in chat.messages.values():
        if message.mine and (not last or message.id <= last):
            message.status = "read"
    town.touch()
    return 1


async def react(town: Town, account: Account, params: Params) -> Value:
    message = _message(account, params)
    message.reactions["ours"] = [emoji_of(params.needed("reaction_id"))]
    town.touch()
    return 1


async def unreact(town: Town, account: Account, params: Params) -> Value:
    _message(account, params).reactions.pop("ours", None)
    town.touch()
    return 1


async def answer_press(town: Town, account: Account, params: Params) -> Value:
    press = _chat(account, params).presses.get(params.text("event_id"))
    if press is None or params.needed("user_id") != params.needed("peer_id"):
        refuse(100, "event_id is invalid")
    press["spinning"] = False
    town.touch()
    return 1


def _chat(account: Account, params: Params) -> Chat:
    found = account.chats.get(str(params.needed("peer_id")))
    return found if found is not None else refuse(901)


def _message(account: Account, params: Params) -> Message:
    chat = _chat(account, params)
    number = params.number("cmid") or params.number("message_id") % 100_000
    found = chat.messages.get(str(number))
    return found if found is not None else refuse(100, "cmid is invalid")


def _mine(account: Account, params: Params, too_late: int, now: float) -> Message:
    message = _message(account, params)
    if message.mine:
        refuse(15)
    return message if now - message.at <= _DAY_S else refuse(too_late)


METHODS: dict[str, Callable[[Town, Account, Params], Awaitable[Value]]] = {
    "messages.send": send, "messages.edit": edit, "messages.delete": delete, "messages.setActivity": set_activity,
    "messages.markAsRead": mark_read, "messages.sendReaction": react, "messages.deleteReaction": unreact,
    "messages.sendMessageEventAnswer": answer_press,
}  # fmt: skip
