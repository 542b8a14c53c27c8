"""Counts what comes in per inbox in memory and writes it down now and then, so that the hot road writes nothing for it.

When something last came in is written once a second, the minutes of the ledger every ten. What is not written when a
process dies is lost; the ledger takes nothing for received that it has not read in a table.
"""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from otklik.channelkit.inbound import MessageReceived, TypingShown
from otklik.inboxes import repository
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Database
from otklik.kit.clock import utc_now
from otklik.messaging.ingest import Accepted, Delivery
from otklik.messaging.minutes import Minute, add_minutes

_MINUTES_EVERY_S = 10.0
_MINUTES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class _Place:
    workspace_id: int
    inbox_id: int
    minute: datetime


class Traffic:
    """What happened since the last write."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._refused: Counter[tuple[int, int]] = Counter()
        self._minutes: dict[_Place, Minute] = {}
        self._written_at = 0.0

    def note_arrived(self, inbox: InboxRecord) -> None:
        """A genuine delivery has been read and is about to be stored."""
        self._minute(inbox).arrived += 1

    def note_stored(self, delivery: Delivery, accepted: Accepted) -> None:
        """A delivery was answered: it is stored, or was stored before, or holds nothing for us."""
        self._seen[delivery.inbox.id] = delivery.inbox.workspace_id
        minute = self._minute(delivery.inbox)
        if accepted.repeated:
            minute.repeated += 1
        elif not accepted.failed and all(isinstance(one, TypingShown) for one in delivery.happenings):
            minute.ignored += 1
        elif not delivery.call.polled:
            _note_delay(minute, delivery)

    def note_unstored(self, inbox: InboxRecord) -> None:
        """A genuine delivery could not be stored, and its provider was told so."""
        self._minute(inbox).unstored += 1

    def note_refused(self, inbox: InboxRecord) -> None:
        """A hook call did not prove where it came from."""
        self._refused[inbox.id, inbox.workspace_id] += 1

    async def write(self, database: Database, *, all_of_it: bool = False) -> None:
        """Write the counts; what cannot be written is kept for the next time."""
        seen, self._seen = self._seen, {}
        refused, self._refused = self._refused, Counter()
        try:
            await _write_health(database, seen, refused)
        except Exception:
            self._seen = {**seen, **self._seen}
            self._refused.update(refused)
            raise
        if all_of_it or time.monotonic() - self._written_at > _MINUTES_EVERY_S:
            await self._write_minutes(database)

    async def _write_minutes(self, database: Database) -> None:
        minutes, self._minutes = self._minutes, {}
        self._written_at = time.monotonic()
        try:
            await add_minutes(database, list(minutes.values()))
        except Exception:
            for place, minute in minutes.items():
                self._minutes[place] = minute.plus(self._minutes.get(place))
            raise

    def _minute(self, inbox: InboxRecord) -> Minute:
        now = utc_now().replace(second=0, microsecond=0)
        place = _Place(inbox.workspace_id, inbox.id, now)
        found = self._minutes.get(place)
        if found is None:
            if len(self._minutes) >= _MINUTES_KEPT:
                self._minutes.pop(next(iter(self._minutes)))
            found = self._minutes[place] = Minute(workspace_id=inbox.workspace_id, inbox_id=inbox.id, minute=now)
        return found


async def _write_health(database: Database, seen: dict[int, int], refused: Counter[tuple[int, int]]) -> None:
    if not seen and not refused:
        return
    async with database.system() as tx:
        for inbox_id, workspace_id in sorted(seen.items()):
            await repository.note_traffic(tx, inbox_id, workspace_id, inbound=True)
        for (inbox_id, workspace_id), calls in sorted(refused.items()):
            await repository.count_refused(tx, inbox_id, workspace_id, calls)


def _note_delay(minute: Minute, delivery: Delivery) -> None:
    """How long the provider kept a message, by its clock and ours; a clock that runs ahead counts as no delay."""
    for happening in delivery.happenings:
        if isinstance(happening, MessageReceived):
            late = max(0, round((delivery.call.received_at - happening.sent_at).total_seconds() * 1000))
            minute.delays += 1
            minute.delay_ms += late
            minute.delay_max_ms = max(minute.delay_max_ms, late)
