"""Inbound messages become part of conversations, a whole batch in a handful of statements.

Rule: a letter goes where its thread evidence points; any other message continues the contact's current
conversation, unless that was resolved longer ago than the workspace's reopening time; otherwise one is opened.
What was put off to sleep through messages gets them and stays asleep until its time.
What is spam keeps what is written into it, stays closed, and nobody waits for an answer there.
The caller holds the locks of the contacts (see `contacts.recognition`), which makes "current" unique.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Content
from otklik.channelkit.inbound import MessageReceived
from otklik.conversations.events import ConversationOpened, MessageRecorded
from otklik.conversations.preview import make_preview
from otklik.conversations.records import Status
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.text import clean_name, clean_text

_encoder = msgspec.json.Encoder()
_OLDEST_BELIEVED = timedelta(hours=24)
TEXT_MAX = 100_000


class Incoming(Struct, frozen=True, kw_only=True):
    """One message to record. `number` is the caller's own; `thread_id` is a conversation its evidence points to."""

    number: int
    workspace_id: int
    inbox_id: int
    identity_id: int
    contact_id: int
    contact_name: str
    blocked: bool
    team_id: int | None
    message: MessageReceived
    thread_id: int | None = None
    files: tuple[str | None, ...] = ()

    @property
    def automatic(self) -> bool:
        """Written by a machine: nobody waits for an answer."""
        mail = self.message.content.mail
        return mail is not None and mail.automatic != ""


class Recorded(Struct, frozen=True, kw_only=True):
    """Where a message came to stand."""

    number: int
    message_id: int
    conversation_id: int
    seq: int
    opened: bool


class _Present(Struct, frozen=True):
    id: int
    contact_id: int
    status: str
    takes_new: bool
    last_seq: int
    spam: bool
    reopens: bool
    sleeps: bool


class _Place(Struct):
    """A conversation while the batch is being laid into it."""

    contact_id: int
    id: int = 0
    last_seq: int = 0
    status: str = Status.OPEN
    spam: bool = False
    opened: bool = False
    items: list[Incoming] = msgspec.field(default_factory=list)


async def record_incoming(tx: Tx, items: Sequence[Incoming]) -> list[Recorded]:
    """Record messages in order, each once its key was claimed; announces openings and messages."""
    places = await _find_places(tx, items)
    await _open(tx, [place for place in places if place.opened])
    numbered = [
        (place, item, place.last_seq + offset) for place in places for offset, item in enumerate(place.items, start=1)
    ]
    _advance(tx, [place for place in places if not place.opened])
    _note_wrote(tx, items)
    ids = await _insert_messages(tx, numbered)
    _insert_attachments(tx, [(ids[place.id, seq], item) for place, item, seq in numbered])
    return [await _announce(tx, place, item, seq, ids[place.id, seq]) for place, item, seq in numbered]


async def _find_places(tx: Tx, items: Sequence[Incoming]) -> list[_Place]:
    hints = {item.thread_id for item in items if item.thread_id is not None}
    present = await tx.fetch(
        _Present,
        """select c.id, c.contact_id, c.status, c.takes_new, c.last_seq, c.spam,
                  c.status <> 'resolved' or c.spam
                      or c.resolved_at > now() - make_interval(mins => w.reopen_minutes) as reopens,
                  coalesce(c.status = 'snoozed' and not c.wakes_on_reply and c.snoozed_until > now(), false) as sleeps
           from conversation c join workspace w on w.id = c.workspace_id
           where (c.contact_id = any(%(contacts)s::text::bigint[]) and c.takes_new)
                 or c.id = any(%(hints)s::text::bigint[])
           order by c.id for no key update of c""",
        {"contacts": _array({item.contact_id for item in items}), "hints": _array(hints)},
    )
    by_id = {row.id: row for row in present}
    current = {row.contact_id: row for row in present if row.takes_new}
    _retire(tx, [row.id for row in current.values() if not row.reopens])
    places: dict[tuple[int, int], _Place] = {}
    for item in items:
        hinted = by_id.get(item.thread_id or 0)
        row = hinted if hinted is not None and hinted.contact_id == item.contact_id else current.get(item.contact_id)
        if row is not None and not row.reopens and row is not hinted:
            row = None
        place = places.setdefault((item.contact_id, row.id if row else 0), _place_for(item, row))
        place.items.append(item)
    return list(places.values())


