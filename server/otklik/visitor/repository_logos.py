"""Queries about the logos of chats. A stored file without a row of `file` is swept away."""

from otklik.infra.db import Tx


async def find_logo(tx: Tx, inbox_id: int) -> str | None:
    """Return the key of a chat's logo."""
    found = await tx.value(
        "select file_key from chat_logo where inbox_id = %(id)s and workspace_id = %(workspace)s",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )
    return None if found is None else str(found)


async def put_logo(tx: Tx, inbox_id: int, key: str) -> None:
    """Put a stored file in the place of the former logo, which is let go."""
    await delete_logo(tx, inbox_id)
    await tx.execute(
        """insert into chat_logo (inbox_id, workspace_id, file_key)
           select id, workspace_id, %(key)s from inbox where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": inbox_id, "key": key, "workspace": tx.workspace_id},
    )


async def delete_logo(tx: Tx, inbox_id: int) -> bool:
    """Let a chat's logo go; False when it has none."""
    key = await tx.value(
        "delete from chat_logo where inbox_id = %(id)s and workspace_id = %(workspace)s returning file_key",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )
    if key is not None:
        await tx.execute(
            "delete from file where key = %(key)s and workspace_id = %(workspace)s",
            {"key": key, "workspace": tx.workspace_id},
        )
    return key is not None
