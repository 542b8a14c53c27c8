"""Queries of pinned messages. A change counts as one of the message, so that open desks show it anew."""

from datetime import datetime

from msgspec import Struct

from otklik.infra.db import Tx


class PinLine(Struct, frozen=True, kw_only=True):
    """A pinned message: its beginning, and who pinned it when."""

    message_id: int
    seq: int
    kind: str
    author_name: str
    text: str
    operator_id: int | None
    operator_name: str
    pinned_at: datetime


async def insert(tx: Tx, message_id: int, operator: tuple[int | None, str]) -> bool:
    """Pin a message; False when it was pinned already. The caller has locked its conversation."""
    return bool(
        await tx.execute(
            """with added as (
                   insert into message_pin (message_id, workspace_id, operator_id, operator_name)
                   values (%(message)s, %(workspace)s, %(operator)s, %(name)s) on conflict do nothing
                   returning message_id
               )
               update message m set version = m.version + 1 from added
               where m.id = added.message_id and m.workspace_id = %(workspace)s""",
            {"message": message_id, "workspace": tx.workspace_id, "operator": operator[0], "name": operator[1]},
        )
    )


async def delete(tx: Tx, message_id: int) -> bool:
    """Unpin a message; False when it was not pinned. The caller has locked its conversation."""
    return bool(
        await tx.execute(
            """with taken as (
                   delete from message_pin where message_id = %(message)s and workspace_id = %(workspace)s
                   returning message_id
               )
               update message m set version = m.version + 1 from taken
               where m.id = taken.message_id and m.workspace_id = %(workspace)s""",
            {"message": message_id, "workspace": tx.workspace_id},
        )
    )


async def count(tx: Tx, conversation_id: int) -> int:
    """Count what is pinned in a conversation, without what its authors took back since."""
    return int(
        await tx.value(
            """select count(*) from message m join message_pin p on p.message_id = m.id
               where m.conversation_id = %(conversation)s and m.workspace_id = %(workspace)s
                     and m.deleted_at is null""",
            {"conversation": conversation_id, "workspace": tx.workspace_id},
        )
    )


async def list_pins(tx: Tx, conversation_id: int, excerpt: int) -> list[PinLine]:
    """Return what is pinned in a conversation, in the order of the thread, without what its authors took back since."""
    return await tx.fetch(
        PinLine,
        """select m.id as message_id, m.seq, m.kind, m.author_name, left(m.text, %(excerpt)s) as text, p.operator_id,
                  p.operator_name, p.pinned_at
           from message m join message_pin p on p.message_id = m.id
           where m.conversation_id = %(conversation)s and m.workspace_id = %(workspace)s and m.deleted_at is null
           order by m.seq""",
        {"conversation": conversation_id, "workspace": tx.workspace_id, "excerpt": excerpt},
    )
