"""Every query on outages of channels."""

from datetime import datetime
from typing import Final, LiteralString

from msgspec import Struct

from otklik.infra.db import Tx

_FIND: Final[LiteralString] = """
select id, name, status, (account ->> 'expires_at')::timestamptz as expires_at from inbox
where workspace_id = %(workspace)s and id = %(id)s and deleted_at is null and not sandbox and account is not null
"""
_BEGIN: Final[LiteralString] = """
insert into inbox_outage (inbox_id, workspace_id) values (%(id)s, %(workspace)s) on conflict do nothing
"""
_ENDING: Final[LiteralString] = """
select id, workspace_id, (account ->> 'expires_at')::timestamptz as expires_at from inbox
where deleted_at is null and not sandbox and not demo and status in ('active', 'failing')
    and (account ->> 'expires_at')::timestamptz <= %(until)s
"""
_WARN: Final[LiteralString] = """
insert into inbox_expiry_told (inbox_id, workspace_id, expires_at, days)
values (%(id)s, %(workspace)s, %(ends)s, %(days)s)
on conflict (inbox_id) do update set expires_at = excluded.expires_at, days = excluded.days
where inbox_expiry_told.expires_at <> excluded.expires_at or inbox_expiry_told.days > excluded.days
"""
_END: Final[LiteralString] = "delete from inbox_outage where workspace_id = %(workspace)s and inbox_id = %(id)s"


class InboxFacts(Struct, frozen=True):
    """A channel as it is now."""

    id: int
    name: str
    status: str
    expires_at: datetime | None


class EndingInbox(Struct, frozen=True):
    """A channel whose access ends soon."""

    id: int
    workspace_id: int
    expires_at: datetime


async def list_ending(tx: Tx, until: datetime) -> list[EndingInbox]:
    """Return the channels, of any workspace, whose access ends before a time."""
    return await tx.fetch(EndingInbox, _ENDING, {"until": until})


async def note_warning(tx: Tx, inbox_id: int, expires_at: datetime, days: int) -> bool:
    """Note that people are warned of an end, so many days before; False when they were, as near to the same end."""
    params = {"id": inbox_id, "workspace": tx.workspace_id, "ends": expires_at, "days": days}
    return await tx.execute(_WARN, params) > 0


async def find_inbox(tx: Tx, inbox_id: int) -> InboxFacts | None:
    """Return a channel that has worked before; None for others."""
    return await tx.find(InboxFacts, _FIND, {"workspace": tx.workspace_id, "id": inbox_id})


async def begin_outage(tx: Tx, inbox_id: int) -> bool:
    """Note an outage; False when it is known."""
    return await tx.execute(_BEGIN, {"workspace": tx.workspace_id, "id": inbox_id}) > 0


async def end_outage(tx: Tx, inbox_id: int) -> bool:
    """Forget an outage; False when there was none."""
    return await tx.execute(_END, {"workspace": tx.workspace_id, "id": inbox_id}) > 0
