"""Following: an operator hears how a conversation goes on without holding it. The header shows who; no line is left."""

from otklik.conversations import repository_following as repository
from otklik.conversations.verbs import announce_changed, get_conversation
from otklik.infra.db import Tx


async def follow(tx: Tx, conversation_id: int, operator_id: int) -> None:
    """Let an operator follow a conversation; raises NoSuchConversation. Following twice is following once."""
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if await repository.insert(tx, conversation_id, operator_id):
        await announce_changed(tx, conversation, "followed", {"by": operator_id})


async def unfollow(tx: Tx, conversation_id: int, operator_id: int) -> None:
    """Let an operator follow a conversation no more; raises NoSuchConversation."""
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if await repository.delete(tx, conversation_id, operator_id):
        await announce_changed(tx, conversation, "unfollowed", {"by": operator_id})
