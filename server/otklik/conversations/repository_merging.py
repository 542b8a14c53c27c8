"""Queries about merged conversations: who went on in whom, and how to part them. The callers hold the locks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.infra.db import Tx


class JoinRow(Struct, frozen=True, kw_only=True):
    """A merge of two conversations."""

    id: int
    host_id: int
    guest_id: int
    memory: dict[str, Any]
    at: datetime
    undone_at: datetime | None


async def insert_join(tx: Tx, host_id: int, guest_id: int, by_operator: int | None) -> int:
    """Write down that a merge begins; returns its number."""
    return int(
        await tx.value(
            """insert into conversation_merge (workspace_id, host_id, guest_id, memory, by_operator)
               values (%(workspace)s, %(host)s, %(guest)s, '{}', %(by)s) returning id""",
            {"workspace": tx.workspace_id, "host": host_id, "guest": guest_id, "by": by_operator},
        )
    )


async def remember_join(tx: Tx, join_id: int, memory: Mapping[str, Any]) -> None:
    """Keep what is needed to undo a merge."""
    await tx.execute(
        "update conversation_merge set memory = %(memory)s where id = %(id)s and workspace_id = %(workspace)s",
        {"id": join_id, "memory": Jsonb(memory), "workspace": tx.workspace_id},
    )


async def find_join(tx: Tx, join_id: int) -> JoinRow | None:
    """Return a merge of this workspace."""
    return await tx.find(
        JoinRow,
        """select id, host_id, guest_id, memory, at, undone_at from conversation_merge
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": join_id, "workspace": tx.workspace_id},
    )


async def find_host(tx: Tx, conversation_id: int) -> int | None:
    """Return the conversation in which this one goes on at present."""
    found: int | None = await tx.value(
        """select host_id from conversation_merge
           where guest_id = %(id)s and workspace_id = %(workspace)s and undone_at is null""",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )
    return found


async def has_later_join(tx: Tx, join: JoinRow) -> bool:
    """Whether one of the two took part in a merge since that has not been undone."""
    return bool(
        await tx.value(
            """select exists (select from conversation_merge
               where id > %(id)s and workspace_id = %(workspace)s and undone_at is null
                     and (host_id = any(%(both)s) or guest_id = any(%(both)s)))""",
            {"id": join.id, "both": [join.host_id, join.guest_id], "workspace": tx.workspace_id},
        )
    )


async def list_joins_across(tx: Tx, ours: Sequence[int], theirs: Sequence[int]) -> list[JoinRow]:
    """Return merges in force between conversations of one list and those of the other, the latest first."""
    return await tx.fetch(
        JoinRow,
        """select id, host_id, guest_id, memory, at, undone_at from conversation_merge
           where workspace_id = %(workspace)s and undone_at is null
                 and ((host_id = any(%(ours)s) and guest_id = any(%(theirs)s))
                      or (host_id = any(%(theirs)s) and guest_id = any(%(ours)s)))
           order by id desc""",
        {"ours": list(ours), "theirs": list(theirs), "workspace": tx.workspace_id},
    )


async def mark_join_undone(tx: Tx, join_id: int) -> None:
    """Remember that a merge was undone."""
    await tx.execute(
        "update conversation_merge set undone_at = now() where id = %(id)s and workspace_id = %(workspace)s",
        {"id": join_id, "workspace": tx.workspace_id},
    )


async def find_message_at(tx: Tx, conversation_id: int, seq: int) -> int | None:
    """Return the message at a place of a conversation."""
    found: int | None = await tx.value(
        """select id from message
           where conversation_id = %(id)s and seq = %(seq)s and workspace_id = %(workspace)s""",
        {"id": conversation_id, "seq": seq, "workspace": tx.workspace_id},
    )
    return found


async def mark_line_undone(tx: Tx, message_id: int) -> None:
    """Let a line say that what it tells of was undone."""
    await tx.execute(
        """update message set content = jsonb_set(content, '{event,data,undone}', 'true'), version = version + 1
           where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": message_id, "workspace": tx.workspace_id},
    )


async def count_spoken(tx: Tx, conversation_id: int, *, first: int, last: int) -> int:
    """Count the messages of a stretch that are no system lines."""
    return int(
        await tx.value(
            """select count(*) from message
               where conversation_id = %(id)s and workspace_id = %(workspace)s and kind <> 'event'
                     and seq between %(first)s and %(last)s""",
            {"id": conversation_id, "first": first, "last": last, "workspace": tx.workspace_id},
        )
    )


async def open_beside(tx: Tx, conversation_id: int) -> int:
    """Make an empty conversation like this one, with the same person and in the same hands."""
    return int(
        await tx.value(
            """insert into conversation (workspace_id, contact_id, status, takes_new, inbox_id, identity_id, inbox_ids,
                                         subject, team_id, assignee_id, priority)
               select workspace_id, contact_id, 'open', false, inbox_id, identity_id, inbox_ids, subject, team_id,
                      assignee_id, priority
               from conversation where id = %(id)s and workspace_id = %(workspace)s returning id""",
            {"id": conversation_id, "workspace": tx.workspace_id},
        )
    )


async def settle_split(tx: Tx, source_id: int, made_id: int, first: int) -> None:
    """Let the new conversation know how long it is, when we answered first, and who has read how much of it."""
    params = {"source": source_id, "made": made_id, "first": first}
    await tx.execute(
        """update conversation c set
               last_seq = (select coalesce(max(seq), 0) from message where conversation_id = c.id),
               first_response_at = (select min(created_at) from message
                                    where conversation_id = c.id and direction = 'out' and not note)
           where id = %(made)s""",
        params,
    )
    await tx.execute(
        """insert into read_mark (conversation_id, operator_id, workspace_id, seq, in_seen)
           select %(made)s, operator_id, workspace_id, seq - %(first)s + 1, 0 from read_mark
           where conversation_id = %(source)s and seq >= %(first)s""",
        params,
    )
