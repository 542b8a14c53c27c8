"""Kills at random: processes of the house with SIGKILL, the database with an immediate stop and a crash recovery.

Strokes are drawn in steps of work done, not of time, so that a slow machine sees the same storm as a fast one. Most
wait until the house stands again, some fall while it is still rising.
"""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable

from chaos.cast import Cast
from chaos.cluster import HOW, Cluster
from chaos.plan import Size, draw
from chaos.standing import wait_for_doors, wait_for_work
from otklik.infra.postgres import Dsns

_PROCESS_STROKES, _DATABASE_STROKES = 40, 15
_SMALLEST_STEP = 20
_SPREAD = (0.2, 1.8)
_JITTER_S = (0.0, 3.0)
_DOWN_S = (0.0, 2.0)
_LOOK_EVERY_S = 0.05
_STANDING_S = 90
_WHILE_RISING = 0.1
_TWO_AT_ONCE = 0.15


class Killer:
    """Goes on until told to stop; `progress` counts what was acknowledged, `kills` counts strokes by name."""

    def __init__(self, cast: Cast, cluster: Cluster | None, dsns: Dsns, size: Size) -> None:
        self._cast = cast
        self._cluster = cluster
        self._dsns = dsns
        self._work = size.hooks + size.replies
        self._chance: random.Random = draw(size, "killer")
        self._over = False
        self._workers = sum(part.command != "web" for part in cast.parts)
        self.kills: Counter[str] = Counter()

    async def run(self, progress: Callable[[], int]) -> None:
        """Kill until `stop`; returns with the database up."""
        tasks = [asyncio.create_task(self._kill_processes(progress))]
        if self._cluster is not None:
            tasks.append(asyncio.create_task(self._crash_database(self._cluster, progress)))
        await asyncio.gather(*tasks)

    def stop(self) -> None:
        """Let there be peace."""
        self._over = True

    async def _kill_processes(self, progress: Callable[[], int]) -> None:
        while await self._goes_on(_PROCESS_STROKES, progress):
            copies = 2 if self._chance.random() < _TWO_AT_ONCE else 1
            for part in self._chance.sample(self._cast.parts, k=min(copies, len(self._cast.parts))):
                if self._cast.kill(part.name, signal.SIGKILL):
                    self.kills[part.name] += 1
            await self._let_stand(doors=True, workers=self._workers)

    async def _crash_database(self, cluster: Cluster, progress: Callable[[], int]) -> None:
        while await self._goes_on(_DATABASE_STROKES, progress):
            how = self._chance.choice(HOW)
            await cluster.crash(how, self._chance.uniform(*_DOWN_S))
            self.kills[f"postgres {signal.Signals(how).name}"] += 1
            await self._let_stand(doors=False, workers=1)

    async def _let_stand(self, *, doors: bool, workers: int) -> None:
        if self._chance.random() >= _WHILE_RISING and not self._over:
            await wait_for_doors(self._cast.doors, _STANDING_S, all_of_them=doors)
            await wait_for_work(self._dsns, _STANDING_S, workers)

    async def _goes_on(self, strokes: int, progress: Callable[[], int]) -> bool:
        """Wait for the work of one step and a little longer; False when there shall be no more strokes."""
        step = max(_SMALLEST_STEP, self._work / strokes)
        due = progress() + step * self._chance.uniform(*_SPREAD)
        while progress() < due and not self._over:  # noqa: ASYNC110 - the others' work is only counted
            await asyncio.sleep(_LOOK_EVERY_S)
        await asyncio.sleep(self._chance.uniform(*_JITTER_S))
        return not self._over
