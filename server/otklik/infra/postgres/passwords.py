"""Passwords of the roles, made once and kept in a file that only we may read."""

import json
import os
import secrets
from pathlib import Path
from typing import Final

from otklik.infra.postgres.addresses import ADMIN, APP, OWNER, SYSTEM
from otklik.infra.postgres.errors import PostgresError

_ROLES: Final = (ADMIN, OWNER, APP, SYSTEM)
_SIZE: Final = 24


def make_passwords(path: Path) -> None:
    """Write a password for every role; they are on disk before the first cluster uses them."""
    scratch = path.with_suffix(".new")
    scratch.unlink(missing_ok=True)
    file = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        json.dump({role: secrets.token_urlsafe(_SIZE) for role in _ROLES}, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    scratch.rename(path)


def read_passwords(path: Path) -> dict[str, str]:
    """Return the password of every role."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {role: str(kept[role]) for role in _ROLES}
    except FileNotFoundError as error:
        raise PostgresError(f"{path} is missing: restore it, the database cannot be entered without it") from error
    except OSError as error:
        raise PostgresError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise PostgresError(f"{path} is damaged: restore it, the database cannot be entered without it") from error
