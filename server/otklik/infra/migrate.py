"""Brings the database to this version: one process at a time, without waiting long for locks."""

from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from psycopg.errors import LockNotAvailable
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

log = structlog.get_logger(__name__)

ROLES: Final = ("otklik_app", "otklik_system")
_LOCK: Final = 0x6F746B6C
_LOCK_WAIT_S: Final = 60
_TABLE_LOCK_WAIT_S: Final = 3
_TRIES: Final = 5
_FOLDER: Final = Path(__file__).resolve().parent.parent / "migrations"


class MigrationRefused(Exception):
    """The database cannot be brought to this version; the text is the one line a person sees."""


def migrate(owner_dsn: str, version: str | None = None) -> str:
    """Run every missing migration, or those up to a version, as the owner of the database; return the version reached.

    Other processes that start at the same moment wait up to a minute. A table lock that is not had within 3 s is given
    up and tried again, so that a long report cannot make the whole service queue behind us.
    """
    ensure_roles(owner_dsn)
    with closing(_engine(owner_dsn).connect()) as connection:
        _take_turn(connection)
        for left in reversed(range(_TRIES)):
            try:
                return _upgrade(connection, version or _newest())
            except Exception as error:
                connection.rollback()
                if not (left and isinstance(getattr(error, "orig", error), LockNotAvailable)):
                    raise
                log.warning("migration.waits_for_lock", tries_left=left)
    raise AssertionError


def schema_version(owner_dsn: str) -> tuple[str | None, str]:
    """Return the version the database has and the one this release brings."""
    with closing(_engine(owner_dsn).connect()) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present, _newest()


def ensure_roles(owner_dsn: str) -> None:
    """Make the two roles that requests and machinery work as, and let the present user become them.

    Where the user may not make roles, a person has to; the refusal names the statements.
    """
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        for role in ROLES:
            if not _usable(connection, role):
                _make_role(connection, role)


def _engine(owner_dsn: str) -> Engine:
    """Make an engine that hands whole files of SQL to the server as they are, without looking for placeholders."""
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(owner_dsn),
        poolclass=NullPool,
        execution_options={"no_parameters": True},
    )


def _usable(connection: psycopg.Connection[tuple[object, ...]], role: str) -> bool:
    found = connection.execute(
        "select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = %s", (role,)
    ).fetchone()
    return found is not None and bool(found[0])


def _make_role(connection: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    name = sql.Identifier(role)
    try:
        if connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None:
            _create_role(connection, name)
        if not _usable(connection, role):
            connection.execute(sql.SQL("grant {} to current_user").format(name))
    except psycopg.errors.InsufficientPrivilege as error:
        raise MigrationRefused(
            f"the role {role} is missing and this user may not make it; as a superuser run: "
            f"create role {role} nologin; grant {role} to the user in database_url;"
        ) from error


def _create_role(connection: psycopg.Connection[tuple[object, ...]], name: sql.Identifier) -> None:
    try:
        connection.execute(sql.SQL("create role {} nologin").format(name))
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return


def _take_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"set lock_timeout = '{_LOCK_WAIT_S}s'")
    try:
        connection.exec_driver_sql(f"select pg_advisory_lock({_LOCK})")
    except Exception as error:
        if isinstance(getattr(error, "orig", error), LockNotAvailable):
            raise MigrationRefused("another process has been migrating this database for a minute") from error
        raise
    connection.exec_driver_sql(f"set lock_timeout = '{_TABLE_LOCK_WAIT_S}s'")
    connection.commit()


def _upgrade(connection: Connection, version: str) -> str:
    present = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}
    if present is not None and present not in known:
        raise MigrationRefused(f"the database is at version {present}, which is newer than this release")
    connection.commit()
    if present != version:
        config = Config()
        config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.commit()
        log.info("migration.done", version=version, before=present)
    return version


def _newest() -> str:
    newest = ScriptDirectory(str(_FOLDER)).get_current_head()
    if newest is None:
        raise MigrationRefused("this installation has lost its migrations")
    return newest
