"""A process that takes messages until it is killed, and says after each how many were acknowledged."""

import asyncio
import sys
from pathlib import Path

from otklik.channelkit.inbound import HookCall
from otklik.messaging.hooks import store_delivery
from otklik.messaging.reading import read_call
from otklik.monitors.tasks import keep_ledger
from tests.conftest import make_db
from tests.messaging.conftest import TOKEN, Scene


async def take_for_ever(dsn: str, folder: Path) -> None:
    """Take messages, write the counts and keep the ledger, again and again."""
    db = make_db(dsn)
    await db.open()
    scene = Scene(db, folder)
    inbox = await scene.directory.by_token(TOKEN)
    assert inbox is not None
    taken = 0
    while True:
        batch = [_call(scene, taken + number) for number in range(5)]
        await asyncio.gather(*(store_delivery(scene.road, read_call(inbox, call)) for call in batch))
        taken += 5
        print(taken, flush=True)  # noqa: T201 - what the test reads
        await scene.road.traffic.write(db, all_of_it=taken % 2 == 0)
        await keep_ledger(db)


def _call(scene: Scene, number: int) -> HookCall:
    return scene.call({"kind": "message", "id": f"b{number}", "from": str(number % 4), "text": "раз"})


if __name__ == "__main__":
    asyncio.run(take_for_ever(sys.argv[1], Path(sys.argv[2])))
