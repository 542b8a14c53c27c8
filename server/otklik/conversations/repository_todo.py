"""Queries of what is to be done about conversations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from msgspec import Struct

from otklik.infra.db import Tx


class TodoRow(Struct, frozen=True, kw_only=True):
    """A task with the names of those it concerns."""

    id: int
    conversation_id: int
    contact_name: str
    message_id: int | None
    message_seq: int | None
    title: str
    due_at: datetime | None
    operator_id: int | None
    operator_name: str | None
    author_id: int | None
    author_name: str
    created_at: datetime
    done_at: datetime | None
    done_by: str
    told_at: datetime | None
    version: int


# A message that moved to another conversation takes no task along: the task stays, and leads to it no more.
_TASKS: Final[LiteralString] = """
select t.id, t.conversation_id, k.name as contact_name, m.id as message_id, m.seq as message_seq, t.title, t.due_at,
       t.operator_id, o.name as operator_name, t.author_id, t.author_name, t.created_at, t.done_at, t.done_by,
       t.told_at, t.version
from todo t
join conversation c on c.id = t.conversation_id
join contact k on k.id = c.contact_id
left join message m on m.id = t.message_id and m.conversation_id = t.conversation_id and m.deleted_at is null
left join operator o on o.id = t.operator_id
where t.workspace_id = %(workspace)s
"""


async def find(tx: Tx, task_id: int, *, lock: bool = False) -> TodoRow | None:
    """Return a task, locked if asked."""
    one: LiteralString = _TASKS + " and t.id = %(id)s"
    query: LiteralString = one + " for update of t" if lock else one
    return await tx.find(TodoRow, query, {"workspace": tx.workspace_id, "id": task_id})


async def list_of(tx: Tx, conversation_id: int, limit: int) -> list[TodoRow]:
    """Return the tasks of a conversation: the open ones by their time, then those done lately."""
    return await tx.fetch(
        TodoRow,
        _TASKS
        + """ and t.conversation_id = %(id)s
              order by t.done_at is not null, t.done_at desc, t.due_at nulls last, t.id limit %(limit)s""",
        {"workspace": tx.workspace_id, "id": conversation_id, "limit": limit},
    )


async def list_open(tx: Tx, operator_id: int, limit: int) -> list[TodoRow]:
    """Return the open tasks of an operator by their time; those without one stand last."""
    return await tx.fetch(
        TodoRow,
        _TASKS
        + " and t.operator_id = %(operator)s and t.done_at is null order by t.due_at nulls last, t.id limit %(limit)s",
        {"workspace": tx.workspace_id, "operator": operator_id, "limit": limit},
    )


async def list_done(tx: Tx, operator_id: int, limit: int) -> list[TodoRow]:
    """Return the tasks of an operator that were done, the latest first."""
    return await tx.fetch(
        TodoRow,
        _TASKS + " and t.operator_id = %(operator)s and t.done_at is not null order by t.done_at desc limit %(limit)s",
        {"workspace": tx.workspace_id, "operator": operator_id, "limit": limit},
    )


async def count_open(tx: Tx, *, conversation_id: int | None = None, operator_id: int | None = None) -> int:
    """Count the open tasks of a conversation or of an operator."""
    return int(
        await tx.value(
            """select count(*) from todo where workspace_id = %(workspace)s and done_at is null
                   and (conversation_id = %(conversation)s or operator_id = %(operator)s)""",
            {"workspace": tx.workspace_id, "conversation": conversation_id, "operator": operator_id},
        )
    )


async def insert(tx: Tx, values: Mapping[str, Any]) -> int:
    """Make a task."""
    return int(
        await tx.value(
            """insert into todo (workspace_id, conversation_id, message_id, title, due_at, operator_id, author_id,
                                 author_name)
               values (%(workspace)s, %(conversation_id)s, %(message_id)s, %(title)s, %(due_at)s, %(operator_id)s,
                       %(author_id)s, %(author_name)s) returning id""",
            {"workspace": tx.workspace_id, **values},
        )
    )


async def update(tx: Tx, task_id: int, values: Mapping[str, Any]) -> None:
    """Replace what a locked task says; another time or another person is told anew."""
    await tx.execute(
        """update todo set title = %(title)s, due_at = %(due_at)s, operator_id = %(operator_id)s,
               done_at = case when %(done)s then coalesce(done_at, now()) end,
               done_by = case when %(done)s then %(done_by)s else '' end,
               told_at = case when due_at is not distinct from %(due_at)s
                                   and operator_id is not distinct from %(operator_id)s then told_at end,
               version = version + 1
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"workspace": tx.workspace_id, "id": task_id, **values},
    )


async def mark_told(tx: Tx, task_id: int) -> None:
    """Note that the person was told that a task is due."""
    await tx.execute(
        "update todo set told_at = now() where id = %(id)s and workspace_id = %(workspace)s",
        {"workspace": tx.workspace_id, "id": task_id},
    )


async def delete(tx: Tx, task_id: int) -> None:
    """Remove a task."""
    await tx.execute(
        "delete from todo where id = %(id)s and workspace_id = %(workspace)s",
        {"workspace": tx.workspace_id, "id": task_id},
    )


async def is_able(tx: Tx, operator_id: int) -> bool:
    """Whether an operator works here."""
    return bool(
        await tx.value(
            """select exists (select from operator
               where id = %(id)s and workspace_id = %(workspace)s and disabled_at is null)""",
            {"workspace": tx.workspace_id, "id": operator_id},
        )
    )


async def move(tx: Tx, from_id: int, into_id: int) -> list[int]:
    """Let the tasks of one conversation lie in another, as merging does; returns which."""
    rows: Sequence[Any] = await tx.rows(
        """update todo set conversation_id = %(into)s, came_from = came_from || %(from)s::bigint, version = version + 1
           where conversation_id = %(from)s and workspace_id = %(workspace)s returning id""",
        {"workspace": tx.workspace_id, "from": from_id, "into": into_id},
    )
    return [row[0] for row in rows]


async def move_back(tx: Tx, from_id: int, into_id: int) -> list[int]:
    """Give back the tasks that `move` had taken from `into_id` last; returns which."""
    rows: Sequence[Any] = await tx.rows(
        """update todo set conversation_id = %(into)s, came_from = trim_array(came_from, 1), version = version + 1
           where conversation_id = %(from)s and workspace_id = %(workspace)s
                 and came_from[cardinality(came_from)] = %(into)s returning id""",
        {"workspace": tx.workspace_id, "from": from_id, "into": into_id},
    )
    return [row[0] for row in rows]
