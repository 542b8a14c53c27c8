"""Everything of a batch that is not a new message: edits, deletions, reactions, presses, reports, reach."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Content
from otklik.channelkit.inbound import (
    AccountNoted,
    ButtonPressed,
    ChatStarted,
    ConsentChanged,
    DeliveryReported,
    Happening,
    IdentityChanged,
    MessageDeleted,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Quoted,
    ReachChanged,
    ReactionChanged,
    Sender,
)
from otklik.channelkit.tags import read_tag
from otklik.contacts import repository as contacts
from otklik.contacts.consenting import note_own_consent
from otklik.contacts.events import ContactChanged
from otklik.contacts.recognition import recognise
from otklik.contacts.records import Recognised
from otklik.conversations import changes, verbs
from otklik.conversations.echoing import Echoed, record_echo
from otklik.conversations.recording import Incoming, record_incoming
from otklik.conversations.records import Author, MessageRecord
from otklik.conversations.repository import find_by_external_id, find_message
from otklik.inboxes.account_notes import note_account
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.messaging.delivery import apply_report
from otklik.messaging.early import EarlyFact, ask_early, keep_early
from otklik.messaging.recording import FreshEvent, arrival_of, fetch_job, profile_job

ANSWER_BUTTON_JOB = "messaging.answer_button"


def ask_waiting(tx: Tx, fresh: Sequence[FreshEvent]) -> Callable[[], Awaitable[list[EarlyFact]]]:
    """Ask, before the messages of a batch are recorded, for the facts that came before them."""
    return ask_early(
        tx, [(event.inbox.id, event.happening.message_id) for event in fresh
             if isinstance(event.happening, MessageReceived)],
    )  # fmt: skip


async def apply_facts(tx: Tx, fresh: Sequence[FreshEvent], waited: Sequence[EarlyFact]) -> None:
    """Apply the facts of a batch in order, after its messages; what is about an unknown message waits for it."""
    inboxes = {event.inbox.id: event.inbox for event in fresh}
    for fact in waited:
        await apply_fact(tx.within(fact.workspace_id), inboxes[fact.inbox_id], fact.decode())
    for place, event in enumerate(fresh):
        here, told = tx.within(event.inbox.workspace_id), event.happening
        if not isinstance(told, MessageReceived):
            await apply_fact(here, event.inbox, told)
        if isinstance(told, ReachChanged) and not told.reachable and _writes_again(fresh[place + 1 :], event):
            # Its message was recorded before this was applied.
            await apply_fact(here, event.inbox, msgspec.structs.replace(told, reachable=True, reason=""))


def _writes_again(later: Sequence[FreshEvent], before: FreshEvent) -> bool:
    """Whether the person of an event writes in a later one: whoever writes lets us write."""
    person = before.happening.sender
    return person is not None and any(
        isinstance(one.happening, MessageReceived)
        and one.inbox.id == before.inbox.id
        and one.happening.sender.external_id == person.external_id
        for one in later
    )


async def apply_waiting(tx: Tx, inbox: InboxRecord, external_id: str) -> None:
    """Apply what waits for a message, if that is there by now; what still waits is taken by the message itself."""
    if await find_by_external_id(tx, inbox.id, external_id) is not None:
        for fact in await ask_early(tx, [(inbox.id, external_id)])():
            await apply_fact(tx, inbox, fact.decode())


async def apply_fact(tx: Tx, inbox: InboxRecord, fact: Happening) -> None:
    """Apply one fact."""
    match fact:
        case ChatStarted():
            await _start_chat(tx, inbox, fact)
        case ReachChanged():
            await _change_reach(tx, inbox, fact)
        case DeliveryReported():
            if not await apply_report(tx, inbox, fact):
                await keep_early(tx, inbox.workspace_id, inbox.id, fact.message_id, fact)
        case MessageEdited() | MessageDeleted() | ReactionChanged() | ButtonPressed():
            await _change_message(tx, inbox, fact)
        case MessageEchoed():
            await _take_echo(tx, inbox, fact)
        case IdentityChanged():
            await _change_identity(tx, inbox, fact)
        case ConsentChanged():
            await _change_consent(tx, inbox, fact)
        case AccountNoted():
            await note_account(tx, inbox, fact)
        case _:
            pass


async def _change_message(
    tx: Tx, inbox: InboxRecord, fact: MessageEdited | MessageDeleted | ReactionChanged | ButtonPressed
) -> None:
    ref = await find_by_external_id(tx, inbox.id, fact.message_id)
    message = await find_message(tx, ref.id) if ref else None
    if isinstance(fact, ButtonPressed):
        await _press(tx, inbox, fact, message or await _find_tagged(tx, inbox, fact.tag))
    elif message is None:
        await keep_early(tx, inbox.workspace_id, inbox.id, fact.message_id, fact)
    elif isinstance(fact, ReactionChanged):
        await changes.react(tx, message, f"identity:{fact.sender.external_id}"[:200], fact.emojis)
    elif message.direction != "in":
        return
    elif isinstance(fact, MessageEdited):
        await changes.edit_message(tx, message, fact.content, fact.edited_at)
    else:
        await changes.delete_message(tx, message, fact.deleted_at)


async def _find_tagged(tx: Tx, inbox: InboxRecord, tag: str) -> MessageRecord | None:
    """Return a message by our own name of it, if it went out by this inbox."""
    named = read_tag(tag)
    message = await find_message(tx, named[0]) if named is not None else None
    return message if message is not None and message.inbox_id == inbox.id else None


async def _press(tx: Tx, inbox: InboxRecord, fact: ButtonPressed, message: MessageRecord | None) -> None:
    """A pressed button is an answer of the customer, in words; the button itself shows that it was pressed."""
    person = await _recognise_one(tx, inbox, fact.sender)
    title = fact.payload if message is None else await changes.mark_pressed(tx, message, fact.payload, fact.pressed_at)
    answer = MessageReceived(
        key=fact.key, sender=fact.sender, message_id=f"press:{fact.key}", sent_at=fact.pressed_at,
        content=Content(kind=Kind.BUTTON_PRESS, text=title, note=fact.payload), quoted=Quoted(fact.message_id),
    )  # fmt: skip
    await record_incoming(
        tx,
        [
            Incoming(
                number=0, workspace_id=inbox.workspace_id, inbox_id=inbox.id, identity_id=person.identity_id,
                contact_id=person.contact_id, contact_name=person.name, blocked=person.blocked, team_id=inbox.team_id,
                message=answer,
            )
        ],
    )  # fmt: skip
    if fact.answer_ref:
        tx.defer(
            Job(
                workspace_id=inbox.workspace_id, kind=ANSWER_BUTTON_JOB, key=f"button:{fact.key}", max_attempts=2,
                payload={"inbox_id": inbox.id, "answer_ref": fact.answer_ref},
            )
        )  # fmt: skip


async def _recognise_one(tx: Tx, inbox: InboxRecord, sender: Sender, entry: object = None) -> Recognised:
    people = await recognise(tx, [arrival_of(0, inbox, sender, entry)])
    return people[0]


async def _start_chat(tx: Tx, inbox: InboxRecord, fact: ChatStarted) -> None:
    """Know the person and where they came from; a running conversation gets a line about it."""
    person = await _recognise_one(tx, inbox, fact.sender, fact.entry)
    await contacts.set_reach(tx, person.identity_id, reachable=True, reason="")
    if person.is_new:
        tx.defer(profile_job(inbox, person.identity_id))
    if fact.entry is not None:
        await contacts.set_entry(tx, person.identity_id, msgspec.to_builtins(fact.entry))
        await _add_line(tx, person, "entry", {"kind": fact.entry.kind, "ref": fact.entry.ref})
    await tx.announce(ContactChanged(workspace_id=inbox.workspace_id, contact_id=person.contact_id))


async def _change_reach(tx: Tx, inbox: InboxRecord, fact: ReachChanged) -> None:
    person = await _recognise_one(tx, inbox, fact.sender)
    if await contacts.set_reach(tx, person.identity_id, reachable=fact.reachable, reason=fact.reason):
        await _add_line(tx, person, "unblocked" if fact.reachable else "blocked", {"channel": inbox.channel})
        await tx.announce(ContactChanged(workspace_id=inbox.workspace_id, contact_id=person.contact_id))


async def _take_echo(tx: Tx, inbox: InboxRecord, fact: MessageEchoed) -> None:
    person = await _recognise_one(tx, inbox, fact.sender)
    message_id = await record_echo(
        tx,
        Echoed(
            workspace_id=inbox.workspace_id, inbox_id=inbox.id, inbox_name=inbox.name, identity_id=person.identity_id,
            contact_id=person.contact_id, echo=fact,
        ),
    )  # fmt: skip
    if message_id is not None and fact.content.attachments:
        tx.defer(fetch_job(inbox, message_id))


async def _change_identity(tx: Tx, inbox: InboxRecord, fact: IdentityChanged) -> None:
    """The person is reached at the new address from now on; the old one stays theirs, and leads nowhere."""
    before = await _recognise_one(tx, inbox, Sender(external_id=fact.previous, name=fact.sender.name))
    await contacts.adopt_identity(tx, before.identity_id, arrival_of(0, inbox, fact.sender).external_id)
    await _recognise_one(tx, inbox, fact.sender)
    await contacts.set_reach(tx, before.identity_id, reachable=False, reason="the person has another address now")
    await _add_line(tx, before, "identity_changed", {"channel": inbox.channel})
    await tx.announce(ContactChanged(workspace_id=inbox.workspace_id, contact_id=before.contact_id))


async def _change_consent(tx: Tx, inbox: InboxRecord, fact: ConsentChanged) -> None:
    person = await _recognise_one(tx, inbox, fact.sender)
    if await note_own_consent(tx, person.identity_id, given=fact.given):
        await _add_line(tx, person, "opted_in" if fact.given else "opted_out", {"channel": inbox.channel})
        await tx.announce(ContactChanged(workspace_id=inbox.workspace_id, contact_id=person.contact_id))


async def _add_line(tx: Tx, person: Recognised, event: str, data: dict[str, str]) -> None:
    current = await tx.value(
        "select id from conversation where contact_id = %(contact)s and takes_new and status <> 'resolved'",
        {"contact": person.contact_id},
    )
    if current is not None:
        conversation = await verbs.get_conversation(tx, current, lock=True)
        await verbs.add_line(
            tx, conversation, Author(kind="contact", id=person.contact_id, name=person.name), event, data
        )
