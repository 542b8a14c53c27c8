"""Fresh messages of a batch: who wrote them, where they belong, what came with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from otklik.channelkit.content import Attachment
from otklik.channelkit.inbound import Happening, MessageReceived, Proof, Sender
from otklik.contacts.events import ContactChanged
from otklik.contacts.reaching import reach_again
from otklik.contacts.recognition import recognise
from otklik.contacts.records import Arrival, Recognised
from otklik.conversations.recording import Incoming, Recorded, record_incoming
from otklik.conversations.threads import find_threads
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Tx
from otklik.infra.files import record_file
from otklik.infra.jobs.job import Job
from otklik.kit.metrics import MESSAGES
from otklik.kit.text import clean_name, clean_text
from otklik.messaging.uploads import IncomingFiles

FETCH_JOB = "messaging.fetch_files"
PROFILE_JOB = "messaging.fetch_profile"
MERGE_JOB = "messaging.merge_by_proof"
_counter = cache(MESSAGES.labels)


@dataclass(frozen=True, slots=True)
class FreshEvent:
    """An event whose key was free. `place` is the number of its delivery in the batch."""

    place: int
    inbox: InboxRecord
    happening: Happening
    files: IncomingFiles


def arrival_of(number: int, inbox: InboxRecord, sender: Sender, entry: object = None) -> Arrival:
    """Describe a sender to the contacts room, cleaned."""
    return Arrival(
        number=number,
        workspace_id=inbox.workspace_id,
        inbox_id=inbox.id,
        external_id=clean_text(sender.external_id, 300),
        name=clean_name(sender.name),
        username=clean_name(sender.username, 100),
        language=clean_name(sender.language, 20),
        email=clean_name(sender.email, 254),
        phone=clean_name(sender.phone, 32),
        proof=sender.proof,
        entry=None if entry is None else msgspec.to_builtins(entry),
    )


async def record_messages(tx: Tx, fresh: Sequence[FreshEvent]) -> list[tuple[int, Recorded]]:
    """Record every message of the batch, in order; returns them with the places of their deliveries."""
    chosen = [
        (number, event, event.happening)
        for number, event in enumerate(fresh)
        if isinstance(event.happening, MessageReceived)
    ]
    if not chosen:
        return []
    people = await recognise(
        tx, [arrival_of(number, event.inbox, message.sender, message.entry) for number, event, message in chosen]
    )
    threads = await find_threads(
        tx, [(number, event.inbox.id, message) for number, event, message in chosen if message.thread]
    )
    await _record_files(tx, fresh)
    items = [
        _incoming(number, event, message, people[number], threads.get(number)) for number, event, message in chosen
    ]
    recorded = await record_incoming(tx, items)
    for message in recorded:
        await _follow_up(tx, fresh[message.number], people[message.number], message)
    return [(fresh[message.number].place, message) for message in recorded]


async def _record_files(tx: Tx, fresh: Sequence[FreshEvent]) -> None:
    for event in fresh:
        if isinstance(event.happening, MessageReceived):
            for (message_id, _), written in event.files.written.items():
                if message_id == event.happening.message_id:
                    await record_file(tx, written, event.inbox.workspace_id)


def _incoming(
    number: int, event: FreshEvent, message: MessageReceived, person: Recognised, thread_id: int | None
) -> Incoming:
    attachments = [
        _with_stored(attachment, event.files, message.message_id, position)
        for position, attachment in enumerate(message.content.attachments)
    ]
    if attachments:
        content = msgspec.structs.replace(message.content, attachments=tuple(pair[0] for pair in attachments))
        message = msgspec.structs.replace(message, content=content)
    return Incoming(
        number=number,
        workspace_id=event.inbox.workspace_id,
        inbox_id=event.inbox.id,
        identity_id=person.identity_id,
        contact_id=person.contact_id,
        contact_name=person.name,
        blocked=person.blocked,
        team_id=event.inbox.team_id,
        message=message,
        thread_id=thread_id,
        files=tuple(key for _, key in attachments),
    )


def _with_stored(
    attachment: Attachment, files: IncomingFiles, message_id: str, position: int
) -> tuple[Attachment, str | None]:
    """Let an attachment speak of the bytes we keep rather than of those it claimed."""
    if (refused := files.refused.get((message_id, position))) is not None:
        return msgspec.structs.replace(attachment, data=None, reason=refused), None
    written = files.written.get((message_id, position))
    if written is None:
        return attachment, None
    stored = written.stored
    kept = msgspec.structs.replace(
        attachment, data=None, size=stored.size, mime=stored.mime, width=stored.width, height=stored.height
    )
    return kept, stored.key


async def _follow_up(tx: Tx, event: FreshEvent, person: Recognised, recorded: Recorded) -> None:
    message = event.happening
    assert isinstance(message, MessageReceived)  # noqa: S101 - only messages are recorded
    _counter(event.inbox.channel, "in").inc()
    workspace_id = event.inbox.workspace_id
    if any(attachment.ref and not attachment.reason for attachment in message.content.attachments):
        tx.defer(fetch_job(event.inbox, recorded.message_id))
    await reach_again(tx, workspace_id, person)
    if person.is_new:
        await tx.announce(ContactChanged(workspace_id=workspace_id, contact_id=person.contact_id))
        tx.defer(profile_job(event.inbox, person.identity_id))
    phone = message.content.card.phone if message.content.card and message.content.card.own else message.sender.phone
    if message.sender.proof is Proof.PROVIDER and (phone or message.sender.email) and not person.is_new:
        tx.defer(
            Job(
                workspace_id=workspace_id, kind=MERGE_JOB, key=f"contact:{person.contact_id}",
                payload={"identity_id": person.identity_id, "phone": phone, "email": message.sender.email},
            )
        )  # fmt: skip


def profile_job(inbox: InboxRecord, identity_id: int) -> Job:
    """Make the job that asks the channel about a new person."""
    return Job(
        workspace_id=inbox.workspace_id, kind=PROFILE_JOB, key=f"profile:{identity_id}", max_attempts=4,
        payload={"identity_id": identity_id, "inbox_id": inbox.id},
    )  # fmt: skip


def fetch_job(inbox: InboxRecord, message_id: int) -> Job:
    """The job that fetches the files of a message."""
    return Job(
        workspace_id=inbox.workspace_id, kind=FETCH_JOB, key=f"files:{inbox.id}:{message_id}",
        payload={"message_id": message_id, "inbox_id": inbox.id},
    )  # fmt: skip
