"""Every query on a company's own fields. The names of tables and columns are literals of a catalogue."""

from collections.abc import Mapping, Sequence
from typing import Any

from otklik.infra.db import Tx
from otklik.own_fields.records import Catalogue, FieldRow


async def list_fields(tx: Tx, of: Catalogue) -> list[FieldRow]:
    """Return every field in order, the archived ones last."""
    return await tx.fetch(
        FieldRow,
        f"""select id, key, name, kind, choices, {", ".join(of.flags)}, archived_at is not null as archived
            from {of.table} where workspace_id = %(workspace)s
            order by archived_at is not null, position, id""",  # noqa: S608 - literals
        {"workspace": tx.workspace_id},
    )


async def lock_fields(tx: Tx) -> None:
    """Let one transaction at a time add, archive and order fields of this workspace."""
    await tx.execute(
        "select 1 from workspace where id = %(workspace)s for no key update", {"workspace": tx.workspace_id}
    )


async def insert_field(tx: Tx, of: Catalogue, values: Mapping[str, Any]) -> int:
    """Make a field, the last in order; the caller has checked name and key under the lock."""
    flags = ", ".join(of.flags)
    given = ", ".join(f"%({flag})s" for flag in of.flags)
    return int(
        await tx.value(
            f"""insert into {of.table} (workspace_id, key, name, kind, choices, {flags}, position)
                select %(workspace)s, %(key)s, %(name)s, %(kind)s, %(choices)s, {given}, coalesce(max(position), 0) + 1
                from {of.table} where workspace_id = %(workspace)s returning id""",  # noqa: S608 - literals
            {"workspace": tx.workspace_id, **values},
        )
    )


async def update_field(tx: Tx, of: Catalogue, field_id: int, values: Mapping[str, Any]) -> None:
    """Write what is given; a missing key keeps the column. An archived field that returns is the last in order."""
    flags = ", ".join(f"{flag} = coalesce(%({flag})s, {flag})" for flag in of.flags)
    await tx.execute(
        f"""update {of.table} set name = coalesce(%(name)s, name), choices = coalesce(%(choices)s, choices), {flags},
                position = case when archived_at is null or coalesce(%(archived)s, true) then position
                    else (select max(position) + 1 from {of.table} where workspace_id = %(workspace)s) end,
                archived_at = case when %(archived)s::boolean is null then archived_at
                                   when %(archived)s then coalesce(archived_at, now()) end
            where id = %(id)s and workspace_id = %(workspace)s""",  # noqa: S608 - literals
        {
            "workspace": tx.workspace_id, "id": field_id,
            **{name: values.get(name) for name in ("name", "choices", "archived", *of.flags)},
        },
    )  # fmt: skip


async def order_fields(tx: Tx, of: Catalogue, ids: Sequence[int]) -> None:
    """Put fields in this order; those not named follow in the order they had."""
    await tx.execute(
        f"""update {of.table} a set position = o.place from (
                select id, row_number() over (order by coalesce(array_position(%(ids)s::bigint[], id), 2147483647),
                                              position, id) as place
                from {of.table} where workspace_id = %(workspace)s) o
            where a.id = o.id and a.workspace_id = %(workspace)s""",  # noqa: S608 - literals
        {"workspace": tx.workspace_id, "ids": list(ids)},
    )
