"""Queries of the read side: what stands beside a conversation or a message, for many of them at once."""

from collections.abc import Sequence
from typing import LiteralString, TypeVar

from msgspec import Struct

from otklik.desk.records import (
    AttachmentLine,
    ConversationLine,
    ConversationMore,
    Counted,
    EndingLine,
    IdentityLine,
    Letter,
    MessageLine,
    OwnCount,
    Person,
    PersonLine,
    QuotedLine,
    ReactionLine,
    StoredLine,
    TeamCount,
)
from otklik.infra.db import Tx

COUNT_CAP = 1000
V = TypeVar("V", bound=Struct)
_QUOTE = 200


async def load_conversations(tx: Tx, ids: Sequence[int], operator_id: int) -> list[ConversationLine]:
    """Return conversations in no order, unread after this operator's mark; with operator 0, all inbound counts."""
    return await tx.fetch(
        ConversationLine,
        """select c.id, c.status, c.contact_id, p.name as contact_name, p.language, p.avatar_key, c.inbox_id, i.channel,
                  i.name as inbox_name,
                  case when cardinality(c.inbox_ids) > 1 then array(
                      select distinct x.channel from inbox x where x.id = any(c.inbox_ids) order by 1) end as channels,
                  c.subject, c.preview, c.last_message_at, c.waiting_since,
                  greatest(c.in_count - coalesce(r.in_seen, 0), 0) as unread,
                  c.assignee_id, o.name as assignee_name, c.team_id, t.name as team_name, c.last_seq, c.failed_count,
                  c.snoozed_until, c.snooze_back, c.wakes_on_reply, c.priority, c.spam, p.vip,
                  c.status = 'open' and c.woke_seq = c.last_out_seq as returned,
                  c.status = 'snoozed' and not c.wakes_on_reply and exists (
                      select from message m
                      where m.conversation_id = c.id and m.direction = 'in' and m.deleted_at is null and m.seq > (
                          select e.seq from message e
                          where e.conversation_id = c.id and e.kind = 'event'
                                and e.content->'event'->>'kind' = 'snoozed'
                          order by e.seq desc limit 1)) as wrote_asleep,
                  case when c.tag_ids <> '{}' then (
                      select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'tone', g.tone) order by g.name)
                      from tag g where g.id = any(c.tag_ids)) end as tags,
                  c.created_at, c.version
           from conversation c
           join contact p on p.id = c.contact_id
           left join inbox i on i.id = c.inbox_id
           left join operator o on o.id = c.assignee_id
           left join team t on t.id = c.team_id
           left join read_mark r on r.conversation_id = c.id and r.operator_id = %(operator)s
           where c.id = any(%(ids)s) and c.workspace_id = %(workspace)s""",
        {"ids": list(ids), "operator": operator_id, "workspace": tx.workspace_id},
    )


async def list_existing(tx: Tx, conversation_ids: Sequence[int]) -> list[int]:
    """Return those of the ids that are conversations of this workspace."""
    rows = await tx.rows(
        "select id from conversation where id = any(%(ids)s) and workspace_id = %(workspace)s",
        {"ids": list(conversation_ids), "workspace": tx.workspace_id},
    )
    return [row[0] for row in rows]


async def find_more(tx: Tx, conversation_id: int, operator_id: int) -> ConversationMore | None:
    """Return what only the opened conversation shows."""
    return await tx.find(
        ConversationMore,
        """select c.contact_id, c.identity_id, c.resolved_at, c.topic_id, c.fields, coalesce(r.seq, 0) as read_seq,
                  (select count(*) from (select from conversation x where x.contact_id = c.contact_id and x.id <> c.id
                                         limit %(cap)s) others) as other_conversations,
                  f.ids as follower_ids, f.names as follower_names
           from conversation c
           left join read_mark r on r.conversation_id = c.id and r.operator_id = %(operator)s
           cross join lateral (
               select coalesce(array_agg(o.id order by w.followed_at, o.id), '{}') as ids,
                      coalesce(array_agg(o.name order by w.followed_at, o.id), '{}') as names
               from conversation_follower w join operator o on o.id = w.operator_id and o.disabled_at is null
               where w.conversation_id = c.id) f
           where c.id = %(id)s and c.workspace_id = %(workspace)s""",
        {"id": conversation_id, "operator": operator_id, "workspace": tx.workspace_id, "cap": COUNT_CAP},
    )


