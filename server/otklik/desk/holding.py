"""Replies that wait before they leave: for some seconds, to be taken back, or until a time that was chosen.

That a message waits is a row and a job of one transaction. It leaves by the one door out (`post_message`) in the
transaction that settles the row, and is taken back by one conditional update, so it never does both. What could not
leave is stopped, with its reason, and stays in sight until somebody decides.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.channelkit.registry import Registry
from otklik.conversations import verbs
from otklik.conversations.events import HeldChanged
from otklik.conversations.posting import check_crossing, post_message
from otklik.conversations.records import Author, ConversationRecord, MessageRecord
from otklik.desk import drafts, service
from otklik.desk import repository_held as repository
from otklik.desk.afterwards import check_afterwards, do_afterwards, keep_afterwards
from otklik.desk.repository_held import HeldRow
from otklik.desk.room import Desk
from otklik.desk.schemas import NewMessage
from otklik.desk.schemas_held import HeldChange, HeldInput
from otklik.desk.service import author_of
from otklik.desk.sight import see_conversation
from otklik.infra.db import Database, Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob, cancel
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.clock import utc_now
from otklik.kit.errors import Conflict, FieldError, Invalid, NotFound, OtklikError, Unavailable
from otklik.kit.text import clean_text

RELEASE_JOB = "desk.release_held"
HELD_MAX = 20
"""Messages that may wait in one conversation."""
SCHEDULE_MAX = timedelta(days=366)
ANSWERED = "customer_wrote"


class NoSuchHeld(NotFound):
    """No such message waits or waited in this conversation."""

    code = "held_not_found"


class AlreadySent(Conflict):
    """The message has left; extra: message_id."""

    code = "already_sent"


class AlreadyTakenBack(Conflict):
    """The message was taken back already."""

    code = "already_taken_back"


class TooManyHeld(Conflict):
    """As many messages wait in this conversation as may."""

    code = "too_many_held"


class HeldChangedMeanwhile(Conflict):
    """A colleague changed the message that waits; extra: version."""

    code = "held_changed"


async def hold(tx: Tx, desk: Desk, actor: Actor, conversation_id: int, data: HeldInput) -> HeldRow:
    """Let a reply wait; the same client id gives the same one. Refuses whatever posting it now would refuse."""
    await see_conversation(tx, actor, conversation_id)
    _check_time(data)
    conversation = await verbs.get_conversation(tx, conversation_id, lock=True)
    known = await repository.find_by_client_id(tx, conversation_id, data.message.client_id)
    if known is not None:
        return known
    await _check(tx, desk, author_of(actor), conversation, data)
    held_id = await repository.insert(
        tx,
        {
            "conversation": conversation_id, "client": data.message.client_id, "scheduled": data.at is not None,
            "author_kind": author_of(actor).kind, "author_id": actor.id, "author_name": actor.name,
            "body": _body(data.message), "uploads": list(data.message.attachments),
            "resolve": data.resolve or data.closing is not None, "afterwards": keep_afterwards(data),
            "unless": data.at is not None and data.unless_answered, "at": data.at, "delay": data.delay_s,
            "base": await repository.find_last_message(tx, conversation_id),
        },
    )  # fmt: skip
    await drafts.empty_posted(tx, actor, conversation_id, data.message)
    held = await _find(tx, held_id)
    _set_timer(tx, held)
    await _announce(tx, conversation_id)
    return held


def _check_time(data: HeldInput) -> None:
    if (data.delay_s is None) == (data.at is None):
        missing = FieldError("at", "missing", "name either delay_s or at")
        raise Invalid("say when it shall leave", errors=(missing,))
    if data.at is not None:
        check_moment(data.at)


def check_moment(at: datetime) -> None:
    """Raise Invalid for a time that is over or more than a year away."""
    if at <= utc_now():
        raise Invalid("the time to send at must be in the future", code="schedule_in_the_past")
    if at > utc_now() + SCHEDULE_MAX:
        raise Invalid("a message can wait for a year at most", code="schedule_too_far")


async def _check(tx: Tx, desk: Desk, author: Author, conversation: ConversationRecord, data: HeldInput) -> None:
    if data.message.kind == "note":
        raise Invalid("a note reaches colleagues at once and does not wait", code="note_not_held")
    if len(await repository.list_there(tx, conversation.id)) >= HELD_MAX:
        raise TooManyHeld(f"at most {HELD_MAX} messages may wait in a conversation")
    service.check_size(desk.settings, data.message.text, data.message.attachments)
    await service.make_draft(tx, desk.registry, author, conversation, data.message)
    if data.message.seen_seq is not None:
        await check_crossing(tx, conversation, author, data.message.seen_seq)
    await check_afterwards(tx, conversation.id, data)


def _body(message: NewMessage) -> dict[str, Any]:
    """Return what is kept of a message, without what PostgreSQL cannot hold."""
    cleaned = msgspec.structs.replace(message, draft=None)
    body: dict[str, Any] = _clean(msgspec.to_builtins(cleaned))
    return {name: value for name, value in body.items() if name != "draft"}


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a message
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return value


def _set_timer(tx: Tx, held: HeldRow) -> None:
    tx.defer(
        Job(
            workspace_id=held.workspace_id, kind=RELEASE_JOB, key=f"conversation:{held.conversation_id}",
            unique_key=str(held.id), payload={"held_id": held.id}, delay_s=max(0.0, held.due_in_s),
        )
    )  # fmt: skip


async def get(tx: Tx, actor: Actor, place: tuple[int, int]) -> HeldRow:
    """Return one that waits or waited; `place` is (conversation, held message); raises NoSuchHeld."""
    await see_conversation(tx, actor, place[0])
    held = await repository.find(tx, place[1])
    if held is None or held.conversation_id != place[0]:
        raise NoSuchHeld("no such message waits here")
    return held


async def undo(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int]) -> HeldRow:
    """Take a message back into its author's draft; raises AlreadySent when it has left, and says so plainly."""
    held = await get(tx, actor, place)
    _check_own(actor, held)
    if not await repository.take_back(tx, held.id):
        raise refusal_of(await _find(tx, held.id))
    await cancel(tx, RELEASE_JOB, str(held.id))
    if held.author_kind == "operator" and held.author_id is not None:
        await drafts.give_back(tx, desk.settings, (held.conversation_id, held.author_id), message_of(held))
    await _announce(tx, held.conversation_id)
    return await _find(tx, held.id)


