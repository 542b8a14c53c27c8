"""The product's own PostgreSQL for one test session, a migrated template, and a database per worker made from it."""

import shutil
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from otklik.infra.migrate import migrate
from otklik.infra.postgres import EmbeddedPostgres

_TEMPLATE = "otklik_template"

_EMPTY = """
do $$
declare
    each text;
    filled boolean;
begin
    perform set_config('session_replication_role', 'replica', true);
    for each in select c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                  and not c.relispartition and c.relname not in ('alembic_version', 'lane')
    loop
        execute format('select exists (select from %I)', each) into filled;
        if filled then
            execute format('delete from %I', each);
        end if;
    end loop;
    update lane set owner = null, until = null where owner is not null;
end
$$
"""


class Server:
    """A throw-away server; nothing in it survives a power cut, and nothing has to."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="otklik-tests-"))
        self._folder.chmod(0o755)  # for the other user whom PostgreSQL runs as when the tests run as root
        self._postgres = EmbeddedPostgres(self._folder, fsync=False)
        self.template_dsn = ""
        """The superuser's connection string of the migrated template."""

    def start(self) -> None:
        """Start, and migrate the template as the owner, who is no superuser."""
        owner = self._postgres.start().owner
        admin = self._postgres.admin_dsn
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} owner otklik_owner template template0").format(sql.Identifier(_TEMPLATE))
            )
        migrate(_at(owner, _TEMPLATE))
        self.template_dsn = _at(admin, _TEMPLATE)

    def stop(self) -> None:
        """Stop the server and remove everything it wrote."""
        self._postgres.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def make_database(template_dsn: str, name: str) -> str:
    """Create a database from the template next to it and return the superuser's connection string."""
    with psycopg.connect(_at(template_dsn, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} owner otklik_owner template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(_TEMPLATE)
            )
        )
    return _at(template_dsn, name)


def empty_tables(dsn: str) -> None:
    """Delete all rows of the tables that have any."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_EMPTY)


def settle_plans(dsn: str) -> None:
    """Let plans depend on the rows that are there: not on what earlier tests have left in files and statistics."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("vacuum full conversation")
        connection.execute("analyze")


def _at(dsn: str, database: str) -> str:
    return make_conninfo("", **{**conninfo_to_dict(dsn), "dbname": database})
