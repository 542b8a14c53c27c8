"""How a task that runs for ever is ended."""

import asyncio
from collections.abc import Iterable
from typing import Any


async def end_tasks(tasks: Iterable[asyncio.Task[Any] | None], *, patience_s: float = 1.0) -> list[BaseException]:
    """Cancel tasks and return once all have ended, with what they failed of; None stands for one never begun.

    Whoever tidies up for longer than `patience_s` is cancelled again.

    One `cancel` is not enough: `asyncio.wait_for` of Python 3.11 forgets a cancellation that comes in the same turn
    as its answer (cpython#86296), the pool of connections waits with it, and the loop around it would go on for ever.
    """
    ended = {task for task in tasks if task is not None}
    left = ended
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=patience_s)
    failures = (None if task.cancelled() else task.exception() for task in ended)
    return [failure for failure in failures if failure is not None]
