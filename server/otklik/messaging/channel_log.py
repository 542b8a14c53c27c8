"""What was said to providers and what they answered, for the administrator: redacted by the channels, kept a week.

Notes are collected in memory and written once a second; a crash may lose the last ones, never a message.
"""

from collections import deque
from collections.abc import Sequence

from msgspec import Struct

from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Database
from otklik.kit.text import clean_text

_KEPT_IN_MEMORY = 5_000


class Note(Struct, frozen=True):
    """One exchange."""

    workspace_id: int
    inbox_id: int
    direction: str
    summary: str
    ok: bool
    detail: str


class InboxLog:
    """The log of one inbox, as channels see it."""

    def __init__(self, notes: deque[Note], record: InboxRecord) -> None:
        self._notes = notes
        self._record = record

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        """Remember one exchange."""
        self._notes.append(
            Note(
                self._record.workspace_id, self._record.id, "out", clean_text(summary, 200), ok, clean_text(detail, 500)
            )
        )


class BufferedLog:
    """Collects notes of all inboxes; the newest stay when there are too many."""

    def __init__(self) -> None:
        self._notes: deque[Note] = deque(maxlen=_KEPT_IN_MEMORY)

    def of(self, record: InboxRecord) -> InboxLog:
        """Return the log of one inbox."""
        return InboxLog(self._notes, record)

    async def write(self, database: Database) -> None:
        """Write what was collected, for inboxes that are stored."""
        notes: Sequence[Note] = [note for note in self._notes if note.inbox_id > 0]
        self._notes.clear()
        if not notes:
            return
        async with database.system() as tx:
            await tx.execute(
                """insert into channel_log (workspace_id, inbox_id, direction, summary, ok, detail)
                   select n.workspace_id, n.inbox_id, n.direction, n.summary, n.ok, n.detail
                   from unnest(%(workspaces)s::bigint[], %(inboxes)s::bigint[], %(directions)s::text[],
                               %(summaries)s::text[],
                               %(oks)s::boolean[], %(details)s::text[])
                        as n(workspace_id, inbox_id, direction, summary, ok, detail)
                   join inbox i on i.id = n.inbox_id""",
                {
                    "workspaces": [note.workspace_id for note in notes], "inboxes": [note.inbox_id for note in notes],
                    "directions": [note.direction for note in notes], "summaries": [note.summary for note in notes],
                    "oks": [note.ok for note in notes], "details": [note.detail for note in notes],
                },
            )  # fmt: skip
