"""Queries of followers. A change counts as one of the conversation, so that open desks read it anew."""

from otklik.infra.db import Tx


async def insert(tx: Tx, conversation_id: int, operator_id: int) -> bool:
    """Add a follower; False when they were one already. The caller has locked the conversation."""
    return bool(
        await tx.execute(
            """with added as (
                   insert into conversation_follower (conversation_id, operator_id, workspace_id)
                   values (%(conversation)s, %(operator)s, %(workspace)s) on conflict do nothing
                   returning conversation_id
               )
               update conversation c set version = c.version + 1 from added
               where c.id = added.conversation_id and c.workspace_id = %(workspace)s""",
            {"conversation": conversation_id, "operator": operator_id, "workspace": tx.workspace_id},
        )
    )


async def delete(tx: Tx, conversation_id: int, operator_id: int) -> bool:
    """Take a follower away; False when they were none. The caller has locked the conversation."""
    return bool(
        await tx.execute(
            """with taken as (
                   delete from conversation_follower where conversation_id = %(conversation)s
                       and operator_id = %(operator)s and workspace_id = %(workspace)s
                   returning conversation_id
               )
               update conversation c set version = c.version + 1 from taken
               where c.id = taken.conversation_id and c.workspace_id = %(workspace)s""",
            {"conversation": conversation_id, "operator": operator_id, "workspace": tx.workspace_id},
        )
    )


async def carry(tx: Tx, host_id: int, guest_id: int) -> None:
    """Let those who follow a conversation that goes on in another one follow that one as well."""
    await tx.execute(
        """insert into conversation_follower (conversation_id, operator_id, workspace_id)
           select %(host)s, operator_id, workspace_id from conversation_follower
           where conversation_id = %(guest)s and workspace_id = %(workspace)s
           on conflict do nothing""",
        {"host": host_id, "guest": guest_id, "workspace": tx.workspace_id},
    )
