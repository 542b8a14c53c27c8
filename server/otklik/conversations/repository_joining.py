"""Queries that move conversations and messages between people and back. The callers hold the locks."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, structs
from psycopg.types.json import Jsonb

from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx

_TAGS_MAX = 20


class Lying(Struct, frozen=True, kw_only=True):
    """Where a conversation lies before people are joined or parted."""

    id: int
    contact_id: int
    status: str
    takes_new: bool
    last_seq: int


async def lock_conversations_of(tx: Tx, contact_ids: Sequence[int]) -> list[Lying]:
    """Return every conversation of these contacts, locked in the order of their ids."""
    return await tx.fetch(
        Lying,
        """select id, contact_id, status, takes_new, last_seq from conversation
           where contact_id = any(%(ids)s) and workspace_id = %(workspace)s order by id for no key update""",
        {"ids": list(contact_ids), "workspace": tx.workspace_id},
    )


async def snapshot(tx: Tx, conversation_id: int) -> dict[str, Any]:
    """Return the whole row of a conversation, to be remembered."""
    found: dict[str, Any] = await tx.value(
        "select to_jsonb(c) from conversation c where id = %(id)s", {"id": conversation_id}
    )
    return found


async def find_last_message_id(tx: Tx) -> int:
    """Return the highest number of any message so far; what comes later has a higher one."""
    return int(await tx.value("select coalesce(max(id), 0) from message") or 0)


class Stretch(Struct, frozen=True):
    """Places `first` to `last` of a conversation, and how far they move."""

    first: int
    last: int
    offset: int


async def shift_messages(tx: Tx, source_id: int, target_id: int, stretch: Stretch) -> list[int]:
    """Move a stretch of one conversation into a free stretch of another, order kept; returns the message ids."""
    params = {"source": source_id, "target": target_id, **structs.asdict(stretch)}
    rows = await tx.rows(
        """update message set conversation_id = %(target)s, seq = seq + %(offset)s, version = version + 1
           where conversation_id = %(source)s and seq between %(first)s and %(last)s returning id""",
        params,
    )
    await _let_outbox_follow(tx, [row[0] for row in rows])
    return sorted(row[0] for row in rows)


async def make_room(tx: Tx, conversation_id: int, offset: int) -> int:
    """Push every message of a conversation back by `offset` places; returns how many there are."""
    params = {"id": conversation_id, "offset": offset}
    moved = await tx.execute("update message set seq = -seq where conversation_id = %(id)s", params)
    await tx.execute(
        """update message set seq = -seq + %(offset)s, version = version + 1
           where conversation_id = %(id)s and seq < 0""",
        params,
    )
    return moved


async def append_messages(tx: Tx, message_ids: Sequence[int], target_id: int) -> list[tuple[int, int]]:
    """Move messages to the end of another conversation in the order of their ids; returns their former places."""
    former = await tx.rows(
        "select conversation_id, seq from message where id = any(%(ids)s) order by id", {"ids": list(message_ids)}
    )
    await tx.execute(
        """with moving as (select id, row_number() over (order by id) as place from message where id = any(%(ids)s)),
           grown as (update conversation set last_seq = last_seq + %(count)s where id = %(target)s
                     returning last_seq - %(count)s as base)
           update message m set conversation_id = %(target)s, seq = grown.base + moving.place, version = m.version + 1
           from moving, grown where m.id = moving.id""",
        {"ids": list(message_ids), "target": target_id, "count": len(message_ids)},
    )
    await _let_outbox_follow(tx, message_ids)
    return [(conversation_id, seq) for conversation_id, seq in former]


async def fill_places(tx: Tx, places: Sequence[tuple[int, int]], moved_to: int) -> None:
    """Put a line "moved to …" into every place that was left, so that the numbering stays dense."""
    await tx.execute(
        """insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, content)
           select %(workspace)s, p.conversation_id, p.seq, 'event', 'system', 'system', %(content)s
           from unnest(%(conversations)s::bigint[], %(seqs)s::int[]) as p(conversation_id, seq)""",
        {
            "workspace": tx.workspace_id, "conversations": [place[0] for place in places],
            "seqs": [place[1] for place in places],
            "content": Jsonb({"event": {"kind": "moved", "data": {"conversation_id": moved_to}}}),
        },
    )  # fmt: skip


async def _let_outbox_follow(tx: Tx, message_ids: Sequence[int]) -> None:
    await tx.execute(
        """update outbox o set conversation_id = m.conversation_id from message m
           where m.id = o.message_id and o.message_id = any(%(ids)s)""",
        {"ids": list(message_ids)},
    )


async def let_held_follow(tx: Tx, guest_id: int, host_id: int) -> None:
    """Let replies that wait to be posted in the guest be posted in its host."""
    await tx.execute(
        """update held_message set conversation_id = %(host)s
           where conversation_id = %(guest)s and workspace_id = %(workspace)s and state in ('waiting', 'stopped')""",
        {"guest": guest_id, "host": host_id, "workspace": tx.workspace_id},
    )


async def absorb(tx: Tx, host_id: int, guest: Mapping[str, Any], base: int) -> None:
    """Let the host's row take over what the guest's row said; the guest's messages lie after `base` already."""
    await tx.execute(
        """update conversation h set
               last_seq = %(base)s + g.last_seq, in_count = h.in_count + g.in_count,
               failed_count = h.failed_count + g.failed_count,
               last_out_seq = case when g.last_out_seq > 0 then %(base)s + g.last_out_seq else h.last_out_seq end,
               status = case when 'open' in (h.status, g.status) then 'open'
                             when 'pending' in (h.status, g.status) then 'pending'
                             when 'snoozed' in (h.status, g.status) then 'snoozed' else 'resolved' end,
               snoozed_until = case when h.status in ('snoozed', 'resolved') and g.status in ('snoozed', 'resolved')
                                    then least(h.snoozed_until, g.snoozed_until) end,
               snooze_back = case when h.status = 'snoozed' then h.snooze_back else g.snooze_back end,
               wakes_on_reply = case when h.status = 'snoozed' and g.status = 'resolved' then h.wakes_on_reply
                                     when g.status = 'snoozed' and h.status = 'resolved' then g.wakes_on_reply
                                     else h.status <> g.status or h.wakes_on_reply or g.wakes_on_reply end,
               topic_id = coalesce(h.topic_id, g.topic_id), fields = coalesce(g.fields, '{}') || h.fields,
               resolved_at = case when h.status = 'resolved' and g.status = 'resolved'
                                  then greatest(h.resolved_at, g.resolved_at) end,
               spam = h.spam and g.status = 'resolved', priority = greatest(h.priority, g.priority),
               tag_ids = array(select distinct t from unnest(h.tag_ids || g.tag_ids) t order by t limit %(tags)s),
               waiting_since = least(h.waiting_since, g.waiting_since),
               first_response_at = least(h.first_response_at, g.first_response_at),
               team_id = coalesce(h.team_id, g.team_id), assignee_id = coalesce(h.assignee_id, g.assignee_id),
               subject = case when h.subject = '' then g.subject else h.subject end,
               inbox_id = case when g.last_message_at > h.last_message_at then g.inbox_id else h.inbox_id end,
               identity_id = case when g.last_message_at > h.last_message_at then g.identity_id else h.identity_id end,
               preview = case when g.last_message_at > h.last_message_at then g.preview else h.preview end,
               last_message_at = greatest(h.last_message_at, g.last_message_at),
               inbox_ids = (select array_agg(distinct i) from unnest(h.inbox_ids || g.inbox_ids) i),
               version = h.version + 1
           from jsonb_populate_record(null::conversation, %(guest)s) g where h.id = %(host)s""",
        {"host": host_id, "guest": Jsonb(guest), "base": base, "tags": _TAGS_MAX},
    )


