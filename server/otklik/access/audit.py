"""The audit: who changed what, written in the transaction of the change, never altered."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from otklik.access import repository_keys as repository
from otklik.access.actor import Actor, ActorKind
from otklik.access.records import AuditRow
from otklik.infra.db import Tx
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page

Target = tuple[str, int | None]


class Doer(Struct, frozen=True, kw_only=True):
    """Who did it, before there is an actor: somebody who is just signing in."""

    kind: ActorKind
    id: int
    name: str


async def write_audit(
    tx: Tx,
    actor: Actor | Doer | None,
    action: str,
    target: Target = ("", None),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write one line. `actor` None means the system; `detail` holds no secret and no text of a message."""
    line = {
        "kind": "system" if actor is None else actor.kind,
        "actor": None if actor is None else actor.id,
        "name": "" if actor is None else actor.name,
        "action": action,
        "object_kind": target[0],
        "object_id": target[1],
        "detail": detail or {},
    }
    await repository.write_audit(tx, line)


async def list_audit(tx: Tx, cursor: str | None, limit: int) -> Page[AuditRow]:
    """Return lines of the audit, newest first."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    rows = await repository.list_audit(tx, before, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))
