"""What a spoken answer changes in a conversation."""

from otklik.infra.db import Tx


async def note_talked(tx: Tx, conversation_id: int) -> bool:
    """Let nobody wait any more; False when nobody did."""
    return bool(
        await tx.execute(
            """update conversation set waiting_since = null, first_response_at = coalesce(first_response_at, now())
               where id = %(id)s and workspace_id = %(workspace)s and waiting_since is not null""",
            {"id": conversation_id, "workspace": tx.workspace_id},
        )
    )
