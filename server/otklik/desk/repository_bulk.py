"""Queries of actions on many conversations."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString, TypeVar

from msgspec import Struct

from otklik.desk.records import BulkRow, HolderNames, SortedBy
from otklik.infra.db import Tx

Doer = TypeVar("Doer", bound=Struct)

_COLUMNS: LiteralString = """select id, operator_id, action, author, ids, done, state, failures, before, undo_of,
    undone_by from bulk_run where workspace_id = %(workspace)s and id = %(id)s"""


async def insert(tx: Tx, values: Mapping[str, Any]) -> int:
    """Begin a run; returns its number. Runs of a week ago are forgotten on the way."""
    await tx.execute(
        """delete from bulk_run where id in (
               select id from bulk_run where workspace_id = %(workspace)s and created_at < now() - interval '7 days'
               order by created_at limit 20)""",
        {"workspace": tx.workspace_id},
    )
    return int(
        await tx.value(
            """insert into bulk_run (workspace_id, operator_id, action, author, ids, undo_of)
               values (%(workspace)s, %(operator)s, %(action)s, %(author)s, %(ids)s, %(undo_of)s) returning id""",
            {**values, "workspace": tx.workspace_id},
        )
    )


async def find(tx: Tx, run_id: int, *, lock: bool = False) -> BulkRow | None:
    """Return a run."""
    query: LiteralString = _COLUMNS + " for update" if lock else _COLUMNS
    return await tx.find(BulkRow, query, {"workspace": tx.workspace_id, "id": run_id})


async def move(tx: Tx, run_id: int, values: Mapping[str, Any]) -> None:
    """Write how far a run has come since `since`; somebody who did the same steps meanwhile has written it already."""
    await tx.execute(
        """update bulk_run set done = done + %(done)s, failures = failures || %(failures)s::jsonb,
                  before = before || %(before)s::jsonb,
                  state = case when done + %(done)s >= cardinality(ids) then 'done' else 'running' end
           where id = %(id)s and workspace_id = %(workspace)s and done = %(since)s""",
        {**values, "id": run_id, "workspace": tx.workspace_id},
    )


async def mark_undone(tx: Tx, run_id: int, by_run: int) -> None:
    """Note that a run was taken back."""
    await tx.execute(
        "update bulk_run set undone_by = %(by)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": run_id, "by": by_run, "workspace": tx.workspace_id},
    )


class Missing(Struct, frozen=True):
    """How many conversations are open, how many of them want a topic, and how many lack each field."""

    total: int
    topic: int
    fields: dict[str, int]


async def count_missing(tx: Tx, ids: Sequence[int], keys: Sequence[str], *, topic_required: bool) -> Missing:
    """Count what those of these conversations lack that are not closed; `topic_required` is the company's rule."""
    found = await tx.find(
        Missing,
        """with chosen as (
               select c.topic_id is null and coalesce(t.topic_required, %(required)s) as topic, c.fields
               from conversation c left join team t on t.id = c.team_id
               where c.workspace_id = %(workspace)s and c.id = any(%(ids)s) and c.status <> 'resolved'
           )
           select count(*) as total, count(*) filter (where topic) as topic,
                  (select coalesce(jsonb_object_agg(key, lacking), '{}') from (
                       select key, count(*) as lacking from unnest(%(keys)s::text[]) as key
                       join chosen on not chosen.fields ? key group by key) l) as fields
           from chosen""",
        {"workspace": tx.workspace_id, "ids": list(ids), "keys": list(keys), "required": topic_required},
    )
    assert found is not None  # noqa: S101 - an aggregate is always one row
    return found


async def find_names(tx: Tx, operator_id: int | None, team_id: int | None) -> HolderNames:
    """Return the names of an operator and a team; of one who may hold nothing any more, nothing."""
    found = await tx.find(
        HolderNames,
        """select o.id as operator_id, coalesce(o.name, '') as operator_name, t.id as team_id,
                  coalesce(t.name, '') as team_name
           from (select) x
           left join operator o on o.id = %(operator)s and o.workspace_id = %(workspace)s and o.disabled_at is null
           left join team t on t.id = %(team)s and t.workspace_id = %(workspace)s""",
        {"operator": operator_id, "team": team_id, "workspace": tx.workspace_id},
    )
    assert found is not None  # noqa: S101 - a select without where gives a row
    return found


async def find_doer(tx: Tx, kind: type[Doer], operator_id: int) -> Doer | None:
    """Return an operator with their role and teams; None for one who may do nothing any more."""
    return await tx.find(
        kind,
        """select o.id, o.name, o.role, o.role_id, r.name as role_name, r.permissions as role_permissions,
                  array(select m.team_id from team_member m where m.operator_id = o.id) as team_ids
           from operator o left join custom_role r on r.id = o.role_id
           where o.id = %(operator)s and o.workspace_id = %(workspace)s and o.disabled_at is null""",
        {"operator": operator_id, "workspace": tx.workspace_id},
    )


async def find_mark(tx: Tx, conversation_id: int, operator_id: int) -> int:
    """Return up to where an operator has read."""
    found = await tx.value(
        """select seq from read_mark where conversation_id = %(id)s and operator_id = %(operator)s
               and workspace_id = %(workspace)s""",
        {"id": conversation_id, "operator": operator_id, "workspace": tx.workspace_id},
    )
    return int(found or 0)


async def find_sorting(tx: Tx, conversation_id: int) -> SortedBy:
    """Return what a conversation, which is there, is sorted by."""
    found = await tx.find(
        SortedBy,
        "select tag_ids, priority, spam from conversation where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )
    assert found is not None  # noqa: S101 - the caller has locked it
    return found


async def list_contact_names(tx: Tx, conversation_ids: Sequence[int]) -> dict[int, str]:
    """Return with whom conversations are."""
    rows = await tx.rows(
        """select c.id, p.name from conversation c join contact p on p.id = c.contact_id
           where c.id = any(%(ids)s) and c.workspace_id = %(workspace)s""",
        {"ids": list(conversation_ids), "workspace": tx.workspace_id},
    )
    return {row[0]: row[1] for row in rows}


async def tag_exists(tx: Tx, tag_id: int) -> bool:
    """Whether there is such a tag."""
    found = await tx.value(
        "select id from tag where id = %(id)s and workspace_id = %(workspace)s",
        {"id": tag_id, "workspace": tx.workspace_id},
    )
    return found is not None
