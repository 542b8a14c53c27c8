"""Every query on the company's own fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from otklik.contacts.records import AttributeRow
from otklik.infra.db import Tx

_FIELDS = """
select id, key, name, kind, choices, required, on_card, archived_at is not null as archived
from contact_attribute where workspace_id = %(workspace)s
"""


async def list_attributes(tx: Tx, keys: Sequence[str] | None = None) -> list[AttributeRow]:
    """Return fields in their order, the archived ones last: all, or those with these keys."""
    return await tx.fetch(
        AttributeRow,
        _FIELDS
        + """ and (%(keys)s::text[] is null or key = any(%(keys)s))
              order by archived_at is not null, position, id""",
        {"workspace": tx.workspace_id, "keys": None if keys is None else list(keys)},
    )


async def find_attribute(tx: Tx, attribute_id: int) -> AttributeRow | None:
    """Return a field, locked."""
    return await tx.find(
        AttributeRow, _FIELDS + " and id = %(id)s for update", {"workspace": tx.workspace_id, "id": attribute_id}
    )


async def lock_attributes(tx: Tx) -> None:
    """Let one transaction at a time add, archive and order fields of this workspace."""
    await tx.execute("select 1 from workspace where id = %(workspace)s for no key update", _here(tx))


async def insert_attribute(tx: Tx, values: Mapping[str, Any]) -> int:
    """Make a field, the last in order; the caller has checked the name and the key under the lock."""
    return int(
        await tx.value(
            """insert into contact_attribute (workspace_id, key, name, kind, choices, required, on_card, position)
               select %(workspace)s, %(key)s, %(name)s, %(kind)s, %(choices)s, %(required)s, %(on_card)s,
                      coalesce(max(position), 0) + 1
               from contact_attribute where workspace_id = %(workspace)s returning id""",
            {**_here(tx), **values},
        )
    )


async def update_attribute(tx: Tx, attribute_id: int, values: Mapping[str, Any]) -> None:
    """Write what is given; a missing key keeps the column. An archived field that returns is the last in order."""
    await tx.execute(
        """update contact_attribute set name = coalesce(%(name)s, name), choices = coalesce(%(choices)s, choices),
               required = coalesce(%(required)s, required), on_card = coalesce(%(on_card)s, on_card),
               position = case when archived_at is null or coalesce(%(archived)s, true) then position
                   else (select max(position) + 1 from contact_attribute where workspace_id = %(workspace)s) end,
               archived_at = case when %(archived)s::boolean is null then archived_at
                                  when %(archived)s then coalesce(archived_at, now()) end
           where id = %(id)s and workspace_id = %(workspace)s""",
        {
            **_here(tx), "id": attribute_id,
            **{name: values.get(name) for name in ("name", "choices", "required", "on_card", "archived")},
        },
    )  # fmt: skip


async def order_attributes(tx: Tx, ids: Sequence[int]) -> None:
    """Put fields in this order; those not named follow in the order they had."""
    await tx.execute(
        """update contact_attribute a set position = o.place from (
               select id, row_number() over (order by coalesce(array_position(%(ids)s::bigint[], id), 2147483647),
                                             position, id) as place
               from contact_attribute where workspace_id = %(workspace)s) o
           where a.id = o.id and a.workspace_id = %(workspace)s""",
        {**_here(tx), "ids": list(ids)},
    )


def _here(tx: Tx) -> dict[str, Any]:
    return {"workspace": tx.workspace_id}
