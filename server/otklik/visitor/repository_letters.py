"""Queries about answers that go to a visitor who has left, as letters."""

from collections.abc import Sequence

from otklik.infra.db import Tx
from otklik.visitor.records import LeftVisitor, UnseenAnswer


async def find_plan(tx: Tx, inbox_id: int, usual: int) -> int | None:
    """Return after how many minutes answers of a chat go by mail; None where they do not, or for any other channel."""
    found = await tx.value(
        """select coalesce((settings -> 'mail_after')::int, %(usual)s) from inbox
           where id = %(id)s and workspace_id = %(workspace)s and channel = 'webchat' and settings ? 'mail_inbox'""",
        {"id": inbox_id, "workspace": tx.workspace_id, "usual": usual},
    )
    return None if found is None else int(found)


async def list_unseen(tx: Tx, conversation_id: int, inbox_id: int) -> list[UnseenAnswer]:
    """Return the answers of three days that have not reached the browser of a visitor and went in no letter yet."""
    return await tx.fetch(
        UnseenAnswer,
        """select m.id, m.identity_id, m.text, m.delivery, m.author_kind, m.author_id, m.author_name,
                  extract(epoch from now() - m.created_at)::float8 as age_s,
                  (select max(p.id) from message p where p.conversation_id = m.conversation_id and p.direction = 'in'
                       and p.seq < m.seq and p.identity_id = m.identity_id and p.deleted_at is null) as answers
           from message m
           where m.conversation_id = %(conversation)s and m.workspace_id = %(workspace)s and m.inbox_id = %(inbox)s
                 and m.direction = 'out' and not m.note and m.deleted_at is null
                 and m.delivery in ('queued', 'sending', 'sent') and m.created_at > now() - interval '3 days'
                 and not exists (select from visitor_letter l where l.message_id = m.id)
           order by m.seq""",
        {"conversation": conversation_id, "workspace": tx.workspace_id, "inbox": inbox_id},
    )


async def find_visitor(tx: Tx, identity_id: int) -> LeftVisitor | None:
    """Return who is behind an identity of a chat, with the address they left: the site's word goes before their own."""
    return await tx.find(
        LeftVisitor,
        """select i.contact_id, i.inbox_id, s.locale, coalesce(s.page ->> 'url', '') as page,
                  coalesce(nullif(s.proof ->> 'email', ''), s.profile ->> 'email', '') as email,
                  coalesce(s.proof ->> 'email', '') <> '' as proved,
                  c.blocked_at is not null as blocked, w.name as company
           from identity i
           join contact c on c.id = i.contact_id
           join workspace w on w.id = i.workspace_id
           join visitor_session s on s.inbox_id = i.inbox_id and s.visitor_id = i.external_id
           where i.id = %(id)s and i.workspace_id = %(workspace)s
           order by s.seen_at desc limit 1""",
        {"id": identity_id, "workspace": tx.workspace_id},
    )


async def note_letter(tx: Tx, message_ids: Sequence[int], letter_id: int) -> None:
    """Remember that answers went in a letter."""
    await tx.execute(
        """insert into visitor_letter (message_id, workspace_id, letter_id)
           select id, %(workspace)s, %(letter)s from unnest(%(ids)s::bigint[]) as x(id) on conflict do nothing""",
        {"ids": list(message_ids), "letter": letter_id, "workspace": tx.workspace_id},
    )


async def wants_none(tx: Tx, inbox_id: int, address: str) -> bool:
    """Whether an address has asked for no letters of a chat."""
    found = await tx.value(
        """select 1 from visitor_letter_stop
           where inbox_id = %(inbox)s and address = %(address)s and workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "address": address, "workspace": tx.workspace_id},
    )
    return found is not None


async def stop_letters(tx: Tx, inbox_id: int, address: str) -> None:
    """Send an address no letters of a chat any more; a chat that is gone sends none anyway."""
    await tx.execute(
        """insert into visitor_letter_stop (inbox_id, address, workspace_id)
           select id, %(address)s, workspace_id from inbox where id = %(inbox)s and workspace_id = %(workspace)s
           on conflict do nothing""",
        {"inbox": inbox_id, "address": address, "workspace": tx.workspace_id},
    )
