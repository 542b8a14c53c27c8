"""What somebody has to do about a conversation: made, changed, ticked off, and told of once when its time has come.

That a task is due is noted in the transaction that announces it, so a job that runs twice tells once.
"""

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from otklik.conversations import repository_todo as repository
from otklik.conversations.errors import NoSuchMessage, NoSuchTask, TooManyTasks
from otklik.conversations.events import TaskChanged, TaskDue
from otklik.conversations.records import Author
from otklik.conversations.repository import find_message
from otklik.conversations.repository_todo import TodoRow as TodoRow  # noqa: PLC0414 - what this face gives
from otklik.conversations.verbs import add_line, announce_changed, get_conversation
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import cancel
from otklik.kit.clock import utc_now
from otklik.kit.errors import FieldError, Invalid, NotFound
from otklik.kit.text import clean_name

REMIND_JOB = "conversations.remind"
TITLE_MAX = 200
OPEN_MAX = 50
"""Open tasks of one conversation."""
OWN_MAX = 500
"""Open tasks of one person."""
SHOWN_MAX = 100


class NewTodo(Struct, frozen=True, kw_only=True):
    """What is to be done, by when, by whom, and which message it is about."""

    title: str
    due_at: datetime | None = None
    operator_id: int | None = None
    message_id: int | None = None


class TodoChange(Struct, frozen=True, kw_only=True):
    """Changed facts of a task; `done` ticks it off or takes that back."""

    title: str | UnsetType = UNSET
    due_at: datetime | UnsetType | None = UNSET
    operator_id: int | UnsetType | None = UNSET
    done: bool | UnsetType = UNSET


async def list_of(tx: Tx, conversation_id: int) -> list[TodoRow]:
    """Return the tasks of a conversation: the open ones by their time, then those done lately."""
    return await repository.list_of(tx, conversation_id, SHOWN_MAX)


async def list_own(tx: Tx, operator_id: int, *, done: bool) -> list[TodoRow]:
    """Return an operator's open tasks by their time, or those done lately."""
    if done:
        return await repository.list_done(tx, operator_id, SHOWN_MAX)
    return await repository.list_open(tx, operator_id, OWN_MAX)


async def get(tx: Tx, task_id: int, *, lock: bool = False) -> TodoRow:
    """Return a task; raises NoSuchTask."""
    found = await repository.find(tx, task_id, lock=lock)
    if found is None:
        raise NoSuchTask("no such task")
    return found


async def create(tx: Tx, conversation_id: int, by: Author, new: NewTodo) -> TodoRow:
    """Make a task; raises NoSuchMessage, TooManyTasks, NotFound for a stranger, Invalid for an empty title."""
    title = _clean(new.title)
    conversation = await get_conversation(tx, conversation_id, lock=True)
    if new.message_id is not None:
        message = await find_message(tx, new.message_id)
        if message is None or message.conversation_id != conversation_id:
            raise NoSuchMessage("no such message in this conversation")
    if await repository.count_open(tx, conversation_id=conversation_id) >= OPEN_MAX:
        raise TooManyTasks(f"at most {OPEN_MAX} open tasks in a conversation", extra={"limit": OPEN_MAX})
    await _check_person(tx, new.operator_id)
    task_id = await repository.insert(
        tx,
        {
            "conversation_id": conversation_id, "message_id": new.message_id, "title": title, "due_at": new.due_at,
            "operator_id": new.operator_id, "author_id": by.id if by.kind == "operator" else None,
            "author_name": by.name,
        },
    )  # fmt: skip
    row = await get(tx, task_id)
    _set_alarm(tx, row)
    said = {"title": title, "name": row.operator_name or ""} | ({"until": row.due_at.isoformat()} if row.due_at else {})
    await add_line(tx, conversation, by, "task", said)
    await announce_changed(tx, conversation, "task", {})
    await _announce(tx, row)
    return row


