"""Queries of our own reactions on messages."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.infra.db import Tx

OURS = "us"
"""The actor of the company's own reaction; the provider shows one, whoever gave it."""


class OwnReaction(Struct, frozen=True, kw_only=True):
    """Our reaction on a message: what is wanted, what the channel shows, how long ago it was wanted."""

    emojis: list[str]
    given: list[str]
    state: str
    version: int
    age_s: float


async def find_own(tx: Tx, message_id: int) -> OwnReaction | None:
    """Return our reaction on a message, locked."""
    return await tx.find(
        OwnReaction,
        """select emojis, given, state, version, extract(epoch from clock_timestamp() - at)::float8 as age_s
           from reaction where message_id = %(message)s and actor = %(us)s and workspace_id = %(workspace)s
           for update""",
        _place(tx, message_id),
    )


async def want(tx: Tx, message_id: int, emojis: Sequence[str], operator: tuple[int | None, str]) -> int:
    """Note what our reaction shall be; returns the version that is wanted now."""
    version = await tx.value(
        """insert into reaction (message_id, workspace_id, actor, emojis, state, operator_id, operator_name, version)
           values (%(message)s, %(workspace)s, %(us)s, %(emojis)s, 'queued', %(operator)s, %(name)s, 1)
           on conflict (message_id, actor) do update
               set emojis = excluded.emojis, state = 'queued', error = null, operator_id = excluded.operator_id,
                   operator_name = excluded.operator_name, version = reaction.version + 1, at = now()
           returning version""",
        {**_place(tx, message_id), "emojis": list(emojis), "operator": operator[0], "name": operator[1]},
    )
    await _count_change(tx, message_id)
    return int(version)


async def note_given(tx: Tx, message_id: int) -> None:
    """Note that the channel shows what is wanted; nothing is left of a reaction that was taken away."""
    await tx.execute(
        """update reaction set given = emojis, state = 'sent', error = null
           where message_id = %(message)s and actor = %(us)s and workspace_id = %(workspace)s""",
        _place(tx, message_id),
    )
    await tx.execute(
        """delete from reaction where message_id = %(message)s and actor = %(us)s and workspace_id = %(workspace)s
                  and emojis = '{}'""",
        _place(tx, message_id),
    )
    await _count_change(tx, message_id)


async def note_failed(tx: Tx, message_id: int, error: dict[str, Any]) -> None:
    """Note why the channel shows what it showed before."""
    await tx.execute(
        """update reaction set emojis = given, state = 'failed', error = %(error)s
           where message_id = %(message)s and actor = %(us)s and workspace_id = %(workspace)s""",
        {**_place(tx, message_id), "error": Jsonb(error)},
    )
    await _count_change(tx, message_id)


async def find_external_id(tx: Tx, message_id: int) -> str:
    """Return the provider's id of a message, of its last part where it has several; empty while it has none."""
    found = await tx.value(
        """select coalesce(m.external_id, (select d.external_id from delivery d
                  where d.message_id = m.id and d.inbox_id = m.inbox_id and d.external_id is not null
                  order by d.part desc limit 1))
           from message m where m.id = %(message)s and m.workspace_id = %(workspace)s""",
        _place(tx, message_id),
    )
    return str(found or "")


async def find_recipient(tx: Tx, message_id: int) -> str:
    """Return the provider's name of the person in whose chat a message stands; empty when it stands in nobody's."""
    found = await tx.value(
        """select i.external_id from message m join identity i on i.id = m.identity_id
           where m.id = %(message)s and m.workspace_id = %(workspace)s""",
        _place(tx, message_id),
    )
    return str(found or "")


async def _count_change(tx: Tx, message_id: int) -> None:
    await tx.execute(
        "update message set version = version + 1 where id = %(message)s and workspace_id = %(workspace)s",
        _place(tx, message_id),
    )


def _place(tx: Tx, message_id: int) -> dict[str, Any]:
    return {"message": message_id, "workspace": tx.workspace_id, "us": OURS}
