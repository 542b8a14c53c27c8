"""Queries of the visitor's room. What a visitor may see is written down once, in `_STREAM`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString

from psycopg.types.json import Jsonb

from otklik.infra.db import Database, Tx
from otklik.visitor.records import DeskRow, FileRow, MessageRow, OwnMessage, SeenRow, UploadRow, VisitorSession

PAGES_MAX = 20

_KNOWN: LiteralString = """known as (
    select s.id as session_id, s.inbox_id, i.id as identity_id, i.contact_id
    from visitor_session s
    cross join lateral (
        select s.visitor_id as name
        union all
        select f.former_id from visitor_former f where f.inbox_id = s.inbox_id and f.visitor_id = s.visitor_id
    ) names
    join identity i on i.inbox_id = s.inbox_id and i.external_id = names.name
    where s.id = any(%(sessions)s)
)"""
_STREAM: LiteralString = f"""
with {_KNOWN}, mine as (
    select session_id, contact_id, inbox_id, array_agg(identity_id) as identity_ids from known group by 1, 2, 3
)
select mine.session_id, m.id, m.conversation_id, m.author_kind, m.author_id, m.author_name, o.avatar_key,
       m.text, m.content,
       m.external_id, r.id as reply_id, r.text as reply_text, m.delivery,
       case when m.identity_id = any(mine.identity_ids) then null else b.channel end as via,
       (select o.given[1] from reaction o where o.message_id = m.id and o.actor = 'us') as reaction,
       m.created_at, m.edited_at, m.deleted_at
from mine
join conversation c on c.contact_id = mine.contact_id and mine.inbox_id = any(c.inbox_ids)
join message m on m.conversation_id = c.id and not m.note
left join operator o on m.author_kind = 'operator' and o.id = m.author_id
left join inbox b on b.id = m.inbox_id
left join message r on r.id = m.reply_to_id and not r.note and r.identity_id = any(mine.identity_ids)
where (
    (m.direction = 'in' and m.identity_id = any(mine.identity_ids))
    or (m.direction = 'out' and m.delivery in ('sent', 'delivered', 'read') and (
        m.identity_id = any(mine.identity_ids)
        or (select p.identity_id from message p
            where p.conversation_id = m.conversation_id and p.direction = 'in' and p.seq < m.seq
            order by p.seq desc limit 1) = any(mine.identity_ids)))
)
"""  # noqa: S608 - made of literals; values travel as parameters
_SEEN: LiteralString = f"""
with {_KNOWN}
select known.session_id,
       coalesce(max((select max(m.id) from conversation c
                     join message m on m.conversation_id = c.id and m.identity_id = known.identity_id
                                       and m.direction = 'in'
                     where c.contact_id = known.contact_id and m.seq <= (
                         select max(r.seq) from read_mark r where r.conversation_id = c.id))), 0) as seen,
       max((select array[o.name, o.id::text, coalesce(o.avatar_key, '')]
            from conversation c join operator o on o.id = c.assignee_id
            where c.contact_id = known.contact_id and c.takes_new and c.status <> 'resolved'
                  and known.inbox_id = any(c.inbox_ids))) as operator
