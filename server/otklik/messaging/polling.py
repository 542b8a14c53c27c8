"""Asks the providers that do not call us: one poller per inbox in the whole installation, held by a lock.

A batch and the cursor that covers it are stored together; the next batch is asked for only then.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from psycopg import AsyncConnection, OperationalError

from otklik.channelkit.channel import PollBatch, Polls
from otklik.channelkit.errors import ChannelTrouble
from otklik.inboxes import repository as inboxes
from otklik.inboxes.events import InboxChanged
from otklik.infra.db import Tx
from otklik.kit.endings import end_tasks
from otklik.kit.errors import Unavailable
from otklik.messaging.directory import OpenInbox
from otklik.messaging.hooks import Road, store_delivery
from otklik.messaging.ingest import Delivery
from otklik.messaging.reading import read_call

log = structlog.get_logger(__name__)

_LOOK_EVERY_S = 3.0
_AFTER_A_STOP_S = (60.0, 300.0, 900.0, 3600.0)
_LOCK_SPACE = 0x07711
_CLOSING_S = 5.0
"""A poller may take this long to say good-bye."""


class PollSupervisor:
    """Keeps a poller running for every inbox that wants one and that no other process serves."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self._running: dict[int, tuple[tuple[object, ...], asyncio.Task[None]]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look after the pollers."""
        self._task = asyncio.create_task(self._look_for_ever())

    async def stop(self) -> None:
        """Stop every poller; what was fetched and not stored will be fetched again."""
        await end_tasks([self._task], patience_s=_CLOSING_S)

    async def _look_for_ever(self) -> None:
        try:
            while True:
                try:
                    await self._look_with_locks()
                except (OperationalError, OSError, Unavailable) as error:
                    log.warning("polling.locks_lost", error=type(error).__name__)
                await self._end_all()
                await asyncio.sleep(1)
        finally:
            await self._end_all()

    async def _look_with_locks(self) -> None:
        """Hold the locks on one connection: when it breaks, every poller of this process stops."""
        connection = await AsyncConnection[Any].connect(self._road.database.system_dsn, autocommit=True)
        async with connection:
            while True:
                await self._look(connection)
                await asyncio.sleep(_LOOK_EVERY_S)

    async def _look(self, connection: AsyncConnection[Any]) -> None:
        await connection.execute("select 1")
        async with self._road.database.system() as tx:
            records = await inboxes.list_active(tx)
        wanted = {record.id: self._road.directory.open(record) for record in records}
        wanted = {
            number: inbox
            for number, inbox in wanted.items()
            if isinstance(inbox.channel, Polls) and inbox.channel.wants_polling(inbox.settings)
        }
        for number, (mark, task) in list(self._running.items()):
            if number not in wanted or mark != _mark(wanted[number]) or task.done():
                await self._end(number)
                await connection.execute("select pg_advisory_unlock(%s, %s)", (_LOCK_SPACE, number))
        for number, inbox in wanted.items():
            if number not in self._running and await _try_lock(connection, number):
                self._running[number] = (_mark(inbox), asyncio.create_task(self._serve(inbox)))

    async def _end(self, inbox_id: int) -> None:
        _, task = self._running.pop(inbox_id)
        await end_tasks([task], patience_s=_CLOSING_S)

    async def _end_all(self) -> None:
        for inbox_id in list(self._running):
            await self._end(inbox_id)

    async def _serve(self, inbox: OpenInbox) -> None:
        """Poll one inbox for ever; troubles are shown to the administrator and waited out."""
        refusals = 0
        while True:
            try:
                await self._poll(inbox)
                refusals = 0
            except ChannelTrouble as trouble:
                wait = trouble.retry_after_s
                if trouble.stop:
                    wait = _AFTER_A_STOP_S[min(refusals, len(_AFTER_A_STOP_S) - 1)]
                    refusals += 1
                await self._show(inbox, trouble.detail, failing=trouble.stop)
                await asyncio.sleep(wait)
            except Unavailable:
                await asyncio.sleep(1)
            except Exception as error:
                log.exception("polling.failed", inbox=inbox.record.id)
                await self._show(inbox, f"{type(error).__name__}: {error}", failing=False)
                await asyncio.sleep(30)

    async def _poll(self, inbox: OpenInbox) -> None:
        channel = inbox.channel
        assert isinstance(channel, Polls)  # noqa: S101 - only such inboxes are served
        poller = await channel.open_poller(self._road.directory.context(inbox))
        try:
            async with self._road.database.system() as tx:
                cursor = await _find_cursor(tx, inbox.record.id)
            async for batch in poller.batches(cursor):
                await self._store(inbox, batch)
        finally:
            await poller.close()

    async def _store(self, inbox: OpenInbox, batch: PollBatch) -> None:
        """Store a batch; the cursor moves with its last delivery, after all others are safe."""
        deliveries = [read_call(inbox, call) for call in batch.calls]
        if deliveries:
            await asyncio.gather(*(self._accept(delivery) for delivery in deliveries[:-1]))
            last = deliveries[-1]
            await self._accept(
                Delivery(
                    inbox=last.inbox,
                    call=last.call,
                    happenings=last.happenings,
                    failure=last.failure,
                    cursor=batch.cursor,
                )
            )
        else:
            await self._accept_cursor(inbox, batch.cursor)
        if inbox.record.status == "failing":
            await self._mark(inbox, "active")

    async def _accept(self, delivery: Delivery) -> None:
        await store_delivery(self._road, delivery)

    async def _accept_cursor(self, inbox: OpenInbox, cursor: Mapping[str, Any]) -> None:
        async with self._road.database.system() as tx:
            await inboxes.move_cursor(tx, inbox.record.id, inbox.record.workspace_id, cursor)

    async def _show(self, inbox: OpenInbox, error: str, *, failing: bool) -> None:
        try:
            async with self._road.database.system() as tx:
                await inboxes.note_error(tx, inbox.record.id, inbox.record.workspace_id, error)
            if failing and inbox.record.status == "active":
                await self._mark(inbox, "failing")
        except Unavailable:
            log.warning("polling.trouble_not_shown", inbox=inbox.record.id)

    async def _mark(self, inbox: OpenInbox, status: str) -> None:
        async with self._road.database.workspace(inbox.record.workspace_id) as tx:
            await inboxes.update_inbox(tx, inbox.record.id, {"status": status})
            await tx.announce(
                InboxChanged(workspace_id=inbox.record.workspace_id, data={"inbox_id": inbox.record.id, "what": status})
            )


def _mark(inbox: OpenInbox) -> tuple[object, ...]:
    """What must stay the same for a running poller to be the right one."""
    return (repr(sorted(inbox.settings.items())), inbox.record.hook_secret)


async def _try_lock(connection: AsyncConnection[Any], inbox_id: int) -> bool:
    cursor = await connection.execute("select pg_try_advisory_lock(%s, %s)", (_LOCK_SPACE, inbox_id))
    row = await cursor.fetchone()
    return bool(row and row[0])


async def _find_cursor(tx: Tx, inbox_id: int) -> Mapping[str, Any]:
    found = await tx.value("select cursor from inbox_cursor where inbox_id = %(id)s", {"id": inbox_id})
    return found or {}
