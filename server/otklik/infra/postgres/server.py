"""One running `postgres`, and the watchdog that stops it when we die."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

import psycopg

from otklik.infra.postgres.account import Account
from otklik.infra.postgres.addresses import ADMIN, Address, choose_address
from otklik.infra.postgres.binaries import Binaries
from otklik.infra.postgres.errors import PostgresError
from otklik.infra.postgres.home import Home
from otklik.infra.postgres.postmaster import find_postmaster

_START_S: Final = 60
_RECOVERY_S: Final = 600
_FAST_STOP_S: Final = 60
_HARD_STOP_S: Final = 10
_FIRST_PAUSE_S: Final = 0.005
_LONGEST_PAUSE_S: Final = 0.25

_NOT_YET: Final = ("postmaster.pid", "is still in use", "Address already in use", "Is another postmaster")
_UNSAFE: Final = ("fsync=off", "full_page_writes=off")  # a power cut loses data, a killed process does not

# Waits for the end of a pipe that only we hold: when we are gone, it stops that very server and no later one.
_WATCHDOG: Final = """
trap '' HUP INT TERM
read -r _
pid=
read -r pid < "$2/postmaster.pid" && [ "$pid" = "$1" ] && kill -INT "$1"
"""


class _NotYet(Exception):
    """The last server of this cluster is still dying, or its port is still taken."""


class Server:
    """Starts `postgres` itself, not pg_ctl, so that its end is seen at once."""

    def __init__(self, home: Home, account: Account, binaries: Binaries, *, durable: bool) -> None:
        self._home = home
        self._account = account
        self._binaries = binaries
        self._settings = () if durable else _UNSAFE
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._lifeline: int | None = None
        self.address = Address(str(home.run), 0)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, password: str) -> None:
        """Return when a connection was really made; waits for a dying predecessor and for crash recovery."""
        deadline = time.monotonic() + _START_S
        while True:
            self._spawn()
            try:
                self._await_connection(password)
            except _NotYet as reason:
                if time.monotonic() > deadline:
                    raise PostgresError(f"PostgreSQL did not start: {reason}") from reason
                time.sleep(_LONGEST_PAUSE_S)
            else:
                return

    def stop(self) -> None:
        """Stop fast but cleanly; then hard, which loses nothing either and costs the next start a recovery."""
        process = self._process
        for sign, patience in ((signal.SIGINT, _FAST_STOP_S), (signal.SIGQUIT, _HARD_STOP_S), (signal.SIGKILL, None)):
            if process is None or process.poll() is not None:
                break
            process.send_signal(sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
        self._process = None
        self._dismiss_watchdog()

    def _spawn(self) -> None:
        self.stop()
        self.address = choose_address(self._home.run)
        settings = (*self.address.server_settings(), "unix_socket_permissions=0700", *self._settings)
        options = [part for setting in settings for part in ("-c", setting)]
        command = [self._binaries.program("postgres"), "-D", str(self._home.cluster), *options]
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        output = os.open(self._home.start_log, flags, 0o600)
        try:
            self._process = self._account.spawn(
                command, cwd=self._home.cluster, stdin=subprocess.DEVNULL, output=output
            )
        finally:
            os.close(output)
        self._set_watchdog(self._process.pid)

    def _set_watchdog(self, pid: int) -> None:
        end, self._lifeline = os.pipe()
        try:
            self._watchdog = self._account.spawn(
                ["/bin/sh", "-c", _WATCHDOG, "otklik-watchdog", str(pid), str(self._home.cluster)],
                cwd=Path("/"),
                stdin=end,
                output=subprocess.DEVNULL,
            )
        finally:
            os.close(end)

    def _dismiss_watchdog(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None
        if self._watchdog is not None:
            self._watchdog.wait()
            self._watchdog = None

    def _await_connection(self, password: str) -> None:
        dsn = self.address.dsn(ADMIN, password, "postgres")
        deadline = time.monotonic() + _RECOVERY_S
        pause = _FIRST_PAUSE_S
        while not self._answers(dsn):
            if not self.running:
                raise self._reason_of_death()
            if time.monotonic() > deadline:
                raise PostgresError(
                    f"PostgreSQL did not take connections within {_RECOVERY_S} s; see {self._home.cluster / 'log'}"
                )
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    def _answers(self, dsn: str) -> bool:
        """Make a connection, and make sure that it is this server who took it."""
        try:
            psycopg.connect(dsn, connect_timeout=10).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise PostgresError(f"{self._home.passwords} does not belong to {self._home.cluster}") from error
            return False
        postmaster = find_postmaster(self._home.cluster)
        return self._process is not None and postmaster is not None and postmaster.pid == self._process.pid

    def _reason_of_death(self) -> Exception:
        said = self._home.start_log.read_text(encoding="utf-8", errors="replace").splitlines()
        fatal = [line for line in said if "FATAL" in line] or said[-1:] or [f"see {self._home.cluster / 'log'}"]
        if any(sign in line for sign in _NOT_YET for line in said):
            return _NotYet(fatal[-1])
        return PostgresError(f"PostgreSQL did not start: {fatal[-1]}")
