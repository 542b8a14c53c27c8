"""Makes a cluster that indexes Cyrillic, and refuses one of another major version."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from otklik.infra.postgres.account import Account
from otklik.infra.postgres.addresses import ADMIN
from otklik.infra.postgres.binaries import Binaries
from otklik.infra.postgres.errors import PostgresError
from otklik.infra.postgres.home import Home
from otklik.infra.postgres.passwords import make_passwords, read_passwords

_BUILTIN_PROVIDER_SINCE: Final = 17
_UTF8_LOCALES: Final = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8", "ru_RU.UTF-8", "ru_RU.utf8")

_SETTINGS: Final = """

# Otklik: for a small machine. Edit freely, all of this is read at the next start.
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 128MB
max_connections = 100
max_wal_size = 2GB
random_page_cost = 1.1
jit = off                               # short queries only
synchronous_commit = on                 # what we answered 200 to is on disk
timezone = 'UTC'

# A week of logs, one file a day; values of rows stay out of them
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_error_verbosity = terse
log_timezone = 'UTC'
"""


def make_cluster_if_missing(home: Home, account: Account, binaries: Binaries, *, durable: bool) -> None:
    """Initialise under another name, so that a crash in the middle leaves nothing that looks complete."""
    if home.cluster.exists():
        _check_version(home, binaries)
        return
    if not home.passwords.exists():
        make_passwords(home.passwords)
    scratch = home.folder / "cluster.new"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    account.give(scratch)
    _init(scratch, home, account, binaries, durable=durable)
    with (scratch / "postgresql.conf").open("a", encoding="utf-8") as config:
        config.write(_SETTINGS)
    scratch.rename(home.cluster)
    _sync(home.folder)


def _init(scratch: Path, home: Home, account: Account, binaries: Binaries, *, durable: bool) -> None:
    secret = home.run / "initdb.secret"
    secret.unlink(missing_ok=True)
    file = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(read_passwords(home.passwords)[ADMIN])
    account.give(secret)
    options = [f"--pgdata={scratch}", f"--pwfile={secret}", f"--username={ADMIN}", *_locale_options(binaries.major)]
    options += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *([] if durable else ["--no-sync"])]
    try:
        went_well, said = account.run([binaries.program("initdb"), *options], cwd=home.run)
    finally:
        secret.unlink()
    if not went_well:
        reasons = [line for line in said.splitlines() if "error:" in line or "FATAL" in line] or said.splitlines()[-1:]
        raise PostgresError(f"PostgreSQL could not make a new cluster in {home.folder}: {'; '.join(reasons)}")


def _locale_options(major: int) -> list[str]:
    """Order by code point, and a character type that knows Cyrillic letters.

    With lc_ctype=C the trigram index of pg_trgm stays silently empty for Cyrillic, whatever the provider.
    """
    ctype = _utf8_locale()
    if major < _BUILTIN_PROVIDER_SINCE:
        return ["--locale=C", f"--lc-ctype={ctype}"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={ctype}"]


def _utf8_locale() -> str:
    """Return a UTF-8 locale this system has; glibc knows C.UTF-8 of itself since 2.35."""
    try:
        done = subprocess.run(["locale", "-a"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S607
    except (OSError, subprocess.TimeoutExpired):
        return _UTF8_LOCALES[0]
    present = set(done.stdout.split())
    return next((name for name in _UTF8_LOCALES if name in present), _UTF8_LOCALES[0])


def _check_version(home: Home, binaries: Binaries) -> None:
    try:
        made_by = (home.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError as error:
        raise PostgresError(f"{home.cluster} is not a PostgreSQL cluster; restore it or move it away") from error
    if made_by != str(binaries.major):
        raise PostgresError(
            f"{home.cluster} was made by PostgreSQL {made_by} and the server found is {binaries.version}: "
            f"dump it with version {made_by} (pg_dumpall), move {home.folder} away, start once and restore the dump "
            f"(psql); or name the folder of version {made_by}'s programs in the settings"
        )


def _sync(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