from known group by known.session_id
"""  # noqa: S608 - made of literals; values travel as parameters


async def find_session(db: Database, token_hash: bytes) -> VisitorSession | None:
    """Return the session of a token, of any workspace; none that was silent for 400 days."""
    return await db.glance(
        VisitorSession,
        """select id, workspace_id, inbox_id, visitor_id, page, entry, locale, profile, consent, proof, seen_at,
                  array(select f.former_id from visitor_former f
                        where f.inbox_id = s.inbox_id and f.visitor_id = s.visitor_id) as former
           from visitor_session s where token_hash = %(hash)s and seen_at > now() - interval '400 days'""",
        {"hash": token_hash},
    )


async def visitor_exists(tx: Tx, inbox_id: int, visitor_id: str) -> bool:
    """Whether a visitor still has a session."""
    found = await tx.value(
        """select 1 from visitor_session
           where inbox_id = %(inbox)s and visitor_id = any(array(
               select %(visitor)s union all select f.visitor_id from visitor_former f
               where f.inbox_id = %(inbox)s and f.former_id = %(visitor)s)) limit 1""",
        {"inbox": inbox_id, "visitor": visitor_id},
    )
    return found is not None


async def insert_session(tx: Tx, values: Mapping[str, Any]) -> VisitorSession:
    """Begin a session."""
    made = await tx.find(
        VisitorSession,
        """insert into visitor_session as s (workspace_id, inbox_id, visitor_id, token_hash, page, entry, locale,
                                        profile, consent, proof)
           values (%(workspace)s, %(inbox)s, %(visitor)s, %(hash)s, %(page)s, %(entry)s, %(locale)s,
                   %(profile)s, %(consent)s, %(proof)s)
           returning id, workspace_id, inbox_id, visitor_id, page, entry, locale, profile, consent, proof, seen_at,
                  array(select f.former_id from visitor_former f
                        where f.inbox_id = s.inbox_id and f.visitor_id = s.visitor_id) as former""",
        {
            **values,
            "page": Jsonb(values["page"]),
            "entry": _json(values["entry"]),
            "profile": Jsonb(values["profile"]),
            "consent": _json(values["consent"]),
            "proof": _json(values["proof"]),
        },
    )
    assert made is not None  # noqa: S101 - an insert returns its row
    return made


async def list_living(tx: Tx, session_ids: Sequence[int]) -> set[int]:
    """Return those of some sessions that still are, in a chat that still works."""
    rows = await tx.rows(
        """select s.id from visitor_session s join inbox b on b.id = s.inbox_id
           where s.id = any(%(ids)s) and s.workspace_id = %(workspace)s
                 and b.deleted_at is null and b.status in ('active', 'failing')""",
        {"ids": list(session_ids), "workspace": tx.workspace_id},
    )
    return {number for (number,) in rows}


async def touch_session(tx: Tx, session_id: int, page: Mapping[str, Any], locale: str) -> None:
    """Note that the visitor is here, and on which page; another one than the last joins their last 20 pages."""
    await tx.execute(
        """update visitor_session set seen_at = now(), page = %(page)s,
               locale = case when %(locale)s = '' then locale else %(locale)s end,
               pages = case when %(url)s = '' or pages #>> '{0,url}' = %(url)s then pages else (
                   select jsonb_agg(x.each order by x.place)
                   from jsonb_array_elements(jsonb_build_array(%(visited)s::jsonb || jsonb_build_object('at', now()))
                                             || pages) with ordinality as x(each, place)
                   where x.place <= %(most)s) end
           where id = %(id)s and workspace_id = %(workspace)s""",
        {
            "id": session_id, "page": Jsonb(page), "locale": locale, "url": page["url"], "most": PAGES_MAX,
            "visited": Jsonb({"url": page["url"], "title": page["title"]}), "workspace": tx.workspace_id,
        },
    )  # fmt: skip


async def set_profile(tx: Tx, session_id: int, profile: Mapping[str, Any], consent: Mapping[str, Any] | None) -> None:
    """Keep what the visitor said of themselves, and what they agreed to."""
    await tx.execute(
        """update visitor_session set profile = %(profile)s, consent = coalesce(%(consent)s, consent)
           where id = %(id)s""",
        {"id": session_id, "profile": Jsonb(profile), "consent": _json(consent)},
    )


async def forget_fresh(tx: Tx, session_id: int, name: str) -> None:
    """Take away the list of what the desk has not been told of the visitor."""
    await tx.execute(
        "update visitor_session set profile = profile - %(name)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": session_id, "name": name, "workspace": tx.workspace_id},
    )


async def set_proof(tx: Tx, session_id: int, proof: Mapping[str, Any]) -> None:
    """Keep what the site vouches for at present."""
    await tx.execute(
        "update visitor_session set proof = %(proof)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": session_id, "proof": Jsonb(proof), "workspace": tx.workspace_id},
    )


async def note_former(tx: Tx, inbox_id: int, former_id: str, visitor_id: str) -> None:
    """Remember under which name a proved person wrote before."""
    await tx.execute(
        """insert into visitor_former (workspace_id, inbox_id, former_id, visitor_id)
           values (%(workspace)s, %(inbox)s, %(former)s, %(visitor)s) on conflict do nothing""",
        {"workspace": tx.workspace_id, "inbox": inbox_id, "former": former_id, "visitor": visitor_id},
    )


async def delete_session(tx: Tx, session_id: int) -> None:
    """Forget a session; its token is worth nothing from now on."""
    await tx.execute("delete from visitor_session where id = %(id)s", {"id": session_id})


async def list_latest(tx: Tx, session_id: int, limit: int, before: int | None = None) -> list[MessageRow]:
    """Return the newest messages of a stream, or those before a position, oldest first."""
    rows = await tx.fetch(
        MessageRow,
        _STREAM + " and (%(before)s::bigint is null or m.id < %(before)s) order by m.id desc limit %(limit)s",
        {"sessions": [session_id], "before": before, "limit": limit},
    )
    return rows[::-1]


async def list_after(tx: Tx, session_id: int, after: int, limit: int) -> list[MessageRow]:
    """Return what came after a position or was changed within a day, oldest first."""
    return await tx.fetch(
        MessageRow,
        _STREAM
        + """ and (m.id > %(after)s or greatest(m.edited_at, m.deleted_at) > now() - interval '1 day')
              order by m.id limit %(limit)s""",
        {"sessions": [session_id], "after": after, "limit": limit},
    )


async def list_changed(tx: Tx, session_ids: Sequence[int], message_ids: Sequence[int]) -> list[MessageRow]:
    """Return those of some messages that these sessions may see."""
    return await tx.fetch(
        MessageRow,
        _STREAM + " and m.id = any(%(messages)s) order by m.id",
        {"sessions": list(session_ids), "messages": list(message_ids)},
    )


async def list_files(tx: Tx, message_ids: Sequence[int]) -> list[FileRow]:
    """Return the attachments of messages, in order."""
    return await tx.fetch(
        FileRow,
        """select a.id, a.message_id, a.kind, a.name, a.mime, a.size, a.width, a.height, a.file_key,
                  case when f.scan = 'infected' then 'infected'
                       when s.only_one and f.scan <> 'clean' and case f.scan
                           when 'too_large' then not w.open_too_large else w.hold_unchecked end
                       then 'held' else a.state end as state
           from attachment a
           join workspace w on w.id = a.workspace_id
           left join scanner s on true
           left join file f on f.key = a.file_key
           where a.message_id = any(%(ids)s) order by a.message_id, a.position""",
        {"ids": list(message_ids)},
    )


async def list_seen(tx: Tx, session_ids: Sequence[int]) -> list[SeenRow]:
    """Return, for each session that has an identity, how far an operator has read and who has the conversation."""
    return await tx.fetch(
        SeenRow,
        _SEEN,
        {"sessions": list(session_ids)},
    )


async def list_desks(tx: Tx, inbox_ids: Sequence[int]) -> list[DeskRow]:
    """Return who could answer in these chats: the people of its team, or anybody where it has none."""
    return await tx.fetch(
        DeskRow,
        """select i.id as inbox_id, i.settings, w.time_zone, exists (
               select from operator o where o.workspace_id = i.workspace_id and o.presence = 'online'
                   and o.disabled_at is null and (i.team_id is null or exists (
                       select from team_member m where m.team_id = i.team_id and m.operator_id = o.id))) as anybody
           from inbox i join workspace w on w.id = i.workspace_id
           where i.id = any(%(ids)s)""",
        {"ids": list(inbox_ids)},
    )


async def find_company(tx: Tx, workspace_id: int) -> str:
    """Return the name of the company."""
    return str(await tx.value("select name from workspace where id = %(id)s", {"id": workspace_id}) or "")


async def find_own(tx: Tx, session: VisitorSession, message_id: int) -> OwnMessage | None:
    """Return a message the visitor wrote, by its id."""
    return await tx.find(
        OwnMessage,
        """select m.id, m.external_id, m.created_at, m.deleted_at
           from message m join identity i on i.id = m.identity_id
           where m.id = %(id)s and m.direction = 'in' and m.external_id is not null and m.kind <> 'button_press'
                 and i.inbox_id = %(inbox)s and i.external_id = %(visitor)s""",
        {"id": message_id, "inbox": session.inbox_id, "visitor": session.visitor_id},
    )


async def find_posted(tx: Tx, inbox_id: int, external_id: str) -> OwnMessage | None:
    """Return a visitor's message by the id that it carries from outside."""
    return await tx.find(
        OwnMessage,
        """select id, external_id, created_at, deleted_at from message
           where inbox_id = %(inbox)s and external_id = %(external)s""",
        {"inbox": inbox_id, "external": external_id},
    )


