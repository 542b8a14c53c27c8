"""Queries of the keys by which a site vouches for its visitors."""

from otklik.infra.db import Tx
from otklik.visitor.records import KeyRow


async def list_keys(tx: Tx, inbox_id: int) -> list[KeyRow]:
    """Return the living keys of a chat, the newest first."""
    return await tx.fetch(
        KeyRow,
        """select kid, secret, created_at from visitor_key
           where inbox_id = %(inbox)s and workspace_id = %(workspace)s order by id desc""",
        {"inbox": inbox_id, "workspace": tx.workspace_id},
    )


async def insert_key(tx: Tx, inbox_id: int, kid: str, sealed: bytes) -> KeyRow:
    """Keep a new key."""
    made = await tx.find(
        KeyRow,
        """insert into visitor_key (workspace_id, inbox_id, kid, secret)
           values (%(workspace)s, %(inbox)s, %(kid)s, %(secret)s) returning kid, secret, created_at""",
        {"workspace": tx.workspace_id, "inbox": inbox_id, "kid": kid, "secret": sealed},
    )
    assert made is not None  # noqa: S101 - an insert returns its row
    return made


async def delete_key(tx: Tx, inbox_id: int, kid: str) -> bool:
    """Forget a key; False when it is gone already."""
    return bool(
        await tx.execute(
            "delete from visitor_key where inbox_id = %(inbox)s and kid = %(kid)s and workspace_id = %(workspace)s",
            {"inbox": inbox_id, "kid": kid, "workspace": tx.workspace_id},
        )
    )


async def end_sessions_of(tx: Tx, inbox_id: int, kid: str) -> None:
    """End the sessions that a key has opened."""
    await tx.execute(
        """delete from visitor_session
           where inbox_id = %(inbox)s and proof ->> 'kid' = %(kid)s and workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "kid": kid, "workspace": tx.workspace_id},
    )
