"""Gathers the facts when the storm is over: what the database holds, and what the provider received."""

from collections.abc import Iterable
from typing import Any

from chaos.facts import ConversationRow, EventRow, Leftovers, MessageRow, Sending
from otklik.infra.db import Database, Tx

_MESSAGES = """
select id, conversation_id, seq, direction, text, coalesce(inbox_id, 0) as inbox_id,
       coalesce(external_id, '') as external_id, coalesce(client_id::text, '') as client_id,
       coalesce(delivery, '') as delivery, version, xmin::text::bigint as xid
from message where direction <> 'system' and not note order by id
"""
_CONVERSATIONS = "select id, last_seq, version, xmin::text::bigint as xid from conversation order by id"
_EVENTS = """
select id, xid::text::bigint as xid, kind, coalesce(conversation_id, 0) as conversation_id,
       coalesce(message_id, 0) as message_id, coalesce(data->>'what', '') as what,
       coalesce(data->>'status', '') as status
from event where conversation_id is not null order by xid, id
"""
_OVERDUE = "select kind || ' ' || key from job where run_at <= now() order by id"
_DEAD = "select kind || ' ' || key || ': ' || left(error, 200) from job_dead order by id"
_WAITING = "select 'message ' || message_id || ' waits in line, ' || state from outbox order by message_id"
_FAILED = "select coalesce(body, convert_from(raw, 'UTF8')) from hook_call where state = 'failed' order by id"


async def list_messages(tx: Tx) -> tuple[MessageRow, ...]:
    """Return every message between customers and us."""
    return tuple(await tx.fetch(MessageRow, _MESSAGES))


async def list_conversations(tx: Tx) -> tuple[ConversationRow, ...]:
    """Return every conversation."""
    return tuple(await tx.fetch(ConversationRow, _CONVERSATIONS))


async def list_events(tx: Tx) -> tuple[EventRow, ...]:
    """Return every event of a conversation."""
    return tuple(await tx.fetch(EventRow, _EVENTS))


async def list_failed_bodies(tx: Tx) -> tuple[str, ...]:
    """Return the bodies on the list of what could not be read or recorded."""
    return tuple(str(row[0]) for row in await tx.rows(_FAILED))


async def find_leftovers(database: Database) -> Leftovers:
    """Return what is overdue, dead or waiting at this moment."""
    async with database.system() as tx:
        overdue, dead, waiting = [
            tuple(str(row[0]) for row in await tx.rows(query)) for query in (_OVERDUE, _DEAD, _WAITING)
        ]
    return Leftovers(overdue=overdue, dead=dead, waiting=waiting)


def read_sendings(received: Iterable[dict[str, Any]]) -> tuple[Sending, ...]:
    """Keep the messages that took effect at the provider, answered or not."""
    return tuple(
        Sending(str(call["params"]["chat_id"]), str(call["params"]["text"]))
        for call in received
        if call["method"].lower() == "sendmessage" and call["accepted"]
    )
