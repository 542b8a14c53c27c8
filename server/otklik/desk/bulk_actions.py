"""The table of actions on many conversations: what each checks, does, and how it is taken back.

An action works on one conversation in a transaction of its own. It returns how things stood before, which is what
undoing needs, or None when nothing had to change.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from otklik.access.permissions import Permission
from otklik.conversations import verbs
from otklik.conversations.events import ConversationChanged
from otklik.conversations.records import Author, ConversationRecord, Priority, Status
from otklik.conversations.verbs import Target
from otklik.desk import repository_bulk as repository
from otklik.desk.records import SortedBy
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now

Before = dict[str, Any]
_TAGS_MAX = 20


class Doing(Struct, frozen=True, kw_only=True):
    """Who acts, and the facts of the action, checked and with their names: as a run keeps them."""

    by: Author
    facts: Mapping[str, Any]


Do = Callable[[Tx, int, Doing], Awaitable[Before | None]]
Undo = Callable[[Tx, int, Author, Before], Awaitable[None]]


class Action(Struct, frozen=True):
    """What an action needs and does; without `undo` it cannot be taken back."""

    do: Do
    permission: Permission
    undo: Undo | None = None


async def _assign(tx: Tx, number: int, doing: Doing) -> Before | None:
    facts = doing.facts
    found = await verbs.get_conversation(tx, number, lock=True)
    target = await _target(tx, found, facts)
    if (found.assignee_id, found.team_id) == (target.operator_id, target.team_id):
        return None
    await verbs.assign(tx, number, doing.by, target)
    return {"operator_id": found.assignee_id, "team_id": found.team_id}


async def _target(tx: Tx, found: ConversationRecord, facts: Mapping[str, Any]) -> Target:
    """Change what the action names and keep the other half; giving to a team takes it from the operator."""
    operator_id = facts.get("operator_id")
    team_id = facts.get("team_id", found.team_id)
    names = await repository.find_names(tx, operator_id, team_id)
    return Target(
        operator_id=operator_id, operator_name=names.operator_name, team_id=team_id, team_name=names.team_name
    )


async def _unassign(tx: Tx, number: int, by: Author, before: Before) -> None:
    names = await repository.find_names(tx, before["operator_id"], before["team_id"])
    await verbs.assign(
        tx, number, by,
        Target(
            operator_id=names.operator_id, operator_name=names.operator_name, team_id=names.team_id,
            team_name=names.team_name,
        ),
    )  # fmt: skip


async def _resolve(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number, lock=True)
    if found.status == Status.RESOLVED:
        return None
    await verbs.resolve(tx, number, doing.by)
    return _state(found)


async def _reopen(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number, lock=True)
    if found.status in {Status.OPEN, Status.PENDING}:
        return None
    await verbs.reopen(tx, number, doing.by)
    return _state(found)


async def _snooze(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number, lock=True)
    until = datetime.fromisoformat(doing.facts["until"])
    if found.status == Status.SNOOZED and found.snoozed_until == until:
        return None
    await verbs.snooze(tx, number, doing.by, until)
    return _state(found)


def _state(found: ConversationRecord) -> Before:
    return {"status": found.status, "until": found.snoozed_until.isoformat() if found.snoozed_until else None}


async def _restore(tx: Tx, number: int, by: Author, before: Before) -> None:
    """Bring the state back; a time to return at that has passed meanwhile means open."""
    until = datetime.fromisoformat(before["until"]) if before["until"] else None
    if before["status"] == Status.RESOLVED:
        await verbs.resolve(tx, number, by)
    elif before["status"] == Status.SNOOZED and until is not None and until > utc_now():
        await verbs.snooze(tx, number, by, until)
    else:
        await verbs.reopen(tx, number, by)


async def _read(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number)
    mark = await repository.find_mark(tx, number, doing.by.id or 0)
    if mark >= found.last_seq:
        return None
    await verbs.mark_read(tx, number, doing.by.id or 0, found.last_seq)
    return {"seq": mark}


async def _unread(tx: Tx, number: int, by: Author, before: Before) -> None:
    await verbs.mark_unread(tx, number, by.id or 0, before["seq"] + 1)


async def _add_tag(tx: Tx, number: int, doing: Doing) -> Before | None:
    return await _sort(tx, number, lambda now: _tagged(now, doing.facts["tag_id"]))


async def _remove_tag(tx: Tx, number: int, doing: Doing) -> Before | None:
    gone = doing.facts["tag_id"]
    return await _sort(
        tx, number, lambda now: msgspec.structs.replace(now, tag_ids=[one for one in now.tag_ids if one != gone])
    )


def _tagged(now: SortedBy, tag_id: int) -> SortedBy:
    return now if tag_id in now.tag_ids else msgspec.structs.replace(now, tag_ids=[*now.tag_ids, tag_id][:_TAGS_MAX])


async def _set_priority(tx: Tx, number: int, doing: Doing) -> Before | None:
    rank = Priority[doing.facts["priority"].upper()].value
    return await _sort(tx, number, lambda now: msgspec.structs.replace(now, priority=rank))


async def _mark_spam(tx: Tx, number: int, doing: Doing) -> Before | None:
    """Spam needs no answer: it is closed as well."""
    found = await verbs.get_conversation(tx, number, lock=True)
    sorted_by = await _sort(tx, number, lambda now: msgspec.structs.replace(now, spam=True))
    if sorted_by is None:
        return None
    await verbs.resolve(tx, number, doing.by)
    return {**sorted_by, **_state(found)}


async def _clear_spam(tx: Tx, number: int, _: Doing) -> Before | None:
    return await _sort(tx, number, lambda now: msgspec.structs.replace(now, spam=False))


async def _sort(tx: Tx, number: int, change: Callable[[SortedBy], SortedBy]) -> Before | None:
    """Change what a conversation is sorted by; returns how it was."""
    found = await verbs.get_conversation(tx, number, lock=True)
    now = await repository.find_sorting(tx, number)
    fresh = change(now)
    if fresh == now:
        return None
    await _write_sorting(tx, found, fresh)
    return {"tag_ids": now.tag_ids, "priority": now.priority, "spam": now.spam}


async def _unsort(tx: Tx, number: int, by: Author, before: Before) -> None:
    found = await verbs.get_conversation(tx, number, lock=True)
    fresh = SortedBy(tag_ids=before["tag_ids"], priority=before["priority"], spam=before["spam"])
    await _write_sorting(tx, found, fresh)
    if "status" in before:
        await _restore(tx, number, by, before)


async def _write_sorting(tx: Tx, found: ConversationRecord, fresh: SortedBy) -> None:
    await repository.set_sorting(tx, found.id, fresh)
    await tx.announce(
        ConversationChanged(
            workspace_id=found.workspace_id, conversation_id=found.id, contact_id=found.contact_id,
            data={"what": "sorted"},
        )
    )  # fmt: skip


_REPLY = Permission.CONVERSATIONS_REPLY
ACTIONS: Mapping[str, Action] = {
    "assign": Action(_assign, Permission.CONVERSATIONS_ASSIGN, _unassign),
    "team": Action(_assign, Permission.CONVERSATIONS_ASSIGN, _unassign),
    "snooze": Action(_snooze, _REPLY, _restore),
    "resolve": Action(_resolve, _REPLY, _restore),
    "reopen": Action(_reopen, _REPLY, _restore),
    "read": Action(_read, Permission.CONVERSATIONS_VIEW, _unread),
    "tag_add": Action(_add_tag, _REPLY, _unsort),
    "tag_remove": Action(_remove_tag, _REPLY, _unsort),
    "priority": Action(_set_priority, _REPLY, _unsort),
    "spam": Action(_mark_spam, _REPLY, _unsort),
    "not_spam": Action(_clear_spam, _REPLY, _unsort),
}
