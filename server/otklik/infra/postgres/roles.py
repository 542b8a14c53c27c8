"""The database and its three roles, and the check that this server can search Russian text."""

from collections.abc import Mapping
from typing import Final, LiteralString

import psycopg
from psycopg import Connection, sql

from otklik.infra.postgres.addresses import ADMIN, APP, DATABASE, OWNER, SYSTEM, Address
from otklik.infra.postgres.errors import PostgresError

_ATTRIBUTES: Final = sql.SQL("login nosuperuser nocreatedb nocreaterole noreplication nobypassrls")
_RIGHTS: Final[tuple[LiteralString, ...]] = (
    "grant otklik_app, otklik_system to otklik_owner",  # migrations act for them
    "revoke all on database otklik, postgres, template1 from public",
    "grant connect, temporary on database otklik to otklik_app, otklik_system",
)
_TRIGRAMS: Final = "select count(*) > 0 from pg_available_extensions where name = 'pg_trgm'"
_CYRILLIC: Final = "select show_trgm('ж') <> '{}'"
_RUSSIAN: Final = "select to_tsvector('russian', 'Заказы') = to_tsvector('russian', 'заказ')"


def make_database_if_missing(address: Address, passwords: Mapping[str, str]) -> None:
    """Make roles and database; what a crash left undone is done at the next start."""
    with psycopg.connect(address.dsn(ADMIN, passwords[ADMIN], "postgres"), autocommit=True) as connection:
        present = {row[0] for row in connection.execute("select rolname from pg_roles")}
        missing = [role for role in (OWNER, APP, SYSTEM) if role not in present]
        for role in missing:
            _make_role(connection, role, passwords[role])
        found = connection.execute("select from pg_database where datname = %s", (DATABASE,)).fetchone()
        if found is None:
            make = sql.SQL("create database {} owner {} template template0")
            connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
        if missing or found is None:
            for statement in _RIGHTS:
                connection.execute(statement)


def check_search(address: Address, passwords: Mapping[str, str]) -> None:
    """Refuse a cluster whose trigrams or dictionaries would silently find nothing in Russian."""
    with psycopg.connect(address.dsn(ADMIN, passwords[ADMIN], DATABASE), autocommit=True) as connection:
        if not _holds(connection, _RUSSIAN):
            raise PostgresError(
                "this PostgreSQL does not stem Russian words: its russian dictionary is missing or broken"
            )
        if not _holds(connection, _TRIGRAMS):
            return
        connection.execute("create extension if not exists pg_trgm")
        if not _holds(connection, _CYRILLIC):
            raise PostgresError(
                "this cluster finds no Cyrillic trigrams (its lc_ctype is not UTF-8): "
                "dump it, and restore the dump into a new data folder"
            )


def _make_role(connection: Connection[tuple[object, ...]], role: str, password: str) -> None:
    """Send the verifier, not the password: it cannot reach a log."""
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    make = sql.SQL("create role {} {} password {}")
    connection.execute(make.format(sql.Identifier(role), _ATTRIBUTES, sql.Literal(verifier)))


def _holds(connection: Connection[tuple[object, ...]], question: LiteralString) -> bool:
    try:
        row = connection.execute(question).fetchone()
    except psycopg.errors.UndefinedObject:
        return False
    return row is not None and bool(row[0])