async def find_full_id(tx: Tx, session: VisitorSession, message_id: int) -> str | None:
    """Return the id under which the channel knows a message of this visitor's stream."""
    found = await tx.value(
        """select coalesce(m.external_id, d.external_id)
           from message m join identity i on i.id = m.identity_id
           left join delivery d on d.message_id = m.id and d.part = 0
           where m.id = %(id)s and not m.note and i.inbox_id = %(inbox)s and i.external_id = any(%(names)s)""",
        {"id": message_id, "inbox": session.inbox_id, "names": session.names},
    )
    return None if found is None else str(found)


async def find_unreported(tx: Tx, session: VisitorSession, seq: int, statuses: Sequence[str]) -> datetime | None:
    """Return when the newest message up to `seq` was made, if any up to there has one of these statuses."""
    found: datetime | None = await tx.value(
        """select max(m.created_at) from message m join identity i on i.id = m.identity_id
           join conversation c on c.id = m.conversation_id and c.contact_id = i.contact_id
           where i.inbox_id = %(inbox)s and i.external_id = %(visitor)s and m.conversation_id = c.id
                 and m.direction = 'out' and m.id <= %(seq)s and m.delivery = any(%(statuses)s)""",
        {"inbox": session.inbox_id, "visitor": session.visitor_id, "seq": seq, "statuses": list(statuses)},
    )
    return found


