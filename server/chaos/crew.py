"""People who work as long as something lasts."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager


@asynccontextmanager
async def at_work(workers: Iterable[Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """Let them work while the block runs, then send them home; one that fails takes the block with it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker) for worker in workers]
        yield
        for task in tasks:
            task.cancel()
