"""What a waiting visitor is told: their place, and how long first answers take. Only what is known is said."""

import math
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from otklik.infra.db import Tx
from otklik.visitor import repository_queue as repository
from otklik.visitor.schemas import QueueShown

LATELY = timedelta(hours=24)
MOST_ANSWERS = 30
LEAST_ANSWERS = 5
LONGEST_MINUTES = 240
_KEPT_S = 60.0


class Queue:
    """Tells the visitors of one process where they stand; how long answers take is measured once a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[int, tuple[float, int | None]] = {}

    async def look(self, tx: Tx, session_ids: Sequence[int]) -> dict[int, QueueShown]:
        """Return for each session that waits for a first answer what it is told, where the company wants it told."""
        waiting = await repository.list_waiting(tx, session_ids)
        await self._measure(tx, sorted({row.inbox_id for row in waiting}))
        return {row.session_id: QueueShown(row.ahead + 1, self._known[row.inbox_id][1]) for row in waiting}

    async def _measure(self, tx: Tx, inbox_ids: Sequence[int]) -> None:
        now = self._clock()
        due = [number for number in inbox_ids if self._known.get(number, (0.0, None))[0] <= now]
        if not due:
            return
        found = {row.inbox_id: row for row in await repository.measure_answers(tx, due, LATELY, MOST_ANSWERS)}
        for number in due:
            row = found.get(number)
            wait = say_minutes(row.median_s) if row is not None and row.answers >= LEAST_ANSWERS else None
            self._known[number] = (now + _KEPT_S, wait)


def say_minutes(seconds: float) -> int | None:
    """Return a wait in whole minutes, rounded up; None for one so long that it is no answer in a chat."""
    minutes = max(1, math.ceil(seconds / 60))
    return minutes if minutes <= LONGEST_MINUTES else None
