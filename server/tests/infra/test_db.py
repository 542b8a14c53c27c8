"""Transactions over a line that breaks: what died while idle is replaced in silence, what breaks in use is said."""

import asyncio

import psycopg
import pytest
from msgspec import Struct

from otklik.infra.db import WRITERS, Database
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


_MAKE = "insert into workspace (name) values (%(name)s)"
_NAMES = "select count(*)::int as number from workspace where name = any(%(names)s)"


async def _count(db: Database, *names: str) -> int:
    async with db.system() as tx:
        return int(await tx.value(_NAMES, {"names": list(names)}))


async def test_what_is_sent_happens_in_order_before_what_follows(db: Database) -> None:
    async with db.system() as tx:
        tx.send(_MAKE, {"name": "Раз"})
        tx.send("update workspace set name = 'Два' where name = 'Раз'")
        assert await tx.value(_NAMES, {"names": ["Раз", "Два"]}) == 1
        tx.send("update workspace set name = 'Три' where name = 'Два'")
    assert (await _count(db, "Раз", "Два"), await _count(db, "Три")) == (0, 1), "the commit carried the last one"


@pytest.mark.parametrize("last", ["commit", "statement"])
async def test_what_is_sent_and_fails_is_said_and_nothing_is_kept(db: Database, last: str) -> None:
    async def write() -> None:
        async with db.system() as tx:
            await tx.execute(_MAKE, {"name": "Прежде"})
            tx.send("select 1 / 0")
            tx.send(_MAKE, {"name": "После"})
            if last == "statement":
                await tx.value("select 1")

    with pytest.raises(psycopg.errors.DivisionByZero):
        await write()
    assert await _count(db, "Прежде", "После") == 0


async def test_what_was_sent_when_the_caller_fails_is_forgotten(db: Database) -> None:
    async def write() -> None:
        async with db.system() as tx:
            tx.send(_MAKE, {"name": "Забыто"})
            raise KeyError

    with pytest.raises(KeyError):
        await write()
    assert await _count(db, "Забыто") == 0


async def test_a_question_is_answered_as_of_its_place(db: Database) -> None:
    async with db.system() as tx:
        before = tx.ask(_One, _NAMES, {"names": ["Ответ"]})
        tx.send(_MAKE, {"name": "Ответ"})
        after = tx.ask(_One, _NAMES, {"names": ["Ответ"]})
        assert await after() == [_One(1)], "asked for, it travels by itself"
        assert await before() == [_One(0)]
        assert await before() == [], "an answer is given once"


async def test_who_is_cancelled_on_the_way_leaves_a_sound_connection(db: Database) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with db.writing() as tx:
            await tx.execute(_MAKE, {"name": "Прервано"})
            tx.send("select pg_sleep(20)")
            begun.set()
            await tx.value("select 1")

    for _ in range(WRITERS + 1):
        begun.clear()
        task = asyncio.create_task(write())
        await begun.wait()
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(15), db.writing() as tx:
        assert await tx.value("select 1") == 1
    assert await _count(db, "Прервано") == 0
