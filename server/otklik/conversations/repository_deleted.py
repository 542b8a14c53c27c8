"""Queries about what deleted messages said."""

from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx


class DeletedBody(Struct, frozen=True):
    """What a message said before it was deleted."""

    text: str
    content: dict[str, Any] | None


async def keep_body(tx: Tx, message: MessageRecord) -> None:
    """Keep what a message says; the first words kept stay."""
    await tx.execute(
        """insert into deleted_message (message_id, workspace_id, text, content)
           values (%(id)s, %(workspace)s, %(text)s, %(content)s) on conflict do nothing""",
        {
            "id": message.id, "workspace": message.workspace_id, "text": message.text,
            "content": Jsonb(message.content) if message.content else None,
        },
    )  # fmt: skip


async def find_body(tx: Tx, message_id: int) -> DeletedBody | None:
    """Return what a deleted message said, while it is kept."""
    return await tx.find(
        DeletedBody,
        """select text, content from deleted_message where message_id = %(id)s and workspace_id = %(workspace)s""",
        {"id": message_id, "workspace": tx.workspace_id},
    )
