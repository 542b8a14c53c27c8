"""Our own reaction on a message: what is wanted, and what became of it. Only the newest wish counts."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from otklik.conversations import repository_reactions as repository
from otklik.conversations.changes import announce_change
from otklik.conversations.errors import CannotChange
from otklik.conversations.records import Author, MessageRecord
from otklik.conversations.repository import find_message, lock_message
from otklik.infra.db import Tx

OURS = repository.OURS


class Wish(Struct, frozen=True):
    """What shall stand on which message of the provider, in whose chat, and how long ago that was wanted."""

    external_id: str
    recipient: str
    emojis: tuple[str, ...]
    age_s: float


async def find_bearer(tx: Tx, message_id: int) -> MessageRecord:
    """Return a message that can bear a reaction of ours, locked; raises NoSuchMessage, CannotChange."""
    message = await lock_message(tx, message_id)
    if message.note or message.deleted_at is not None or message.direction == "system" or message.inbox_id is None:
        raise CannotChange("this message bears no reactions", code="cannot_react")
    if not await repository.find_external_id(tx, message.id):
        raise CannotChange("the message has not arrived yet", code="cannot_react")
    return message


async def wish(tx: Tx, message: MessageRecord, emojis: Sequence[str], by: Author) -> int | None:
    """Note what shall stand on a locked message; returns the version of the wish, None when it is the present one."""
    known = await repository.find_own(tx, message.id)
    shown = known.emojis if known else []
    if shown == list(emojis) and (known is None or known.state != "failed"):
        return None
    version = await repository.want(tx, message.id, emojis, (by.id, by.name))
    await announce_change(tx, message, "reaction")
    return version


async def find_wish(tx: Tx, message_id: int, version: int) -> Wish | None:
    """Return a wish that is still the newest and not fulfilled."""
    own = await repository.find_own(tx, message_id)
    if own is None or own.version != version or own.state != "queued":
        return None
    return Wish(
        await repository.find_external_id(tx, message_id),
        await repository.find_recipient(tx, message_id),
        tuple(own.emojis),
        own.age_s,
    )


async def settle_wish(tx: Tx, message_id: int, version: int, error: dict[str, Any] | None) -> None:
    """Note that the channel shows what was wanted, or why it does not; a wish that is not the newest is nobody's."""
    message = await find_message(tx, message_id)
    if message is None or await find_wish(tx, message_id, version) is None:
        return
    if error is None:
        await repository.note_given(tx, message_id)
    else:
        await repository.note_failed(tx, message_id, error)
    await announce_change(tx, message, "reaction")
