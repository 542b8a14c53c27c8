"""The group commit: genuine deliveries of many inboxes become messages in one transaction.

There is no artificial delay: while one transaction commits, the next batch gathers (see `writers`). If a batch fails,
its members are tried one by one, and one that fails alone is journalled as failed, so a poison delivery harms nobody.
Nothing is acknowledged before the commit that holds it.
"""

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from msgspec import Struct

from otklik.channelkit.inbound import Happening, HookCall, TypingShown
from otklik.contacts.errors import Overtaken
from otklik.conversations.recording import Recorded
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.repository import move_cursor
from otklik.infra.db import WRITERS, Database, Tx
from otklik.infra.journal import Entry, KeyClaim, claim_keys, write_entries
from otklik.kit.errors import Unavailable
from otklik.kit.metrics import INGEST_BATCH
from otklik.messaging.facts import apply_facts, ask_waiting
from otklik.messaging.recording import FreshEvent, record_messages
from otklik.messaging.uploads import IncomingFiles
from otklik.messaging.writers import Writers

log = structlog.get_logger(__name__)

_PAUSES_S = (0.005, 0.02, 0.05, 0.1, 0.2, 0.4)


class Delivery(Struct, frozen=True, kw_only=True):
    """One genuine delivery on its way in: what was read from it, or why it could not be read.

    `cursor` is stored in the same transaction as the messages (mailboxes, polled updates).
    """

    inbox: InboxRecord
    call: HookCall
    happenings: tuple[Happening, ...] = ()
    failure: str = ""
    cursor: Mapping[str, Any] | None = None
    entry_id: int | None = None


class Accepted(Struct, frozen=True, kw_only=True):
    """What became of a delivery: the messages it made, whether it is on the failed list or was here before."""

    recorded: tuple[Recorded, ...] = ()
    failed: bool = False
    repeated: bool = False


class _Waiting(Struct, frozen=True):
    delivery: Delivery
    files: IncomingFiles
    answer: asyncio.Future[Accepted]


