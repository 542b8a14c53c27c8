"""What a visitor does becomes a post to the channel and walks the one road in, like every messenger's delivery."""

from collections.abc import Sequence
from datetime import timedelta

from otklik.channelkit.inbound import DeliveryStatus
from otklik.channels.webchat import payloads
from otklik.channels.webchat.inbound import make_call, message_id
from otklik.channels.webchat.manifest import EDIT_WINDOW_S
from otklik.infra.whispers import PEEK_MAX
from otklik.kit.clock import utc_now
from otklik.kit.errors import Invalid, NotFound, Unavailable
from otklik.kit.text import clean_text
from otklik.messaging.directory import OpenInbox
from otklik.messaging.hooks import store_delivery
from otklik.messaging.reading import read_call
from otklik.messaging.typing_signs import pass_typing
from otklik.visitor import repository
from otklik.visitor.errors import TooLate
from otklik.visitor.greetings import words_of
from otklik.visitor.records import OwnMessage, UploadRow, VisitorSession
from otklik.visitor.repository_greetings import count_greeting, find_greeting
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import MessageInput, Posted, WMessage
from otklik.visitor.sessions import FRESH, check_introduced, entry_data, fresh_of, get_inbox_of, settings_of
from otklik.visitor.views import moment, show_messages

_BELOW: dict[str, tuple[str, ...]] = {
    DeliveryStatus.DELIVERED: ("sent",),
    DeliveryStatus.READ: ("sent", "delivered"),
}


def uploader(session: VisitorSession) -> str:
    """Return under which name this visitor's files are kept."""
    return f"visitor:{session.id}"


async def post_message(visitor: Visitor, session: VisitorSession, data: MessageInput) -> Posted:
    """Record a message, or find it when it was recorded before; answers after the commit."""
    inbox = await get_inbox_of(visitor, session)
    check_introduced(session, settings_of(inbox))
    own = message_id(session.visitor_id, data.client_id)
    external = own if data.button is None else f"press:{own}"
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        known = await repository.find_posted(tx, session.inbox_id, external)
    if known is None:
        visitor.limits.take_message(session.id)
        await _hand_in(visitor, inbox, await _make_post(visitor, session, data))
        async with visitor.road.database.workspace(session.workspace_id) as tx:
            known = await repository.find_posted(tx, session.inbox_id, external)
            if known is not None and fresh_of(session):
                await repository.forget_fresh(tx, session.id, FRESH)
            if known is not None and data.greeting is not None:
                await count_greeting(tx, session.inbox_id, data.greeting, "answered")
    if known is None:
        raise Unavailable("the message could not be recorded")
    return Posted(known.id, known.id, moment(known.created_at))


async def _make_post(visitor: Visitor, session: VisitorSession, data: MessageInput) -> payloads.Post:
    text = clean_text(data.text)
    if not text.strip() and not data.attachments and data.button is None:
        raise Invalid("a message needs a text or a file", code="empty")
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        files = await repository.list_uploads(tx, data.attachments, uploader(session))
        if len(files) != len(data.attachments):
            raise NotFound("not found")
        target = data.button.message_id if data.button else data.reply_to
        full_id = await repository.find_full_id(tx, session, target) if target is not None else ""
        greeting = await find_greeting(tx, session.inbox_id, data.greeting) if data.greeting is not None else None
    if full_id is None:
        raise NotFound("not found")
    person, now = _person(session), utc_now()
    if data.button is not None:
        return payloads.Press(
            person=person, at=now, client_id=data.client_id, message_id=full_id, payload=data.button.payload
        )
    return payloads.Message(
        person=person,
        at=now,
        client_id=data.client_id,
        text=text,
        files=tuple(_file(row) for row in files),
        reply_to=full_id,
        greeting=words_of(greeting, session.locale) if greeting is not None else "",
        answers=fresh_of(session),
        entry=_entry(session),
    )


