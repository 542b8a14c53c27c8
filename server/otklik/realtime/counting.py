"""Pushes the numbers beside the views: recounted after a change, at most once in a few seconds, for all who look."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
import structlog

from otklik.infra.db import Database, Tx
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from otklik.kit.errors import Unavailable
from otklik.realtime.hub import Hub

log = structlog.get_logger(__name__)

_AT_MOST_EVERY_S = 3.0
_BY_THE_CLOCK_S = 60.0
_ROOMS = frozenset({"conversation", "message", "team", "saved_view", "labels", "workspace", "operator", "bulk"})
_encoder = msgspec.json.Encoder()

Count = Callable[[Tx, Sequence[int]], Awaitable[Mapping[int, Any]]]
"""Returns the numbers of each of these operators."""


class Counters:
    """The counters of this process's sockets. However much happens, a workspace is counted once in three seconds."""

    def __init__(self, hub: Hub, database: Database, count: Count, clock: Callable[[], float] = time.monotonic) -> None:
        self._hub = hub
        self._database = database
        self._count = count
        self._clock = clock
        self._stale: set[int] = set()
        self._counted: dict[int, float] = {}
        self._shown: dict[tuple[int, int], bytes] = {}
        self._running: asyncio.Task[None] | None = None

    async def hear(self, events: Sequence[LoggedEvent], position: Position) -> None:  # noqa: ARG002 - a listener's shape
        """Note which workspaces changed (a listener of the event stream)."""
        self._stale.update(event.workspace_id for event in events if event.kind.partition(".")[0] in _ROOMS)

    def tick(self) -> None:
        """Begin to count what is due, unless that is still going on; called every second."""
        if self._running is None or self._running.done():
            due = self._take_due()
            if due:
                self._running = asyncio.create_task(self.show(due))

    async def stop(self) -> None:
        """Let a count that goes on come to its end."""
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)

    def _take_due(self) -> list[int]:
        """Return watched workspaces that changed, and, as waiting grows by itself, those last counted a minute ago."""
        now = self._clock()
        watched = {socket.workspace_id for socket in self._hub.all_sockets()}
        self._stale &= watched
        due = [
            number
            for number in watched
            if now - self._counted.get(number, 0.0) >= (_AT_MOST_EVERY_S if number in self._stale else _BY_THE_CLOCK_S)
        ]
        self._stale.difference_update(due)
        self._counted = {number: at for number, at in self._counted.items() if number in watched}
        self._counted.update(dict.fromkeys(due, now))
        return sorted(due)

    async def show(self, workspaces: Sequence[int]) -> None:
        """Count these workspaces and tell those whose numbers changed."""
        for workspace_id in workspaces:
            try:
                await self._show_one(workspace_id)
            except Unavailable:
                self._stale.add(workspace_id)
            except Exception:
                log.exception("counters.failed", workspace=workspace_id)

    async def _show_one(self, workspace_id: int) -> None:
        sockets = self._hub.sockets_of(workspace_id)
        operators = sorted({socket.operator_id for socket in sockets})
        if not operators:
            return
        async with self._database.workspace(workspace_id) as tx:
            counts = await self._count(tx, operators)
        self._forget_gone()
        for number in operators:
            frame = b'{"type":"counts","counts":' + _encoder.encode(counts[number]) + b"}"
            if self._shown.get((workspace_id, number)) == frame:
                continue
            self._shown[workspace_id, number] = frame
            for socket in sockets:
                if socket.operator_id == number:
                    socket.push(frame)

    def _forget_gone(self) -> None:
        there = {(socket.workspace_id, socket.operator_id) for socket in self._hub.all_sockets()}
        self._shown = {place: frame for place, frame in self._shown.items() if place in there}
