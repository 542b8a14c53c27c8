"""Whether the house stands: somebody opens the doors, and somebody does the work."""

import asyncio
import time
from collections.abc import Sequence

import aiohttp
import psycopg

from otklik.infra.postgres import Dsns

_PATIENCE = aiohttp.ClientTimeout(total=5)
_OK = 200
_LOOK_EVERY_S = 0.2
_WORKING = "select count(distinct owner) from lane where until > now()"


async def wait_for_doors(doors: Sequence[str], seconds: float, *, all_of_them: bool) -> bool:
    """Return when a door is open, or every one; False when that took too long."""
    wanted = len(doors) if all_of_them else 1
    end = time.monotonic() + seconds
    async with aiohttp.ClientSession(timeout=_PATIENCE) as http:
        while sum(await asyncio.gather(*(_is_open(http, door) for door in doors))) < wanted:
            if time.monotonic() > end:
                return False
            await asyncio.sleep(_LOOK_EVERY_S)
    return True


async def wait_for_work(dsns: Dsns, seconds: float, workers: int) -> bool:
    """Return when so many workers hold lanes; False when that took too long."""
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(_is_working, dsns.system, workers):
        if time.monotonic() > end:
            return False
        await asyncio.sleep(_LOOK_EVERY_S)
    return True


async def _is_open(http: aiohttp.ClientSession, door: str) -> bool:
    try:
        async with http.get(f"{door}/health/ready") as answer:
            return answer.status == _OK
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False


def _is_working(dsn: str, workers: int) -> bool:
    try:
        with psycopg.connect(dsn, connect_timeout=5) as connection:
            found = connection.execute(_WORKING).fetchone()
    except psycopg.Error:
        return False
    return found is not None and found[0] >= workers
