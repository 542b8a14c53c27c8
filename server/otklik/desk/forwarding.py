"""Passing a message on by e-mail, with its files, to somebody who is not the customer.

It leaves like any message, in the line of the person it is written to; the customer neither gets nor sees it. Whoever
answers it is a person of their own, whose conversation is their own (see `conversations.recording`).
"""

import re

from otklik.access.actor import Actor
from otklik.contacts.introducing import meet
from otklik.contacts.records import Address
from otklik.conversations.errors import CannotChange
from otklik.conversations.keeping import lay_files, share_files
from otklik.conversations.posting import FORWARD, Draft, Letter, post_message
from otklik.conversations.records import ConversationRecord, MessageRecord
from otklik.desk import repository_mail as repository
from otklik.desk import service
from otklik.desk.mailing import open_mailbox, sign
from otklik.desk.recipients import Recipients, read_recipients
from otklik.desk.room import Desk
from otklik.desk.schemas import SUBJECT_MAX
from otklik.desk.schemas_mail import ForwardInput, ForwardStart
from otklik.desk.schemas_messages import Message
from otklik.desk.sight import see_conversation, see_message
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name
from otklik.messaging.capability import FileFact, Outgoing, find_faults, read_capabilities

_FORWARDED = re.compile(r"\s*(?:fwd?|пересл|wg)\s*:", re.IGNORECASE)


async def begin(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int]) -> ForwardStart:
    """Return the subject and the mailboxes to choose from; `place` is (conversation, message)."""
    message = await _see(tx, actor, place)
    conversation = await see_conversation(tx, actor, place[0])
    letters = [one.manifest.slug for one in desk.registry if one.manifest.capabilities.subject]
    return ForwardStart(
        subject=_subject(conversation, message),
        mailboxes=await repository.list_mailboxes(tx, letters, message.inbox_id or 0),
    )


async def forward(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int], data: ForwardInput) -> Message:
    """Pass a message on; the same client id gives the same one. Raises Invalid, ClosedChannel, CannotChange."""
    source = await _see(tx, actor, place)
    conversation = await see_conversation(tx, actor, place[0])
    if (known := await service.find_posted(tx, desk, place[0], data.client_id)) is not None:
        return known
    service.check_size(desk.settings, data.text, ())
    service.check_filled(data.text)
    people = _read_people(data)
    inbox = await open_mailbox(tx, desk.registry, data.inbox_id)
    identity_id = (await meet(tx, inbox.id, Address(email=people.to[0]))).identity_id
    author = service.author_of(actor)
    letter = Letter(
        subject=clean_name(data.subject, SUBJECT_MAX) or _subject(conversation, source), to=people.to, cc=people.cc,
        bcc=people.bcc, forwards=source.id, signature=await sign(tx, desk.registry, author.name, conversation, inbox),
    )  # fmt: skip
    laid = await lay_files(tx, author, await share_files(tx, source.id))
    facts = tuple(FileFact(file.kind, file.size) for file in laid)
    if faults := find_faults(Outgoing(files=facts), read_capabilities(desk.registry, inbox)):
        raise Invalid("this channel cannot carry the message", code="not_carried", errors=faults)
    draft = Draft(
        client_id=data.client_id, text=data.text, upload_ids=tuple(file.id for file in laid), letter=letter, note=True,
        kind=FORWARD, identity_id=identity_id, inbox_id=inbox.id,
    )  # fmt: skip
    message = await post_message(tx, conversation.id, author, draft)
    return await service.show_message(tx, desk, message.id)


async def _see(tx: Tx, actor: Actor, place: tuple[int, int]) -> MessageRecord:
    """Return a message that was said between us and the customer: notes and system lines stay in the house."""
    message = await see_message(tx, actor, place[1], place[0])
    if message.note or message.direction == "system" or message.deleted_at is not None:
        raise CannotChange("only what was said between the customer and us can be passed on", code="not_forwardable")
    return message


def _read_people(data: ForwardInput) -> Recipients:
    people = read_recipients(data.to, data.cc, data.bcc, path="")
    if not people.to:
        raise Invalid("say to whom", errors=(FieldError("to", "required", "name at least one address"),))
    return people


def _subject(conversation: ConversationRecord, message: MessageRecord) -> str:
    mail = (message.content or {}).get("mail") or {}
    subject = str(mail.get("subject") or conversation.subject)
    return subject if _FORWARDED.match(subject) else f"Fwd: {subject}".strip()[:SUBJECT_MAX]
