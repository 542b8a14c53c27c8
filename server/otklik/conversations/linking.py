"""Parent and child: a conversation that belongs to another one, of the same customer or not. Both tell of it."""

from otklik.conversations import repository_linking as repository
from otklik.conversations.errors import AlreadyLinked, CannotLink, TooManyLinks
from otklik.conversations.records import Author
from otklik.conversations.repository_linking import LinkedRow as LinkedRow  # noqa: PLC0414 - what this face gives
from otklik.conversations.verbs import add_line, announce_changed, get_conversation
from otklik.infra.db import Tx

CHILDREN_MAX = 50


async def find_parent(tx: Tx, conversation_id: int) -> LinkedRow | None:
    """Return the conversation to which this one belongs."""
    return await repository.find_parent(tx, conversation_id)


async def list_children(tx: Tx, conversation_id: int) -> list[LinkedRow]:
    """Return the conversations that belong to this one, the open ones first."""
    return await repository.list_children(tx, conversation_id, CHILDREN_MAX)


async def link(tx: Tx, parent_id: int, child_id: int, by: Author) -> None:
    """Let a conversation belong to another; raises CannotLink, AlreadyLinked and TooManyLinks."""
    await repository.lock_links(tx)
    await _lock_both(tx, parent_id, child_id)
    if parent_id == child_id or await repository.is_above(tx, child_id, parent_id):
        raise CannotLink("a conversation cannot belong to itself")
    now = await repository.find_parent(tx, child_id)
    if now is not None:
        if now.id == parent_id:
            return
        raise AlreadyLinked("it belongs to another conversation already", extra={"conversation_id": now.id})
    if len(await repository.list_children(tx, parent_id, CHILDREN_MAX)) >= CHILDREN_MAX:
        raise TooManyLinks(f"at most {CHILDREN_MAX} belong to one conversation", extra={"limit": CHILDREN_MAX})
    await repository.insert_link(tx, parent_id, child_id)
    await _tell(tx, by, (child_id, "linked_up", parent_id), (parent_id, "linked_down", child_id))


async def unlink(tx: Tx, child_id: int, by: Author) -> None:
    """Part a conversation from the one it belongs to; one that belongs to none is left as it is."""
    await repository.lock_links(tx)
    parent = await repository.find_parent(tx, child_id)
    if parent is None:
        return
    await _lock_both(tx, parent.id, child_id)
    await repository.delete_link(tx, child_id)
    await _tell(tx, by, (child_id, "unlinked_up", parent.id), (parent.id, "unlinked_down", child_id))


async def _lock_both(tx: Tx, *ids: int) -> None:
    for conversation_id in sorted(set(ids)):
        await get_conversation(tx, conversation_id, lock=True)


async def _tell(tx: Tx, by: Author, *lines: tuple[int, str, int]) -> None:
    for conversation_id, event, other in lines:
        conversation = await get_conversation(tx, conversation_id)
        await add_line(tx, conversation, by, event, {"conversation_id": other})
        await announce_changed(tx, conversation, event, {})
