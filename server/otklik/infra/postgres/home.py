"""The folder of one cluster: what lies where, who owns it, and what to do when its user cannot get there.

data/postgres/          ours
    lock                held while we run
    passwords.json      0600, ours
    start.log           what the server said before its own log began
    cluster/            the server's user's; postgresql.conf in it may be edited
    run/                the server's user's; the socket
    location            only if the cluster had to live elsewhere: the path of that place
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from otklik.infra.postgres.account import Account, choose_account
from otklik.infra.postgres.errors import PostgresError

log = structlog.get_logger(__name__)

ASIDE: Final = Path("/var/lib/otklik")


@dataclass(frozen=True)
class Home:
    """The paths of one cluster."""

    folder: Path

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def socket_locks(self) -> list[Path]:
        return list(self.run.glob(".s.PGSQL.*"))

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def passwords(self) -> Path:
        return self.folder / "passwords.json"

    @property
    def start_log(self) -> Path:
        return self.folder / "start.log"


def find_home(data_dir: Path) -> Home:
    """Return where the cluster of this data folder is or would be; touches nothing."""
    folder = data_dir.resolve() / "postgres"
    pointer = folder / "location"
    if pointer.is_file():
        return Home(Path(pointer.read_text(encoding="utf-8").strip()))
    return Home(folder)


def open_home(data_dir: Path, aside: Path) -> tuple[Home, Account]:
    """Make the folder ready and choose the user; as root, move to `aside` if that user cannot reach it.

    Permissions of folders that were there before us are never touched.
    """
    home = find_home(data_dir)
    account = choose_account(home.cluster)
    try:
        _prepare(home, account)
        if not account.can_work_in(home.run):
            home = _move_aside(home, account, aside)
    except OSError as error:
        raise PostgresError(f"cannot prepare {home.folder}: {error.strerror}") from error
    return home, account


def _prepare(home: Home, account: Account) -> None:
    """What the server's user must enter is open to passing through, and nothing more, when that user is not us."""
    mode = 0o711 if account.borrowed else 0o700
    for missing in reversed([path for path in (home.folder, *home.folder.parents) if not path.exists()]):
        missing.mkdir(mode=mode, exist_ok=True)
    home.run.mkdir(mode=0o700, exist_ok=True)
    account.give(home.run)


def _move_aside(home: Home, account: Account, aside: Path) -> Home:
    if not account.borrowed or home.cluster.exists():
        raise PostgresError(f"user {account.name} cannot reach {home.folder}; check the rights of the folders above it")
    name = hashlib.sha256(os.fsencode(home.folder)).hexdigest()[:12]
    elsewhere = Home(aside / f"data-{name}")
    _prepare(elsewhere, account)
    if not account.can_work_in(elsewhere.run):
        raise PostgresError(
            f"user {account.name} can reach neither {home.folder} nor {aside}: "
            "choose a data folder that other users may pass through, such as /srv/otklik"
        )
    home.run.rmdir()
    (home.folder / "location").write_text(f"{elsewhere.folder}\n", encoding="utf-8")
    log.warning("postgres.moved_aside", user=account.name, unreachable=str(home.folder), place=str(elsewhere.folder))
    return elsewhere
