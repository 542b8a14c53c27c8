"""Every query on topics."""

from collections.abc import Sequence

from otklik.infra.db import Tx
from otklik.labels.records import TopicRow

_TOPICS = """
select id, parent_id, name, position, archived_at is not null as archived from topic
where workspace_id = %(workspace)s order by archived_at is not null, position, id
"""
_INSERT = """
insert into topic (workspace_id, parent_id, name, position)
values (%(workspace)s, %(parent)s, %(name)s, %(position)s) returning id
"""
_RENAME = "update topic set name = %(name)s where workspace_id = %(workspace)s and id = %(id)s"
_PUT_BELOW = "update topic set parent_id = %(parent)s where workspace_id = %(workspace)s and id = %(id)s"
_ARCHIVE = """
update topic set archived_at = case when %(archived)s then coalesce(archived_at, now()) end
where workspace_id = %(workspace)s and id = any(%(ids)s)
"""
_ORDER = """
update topic t set position = o.place
from unnest(%(ids)s::bigint[]) with ordinality as o(id, place)
where t.workspace_id = %(workspace)s and t.id = o.id and t.position <> o.place
"""
_REQUIRED = """
select t.topic_required from conversation c join team t on t.id = c.team_id
where c.workspace_id = %(workspace)s and c.id = %(conversation)s
"""


async def list_topics(tx: Tx) -> list[TopicRow]:
    """Return all topics, those in use first, each group in its order."""
    return await tx.fetch(TopicRow, _TOPICS, {"workspace": tx.workspace_id})


async def insert_topic(tx: Tx, parent_id: int | None, name: str, position: int) -> int:
    """Insert a topic."""
    values = {"workspace": tx.workspace_id, "parent": parent_id, "name": name, "position": position}
    return int(await tx.value(_INSERT, values))


async def rename_topic(tx: Tx, topic_id: int, name: str) -> None:
    """Rename a topic; conversations about it show the new name."""
    await tx.execute(_RENAME, {"workspace": tx.workspace_id, "id": topic_id, "name": name})


async def put_below(tx: Tx, topic_id: int, parent_id: int | None) -> None:
    """Hang a topic with all that stands below it elsewhere; the caller has looked for circles under the lock."""
    await tx.execute(_PUT_BELOW, {"workspace": tx.workspace_id, "id": topic_id, "parent": parent_id})


async def archive_topics(tx: Tx, topic_ids: Sequence[int], *, archived: bool) -> None:
    """Offer topics no more, or again."""
    await tx.execute(_ARCHIVE, {"workspace": tx.workspace_id, "ids": list(topic_ids), "archived": archived})


async def order_topics(tx: Tx, topic_ids: Sequence[int]) -> None:
    """Let topics stand in this order."""
    await tx.execute(_ORDER, {"workspace": tx.workspace_id, "ids": list(topic_ids)})


async def find_team_rule(tx: Tx, conversation_id: int) -> bool | None:
    """Return whether the team of a conversation wants a topic; None where it has no rule of its own."""
    found: bool | None = await tx.value(_REQUIRED, {"workspace": tx.workspace_id, "conversation": conversation_id})
    return found