def _array(numbers: Collection[int]) -> str:
    """Write numbers as PostgreSQL reads them; the driver does it one by one, and here there are many."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _place_for(item: Incoming, row: _Present | None) -> _Place:
    if row is None:
        opening = Status.RESOLVED if item.blocked else Status.OPEN
        return _Place(contact_id=item.contact_id, opened=True, status=opening)
    stays = item.blocked or item.automatic or row.spam or row.sleeps
    status = row.status if stays else str(Status.OPEN)
    return _Place(contact_id=item.contact_id, id=row.id, last_seq=row.last_seq, status=status, spam=row.spam)


def _retire(tx: Tx, ids: Sequence[int]) -> None:
    if ids:
        tx.send("update conversation set takes_new = false where id = any(%(ids)s)", {"ids": list(ids)})


def _summary(place: _Place) -> dict[str, Any]:
    last = place.items[-1]
    humans = [item for item in place.items if not (item.automatic or item.blocked or place.spam)]
    subject = next((mail.subject for item in place.items if (mail := item.message.content.mail)), "")
    return {
        "id": place.id, "workspace_id": last.workspace_id, "contact_id": place.contact_id, "inbox_id": last.inbox_id,
        "identity_id": last.identity_id, "team_id": last.team_id, "count": len(place.items), "status": place.status,
        "since": _waiting_from(humans[0].message.sent_at) if humans else None,
        "subject": clean_name(subject, 300),
        "preview": make_preview(last.message.content, author="contact"),
    }  # fmt: skip


def _waiting_from(sent_at: datetime) -> datetime:
    """The customer waits from when they wrote, unless the provider's clock cannot be believed."""
    now = utc_now()
    return sent_at if now - _OLDEST_BELIEVED < sent_at < now else now


async def _open(tx: Tx, places: Sequence[_Place]) -> None:
    if not places:
        return
    rows = await tx.rows(
        """insert into conversation (workspace_id, contact_id, status, inbox_id, identity_id, inbox_ids, subject,
                                     team_id, last_seq, in_count, waiting_since, resolved_at, preview)
           select workspace_id, contact_id, status, inbox_id, identity_id, array[inbox_id], subject, team_id, count,
                  count, since, case when status = 'resolved' then now() end, preview
           from jsonb_to_recordset(%(rows)s) as x(workspace_id bigint, contact_id bigint, status text, inbox_id bigint,
                identity_id bigint, subject text, team_id bigint, count int, since timestamptz, preview jsonb)
           order by contact_id returning id, contact_id""",
        {"rows": _encoder.encode([_summary(place) for place in places]).decode()},
    )
    ids = {contact_id: conversation_id for conversation_id, contact_id in rows}
    for place in places:
        place.id = ids[place.contact_id]


