"""What is going to be sent, all of it decided by the seed before the storm begins."""

import json
import random
import uuid

from msgspec import Struct

FIRST_PERSON = 10_000_000
_SENT_AT = 1_795_341_600
_UNREADABLE_SHARE = 0.005
_WINDOW = 40


class Size(Struct, frozen=True, kw_only=True):
    """How much there is to do; `rate` is hook calls a second."""

    seed: int
    hooks: int
    replies: int
    rate: float
    people: int
    inboxes: int = 4
    screens: int = 3


class Update(Struct, frozen=True, kw_only=True):
    """One update of a provider. `mark` is found again in the text, or in the body when it cannot be read."""

    mark: str
    inbox: int
    external_id: str
    readable: bool
    body: bytes


class Reply(Struct, frozen=True):
    """One reply to be posted."""

    client_id: str
    text: str


def inbox_of(person: int, inboxes: int) -> int:
    """Return the number of the inbox a person writes to."""
    return person % inboxes


def draw(size: Size, stream: str) -> random.Random:
    """Return the chance of one part of the run, independent of the other parts."""
    return random.Random(f"{size.seed}-{stream}")


def make_updates(size: Size) -> list[Update]:
    """Make the updates in a disorderly order: neighbours within a window are shuffled."""
    chance = draw(size, "updates")
    updates = [_make_update(number, size, chance) for number in range(1, size.hooks + 1)]
    for start in range(0, len(updates), _WINDOW):
        window = updates[start : start + _WINDOW]
        chance.shuffle(window)
        updates[start : start + _WINDOW] = window
    return updates


def _make_update(number: int, size: Size, chance: random.Random) -> Update:
    mark = f"№{number:07d}"
    person = FIRST_PERSON + chance.randrange(size.people)
    inbox = inbox_of(person, size.inboxes)
    if chance.random() < _UNREADABLE_SHARE:
        return Update(mark=mark, inbox=inbox, external_id="", readable=False, body=f"это не JSON {mark}".encode())
    someone = {"id": person, "is_bot": False, "first_name": "Вера", "language_code": "ru"}
    message = {
        "message_id": number, "from": someone, "chat": {"id": person, "first_name": "Вера", "type": "private"},
        "date": _SENT_AT + number // 10, "text": f"Где мой заказ {mark}? 📦",
    }  # fmt: skip
    body = json.dumps({"update_id": number, "message": message}, ensure_ascii=False).encode()
    return Update(mark=mark, inbox=inbox, external_id=f"{person}:{number}", readable=True, body=body)


def make_replies(size: Size) -> list[Reply]:
    """Make the replies; the client ids come from the seed as well."""
    chance = draw(size, "replies")
    return [
        Reply(str(uuid.UUID(int=chance.getrandbits(128), version=4)), f"Ответ №{number:06d}: курьер уже едет")
        for number in range(1, size.replies + 1)
    ]
