"""Queries of letters: the last one that came, our own addresses, what was kept of the original."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from otklik.desk.schemas_mail import MailboxChoice, PhoneLine
from otklik.infra.db import Tx

PREVIEW = 5_000
"""Signs of a letter that are shown before it is quoted."""


class LastLetter(Struct, frozen=True, kw_only=True):
    """The last letter of a customer in a conversation; `text` is its beginning."""

    id: int
    author_name: str
    to: list[str]
    cc: list[str]
    automatic: str
    text: str
    sent_at: datetime


async def find_last_letter(tx: Tx, conversation_id: int, inbox_id: int) -> LastLetter | None:
    """Return the last letter that came into a conversation through an inbox."""
    return await tx.find(
        LastLetter,
        """select id, author_name, coalesce(content #> '{mail,to}', '[]') as to,
                  coalesce(content #> '{mail,cc}', '[]') as cc,
                  coalesce(content #>> '{mail,automatic}', '') as automatic,
                  left(text || coalesce(E'\\n\\n' || (content #>> '{mail,folded}'), ''), %(preview)s) as text, sent_at
           from message
           where conversation_id = %(conversation)s and workspace_id = %(workspace)s and inbox_id = %(inbox)s
                 and direction = 'in' and deleted_at is null and content ? 'mail'
           order by seq desc limit 1""",
        {"conversation": conversation_id, "workspace": tx.workspace_id, "inbox": inbox_id, "preview": PREVIEW},
    )


async def list_own_addresses(tx: Tx) -> list[str]:
    """Return the addresses of all mailboxes of the company, as they were typed."""
    rows = await tx.rows(
        """select settings ->> 'address' from inbox
           where workspace_id = %(workspace)s and deleted_at is null and settings ? 'address'""",
        {"workspace": tx.workspace_id},
    )
    return [row[0] for row in rows]


async def find_head(tx: Tx, message_id: int) -> str | None:
    """Return the headers that were kept of a letter."""
    found: str | None = await tx.value(
        """select content #>> '{mail,head}' from message
           where id = %(id)s and workspace_id = %(workspace)s and deleted_at is null""",
        {"id": message_id, "workspace": tx.workspace_id},
    )
    return found


async def list_mailboxes(tx: Tx, channels: Sequence[str], first: int) -> list[MailboxChoice]:
    """Return the inboxes that work of these channels, `first` at the top."""
    return await tx.fetch(
        MailboxChoice,
        """select id, name, coalesce(settings ->> 'address', '') as address from inbox
           where workspace_id = %(workspace)s and deleted_at is null and status in ('active', 'failing')
                 and channel = any(%(channels)s)
           order by id = %(first)s desc, status, id limit 100""",
        {"workspace": tx.workspace_id, "channels": list(channels), "first": first},
    )


async def list_phone_lines(tx: Tx, channels: Sequence[str]) -> list[PhoneLine]:
    """Return the inboxes that work of these channels."""
    return await tx.fetch(
        PhoneLine,
        """select id, name, channel from inbox
           where workspace_id = %(workspace)s and deleted_at is null and status in ('active', 'failing')
                 and channel = any(%(channels)s)
           order by status, id limit 100""",
        {"workspace": tx.workspace_id, "channels": list(channels)},
    )