async def change(tx: Tx, task_id: int, by: Author, wish: TodoChange) -> TodoRow:
    """Change a task, tick it off or open it again; refuses like `create`."""
    before = await get(tx, task_id, lock=True)
    done = before.done_at is not None if wish.done is UNSET else wish.done
    operator_id = before.operator_id if wish.operator_id is UNSET else wish.operator_id
    if operator_id != before.operator_id or (before.done_at is not None and not done):
        await _check_person(tx, operator_id)
    await repository.update(
        tx, task_id,
        {
            "title": before.title if wish.title is UNSET else _clean(wish.title),
            "due_at": before.due_at if wish.due_at is UNSET else wish.due_at,
            "operator_id": operator_id, "done": done,
            "done_by": by.name if before.done_at is None else before.done_by,
        },
    )  # fmt: skip
    row = await get(tx, task_id)
    await cancel(tx, REMIND_JOB, str(task_id))
    _set_alarm(tx, row)
    if done and before.done_at is None:
        conversation = await get_conversation(tx, row.conversation_id, lock=True)
        await add_line(tx, conversation, by, "task_done", {"title": row.title})
        await announce_changed(tx, conversation, "task_done", {})
    await _announce(tx, row)
    return row


async def remove(tx: Tx, task_id: int) -> None:
    """Remove a task; raises NoSuchTask."""
    row = await get(tx, task_id, lock=True)
    await cancel(tx, REMIND_JOB, str(task_id))
    await repository.delete(tx, task_id)
    await _announce(tx, row)


async def remind(tx: Tx, task_id: int, due_at: datetime) -> None:
    """Tell once that an open task is due, unless it was done, moved or told of since."""
    row = await repository.find(tx, task_id, lock=True)
    if row is None or row.done_at is not None or row.due_at != due_at or row.told_at is not None:
        return
    await repository.mark_told(tx, task_id)
    if row.operator_id is not None:
        await tx.announce(
            TaskDue(
                workspace_id=tx.workspace_id, conversation_id=row.conversation_id,
                data={"task_id": task_id, "operator_id": row.operator_id, "title": row.title},
            )
        )  # fmt: skip


async def carry(tx: Tx, from_id: int, into_id: int) -> None:
    """Let the tasks of a conversation that goes on in another lie there."""
    if await repository.move(tx, from_id, into_id):
        await tx.announce(TaskChanged(workspace_id=tx.workspace_id, data={"task_of": into_id}))


async def carry_back(tx: Tx, from_id: int, into_id: int) -> None:
    """Give back what `carry` had brought from `into_id`."""
    if await repository.move_back(tx, from_id, into_id):
        await tx.announce(TaskChanged(workspace_id=tx.workspace_id, data={"task_of": into_id}))


def _set_alarm(tx: Tx, row: TodoRow) -> None:
    if row.due_at is None or row.done_at is not None or row.told_at is not None:
        return
    tx.defer(
        Job(
            workspace_id=tx.workspace_id, kind=REMIND_JOB, key=f"task:{row.id}", unique_key=str(row.id),
            payload={"task_id": row.id, "due_at": row.due_at.isoformat()},
            delay_s=max(0.0, (row.due_at - utc_now()).total_seconds()),
        )
    )  # fmt: skip


def _clean(title: str) -> str:
    visible = clean_name(title, TITLE_MAX)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("title", "empty", "must not be empty"),))
    return visible


async def _check_person(tx: Tx, operator_id: int | None) -> None:
    if operator_id is None:
        return
    if not await repository.is_able(tx, operator_id):
        raise NotFound("no such operator", code="operator_not_found")
    if await repository.count_open(tx, operator_id=operator_id) >= OWN_MAX:
        raise TooManyTasks(f"at most {OWN_MAX} open tasks of one person", extra={"limit": OWN_MAX})


async def _announce(tx: Tx, row: TodoRow) -> None:
    data = {"task_id": row.id, "task_of": row.conversation_id}
    await tx.announce(TaskChanged(workspace_id=tx.workspace_id, data=data))
