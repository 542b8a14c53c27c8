"""A line that is cut at any frame resumes without loss: the position only moves past what was sent."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.realtime import hub
from otklik.realtime.socket import DeskSocket
from tests.factories import MadeOperator, make_operator
from tests.messaging.conftest import Scene, road  # noqa: F401 - the fixture
from tests.realtime.test_socket import Live, Socket, live  # noqa: F401 - the fixture

_MANY = 7


async def _begin(live: Live) -> tuple[MadeOperator, str]:  # noqa: F811 - the fixture above
    """Let an operator see the first message and go away; returns the position they know."""
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    socket, _ = await live.connect(anna)
    await live.scene.receive({"kind": "message", "id": "0", "text": "начало"})
    await asyncio.sleep(1.5)
    await live.scene.receive({"kind": "message", "id": "00", "text": "ещё"})
    cursor = ""
    while not cursor or Position.parse(cursor) == Position(0, 0):
        cursor = (await socket.until("changes"))["cursor"]
    await _leave(socket)
    return anna, cursor


async def _leave(socket: Socket) -> None:
    socket.leave()
    await socket.task


async def _take(socket: Socket, frames: int) -> list[dict[str, Any]]:
    return [await socket.next() for _ in range(frames)]


def _last_cursor(before: str, frames: Sequence[dict[str, Any]]) -> str:
    """Do as the desk does: the position is that of the last frame that names one."""
    return next((frame["cursor"] for frame in reversed(frames) if "cursor" in frame), before)


def _texts(frames: Sequence[dict[str, Any]]) -> set[str]:
    return {message["text"] for frame in frames for message in frame.get("messages", ())}


async def _see_all(socket: Socket, wanted: set[str]) -> set[str]:
    seen: set[str] = set()
    while not wanted <= seen:
        seen |= _texts([await socket.until("changes")])
    return seen


@pytest.mark.parametrize("frames", [1, 2, 3, 4])
async def test_p8_a_replay_cut_after_any_frame_is_taken_up_again(
    live: Live,  # noqa: F811 - the fixture above
    frames: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "_BATCH", 2)
    anna, cursor = await _begin(live)
    wanted = {f"пропущено {number}" for number in range(_MANY)}
    for number in range(_MANY):
        await live.scene.receive({"kind": "message", "id": f"m{number}", "text": f"пропущено {number}"})
    await asyncio.sleep(1.5)

    cut, _ = await live.open(anna), None
    cut.say(type="hello", cursor=cursor)
    before = await _take(cut, frames)
    await _leave(cut)
    again, ready = await live.connect(anna, _last_cursor(cursor, before))

    assert ready["resync"] is False
    assert wanted <= _texts(before) | await _see_all(again, wanted - _texts(before))


async def test_p8_a_large_batch_names_its_position_only_at_its_end(
    live: Live,  # noqa: F811 - the fixture above
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "_BATCH", 2)
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    socket, _ = await live.connect(anna)
    await live.scene.receive(
        *({"kind": "message", "id": f"m{number}", "text": f"разом {number}"} for number in range(5))
    )

    frames = [await socket.until("changes")]
    while len(_texts(frames)) < 5:
        frames.append(await socket.until("changes"))
    assert ["cursor" in frame for frame in frames] == [False, False, True]


async def test_p8_what_is_new_during_a_replay_waits_for_its_end(
    live: Live,  # noqa: F811 - the fixture above
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna, cursor = await _begin(live)
    await live.scene.receive({"kind": "message", "id": "m1", "text": "пропущено"})
    find_missed = DeskSocket._find_missed  # noqa: SLF001 - the moment between the look and the replay

    async def find_slowly(socket: DeskSocket, asked: Position) -> list[LoggedEvent] | None:
        missed = await find_missed(socket, asked)
        await live.scene.receive({"kind": "message", "id": "m2", "text": "новое"})
        await asyncio.sleep(2)
        return missed

    monkeypatch.setattr(DeskSocket, "_find_missed", find_slowly)
    socket, ready = await live.connect(anna, cursor)

    assert ready["cursor"] == cursor
    frames = [await socket.until("changes")]
    while "новое" not in _texts(frames):
        assert "пропущено" in _texts(frames)
        frames.append(await socket.until("changes"))
