"""A thread of its own for one IMAP connection: the loop never waits for a mail server."""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

from otklik.channels.email.imap import Session

P = ParamSpec("P")
T = TypeVar("T")


class MailThread:
    """Runs blocking calls one after the other; hanging up wakes a call that waits at the socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="imap")
        self._descriptor = socket.socket(fileno=socket.dup(connection.fileno()))

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, lambda: call(*args, **kwargs))

    async def hang_up(self, session: Session | None = None) -> None:
        """Log out if the line is idle and polite, cut it otherwise; never waits long."""
        if session is not None:
            with suppress(Exception):
                async with asyncio.timeout(3):
                    await self.run(session.close)
        with suppress(OSError):
            self._descriptor.shutdown(socket.SHUT_RDWR)
        self._descriptor.close()
        self._connection.close()
        self._executor.shutdown(wait=False, cancel_futures=True)
