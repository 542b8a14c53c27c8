"""Pinning: a message stands over its conversation for everybody at the desk. Every change leaves a line."""

from otklik.conversations import repository_pins as repository
from otklik.conversations.changes import announce_change
from otklik.conversations.errors import CannotChange, NoSuchMessage
from otklik.conversations.records import Author, MessageRecord
from otklik.conversations.repository import find_message, lock_message
from otklik.conversations.repository_pins import PinLine
from otklik.conversations.verbs import add_line, get_conversation
from otklik.infra.db import Tx
from otklik.kit.errors import TooMany

PINS_MAX = 20
EXCERPT = 200
_LINE = 80


class TooManyPins(TooMany):
    """As many messages are pinned in this conversation as may be; extra: limit."""

    code = "too_many_pins"
    what = "pinned messages in a conversation"


async def pin(tx: Tx, message_id: int, by: Author) -> None:
    """Pin a message; pinning twice is pinning once. Raises NoSuchMessage, CannotChange, TooManyPins."""
    message = await _lock(tx, message_id)
    if message.deleted_at is not None or message.direction == "system":
        raise CannotChange("there is nothing to pin", code="cannot_pin")
    if await repository.count(tx, message.conversation_id) >= PINS_MAX and not await _is_pinned(tx, message):
        raise TooManyPins(PINS_MAX)
    if await repository.insert(tx, message_id, (by.id, by.name)):
        await _tell(tx, message, by, "pinned")


async def unpin(tx: Tx, message_id: int, by: Author) -> None:
    """Unpin a message; one that is not pinned stays so. Raises NoSuchMessage."""
    message = await _lock(tx, message_id)
    if await repository.delete(tx, message_id):
        await _tell(tx, message, by, "unpinned")


async def list_pinned(tx: Tx, conversation_id: int) -> list[PinLine]:
    """Return what is pinned in a conversation, in the order of the thread."""
    return await repository.list_pins(tx, conversation_id, EXCERPT)


async def _lock(tx: Tx, message_id: int) -> MessageRecord:
    """Lock the conversation before its message, as everybody does who writes into both."""
    found = await find_message(tx, message_id)
    if found is None:
        raise NoSuchMessage("no such message")
    await get_conversation(tx, found.conversation_id, lock=True)
    message = await lock_message(tx, message_id)
    if message.conversation_id != found.conversation_id:
        raise NoSuchMessage("the message has just moved to another conversation")
    return message


async def _is_pinned(tx: Tx, message: MessageRecord) -> bool:
    return any(one.message_id == message.id for one in await list_pinned(tx, message.conversation_id))


async def _tell(tx: Tx, message: MessageRecord, by: Author, event: str) -> None:
    await announce_change(tx, message, event)
    conversation = await get_conversation(tx, message.conversation_id, lock=True)
    await add_line(tx, conversation, by, event, {"message_id": message.id, "text": _shorten(message.text)})


def _shorten(text: str) -> str:
    return text if len(text) <= _LINE else text[: _LINE - 1].rstrip() + "…"
