"""Queries of mentions at the desk."""

from collections.abc import Sequence

from otklik.infra.db import Tx


async def list_members(tx: Tx, team_ids: Sequence[int]) -> list[int]:
    """Return the people of teams who still work here."""
    rows = await tx.rows(
        """select distinct m.operator_id from team_member m join operator o on o.id = m.operator_id
           where m.team_id = any(%(teams)s) and o.workspace_id = %(workspace)s and o.disabled_at is null""",
        {"teams": list(team_ids), "workspace": tx.workspace_id},
    )
    return [row[0] for row in rows]


async def list_online(tx: Tx) -> list[int]:
    """Return the people who are at the desk now."""
    rows = await tx.rows(
        """select id from operator
           where workspace_id = %(workspace)s and presence = 'online' and disabled_at is null and not demo""",
        {"workspace": tx.workspace_id},
    )
    return [row[0] for row in rows]


async def count_unseen(tx: Tx, operator_ids: Sequence[int], cap: int) -> dict[int, int]:
    """Count, for each operator, the conversations in which notes name them that they have not seen."""
    rows = await tx.rows(
        """select n.operator_id, least(count(distinct m.conversation_id), %(cap)s)
           from mention n join message m on m.id = n.message_id and m.deleted_at is null
           where n.workspace_id = %(workspace)s and n.operator_id = any(%(operators)s) and not n.seen
           group by n.operator_id""",
        {"operators": list(operator_ids), "cap": cap, "workspace": tx.workspace_id},
    )
    return {row[0]: row[1] for row in rows}
