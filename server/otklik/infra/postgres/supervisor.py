"""The face of the embedded database: start it, know that it runs, stop it."""

from pathlib import Path
from typing import Self

import structlog

from otklik.infra.postgres.addresses import ADMIN, DATABASE, Dsns, make_dsns
from otklik.infra.postgres.binaries import find_binaries, within_reach
from otklik.infra.postgres.cluster import make_cluster_if_missing
from otklik.infra.postgres.errors import PostgresError
from otklik.infra.postgres.home import ASIDE, find_home, open_home
from otklik.infra.postgres.lock import FolderLock
from otklik.infra.postgres.passwords import read_passwords
from otklik.infra.postgres.postmaster import find_postmaster, stop_orphan
from otklik.infra.postgres.roles import check_search, make_database_if_missing
from otklik.infra.postgres.server import Server

log = structlog.get_logger(__name__)


class EmbeddedPostgres:
    """The server of one data folder, alive while this process is: it stops with us even if we are killed.

    `fsync=False` is for tests only: a power cut then loses data.
    """

    def __init__(self, data_dir: Path, *, bin_dir: Path | None = None, fsync: bool = True, aside: Path = ASIDE) -> None:
        self._data_dir = data_dir
        self._bin_dir = bin_dir
        self._durable = fsync
        self._aside = aside
        self._lock: FolderLock | None = None
        self._server: Server | None = None
        self._passwords: dict[str, str] = {}

    def start(self) -> Dsns:
        """Start, making the cluster on the first day, and return the ways in; start again a server that died.

        Raises PostgresError with one sentence for a person; AlreadyRunning when the folder is taken.
        """
        if self._server is None or not self._server.running:
            try:
                self._start()
            except BaseException:
                self.stop()
                raise
        return self._dsns()

    def stop(self) -> None:
        """Stop the server and free the folder; nothing happens if it does not run."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def running(self) -> bool:
        """Whether the server process lives; if not, `start` brings it back."""
        return self._server is not None and self._server.running

    @property
    def admin_dsn(self) -> str:
        """The superuser's way in, for backups, restores and tests; the product itself never uses it."""
        if self._server is None:
            raise PostgresError("the embedded PostgreSQL is not started")
        return self._server.address.dsn(ADMIN, self._passwords[ADMIN], DATABASE)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start(self) -> None:
        home, account = open_home(self._data_dir, self._aside)
        if self._lock is None:
            lock = FolderLock(home.lock)
            lock.take()
            self._lock = lock
        binaries = within_reach(find_binaries(self._bin_dir), account, self._aside)
        make_cluster_if_missing(home, account, binaries, durable=self._durable)
        stop_orphan(home)
        self._passwords = read_passwords(home.passwords)
        if self._server is not None:
            self._server.stop()
        self._server = Server(home, account, binaries, durable=self._durable)
        self._server.start(self._passwords[ADMIN])
        make_database_if_missing(self._server.address, self._passwords)
        check_search(self._server.address, self._passwords)
        log.info("postgres.started", version=binaries.version, user=account.name, cluster=str(home.cluster))

    def _dsns(self) -> Dsns:
        if self._server is None:
            raise PostgresError("the embedded PostgreSQL is not started")
        return make_dsns(self._server.address, self._passwords)


def find_running(data_dir: Path) -> Dsns:
    """Return the ways into the server that another process runs on this data folder; refuse if none does."""
    home = find_home(data_dir)
    postmaster = find_postmaster(home.cluster)
    if postmaster is None or postmaster.address is None:
        raise PostgresError(f"no PostgreSQL runs on {data_dir}: start Otklik first")
    return make_dsns(postmaster.address, read_passwords(home.passwords))
