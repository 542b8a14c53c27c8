"""A fresh installation for one measurement: its own folder, database and processes, removed afterwards."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from msgspec import Struct

from otklik.channelkit.registry import Registry
from otklik.channels.telegram import TelegramChannel
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database, Tx
from otklik.infra.migrate import migrate
from otklik.infra.postgres import Dsns, EmbeddedPostgres
from otklik.kit.secrets import load_or_create_keyring

TOKEN = "123456789:AAEbenchmarkbenchmarkbenchmarkbench"
SECRET = "bench-secret"


class Inbox(Struct, frozen=True):
    """Where the load goes."""

    id: int
    workspace_id: int
    path: str


class Server:
    """One process of the product."""

    def __init__(self, data: Path, command: str, port: int) -> None:
        self.port = port
        environment = {
            **os.environ, "OTKLIK_DATA_DIR": str(data), "OTKLIK_PORT": str(port), "OTKLIK_LOG_LEVEL": "warning",
            "OTKLIK_LOG_FORMAT": "json",
        }  # fmt: skip
        self._log = (data.parent / f"{command}-{port}.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "otklik", command], env=environment, stdout=self._log, stderr=self._log
        )

    def wait_ready(self, seconds: float = 120) -> None:
        """Return once it answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        self._log.flush()
        message = f"the server on port {self.port} did not become ready: {Path(self._log.name).read_text()[-2000:]}"
        raise RuntimeError(message)

    def cpu_s(self) -> float:
        """CPU seconds used so far by this process."""
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(20)
        self._log.close()


def free_port() -> int:
    """Return a port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A folder for one run."""
    folder = Path(tempfile.mkdtemp(prefix="otklik-bench-", dir=os.environ.get("OTKLIK_BENCH_DIR")))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(folder: Path) -> Iterator[tuple[Dsns, str]]:
    """An embedded server, durable like in production, migrated; and the administrator's way into it."""
    with EmbeddedPostgres(folder / "data") as server:
        dsns = server.start()
        migrate(dsns.owner)
        yield dsns, server.admin_dsn


def lay_inbox(data: Path, dsns: Dsns, workspace_id: int | None = None) -> Inbox:
    """Make one Telegram inbox as the product would store it, and a workspace with an operator unless one is given."""
    return asyncio.run(_lay_inbox(data, dsns, workspace_id))


async def _lay_inbox(data: Path, dsns: Dsns, workspace_id: int | None) -> Inbox:
    keyring = load_or_create_keyring(data / "keys.json")
    vault = Vault(Registry([TelegramChannel()]), keyring, "http://127.0.0.1")
    database = Database(dsns.app, dsns.system)
    await database.open()
    try:
        async with database.system() as tx:
            workspace_id = workspace_id or await _lay_workspace(tx)
            token = "b" * 43
            sealed = vault.seal(workspace_id, token, {"token": TOKEN})
            inbox_id = await tx.value(
                """insert into inbox (workspace_id, channel, name, status, token, hook_secret, secrets)
                   values (%(w)s, 'telegram', 'Bench', 'active', %(token)s, %(secret)s, %(sealed)s) returning id""",
                {"w": workspace_id, "token": token, "secret": SECRET, "sealed": sealed},
            )
    finally:
        await database.close()
    return Inbox(inbox_id, workspace_id, f"/hooks/{token}")


async def _lay_workspace(tx: Tx) -> int:
    workspace_id = int(await tx.value("insert into workspace (name) values ('Bench') returning id"))
    await tx.execute(
        """insert into operator (workspace_id, email, name, role)
           values (%(w)s, 'bench@example.test', 'Bench', 'owner')""",
        {"w": workspace_id},
    )
    return workspace_id


def postgres_cpu_s(data: Path) -> float:
    """CPU seconds of the database server of a data folder, its backends included."""
    postmaster = next(data.rglob("postmaster.pid")).read_text().splitlines()[0]
    main = psutil.Process(int(postmaster))
    total = 0.0
    for process in (main, *main.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    times = main.cpu_times()
    return total + times.children_user + times.children_system
