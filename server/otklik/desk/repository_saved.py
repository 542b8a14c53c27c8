"""Queries of saved views."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from otklik.desk.records import SavedRow
from otklik.infra.db import Tx

_COLUMNS: LiteralString = """select v.id, v.scope, v.operator_id, v.team_id, v.name, v.icon, v.filter, v.sort,
       v.grouping, v.columns, v.pinned, v.position, v.version from saved_view v where v.workspace_id = %(workspace)s"""
_SEEN: LiteralString = """ and (v.scope = 'shared' or (v.scope = 'private' and v.operator_id = %(operator)s)
       or (v.scope = 'team' and (%(everything)s or v.team_id = any(%(teams)s::bigint[]))))"""


async def list_seen(tx: Tx, operator_id: int, team_ids: Sequence[int], *, everything: bool) -> list[SavedRow]:
    """Return the views an operator sees, in their order; `everything`: those of every team."""
    return await tx.fetch(
        SavedRow,
        _COLUMNS + _SEEN + " order by v.position, v.id",
        {
            "workspace": tx.workspace_id, "operator": operator_id, "teams": list(team_ids), "everything": everything,
        },
    )  # fmt: skip


async def list_counted(tx: Tx, operator_ids: Sequence[int]) -> list[SavedRow]:
    """Return the views that any of these operators may see."""
    return await tx.fetch(
        SavedRow,
        _COLUMNS + " and (v.scope <> 'private' or v.operator_id = any(%(operators)s::bigint[])) order by v.id",
        {"workspace": tx.workspace_id, "operators": list(operator_ids)},
    )


async def find(tx: Tx, view_id: int, *, lock: bool = False) -> SavedRow | None:
    """Return a saved view."""
    query: LiteralString = _COLUMNS + " and v.id = %(id)s"
    return await tx.find(
        SavedRow, query + " for update" if lock else query, {"workspace": tx.workspace_id, "id": view_id}
    )


async def count_of(tx: Tx, operator_id: int | None) -> int:
    """Count the views of one operator, or those that several share."""
    return int(
        await tx.value(
            """select count(*) from saved_view where workspace_id = %(workspace)s
                   and case when %(operator)s::bigint is null then scope <> 'private'
                            else scope = 'private' and operator_id = %(operator)s end""",
            {"workspace": tx.workspace_id, "operator": operator_id},
        )
    )


async def insert(tx: Tx, values: Mapping[str, Any]) -> int:
    """Insert a view at the end; returns its id."""
    return int(
        await tx.value(
            """insert into saved_view (workspace_id, scope, operator_id, team_id, name, icon, filter, sort, grouping,
                                       columns, pinned, position, created_by)
               select %(workspace)s, %(scope)s, %(operator_id)s, %(team_id)s, %(name)s, %(icon)s, %(filter)s, %(sort)s,
                      %(grouping)s, %(columns)s::text[], %(pinned)s, coalesce(max(position), 0) + 1, %(created_by)s
               from saved_view where workspace_id = %(workspace)s returning id""",
            {**values, "workspace": tx.workspace_id},
        )
    )


async def update(tx: Tx, view_id: int, values: Mapping[str, Any]) -> None:
    """Write the changed facts of a view."""
    await tx.execute(
        """update saved_view set scope = %(scope)s, operator_id = %(operator_id)s, team_id = %(team_id)s,
                  name = %(name)s, icon = %(icon)s, filter = %(filter)s, sort = %(sort)s,
                  grouping = %(grouping)s, columns = %(columns)s::text[], pinned = %(pinned)s,
                  version = version + 1
           where id = %(id)s and workspace_id = %(workspace)s""",
        {**values, "id": view_id, "workspace": tx.workspace_id},
    )


async def delete(tx: Tx, view_id: int) -> None:
    """Delete a view."""
    await tx.execute(
        "delete from saved_view where id = %(id)s and workspace_id = %(workspace)s",
        {"id": view_id, "workspace": tx.workspace_id},
    )


async def set_positions(tx: Tx, view_ids: Sequence[int]) -> None:
    """Give views the places that they hold together, in this order."""
    await tx.execute(
        """with places as (
               select position, row_number() over (order by position, id) as n
               from saved_view where id = any(%(ids)s) and workspace_id = %(workspace)s
           ), wanted as (select id, n from unnest(%(ids)s::bigint[]) with ordinality w(id, n))
           update saved_view v set position = p.position, version = v.version + 1
           from wanted w join places p on p.n = w.n
           where v.id = w.id and v.workspace_id = %(workspace)s""",
        {"ids": list(view_ids), "workspace": tx.workspace_id},
    )