async def list_identities(tx: Tx, contact_id: int) -> list[IdentityLine]:
    """Return a person's addresses in inboxes that exist, the one last heard of first."""
    return await tx.fetch(
        IdentityLine,
        """select i.id, i.inbox_id, b.channel, b.name as inbox_name, b.status as inbox_status, i.external_id, i.name,
                  i.username, i.email, i.phone, i.proof, i.reachable, i.unreachable_reason, i.entry, i.last_seen_at,
                  i.last_wrote_at, i.barred, i.bar_error
           from identity i join inbox b on b.id = i.inbox_id and b.deleted_at is null
           where i.contact_id = %(contact)s and i.workspace_id = %(workspace)s
           order by i.last_seen_at desc, i.id desc""",
        {"contact": contact_id, "workspace": tx.workspace_id},
    )


async def list_message_ids(
    tx: Tx, conversation_id: int, *, before: int | None, after: int | None, limit: int
) -> list[int]:
    """Return a window of a conversation: the newest before a number, or the oldest after one."""
    params = {
        "conversation": conversation_id, "workspace": tx.workspace_id, "before": before, "after": after, "limit": limit,
    }  # fmt: skip
    if after is None:
        rows = await tx.rows(
            """select id from message where conversation_id = %(conversation)s and workspace_id = %(workspace)s
                   and seq < coalesce(%(before)s, 2147483647) order by seq desc limit %(limit)s""",
            params,
        )
    else:
        rows = await tx.rows(
            """select id from message where conversation_id = %(conversation)s and workspace_id = %(workspace)s
                   and seq > %(after)s and seq < coalesce(%(before)s, 2147483647) order by seq limit %(limit)s""",
            params,
        )
    return [row[0] for row in rows]


async def list_last_messages(tx: Tx, conversation_ids: Sequence[int], count: int) -> list[int]:
    """Return the ids of the last messages of each conversation, system lines left out."""
    rows = await tx.rows(
        """select m.id from unnest(%(ids)s::bigint[]) as c(id) cross join lateral (
               select m.id from message m
               where m.conversation_id = c.id and m.workspace_id = %(workspace)s and m.kind <> 'event'
               order by m.seq desc limit %(count)s) m""",
        {"ids": list(conversation_ids), "workspace": tx.workspace_id, "count": count},
    )
    return [row[0] for row in rows]


async def load_messages(tx: Tx, ids: Sequence[int]) -> list[MessageLine]:
    """Return messages in the order of their conversations; the HTML and headers of letters stay behind."""
    return await tx.fetch(
        MessageLine,
        """select m.id, m.conversation_id, m.seq, m.kind, m.direction, m.note, m.author_kind, m.author_id,
                  m.author_name, m.inbox_id, i.channel, m.identity_id, m.text,
                  m.content #- '{mail,html}' #- '{mail,head}' as content,
                  coalesce(m.content -> 'mail' ? 'html', false) as has_html,
                  coalesce(m.content -> 'mail' ? 'head', false) as has_head,
                  exists (select from attachment a where a.message_id = m.id) as has_files,
                  exists (select from reaction r where r.message_id = m.id) as has_reactions,
                  exists (select from message_pin p where p.message_id = m.id) as pinned,
                  m.client_id, m.reply_to_id, m.delivery,
                  m.error, case when o.attempts > 0 and o.state = 'queued' then o.not_before end as retry_at, m.sent_at,
                  m.created_at, m.edited_at, m.deleted_at, m.version
           from message m
           left join inbox i on i.id = m.inbox_id
           left join outbox o on o.message_id = m.id
           where m.id = any(%(ids)s) and m.workspace_id = %(workspace)s
           order by m.conversation_id, m.seq""",
        {"ids": list(ids), "workspace": tx.workspace_id},
    )


async def load_attachments(tx: Tx, message_ids: Sequence[int]) -> list[AttachmentLine]:
    """Return the files of messages in their order."""
    return await tx.fetch(
        AttachmentLine,
        """select a.id, a.message_id, a.kind, a.name, a.mime, a.size, a.width, a.height, a.duration_s, a.state,
                  a.file_key is not null as stored, a.inline, a.content_id, a.reason,
                  case when s.only_one or f.scan = 'infected' then f.scan end as scan,
                  coalesce(s.only_one and f.scan <> 'clean' and case f.scan
                      when 'too_large' then not w.open_too_large else w.hold_unchecked end, false) as held
           from attachment a
           join workspace w on w.id = a.workspace_id
           left join scanner s on true
           left join file f on f.key = a.file_key
           where a.message_id = any(%(ids)s) and a.workspace_id = %(workspace)s
           order by a.message_id, a.position, a.id""",
        {"ids": list(message_ids), "workspace": tx.workspace_id},
    )