def _advance(tx: Tx, places: Sequence[_Place]) -> None:
    if not places:
        return
    tx.send(
        """update conversation c set
               last_seq = c.last_seq + x.count, in_count = c.in_count + x.count, last_message_at = now(),
               waiting_since = case when c.waiting_since is null then x.since else least(c.waiting_since, x.since) end,
               status = x.status, resolved_at = case when x.status = 'resolved' then c.resolved_at end,
               takes_new = c.takes_new or not exists (
                   select from conversation o where o.contact_id = c.contact_id and o.takes_new and o.id <> c.id),
               snoozed_until = case when x.status = 'snoozed' then c.snoozed_until end,
               wakes_on_reply = c.wakes_on_reply or x.status <> 'snoozed',
               assignee_id = case when c.status = 'snoozed' and x.status = 'open' and c.snooze_back = 'queue' then null
                                  else c.assignee_id end,
               woke_seq = case when c.status = 'snoozed' and x.status = 'open' then c.last_out_seq else c.woke_seq end,
               inbox_id = x.inbox_id, identity_id = x.identity_id, preview = x.preview,
               inbox_ids = case when x.inbox_id = any(c.inbox_ids) then c.inbox_ids else c.inbox_ids || x.inbox_id end,
               subject = case when c.subject = '' then x.subject else c.subject end, version = c.version + 1
           from jsonb_to_recordset(%(rows)s) as x(id bigint, count int, since timestamptz, status text, inbox_id bigint,
                identity_id bigint, preview jsonb, subject text)
           where c.id = x.id""",
        {"rows": _encoder.encode([_summary(place) for place in places]).decode()},
    )


def _note_wrote(tx: Tx, items: Sequence[Incoming]) -> None:
    """Remember when each address was last heard of: windows for replies are counted from there."""
    wrote: dict[int, datetime] = {}
    for item in items:
        at = min(item.message.sent_at, utc_now())
        wrote[item.identity_id] = max(wrote.get(item.identity_id, at), at)
    rows = [{"id": identity_id, "at": at} for identity_id, at in sorted(wrote.items())]
    tx.send(
        """update identity i set last_wrote_at = greatest(i.last_wrote_at, x.at),
                                 last_seen_at = greatest(i.last_seen_at, x.at)
           from jsonb_to_recordset(%(rows)s) as x(id bigint, at timestamptz) where i.id = x.id""",
        {"rows": _encoder.encode(rows).decode()},
    )


async def _insert_messages(tx: Tx, numbered: Sequence[tuple[_Place, Incoming, int]]) -> dict[tuple[int, int], int]:
    replies = await _find_quoted(tx, [item for _, item, _ in numbered])
    rows = [
        {
            "workspace_id": item.workspace_id, "conversation_id": place.id, "seq": seq,
            "kind": item.message.content.kind, "author_name": item.contact_name, "author_id": item.contact_id,
            "inbox_id": item.inbox_id, "identity_id": item.identity_id,
            "text": clean_text(item.message.content.text, TEXT_MAX), "content": extra_content(item.message.content),
            "external_id": item.message.message_id or None, "client_id": item.message.client_id or None,
            "reply_to_id": replies.get(item.number), "sent_at": item.message.sent_at,
        }
        for place, item, seq in numbered
    ]  # fmt: skip
    found = await tx.rows(
        """insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, author_id,
                                author_name, inbox_id, identity_id, text, content, external_id, client_id,
                                reply_to_id, sent_at)
           select workspace_id, conversation_id, seq, kind, 'in', 'contact', author_id, author_name, inbox_id,
                  identity_id, text, content, external_id, client_id, reply_to_id, sent_at
           from json_to_recordset(%(rows)s) as x(workspace_id bigint, conversation_id bigint, seq int, kind text,
                author_id bigint, author_name text, inbox_id bigint, identity_id bigint, text text, content jsonb,
                external_id text, client_id uuid, reply_to_id bigint, sent_at timestamptz)
           returning conversation_id, seq, id""",
        {"rows": _encoder.encode(rows).decode()},
    )
    return {(conversation_id, seq): message_id for conversation_id, seq, message_id in found}


def extra_content(content: Content) -> dict[str, Any] | None:
    """Return what the columns of a message do not hold, cleaned; None for plain text."""
    fields = {"kind", "text", "attachments"}
    special = (
        content.forwarded_from, content.group_id, content.note, content.mail, content.card, content.location,
        content.marks, content.buttons, content.greeting, content.answers,
    )  # fmt: skip
    if content.kind is Kind.TEXT and not any(special):
        return None
    plain = msgspec.to_builtins(content)
    extra = {key: _clean(value) for key, value in plain.items() if key not in fields}
    return extra or None


