"""Loops of a process that wait for a bell: they stop when told to, even if the bell rings at that very moment."""

import asyncio

from otklik.infra.db import Database
from otklik.infra.jobs.runner import JobRunner
from otklik.infra.stream import EventStream


async def test_a_runner_that_was_just_woken_stops(db: Database) -> None:
    for _ in range(3):
        runner = JobRunner(db, {}, {})
        await runner.start()
        await asyncio.sleep(0.05)
        runner.wake()
        async with asyncio.timeout(20):
            await runner.stop()


async def test_a_stream_that_was_just_rung_stops(db: Database) -> None:
    for _ in range(3):
        stream = EventStream(db)
        await stream.start()
        await asyncio.sleep(0.05)
        stream._ring("*")  # noqa: SLF001 - what a notification does
        async with asyncio.timeout(20):
            await stream.stop()
