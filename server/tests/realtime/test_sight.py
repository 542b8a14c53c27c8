"""Who looks at a desk: the first tab that is shown and the last that is hidden are told, and nothing between."""

import asyncio

from otklik.infra.whispers import TO_OPERATORS, Whisper, whisper_in
from otklik.realtime.relay import Relay
from otklik.realtime.sight import Sight
from tests.factories import make_operator
from tests.messaging.conftest import road  # noqa: F401 - the fixture
from tests.realtime.test_socket import Live, live  # noqa: F401 - the fixture


async def test_only_the_first_shown_and_the_last_hidden_tab_are_told() -> None:
    told: list[tuple[int, bool]] = []

    async def tell(operator_id: int, on: bool) -> None:  # noqa: FBT001 - a listener's shape
        told.append((operator_id, on))

    sight, first, second = Sight(tell), object(), object()
    await sight.note(first, 7, on=True)
    await sight.note(first, 7, on=True)
    await sight.note(second, 7, on=True)
    await sight.note(first, 7, on=False)
    assert sight.operators() == {7}
    await sight.note(second, 7, on=False)
    await sight.note(second, 7, on=False)
    assert told == [(7, True), (7, False)]
    assert sight.operators() == frozenset()


async def test_a_whispered_frame_reaches_its_operators_and_nobody_else(live: Live) -> None:  # noqa: F811 - the fixture above
    Relay(live.hub, live.whispers)
    workspace = live.scene.workspace_id
    anna, boris = [await make_operator(live.scene.db, workspace) for _ in range(2)]
    for_anna, for_boris = [(await live.connect(who))[0] for who in (anna, boris)]
    frames = [{"type": "notice", "title": "Вера"}, {"type": "pong"}]
    async with live.scene.db.workspace(workspace) as tx:
        data = [
            {"operator_ids": [anna.id], "frame": frames[0]},
            {"operator_ids": [anna.id, boris.id], "frame": frames[1]},
        ]
        await whisper_in(tx, [Whisper(kind=TO_OPERATORS, workspace_id=workspace, data=each) for each in data])
    assert await for_anna.until("notice") == frames[0]
    heard: list[object] = []
    while True:
        frame = await for_boris.next()
        heard.append(frame["type"])
        if frame["type"] == "pong":
            break
    assert "notice" not in heard


async def test_a_page_says_whether_it_is_shown_until_its_line_ends(live: Live) -> None:  # noqa: F811 - the fixture above
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    changed = asyncio.Event()

    async def tell(_operator_id: int, _on: bool) -> None:  # noqa: FBT001 - a listener's shape
        changed.set()

    sight = live.door._line.sight  # noqa: SLF001 - the parts of this socket
    sight._tell = tell  # noqa: SLF001 - as above
    socket, _ = await live.connect(anna)
    socket.say(type="sight", visible=True)
    await changed.wait()
    assert sight.operators() == {anna.id}
    changed.clear()
    socket.leave()
    await changed.wait()
    assert sight.operators() == frozenset()
