"""Every query on outages of channels."""

from typing import Final, LiteralString

from msgspec import Struct

from otklik.infra.db import Tx

_FIND: Final[LiteralString] = """
select id, name, status from inbox
where workspace_id = %(workspace)s and id = %(id)s and deleted_at is null and not sandbox and account is not null
"""
_BEGIN: Final[LiteralString] = """
insert into inbox_outage (inbox_id, workspace_id) values (%(id)s, %(workspace)s) on conflict do nothing
"""
_END: Final[LiteralString] = "delete from inbox_outage where workspace_id = %(workspace)s and inbox_id = %(id)s"


class InboxFacts(Struct, frozen=True):
    """A channel as it is now."""

    id: int
    name: str
    status: str


async def find_inbox(tx: Tx, inbox_id: int) -> InboxFacts | None:
    """Return a channel that has worked before; None for others."""
    return await tx.find(InboxFacts, _FIND, {"workspace": tx.workspace_id, "id": inbox_id})


async def begin_outage(tx: Tx, inbox_id: int) -> bool:
    """Note an outage; False when it is known."""
    return await tx.execute(_BEGIN, {"workspace": tx.workspace_id, "id": inbox_id}) > 0


async def end_outage(tx: Tx, inbox_id: int) -> bool:
    """Forget an outage; False when there was none."""
    return await tx.execute(_END, {"workspace": tx.workspace_id, "id": inbox_id}) > 0
