"""Counts what comes in per inbox in memory and writes it once a second, so that the hot road writes nothing for it."""

from collections import Counter

from otklik.inboxes import repository
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Database


class Traffic:
    """What happened since the last write."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._refused: Counter[tuple[int, int]] = Counter()

    def note_inbound(self, inbox: InboxRecord) -> None:
        """A genuine delivery was stored."""
        self._seen[inbox.id] = inbox.workspace_id

    def note_refused(self, inbox: InboxRecord) -> None:
        """A hook call did not prove where it came from."""
        self._refused[inbox.id, inbox.workspace_id] += 1

    async def write(self, database: Database) -> None:
        """Write the counts."""
        seen, self._seen = self._seen, {}
        refused, self._refused = self._refused, Counter()
        if not seen and not refused:
            return
        async with database.system() as tx:
            for inbox_id, workspace_id in sorted(seen.items()):
                await repository.note_traffic(tx, inbox_id, workspace_id, inbound=True)
            for (inbox_id, workspace_id), calls in sorted(refused.items()):
                await repository.count_refused(tx, inbox_id, workspace_id, calls)
