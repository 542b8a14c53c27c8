"""What the card of a person gathers from other rooms' tables: consents, visits of the website, files."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from otklik.desk.records import AttachmentLine
from otklik.infra.db import Tx


class ConsentLine(Struct, frozen=True, kw_only=True):
    """One thing a person said about being written to, or agreed to in the chat or a form of the website."""

    identity_id: int
    channel: str
    inbox_name: str
    source: str
    given: bool
    version: str
    by: str
    at: datetime


class VisitLine(Struct, frozen=True, kw_only=True):
    """A browser of the person on our website: where it came from and where it is."""

    id: int
    inbox_name: str
    page: dict[str, Any]
    pages: list[dict[str, Any]]
    entry: dict[str, Any] | None
    locale: str
    created_at: datetime
    seen_at: datetime


class FileLine(AttachmentLine, frozen=True, kw_only=True):
    """A file of any conversation with the person."""

    conversation_id: int
    direction: str
    author_name: str
    at: datetime


async def list_consents(tx: Tx, contact_id: int) -> list[ConsentLine]:
    """Return up to 100 lines, the newest first."""
    return await tx.fetch(
        ConsentLine,
        r"""select i.id as identity_id, b.channel, b.name as inbox_name, x.source, x.given, x.version, x.by, x.at
           from identity i join inbox b on b.id = i.inbox_id cross join lateral (
               select 'operator' as source, c.given, '' as version, c.operator_name as by, c.at
               from contact_consent c where c.identity_id = i.id
               union all
               select 'widget', true, coalesce(v.consent ->> 'version', ''), '', (v.consent ->> 'at')::timestamptz
               from visitor_session v
               where v.inbox_id = i.inbox_id and v.visitor_id = i.external_id and v.consent ->> 'at' is not null
               union all
               select 'form', true, coalesce(substring(said ->> 'value' from '\(v([^()]*)\)$'), ''), '',
                      max(m.created_at)
               from conversation t join message m on m.conversation_id = t.id and m.identity_id = i.id
               cross join lateral jsonb_array_elements(m.content -> 'answers') said
               where b.channel = 'form' and t.contact_id = i.contact_id and said ->> 'field' = 'consent'
               group by 3) x
           where i.contact_id = %(contact)s and i.workspace_id = %(workspace)s
           order by x.at desc limit 100""",
        {"contact": contact_id, "workspace": tx.workspace_id},
    )


async def list_visits(tx: Tx, contact_id: int) -> list[VisitLine]:
    """Return up to 20 browsers of the person, the one seen last first."""
    return await tx.fetch(
        VisitLine,
        """select v.id, b.name as inbox_name, v.page, v.pages, v.entry, v.locale, v.created_at, v.seen_at
           from identity i join inbox b on b.id = i.inbox_id
           join visitor_session v on v.inbox_id = i.inbox_id and v.visitor_id = i.external_id
           where i.contact_id = %(contact)s and i.workspace_id = %(workspace)s
           order by v.seen_at desc limit 20""",
        {"contact": contact_id, "workspace": tx.workspace_id},
    )


async def list_files(tx: Tx, contact_id: int, *, pictures: bool, before: int | None, limit: int) -> list[FileLine]:
    """Return pictures, or all other files, of every conversation with the person, the newest first."""
    return await tx.fetch(
        FileLine,
        """select a.id, a.message_id, a.kind, a.name, a.mime, a.size, a.width, a.height, a.duration_s, a.state,
                  a.file_key is not null as stored, a.inline, a.content_id, a.reason,
                  m.conversation_id, m.direction, m.author_name, m.sent_at as at
           from conversation c join message m on m.conversation_id = c.id join attachment a on a.message_id = m.id
           where c.contact_id = %(contact)s and c.workspace_id = %(workspace)s and m.deleted_at is null
                 and a.state = 'ready' and a.file_key is not null and not a.inline and m.kind <> 'sticker'
                 and (a.kind <> 'document' and a.mime like 'image/%%') = %(pictures)s
                 and a.id < coalesce(%(before)s::bigint, 9223372036854775807)
           order by a.id desc limit %(limit)s""",
        {
            "contact": contact_id, "workspace": tx.workspace_id, "pictures": pictures, "before": before, "limit": limit,
        },
    )  # fmt: skip
