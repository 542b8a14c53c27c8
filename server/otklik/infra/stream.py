"""The live side of the event log: one bell per transaction wakes us, the log itself is the truth.

Live delivery goes by the explicit ids that the bell carries. The resume position of a reader only moves over
settled transactions (below the snapshot's xmin), so an event whose transaction commits late is never jumped
over. Without the bell a look at the log every second finds what was missed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from msgspec import Struct
from psycopg import AsyncConnection, OperationalError, sql

from otklik.infra.db import BELL, Database, Tx
from otklik.infra.events import LoggedEvent
from otklik.infra.whispers import CHANNEL
from otklik.kit.endings import end_tasks
from otklik.kit.errors import Unavailable

log = structlog.get_logger(__name__)

Listener = Callable[[Sequence[LoggedEvent], "Position"], Awaitable[None]]

_LOOK_EVERY_S = 1.0
_SETTLE_EVERY_S = 0.1
_UNWATCHED_EVERY_S = 0.1
"""How often events are read while nobody watches: then only caches are kept true by them."""
_HEARING_WITHIN_S = 5.0
"""How long the beginning waits for the bell; without it the looks at the log find everything, a little later."""
_CHUNK = 500
_REMEMBERED = 20_000
_LONGEST = 40
_LAST_ID = 2**63 - 1


class Position(Struct, frozen=True, order=True):
    """A place in the log: every event at or before it has been seen, and none can still appear there."""

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """Read what `str` wrote; None when it is not a position."""
        xid, _, number = text.partition(".")
        return cls(int(xid), int(number)) if xid.isdecimal() and number.isdecimal() and len(text) < _LONGEST else None


async def list_settled(database: Database, position: Position, limit: int = _CHUNK) -> list[Position]:
    """Return the places of settled events after `position` in the order of the log, at most `limit`."""
    return await database.glances(
        Position,
        """select xid::text::bigint as xid, id from event
           where (xid, id) > (%(xid)s::text::xid8, %(id)s) and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by event.xid, id limit %(limit)s""",
        {"xid": str(position.xid), "id": position.id, "limit": limit},
    )


async def read_by_ids(database: Database, ids: Sequence[int]) -> list[LoggedEvent]:
    """Return the events with these ids in the order of the log."""
    return await database.glances(
        LoggedEvent,
        """select id, xid::text::bigint as xid, workspace_id, kind, conversation_id, message_id, contact_id, data
           from event where id = any(%(ids)s) order by event.xid, id""",
        {"ids": list(ids)},
    )


async def find_tip(database: Database) -> Position:
    """Return the settled end of the log."""
    tip = await database.glance(
        Position,
        """select xid::text::bigint as xid, id from event
           where xid < pg_snapshot_xmin(pg_current_snapshot()) order by event.xid desc, id desc limit 1""",
        {},
    )
    return tip or Position(0, 0)


async def find_place(tx: Tx) -> Position:
    """Return the place from which to listen on for whoever reads after this: all that lies before it can be seen."""
    settled = await tx.value("select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)")
    return Position(settled, _LAST_ID)


class EventStream:
    """Feeds every listener each event once, soon after its commit, in this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: list[Listener] = []
        self._wakers: list[Callable[[], None]] = []
        self._whispers: Callable[[str], None] | None = None
        self._watched: Callable[[], bool] = lambda: True
        self._next_feed = 0.0
        self._position = Position(0, 0)
        self._given: dict[int, None] = {}
        self._next_look = 0.0
        self._behind = False
        self._bell = asyncio.Event()
        self._hearing = asyncio.Event()
        self._ids: list[int] = []
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def position(self) -> Position:
        """The settled position up to which listeners have been fed."""
        return self._position

    def listen(self, listener: Listener) -> None:
        """Call `listener` with each batch of new events. It must not raise and must be quick."""
        self._listeners.append(listener)

    def on_due_jobs(self, waker: Callable[[], None]) -> None:
        """Call `waker` when somebody committed a job that is already due."""
        self._wakers.append(waker)

    def hurry_while(self, watched: Callable[[], bool]) -> None:
        """Read without delay only while somebody watches; asked at each bell."""
        self._watched = watched

    def on_whisper(self, receiver: Callable[[str], None]) -> None:
        """Hand the signs that are kept nowhere to `receiver`; they come by the same line."""
        self._whispers = receiver

    async def start(self) -> None:
        """Take the present end of the log as the beginning and go live: what commits after this rings our bell."""
        self._position = await find_tip(self._database)
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._feed())]
        with suppress(TimeoutError):
            async with asyncio.timeout(_HEARING_WITHIN_S):
                await self._hearing.wait()

    async def stop(self) -> None:
        """Stop listening."""
        await end_tasks(self._tasks)

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_broken()
            except (OperationalError, OSError) as error:
                log.warning("stream.bell_lost", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _hear_until_broken(self) -> None:
        connection = await AsyncConnection[Any].connect(self._database.system_dsn, autocommit=True)
        async with connection:
            for channel in (BELL, CHANNEL):
                await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            self._hearing.set()
            self._bell.set()
            async for notice in connection.notifies():
                if notice.channel == BELL:
                    self._ring(notice.payload)
                elif self._whispers is not None:
                    self._whispers(notice.payload)

    def _ring(self, payload: str) -> None:
        if payload.endswith("!"):
            for waker in self._wakers:
                waker()
        ids = payload.rstrip("!")
        if ids and ids != "*":
            self._ids.extend(int(part) for part in ids.split(","))
        if ids:
            self._bell.set()

    async def _feed(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_SETTLE_EVERY_S if self._behind else _LOOK_EVERY_S):
                    await self._bell.wait()
            if not self._watched():
                await asyncio.sleep(self._next_feed - time.monotonic())
            self._next_feed = time.monotonic() + _UNWATCHED_EVERY_S
            self._bell.clear()
            try:
                await self._feed_once()
            except Unavailable:
                await asyncio.sleep(_LOOK_EVERY_S)
            except Exception:
                log.exception("stream.feed_failed")
                await asyncio.sleep(_LOOK_EVERY_S)

    async def _feed_once(self) -> None:
        """Give what the bell named; now and then move the position, and give what no bell has named as well."""
        ids, self._ids = self._ids, []
        settled: list[Position] = []
        if time.monotonic() >= self._next_look:
            settled = await self._look()
        else:
            self._behind = True
        wanted = sorted({*ids, *(place.id for place in settled)} - self._given.keys())
        batch = await read_by_ids(self._database, wanted) if wanted else []
        if settled:
            self._position = settled[-1]
        self._remember(batch)
        if batch:
            await self._give(batch)

    async def _look(self) -> list[Position]:
        """Return what has settled since the last look; under load many bells share one look."""
        settled = await list_settled(self._database, self._position)
        self._behind = len(settled) == _CHUNK
        self._next_look = 0 if self._behind else time.monotonic() + _SETTLE_EVERY_S
        if self._behind:
            self._bell.set()
        return settled

    def _remember(self, batch: Sequence[LoggedEvent]) -> None:
        for event in batch:
            self._given[event.id] = None
        while len(self._given) > _REMEMBERED:
            del self._given[next(iter(self._given))]

    async def _give(self, batch: Sequence[LoggedEvent]) -> None:
        for listener in self._listeners:
            try:
                await listener(batch, self._position)
            except Exception:
                log.exception("stream.listener_failed", listener=getattr(listener, "__qualname__", "?"))