async def load_reactions(tx: Tx, message_ids: Sequence[int]) -> list[ReactionLine]:
    """Return the reactions on messages."""
    return await tx.fetch(
        ReactionLine,
        """select message_id, actor, emojis, state, error, operator_id, operator_name from reaction
           where message_id = any(%(ids)s) and workspace_id = %(workspace)s order by message_id, at""",
        {"ids": list(message_ids), "workspace": tx.workspace_id},
    )


async def load_people(tx: Tx, contact_ids: Sequence[int]) -> list[PersonLine]:
    """Return customers with their faces."""
    return await tx.fetch(
        PersonLine,
        """select id, name, avatar_key, vip, language from contact
           where id = any(%(ids)s) and workspace_id = %(workspace)s order by id""",
        {"ids": list(contact_ids), "workspace": tx.workspace_id},
    )


async def load_quoted(tx: Tx, message_ids: Sequence[int]) -> list[QuotedLine]:
    """Return the beginnings of messages that others answer."""
    return await tx.fetch(
        QuotedLine,
        """select id, seq, author_name, left(text, %(quote)s) as text from message
           where id = any(%(ids)s) and workspace_id = %(workspace)s""",
        {"ids": list(message_ids), "workspace": tx.workspace_id, "quote": _QUOTE},
    )


async def find_attachment_file(tx: Tx, attachment_id: int) -> StoredLine | None:
    """Return the file of an attachment whose message has not been deleted."""
    return await tx.find(
        StoredLine,
        """select f.key, f.sha256, f.size, f.mime, coalesce(nullif(a.name, ''), f.name) as name,
                  f.scan, coalesce(s.only_one and f.scan <> 'clean' and case f.scan
                      when 'too_large' then not w.open_too_large else w.hold_unchecked end, false) as held
           from attachment a join file f on f.key = a.file_key
           left join message m on m.id = a.message_id
           join workspace w on w.id = a.workspace_id left join scanner s on true
           where a.id = %(id)s and a.workspace_id = %(workspace)s and m.deleted_at is null""",
        {"id": attachment_id, "workspace": tx.workspace_id},
    )


async def find_deleted_file(tx: Tx, attachment_id: int) -> StoredLine | None:
    """Return the file of an attachment whose message was deleted, while what it said is kept."""
    return await tx.find(
        StoredLine,
        """select f.key, f.sha256, f.size, f.mime, coalesce(nullif(a.name, ''), f.name) as name,
                  f.scan, coalesce(s.only_one and f.scan <> 'clean' and case f.scan
                      when 'too_large' then not w.open_too_large else w.hold_unchecked end, false) as held
           from attachment a join file f on f.key = a.file_key
           join deleted_message d on d.message_id = a.message_id
           join workspace w on w.id = a.workspace_id left join scanner s on true
           where a.id = %(id)s and a.workspace_id = %(workspace)s""",
        {"id": attachment_id, "workspace": tx.workspace_id},
    )


async def find_canned_file(tx: Tx, file_id: int) -> StoredLine | None:
    """Return a file kept with a canned response."""
    return await tx.find(
        StoredLine,
        """select f.key, f.sha256, f.size, f.mime, c.name from canned_file c join file f on f.key = c.file_key
           where c.id = %(id)s and c.workspace_id = %(workspace)s""",
        {"id": file_id, "workspace": tx.workspace_id},
    )


async def find_contact_photo(tx: Tx, contact_id: int) -> StoredLine | None:
    """Return the photo of a contact."""
    return await tx.find(
        StoredLine,
        """select f.key, f.sha256, f.size, f.mime, f.name from contact c join file f on f.key = c.avatar_key
           where c.id = %(id)s and c.workspace_id = %(workspace)s""",
        {"id": contact_id, "workspace": tx.workspace_id},
    )


async def find_operator_photo(tx: Tx, operator_id: int) -> StoredLine | None:
    """Return the photo of an operator."""
    return await tx.find(
        StoredLine,
        """select f.key, f.sha256, f.size, f.mime, f.name from operator o join file f on f.key = o.avatar_key
           where o.id = %(id)s and o.workspace_id = %(workspace)s""",
        {"id": operator_id, "workspace": tx.workspace_id},
    )


