"""Queries of conversations and messages beside the inbound road."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct, structs
from psycopg.types.json import Jsonb

from otklik.conversations.errors import NoSuchMessage
from otklik.conversations.records import AWAKE, Author, Beginning, ConversationRecord, MessageRecord, Nap, Way
from otklik.infra.db import Tx


async def find_conversation(tx: Tx, conversation_id: int, *, lock: bool = False) -> ConversationRecord | None:
    """Return a conversation of the transaction's workspace, locked for changes if asked."""
    if lock and tx.hold(f"conversation:{conversation_id}"):
        await _lock_conversation(tx, conversation_id)
    return await tx.find(
        ConversationRecord,
        """select id, workspace_id, contact_id, status, takes_new, inbox_id, identity_id, subject, team_id, assignee_id,
                  last_seq, in_count, last_out_seq, waiting_since, first_response_at, snoozed_until, snooze_back,
                  wakes_on_reply, reason_id, version
           from conversation where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )


async def _lock_conversation(tx: Tx, conversation_id: int) -> None:
    """Lock a conversation; one that does not take new messages may begin to, so its contact is locked first.

    A conversation that stops taking them while we wait for it is locked alone: asking for the contact now would go
    against the order. Whoever stopped it has chosen another, so there is nothing for it to begin (`make_current`).
    """
    params = {"id": conversation_id, "workspace": tx.workspace_id}
    contact = await tx.value(
        """select id from contact where id = (
               select contact_id from conversation
               where id = %(id)s and workspace_id = %(workspace)s and not takes_new) for no key update""",
        params,
    )
    if contact is not None:
        tx.hold(f"contact:{contact}")
    await tx.execute(
        "select 1 from conversation where id = %(id)s and workspace_id = %(workspace)s for no key update", params
    )


async def make_current(tx: Tx, conversation: ConversationRecord) -> None:
    """Let a conversation that people work in again take the customer's next message, unless another is unresolved."""
    if conversation.takes_new or not tx.holds(f"contact:{conversation.contact_id}"):
        return
    params = {"id": conversation.id, "contact": conversation.contact_id}
    await tx.execute(
        """update conversation set takes_new = false, version = version + 1
           where contact_id = %(contact)s and takes_new and status = 'resolved'""",
        params,
    )
    await tx.execute(
        """update conversation set takes_new = true where id = %(id)s and not exists (
               select from conversation o where o.contact_id = %(contact)s and o.takes_new)""",
        params,
    )


async def find_message(tx: Tx, message_id: int) -> MessageRecord | None:
    """Return a message of the transaction's workspace."""
    return await tx.find(
        MessageRecord,
        """select id, workspace_id, conversation_id, seq, kind, direction, note, author_kind, author_id, author_name,
                  inbox_id, identity_id, text, content, external_id, client_id, reply_to_id, delivery, error, sent_at,
                  created_at, edited_at, deleted_at, version
           from message where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": message_id, "workspace": tx.workspace_id},
    )


async def lock_message(tx: Tx, message_id: int) -> MessageRecord:
    """Return a message of the transaction's workspace, locked; raises NoSuchMessage."""
    await tx.execute(
        "select 1 from message where id = %(id)s and workspace_id = %(workspace)s for no key update",
        {"id": message_id, "workspace": tx.workspace_id},
    )
    message = await find_message(tx, message_id)
    if message is None:
        raise NoSuchMessage("no such message")
    return message


async def find_message_by_client_id(tx: Tx, conversation_id: int, client_id: UUID) -> MessageRecord | None:
    """Return the message a client has posted under its own id."""
    return await tx.find(
        MessageRecord,
        """select id, workspace_id, conversation_id, seq, kind, direction, note, author_kind, author_id, author_name,
                  inbox_id, identity_id, text, content, external_id, client_id, reply_to_id, delivery, error, sent_at,
                  created_at, edited_at, deleted_at, version
           from message
           where conversation_id = %(conversation)s and client_id = %(client)s and workspace_id = %(workspace)s""",
        {"conversation": conversation_id, "client": client_id, "workspace": tx.workspace_id},
    )


class MessageRef(Struct, frozen=True, kw_only=True):
    """Where a provider's message id leads."""

    id: int
    conversation_id: int
    workspace_id: int
    direction: str
    part: int | None


async def find_by_external_id(tx: Tx, inbox_id: int, external_id: str) -> MessageRef | None:
    """Return the message, inbound or sent by us, that has this id at the provider."""
    return await tx.find(
        MessageRef,
        """select m.id, m.conversation_id, m.workspace_id, m.direction, null::smallint as part
           from message m where m.inbox_id = %(inbox)s and m.external_id = %(external)s
           union all
           select m.id, m.conversation_id, m.workspace_id, m.direction, d.part
           from delivery d join message m on m.id = d.message_id
           where d.inbox_id = %(inbox)s and d.external_id = %(external)s
           limit 1""",
        {"inbox": inbox_id, "external": external_id},
    )


async def insert_message(tx: Tx, values: Mapping[str, Any]) -> MessageRecord:
    """Insert one message with the next number of its conversation, which the caller has locked."""
    found = await tx.find(
        MessageRecord,
        """insert into message (workspace_id, conversation_id, seq, kind, direction, note, author_kind, author_id,
                                author_name, inbox_id, identity_id, text, content, client_id, reply_to_id, delivery)
           values (%(workspace_id)s, %(conversation_id)s, %(seq)s, %(kind)s, %(direction)s, %(note)s, %(author_kind)s,
                   %(author_id)s, %(author_name)s, %(inbox_id)s, %(identity_id)s, %(text)s, %(content)s, %(client_id)s,
                   %(reply_to_id)s, %(delivery)s)
           returning id, workspace_id, conversation_id, seq, kind, direction, note, author_kind, author_id, author_name,
                     inbox_id, identity_id, text, content, external_id, client_id, reply_to_id, delivery, error,
                     sent_at, created_at, edited_at, deleted_at, version""",
        {
            "note": False, "inbox_id": None, "identity_id": None, "client_id": None, "reply_to_id": None,
            "delivery": None, "text": "", **values,
            "content": Jsonb(values["content"]) if values.get("content") else None,
        },
    )  # fmt: skip
    assert found is not None  # noqa: S101 - an insert that returns gives a row
    return found


async def name_message(tx: Tx, message_id: int, external_id: str, sent_at: datetime) -> None:
    """Keep by which name the provider knows a message, and when it was sent there."""
    await tx.execute(
        "update message set external_id = %(external)s, sent_at = %(at)s where id = %(id)s",
        {"external": external_id, "at": sent_at, "id": message_id},
    )


async def append_seq(tx: Tx, conversation_id: int) -> int:
    """Take the next number of a conversation; its row stays locked until the end of the transaction."""
    return int(
        await tx.value(
            """update conversation set last_seq = last_seq + 1, version = version + 1
               where id = %(id)s returning last_seq""",
            {"id": conversation_id},
        )
    )


async def note_spoken(tx: Tx, conversation_id: int, preview: Mapping[str, Any], *, at: bool = True) -> None:
    """Show a note or system line in the list."""
    await tx.execute(
        """update conversation set preview = %(preview)s,
               last_message_at = case when %(at)s then now() else last_message_at end where id = %(id)s""",
        {"id": conversation_id, "preview": Jsonb(preview), "at": at},
    )


async def note_answered(tx: Tx, values: Mapping[str, Any]) -> None:
    """A reply of ours was posted: nobody waits any more, the channel of the conversation is the one used."""
    await tx.execute(
        """update conversation set
               waiting_since = null, first_response_at = coalesce(first_response_at, now()), last_message_at = now(),
               last_out_seq = %(seq)s, preview = %(preview)s, inbox_id = %(inbox_id)s, identity_id = %(identity_id)s,
               inbox_ids = case when %(inbox_id)s = any(inbox_ids) then inbox_ids
                                else inbox_ids || %(inbox_id)s::bigint end,
               status = 'open', resolved_at = null, snoozed_until = null, wakes_on_reply = true, spam = false,
               assignee_id = coalesce(assignee_id, %(assignee_id)s),
               subject = case when subject = '' then %(subject)s else subject end
           where id = %(id)s""",
        {**values, "preview": Jsonb(values["preview"])},
    )


async def set_handler(tx: Tx, conversation_id: int, *, team_id: int | None, assignee_id: int | None) -> None:
    """Give the conversation to a team and/or an operator, or to nobody."""
    await tx.execute(
        "update conversation set team_id = %(team)s, assignee_id = %(assignee)s where id = %(id)s",
        {"id": conversation_id, "team": team_id, "assignee": assignee_id},
    )


async def set_status(
    tx: Tx,
    conversation_id: int,
    status: str,
    *,
    nap: Nap = AWAKE,
    woke: bool = False,
) -> None:
    """Change the status; resolving also ends the waiting. `nap`: until when and how it sleeps.

    `woke`: it comes back by itself, and its row tells so.
    """
    await tx.execute(
        """update conversation set status = %(status)s,
               resolved_at = case when %(status)s = 'resolved' then now() end,
               waiting_since = case when %(status)s = 'resolved' then null else waiting_since end,
               snoozed_until = %(until)s, snooze_back = %(back)s, wakes_on_reply = %(wakes)s,
               spam = spam and %(status)s = 'resolved',
               woke_seq = case when %(woke)s then last_out_seq end
           where id = %(id)s""",
        {"id": conversation_id, "status": status, "woke": woke, **structs.asdict(nap)},
    )


async def link_uploads(tx: Tx, message_id: int, upload_ids: Sequence[int]) -> int:
    """Attach uploads of this workspace that belong to no message yet, in the given order; return how many."""
    return await tx.execute(
        """update attachment a set message_id = %(message)s, position = u.ordinal
           from unnest(%(ids)s::bigint[]) with ordinality as u(id, ordinal)
           where a.id = u.id and a.message_id is null and a.workspace_id = %(workspace)s""",
        {"message": message_id, "ids": list(upload_ids), "workspace": tx.workspace_id},
    )


class WaitingUpload(Struct, frozen=True):
    """A file that was brought and belongs to no message yet."""

    id: int
    kind: str
    size: int


async def lock_waiting_uploads(tx: Tx, upload_ids: Sequence[int], uploaded_by: str) -> list[WaitingUpload]:
    """Return those of the uploads that this person made and has not used, in the given order, locked."""
    found = await tx.fetch(
        WaitingUpload,
        """select a.id, a.kind, f.size from attachment a join file f on f.key = a.file_key
           where a.id = any(%(ids)s) and a.message_id is null and a.workspace_id = %(workspace)s
                 and coalesce(a.brought_by, f.uploaded_by) = %(by)s
           order by a.id for update of a""",
        {"ids": list(upload_ids), "workspace": tx.workspace_id, "by": uploaded_by},
    )
    return sorted(found, key=lambda upload: upload_ids.index(upload.id))


async def find_last_reply_after(tx: Tx, conversation_id: int, seq: int, author: Author) -> MessageRecord | None:
    """Return the newest reply to the customer after `seq` by somebody else than this author."""
    return await tx.find(
        MessageRecord,
        """select id, workspace_id, conversation_id, seq, kind, direction, note, author_kind, author_id, author_name,
                  inbox_id, identity_id, text, content, external_id, client_id, reply_to_id, delivery, error, sent_at,
                  created_at, edited_at, deleted_at, version
           from message where conversation_id = %(conversation)s and seq > %(seq)s and direction = 'out' and not note
                and (author_kind, author_id) is distinct from (%(kind)s, %(author)s)
           order by seq desc limit 1""",
        {"conversation": conversation_id, "seq": seq, "kind": author.kind, "author": author.id},
    )


async def set_read(tx: Tx, conversation_id: int, operator_id: int, seq: int, *, back: bool) -> bool:
    """Move an operator's read mark forwards, or `back`, and count what it covers; False when it stayed."""
    return bool(
        await tx.execute(
            """insert into read_mark as r (conversation_id, operator_id, workspace_id, seq, in_seen)
               select c.id, %(operator)s, c.workspace_id, least(%(seq)s, c.last_seq),
                      c.in_count - (select count(*) from message m where m.conversation_id = c.id
                                    and m.direction = 'in' and m.seq > %(seq)s)
               from conversation c where c.id = %(conversation)s and c.workspace_id = %(workspace)s
               on conflict (conversation_id, operator_id) do update set seq = excluded.seq, in_seen = excluded.in_seen
               where case when %(back)s then excluded.seq < r.seq else excluded.seq > r.seq end""",
            {
                "conversation": conversation_id, "operator": operator_id, "workspace": tx.workspace_id, "seq": seq,
                "back": back,
            },
        )
    )  # fmt: skip


async def update_message(tx: Tx, message_id: int, values: Mapping[str, Any]) -> None:
    """Replace the body of a message after an edit, or blank it after a deletion.

    A deleted message that had failed is no failure any more. If the list shows this message, `preview` replaces it.
    """
    content = values.get("content")
    await tx.execute(
        """with before as (
               select id, conversation_id, seq, %(deleted_at)s::timestamptz is not null
                      and coalesce(delivery in ('failed', 'uncertain'), false) as forgiven
               from message where id = %(id)s
           ), after as (
               update message m set text = %(text)s, content = %(content)s, edited_at = %(edited_at)s,
                      deleted_at = %(deleted_at)s, version = m.version + 1,
                      delivery = case when b.forgiven then null else m.delivery end
               from before b where m.id = b.id
           )
           update conversation c set version = c.version + 1, failed_count = c.failed_count - b.forgiven::int,
                  preview = case when exists (select from message n where n.conversation_id = c.id and n.seq > b.seq
                                              and n.kind <> 'event') then c.preview else %(preview)s end
           from before b where c.id = b.conversation_id""",
        {
            "id": message_id, "text": values["text"], "content": Jsonb(content) if content else None,
            "edited_at": values.get("edited_at"), "deleted_at": values.get("deleted_at"),
            "preview": Jsonb(values["preview"]),
        },
    )  # fmt: skip


async def rewrite_event(tx: Tx, message_id: int, content: Mapping[str, Any]) -> None:
    """Replace what a system line says."""
    await tx.execute(
        """with line as (
               update message set content = %(content)s, version = version + 1
               where id = %(id)s and workspace_id = %(workspace)s returning conversation_id)
           update conversation c set version = c.version + 1 from line where c.id = line.conversation_id""",
        {"id": message_id, "content": Jsonb(content), "workspace": tx.workspace_id},
    )


async def set_reaction(tx: Tx, message_id: int, workspace_id: int, actor: str, emojis: Sequence[str]) -> None:
    """Replace one person's reactions on a message."""
    params = {"message": message_id, "workspace": workspace_id, "actor": actor, "emojis": list(emojis)}
    if emojis:
        await tx.execute(
            """insert into reaction (message_id, workspace_id, actor, emojis)
               values (%(message)s, %(workspace)s, %(actor)s, %(emojis)s)
               on conflict (message_id, actor) do update set emojis = excluded.emojis, at = now()""",
            params,
        )
    else:
        await tx.execute("delete from reaction where message_id = %(message)s and actor = %(actor)s", params)
    await tx.execute("update message set version = version + 1 where id = %(message)s", params)


async def has_arrived_in_part(tx: Tx, message_id: int) -> bool:
    """Say whether the provider has taken a part of a message."""
    return bool(
        await tx.value(
            """select exists (select from delivery where message_id = %(message)s
                   and status in ('sent', 'delivered', 'read'))""",
            {"message": message_id},
        )
    )


async def redirect(tx: Tx, message_id: int, way: Way) -> None:
    """Let a message go another way; what was tried on the former one, and to whom there, is forgotten."""
    params = {"message": message_id, "inbox": way.inbox_id, "identity": way.identity_id}
    await tx.execute("delete from delivery where message_id = %(message)s", params)
    await tx.execute("delete from outbox where message_id = %(message)s", params)
    await tx.execute(
        """update message set inbox_id = %(inbox)s, identity_id = %(identity)s,
                  content = content #- '{mail,to}' #- '{mail,refused}'
           where id = %(message)s""",
        params,
    )


async def lock_contact(tx: Tx, contact_id: int) -> None:
    """Lock a contact, which makes its current conversation unique."""
    await tx.execute(
        "select 1 from contact where id = %(id)s and workspace_id = %(workspace)s for no key update",
        {"id": contact_id, "workspace": tx.workspace_id},
    )


async def find_current(tx: Tx, contact_id: int) -> int | None:
    """Return the contact's unresolved conversation that takes new messages."""
    found: int | None = await tx.value(
        """select id from conversation
           where contact_id = %(id)s and takes_new and status <> 'resolved' and workspace_id = %(workspace)s""",
        {"id": contact_id, "workspace": tx.workspace_id},
    )
    return found


async def find_opened_for(tx: Tx, contact_id: int, client_id: UUID) -> int | None:
    """Return the contact's conversation that holds the message a client posted under its own id."""
    found: int | None = await tx.value(
        """select c.id from conversation c join message m on m.conversation_id = c.id and m.client_id = %(client)s
           where c.contact_id = %(id)s and c.workspace_id = %(workspace)s limit 1""",
        {"id": contact_id, "client": client_id, "workspace": tx.workspace_id},
    )
    return found


async def retire_current(tx: Tx, contact_id: int) -> None:
    """Let the contact's current conversation take no new messages."""
    await tx.execute(
        """update conversation set takes_new = false, version = version + 1
           where contact_id = %(id)s and takes_new and workspace_id = %(workspace)s""",
        {"id": contact_id, "workspace": tx.workspace_id},
    )


async def insert_conversation(tx: Tx, beginning: Beginning) -> int:
    """Insert a conversation that we begin and return its id."""
    return int(
        await tx.value(
            """insert into conversation (workspace_id, contact_id, inbox_id, identity_id, inbox_ids, subject, team_id)
               values (%(workspace)s, %(contact_id)s, %(inbox_id)s, %(identity_id)s, array[%(inbox_id)s]::bigint[],
                       %(subject)s, %(team_id)s) returning id""",
            {"workspace": tx.workspace_id, **msgspec.structs.asdict(beginning)},
        )
    )
