"""Queries of templates."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.channelkit.templates import Template
from otklik.infra.db import Tx
from otklik.templates.records import StoredTemplate, SyncState


class _Row(Struct, frozen=True):
    inbox_id: int
    body: dict[str, Any]


async def list_templates(tx: Tx, inbox_id: int) -> list[StoredTemplate]:
    """Return an inbox's templates by name and language."""
    rows = await tx.fetch(
        _Row,
        """select inbox_id, body from message_template
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s order by name, language""",
        {"inbox": inbox_id, "workspace": tx.workspace_id},
    )
    return [_read(row) for row in rows]


async def find_template(tx: Tx, inbox_id: int, name: str, language: str) -> StoredTemplate | None:
    """Return one template of an inbox."""
    row = await tx.find(
        _Row,
        """select inbox_id, body from message_template
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s
               and name = %(name)s and language = %(language)s""",
        {"inbox": inbox_id, "workspace": tx.workspace_id, "name": name, "language": language},
    )
    return None if row is None else _read(row)


async def replace_templates(tx: Tx, inbox_id: int, templates: Sequence[Template]) -> None:
    """Let an inbox have exactly these."""
    bodies = [msgspec.to_builtins(one) for one in templates]
    await tx.execute(
        """with told as (
               select * from jsonb_to_recordset(%(told)s) as one (name text, language text, body jsonb)
           ), gone as (
               delete from message_template m where m.inbox_id = %(inbox)s and m.workspace_id = %(workspace)s
                   and not exists (select from told t where t.name = m.name and t.language = m.language)
           )
           insert into message_template (inbox_id, workspace_id, name, language, body)
           select %(inbox)s, %(workspace)s, name, language, body from told
           on conflict (inbox_id, name, language) do update set body = excluded.body
           where message_template.body is distinct from excluded.body""",
        {
            "inbox": inbox_id, "workspace": tx.workspace_id,
            "told": Jsonb([{"name": body["name"], "language": body["language"], "body": body} for body in bodies]),
        },
    )  # fmt: skip


async def find_sync(tx: Tx, inbox_id: int) -> SyncState | None:
    """Return how the last asking ended."""
    return await tx.find(
        SyncState,
        """select inbox_id, tried_at, synced_at, error from template_sync
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "workspace": tx.workspace_id},
    )


async def claim_sync(tx: Tx, inbox_id: int, not_within_s: float) -> bool:
    """Take the turn to ask the provider; False when somebody has, within so many seconds."""
    return bool(
        await tx.execute(
            """insert into template_sync (inbox_id, workspace_id, tried_at)
               values (%(inbox)s, %(workspace)s, now())
               on conflict (inbox_id) do update set tried_at = now()
               where template_sync.tried_at <= now() - %(pause)s * interval '1 second'""",
            {"inbox": inbox_id, "workspace": tx.workspace_id, "pause": not_within_s},
        )
    )


async def note_sync(tx: Tx, inbox_id: int, error: str) -> None:
    """Write down how the asking ended; an empty `error` is success."""
    await tx.execute(
        """update template_sync set error = %(error)s,
               synced_at = case when %(error)s = '' then now() else synced_at end
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "workspace": tx.workspace_id, "error": error},
    )


class DueInbox(Struct, frozen=True):
    """An inbox whose templates should be asked for."""

    id: int
    workspace_id: int


async def list_due(tx: Tx, channels: Sequence[str], older_than_s: float) -> list[DueInbox]:
    """Return the inboxes, of any workspace, of these channels that were not asked for so long."""
    return await tx.fetch(
        DueInbox,
        """select b.id, b.workspace_id from inbox b left join template_sync s on s.inbox_id = b.id
           where b.channel = any(%(channels)s) and b.status = 'active' and b.deleted_at is null and not b.demo
               and (s.inbox_id is null or s.tried_at <= now() - %(age)s * interval '1 second')
           order by s.tried_at nulls first limit 50""",
        {"channels": list(channels), "age": older_than_s},
    )


def _read(row: _Row) -> StoredTemplate:
    return StoredTemplate(row.inbox_id, msgspec.convert(row.body, Template))