async def find_chat_logo(tx: Tx, inbox_id: int) -> StoredLine | None:
    """Return the logo of a website chat."""
    return await tx.find(
        StoredLine,
        """select f.key, f.sha256, f.size, f.mime, f.name from chat_logo l join file f on f.key = l.file_key
           where l.inbox_id = %(id)s and l.workspace_id = %(workspace)s""",
        {"id": inbox_id, "workspace": tx.workspace_id},
    )


async def find_letter(tx: Tx, message_id: int) -> Letter | None:
    """Return the HTML of a letter that has one."""
    return await tx.find(
        Letter,
        """select id as message_id, conversation_id, content #>> '{mail,html}' as html from message
           where id = %(id)s and workspace_id = %(workspace)s and deleted_at is null
                 and content #>> '{mail,html}' is not null""",
        {"id": message_id, "workspace": tx.workspace_id},
    )


async def find_message_place(tx: Tx, message_id: int) -> int | None:
    """Return the conversation of a message."""
    found: int | None = await tx.value(
        "select conversation_id from message where id = %(id)s and workspace_id = %(workspace)s",
        {"id": message_id, "workspace": tx.workspace_id},
    )
    return found


async def insert_upload(tx: Tx, key: str, kind: str) -> int:
    """Make an attachment that waits for its message out of a recorded file; returns its id."""
    return int(
        await tx.value(
            """insert into attachment (workspace_id, kind, name, mime, size, width, height, duration_s, file_key, state)
               select workspace_id, %(kind)s, name, mime, size, width, height, duration_s, key, 'ready'
               from file where key = %(key)s and workspace_id = %(workspace)s returning id""",
            {"key": key, "kind": kind, "workspace": tx.workspace_id},
        )
    )


async def find_operator(tx: Tx, operator_id: int) -> Person | None:
    """Return an operator who may be given work."""
    return await tx.find(
        Person,
        """select id, name from operator
           where id = %(id)s and workspace_id = %(workspace)s and disabled_at is null""",
        {"id": operator_id, "workspace": tx.workspace_id},
    )


async def find_team(tx: Tx, team_id: int) -> Person | None:
    """Return a team."""
    return await tx.find(
        Person,
        "select id, name from team where id = %(id)s and workspace_id = %(workspace)s",
        {"id": team_id, "workspace": tx.workspace_id},
    )


async def list_endings(tx: Tx, conversation_ids: Sequence[int]) -> list[EndingLine]:
    """Return why conversations were closed and how they were rated last."""
    return await tx.fetch(
        EndingLine,
        """select c.id, e.name as reason, c.topic_id, r.scale, r.score
           from conversation c left join closing_reason e on e.id = c.reason_id
           left join lateral (select scale, score from rating where conversation_id = c.id
                              order by id desc limit 1) r on true
           where c.id = any(%(ids)s) and c.workspace_id = %(workspace)s""",
        {"ids": list(conversation_ids), "workspace": tx.workspace_id},
    )


async def list_contact_conversations(tx: Tx, contact_id: int, before: int | None, limit: int) -> list[int]:
    """Return the conversations of a person, newest first."""
    rows = await tx.rows(
        """select id from conversation
           where contact_id = %(contact)s and workspace_id = %(workspace)s
                 and id < coalesce(%(before)s::bigint, 9223372036854775807)
           order by id desc limit %(limit)s""",
        {"contact": contact_id, "workspace": tx.workspace_id, "before": before, "limit": limit},
    )
    return [row[0] for row in rows]


async def count_views(tx: Tx, operator_id: int) -> Counted:
    """Count the views of an operator, each by its own index and at most to COUNT_CAP per index."""
    found = await tx.find(
        Counted,
        COUNTS,
        {"workspace": tx.workspace_id, "operator": operator_id, "cap": COUNT_CAP},
    )
    assert found is not None  # noqa: S101 - a select without from gives a row
    return found


async def count_teams(tx: Tx) -> list[TeamCount]:
    """Count the open conversations of every team."""
    return await tx.fetch(TeamCount, TEAMS, {"workspace": tx.workspace_id, "cap": COUNT_CAP})


async def count_unassigned(tx: Tx) -> dict[int | None, int]:
    """Count what nobody holds in every team, and under None what no team has."""
    rows = await tx.rows(UNASSIGNED, {"workspace": tx.workspace_id, "cap": COUNT_CAP})
    return {row[0]: row[1] for row in rows}


