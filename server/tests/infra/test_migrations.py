"""Every way a database comes to this version: from nothing, and from each earlier release with people in it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from otklik.contacts.searching import find_contact_ids, make_search
from otklik.infra.db import Database
from otklik.infra.migrate import MigrationRefused, migrate, schema_version

_FIRST = "2026_11_22_0700"
_SEED = """
insert into workspace (id, name) overriding system value values (1, 'Ромашка'), (2, 'Чужая');
insert into inbox (id, workspace_id, channel, name, status, token, hook_secret, secrets) overriding system value
    values (1, 1, 'telegram', 'Магазин', 'active', 'token-1', 'secret', ''),
           (2, 2, 'telegram', 'Чужой', 'active', 'token-2', 'secret', '');
insert into contact (id, workspace_id, name, phone, email) overriding system value
    values (1, 1, 'ВЕРА Иванова', '+79161234567', 'Vera@Example.test'), (2, 1, '', '', ''),
           (3, 2, 'Вера Чужая', '+79161234567', 'vera@example.test');
insert into identity (workspace_id, contact_id, inbox_id, external_id, name, username)
    values (1, 1, 1, '777', 'Верочка', 'VeraShop'), (1, 2, 1, '778', '', ''), (2, 3, 2, '777', 'Вера', 'vera_x');
insert into conversation (id, workspace_id, contact_id, inbox_id) overriding system value values (1, 1, 1, 1);
insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, text)
    values (1, 1, 1, 'text', 'in', 'contact', 'Где мой заказ? 🙂');
"""


@pytest.fixture
def bare_dsn(owner_dsn: str) -> Iterator[str]:
    """The owner's connection string of an empty database without any table."""
    name = f"{conninfo_to_dict(owner_dsn)['dbname']}_bare"
    with psycopg.connect(_at(owner_dsn, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
        yield _at(owner_dsn, name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _at(dsn: str, database: str) -> str:
    return make_conninfo("", **{**conninfo_to_dict(dsn), "dbname": database})


def _shape(dsn: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(
            """select 'column', table_name, column_name, data_type, is_nullable from information_schema.columns
               where table_schema = 'public'
               union all select 'index', tablename, indexname, indexdef, '' from pg_indexes where schemaname = 'public'
               union all select 'policy', tablename, policyname, qual, with_check from pg_policies
               order by 1, 2, 3"""
        ).fetchall()


def test_from_nothing_and_again(bare_dsn: str) -> None:
    newest = migrate(bare_dsn)
    before = _shape(bare_dsn)
    assert schema_version(bare_dsn) == (newest, newest)
    assert migrate(bare_dsn) == newest
    assert _shape(bare_dsn) == before


def test_a_database_of_a_later_release_is_refused(bare_dsn: str) -> None:
    migrate(bare_dsn)
    with psycopg.connect(bare_dsn) as connection:
        connection.execute("update alembic_version set version_num = '2099_01_01_0000'")
    with pytest.raises(MigrationRefused, match="newer than this release"):
        migrate(bare_dsn)


async def test_from_the_first_release_with_people_in_it(bare_dsn: str, owner_dsn: str) -> None:
    assert migrate(bare_dsn, _FIRST) == _FIRST
    with psycopg.connect(bare_dsn) as connection:
        connection.execute(_SEED)
        before = _rows(connection)
    migrate(bare_dsn)
    with psycopg.connect(bare_dsn) as connection:
        assert _rows(connection) == before
    assert _shape(bare_dsn) == _shape(owner_dsn)
    database = Database(f"{bare_dsn} options='-c role=otklik_app'", f"{bare_dsn} options='-c role=otklik_system'")
    await database.open()
    try:
        for words in ("вера", "VERA@example", "@verashop", "верочка", "8 916 123-45", "777"):
            async with database.workspace(1) as tx:
                assert await find_contact_ids(tx, make_search(words), limit=10) == [1], words
    finally:
        await database.close()


def _rows(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    return {
        table: connection.execute(f"select {columns} from {table} order by id").fetchall()  # noqa: S608 - names above
        for table, columns in {
            "contact": "id, name, phone, email", "identity": "id, external_id, name, username, phone, email",
            "conversation": "id, contact_id, last_seq", "message": "id, seq, text", "workspace": "id, name",
        }.items()
    }  # fmt: skip


@pytest.mark.parametrize(("key", "index"), [("name_key", "contact_name"), ("last_key", "contact_last_name")])
async def test_search_walks_its_indexes_under_row_security(db: Database, clean_dsn: str, key: str, index: str) -> None:
    with psycopg.connect(clean_dsn) as connection:
        connection.execute("insert into workspace (id, name) overriding system value values (1, 'Ромашка')")
        connection.execute(
            """insert into contact (workspace_id, name)
               select 1, n || 'клиент ' || n || 'ов' from generate_series(1, 20000) n"""
        )
    with psycopg.connect(clean_dsn, autocommit=True) as connection:
        connection.execute("analyze contact")
    async with db.workspace(1) as tx:
        plan = await tx.rows(
            f"""explain select id from contact where workspace_id = 1 and {key} <> ''
               and {key} >= '19999' and {key} < '19999' || chr(1114111)"""  # noqa: S608 - above
        )
    text = "\n".join(row[0] for row in plan)
    assert index in text
    assert f"{key} >= " in text.partition("Index Cond")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("value = 'город 777'", "contact_field_value"), ("value >= 'город 19999'", "contact_field_value"),
        ("number > 19990", "contact_field_number"), ("contact_id < 10 and place = 1", "contact_field_key"),
    ],
)  # fmt: skip
async def test_own_fields_of_customers_are_found_by_indexes_under_row_security(
    db: Database, clean_dsn: str, condition: str, index: str
) -> None:
    with psycopg.connect(clean_dsn) as connection:
        connection.execute("insert into workspace (id, name) overriding system value values (1, 'Ромашка')")
        connection.execute(
            """insert into contact (workspace_id, attributes)
               select 1, jsonb_build_object('city', 'Город ' || n, 'sum', n) from generate_series(1, 20000) n"""
        )
    with psycopg.connect(clean_dsn, autocommit=True) as connection:
        connection.execute("vacuum (analyze) contact_field")
    key = "sum" if "number" in condition else "city"
    async with db.workspace(1) as tx:
        plan = await tx.rows(
            f"""explain select contact_id from contact_field where workspace_id = 1 and key = '{key}'
               and {condition}"""  # noqa: S608 - above
        )
    text = "\n".join(row[0] for row in plan)
    assert index in text
    assert condition.partition(" ")[0] in text.partition("Index Cond")[2].partition("\n")[0]
