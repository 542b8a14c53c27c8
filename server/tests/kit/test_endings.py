"""Ending tasks that run for ever."""

import asyncio
from contextlib import suppress

from otklik.kit.endings import end_tasks


async def test_a_task_that_loses_a_cancellation_ends_all_the_same() -> None:
    lost = 0

    async def run_for_ever() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                lost += 1
                if lost > 2:
                    raise

    task = asyncio.create_task(run_for_ever())
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        assert await end_tasks([task, None], patience_s=0.02) == []
    assert task.cancelled()
    assert lost == 3


async def test_what_a_task_failed_of_is_told() -> None:
    async def fail() -> None:
        raise ValueError("told")

    failing, done = asyncio.create_task(fail()), asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait({failing, done})
    [failure] = await end_tasks([failing, done])
    assert isinstance(failure, ValueError)


async def test_whoever_waits_for_the_end_can_be_cancelled() -> None:
    async def refuse() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(3600)
        await asyncio.sleep(3600)

    stubborn = asyncio.create_task(refuse())
    await asyncio.sleep(0)
    ending = asyncio.create_task(end_tasks([stubborn], patience_s=60))
    await asyncio.sleep(0.05)
    ending.cancel()
    async with asyncio.timeout(1):
        with suppress(asyncio.CancelledError):
            await ending
    assert ending.cancelled()
    await end_tasks([stubborn])


async def test_tidying_up_is_not_disturbed() -> None:
    tidied = False

    async def tidy() -> None:
        nonlocal tidied
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.1)
            tidied = True

    task = asyncio.create_task(tidy())
    await asyncio.sleep(0)
    await end_tasks([task])
    assert tidied