async def insert_upload(tx: Tx, key: str, kind: str) -> int:
    """Keep a visitor's file as an attachment that no message has yet; returns its id."""
    return int(
        await tx.value(
            """insert into attachment (workspace_id, kind, name, mime, size, width, height, file_key, state)
               select workspace_id, %(kind)s, name, mime, size, width, height, key, 'ready' from file
               where key = %(key)s returning id""",
            {"key": key, "kind": kind},
        )
    )


async def list_uploads(tx: Tx, ids: Sequence[int], uploaded_by: str) -> list[UploadRow]:
    """Return the files among these uploads that this visitor has made, in the given order."""
    found = await tx.fetch(
        UploadRow,
        """select a.id, a.kind, f.key, f.name, f.mime, f.size, f.width, f.height
           from attachment a join file f on f.key = a.file_key
           where a.id = any(%(ids)s) and a.message_id is null and f.uploaded_by = %(by)s""",
        {"ids": list(ids), "by": uploaded_by},
    )
    return sorted(found, key=lambda upload: ids.index(upload.id))


async def count_uploaded(tx: Tx, uploaded_by: str) -> int:
    """Return how many bytes a visitor has uploaded within a day."""
    return int(
        await tx.value(
            """select coalesce(sum(size), 0) from file
               where uploaded_by = %(by)s and created_at > now() - interval '1 day'""",
            {"by": uploaded_by},
        )
    )


async def find_demo_key(tx: Tx) -> str | None:
    """Return the public key of the oldest website chat of the installation, for the demo page."""
    found = await tx.value(
        """select public_key from inbox where channel = 'webchat' and public_key is not null and deleted_at is null
               and status in ('active', 'failing') order by id limit 1"""
    )
    return None if found is None else str(found)


def _json(value: Mapping[str, Any] | None) -> Jsonb | None:
    return None if value is None else Jsonb(value)
