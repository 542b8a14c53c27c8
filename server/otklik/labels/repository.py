"""Every query on tags and closing reasons."""

from collections.abc import Collection, Sequence

from otklik.infra.db import Tx
from otklik.labels.records import ReasonRow, TagRow

# Tags and reasons of one workspace are made one after another, so that their number is known.
_LOCK = "select 1 from workspace where id = %(workspace)s for no key update"
_TAGS = "select id, name, tone from tag where workspace_id = %(workspace)s order by lower(name), id"
_TAG = "select id, name, tone from tag where workspace_id = %(workspace)s and id = %(id)s for no key update"
_SOME_TAGS = """
select id, name, tone from tag where workspace_id = %(workspace)s and id = any(%(ids)s) order by id for key share
"""
_NAMED_TAG = "select id from tag where workspace_id = %(workspace)s and lower(name) = lower(%(name)s)"
_COUNT_TAGS = "select count(*) from tag where workspace_id = %(workspace)s"
_INSERT_TAG = """
insert into tag (workspace_id, name, tone) values (%(workspace)s, %(name)s, %(tone)s) returning id, name, tone
"""
_UPDATE_TAG = """
update tag set name = %(name)s, tone = %(tone)s where workspace_id = %(workspace)s and id = %(id)s
"""
_DELETE_TAG = "delete from tag where workspace_id = %(workspace)s and id = %(id)s"

_REASONS = """
select id, name, position from closing_reason where workspace_id = %(workspace)s and archived_at is null
order by position, id
"""
_REASON = """
select id, name, position from closing_reason
where workspace_id = %(workspace)s and id = %(id)s and archived_at is null
"""
_REASON_NAME = "select name from closing_reason where workspace_id = %(workspace)s and id = %(id)s"
_NAMED_REASON = """
select id from closing_reason
where workspace_id = %(workspace)s and lower(name) = lower(%(name)s) and archived_at is null
"""
_INSERT_REASON = """
insert into closing_reason (workspace_id, name, position) values (%(workspace)s, %(name)s, %(position)s)
returning id, name, position
"""
_RENAME_REASON = "update closing_reason set name = %(name)s where workspace_id = %(workspace)s and id = %(id)s"
_ARCHIVE_REASON = "update closing_reason set archived_at = now() where workspace_id = %(workspace)s and id = %(id)s"
_ORDER_REASONS = """
update closing_reason r set position = o.place
from unnest(%(ids)s::bigint[]) with ordinality as o(id, place)
where r.workspace_id = %(workspace)s and r.id = o.id and r.position <> o.place
"""


async def lock_labels(tx: Tx) -> None:
    """Let nobody else change the labels of this workspace until the end of the transaction."""
    await tx.execute(_LOCK, {"workspace": tx.workspace_id})


async def list_tags(tx: Tx) -> list[TagRow]:
    """Return all tags by name."""
    return await tx.fetch(TagRow, _TAGS, {"workspace": tx.workspace_id})


async def find_tag(tx: Tx, tag_id: int) -> TagRow | None:
    """Return a tag of this workspace, locked."""
    return await tx.find(TagRow, _TAG, {"workspace": tx.workspace_id, "id": tag_id})


async def find_tags(tx: Tx, tag_ids: Collection[int]) -> list[TagRow]:
    """Return those of the tags that exist; none of them can be deleted until the end of the transaction."""
    return await tx.fetch(TagRow, _SOME_TAGS, {"workspace": tx.workspace_id, "ids": list(tag_ids)})


async def find_tag_named(tx: Tx, name: str) -> int | None:
    """Return the tag of this name, in whatever case."""
    found: int | None = await tx.value(_NAMED_TAG, {"workspace": tx.workspace_id, "name": name})
    return found


async def count_tags(tx: Tx) -> int:
    """Count the tags of this workspace."""
    return int(await tx.value(_COUNT_TAGS, {"workspace": tx.workspace_id}))


async def insert_tag(tx: Tx, name: str, tone: int) -> TagRow:
    """Insert a tag."""
    made = await tx.find(TagRow, _INSERT_TAG, {"workspace": tx.workspace_id, "name": name, "tone": tone})
    assert made is not None  # noqa: S101 - an insert that returns gives a row
    return made


async def update_tag(tx: Tx, row: TagRow) -> None:
    """Rename and colour a tag."""
    await tx.execute(_UPDATE_TAG, {"workspace": tx.workspace_id, "id": row.id, "name": row.name, "tone": row.tone})


async def delete_tag(tx: Tx, tag_id: int) -> None:
    """Delete a tag; conversations forget it later."""
    await tx.execute(_DELETE_TAG, {"workspace": tx.workspace_id, "id": tag_id})


async def list_reasons(tx: Tx) -> list[ReasonRow]:
    """Return the reasons in use, in their order."""
    return await tx.fetch(ReasonRow, _REASONS, {"workspace": tx.workspace_id})


async def find_reason(tx: Tx, reason_id: int) -> ReasonRow | None:
    """Return a reason in use."""
    return await tx.find(ReasonRow, _REASON, {"workspace": tx.workspace_id, "id": reason_id})


async def find_reason_name(tx: Tx, reason_id: int) -> str | None:
    """Return the name of a reason, also of one that is used no more."""
    found: str | None = await tx.value(_REASON_NAME, {"workspace": tx.workspace_id, "id": reason_id})
    return found


async def find_reason_named(tx: Tx, name: str) -> int | None:
    """Return the reason in use that has this name, in whatever case."""
    found: int | None = await tx.value(_NAMED_REASON, {"workspace": tx.workspace_id, "name": name})
    return found


async def insert_reason(tx: Tx, name: str, position: int) -> ReasonRow:
    """Insert a reason."""
    made = await tx.find(ReasonRow, _INSERT_REASON, {"workspace": tx.workspace_id, "name": name, "position": position})
    assert made is not None  # noqa: S101 - an insert that returns gives a row
    return made


async def rename_reason(tx: Tx, reason_id: int, name: str) -> None:
    """Rename a reason; conversations closed for it show the new name."""
    await tx.execute(_RENAME_REASON, {"workspace": tx.workspace_id, "id": reason_id, "name": name})


async def archive_reason(tx: Tx, reason_id: int) -> None:
    """Offer a reason no more; conversations closed for it keep it."""
    await tx.execute(_ARCHIVE_REASON, {"workspace": tx.workspace_id, "id": reason_id})


async def order_reasons(tx: Tx, reason_ids: Sequence[int]) -> None:
    """Let reasons stand in this order."""
    await tx.execute(_ORDER_REASONS, {"workspace": tx.workspace_id, "ids": list(reason_ids)})
