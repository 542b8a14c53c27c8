"""A thread of its own for one IMAP connection: the loop never waits for a mail server."""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, ParamSpec, TypeVar

from otklik.channels.email.imap import Session

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE_S: Final = 3.0


class MailThread:
    """Runs blocking calls one after the other; hanging up wakes a call that waits at the socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="imap")
        self._descriptor = socket.socket(fileno=socket.dup(connection.fileno()))
        self._running = 0

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call in the thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._executor, lambda: self._counted(call, *args, **kwargs)
        )

    def _counted(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._running += 1
        try:
            return call(*args, **kwargs)
        finally:
            self._running -= 1

    async def hang_up(self, session: Session | None = None) -> None:
        """Log out if the line is free, cut it otherwise; never waits long."""
        if session is not None and not self._running:
            await self._finish(session)
        with suppress(OSError):
            self._descriptor.shutdown(socket.SHUT_RDWR)
        await self._finish(session)
        self._executor.shutdown(wait=False)
        self._descriptor.close()

    async def _finish(self, session: Session | None) -> None:
        """Close in the thread, where whatever still runs ends first."""
        close = session.close if session is not None else self._connection.close
        with suppress(Exception):
            async with asyncio.timeout(_PATIENCE_S):
                await asyncio.shield(self.run(close))
