"""The system user PostgreSQL runs as: ourselves, or an unprivileged user when we are root."""

import contextlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from otklik.infra.postgres.errors import PostgresError

_KNOWN: Final = ("postgres", "otklik")
_QUIET: Final = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_PATIENCE_S: Final = 120


@dataclass(frozen=True)
class Account:
    """A user, and whether we must change to it."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def give(self, path: Path) -> None:
        """Make the user own this one path."""
        if self.borrowed:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def spawn(self, command: list[str], *, cwd: Path, stdin: int, output: int) -> subprocess.Popen[bytes]:
        """Start a program as this user, in a session of its own, out of reach of a terminal's Ctrl-C."""
        try:
            return subprocess.Popen(  # noqa: S603 - our own programs, no shell
                command,
                cwd=cwd,
                env=_QUIET,
                stdin=stdin,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=self.uid if self.borrowed else None,
                group=self.gid if self.borrowed else None,
                extra_groups=[] if self.borrowed else None,
            )
        except OSError as error:
            raise PostgresError(f"cannot run {command[0]} as user {self.name}: {error.strerror}") from error

    def run(self, command: list[str], *, cwd: Path) -> tuple[bool, str]:
        """Run a program to its end as this user; return whether it went well and what it printed."""
        with self.spawn(command, cwd=cwd, stdin=subprocess.DEVNULL, output=subprocess.PIPE) as process:
            try:
                printed, complaints = process.communicate(timeout=_PATIENCE_S)
            except subprocess.TimeoutExpired as error:
                process.kill()
                raise PostgresError(f"{command[0]} did not end within {_PATIENCE_S} s") from error
        return process.returncode == 0, (complaints or printed).decode(errors="replace").strip()

    def can_work_in(self, folder: Path) -> bool:
        """Tell whether this user can enter the folder through all its parents and write there."""
        return self.run(["/bin/sh", "-c", 'cd "$1" && [ -w . ]', "sh", str(folder)], cwd=Path("/"))[0]


def choose_account(cluster: Path) -> Account:
    """Return the user of an existing cluster, or a fitting one for a new cluster."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        return _ourselves(cluster, owner)
    if owner:
        return _by_uid(owner, cluster)
    for name in _KNOWN:
        with contextlib.suppress(KeyError):
            return _account(pwd.getpwnam(name))
    return _new_account()


def _ourselves(cluster: Path, owner: int | None) -> Account:
    uid = os.geteuid()
    if owner is not None and owner != uid:
        raise PostgresError(f"{cluster} belongs to user {_name_of(owner)}: start as that user or as root")
    return Account(_name_of(uid), uid, os.getegid(), borrowed=False)


def _by_uid(uid: int, cluster: Path) -> Account:
    try:
        return _account(pwd.getpwuid(uid))
    except KeyError as error:
        raise PostgresError(f"{cluster} belongs to user number {uid}, which this system does not know") from error


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, borrowed=True)


def _new_account() -> Account:
    """PostgreSQL refuses to run as root, and looks its user up by number: it has to be a real one."""
    useradd = shutil.which("useradd", path=_QUIET["PATH"])
    if useradd:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        subprocess.run(  # noqa: S603 - no shell; a failure is told below
            [useradd, *options, "--shell", "/usr/sbin/nologin", _KNOWN[-1]], env=_QUIET, check=False
        )
    try:
        return _account(pwd.getpwnam(_KNOWN[-1]))
    except KeyError as error:
        raise PostgresError(
            "PostgreSQL does not run as root: create a system user named otklik, or start as an ordinary user"
        ) from error


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
