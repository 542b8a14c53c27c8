"""The processes of the house: kept alive by starting them again, as a service manager would, and killed on demand."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

_COMPILED = Path(tempfile.gettempdir()) / "otklik-chaos-compiled"
"""Compiled code outlives the run: a start costs what it costs in production, whatever this environment says."""
_PAUSE_S = 0.3
_GRACE_S = 25


class Part(Struct, frozen=True):
    """One process: what it is called, its command, and its port (0: it has no doors)."""

    name: str
    command: str
    port: int = 0


class Cast:
    """All processes of one house."""

    def __init__(self, parts: Sequence[Part], folder: Path, environment: Mapping[str, str]) -> None:
        self.parts = tuple(parts)
        self._folder = folder
        self._environment = {**os.environ, **environment, "PYTHONPYCACHEPREFIX": str(_COMPILED)}
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self.starts = 0

    @property
    def doors(self) -> tuple[str, ...]:
        """The addresses of the processes that have doors."""
        return tuple(f"http://127.0.0.1:{part.port}" for part in self.parts if part.port)

    def start(self) -> None:
        """Start everything and keep it running."""
        self._keepers = [asyncio.create_task(self._keep(part)) for part in self.parts]

    def kill(self, name: str, number: int) -> bool:
        """Send a signal to a part; False when it does not run at this moment."""
        process = self._running.get(name)
        if process is None or process.returncode is not None:
            return False
        process.send_signal(number)
        return True

    async def stop(self) -> None:
        """End everything, gracefully if possible."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self._running.values():
            await _wait(process)

    async def _keep(self, part: Part) -> None:
        while True:
            with (self._folder / f"{part.name}.log").open("ab") as log:
                self._running[part.name] = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "otklik", part.command, stdout=log, stderr=log,
                    env={**self._environment, "OTKLIK_PORT": str(part.port or 1)},
                )  # fmt: skip
            self.starts += 1
            await self._running[part.name].wait()
            await asyncio.sleep(_PAUSE_S)


async def _wait(process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
