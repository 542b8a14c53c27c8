"""Queries that sort conversations: tags, priority, spam, the reason of closing. The callers hold the locks."""

from collections.abc import Sequence

from msgspec import Struct

from otklik.infra.db import Tx


class Sorted(Struct, frozen=True, kw_only=True):
    """What a conversation is sorted by at present."""

    tag_ids: list[int]
    priority: int
    spam: bool


async def find_sorted(tx: Tx, conversation_id: int) -> Sorted:
    """Return what a conversation, which exists, is sorted by."""
    found = await tx.find(
        Sorted,
        "select tag_ids, priority, spam from conversation where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )
    assert found is not None  # noqa: S101 - the caller has locked it
    return found


async def set_tags(tx: Tx, conversation_id: int, tag_ids: Sequence[int]) -> None:
    """Replace the tags."""
    await tx.execute(
        "update conversation set tag_ids = %(tags)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "tags": list(tag_ids), "workspace": tx.workspace_id},
    )


async def set_priority(tx: Tx, conversation_id: int, priority: int) -> None:
    """Set the priority."""
    await tx.execute(
        "update conversation set priority = %(priority)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "priority": priority, "workspace": tx.workspace_id},
    )


async def set_reason(tx: Tx, conversation_id: int, reason_id: int | None) -> None:
    """Remember what a conversation was closed for."""
    await tx.execute(
        "update conversation set reason_id = %(reason)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "reason": reason_id, "workspace": tx.workspace_id},
    )


async def mark_spam(tx: Tx, conversation_id: int) -> None:
    """Call a conversation, which is resolved in this transaction, spam."""
    await tx.execute(
        "update conversation set spam = true, reason_id = null where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )


async def await_answer(tx: Tx, conversation_id: int) -> None:
    """Let the customer wait from the first message we have not answered; what came into spam waited for nothing."""
    await tx.execute(
        """update conversation c set waiting_since = (
               select min(m.sent_at) from message m
               where m.conversation_id = c.id and m.direction = 'in' and m.seq > c.last_out_seq)
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )


async def forget_tag(tx: Tx, tag_id: int, limit: int) -> int:
    """Take a tag out of up to `limit` conversations, none of which somebody works on just now; returns how many."""
    return await tx.execute(
        """update conversation set tag_ids = array_remove(tag_ids, %(tag)s::bigint)
           where workspace_id = %(workspace)s and id in (
               select id from conversation
               where workspace_id = %(workspace)s and tag_ids @> array[%(tag)s]::bigint[] and tag_ids <> '{}'
               limit %(limit)s for no key update skip locked)""",
        {"tag": tag_id, "workspace": tx.workspace_id, "limit": limit},
    )


async def is_tag_used(tx: Tx, tag_id: int) -> bool:
    """Whether any conversation holds a tag."""
    return bool(
        await tx.value(
            """select exists (select from conversation
               where workspace_id = %(workspace)s and tag_ids @> array[%(tag)s]::bigint[] and tag_ids <> '{}')""",
            {"tag": tag_id, "workspace": tx.workspace_id},
        )
    )
