"""Runs due jobs: one chain per key, in order; a lease on lanes keeps two workers apart.

A handler may run again after a crash, so it is idempotent. One whose whole effect is in the database finishes the
job inside its own transaction (`JobContext.finish_in`) and thereby happens exactly once.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import groupby
from uuid import UUID, uuid4

import structlog
from msgspec import Struct

from otklik.infra.db import Database, Tx
from otklik.infra.jobs import queue
from otklik.infra.jobs.queue import TakenJob
from otklik.kit.endings import end_tasks
from otklik.kit.errors import Unavailable
from otklik.kit.metrics import JOBS_DONE, JOBS_FAILED

log = structlog.get_logger(__name__)

_TAKE = 200
_CHAINS = 64
_TICK_S = 1.0
_LONGEST_WAIT_S = 600.0


class Again(Struct, frozen=True):
    """A handler's answer: not done yet, run me again in `delay_s`; it does not count as an attempt."""

    delay_s: float


class LaneLost(Exception):
    """Another worker holds the lane now; whatever this one was doing must be rolled back."""


class JobContext:
    """What a handler gets beside its job."""

    def __init__(self, database: Database, job: TakenJob, owner: UUID) -> None:
        self.database = database
        self._job = job
        self._owner = owner
        self.finished = False

    async def finish_in(self, tx: Tx) -> None:
        """Make the end of the job part of this transaction; raises LaneLost when the job is no longer ours.

        The transaction is one of the machinery (`database.system(workspace_id)`): lanes belong to no workspace.
        """
        if not await queue.finish(tx, self._job, self._owner):
            raise LaneLost
        self.finished = True


Handler = Callable[[TakenJob, JobContext], Awaitable[Again | None]]


class Period(Struct, frozen=True):
    """A task that runs every `every_s` seconds in one process of the installation."""

    every_s: float
    run: Callable[[Database], Awaitable[None]]


class JobRunner:
    """The worker of one process."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler], periods: Mapping[str, Period]) -> None:
        self._database = database
        self._handlers = handlers
        self._periods = periods
        self._owner = uuid4()
        self._lanes: set[int] = set()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        """Look for due jobs now."""
        self._wake.set()

    async def start(self) -> None:
        """Begin to work."""
        self._loops = [asyncio.create_task(self._keep_lanes()), asyncio.create_task(self._work())]
        self._loops.append(asyncio.create_task(self._keep_periods()))

    async def stop(self) -> None:
        """Let running jobs finish (10 s at most) and give the lanes back."""
        await end_tasks(self._loops)
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=10)
        self._lanes = set()
        with suppress(Unavailable):
            async with self._database.system() as tx:
                await queue.release_lanes(tx, self._owner)

    async def _keep_lanes(self) -> None:
        while True:
            try:
                async with self._database.system() as tx:
                    lanes = await queue.renew_lanes(tx, self._owner)
                if lanes - self._lanes:
                    self._wake.set()
                self._lanes = lanes
            except Unavailable:
                self._lanes = set()
            except Exception:
                log.exception("jobs.lanes_failed")
            await asyncio.sleep(_TICK_S)

    async def _work(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK_S):
                    await self._wake.wait()
            self._wake.clear()
            try:
                await self._take_and_start()
            except Unavailable:
                await asyncio.sleep(_TICK_S)
            except Exception:
                log.exception("jobs.take_failed")
                await asyncio.sleep(_TICK_S)

    async def _take_and_start(self) -> None:
        if not self._lanes or len(self._busy) >= _CHAINS:
            return
        async with self._database.system() as tx:
            jobs = await queue.take_due(tx, list(self._lanes), list(self._busy), _TAKE)
        by_key = sorted(jobs, key=lambda job: job.key)
        for key, chain in groupby(by_key, key=lambda job: job.key):
            if len(self._busy) >= _CHAINS:
                break
            task = asyncio.create_task(self._run_chain(sorted(chain, key=lambda job: (job.run_at, job.id))))
            self._busy[key] = task
            task.add_done_callback(partial(self._ended, key))

    def _ended(self, key: str, _: asyncio.Task[None]) -> None:
        self._busy.pop(key, None)
        self._wake.set()

    async def _run_chain(self, jobs: list[TakenJob]) -> None:
        for job in jobs:
            if job.lane not in self._lanes or not await self._run(job):
                return

    async def _run(self, job: TakenJob) -> bool:
        """Run one job; False stops the chain so that nothing overtakes a job that has to wait."""
        context = JobContext(self._database, job, self._owner)
        try:
            handler = self._handlers[job.kind]
            answer = await handler(job, context)
            if context.finished:
                JOBS_DONE.labels(job.kind).inc()
                return True
            return await self._settle(job, answer)
        except LaneLost:
            log.warning("jobs.lane_lost", kind=job.kind, job=job.id)
            return False
        except Exception as error:  # noqa: BLE001 - the edge of a job; the failure is recorded
            await self._record_failure(job, error)
            return False

    async def _settle(self, job: TakenJob, answer: Again | None) -> bool:
        async with self._database.system() as tx:
            if answer is not None:
                await queue.postpone(tx, job, answer.delay_s, attempts=job.attempts)
                return False
            done = await queue.finish(tx, job, self._owner)
        JOBS_DONE.labels(job.kind).inc()
        return done

    async def _record_failure(self, job: TakenJob, error: Exception) -> None:
        JOBS_FAILED.labels(job.kind).inc()
        last = job.attempts + 1 >= job.max_attempts and not isinstance(error, Unavailable)
        log.warning(
            "jobs.failed", kind=job.kind, job=job.id, attempt=job.attempts + 1, last=last, error=repr(error)[:300]
        )
        with suppress(Unavailable):
            async with self._database.system() as tx:
                if last:
                    await queue.bury(tx, job, f"{type(error).__name__}: {error}")
                else:
                    await queue.postpone(tx, job, back_off(job.attempts), attempts=job.attempts + 1)

    async def _keep_periods(self) -> None:
        while True:
            for name, period in self._periods.items():
                try:
                    async with self._database.system() as tx:
                        mine = await queue.claim_period(tx, name, period.every_s)
                    if mine:
                        await period.run(self._database)
                except Unavailable:
                    break
                except Exception:
                    log.exception("jobs.period_failed", name=name)
            await asyncio.sleep(_TICK_S)


def back_off(attempts: int) -> float:
    """Seconds to wait after the n-th failure: 1, 2, 4 … 600, each spread by ±25 % so that failures do not march."""
    return float(min(2**attempts, _LONGEST_WAIT_S) * random.uniform(0.75, 1.25))  # noqa: S311 - spread, not secret
