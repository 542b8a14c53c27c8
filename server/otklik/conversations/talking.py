"""Answers that were spoken: somebody talks with the customer, who waits no more."""

from otklik.conversations import repository_talking as repository
from otklik.conversations.verbs import announce_changed, get_conversation
from otklik.infra.db import Tx


async def note_talked(tx: Tx, conversation_id: int) -> None:
    """Count a call that was taken as an answer; the caller has locked the conversation."""
    if await repository.note_talked(tx, conversation_id):
        await announce_changed(tx, await get_conversation(tx, conversation_id), "talked", {})
