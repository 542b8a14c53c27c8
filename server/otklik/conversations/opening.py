"""Conversations that we begin, instead of the customer."""

from uuid import UUID

from otklik.conversations import repository
from otklik.conversations.errors import AlreadyOpen, NoSuchConversation
from otklik.conversations.events import ConversationOpened
from otklik.conversations.records import Author, Beginning, ConversationRecord
from otklik.conversations.verbs import add_line
from otklik.infra.db import Tx


async def open_conversation(tx: Tx, by: Author, beginning: Beginning, client_id: UUID) -> ConversationRecord:
    """Open a conversation for the message `client_id`; asked again for the same message, return the one it opened.

    Refuses a contact who has an unresolved conversation: extra conversation_id names it.
    """
    await repository.lock_contact(tx, beginning.contact_id)
    known = await repository.find_opened_for(tx, beginning.contact_id, client_id)
    if known is not None:
        return await _get(tx, known)
    current = await repository.find_current(tx, beginning.contact_id)
    if current is not None:
        raise AlreadyOpen("this person has an open conversation", extra={"conversation_id": current})
    await repository.retire_current(tx, beginning.contact_id)
    conversation = await _get(tx, await repository.insert_conversation(tx, beginning))
    await add_line(tx, conversation, by, "opened", {})
    await tx.announce(
        ConversationOpened(
            workspace_id=tx.workspace_id, conversation_id=conversation.id, contact_id=beginning.contact_id,
            data={"by": by.kind},
        )
    )  # fmt: skip
    return conversation


async def find_opened(tx: Tx, contact_id: int, client_id: UUID) -> int | None:
    """Return the conversation of a person that was opened for a message."""
    return await repository.find_opened_for(tx, contact_id, client_id)


async def find_running(tx: Tx, contact_id: int) -> int | None:
    """Return the unresolved conversation of a person, in which everything goes on."""
    return await repository.find_current(tx, contact_id)


async def _get(tx: Tx, conversation_id: int) -> ConversationRecord:
    found = await repository.find_conversation(tx, conversation_id)
    if found is None:
        raise NoSuchConversation("no such conversation")
    return found
