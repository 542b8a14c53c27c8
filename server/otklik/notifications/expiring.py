"""Access to a provider that ends soon: told of 14, 7, 3 and 1 days before, and when it has ended; each once.

Renewed access has another end and is told of anew. What was missed while nothing ran is told of once, by the last of
the steps.
"""

from datetime import datetime, timedelta
from typing import Final

from otklik.infra.db import Database
from otklik.kit.clock import utc_now
from otklik.notifications import repository_outages
from otklik.notifications.outages import Outage, list_keepers, tell_keepers

EVERY_S: Final = 1800.0
STEPS: Final = (0, 1, 3, 7, 14)
"""Days before the end."""


def find_step(expires_at: datetime, now: datetime) -> int | None:
    """Return the step an end has reached: the fewest days of those that are left; None when it is far away."""
    left = expires_at - now
    return next((days for days in STEPS if left <= timedelta(days=days)), None)


async def warn_of_ends(database: Database) -> None:
    """Tell the keepers of every channel whose access has come nearer to its end by a step."""
    now = utc_now()
    async with database.system() as tx:
        ending = await repository_outages.list_ending(tx, now + timedelta(days=STEPS[-1]))
    for one in ending:
        step = find_step(one.expires_at, now)
        if step is None:
            continue
        async with database.workspace(one.workspace_id) as tx:
            inbox = await repository_outages.find_inbox(tx, one.id)
            if inbox is None or inbox.expires_at != one.expires_at:
                continue
            if await repository_outages.note_warning(tx, one.id, one.expires_at, step):
                await tell_keepers(tx, Outage(inbox, failing=False, ends_in=step), await list_keepers(tx))
