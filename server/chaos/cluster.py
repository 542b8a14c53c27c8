"""The database server of a run, apart from the house, so that it can be crashed and brought back at will."""

import asyncio
import os
import signal
import time
from pathlib import Path

from otklik.infra.migrate import migrate
from otklik.infra.postgres import Dsns, EmbeddedPostgres
from otklik.infra.postgres.home import find_home
from otklik.infra.postgres.postmaster import find_postmaster

_GONE_S = 60


class Cluster:
    """A durable server on a data folder; its address stays the same over restarts."""

    def __init__(self, data: Path) -> None:
        self._cluster = find_home(data).cluster
        self._server = EmbeddedPostgres(data)
        self.dsns: Dsns = self._server.start()
        migrate(self.dsns.owner)

    async def crash(self, number: int, down_s: float) -> None:
        """Stop at once (SIGQUIT: immediate mode) or kill, stay away for some seconds, and come back by recovery."""
        server = find_postmaster(self._cluster)
        if server is not None:
            os.kill(server.pid, number)
        await asyncio.to_thread(self._wait_gone)
        await asyncio.sleep(down_s)
        await asyncio.to_thread(self._server.start)

    def stop(self) -> None:
        """Stop for good."""
        self._server.stop()

    def _wait_gone(self) -> None:
        end = time.monotonic() + _GONE_S
        while self._server.running and time.monotonic() < end:
            time.sleep(0.02)


HOW = (signal.SIGQUIT, signal.SIGQUIT, signal.SIGQUIT, signal.SIGKILL)
"""Mostly an immediate stop; now and then the main process is killed and leaves its children behind."""
