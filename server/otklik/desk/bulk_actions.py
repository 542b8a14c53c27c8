"""The table of actions on many conversations: what each checks, does, and how it is taken back.

An action works on one conversation in a transaction of its own. It returns how things stood before, which is what
undoing needs, or None when nothing had to change.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from msgspec import Struct

from otklik.access.permissions import Permission
from otklik.channelkit.registry import Registry
from otklik.conversations import sorting, verbs
from otklik.conversations.fields import find_about, put_about
from otklik.conversations.records import Author, Back, ConversationRecord, Nap, Priority, Status
from otklik.conversations.sorting import TagChange
from otklik.conversations.verbs import Closing, Target
from otklik.desk import repository_bulk as repository
from otklik.desk.sorting import Ending, make_closing
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import Conflict
from otklik.labels.errors import NoSuchTag
from otklik.labels.reasons import find_reason_name

Before = dict[str, Any]
"""How it stood; `left` names by its code what of the action could not be done."""


class CannotUndo(Conflict):
    """It goes on still, was taken back already, or changed nothing that could be brought back."""

    code = "cannot_undo"


class Doing(Struct, frozen=True, kw_only=True):
    """Who acts, and the facts of the action, checked and with their names: as a run keeps them.

    `registry` is for what is judged anew in each conversation.
    """

    by: Author
    facts: Mapping[str, Any]
    registry: Registry | None = None


Do = Callable[[Tx, int, Doing], Awaitable[Before | None]]
Undo = Callable[[Tx, int, Author, Before], Awaitable[str | None]]
"""Returns, as a code, why something of it was kept."""


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
    facts = doing.facts
    ending = Ending(
        reason_id=facts.get("reason_id"), topic_id=facts.get("topic_id"), fields=facts.get("fields") or {},
        note=str(facts.get("note", "")), rated=facts.get("rated", True),
    )  # fmt: skip
    before = await read_state(tx, found)
    await verbs.resolve(tx, number, doing.by, await make_closing(tx, number, ending))
    return {**before, "closed_about": await _read_about(tx, number)}


async def _reopen(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number, lock=True)
    if found.status in {Status.OPEN, Status.PENDING}:
        return None
    await verbs.reopen(tx, number, doing.by)
    return await read_state(tx, found)


async def _snooze(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number, lock=True)
    nap = _read_nap(doing.facts)
    if found.status == Status.SNOOZED and verbs.nap_of(found) == nap:
        return None
    await verbs.snooze(tx, number, doing.by, nap)
    return await read_state(tx, found)


def _read_nap(facts: Mapping[str, Any]) -> Nap:
    until = datetime.fromisoformat(facts["until"]) if facts["until"] else None
    return Nap(until, Back(facts.get("back", Back.HOLDER)), facts.get("wakes", True))


async def read_state(tx: Tx, found: ConversationRecord) -> Before:
    """Return whether a conversation is open, closed or asleep, and what it is about, as undoing brings it back."""
    until = found.snoozed_until.isoformat() if found.snoozed_until else None
    return {
        "status": found.status, "until": until, "back": found.snooze_back, "wakes": found.wakes_on_reply,
        "reason_id": found.reason_id, "about": await _read_about(tx, found.id),
    }  # fmt: skip


async def _read_about(tx: Tx, number: int) -> dict[str, Any]:
    about = await find_about(tx, number)
    return {"topic_id": about.topic_id, "fields": about.fields}


async def _restore(tx: Tx, number: int, by: Author, before: Before) -> None:
    """Bring the state back; a time to return at that has passed meanwhile means open.

    What somebody said since of what it is about stays.
    """
    nap = _read_nap(before)
    if before["status"] == Status.RESOLVED:
        await verbs.resolve(tx, number, by, await _former_closing(tx, before.get("reason_id")))
    elif before["status"] == Status.SNOOZED and (nap.until is None or nap.until > utc_now()):
        await verbs.snooze(tx, number, by, nap)
    else:
        await verbs.reopen(tx, number, by)
    now = await _read_about(tx, number)
    if "about" in before and before.get("closed_about", now) == now:
        await put_about(tx, number, **before["about"])


async def _former_closing(tx: Tx, reason_id: int | None) -> Closing:
    """Close as it was closed: also for a reason that is offered no more, and without asking the customer again."""
    name = await find_reason_name(tx, reason_id) if reason_id is not None else None
    return Closing(reason_id=reason_id if name else None, reason=name or "", rated=False)


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
    return await _tag(tx, number, doing, there=True)


async def _remove_tag(tx: Tx, number: int, doing: Doing) -> Before | None:
    return await _tag(tx, number, doing, there=False)


async def _tag(tx: Tx, number: int, doing: Doing, *, there: bool) -> Before | None:
    """Add or remove one tag; the others, also those a colleague sets meanwhile, stay as they are."""
    tag_id = doing.facts["tag_id"]
    await verbs.get_conversation(tx, number, lock=True)
    if (tag_id in (await repository.find_sorting(tx, number)).tag_ids) is there:
        return None
    await sorting.set_tags(tx, number, doing.by, _only(tag_id, there=there))
    return {"tag_id": tag_id, "there": not there}


async def _untag(tx: Tx, number: int, by: Author, before: Before) -> None:
    """Take one tag back; one that was deleted meanwhile stays away."""
    with suppress(NoSuchTag):
        await sorting.set_tags(tx, number, by, _only(before["tag_id"], there=before["there"]))


def _only(tag_id: int, *, there: bool) -> TagChange:
    return TagChange(tag_ids=(tag_id,), base=()) if there else TagChange(tag_ids=(), base=(tag_id,))


async def _set_priority(tx: Tx, number: int, doing: Doing) -> Before | None:
    wanted = Priority[doing.facts["priority"].upper()]
    await verbs.get_conversation(tx, number, lock=True)
    now = Priority((await repository.find_sorting(tx, number)).priority)
    if now == wanted:
        return None
    await sorting.set_priority(tx, number, doing.by, wanted)
    return {"priority": now.value}


async def _unset_priority(tx: Tx, number: int, by: Author, before: Before) -> None:
    await sorting.set_priority(tx, number, by, Priority(before["priority"]))


async def _mark_spam(tx: Tx, number: int, doing: Doing) -> Before | None:
    found = await verbs.get_conversation(tx, number, lock=True)
    if (await repository.find_sorting(tx, number)).spam:
        return None
    await sorting.mark_spam(tx, number, doing.by)
    return await read_state(tx, found)


async def _take_back_spam(tx: Tx, number: int, by: Author, before: Before) -> None:
    await sorting.unmark_spam(tx, number, by)
    await _restore(tx, number, by, before)


async def _clear_spam(tx: Tx, number: int, doing: Doing) -> Before | None:
    await verbs.get_conversation(tx, number, lock=True)
    if not (await repository.find_sorting(tx, number)).spam:
        return None
    await sorting.unmark_spam(tx, number, doing.by)
    return {"spam": True}


async def _call_spam_again(tx: Tx, number: int, by: Author, _: Before) -> None:
    await sorting.mark_spam(tx, number, by)


_REPLY = Permission.CONVERSATIONS_REPLY
ACTIONS: Mapping[str, Action] = {
    "assign": Action(_assign, Permission.CONVERSATIONS_ASSIGN, _unassign),
    "release": Action(_assign, Permission.CONVERSATIONS_ASSIGN, _unassign),
    "team": Action(_assign, Permission.CONVERSATIONS_ASSIGN, _unassign),
    "snooze": Action(_snooze, _REPLY, _restore),
    "resolve": Action(_resolve, _REPLY, _restore),
    "reopen": Action(_reopen, _REPLY, _restore),
    "read": Action(_read, Permission.CONVERSATIONS_VIEW, _unread),
    "tag_add": Action(_add_tag, _REPLY, _untag),
    "tag_remove": Action(_remove_tag, _REPLY, _untag),
    "priority": Action(_set_priority, _REPLY, _unset_priority),
    "spam": Action(_mark_spam, _REPLY, _take_back_spam),
    "not_spam": Action(_clear_spam, _REPLY, _call_spam_again),
}
