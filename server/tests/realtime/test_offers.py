"""News of an offer reaches the two whom it concerns, in all their tabs, and nobody else."""

import asyncio
from contextlib import suppress

from otklik.transfers.events import TransferOffered, TransferSettled
from tests.factories import make_operator
from tests.messaging.conftest import road  # noqa: F401 - the fixture
from tests.realtime.test_socket import Live, live  # noqa: F401 - the fixture


async def test_only_giver_and_receiver_hear_of_an_offer(live: Live) -> None:  # noqa: F811 - the fixture above
    workspace = live.scene.workspace_id
    anna, boris, vera = [await make_operator(live.scene.db, workspace) for _ in range(3)]
    giver, first, second, stranger = [(await live.connect(who))[0] for who in (anna, boris, boris, vera)]
    told = {"for_operators": [boris.id, anna.id], "offer_id": 7, "offered_id": 3, "from_id": anna.id}
    async with live.scene.db.workspace(workspace) as tx:
        await tx.announce(TransferOffered(workspace_id=workspace, data={**told, "to_id": boris.id}))
    for socket in (giver, first, second):
        assert (await socket.until("offers"))["settled"] == []
    await asyncio.sleep(0.3)
    async with live.scene.db.workspace(workspace) as tx:
        end = {**told, "state": "accepted", "to_name": boris.name}
        await tx.announce(TransferSettled(workspace_id=workspace, data=end))
    ended = {"offer_id": 7, "offered_id": 3, "state": "accepted", "to_name": boris.name, "from_id": anna.id}
    for socket in (giver, first, second):
        assert (await socket.until("offers"))["settled"] == [ended]
    heard: list[str] = []
    with suppress(TimeoutError):
        while True:
            heard.append((await stranger.next(seconds=2))["type"])
    assert "offers" not in heard
