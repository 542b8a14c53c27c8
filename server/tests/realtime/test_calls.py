"""Calls on the desk's live line: who hears that one rings, and how the signs of a call pass."""

from typing import Any

from msgspec.structs import replace

from otklik.calls.events import CallChanged
from otklik.calls.signalling import End
from otklik.realtime.socket import SocketDoor
from tests.factories import make_operator
from tests.messaging.conftest import road  # noqa: F401 - the fixture
from tests.realtime.test_socket import Live, live  # noqa: F401 - the fixture


class KeptSignals:
    """Keeps what passes; call 7 runs, no other."""

    def __init__(self) -> None:
        self.passed: list[tuple[int | None, int, dict[str, Any]]] = []

    async def beat(self, end: End, call_id: int) -> bool:
        """Live, or not."""
        return end.operator_id is not None and call_id == 7

    async def pass_on(self, end: End, call_id: int, sign: dict[str, Any]) -> bool:
        """Keep a sign."""
        self.passed.append((end.operator_id, call_id, sign))
        return True


async def test_only_whom_it_rings_for_looks_again(live: Live) -> None:  # noqa: F811 - the fixture above
    anna, boris = [await make_operator(live.scene.db, live.scene.workspace_id) for _ in range(2)]
    (hers, _), (his, _) = await live.connect(anna), await live.connect(boris)
    async with live.scene.db.workspace(live.scene.workspace_id) as tx:
        data = {"call_id": 1, "session_id": 1, "ring_for": [anna.id]}
        await tx.announce(CallChanged(workspace_id=live.scene.workspace_id, data=data))
    assert await hers.until("calls") == {"type": "calls"}
    his.say(type="ping")
    while (frame := await his.next())["type"] != "pong":
        assert frame["type"] != "calls"
    hers.leave()
    his.leave()


async def test_signs_pass_and_signs_of_life_are_answered(live: Live) -> None:  # noqa: F811 - the fixture above
    signals = KeptSignals()
    live.door = SocketDoor(replace(live.door._line, signals=signals))  # noqa: SLF001 - the wiring's part
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    socket, _ = await live.connect(anna)
    sign = {"kind": "answer", "n": 1, "sdp": "v=0\r\n" * 1000}
    socket.say(type="signal", call_id=7, data=sign)
    for call_id, alive in ((7, True), (8, False)):
        socket.say(type="beat", call_id=call_id)
        assert await socket.until("beat") == {"type": "beat", "call_id": call_id, "on": alive}
    assert signals.passed == [(anna.id, 7, sign)]
    socket.leave()
