"""One process per data folder."""

import fcntl
import os
import time
from pathlib import Path
from typing import Final

from otklik.infra.postgres.errors import AlreadyRunning

_PATIENCE_S: Final = 1.0
_PAUSE_S: Final = 0.05


class FolderLock:
    """A file lock that the kernel releases when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Take the lock, or refuse with one sentence that names the holder.

        A holder that was killed this moment may still be closing its files: it gets a second.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + _PATIENCE_S
        while not _locked(file):
            if time.monotonic() > deadline:
                holder = os.read(file, 32).decode(errors="replace").strip() or "unknown"
                os.close(file)
                raise AlreadyRunning(
                    f"Otklik already runs on {self._path.parent} (process {holder}): "
                    "stop it, or give this one another data folder"
                )
            time.sleep(_PAUSE_S)
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
