"""Waiting until the log is settled up to now."""

import asyncio

from otklik.infra.db import Database


async def settle(db: Database) -> None:
    """Wait until all that was committed before this call is settled.

    The horizon of a snapshot is the whole server's: a transaction in the database of another test worker holds it
    up as well, so what this test has committed alone is not always settled at once.
    """
    async with db.system() as tx:
        mark = await tx.value("select pg_current_xact_id()::text::bigint")
    while await _horizon(db) <= mark:  # noqa: ASYNC110 - nobody tells when it moves
        await asyncio.sleep(0.01)


async def _horizon(db: Database) -> int:
    async with db.system() as tx:
        return int(await tx.value("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
