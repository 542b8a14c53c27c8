"""Every query on the company's own fields of conversations."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.infra.db import Tx


class FieldRow(Struct, frozen=True, kw_only=True):
    """A field asked when a conversation is closed."""

    id: int
    key: str
    name: str
    kind: str
    choices: list[str]
    required: bool
    archived: bool


class About(Struct, frozen=True):
    """What a conversation is about, as far as somebody said."""

    topic_id: int | None
    fields: dict[str, Any]


async def list_fields(tx: Tx) -> list[FieldRow]:
    """Return every field in order, the archived ones last."""
    return await tx.fetch(
        FieldRow,
        """select id, key, name, kind, choices, required, archived_at is not null as archived
           from conversation_attribute where workspace_id = %(workspace)s
           order by archived_at is not null, position, id""",
        {"workspace": tx.workspace_id},
    )


async def lock_fields(tx: Tx) -> None:
    """Let one transaction at a time add, archive and order fields of this workspace."""
    await tx.execute(
        "select 1 from workspace where id = %(workspace)s for no key update", {"workspace": tx.workspace_id}
    )


async def insert_field(tx: Tx, values: Mapping[str, Any]) -> int:
    """Make a field, the last in order; the caller has checked name and key under the lock."""
    return int(
        await tx.value(
            """insert into conversation_attribute (workspace_id, key, name, kind, choices, required, position)
               select %(workspace)s, %(key)s, %(name)s, %(kind)s, %(choices)s, %(required)s,
                      coalesce(max(position), 0) + 1
               from conversation_attribute where workspace_id = %(workspace)s returning id""",
            {"workspace": tx.workspace_id, **values},
        )
    )


async def update_field(tx: Tx, field_id: int, values: Mapping[str, Any]) -> None:
    """Write what is given; a missing key keeps the column."""
    await tx.execute(
        """update conversation_attribute set name = coalesce(%(name)s, name),
               choices = coalesce(%(choices)s, choices), required = coalesce(%(required)s, required),
               archived_at = case when %(archived)s::boolean is null then archived_at
                                  when %(archived)s then coalesce(archived_at, now()) end
           where id = %(id)s and workspace_id = %(workspace)s""",
        {
            "workspace": tx.workspace_id, "id": field_id,
            **{name: values.get(name) for name in ("name", "choices", "required", "archived")},
        },
    )  # fmt: skip


async def order_fields(tx: Tx, ids: Sequence[int]) -> None:
    """Put fields in this order; those not named follow in the order they had."""
    await tx.execute(
        """update conversation_attribute a set position = o.place from (
               select id, row_number() over (order by coalesce(array_position(%(ids)s::bigint[], id), 2147483647),
                                             position, id) as place
               from conversation_attribute where workspace_id = %(workspace)s) o
           where a.id = o.id and a.workspace_id = %(workspace)s""",
        {"workspace": tx.workspace_id, "ids": list(ids)},
    )


async def find_about(tx: Tx, conversation_id: int) -> About:
    """Return what a conversation, which exists, is about."""
    found = await tx.find(
        About,
        "select topic_id, fields from conversation where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )
    assert found is not None  # noqa: S101 - the caller has seen it
    return found


async def set_about(tx: Tx, conversation_id: int, topic_id: int | None, fields: Mapping[str, Any]) -> None:
    """Say what a conversation is about: a topic of None keeps the one there was, a field of None is emptied."""
    await tx.execute(
        """update conversation set topic_id = coalesce(%(topic)s, topic_id),
               fields = jsonb_strip_nulls(fields || %(fields)s::jsonb)
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": conversation_id, "workspace": tx.workspace_id, "topic": topic_id, "fields": Jsonb(dict(fields))},
    )
