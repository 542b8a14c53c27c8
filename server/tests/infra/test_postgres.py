"""The embedded database under the accidents of real life, on real servers."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from otklik.infra.migrate import migrate
from otklik.infra.postgres import AlreadyRunning, Dsns, EmbeddedPostgres, PostgresError, find_running
from otklik.infra.postgres.binaries import find_binaries
from otklik.infra.postgres.postmaster import find_postmaster

SERVER = Path(__file__).resolve().parents[2]
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another user")
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


def scratch() -> Path:
    """Make a folder in memory where there is room: these tests copy whole clusters."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes the name
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    path = Path(tempfile.mkdtemp(prefix="otk-", dir=memory if roomy else None))
    path.chmod(0o711)
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user may pass through, as a data folder's parent usually is."""
    path = scratch()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def first_day() -> Iterator[Path]:
    """A data folder just after its first start and stop."""
    path = scratch()
    with embedded(path / "data"):
        pass
    yield path / "data"
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def served(first_day: Path) -> Iterator[Dsns]:
    """The ways into a running server that no test disturbs."""
    path = scratch()
    subprocess.run(["cp", "-a", first_day, path / "data"], check=True)
    with embedded(path / "data") as postgres:
        yield postgres.start()
    shutil.rmtree(path)


@pytest.fixture
def data(first_day: Path, folder: Path) -> Path:
    subprocess.run(["cp", "-a", first_day, folder / "data"], check=True)
    return folder / "data"


