"""Doors to tasks: what somebody has to do about a conversation."""

from typing import Literal

from litestar import delete, get, patch, post
from msgspec import UNSET, UnsetType

from otklik.access.actor import Actor
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.conversations import todo
from otklik.conversations.todo import TodoRow
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas import Named, moment, moment_or_none
from otklik.desk.schemas_todo import NewTask, Task, TaskInput
from otklik.desk.service import author_of, operator_of
from otklik.desk.sight import see_conversation
from otklik.infra.db import Tx
from otklik.infra.web.idempotency import Created, Once

_TAG = ["Tasks"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_OWN = [operators_only(), requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]


@get("/api/v1/conversations/{conversation_id:int}/tasks", guards=_VIEW, tags=_TAG)
async def list_tasks(conversation_id: Id, actor: Actor, desk: Desk) -> list[Task]:
    """List the tasks of a conversation: the open ones by their time, then those done lately; at most 100."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        return [_show(row) for row in await todo.list_of(tx, conversation_id)]


@get("/api/v1/tasks", guards=_OWN, tags=_TAG)
async def list_own_tasks(*, actor: Actor, desk: Desk, done: bool = False) -> list[Task]:
    """List one's own tasks: the open ones by their time, or the hundred done last."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return [_show(row) for row in await todo.list_own(tx, actor.id, done=done)]


@post("/api/v1/conversations/{conversation_id:int}/tasks", guards=_REPLY, tags=_TAG)
async def create_task(conversation_id: Id, data: NewTask, actor: Actor, desk: Desk, once: Once) -> Created[Task]:
    """Make a task about a conversation or one message of it."""
    new = todo.NewTodo(
        title=data.title, due_at=data.due_at, operator_id=_who(actor, data.operator_id), message_id=data.message_id
    )
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        return await once.create(tx, lambda: todo.create(tx, conversation_id, author_of(actor), new), _show)


@patch("/api/v1/tasks/{task_id:int}", guards=_REPLY, tags=_TAG)
async def change_task(task_id: Id, data: TaskInput, actor: Actor, desk: Desk) -> Task:
    """Change a task, tick it off, or open it again."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await _see(tx, actor, task_id)
        who = UNSET if isinstance(data.operator_id, UnsetType) else _who(actor, data.operator_id)
        wish = todo.TodoChange(title=data.title, due_at=data.due_at, operator_id=who, done=data.done)
        return _show(await todo.change(tx, task_id, author_of(actor), wish))


@delete("/api/v1/tasks/{task_id:int}", guards=_REPLY, tags=_TAG)
async def delete_task(task_id: Id, actor: Actor, desk: Desk) -> None:
    """Remove a task; one that a colleague made and another holds needs the right to change what others wrote."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        row = await _see(tx, actor, task_id)
        if actor.operator_id not in {row.author_id, row.operator_id}:
            actor.check(Permission.CONVERSATIONS_EDIT_OTHERS)
        await todo.remove(tx, task_id)


async def _see(tx: Tx, actor: Actor, task_id: int) -> TodoRow:
    row = await todo.get(tx, task_id)
    await see_conversation(tx, actor, row.conversation_id)
    return row


def _who(actor: Actor, asked: int | Literal["me"] | None) -> int | None:
    return operator_of(actor) if asked == "me" else asked


def _show(row: TodoRow) -> Task:
    return Task(
        id=row.id, conversation_id=row.conversation_id, contact_name=row.contact_name, message_id=row.message_id,
        message_seq=row.message_seq, title=row.title, due_at=moment_or_none(row.due_at),
        operator=None if row.operator_id is None else Named(row.operator_id, row.operator_name or ""),
        author_id=row.author_id, author_name=row.author_name, created_at=moment(row.created_at),
        done_at=moment_or_none(row.done_at), done_by=row.done_by, version=row.version,
    )  # fmt: skip


ROUTES = [list_tasks, list_own_tasks, create_task, change_task, delete_task]
