"""The audit: who changed what, written in the transaction of the change, never altered."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from otklik.access import repository_keys as repository
from otklik.access.actor import Actor, ActorKind
from otklik.access.records import AuditRow
from otklik.infra.db import Tx
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page

Target = tuple[str, int | None]

MASK: Final = "•••"
"""Stands for a secret: that it changed is told, never what it was."""
_LONGEST: Final = 300


def tell_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs, by name, with what was and what is; what is missing is None, long texts are cut."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: {"from": _cut(old), "to": _cut(new)} for name, (old, new) in pairs.items() if old != new}


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


def _cut(value: Any) -> Any:  # noqa: ANN401 - whatever a setting holds
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and any(isinstance(one, Mapping) for one in value)):
        return _cut(msgspec.json.encode(value).decode())
    return value


async def list_audit(tx: Tx, cursor: str | None, limit: int) -> Page[AuditRow]:
    """Return lines of the audit, newest first."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    rows = await repository.list_audit(tx, before, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))
