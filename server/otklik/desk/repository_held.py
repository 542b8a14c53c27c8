"""Queries of messages that wait before they leave."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.desk.repository_drafts import UploadLine
from otklik.infra.db import Tx


class HeldRow(Struct, frozen=True, kw_only=True):
    """A message that waits; `due_in_s` is negative when its time has come."""

    id: int
    workspace_id: int
    conversation_id: int
    client_id: UUID
    scheduled: bool
    author_kind: str
    author_id: int | None
    author_name: str
    body: dict[str, Any]
    upload_ids: list[int]
    resolve: bool
    afterwards: dict[str, Any] | None
    unless_answered: bool
    base_id: int
    due_at: datetime
    due_in_s: float
    state: str
    reason: str
    message_id: int | None
    version: int
    created_at: datetime


_COLUMNS: LiteralString = """select id, workspace_id, conversation_id, client_id, scheduled, author_kind, author_id,
    author_name, body, upload_ids, resolve, afterwards, unless_answered, base_id, due_at,
    extract(epoch from due_at - clock_timestamp())::float8 as due_in_s, state, reason, message_id, version, created_at
    from held_message where workspace_id = %(workspace)s """


async def find(tx: Tx, held_id: int, *, lock: bool = False) -> HeldRow | None:
    """Return a message that waits or waited, locked if asked; the caller has locked its conversation then."""
    query: LiteralString = _COLUMNS + "and id = %(id)s"
    return await tx.find(
        HeldRow, query + " for update" if lock else query, {"id": held_id, "workspace": tx.workspace_id}
    )


async def find_by_client_id(tx: Tx, conversation_id: int, client_id: UUID) -> HeldRow | None:
    """Return what a client has asked for under its own id."""
    return await tx.find(
        HeldRow,
        _COLUMNS + "and conversation_id = %(conversation)s and client_id = %(client)s",
        {"conversation": conversation_id, "client": client_id, "workspace": tx.workspace_id},
    )


async def find_opened_for(tx: Tx, contact_id: int, client_id: UUID) -> int | None:
    """Return the contact's conversation in which the message a client made under its own id waits or waited."""
    found: int | None = await tx.value(
        """select c.id from conversation c join held_message h on h.conversation_id = c.id and h.client_id = %(client)s
           where c.contact_id = %(id)s and c.workspace_id = %(workspace)s limit 1""",
        {"id": contact_id, "client": client_id, "workspace": tx.workspace_id},
    )
    return found


async def list_there(tx: Tx, conversation_id: int) -> list[HeldRow]:
    """Return what waits in a conversation, and what was stopped and is not put away yet, in the order of leaving."""
    return await tx.fetch(
        HeldRow,
        _COLUMNS + """and conversation_id = %(conversation)s and state in ('waiting', 'stopped') order by due_at, id""",
        {"conversation": conversation_id, "workspace": tx.workspace_id},
    )


async def insert(tx: Tx, values: Mapping[str, Any]) -> int:
    """Let a message wait; returns its number."""
    return int(
        await tx.value(
            """insert into held_message (workspace_id, conversation_id, client_id, scheduled, author_kind, author_id,
                                         author_name, body, upload_ids, resolve, afterwards, unless_answered,
                                         base_id, due_at)
               values (%(workspace)s, %(conversation)s, %(client)s, %(scheduled)s, %(author_kind)s, %(author_id)s,
                       %(author_name)s, %(body)s, %(uploads)s, %(resolve)s, %(afterwards)s, %(unless)s, %(base)s,
                       coalesce(%(at)s::timestamptz, clock_timestamp() + %(delay)s * interval '1 second'))
               returning id""",
            {
                **values,
                "workspace": tx.workspace_id,
                "body": Jsonb(values["body"]),
                "afterwards": values["afterwards"] and Jsonb(values["afterwards"]),
            },
        )
    )


async def take_back(tx: Tx, held_id: int) -> bool:
    """Take a message back unless it has left or was taken back already; False then."""
    return bool(
        await tx.execute(
            """update held_message set state = 'undone', version = version + 1, changed_at = now()
               where id = %(id)s and workspace_id = %(workspace)s and state in ('waiting', 'stopped')""",
            {"id": held_id, "workspace": tx.workspace_id},
        )
    )


async def settle(tx: Tx, held_id: int, message_id: int) -> None:
    """Note as which message a locked one has left."""
    await tx.execute(
        """update held_message set state = 'sent', message_id = %(message)s, reason = '', version = version + 1,
                  changed_at = now()
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": held_id, "message": message_id, "workspace": tx.workspace_id},
    )


async def stop(tx: Tx, held_id: int, reason: str) -> bool:
    """Note why a message that waits will not leave by itself; False when it waits no more."""
    return bool(
        await tx.execute(
            """update held_message set state = 'stopped', reason = %(reason)s, version = version + 1, changed_at = now()
               where id = %(id)s and workspace_id = %(workspace)s and state = 'waiting'""",
            {"id": held_id, "reason": reason, "workspace": tx.workspace_id},
        )
    )


async def change(tx: Tx, held_id: int, values: Mapping[str, Any]) -> None:
    """Change a locked message; one that was stopped waits again."""
    await tx.execute(
        """update held_message set state = 'waiting', scheduled = true, reason = '', body = %(body)s,
                  due_at = %(due_at)s, unless_answered = %(unless)s, base_id = %(base)s, version = version + 1,
                  changed_at = now()
           where id = %(id)s and workspace_id = %(workspace)s""",
        {**values, "id": held_id, "body": Jsonb(values["body"]), "workspace": tx.workspace_id},
    )


async def find_last_message(tx: Tx, conversation_id: int) -> int:
    """Return the last message of a conversation, which the caller has locked."""
    return int(
        await tx.value(
            "select coalesce(max(id), 0) from message where conversation_id = %(id)s and workspace_id = %(workspace)s",
            {"id": conversation_id, "workspace": tx.workspace_id},
        )
    )


async def has_written_since(tx: Tx, conversation_id: int, message_id: int) -> bool:
    """Whether the customer has written after a message."""
    return bool(
        await tx.value(
            """select exists (select from message where conversation_id = %(id)s and workspace_id = %(workspace)s
                              and direction = 'in' and id > %(since)s)""",
            {"id": conversation_id, "since": message_id, "workspace": tx.workspace_id},
        )
    )


async def list_uploads(tx: Tx, upload_ids: Sequence[int]) -> list[UploadLine]:
    """Return the files that wait with their messages."""
    return await tx.fetch(
        UploadLine,
        """select a.id, a.name, a.mime, f.size, a.kind, a.width, a.height
           from attachment a join file f on f.key = a.file_key
           where a.id = any(%(ids)s) and a.message_id is null and a.workspace_id = %(workspace)s""",
        {"ids": list(upload_ids), "workspace": tx.workspace_id},
    )