class Ingest:
    """The way in of one process: a few writers, and what belongs together goes through the same one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writers: Writers[_Waiting] = Writers(self._write_batch, WRITERS)

    async def stop(self) -> None:
        """Return when everything accepted is written."""
        await self._writers.finish()

    async def accept(self, delivery: Delivery, files: IncomingFiles = IncomingFiles()) -> Accepted:  # noqa: B008 - immutable
        """Return once the delivery is durable; raises Unavailable when it could not be stored at all."""
        answer: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
        self._writers.take(choose_writer(delivery), _Waiting(delivery, files, answer))
        return await answer

    async def _write_batch(self, batch: Sequence[_Waiting]) -> None:
        INGEST_BATCH.observe(len(batch))
        await self._write(batch)

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        try:
            answers = await self._write_together(batch)
        except Unavailable as error:
            _refuse(batch, error)
        except Exception as error:  # noqa: BLE001 - whatever one delivery does must not harm its neighbours
            if len(batch) == 1:
                await self._park(batch[0], error)
                return
            log.warning("ingest.batch_failed", size=len(batch), error=repr(error)[:300])
            for waiting in batch:
                await self._write([waiting])
        else:
            for waiting, accepted in zip(batch, answers, strict=True):
                _answer(waiting, accepted)

    async def _write_together(self, batch: Sequence[_Waiting]) -> list[Accepted]:
        return await record_deliveries(self._database, [(waiting.delivery, waiting.files) for waiting in batch])

    async def _park(self, waiting: _Waiting, error: Exception) -> None:
        """Keep a delivery that cannot be recorded on the failed list; if even that fails, refuse it."""
        delivery = waiting.delivery
        log.error("ingest.delivery_failed", inbox=delivery.inbox.id, error=repr(error)[:300])
        reason = f"{type(error).__name__}: {error}"[:2000]
        try:
            async with self._database.writing() as tx:
                write_entries(tx, [_entry(delivery, "failed", reason)])
                await _move_cursor(tx, delivery)
        except Exception as second:
            log.exception("ingest.journal_failed", inbox=delivery.inbox.id)
            _refuse([waiting], Unavailable(f"the delivery could not be stored: {type(second).__name__}"))
            return
        _answer(waiting, Accepted(failed=True))


def choose_writer(delivery: Delivery) -> int:
    """Return which writer records a delivery: one person's go one after the other, and so do those of a mailbox.

    A delivery about several people keeps the order of its inbox only; no provider promises more before our answer.
    """
    people = {happening.sender.external_id for happening in delivery.happenings if happening.sender is not None}
    alone = len(people) == 1 and not delivery.call.polled
    key = f"{delivery.inbox.id}:{people.pop() if alone else ''}"
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % WRITERS


def _answer(waiting: _Waiting, accepted: Accepted) -> None:
    if not waiting.answer.done():
        waiting.answer.set_result(accepted)


def _refuse(batch: Sequence[_Waiting], error: Unavailable) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)


async def record_deliveries(database: Database, batch: Sequence[tuple[Delivery, IncomingFiles]]) -> list[Accepted]:
    """Record a batch in a transaction of its own, again from the beginning while its people are merged or parted."""
    for pause in _PAUSES_S:
        try:
            async with database.writing() as tx:
                return await write_deliveries(tx, batch)
        except Overtaken:
            await asyncio.sleep(pause)
    async with database.writing() as tx:
        return await write_deliveries(tx, batch)


async def write_deliveries(tx: Tx, batch: Sequence[tuple[Delivery, IncomingFiles]]) -> list[Accepted]:
    """Record a batch inside a transaction: claim keys, messages first, then what refers to them, then the journal.

    Raises Overtaken, after which the transaction must be begun again.
    """
    events = [
        FreshEvent(place=place, inbox=delivery.inbox, happening=happening, files=files)
        for place, (delivery, files) in enumerate(batch)
        for happening in delivery.happenings
        if not isinstance(happening, TypingShown)
    ]
    fresh = await _claim(tx, events)
    waited = ask_waiting(tx, fresh)
    recorded = await record_messages(tx, fresh)
    await apply_facts(tx, fresh, await waited())
    productive = {event.place for event in fresh}
    _journal(tx, batch, productive)
    for delivery, _ in batch:
        await _move_cursor(tx, delivery)
    telling = {event.place for event in events}
    by_place: dict[int, list[Recorded]] = {}
    for place, message in recorded:
        by_place.setdefault(place, []).append(message)
    return [
        Accepted(
            recorded=tuple(by_place.get(place, ())),
            failed=bool(delivery.failure),
            repeated=place in telling and place not in productive,
        )
        for place, (delivery, _) in enumerate(batch)
    ]


async def _claim(tx: Tx, events: Sequence[FreshEvent]) -> list[FreshEvent]:
    """Keep the events whose keys nobody has taken, the first of equal ones in this batch."""
    first: dict[tuple[int, str], int] = {}
    for number, event in enumerate(events):
        first.setdefault((event.inbox.id, event.happening.key), number)
    if not first:
        return []
    claims = [
        KeyClaim(number, events[number].inbox.workspace_id, inbox_id, key) for (inbox_id, key), number in first.items()
    ]
    fresh = await claim_keys(tx, claims)
    return [events[number] for number in sorted(fresh)]


def _journal(tx: Tx, batch: Sequence[tuple[Delivery, IncomingFiles]], productive: set[int]) -> None:
    """Write what was fresh or could not be read. Repeats and reprocessed entries stand in the journal already."""
    entries = []
    for place, (delivery, _) in enumerate(batch):
        if delivery.entry_id is not None:
            continue
        if delivery.failure:
            entries.append(_entry(delivery, "failed", delivery.failure))
        elif place in productive:
            entries.append(_entry(delivery, "recorded", ""))
    if entries:
        write_entries(tx, entries)


def _entry(delivery: Delivery, state: str, reason: str) -> Entry:
    call = delivery.call
    return Entry(
        workspace_id=delivery.inbox.workspace_id, inbox_id=delivery.inbox.id, body=call.body,
        headers=dict(call.headers) if call.polled else None, query=call.query, polled=call.polled, state=state,
        reason=reason,
    )  # fmt: skip


async def _move_cursor(tx: Tx, delivery: Delivery) -> None:
    if delivery.cursor is not None:
        await move_cursor(tx, delivery.inbox.id, delivery.inbox.workspace_id, delivery.cursor)
