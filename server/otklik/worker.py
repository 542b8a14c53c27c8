"""The job process: jobs, pollers and clocks, no doors."""

import asyncio
import signal

from otklik.wiring.house import House


async def run_worker(house: House) -> None:
    """Work until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await house.open(work=True)
    await stop.wait()
    await house.close(work=True)