@pytest.fixture
def spawn(data: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start another process that runs the database of this data folder; returns when it is ready."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "otklik.infra.postgres", data],
            env={**os.environ, "PYTHONPATH": str(SERVER)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


def embedded(data: Path, *, bin_dir: Path | None = None, aside: Path | None = None) -> EmbeddedPostgres:
    return EmbeddedPostgres(data, bin_dir=bin_dir, fsync=False, aside=aside or data.parent / "aside")


def query(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def server_pid(data: Path) -> int:
    postmaster = find_postmaster(data / "postgres" / "cluster")
    assert postmaster is not None
    return postmaster.pid


def watchdog_pid(data: Path) -> int:
    wanted = f"otklik-watchdog\0{server_pid(data)}\0".encode()
    return next(int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if wanted in path.read_bytes())


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline, "waited 30 s in vain"
        time.sleep(0.01)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_first_start_makes_a_database_with_three_modest_roles(served: Dsns) -> None:
    for role, dsn in (("otklik_owner", served.owner), ("otklik_app", served.app), ("otklik_system", served.system)):
        assert query(dsn, "select current_user::text, current_database()::text") == [(role, "otklik")]
    assert query(
        served.app,
        "select rolname::text from pg_roles where rolname like 'otklik%' and not (rolsuper or rolbypassrls "
        "or rolcreaterole or rolcreatedb or rolreplication) and rolcanlogin order by 1",
    ) == [("otklik_app",), ("otklik_owner",), ("otklik_system",)]
    owner = "select datdba::regrole::text from pg_database where datname = 'otklik'"
    assert query(served.app, owner) == [("otklik_owner",)]


def test_the_owner_makes_tables_and_the_app_cannot(served: Dsns) -> None:
    query(served.owner, "create table kept (id int); grant select on kept to otklik_app")
    query(served.owner, "set role otklik_app; set role otklik_system")
    assert query(served.app, "select count(*) from kept") == [(0,)]
    for dsn in (served.app, served.system):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            query(dsn, "create table mine (id int)")


def test_pages_have_checksums_and_entry_needs_the_password(served: Dsns, first_day: Path) -> None:
    assert query(served.app, "show data_checksums") == [("on",)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        query(served.app.replace("otklik_app:", "otklik_app:x"), "select 1")
    assert stat.S_IMODE((first_day / "postgres" / "passwords.json").stat().st_mode) == 0o600
    assert "otklik_app" not in repr(served)


def test_trigrams_and_stems_know_cyrillic(served: Dsns) -> None:
    assert query(served.app, "select show_trgm('ж') <> '{}'") == [(True,)]
    assert query(served.app, "select to_tsvector('russian', 'заказами') @@ to_tsquery('russian', 'заказ')") == [(True,)]
    assert query(served.app, "select 'ПРИВЕТ' ilike 'привет'") == [(True,)]


def test_next_start_has_what_was_written(data: Path) -> None:
    with embedded(data) as postgres:
        query(postgres.start().owner, "create table kept as select 7 as n")
    with embedded(data) as postgres:
        assert query(postgres.start().owner, "select n from kept") == [(7,)]
    assert find_postmaster(data / "postgres" / "cluster") is None


def test_a_database_that_cannot_index_cyrillic_is_refused(data: Path) -> None:
    with embedded(data) as postgres:
        admin = postgres.admin_dsn.replace("/otklik?", "/postgres?")
        query(admin, "drop database otklik")
        query(admin, "create database otklik template template0 lc_ctype 'C'")
    with pytest.raises(PostgresError, match="lc_ctype is not UTF-8"):
        embedded(data).start()
    assert find_postmaster(data / "postgres" / "cluster") is None


def test_killing_the_parent_stops_the_server_and_loses_nothing(
    data: Path, spawn: Callable[[], subprocess.Popen[str]]
) -> None:
    parent = spawn()
    query(find_running(data).owner, "create table kept as select generate_series(1, 1000) as n")
    parent.kill()
    wait_until(lambda: find_postmaster(data / "postgres" / "cluster") is None)
    with embedded(data) as postgres:
        assert query(postgres.start().owner, "select count(*) from kept") == [(1000,)]


def test_start_right_after_a_kill_does_not_wait_for_luck(
    data: Path, spawn: Callable[[], subprocess.Popen[str]]
) -> None:
    for _ in range(3):
        parent = spawn()
        parent.kill()
        parent.wait()
    with embedded(data) as postgres:
        assert query(postgres.start().app, "select 1") == [(1,)]


def test_an_orphan_is_stopped_and_replaced(data: Path, spawn: Callable[[], subprocess.Popen[str]]) -> None:
    parent = spawn()
    query(find_running(data).owner, "create table kept as select 7 as n")
    orphan = server_pid(data)
    kill(watchdog_pid(data))
    parent.kill()
    parent.wait()
    assert server_pid(data) == orphan
    with embedded(data) as postgres:
        assert query(postgres.start().owner, "select n from kept") == [(7,)]
        assert server_pid(data) != orphan


def test_a_backend_that_outlives_everything_is_waited_for(
    data: Path, spawn: Callable[[], subprocess.Popen[str]]
) -> None:
    parent = spawn()
    owner = find_running(data).owner
    query(owner, "create table kept as select 7 as n")
    with contextlib.closing(psycopg.connect(owner)) as busy:
        busy.pgconn.send_query(b"select sum(n * n) from generate_series(1, 6000000) n")
        server = server_pid(data)
        for pid in (watchdog_pid(data), parent.pid, server):
            kill(pid)
        with embedded(data) as postgres:
            assert query(postgres.start().owner, "select n from kept") == [(7,)]


def test_a_server_that_died_is_started_again(data: Path) -> None:
    with embedded(data) as postgres:
        query(postgres.start().owner, "create table kept as select 7 as n")
        kill(server_pid(data))
        wait_until(lambda: not postgres.running)
        assert query(postgres.start().owner, "select n from kept") == [(7,)]


def test_a_second_start_on_the_same_folder_is_refused_in_one_line(data: Path) -> None:
    with embedded(data):
        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
            embedded(data).start()
        second = subprocess.run(
            [sys.executable, "-m", "otklik.infra.postgres", data],
            env={**os.environ, "PYTHONPATH": str(SERVER)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert "already runs" in second.stderr


def test_a_stranger_with_the_old_servers_number_does_no_harm(data: Path) -> None:
    cluster = data / "postgres" / "cluster"
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n", encoding="utf-8")
    with embedded(data) as postgres:
        assert query(postgres.start().app, "select 1") == [(1,)]


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    half = folder / "data" / "postgres" / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18", encoding="ascii")
    for path in (folder / "data", folder / "data" / "postgres"):
        path.chmod(0o711)
    with embedded(folder / "data") as postgres:
        assert query(postgres.start().app, "select 1") == [(1,)]
    assert not half.exists()


def test_another_major_version_is_refused_with_the_way_out(data: Path) -> None:
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("14\n", encoding="ascii")
    with pytest.raises(PostgresError, match=r"made by PostgreSQL 14 .*pg_dumpall"):
        embedded(data).start()


def test_lost_passwords_are_named(data: Path) -> None:
    (data / "postgres" / "passwords.json").unlink()
    with pytest.raises(PostgresError, match=r"passwords\.json is missing"):
        embedded(data).start()


def test_a_path_too_long_for_a_socket_uses_loopback(first_day: Path, folder: Path) -> None:
    deep = folder / ("long" * 25)
    deep.mkdir(mode=0o711)
    subprocess.run(["cp", "-a", first_day, deep / "data"], check=True)
    with embedded(deep / "data") as postgres:
        dsns = postgres.start()
        assert "127.0.0.1" in dsns.app
        assert query(dsns.app, "select 1") == [(1,)]
        assert find_running(deep / "data") == dsns


def test_no_server_to_find(data: Path) -> None:
    with pytest.raises(PostgresError, match="no PostgreSQL runs"):
        find_running(data)


def test_a_folder_without_programs_is_refused(folder: Path) -> None:
    with pytest.raises(PostgresError, match="no PostgreSQL 15 or newer"):
        find_binaries(folder)


@pytest.mark.skipif(not DEBIAN_15.exists(), reason="the system has no PostgreSQL 15")
def test_the_systems_oldest_server_serves_as_well(folder: Path) -> None:
    with embedded(folder / "data", bin_dir=DEBIAN_15) as postgres:
        dsns = postgres.start()
        assert query(dsns.app, "select 'ПРИВЕТ' ilike 'привет'") == [(True,)]
        migrate(dsns.owner)
        assert query(dsns.app, "select count(*) from contact where name_key = 'привет'") == [(0,)]


@ROOT_ONLY
def test_root_moves_the_cluster_when_its_user_cannot_reach_it(folder: Path) -> None:
    private = folder / "root"
    private.mkdir(mode=0o700)
    aside = folder / "aside"
    with embedded(private / "data", aside=aside) as postgres:
        query(postgres.start().owner, "create table kept as select 7 as n")
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    (private / "data").rename(private / "moved")
    with embedded(private / "moved", aside=aside) as postgres:
        assert query(postgres.start().owner, "select n from kept") == [(7,)]
        assert find_running(private / "moved") == postgres.start()


@ROOT_ONLY
def test_root_copies_programs_that_the_servers_user_cannot_run(data: Path, folder: Path) -> None:
    private = folder / "root"
    private.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", find_binaries().folder.parent, private / "postgresql"], check=True)
    with embedded(data, bin_dir=private / "postgresql" / "bin") as postgres:
        assert query(postgres.start().app, "select 1") == [(1,)]
    assert list((folder / "aside").glob("postgresql-*/bin/postgres"))