async def change(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int], data: HeldChange) -> HeldRow:
    """Change the text, the time or the condition; one that was stopped waits again, for a time still to come."""
    _check_own(actor, await get(tx, actor, place))
    conversation = await verbs.get_conversation(tx, place[0], lock=True)
    held = await _lock_living(tx, place[1])
    if data.expected_version is not None and data.expected_version != held.version:
        raise HeldChangedMeanwhile("a colleague changed it first", extra={"version": held.version})
    message = message_of(held)
    if data.text is not UNSET:
        service.check_size(desk.settings, data.text, message.attachments)
        service.check_filled(data.text)
        message = msgspec.structs.replace(message, text=data.text)
        service.check_said(message)
    if data.buttons is not UNSET:
        message = msgspec.structs.replace(message, buttons=data.buttons)
        await service.make_draft(tx, desk.registry, author_of(actor), conversation, message)
    at = held.due_at if data.at is UNSET else data.at
    check_moment(at)
    await repository.change(
        tx, held.id,
        {
            "body": _body(message), "due_at": at, "base": await repository.find_last_message(tx, held.conversation_id),
            "unless": held.unless_answered if data.unless_answered is UNSET else data.unless_answered,
        },
    )  # fmt: skip
    await cancel(tx, RELEASE_JOB, str(held.id))
    changed = await _find(tx, held.id)
    _set_timer(tx, changed)
    await _announce(tx, held.conversation_id)
    return changed


