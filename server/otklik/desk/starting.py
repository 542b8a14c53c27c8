"""Conversations that we begin: where the channel lets us write first, also to an address that nobody knew."""

import msgspec

from otklik.access.actor import Actor
from otklik.contacts.errors import AddressTaken
from otklik.contacts.introducing import give_address, meet
from otklik.contacts.records import Met
from otklik.conversations.errors import AlreadyOpen
from otklik.conversations.opening import find_opened, find_running, open_conversation
from otklik.conversations.posting import list_uploads, post_message
from otklik.conversations.records import Beginning, ConversationRecord
from otklik.conversations.verbs import Target, assign
from otklik.desk import holding, repository, repository_mail, service
from otklik.desk.first_addresses import is_phone_line, open_first_way, wrong
from otklik.desk.records import IdentityLine
from otklik.desk.repository_held import find_opened_for
from otklik.desk.room import Desk
from otklik.desk.schemas import SUBJECT_MAX, Conversation, Identity, NewMessage
from otklik.desk.schemas_held import HeldInput
from otklik.desk.schemas_starting import ConversationStart, NewConversation
from otklik.desk.sight import see_contact
from otklik.desk.views import show_identity
from otklik.infra.db import Tx
from otklik.kit.text import clean_name
from otklik.messaging.capability import Closed, Outgoing, find_capabilities, find_route


async def show_start(tx: Tx, desk: Desk, actor: Actor, contact_id: int | None) -> ConversationStart:
    """Return by what a person can be written to first; of nobody in particular, our mailboxes and lines only."""
    letters = [one.manifest.slug for one in desk.registry if one.manifest.capabilities.subject]
    mailboxes = await repository_mail.list_mailboxes(tx, letters, 0)
    channels = [one.manifest.slug for one in desk.registry if is_phone_line(desk.registry, one.manifest.slug)]
    lines = await repository_mail.list_phone_lines(tx, channels)
    if contact_id is None:
        return ConversationStart(identities=[], mailboxes=mailboxes, lines=lines, running=None, email="", phone="")
    contact = await see_contact(tx, actor, contact_id)
    return ConversationStart(
        identities=[await _show(tx, desk, line) for line in await repository.list_identities(tx, contact.id)],
        mailboxes=mailboxes, lines=lines, running=await find_running(tx, contact.id), email=contact.email,
        phone=contact.phone,
    )  # fmt: skip


async def _show(tx: Tx, desk: Desk, line: IdentityLine) -> Identity:
    shown = show_identity(line)
    if not shown.reachable:
        return shown
    able = await find_capabilities(tx, desk.registry, line.inbox_id)
    if able is not None and (able.opens_conversation or able.templates):
        return shown
    return msgspec.structs.replace(shown, reachable=False, unreachable_reason=Closed.CANNOT_OPEN)


async def start(tx: Tx, desk: Desk, actor: Actor, data: NewConversation) -> Conversation:
    """Begin a conversation with its first message; the same client id begins one.

    Raises AlreadyOpen for a person whose conversation goes on, AddressTaken, ClosedChannel, Invalid.
    """
    service.check_size(desk.settings, data.text, data.attachments)
    service.check_said(data)
    service.check_filled(data.text, data.buttons)
    whom = await _find_person(tx, desk, actor, data)
    if (known := await _find_begun(tx, whom, data)) is not None:
        return await service.show_conversation(tx, desk, actor, known)
    author = service.author_of(actor)
    uploads = await list_uploads(tx, author, data.attachments)
    said = NewMessage(
        client_id=data.client_id, text=data.text, formatting=data.formatting, attachments=data.attachments,
        identity_id=whom.identity_id, subject=data.subject, buttons=data.buttons, mail=data.mail,
        template=data.template,
    )  # fmt: skip
    outgoing = Outgoing(
        text=data.text, files=service.facts_of(uploads), subject=data.subject, template=data.template is not None
    )
    route = await find_route(tx, desk.registry, (whom.contact_id, whom.identity_id), outgoing, opens=True)
    beginning = Beginning(
        contact_id=whom.contact_id, inbox_id=route.inbox.id, identity_id=route.identity.id,
        subject=clean_name(data.subject, SUBJECT_MAX), team_id=route.inbox.team_id,
    )  # fmt: skip
    try:
        conversation = await open_conversation(tx, author, beginning, data.client_id)
    except AlreadyOpen:
        # The same request, a moment earlier: it has opened the conversation while this one waited for the person.
        if (known := await _find_begun(tx, whom, data)) is not None:
            return await service.show_conversation(tx, desk, actor, known)
        raise
    if data.at is None:
        draft = await service.make_draft(tx, desk.registry, author, conversation, said)
        await post_message(tx, conversation.id, author, draft)
    else:
        await _hold(
            tx, desk, actor, conversation, HeldInput(message=said, at=data.at, unless_answered=data.unless_answered)
        )
    return await service.show_conversation(tx, desk, actor, conversation.id)


async def _find_begun(tx: Tx, whom: Met, data: NewConversation) -> int | None:
    """Return the conversation that this message has begun already, sent or waiting."""
    sent = await find_opened(tx, whom.contact_id, data.client_id)
    return sent if sent is not None else await find_opened_for(tx, whom.contact_id, data.client_id)


async def _hold(tx: Tx, desk: Desk, actor: Actor, conversation: ConversationRecord, data: HeldInput) -> None:
    """Let the first message wait in its conversation, which is its author's at once, as by a message that has left."""
    await holding.hold(tx, desk, actor, conversation.id, data)
    if actor.operator_id is not None:
        own = Target(team_id=conversation.team_id, operator_id=actor.operator_id, operator_name=actor.name)
        await assign(tx, conversation.id, service.author_of(actor), own)


async def _find_person(tx: Tx, desk: Desk, actor: Actor, data: NewConversation) -> Met:
    """Return whom `data` names, made now for an address nobody has."""
    contact = await see_contact(tx, actor, data.contact_id) if data.contact_id is not None else None
    if data.identity_id is not None:
        if contact is None:
            raise wrong("contact_id", "missing", "say whose address it is")
        return Met(contact.id, data.identity_id)
    if data.inbox_id is None:
        raise wrong("inbox_id", "missing", "say through which inbox")
    inbox, address = await open_first_way(tx, desk.registry, data.inbox_id, data.address)
    if contact is not None:
        owner = await give_address(tx, contact.id, inbox.id, address)
        if owner.contact_id != contact.id:
            raise AddressTaken("this address belongs to another customer", extra={"contact_id": owner.contact_id})
        return owner
    return await meet(tx, inbox.id, address, clean_name(data.name))
