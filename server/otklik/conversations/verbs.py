"""What people do with a conversation: assign, transfer, resolve, reopen, snooze, read. Each leaves a line in it."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from otklik.conversations import repository
from otklik.conversations.errors import NoSuchConversation, StaleConversation
from otklik.conversations.events import ConversationChanged, ConversationRead, MessageChanged, MessageRecorded
from otklik.conversations.mentioning import note_seen
from otklik.conversations.records import AWAKE, Author, Back, ConversationRecord, MessageRecord, Nap, Status
from otklik.conversations.repository_about import set_about
from otklik.conversations.repository_sorting import set_reason
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import cancel
from otklik.kit.clock import utc_now
from otklik.kit.errors import Invalid

WAKE_JOB = "conversations.wake"
_WOKE = "woke"
"""The line of a conversation that came back by itself, at the time it was put away until."""


class Target(Struct, frozen=True, kw_only=True):
    """To whom a conversation goes, with the names for its line; nobody when all is None.

    `verb` names the line when it is a finer one than assigned or transferred; `giver_name` is whose offer was accepted.
    """

    operator_id: int | None = None
    operator_name: str = ""
    team_id: int | None = None
    team_name: str = ""
    note: str = ""
    verb: str = ""
    giver_name: str = ""


class Closing(Struct, frozen=True, kw_only=True):
    """What a conversation is closed for: a reason with its name for the line, and a note for colleagues.

    `rated` False: the customer is not asked how it was. `topic_id`, with its name, and `fields`: what it was about;
    left out, what was said before stays.
    """

    reason_id: int | None = None
    reason: str = ""
    note: str = ""
    rated: bool = True
    topic_id: int | None = None
    topic: str = ""
    fields: dict[str, Any] = {}


async def get_conversation(tx: Tx, conversation_id: int, *, lock: bool = False) -> ConversationRecord:
    """Return a conversation of this workspace; raises NoSuchConversation."""
    found = await repository.find_conversation(tx, conversation_id, lock=lock)
    if found is None:
        raise NoSuchConversation("no such conversation")
    return found


async def add_line(
    tx: Tx, conversation: ConversationRecord, author: Author, event: str, data: dict[str, Any]
) -> MessageRecord:
    """Add a system line such as "assigned to Anna"; the caller has locked the conversation."""
    line = await repository.insert_message(
        tx,
        {
            "workspace_id": conversation.workspace_id, "conversation_id": conversation.id,
            "seq": await repository.append_seq(tx, conversation.id), "kind": "event", "direction": "system",
            "author_kind": author.kind, "author_id": author.id, "author_name": author.name,
            "content": {"event": {"kind": event, "data": data}},
        },
    )  # fmt: skip
    await tx.announce(
        MessageRecorded(
            workspace_id=line.workspace_id, conversation_id=line.conversation_id, message_id=line.id,
            data={"seq": line.seq, "direction": "system"},
        )
    )  # fmt: skip
    return line


async def rewrite_line(tx: Tx, message_id: int, event: str, data: dict[str, Any]) -> None:
    """Let a system line say something else; the caller has locked the conversation."""
    line = await repository.find_message(tx, message_id)
    if line is None or line.kind != "event":
        return
    await repository.rewrite_event(tx, message_id, {"event": {"kind": event, "data": data}})
    await tx.announce(
        MessageChanged(
            workspace_id=line.workspace_id, conversation_id=line.conversation_id, message_id=line.id,
            data={"what": "edited"},
        )
    )  # fmt: skip


async def announce_changed(tx: Tx, conversation: ConversationRecord, what: str, data: dict[str, Any]) -> None:
    """Tell everybody that a conversation has changed."""
    await tx.announce(
        ConversationChanged(
            workspace_id=conversation.workspace_id, conversation_id=conversation.id, contact_id=conversation.contact_id,
            data={"what": what, **data},
        )
    )  # fmt: skip


async def assign(
    tx: Tx, conversation_id: int, by: Author, to: Target, *, expected_version: int | None = None
) -> ConversationRecord:
    """Give a conversation to an operator and/or team, or back to nobody (compare-and-set on `expected_version`)."""
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if expected_version is not None and conversation.version != expected_version:
        raise StaleConversation("somebody changed this conversation first", extra={"version": conversation.version})
    if (conversation.team_id, conversation.assignee_id) == (to.team_id, to.operator_id):
        return conversation
    await repository.set_handler(tx, conversation_id, team_id=to.team_id, assignee_id=to.operator_id)
    handler = {
        "operator_id": to.operator_id, "operator_name": to.operator_name,
        "team_id": to.team_id, "team_name": to.team_name,
    }  # fmt: skip
    verb = "unassigned" if to.operator_id is None and to.team_id is None else "assigned"
    if conversation.assignee_id is not None and to.operator_id not in {None, conversation.assignee_id}:
        verb = "transferred"
    verb = to.verb or verb
    more = {"note": to.note, "giver_name": to.giver_name}
    await add_line(tx, conversation, by, verb, {**handler, **{name: said for name, said in more.items() if said}})
    await announce_changed(tx, conversation, verb, handler | {"by": by.id})
    return await get_conversation(tx, conversation_id)


async def resolve(tx: Tx, conversation_id: int, by: Author, closing: Closing | None = None) -> ConversationRecord:
    """Close a conversation, for a reason if one is given; closing a closed one changes nothing."""
    closing = closing or Closing()
    before = await get_conversation(tx, conversation_id, lock=True)
    data = {
        "reason": closing.reason,
        "topic": closing.topic,
        "note": closing.note,
        "unrated": "" if closing.rated else "yes",
    }
    said = {name: words for name, words in data.items() if words}
    resolved = await _set_status(tx, conversation_id, by, _Turn(Status.RESOLVED, "resolved", data=said))
    if before.status != Status.RESOLVED:
        await set_reason(tx, conversation_id, closing.reason_id)
        await set_about(tx, conversation_id, closing.topic_id, closing.fields)
    return resolved


async def resolve_silently(tx: Tx, conversation: ConversationRecord) -> None:
    """Close a conversation, which the caller has locked, without a line: the caller leaves its own."""
    if conversation.status == Status.SNOOZED:
        await cancel(tx, WAKE_JOB, str(conversation.id))
    await repository.set_status(tx, conversation.id, Status.RESOLVED)


async def reopen(tx: Tx, conversation_id: int, by: Author, *, line: str = "reopened") -> ConversationRecord:
    """Open a resolved or snoozed conversation again; one that was spam is spam no more."""
    return await _set_status(tx, conversation_id, by, _Turn(Status.OPEN, line))


async def snooze(tx: Tx, conversation_id: int, by: Author, nap: Nap) -> ConversationRecord:
    """Put a conversation away until a time in the future, or until the customer writes.

    Their message ends it before its time as well, unless the nap says that it does not wake; without a time it must.
    """
    check_nap(nap)
    until = nap.until
    turn = _Turn(Status.SNOOZED, "snoozed", nap)
    conversation = await _set_status(tx, conversation_id, by, turn)
    if until is None:
        return conversation
    tx.defer(
        Job(
            workspace_id=conversation.workspace_id, kind=WAKE_JOB, key=f"conversation:{conversation_id}",
            unique_key=str(conversation_id), payload={"conversation_id": conversation_id, "until": until.isoformat()},
            delay_s=(until - utc_now()).total_seconds(),
        )
    )  # fmt: skip
    return conversation


def check_nap(nap: Nap) -> None:
    """Raise Invalid for a time that is over, and for a sleep that nothing would end."""
    if nap.until is not None and nap.until <= utc_now():
        raise Invalid("the time to return at must be in the future", code="snooze_in_the_past")
    if nap.until is None and not nap.wakes:
        raise Invalid("without a time only the customer's message can end it", code="snooze_without_end")


async def wake(tx: Tx, conversation_id: int, until: datetime, by: Author) -> bool:
    """Return a snoozed conversation to the list when its time has come; False when it is awake or moved since."""
    conversation = await repository.find_conversation(tx, conversation_id, lock=True)
    if conversation is None or conversation.status != Status.SNOOZED or conversation.snoozed_until != until:
        return False
    to_queue = conversation.snooze_back == Back.QUEUE
    if to_queue:
        await repository.set_handler(tx, conversation_id, team_id=conversation.team_id, assignee_id=None)
    turn = _Turn(Status.OPEN, _WOKE, data={"back": Back.QUEUE} if to_queue else {})
    await _set_status(tx, conversation_id, by, turn)
    return True


class _Turn(Struct, frozen=True):
    """A change of status, the name of its line and what that line says besides."""

    status: Status
    verb: str
    nap: Nap = AWAKE
    data: dict[str, str] = {}


async def _set_status(tx: Tx, conversation_id: int, by: Author, turn: _Turn) -> ConversationRecord:
    conversation = await get_conversation(tx, conversation_id, lock=True)
    same = conversation.status == turn.status
    if same and (turn.status != Status.SNOOZED or nap_of(conversation) == turn.nap):
        return conversation
    if conversation.status == Status.SNOOZED:
        await cancel(tx, WAKE_JOB, str(conversation_id))
    if turn.status != Status.RESOLVED:
        await repository.make_current(tx, conversation)
    woke = turn.verb == _WOKE
    await repository.set_status(tx, conversation_id, turn.status, nap=turn.nap, woke=woke)
    data = _nap_words(turn.nap) if turn.status == Status.SNOOZED else turn.data
    await add_line(tx, conversation, by, turn.verb, data)
    closer = {"by": by.id if by.kind == "operator" else None}
    await announce_changed(tx, conversation, turn.verb, closer if turn.verb == "resolved" else data | closer)
    return await get_conversation(tx, conversation_id)


def nap_of(conversation: ConversationRecord) -> Nap:
    """Return how a snoozed conversation sleeps."""
    return Nap(conversation.snoozed_until, Back(conversation.snooze_back), conversation.wakes_on_reply)


def _nap_words(nap: Nap) -> dict[str, str]:
    until = {"until": nap.until.isoformat()} if nap.until else {}
    back = {"back": str(nap.back)} if nap.back == Back.QUEUE else {}
    return until | back | ({} if nap.wakes else {"through": "yes"})


async def mark_read(tx: Tx, conversation_id: int, operator_id: int, seq: int) -> None:
    """Move an operator's read mark forwards to `seq`; a mark that is further already stays."""
    await _move_mark(tx, conversation_id, operator_id, seq, back=False)


async def mark_unread(tx: Tx, conversation_id: int, operator_id: int, from_seq: int) -> None:
    """Move an operator's read mark back so that `from_seq` and what follows is unread."""
    await _move_mark(tx, conversation_id, operator_id, from_seq - 1, back=True)


async def _move_mark(tx: Tx, conversation_id: int, operator_id: int, seq: int, *, back: bool) -> None:
    conversation = await get_conversation(tx, conversation_id)
    if await repository.set_read(tx, conversation_id, operator_id, max(0, seq), back=back):
        await note_seen(tx, conversation_id, operator_id, seq)
        await tx.announce(
            ConversationRead(
                workspace_id=conversation.workspace_id, conversation_id=conversation_id,
                data={"operator_id": operator_id, "seq": max(0, seq)},
            )
        )  # fmt: skip
