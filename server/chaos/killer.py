"""Kills at random: processes of the house with SIGKILL, the database with an immediate stop and a crash recovery.

Most strokes wait until the house stands again, or a slow machine would never get anything done; some fall while it
is still rising.
"""

import asyncio
import random
import signal
from collections import Counter

from chaos.cast import Cast
from chaos.cluster import HOW, Cluster
from chaos.standing import wait_for_doors, wait_for_work
from otklik.infra.postgres import Dsns

_PROCESS_PAUSES_S = (0.5, 6.0)
_DATABASE_PAUSES_S = (4.0, 25.0)
_DOWN_S = (0.0, 2.0)
_STANDING_S = 90
_WHILE_RISING = 0.1
_TWO_AT_ONCE = 0.15


class Killer:
    """Goes on until told to stop; `kills` counts by name."""

    def __init__(self, cast: Cast, cluster: Cluster | None, dsns: Dsns, chance: random.Random) -> None:
        self._cast = cast
        self._cluster = cluster
        self._dsns = dsns
        self._chance = chance
        self._over = asyncio.Event()
        self._workers = sum(part.command != "web" for part in cast.parts)
        self.kills: Counter[str] = Counter()

    async def run(self) -> None:
        """Kill until `stop`; returns with the database up."""
        tasks = [asyncio.create_task(self._kill_processes())]
        if self._cluster is not None:
            tasks.append(asyncio.create_task(self._crash_database(self._cluster)))
        await asyncio.gather(*tasks)

    def stop(self) -> None:
        """Let there be peace."""
        self._over.set()

    async def _kill_processes(self) -> None:
        while await self._goes_on(_PROCESS_PAUSES_S, whole=True):
            copies = 2 if self._chance.random() < _TWO_AT_ONCE else 1
            for part in self._chance.sample(self._cast.parts, k=min(copies, len(self._cast.parts))):
                if self._cast.kill(part.name, signal.SIGKILL):
                    self.kills[part.name] += 1

    async def _crash_database(self, cluster: Cluster) -> None:
        while await self._goes_on(_DATABASE_PAUSES_S, whole=False):
            how = self._chance.choice(HOW)
            await cluster.crash(how, self._chance.uniform(*_DOWN_S))
            self.kills[f"postgres {signal.Signals(how).name}"] += 1

    async def _goes_on(self, pauses: tuple[float, float], *, whole: bool) -> bool:
        """Wait for the next stroke, mostly until the whole house, or some of it, stands; False: there shall be none."""
        if self._chance.random() >= _WHILE_RISING and not self._over.is_set():
            await wait_for_doors(self._cast.doors, _STANDING_S, all_of_them=whole)
            await wait_for_work(self._dsns, _STANDING_S, self._workers if whole else 1)
        try:
            async with asyncio.timeout(self._chance.uniform(*pauses)):
                await self._over.wait()
        except TimeoutError:
            return True
        return False
