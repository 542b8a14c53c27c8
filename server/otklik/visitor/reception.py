"""Whether somebody is there to answer in a website chat now, and when somebody will be."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from otklik.channels.webchat.settings import read_hours
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.week import is_within, next_start
from otklik.visitor import repository
from otklik.visitor.records import DeskRow


class Reception(Struct, frozen=True):
    """Whether somebody answers now; `opens` is when the hours begin again, None within them or without any.

    `within`: it is within the hours, or there are none.
    """

    online: bool
    opens: datetime | None = None
    within: bool = False


CLOSED = Reception(online=False)


async def look(tx: Tx, inbox_ids: Sequence[int]) -> Mapping[int, Reception]:
    """Return who is there for each of these chats, of whatever workspaces the transaction sees."""
    now = utc_now()
    return {row.inbox_id: judge(row, now) for row in await repository.list_desks(tx, inbox_ids)}


def judge(row: DeskRow, now: datetime) -> Reception:
    """Say whether somebody answers: within the hours, and at the desk."""
    hours = read_hours(row.settings)
    if hours and not is_within(hours, now, row.time_zone):
        return Reception(online=False, opens=next_start(hours, now, row.time_zone))
    return Reception(online=row.anybody, within=True)
