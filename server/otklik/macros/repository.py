"""Every query on macros."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from otklik.infra.db import Tx
from otklik.macros.records import MacroRow, Viewer

_SEEN = """
select m.id, m.scope, m.operator_id, m.team_id, t.name as team_name, m.name, m.actions, m.uses, m.version
from macro m left join team t on t.id = m.team_id
where m.workspace_id = %(workspace)s and (
    m.scope = 'all' or (m.scope = 'personal' and m.operator_id = %(operator)s)
    or (m.scope = 'team' and (%(all_teams)s or m.team_id = any(%(teams)s::bigint[]))))
"""
_LIST = _SEEN + " order by lower(m.name), m.id"
_FIND = _SEEN + " and m.id = %(id)s"
_TAKE_TURNS = "select 1 from pg_advisory_xact_lock(hashtextextended('macros:' || %(workspace)s, 0))"
_COUNT = """
select count(*) from macro
where workspace_id = %(workspace)s
  and (operator_id = %(operator)s or (%(operator)s::bigint is null and scope <> 'personal'))
"""
_INSERT = """
insert into macro (workspace_id, scope, operator_id, team_id, name, actions)
values (%(workspace)s, %(scope)s, %(operator_id)s, %(team_id)s, %(name)s, %(actions)s) returning id
"""
_UPDATE = """
update macro set scope = %(scope)s, operator_id = %(operator_id)s, team_id = %(team_id)s, name = %(name)s,
    actions = %(actions)s, version = version + 1, updated_at = now()
where workspace_id = %(workspace)s and id = %(id)s
"""
_DELETE = "delete from macro where workspace_id = %(workspace)s and id = %(id)s"
_COUNT_USE = "update macro set uses = uses + 1 where workspace_id = %(workspace)s and id = %(id)s"


def _eyes(tx: Tx, viewer: Viewer) -> dict[str, Any]:
    return {
        "workspace": tx.workspace_id, "operator": viewer.operator_id, "teams": list(viewer.team_ids),
        "all_teams": viewer.all_teams,
    }  # fmt: skip


async def list_macros(tx: Tx, viewer: Viewer) -> list[MacroRow]:
    """Return what somebody sees, by name."""
    return await tx.fetch(MacroRow, _LIST, _eyes(tx, viewer))


async def find_macro(tx: Tx, viewer: Viewer, macro_id: int) -> MacroRow | None:
    """Return a macro somebody sees."""
    return await tx.find(MacroRow, _FIND, {**_eyes(tx, viewer), "id": macro_id})


async def take_turns(tx: Tx) -> None:
    """Let one writer of macros of this workspace go after the other, so that limits and versions hold."""
    await tx.execute(_TAKE_TURNS, {"workspace": str(tx.workspace_id)})


async def count_macros(tx: Tx, operator_id: int | None) -> int:
    """Count one operator's own, or, for None, those that are shared."""
    return int(await tx.value(_COUNT, {"workspace": tx.workspace_id, "operator": operator_id}))


async def insert_macro(tx: Tx, values: Mapping[str, Any]) -> int:
    """Insert a macro; returns its id."""
    row = {**values, "workspace": tx.workspace_id, "actions": Jsonb(values["actions"])}
    return int(await tx.value(_INSERT, row))


async def update_macro(tx: Tx, macro_id: int, values: Mapping[str, Any]) -> None:
    """Replace everything of a macro."""
    row = {**values, "workspace": tx.workspace_id, "actions": Jsonb(values["actions"]), "id": macro_id}
    await tx.execute(_UPDATE, row)


async def delete_macro(tx: Tx, macro_id: int) -> None:
    """Delete a macro; its runs can be taken back still."""
    await tx.execute(_DELETE, {"workspace": tx.workspace_id, "id": macro_id})


async def count_use(tx: Tx, macro_id: int) -> None:
    """Count one run."""
    await tx.execute(_COUNT_USE, {"workspace": tx.workspace_id, "id": macro_id})
