"""Queries of mentions."""

from collections.abc import Sequence

from otklik.infra.db import Tx


async def insert(tx: Tx, message_id: int, operator_ids: Sequence[int]) -> None:
    """Remember whom a note names, each once."""
    await tx.execute(
        """insert into mention (message_id, operator_id, workspace_id)
           select %(message)s, u.id, %(workspace)s from unnest(%(operators)s::bigint[]) as u(id)
           on conflict do nothing""",
        {"message": message_id, "operators": list(operator_ids), "workspace": tx.workspace_id},
    )


async def set_seen(tx: Tx, conversation_id: int, operator_id: int, seq: int) -> None:
    """Note that mentions up to a place are seen."""
    await tx.execute(
        """update mention n set seen = true from message m
           where n.workspace_id = %(workspace)s and n.operator_id = %(operator)s and not n.seen
                 and m.id = n.message_id and m.conversation_id = %(conversation)s and m.seq <= %(seq)s""",
        {"conversation": conversation_id, "operator": operator_id, "seq": seq, "workspace": tx.workspace_id},
    )
