"""The audit: who changed what, written in the transaction of the change, never altered."""

from collections.abc import Mapping
from typing import Any

import msgspec

from otklik.access.actor import Actor
from otklik.access.records import AuditRow
from otklik.infra.db import Tx
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page

_WRITE = """
insert into audit (workspace_id, actor_kind, actor_id, actor_name, action, object_kind, object_id, detail)
values (%(workspace)s, %(kind)s, %(actor)s, %(name)s, %(action)s, %(object_kind)s, %(object_id)s, %(detail)s::jsonb)
"""
_LIST = """
select id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, detail
from audit
where workspace_id = %(workspace)s and id < coalesce(%(before)s::bigint, 9223372036854775807)
order by id desc
limit %(limit)s
"""

Target = tuple[str, int | None]


async def write_audit(
    tx: Tx, actor: Actor | None, action: str, target: Target = ("", None), detail: Mapping[str, Any] | None = None
) -> None:
    """Write one line. `actor` None means the system; `detail` holds no secret and no text of a message."""
    params = {
        "workspace": tx.workspace_id,
        "kind": "system" if actor is None else actor.kind,
        "actor": None if actor is None else actor.id,
        "name": "" if actor is None else actor.name,
        "action": action,
        "object_kind": target[0],
        "object_id": target[1],
        "detail": msgspec.json.encode(detail or {}).decode(),
    }
    await tx.execute(_WRITE, params)


async def list_audit(tx: Tx, cursor: str | None, limit: int) -> Page[AuditRow]:
    """Return lines of the audit, newest first."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    rows = await tx.fetch(AuditRow, _LIST, {"workspace": tx.workspace_id, "before": before, "limit": limit + 1})
    return make_page(rows, limit, lambda row: IdCursor(row.id))
