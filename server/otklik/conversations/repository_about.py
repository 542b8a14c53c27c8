"""Every query on what a conversation is about."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.infra.db import Tx


class About(Struct, frozen=True):
    """What a conversation is about, as far as somebody said."""

    topic_id: int | None
    fields: dict[str, Any]


async def find_about(tx: Tx, conversation_id: int) -> About:
    """Return what a conversation, which exists, is about."""
    found = await tx.find(
        About,
        "select topic_id, fields from conversation where id = %(id)s and workspace_id = %(workspace)s",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )
    assert found is not None  # noqa: S101 - the caller has seen it
    return found


async def put_about(tx: Tx, conversation_id: int, about: About) -> None:
    """Let a conversation be about just this."""
    await tx.execute(
        """update conversation set topic_id = %(topic)s, fields = %(fields)s
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": conversation_id, "workspace": tx.workspace_id, "topic": about.topic_id, "fields": Jsonb(about.fields)},
    )


async def set_about(tx: Tx, conversation_id: int, topic_id: int | None, fields: Mapping[str, Any]) -> None:
    """Say what a conversation is about: a topic of None keeps the one there was, a field of None is emptied."""
    await tx.execute(
        """update conversation set topic_id = coalesce(%(topic)s, topic_id),
               fields = jsonb_strip_nulls(fields || %(fields)s::jsonb)
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": conversation_id, "workspace": tx.workspace_id, "topic": topic_id, "fields": Jsonb(dict(fields))},
    )
