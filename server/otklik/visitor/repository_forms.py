"""Queries about requests that came by a form."""

from datetime import datetime

from msgspec import Struct

from otklik.infra.db import Tx


class Request(Struct, frozen=True, kw_only=True):
    """A request that was recorded, and whose it is."""

    conversation_id: int
    identity_id: int
    contact_id: int
    status: str
    created_at: datetime


async def find_request(tx: Tx, inbox_id: int, external_id: str) -> Request | None:
    """Return what became of a submission, or None while there is nothing of it."""
    return await tx.find(
        Request,
        """select m.conversation_id, m.identity_id, i.contact_id, c.status, m.created_at
           from message m
           join identity i on i.id = m.identity_id
           join conversation c on c.id = m.conversation_id
           where m.inbox_id = %(inbox)s and m.external_id = %(external)s and m.workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "external": external_id, "workspace": tx.workspace_id},
    )


async def find_company(tx: Tx) -> str:
    """Return the name of the company."""
    return str(await tx.value("select name from workspace where id = %(workspace)s", {"workspace": tx.workspace_id}))