async def count_own(tx: Tx, operator_ids: Sequence[int]) -> list[OwnCount]:
    """Count what each of these operators holds, and in how much of it something is unread."""
    params = {"workspace": tx.workspace_id, "operators": list(operator_ids), "cap": COUNT_CAP}
    return await tx.fetch(OwnCount, OWN, params)


async def list_viewers(tx: Tx, kind: type[V], operator_ids: Sequence[int]) -> list[V]:
    """Return operators with their role and teams."""
    return await tx.fetch(
        kind,
        """select o.id, o.role, o.role_id, r.name as role_name, r.permissions as role_permissions,
                  array(select m.team_id from team_member m where m.operator_id = o.id) as team_ids
           from operator o left join custom_role r on r.id = o.role_id
           where o.id = any(%(operators)s) and o.workspace_id = %(workspace)s""",
        {"workspace": tx.workspace_id, "operators": list(operator_ids)},
    )


_WAITING = "workspace_id = %(workspace)s and status = 'open' and waiting_since is not null"
_ANSWERED = "workspace_id = %(workspace)s and status = 'open' and waiting_since is null"
COUNTS: LiteralString = f"""
with waiting as (
    select count(*) as n from (select from conversation where {_WAITING} limit %(cap)s) x
), answered as (
    select count(*) as n from (select from conversation where {_ANSWERED} limit %(cap)s) x
), mine as (
    select count(*) as n, count(*) filter (where in_count > coalesce(in_seen, 0)) as unread from (
        (select id, in_count from conversation where {_WAITING} and assignee_id = %(operator)s limit %(cap)s)
        union all
        (select id, in_count from conversation where {_ANSWERED} and assignee_id = %(operator)s limit %(cap)s)
    ) c left join read_mark r on r.conversation_id = c.id and r.operator_id = %(operator)s
), unassigned as (
    select count(*) as n from (
        (select from conversation where {_WAITING} and assignee_id is null limit %(cap)s)
        union all
        (select from conversation where {_ANSWERED} and assignee_id is null limit %(cap)s)) x
), snoozed as (
    select count(*) as n from (
        select from conversation where workspace_id = %(workspace)s and status = 'snoozed' limit %(cap)s) x
), failed as (
    select count(*) as n from (
        select from conversation where workspace_id = %(workspace)s and failed_count > 0 and not spam limit %(cap)s) x
), spam as (
    select count(*) as n from (
        select from conversation where workspace_id = %(workspace)s and spam limit %(cap)s) x
)
select least(mine.n, %(cap)s) as mine, least(unassigned.n, %(cap)s) as unassigned, waiting.n as waiting,
       least(waiting.n + answered.n, %(cap)s) as open, snoozed.n as snoozed, failed.n as failed, spam.n as spam,
       least(mine.unread, %(cap)s) as unread_mine
from waiting, answered, mine, unassigned, snoozed, failed, spam
"""  # noqa: S608 - made of the two literals above; values travel as parameters
TEAMS: LiteralString = f"""
select t.id, least(w.n + a.n, %(cap)s) as count
from team t
cross join lateral (select count(*) as n from (
    select from conversation where {_WAITING} and team_id = t.id limit %(cap)s) x) w
cross join lateral (select count(*) as n from (
    select from conversation where {_ANSWERED} and team_id = t.id limit %(cap)s) x) a
where t.workspace_id = %(workspace)s
"""  # noqa: S608 - the same
_UNASSIGNED = "workspace_id = %(workspace)s and status = 'open' and assignee_id is null"
UNASSIGNED: LiteralString = f"""
select null::bigint as id, count(*) as n from (
    select from conversation where {_UNASSIGNED} and team_id is null limit %(cap)s) x
union all
select t.id, u.n from team t cross join lateral (select count(*) as n from (
    select from conversation where {_UNASSIGNED} and team_id = t.id limit %(cap)s) x) u
where t.workspace_id = %(workspace)s
"""  # noqa: S608 - the same
OWN: LiteralString = f"""
select o.id, least(h.n, %(cap)s) as mine, least(h.unread, %(cap)s) as unread
from unnest(%(operators)s::bigint[]) o(id)
cross join lateral (
    select count(*) as n, count(*) filter (where in_count > coalesce(in_seen, 0)) as unread from (
        (select id, in_count from conversation where {_WAITING} and assignee_id = o.id limit %(cap)s)
        union all
        (select id, in_count from conversation where {_ANSWERED} and assignee_id = o.id limit %(cap)s)
    ) c left join read_mark r on r.conversation_id = c.id and r.operator_id = o.id) h
"""  # noqa: S608 - the same
