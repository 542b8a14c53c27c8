"""The part of the ledger that is counted at the doors: added to the minute's row, whichever process counted."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from otklik.infra.db import Database


class Minute(Struct, kw_only=True):
    """What the doors of one process saw of one inbox in one minute."""

    workspace_id: int
    inbox_id: int
    minute: datetime
    arrived: int = 0
    repeated: int = 0
    ignored: int = 0
    unstored: int = 0
    delays: int = 0
    delay_ms: int = 0
    delay_max_ms: int = 0

    def plus(self, more: "Minute | None") -> "Minute":
        """The same with what was counted meanwhile."""
        if more is None:
            return self
        return msgspec.structs.replace(
            self, arrived=self.arrived + more.arrived, repeated=self.repeated + more.repeated,
            ignored=self.ignored + more.ignored, unstored=self.unstored + more.unstored,
            delays=self.delays + more.delays, delay_ms=self.delay_ms + more.delay_ms,
            delay_max_ms=max(self.delay_max_ms, more.delay_max_ms),
        )  # fmt: skip


async def add_minutes(database: Database, minutes: Sequence[Minute]) -> None:
    """Add counts to the ledger, for inboxes that are there."""
    if not minutes:
        return
    async with database.system() as tx:
        await tx.execute(
            """insert into inbox_minute (workspace_id, inbox_id, minute, arrived, repeated, ignored, unstored, delays,
                                         delay_ms, delay_max_ms)
               select m.workspace_id, m.inbox_id, m.minute, m.arrived, m.repeated, m.ignored, m.unstored, m.delays,
                      m.delay_ms, m.delay_max_ms
               from jsonb_to_recordset(%(minutes)s)
                        as m(workspace_id bigint, inbox_id bigint, minute timestamptz, arrived int, repeated int,
                             ignored int, unstored int, delays int, delay_ms bigint, delay_max_ms bigint)
               join inbox i on i.id = m.inbox_id
               order by m.inbox_id, m.minute
               on conflict (inbox_id, minute) do update set
                   arrived = inbox_minute.arrived + excluded.arrived,
                   repeated = inbox_minute.repeated + excluded.repeated,
                   ignored = inbox_minute.ignored + excluded.ignored,
                   unstored = inbox_minute.unstored + excluded.unstored,
                   delays = inbox_minute.delays + excluded.delays,
                   delay_ms = inbox_minute.delay_ms + excluded.delay_ms,
                   delay_max_ms = greatest(inbox_minute.delay_max_ms, excluded.delay_max_ms)""",
            {"minutes": msgspec.json.encode(minutes).decode()},
        )
