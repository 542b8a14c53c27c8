"""Transactions over a line that breaks: what died while idle is replaced in silence, what breaks in use is said."""

import asyncio

import psycopg
import pytest
from msgspec import Struct

from otklik.infra.db import Database
from otklik.kit.errors import Unavailable


class _One(Struct):
    number: int


def _cut(dsn: str) -> int:
    """End every other session of the database and return how many there were."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return len(
            connection.execute(
                """select pg_terminate_backend(pid) from pg_stat_activity
                   where datname = current_database() and pid <> pg_backend_pid()"""
            ).fetchall()
        )


async def _widen(db: Database) -> None:
    """Make both pools open several connections: nobody lets go before all have theirs."""
    together = asyncio.Barrier(4)

    async def hold() -> None:
        async with db.system(), db.workspace(1):
            await together.wait()

    await asyncio.gather(*(hold() for _ in range(4)))


async def test_connections_that_died_while_idle_are_replaced(db: Database, clean_dsn: str) -> None:
    await _widen(db)
    assert _cut(clean_dsn) >= 4
    async with db.system() as tx:
        assert await tx.value("select 1") == 1
    async with db.workspace(1) as tx:
        assert await tx.value("select current_setting('otklik.workspace')") == "1"
    await _widen(db)
    assert _cut(clean_dsn) >= 4
    assert await db.glance(_One, "select %(n)s::int as number", {"n": 7}) == _One(7)


async def test_a_glance_finds_nothing_and_writes_nothing(db: Database) -> None:
    assert await db.glance(_One, "select 1 as number where false", {}) is None


async def test_a_line_that_breaks_inside_a_transaction_is_said_and_nothing_is_kept(
    db: Database, clean_dsn: str
) -> None:
    async def write_half() -> None:
        async with db.system() as tx:
            await tx.execute("insert into workspace (name) values ('Половина')")
            _cut(clean_dsn)
            await tx.value("select 1")

    with pytest.raises(Unavailable):
        await write_half()
    async with db.system() as tx:
        assert await tx.value("select count(*) from workspace") == 0


async def test_every_connection_is_given_back(db: Database) -> None:
    async def fail() -> None:
        async with db.system() as tx:
            await tx.value("select 1")
            raise ZeroDivisionError

    for number in range(30):
        with pytest.raises(ZeroDivisionError):
            await fail()
        assert await db.glance(_One, "select %(n)s::int as number", {"n": number}) == _One(number)