async def edit_message(visitor: Visitor, session: VisitorSession, number: int, text: str) -> WMessage:
    """Change an own message; raises NotFound, TooLate."""
    inbox = await get_inbox_of(visitor, session)
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise Invalid("a message needs a text", code="empty")
    own = await _get_own(visitor, session, number)
    post = payloads.Edit(person=_person(session), at=utc_now(), message_id=own.external_id, text=cleaned)
    await _hand_in(visitor, inbox, post)
    return await _show_own(visitor, session, number)


async def delete_message(visitor: Visitor, session: VisitorSession, number: int) -> WMessage:
    """Take an own message back; raises NotFound, TooLate."""
    inbox = await get_inbox_of(visitor, session)
    own = await _get_own(visitor, session, number)
    post = payloads.Delete(person=_person(session), at=utc_now(), message_id=own.external_id)
    await _hand_in(visitor, inbox, post)
    return await _show_own(visitor, session, number)


async def report(visitor: Visitor, session: VisitorSession, seq: int, status: DeliveryStatus) -> None:
    """Tell how far the visitor has received or read; says nothing when nothing is new."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        until = await repository.find_unreported(tx, session, seq, _BELOW[status])
    if until is not None:
        inbox = await get_inbox_of(visitor, session)
        await _hand_in(
            visitor, inbox, payloads.Report(person=_person(session), at=utc_now(), status=status, until=until)
        )


async def show_typing(visitor: Visitor, session: VisitorSession, *, on: bool, text: str = "") -> None:
    """Show the desk that the visitor is typing, and what, if the chat says so to its visitors."""
    inbox = await get_inbox_of(visitor, session)
    seen = text[:PEEK_MAX] if settings_of(inbox).peeks else ""
    call = make_call(payloads.Typing(person=_person(session), at=utc_now(), on=on, text=seen), inbox.record.hook_secret)
    happenings = inbox.channel.parse(call, inbox.settings)
    await pass_typing(visitor.road.database, visitor.road.whispers, inbox.record, happenings)


async def _hand_in(visitor: Visitor, inbox: OpenInbox, post: payloads.Post) -> None:
    accepted = await store_delivery(visitor.road, read_call(inbox, make_call(post, inbox.record.hook_secret)))
    if accepted.failed:
        raise Unavailable("the post could not be recorded")


async def _get_own(visitor: Visitor, session: VisitorSession, number: int) -> OwnMessage:
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        own = await repository.find_own(tx, session, number)
    if own is None or own.deleted_at is not None:
        raise NotFound("not found")
    if utc_now() - own.created_at > timedelta(seconds=EDIT_WINDOW_S):
        raise TooLate("a message can be changed for 15 minutes")
    visitor.limits.take_message(session.id)
    return own


async def _show_own(visitor: Visitor, session: VisitorSession, number: int) -> WMessage:
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        rows = await repository.list_changed(tx, [session.id], [number])
        shown: Sequence[WMessage] = await show_messages(tx, visitor.links, rows)
    if not shown:
        raise NotFound("not found")
    return shown[0]


def _person(session: VisitorSession) -> payloads.Person:
    """Describe the visitor; beside what the site vouches for, nothing that was only claimed is said of a proved one."""
    known = session.profile if session.proof is None else {"name": session.profile.get("name"), **session.proof}
    return payloads.Person(
        id=session.visitor_id,
        name=str(known.get("name") or ""),
        email=str(known.get("email") or ""),
        phone=str(known.get("phone") or ""),
        language=session.locale,
        proved=session.proved,
    )


def _entry(session: VisitorSession) -> payloads.From | None:
    facts = entry_data(session)
    entry = session.entry or {}
    if not facts and not entry:
        return None
    kind = str(entry.get("kind") or "page")
    return payloads.From(kind=kind, ref=str(entry.get("ref") or session.page.get("url") or ""), data=facts)


def _file(row: UploadRow) -> payloads.File:
    return payloads.File(
        key=row.key, kind=row.kind, name=row.name, mime=row.mime, size=row.size, width=row.width, height=row.height
    )