async def empty_shell(tx: Tx, conversation_id: int) -> None:
    """Leave a conversation behind as a resolved shell that no letter's token leads to."""
    await tx.execute(
        """update conversation set status = 'resolved', resolved_at = now(), takes_new = false, last_seq = 0,
               in_count = 0, failed_count = 0, last_out_seq = 0, waiting_since = null, snoozed_until = null,
               wakes_on_reply = true, inbox_ids = '{}', preview = null, tag_ids = '{}', priority = 0, spam = false,
               version = version + 1
           where id = %(id)s""",
        {"id": conversation_id},
    )


async def restore_shell(tx: Tx, conversation_id: int, before: Mapping[str, Any], newer: int) -> None:
    """Give a shell its former state back; `newer` messages were added to the shell since."""
    await tx.execute(
        """update conversation c set
               status = b.status, resolved_at = b.resolved_at, last_seq = b.last_seq + %(newer)s, in_count = b.in_count,
               failed_count = b.failed_count, last_out_seq = b.last_out_seq, waiting_since = b.waiting_since,
               snoozed_until = b.snoozed_until, snooze_back = coalesce(b.snooze_back, 'holder'),
               wakes_on_reply = coalesce(b.wakes_on_reply, true),
               first_response_at = b.first_response_at, inbox_ids = b.inbox_ids,
               inbox_id = (select id from inbox where id = b.inbox_id),
               identity_id = (select id from identity where id = b.identity_id), subject = b.subject,
               preview = b.preview, last_message_at = b.last_message_at,
               tag_ids = coalesce(b.tag_ids, c.tag_ids), priority = coalesce(b.priority, c.priority),
               spam = coalesce(b.spam, false),
               team_id = (select id from team where id = b.team_id),
               assignee_id = (select id from operator where id = b.assignee_id), version = c.version + 1
           from jsonb_populate_record(null::conversation, %(before)s) b where c.id = %(id)s""",
        {"id": conversation_id, "before": Jsonb(before), "newer": newer},
    )


