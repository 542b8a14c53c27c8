"""What `postmaster.pid` tells about the server of a cluster, and how to be rid of one that outlived its parent."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from otklik.infra.postgres.addresses import LOOPBACK, Address
from otklik.infra.postgres.errors import PostgresError
from otklik.infra.postgres.home import Home

log = structlog.get_logger(__name__)

_FILE: Final = "postmaster.pid"
_PID_LINE, _PORT_LINE, _SOCKET_LINE = 0, 3, 4
_FAST_STOP_S: Final = 60
_HARD_STOP_S: Final = 10


@dataclass(frozen=True)
class Postmaster:
    """The process that serves a cluster, and where it listens once it does."""

    pid: int
    address: Address | None


def find_postmaster(cluster: Path) -> Postmaster | None:
    """Return the live server of this cluster; a zombie or a stranger who got the same number is none."""
    try:
        lines = (cluster / _FILE).read_text(encoding="utf-8").splitlines()
        pid = abs(int(lines[_PID_LINE]))
    except (OSError, ValueError, IndexError):
        return None
    return Postmaster(pid, _address(lines)) if _serves(pid, cluster) else None


def stop_orphan(home: Home) -> None:
    """Stop a server whose parent died without it. We hold the folder's lock, so it is nobody's."""
    cluster = home.cluster
    orphan = find_postmaster(cluster)
    if orphan is None:
        # A dead server's files would make the next one refuse when its number went to another process of the user.
        for left_over in (cluster / _FILE, *home.socket_locks):
            left_over.unlink(missing_ok=True)
        return
    log.warning("postgres.orphan_stopped", pid=orphan.pid)
    for sign, patience in ((signal.SIGINT, _FAST_STOP_S), (signal.SIGQUIT, _HARD_STOP_S)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(orphan.pid, sign)
        if _gone(orphan.pid, cluster, patience):
            return
    raise PostgresError(f"an old PostgreSQL (process {orphan.pid}) still serves {cluster} and does not stop")


def _address(lines: list[str]) -> Address | None:
    with contextlib.suppress(ValueError, IndexError):
        return Address(lines[_SOCKET_LINE] or LOOPBACK, int(lines[_PORT_LINE]))
    return None


def _gone(pid: int, cluster: Path, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while _serves(pid, cluster):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _serves(pid: int, cluster: Path) -> bool:
    """A server works in its cluster's folder: that tells it from any other process."""
    if Path("/proc/self/cwd").exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cwd").readlink() == cluster.resolve()
        return False
    command = ["ps", "-o", "command=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return str(cluster) in shown