def _clean(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    match value:
        case str():
            return clean_text(value)
        case dict():
            return {key: _clean(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_clean(inner) for inner in value]
        case _:
            return value


async def _find_quoted(tx: Tx, items: Sequence[Incoming]) -> dict[int, int]:
    """Return the answered messages among those of the same person: what a letter names as its origin may be forged."""
    wanted = [
        {
            "number": item.number, "inbox_id": item.inbox_id, "contact_id": item.contact_id,
            "external_id": item.message.quoted.message_id,
        }
        for item in items
        if item.message.quoted is not None
    ]  # fmt: skip
    if not wanted:
        return {}
    rows = await tx.rows(
        """select x.number, m.id
           from jsonb_to_recordset(%(wanted)s) as x(number int, inbox_id bigint, contact_id bigint, external_id text)
           cross join lateral (
               select id from message where inbox_id = x.inbox_id and external_id = x.external_id
               union all
               select message_id from delivery where inbox_id = x.inbox_id and external_id = x.external_id
               limit 1) named
           join message m on m.id = named.id
           join conversation c on c.id = m.conversation_id and c.contact_id = x.contact_id""",
        {"wanted": _encoder.encode(wanted).decode()},
    )
    return dict(rows)


def _insert_attachments(tx: Tx, placed: Sequence[tuple[int, Incoming]]) -> None:
    rows = [
        attachment_row(item.workspace_id, message_id, position, attachment, key)
        for message_id, item in placed
        for position, (attachment, key) in enumerate(
            zip(
                item.message.content.attachments,
                item.files or (None,) * len(item.message.content.attachments),
                strict=True,
            )
        )
    ]
    if rows:
        tx.send(INSERT_ATTACHMENTS, {"rows": _encoder.encode(rows).decode()})


INSERT_ATTACHMENTS = """
insert into attachment (workspace_id, message_id, position, kind, name, mime, size, width, height, duration_s, file_key,
                        state, ref, content_id, inline, reason)
select workspace_id, message_id, position, kind, name, mime, size, width, height, duration_s, file_key, state, ref,
       content_id, inline, reason
from jsonb_to_recordset(%(rows)s) as x(workspace_id bigint, message_id bigint, position smallint, kind text, name text,
     mime text, size bigint, width int, height int, duration_s real, file_key text, state text, ref text,
     content_id text, inline boolean, reason text)
"""


def attachment_row(
    workspace_id: int, message_id: int, position: int, attachment: Attachment, key: str | None
) -> dict[str, Any]:
    """Return the columns of an attachment: ready when its bytes are stored, to be fetched when there is a reference."""
    state = "ready" if key else "fetching" if attachment.ref and not attachment.reason else "failed"
    if attachment.reason == "too_large":
        state = "too_large"
    return {
        "workspace_id": workspace_id, "message_id": message_id, "position": position, "kind": attachment.kind,
        "name": clean_name(attachment.name), "mime": clean_name(attachment.mime, 100), "size": attachment.size,
        "width": attachment.width, "height": attachment.height, "duration_s": attachment.duration_s, "file_key": key,
        "state": state, "ref": attachment.ref, "content_id": clean_name(attachment.content_id),
        "inline": attachment.inline, "reason": clean_text(attachment.reason, 500),
    }  # fmt: skip


async def _announce(tx: Tx, place: _Place, item: Incoming, seq: int, message_id: int) -> Recorded:
    opened = place.opened and seq == 1
    if opened:
        await tx.announce(
            ConversationOpened(
                workspace_id=item.workspace_id,
                conversation_id=place.id,
                contact_id=place.contact_id,
                data={"by": "contact"},
            )
        )
    await tx.announce(
        MessageRecorded(
            workspace_id=item.workspace_id, conversation_id=place.id, message_id=message_id,
            contact_id=place.contact_id, data={"seq": seq, "direction": "in"},
        )
    )  # fmt: skip
    return Recorded(number=item.number, message_id=message_id, conversation_id=place.id, seq=seq, opened=opened)