async def restore_host(tx: Tx, conversation_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Take back what joining had changed in the host, except where somebody has changed it since."""
    await tx.execute(
        """update conversation c set
               status = case when c.status = a.status then b.status else c.status end,
               snoozed_until = case when c.status <> a.status then c.snoozed_until else b.snoozed_until end,
               snooze_back = case when c.status <> a.status then c.snooze_back
                                  else coalesce(b.snooze_back, 'holder') end,
               wakes_on_reply = case when c.status <> a.status then c.wakes_on_reply
                                     else coalesce(b.wakes_on_reply, true) end,
               resolved_at = case when c.status <> a.status then c.resolved_at else b.resolved_at end,
               spam = case when c.status <> a.status then c.spam else coalesce(b.spam, c.spam) end,
               topic_id = case when c.topic_id is distinct from a.topic_id then c.topic_id
                               else (select id from topic where id = b.topic_id) end,
               fields = case when c.fields = a.fields then coalesce(b.fields, '{}') else c.fields end,
               tag_ids = case when c.tag_ids = a.tag_ids then b.tag_ids else c.tag_ids end,
               priority = case when c.priority = a.priority then b.priority else c.priority end,
               waiting_since = case when c.waiting_since is not distinct from a.waiting_since then b.waiting_since
                                    else c.waiting_since end,
               first_response_at = case when c.first_response_at is not distinct from a.first_response_at
                                        then b.first_response_at else c.first_response_at end,
               team_id = case when c.team_id is distinct from a.team_id then c.team_id
                              else (select id from team where id = b.team_id) end,
               assignee_id = case when c.assignee_id is distinct from a.assignee_id then c.assignee_id
                                  else (select id from operator where id = b.assignee_id) end,
               subject = case when c.subject = a.subject then b.subject else c.subject end,
               inbox_id = case when c.inbox_id is distinct from a.inbox_id then c.inbox_id
                               else (select id from inbox where id = b.inbox_id) end,
               identity_id = case when c.identity_id is distinct from a.identity_id then c.identity_id
                                  else (select id from identity where id = b.identity_id) end,
               inbox_ids = case when c.inbox_ids = a.inbox_ids then b.inbox_ids else c.inbox_ids end,
               last_message_at = case when c.last_message_at = a.last_message_at then b.last_message_at
                                      else c.last_message_at end,
               version = c.version + 1
           from jsonb_populate_record(null::conversation, %(before)s) b,
                jsonb_populate_record(null::conversation, %(after)s) a
           where c.id = %(id)s""",
        {"id": conversation_id, "before": Jsonb(before), "after": Jsonb(after)},
    )


async def give_conversations(tx: Tx, conversation_ids: Sequence[int], contact_id: int) -> None:
    """Give conversations to a contact; none of them takes new messages until `choose_current`."""
    await tx.execute(
        """update conversation set contact_id = %(contact)s, takes_new = false, version = version + 1
           where id = any(%(ids)s)""",
        {"contact": contact_id, "ids": list(conversation_ids)},
    )


async def choose_current(tx: Tx, contact_id: int, preferred: int | None) -> int | None:
    """Let one conversation of a contact take new messages, the preferred one unless only another is unresolved."""
    await tx.execute(
        "update conversation set takes_new = false where contact_id = %(id)s and takes_new", {"id": contact_id}
    )
    found = await tx.value(
        """update conversation set takes_new = true where id = (
               select id from conversation where contact_id = %(id)s and last_seq > 0
               order by (status = 'resolved'), (id = %(preferred)s::bigint) desc, last_message_at desc, id desc limit 1)
           returning id""",
        {"id": contact_id, "preferred": preferred or 0},
    )
    return None if found is None else int(found)


async def list_newer_of_one(tx: Tx, contact_id: int, after_message: int, known: Sequence[int], owner: int) -> list[int]:
    """Return conversations begun since whose every message with an address belongs to `owner`'s addresses."""
    rows = await tx.rows(
        """select c.id
           from conversation c join message m on m.conversation_id = c.id join identity i on i.id = m.identity_id
           where c.contact_id = %(contact)s and c.id <> all(%(known)s) and m.id > %(after)s
           group by c.id having bool_and(i.contact_id = %(owner)s) order by c.id""",
        {"contact": contact_id, "known": list(known), "after": after_message, "owner": owner},
    )
    return [row[0] for row in rows]


async def list_strays(tx: Tx, contact_ids: Sequence[int], after_message: int) -> list[tuple[int, int]]:
    """Return newer messages that lie with one of these contacts and belong to an address of the other: (id, owner)."""
    rows = await tx.rows(
        """select m.id, i.contact_id
           from conversation c join message m on m.conversation_id = c.id join identity i on i.id = m.identity_id
           where c.contact_id = any(%(contacts)s) and m.id > %(after)s and i.contact_id = any(%(contacts)s)
                 and i.contact_id <> c.contact_id
           order by m.id""",
        {"contacts": list(contact_ids), "after": after_message},
    )
    return [(message_id, owner) for message_id, owner in rows]


async def open_for(tx: Tx, contact_id: int, message_id: int) -> int:
    """Make an empty conversation for a contact, after the manner of the one that holds a message."""
    return int(
        await tx.value(
            """insert into conversation (workspace_id, contact_id, status, takes_new, inbox_id, identity_id, team_id)
               select m.workspace_id, %(contact)s, 'open', false, m.inbox_id, m.identity_id, c.team_id
               from message m join conversation c on c.id = m.conversation_id where m.id = %(message)s returning id""",
            {"contact": contact_id, "message": message_id},
        )
    )


async def recount(tx: Tx, conversation_id: int, *, waiting: bool) -> None:
    """Compute a conversation's counters from its messages; with `waiting`, also who was last and who waits."""
    await tx.execute(
        """update conversation c set
               in_count = x.ins, failed_count = x.failed, last_out_seq = x.out_seq,
               inbox_ids = case when %(waiting)s then x.inboxes else c.inbox_ids end,
               inbox_id = case when %(waiting)s then coalesce(l.inbox_id, c.inbox_id) else c.inbox_id end,
               identity_id = case when %(waiting)s then coalesce(l.identity_id, c.identity_id) else c.identity_id end,
               last_message_at = case when %(waiting)s then coalesce(l.created_at, c.last_message_at)
                                      else c.last_message_at end,
               waiting_since = case when %(waiting)s and c.status <> 'resolved' then (
                   select min(w.sent_at) from message w
                   where w.conversation_id = c.id and w.direction = 'in' and w.seq > x.out_seq)
                   else c.waiting_since end,
               version = c.version + 1
           from (select count(*) filter (where direction = 'in') as ins,
                        count(*) filter (where delivery in ('failed', 'uncertain')) as failed,
                        coalesce(max(seq) filter (where direction = 'out' and not note), 0) as out_seq,
                        coalesce(array_agg(distinct inbox_id) filter (where inbox_id is not null), '{}') as inboxes
                 from message where conversation_id = %(id)s) x
           left join lateral (select inbox_id, identity_id, created_at from message
                              where conversation_id = %(id)s and identity_id is not null order by seq desc limit 1) l
                on true
           where c.id = %(id)s""",
        {"id": conversation_id, "waiting": waiting},
    )
    await tx.execute(
        """update read_mark r set in_seen = (select count(*) from message m where m.conversation_id = r.conversation_id
                                              and m.direction = 'in' and m.seq <= r.seq)
           where r.conversation_id = %(id)s""",
        {"id": conversation_id},
    )


async def reopen(tx: Tx, conversation_id: int) -> None:
    """Open a conversation into which something new was moved."""
    await tx.execute(
        """update conversation set status = 'open', resolved_at = null, snoozed_until = null, wakes_on_reply = true,
               spam = false
           where id = %(id)s""",
        {"id": conversation_id},
    )


async def carry_read_marks(tx: Tx, host_id: int, guest_id: int, base: int) -> None:
    """Who had read all of the host has read as much of what joined it as they had read there."""
    await tx.execute(
        """update read_mark h set seq = %(base)s + least(coalesce(g.seq, 0), x.last_seq - %(base)s)
           from conversation x, (select operator_id from read_mark where conversation_id = %(host)s) o
           left join read_mark g on g.conversation_id = %(guest)s and g.operator_id = o.operator_id
           where h.conversation_id = %(host)s and x.id = %(host)s and o.operator_id = h.operator_id
                 and h.seq >= %(base)s - 1""",
        {"host": host_id, "guest": guest_id, "base": base},
    )


async def find_last_spoken(tx: Tx, conversation_id: int) -> MessageRecord | None:
    """Return the last message that is no system line."""
    return await tx.find(
        MessageRecord,
        """select id, workspace_id, conversation_id, seq, kind, direction, note, author_kind, author_id, author_name,
                  inbox_id, identity_id, text, content, external_id, client_id, reply_to_id, delivery, error, sent_at,
                  created_at, edited_at, deleted_at, version
           from message where conversation_id = %(id)s and kind <> 'event' order by seq desc limit 1""",
        {"id": conversation_id},
    )


async def set_preview(tx: Tx, conversation_id: int, preview: Mapping[str, Any] | None) -> None:
    """Show another line in the list."""
    await tx.execute(
        "update conversation set preview = %(preview)s where id = %(id)s",
        {"id": conversation_id, "preview": Jsonb(preview) if preview else None},
    )
