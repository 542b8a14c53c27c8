"""The one place that decides which objects an actor may see; everything in a workspace, so far.

Absent and not yours are answered alike.
"""

from collections.abc import Sequence

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.contacts.errors import NoSuchContact
from otklik.contacts.records import ContactRow
from otklik.contacts.repository import find_contact
from otklik.conversations.errors import NoSuchConversation, NoSuchMessage
from otklik.conversations.records import ConversationRecord, MessageRecord
from otklik.conversations.repository import find_conversation, find_message
from otklik.desk.repository import list_existing
from otklik.infra.db import Tx


async def see_conversation(tx: Tx, actor: Actor, conversation_id: int) -> ConversationRecord:
    """Return a conversation the actor may see; raises NoSuchConversation."""
    actor.check(Permission.CONVERSATIONS_VIEW)
    found = await find_conversation(tx, conversation_id)
    if found is None or found.workspace_id != actor.workspace_id:
        raise NoSuchConversation("no such conversation")
    return found


async def see_conversations(tx: Tx, actor: Actor, conversation_ids: Sequence[int]) -> frozenset[int]:
    """Return those of the conversations that the actor may see; the rule of `see_conversation` for many at once."""
    actor.check(Permission.CONVERSATIONS_VIEW)
    return frozenset(await list_existing(tx, conversation_ids))


async def see_message(tx: Tx, actor: Actor, message_id: int, conversation_id: int | None = None) -> MessageRecord:
    """Return a message the actor may see, of this conversation if one is named; raises NoSuchMessage."""
    found = await find_message(tx, message_id)
    if found is None or found.workspace_id != actor.workspace_id:
        raise NoSuchMessage("no such message")
    if conversation_id is not None and found.conversation_id != conversation_id:
        raise NoSuchMessage("no such message")
    await see_conversation(tx, actor, found.conversation_id)
    return found


async def see_contact(tx: Tx, actor: Actor, contact_id: int) -> ContactRow:
    """Return a contact the actor may see; one that was merged leads to the kept one; raises NoSuchContact."""
    actor.check(Permission.CONTACTS_VIEW)
    found = await find_contact(tx, contact_id)
    if found is None or found.workspace_id != actor.workspace_id:
        raise NoSuchContact("no such contact")
    return await see_contact(tx, actor, found.merged_into) if found.merged_into is not None else found