async def send_now(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int]) -> HeldRow:
    """Let a message leave at once, whatever it waits for or was stopped by; in the name of its author."""
    _check_own(actor, await get(tx, actor, place))
    conversation = await verbs.get_conversation(tx, place[0], lock=True)
    held = await _lock_living(tx, place[1])
    await cancel(tx, RELEASE_JOB, str(held.id))
    await _post(tx, desk.registry, conversation, held, seen=False)
    return await _find(tx, held.id)


def _check_own(actor: Actor, held: HeldRow) -> None:
    if (held.author_kind, held.author_id) != (author_of(actor).kind, actor.id):
        actor.check(Permission.CONVERSATIONS_EDIT_OTHERS)


async def _lock_living(tx: Tx, held_id: int) -> HeldRow:
    held = await repository.find(tx, held_id, lock=True)
    if held is None:
        raise NoSuchHeld("no such message waits here")
    if held.state not in {"waiting", "stopped"}:
        raise refusal_of(held)
    return held


def refusal_of(held: HeldRow) -> Conflict:
    """Return why a message that waits no more can be neither taken back nor changed."""
    if held.state == "sent":
        return AlreadySent("the message has left already", extra={"message_id": held.message_id})
    return AlreadyTakenBack("the message was taken back already")


async def _find(tx: Tx, held_id: int) -> HeldRow:
    held = await repository.find(tx, held_id)
    if held is None:
        raise NoSuchHeld("no such message waits here")
    return held


def message_of(held: HeldRow) -> NewMessage:
    """Return what was asked to be posted."""
    return msgspec.convert(held.body, NewMessage)


class Releaser:
    """Lets messages leave when their time has come: the handler of `RELEASE_JOB`."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Post what is due, once; what is refused now is stopped with the reason, for people to decide."""
        held_id = int(job.payload["held_id"])
        try:
            async with context.database.workspace(job.workspace_id) as tx:
                return await self._release(tx, held_id)
        except Unavailable:
            raise
        except OtklikError as error:
            await _stop(context.database, job.workspace_id, held_id, error.slug)
            return None

    async def _release(self, tx: Tx, held_id: int) -> Again | None:
        found = await repository.find(tx, held_id)
        if found is None or found.state != "waiting":
            return None
        conversation = await verbs.get_conversation(tx, found.conversation_id, lock=True)
        held = await repository.find(tx, held_id, lock=True)
        if held is None or held.state != "waiting":
            return None
        if held.conversation_id != conversation.id or held.due_in_s > 0:
            return Again(max(0.02, held.due_in_s))
        if held.unless_answered and await repository.has_written_since(tx, conversation.id, held.base_id):
            await repository.stop(tx, held.id, ANSWERED)
            await _announce(tx, conversation.id)
            return None
        await _post(tx, self._registry, conversation, held, seen=not held.scheduled)
        return None


async def _post(
    tx: Tx, registry: Registry, conversation: ConversationRecord, held: HeldRow, *, seen: bool
) -> MessageRecord:
    """Post a locked message as its author; `seen`: not if a colleague has answered what its author had not seen."""
    author = Author(kind=held.author_kind, id=held.author_id, name=held.author_name)
    draft = await service.make_draft(tx, registry, author, conversation, message_of(held))
    message = await post_message(
        tx, conversation.id, author, draft if seen else msgspec.structs.replace(draft, seen_seq=None)
    )
    await repository.settle(tx, held.id, message.id)
    await do_afterwards(tx, (conversation.id, author), held.afterwards or {}, resolve=held.resolve)
    await _announce(tx, conversation.id)
    return message


async def _stop(database: Database, workspace_id: int, held_id: int, reason: str) -> None:
    async with database.workspace(workspace_id) as tx:
        found = await repository.find(tx, held_id)
        if found is not None and await repository.stop(tx, held_id, reason):
            await _announce(tx, found.conversation_id)


async def _announce(tx: Tx, conversation_id: int) -> None:
    await tx.announce(HeldChanged(workspace_id=tx.workspace_id, data={"held_in": conversation_id}))
