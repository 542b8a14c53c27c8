"""Who writes when: one batch after the other while little waits, side by side when much does.

A batch has a price whatever its size (its round trips), so two small ones at once cost more than one after the other
and are no sooner done; two large ones keep both PostgreSQL and Python at work. What goes to the same writer is written
in the order it came, and never by two batches at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Generic, TypeVar

import structlog

from otklik.kit.errors import Unavailable

log = structlog.get_logger(__name__)

T = TypeVar("T")

BATCH_MAX = 128
WORTH = 16
"""So many waiting pay for a batch of their own beside another."""
PATIENCE_S = 0.1
"""A batch that takes longer waits for somebody's lock, and the other writers go on without it."""
_WAITING_MAX = 4096


class Writers(Generic[T]):
    """Gathers what waits into batches for `write`, which must deal with every trouble itself."""

    def __init__(self, write: Callable[[list[T]], Awaitable[None]], count: int) -> None:
        self._write = write
        self._waiting: list[list[T]] = [[] for _ in range(count)]
        self._busy: dict[int, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._called = False

    def take(self, writer: int, item: T) -> None:
        """Let an item be written by one of the writers; raises Unavailable when too many wait."""
        if sum(map(len, self._waiting)) >= _WAITING_MAX:
            raise Unavailable("too many deliveries are waiting")
        self._waiting[writer].append(item)
        if not self._called:
            self._called = True
            asyncio.get_running_loop().call_soon(self._answer_call)

    async def finish(self) -> None:
        """Return when everything taken has been written."""
        while self._called or self._tasks:
            await asyncio.sleep(0)
            if self._tasks:
                await asyncio.wait(self._tasks)

    def _answer_call(self) -> None:
        """Begin, a turn of the loop later: what arrives in the same turn shares the batch."""
        self._called = False
        self._go_on()

    def _go_on(self) -> None:
        free = [number for number, waiting in enumerate(self._waiting) if waiting and number not in self._busy]
        if not free:
            return
        if self._busy:
            self._start_each(number for number in free if self._may_join(number))
        elif sum(len(self._waiting[number]) for number in free) >= WORTH * len(self._waiting):
            self._start_each(free)
        else:
            self._start(free)

    def _may_join(self, number: int) -> bool:
        stuck = monotonic() - min(self._busy.values()) >= PATIENCE_S
        return stuck or len(self._waiting[number]) >= WORTH

    def _start_each(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._start([number])

    def _start(self, numbers: list[int]) -> None:
        batch: list[T] = []
        for number in numbers:
            room = BATCH_MAX - len(batch)
            batch += self._waiting[number][:room]
            del self._waiting[number][:room]
            self._busy[number] = monotonic()
        task = asyncio.create_task(self._work(numbers, batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, numbers: list[int], batch: list[T]) -> None:
        alarm = asyncio.get_running_loop().call_later(PATIENCE_S, self._go_on)
        try:
            await self._write(batch)
        except Exception:
            log.exception("writers.write_failed", size=len(batch))
        finally:
            alarm.cancel()
            for number in numbers:
                del self._busy[number]
            self._go_on()
