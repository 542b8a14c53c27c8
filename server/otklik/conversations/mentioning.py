"""Naming colleagues in a note: they are remembered by id, told of by an event, and seen by moving the read mark."""

from collections.abc import Sequence

from otklik.conversations import repository_mentions as repository
from otklik.conversations.events import ConversationMentioned
from otklik.conversations.records import Author, MessageRecord
from otklik.infra.db import Tx


async def mention(tx: Tx, note: MessageRecord, by: Author, operator_ids: Sequence[int]) -> None:
    """Remember whom a note names; whoever wrote it is not told of it. Others hear of it by the event."""
    named = sorted({number for number in operator_ids if by.kind != "operator" or number != by.id})
    if not named:
        return
    await repository.insert(tx, note.id, named)
    await tx.announce(
        ConversationMentioned(
            workspace_id=note.workspace_id, conversation_id=note.conversation_id, message_id=note.id,
            data={"operator_ids": named, "by": by.id},
        )
    )  # fmt: skip


async def note_seen(tx: Tx, conversation_id: int, operator_id: int, seq: int) -> None:
    """An operator has read up to `seq`: what names them there is seen."""
    await repository.set_seen(tx, conversation_id, operator_id, seq)
